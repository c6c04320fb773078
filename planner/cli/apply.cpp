// phasegate apply and undo: run the files of a phase, or take a phase back, and tell what happens.
#include "apply/run.hpp"
#include "apply/stop.hpp"
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/metrics.hpp"
#include "cli/run_report.hpp"
#include "gate/install.hpp"
#include "gate/mark.hpp"

#include <phasegate/manifest.hpp>

#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>

namespace phasegate::cli {
namespace {

std::optional<Phase> phase_of(const std::string& word) {
  for (const Phase phase : all_phases)
    if (to_string(phase) == word) return phase;
  return std::nullopt;
}

using Runner = std::function<ExitCode(Database&, const Manifest&, const RunOptions&, Stop&)>;

// Everything that is told while a run goes, in one place: stdout, the log file, the metrics.
class Telling {
 public:
  Telling(const CommonOptions& common, const ApplyOptions& options, const Manifest& manifest)
      : identity_{manifest.rollout, manifest.environment}, json_(common.format == "json") {
    reports_.push_back(reporter(common.format, identity_));
    if (!options.log_file.empty()) {
      log_file_ = options.log_file;
      reports_.push_back(file_reporter(options.log_file, identity_));
    }
    if (!options.metrics_file.empty()) metrics_.emplace(options.metrics_file, manifest);
  }

  void tell(const RunEvent& event) {
    for (const Report& report : reports_) report(event);
    if (metrics_) metrics_->add(event);
  }

  void finish(ExitCode code, const std::string& failure = {}) {
    const std::string last = finished_json(identity_, code, failure);
    if (json_) std::cout << last << std::endl;
    if (!log_file_.empty()) std::ofstream(log_file_, std::ios::app) << last << std::endl;
    if (metrics_) metrics_->finish(code);
  }

 private:
  RunIdentity identity_;
  bool json_;
  std::string log_file_;
  std::vector<Report> reports_;
  std::optional<Metrics> metrics_;
};

// The gates ask for the standbys that phasegate.toml names, whoever runs the files later. Before the first expand there is no schema yet
// to hold them, so this comes before and after a run.
void name_replicas(Database& database, const Settings& settings) {
  if (settings.replicas.empty() || !is_installed(database)) return;
  for (const Replica& replica : settings.replicas)
    if (database.value("SELECT EXISTS (SELECT FROM phasegate.replica WHERE name = $1 AND reads = $2::boolean)", {replica.name, replica.reads ? "true" : "false"}) != "t")
      name_replica(database, replica.name, replica.reads);
}

ExitCode run(const CommonOptions& common, const ApplyOptions& options, const Runner& runner) {
  const Settings settings = find_settings(common);
  const std::filesystem::path folder = migrations_folder(options.directory, settings);
  const Manifest manifest = read_manifest(folder);
  Telling telling(common, options, manifest);
  RunOptions run;
  run.directory = folder;
  run.phase = phase_of(options.phase);
  run.override_reason = options.override_reason;
  run.total_limit = options.limit;
  run.reconcile = options.reconcile;
  run.workers = options.workers;
  run.look_every = std::chrono::seconds(isatty(STDOUT_FILENO) != 0 ? 1 : 10);
  run.replicas = settings.replicas;
  run.open_onlooker = [&] { return connect(common.database_url); };
  run.report = [&](const RunEvent& event) { telling.tell(event); };
  try {
    Database database = connect(common.database_url);
    Stop stop({SIGINT, SIGTERM});
    const ExitCode code = runner(database, manifest, run, stop);
    telling.finish(code);
    return code;
  } catch (const Error& error) {
    telling.finish(error.code(), error.what());
    throw;
  }
}

}  // namespace

ExitCode apply(const CommonOptions& common, const ApplyOptions& options) {
  if (options.phase.empty() && !options.all) throw Error(ExitCode::usage, "nothing says what to apply", "add --phase expand (backfill, validate, contract), or --all");
  const Settings settings = find_settings(common);
  return run(common, options, [&](Database& database, const Manifest& manifest, const RunOptions& run, Stop& stop) {
    name_replicas(database, settings);
    const ExitCode code = run_phase(database, manifest, run, stop);
    name_replicas(database, settings);
    return code;
  });
}

ExitCode undo(const CommonOptions& common, const ApplyOptions& options) {
  return run(common, options, [&](Database& database, const Manifest& manifest, const RunOptions& run, Stop& stop) {
    return undo_phase(database, manifest, phase_of(options.phase).value(), run, stop);
  });
}

}  // namespace phasegate::cli
