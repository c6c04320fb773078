// What phasegate asks of the server and where its time goes, on stderr, for whoever wants to see it (--verbose). The only user of spdlog.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace phasegate {

/// From here on, every statement is logged with its time and number of rows, and every stage of a plan with its time. Values of parameters are never logged.
void enable_log();

/// Logs one statement, its first line only, when the log is enabled.
void log_statement(std::string_view sql, std::chrono::microseconds duration, std::size_t rows);

/// Logs the time between its making (or `next`) and `next` (or its end) as that of one stage, when the log is enabled. Stages that run side
/// by side have a clock each.
class StageClock {
 public:
  explicit StageClock(std::string_view stage) : stage_(stage) {}
  StageClock(const StageClock&) = delete;
  StageClock& operator=(const StageClock&) = delete;
  ~StageClock() { tell(); }
  void next(std::string_view stage);

 private:
  void tell() const;

  std::string_view stage_;  // a constant
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace phasegate
