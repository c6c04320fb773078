// One gauge or counter a fact; the names are listed in docs/operations.md.
#include "cli/metrics.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <system_error>

namespace phasegate::cli {
namespace {

using Kind = RunEvent::Kind;

constexpr std::string_view success_name = "phasegate_last_success_timestamp_seconds";

// Label values: backslash, quote and line feed are escaped.
std::string label(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? "\\n" : std::string(1, c);
  }
  return text;
}

double success_before(const std::filesystem::path& file, const std::string& labels) {
  std::ifstream in(file);
  const std::string start = fmt::format("{}{{{}}} ", success_name, labels);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(start)) return std::strtod(line.c_str() + start.size(), nullptr);
  return 0;
}

double seconds_now() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

}  // namespace

Metrics::Metrics(std::filesystem::path file, const Manifest& manifest)
    : file_(std::move(file)), labels_(fmt::format("rollout=\"{}\",environment=\"{}\"", label(manifest.rollout), label(manifest.environment))) {
  // What replaces the file as a whole must not replace /dev/null, and a pipe may have nobody who reads it.
  if (std::filesystem::exists(file_) && !std::filesystem::is_regular_file(file_)) throw Error(ExitCode::usage, file_.string() + " is no ordinary file", "name a file, in a folder that may be written to");
  last_success_ = success_before(file_, labels_);
  for (const ManifestFile& each : manifest.files) ++files_[std::string(to_string(each.phase))].second;
  write();
}

void Metrics::add(const RunEvent& event) {
  const std::string phase(to_string(event.phase));
  if (event.kind == Kind::phase_start) {
    phase_ = phase;
    files_[phase].first = 0;
  }
  if (event.kind == Kind::file_done || event.kind == Kind::skipped || event.kind == Kind::reconciled) ++files_[phase].first;
  if (event.kind == Kind::retry) ++retries_;
  if (event.kind == Kind::file_done) waited_ms_ += event.waited.count();
  if (event.kind == Kind::gate_shut) ++gates_shut_;
  if (event.kind == Kind::progress || event.kind == Kind::file_done) {
    percent_ = event.percent;
    rows_ = event.rows;
    seconds_left_ = event.seconds_left;
  }
  const bool matters = event.kind == Kind::file_done || event.kind == Kind::phase_done || event.kind == Kind::gate_shut;
  if (matters || std::chrono::steady_clock::now() - written_ >= std::chrono::seconds(1)) write();
}

void Metrics::finish(ExitCode code) {
  exit_code_ = static_cast<int>(code);
  percent_ = -1;
  rows_ = seconds_left_ = -1;
  if (code == ExitCode::done) last_success_ = seconds_now();
  write();
}

std::string Metrics::text() const {
  std::string text;
  const auto metric = [&text](std::string_view name, std::string_view type, std::string_view help) { text += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help); };
  const auto value = [&](std::string_view name, const std::string& more, double number) { text += fmt::format("{}{{{}{}}} {}\n", name, labels_, more, number); };
  metric("phasegate_run_duration_seconds", "gauge", "How long the last run has taken so far.");
  value("phasegate_run_duration_seconds", "", std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count());
  metric("phasegate_run_active", "gauge", "1 while a run is at work.");
  value("phasegate_run_active", "", exit_code_ < 0 ? 1 : 0);
  if (exit_code_ >= 0) {
    metric("phasegate_run_exit_code", "gauge", "Exit code of the last run: 0 done, 1 refused or failed, 3 gate shut, 4 stopped, 69 not reachable.");
    value("phasegate_run_exit_code", "", exit_code_);
  }
  metric("phasegate_phase", "gauge", "1 for the phase that the last run worked at.");
  if (!phase_.empty()) value("phasegate_phase", fmt::format(",phase=\"{}\"", phase_), 1);
  metric("phasegate_files_done", "gauge", "Files of a phase that the last run found or made done.");
  for (const auto& [phase, files] : files_) value("phasegate_files_done", fmt::format(",phase=\"{}\"", phase), static_cast<double>(files.first));
  metric("phasegate_files", "gauge", "Files of a phase.");
  for (const auto& [phase, files] : files_) value("phasegate_files", fmt::format(",phase=\"{}\"", phase), static_cast<double>(files.second));
  metric("phasegate_gate_shut", "gauge", "1 when the last run ended at a shut gate.");
  value("phasegate_gate_shut", "", gates_shut_ > 0 ? 1 : 0);
  metric("phasegate_retries", "gauge", "Tries of the last run that ended at a lock and were repeated.");
  value("phasegate_retries", "", static_cast<double>(retries_));
  metric("phasegate_waited_seconds", "gauge", "Waiting of the last run: for locks, old transactions, other runners, between tries.");
  value("phasegate_waited_seconds", "", static_cast<double>(waited_ms_) / 1000.0);
  if (percent_ >= 0) {
    metric("phasegate_step_progress_percent", "gauge", "Progress of the statement at work.");
    value("phasegate_step_progress_percent", "", percent_);
  }
  if (rows_ >= 0) {
    metric("phasegate_backfill_rows", "gauge", "Rows that the backfill at work has filled.");
    value("phasegate_backfill_rows", "", static_cast<double>(rows_));
  }
  if (seconds_left_ >= 0) {
    metric("phasegate_backfill_seconds_left", "gauge", "How long the pass of the backfill at work will still take at its pace so far.");
    value("phasegate_backfill_seconds_left", "", static_cast<double>(seconds_left_));
  }
  if (last_success_ > 0) {
    metric(success_name, "gauge", "When a run last ended with exit code 0.");
    text += fmt::format("{}{{{}}} {:.3f}\n", success_name, labels_, last_success_);
  }
  return text;
}

void Metrics::write() {
  written_ = std::chrono::steady_clock::now();
  const std::filesystem::path beside = file_.string() + ".tmp";
  {
    std::ofstream out(beside, std::ios::trunc);
    out << text();
    out.flush();
    if (!out) return complain("cannot write " + beside.string());
  }
  std::error_code failed;
  std::filesystem::rename(beside, file_, failed);
  if (failed) return complain("cannot write " + file_.string() + ": " + failed.message());
  is_writable_ = true;
}

// At the start a mistake of the user; later a full disk, say, which must not end a rollout half-way.
void Metrics::complain(const std::string& what) {
  if (!is_writable_) throw Error(ExitCode::usage, what, "name a file in a folder that is there and may be written to");
  if (!has_complained_) std::cerr << "phasegate: " << what << "; the run goes on without its metrics\n";
  has_complained_ = true;
}

}  // namespace phasegate::cli
