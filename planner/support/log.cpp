// Logs statements through spdlog's default logger, sent to stderr.
#include "support/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace phasegate {

void enable_log() {
  spdlog::set_default_logger(spdlog::stderr_color_mt("phasegate"));
  spdlog::set_level(spdlog::level::debug);
  spdlog::set_pattern("%H:%M:%S.%e %v");
}

void log_statement(std::string_view sql, std::chrono::microseconds duration, std::size_t rows) {
  if (!spdlog::should_log(spdlog::level::debug)) return;
  std::string_view line = sql.substr(0, sql.find('\n'));
  const bool is_cut = line.size() < sql.size() || line.size() > 160;
  spdlog::debug("{:>8.1f} ms {:>7} rows  {}{}", static_cast<double>(duration.count()) / 1000.0, rows, line.substr(0, 160), is_cut ? " …" : "");
}

void StageClock::next(std::string_view stage) {
  tell();
  stage_ = stage;
  begin_ = std::chrono::steady_clock::now();
}

void StageClock::tell() const {
  if (!spdlog::should_log(spdlog::level::debug)) return;
  spdlog::debug("{:>8.1f} ms in stage {}", std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin_).count(), stage_);
}

}  // namespace phasegate
