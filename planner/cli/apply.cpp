// phasegate apply and undo: run the files of a phase, or take a phase back, and tell what happens.
#include "apply/run.hpp"
#include "apply/stop.hpp"
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/run_report.hpp"
#include "gate/install.hpp"
#include "gate/mark.hpp"

#include <phasegate/manifest.hpp>

#include <csignal>

namespace phasegate::cli {
namespace {

std::optional<Phase> phase_of(const std::string& word) {
  for (const Phase phase : all_phases)
    if (to_string(phase) == word) return phase;
  return std::nullopt;
}

RunOptions run_options(const CommonOptions& common, const ApplyOptions& options, const Settings& settings, const std::filesystem::path& folder) {
  RunOptions run;
  run.directory = folder;
  run.phase = phase_of(options.phase);
  run.override_reason = options.override_reason;
  run.total_limit = std::chrono::seconds(options.limit_seconds);
  run.replicas = settings.replicas;
  run.report = reporter(common.format);
  return run;
}

// The gates ask for the standbys that phasegate.toml names, whoever runs the files later. Before the first expand there is no schema yet
// to hold them, so this comes before and after a run.
void name_replicas(Database& database, const Settings& settings) {
  if (settings.replicas.empty() || !is_installed(database)) return;
  for (const Replica& replica : settings.replicas)
    if (database.value("SELECT EXISTS (SELECT FROM phasegate.replica WHERE name = $1 AND reads = $2::boolean)", {replica.name, replica.reads ? "true" : "false"}) != "t")
      name_replica(database, replica.name, replica.reads);
}

}  // namespace

ExitCode apply(const CommonOptions& common, const ApplyOptions& options) {
  if (options.phase.empty() && !options.all) throw Error(ExitCode::usage, "nothing says what to apply", "add --phase expand (backfill, validate, contract), or --all");
  const Settings settings = find_settings(common);
  const std::filesystem::path folder = migrations_folder(options.directory, settings);
  const Manifest manifest = read_manifest(folder);
  Database database = connect(common.database_url);
  Stop stop({SIGINT, SIGTERM});
  name_replicas(database, settings);
  const ExitCode code = run_phase(database, manifest, run_options(common, options, settings, folder), stop);
  name_replicas(database, settings);
  return code;
}

ExitCode undo(const CommonOptions& common, const ApplyOptions& options) {
  const Settings settings = find_settings(common);
  const std::filesystem::path folder = migrations_folder(options.directory, settings);
  const Manifest manifest = read_manifest(folder);
  Database database = connect(common.database_url);
  Stop stop({SIGINT, SIGTERM});
  return undo_phase(database, manifest, phase_of(options.phase).value(), run_options(common, options, settings, folder), stop);
}

}  // namespace phasegate::cli
