// The figures of a run as a file for Prometheus.
#pragma once

#include "apply/run_event.hpp"

#include <phasegate/error.hpp>
#include <phasegate/manifest.hpp>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>

namespace phasegate::cli {

/// Keeps a file in Prometheus' text format up to date, for the textfile collector of node_exporter or a push. It is replaced as a whole (written
/// beside it, then renamed), so that nobody reads half of it. The time of the last success is taken over from the file of the run before.
/// Source of the format: Prometheus, "Text-based format" 0.0.4.
class Metrics {
 public:
  /// Throws: Error(usage) when the file cannot be written.
  Metrics(std::filesystem::path file, const Manifest& manifest);

  /// Writes the file at most once a second, and at the end of each file, phase and run.
  void add(const RunEvent& event);
  void finish(ExitCode code);
  /// The file as it is now.
  [[nodiscard]] std::string text() const;

 private:
  void write();
  void complain(const std::string& what);

  std::filesystem::path file_;
  std::string labels_;  // rollout="…",environment="…"
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now(), written_{};
  double last_success_ = 0;  // seconds since 1970; 0: never
  std::string phase_;
  std::map<std::string, std::pair<std::size_t, std::size_t>> files_;  // by phase: done, all
  long long retries_ = 0, waited_ms_ = 0, gates_shut_ = 0;
  double percent_ = -1;
  long long rows_ = -1, seconds_left_ = -1;
  int exit_code_ = -1;  // below 0: at work
  bool is_writable_ = false, has_complained_ = false;
};

}  // namespace phasegate::cli
