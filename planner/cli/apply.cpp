// phasegate apply and undo: run the files of a phase, or take a phase back, and tell what happens.
#include "apply/run.hpp"
#include "apply/stop.hpp"
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/run_report.hpp"

#include <phasegate/manifest.hpp>

#include <csignal>

namespace phasegate::cli {
namespace {

std::optional<Phase> phase_of(const std::string& word) {
  for (const Phase phase : all_phases)
    if (to_string(phase) == word) return phase;
  return std::nullopt;
}

RunOptions run_options(const CommonOptions& common, const ApplyOptions& options, const std::filesystem::path& folder) {
  RunOptions run;
  run.directory = folder;
  run.phase = phase_of(options.phase);
  run.override_reason = options.override_reason;
  run.total_limit = std::chrono::seconds(options.limit_seconds);
  run.report = reporter(common.format);
  return run;
}

}  // namespace

ExitCode apply(const CommonOptions& common, const ApplyOptions& options) {
  if (options.phase.empty() && !options.all) throw Error(ExitCode::usage, "nothing says what to apply", "add --phase expand (backfill, validate, contract), or --all");
  const std::filesystem::path folder = migrations_folder(options.directory, find_settings(common));
  const Manifest manifest = read_manifest(folder);
  Database database = connect(common.database_url);
  Stop stop({SIGINT, SIGTERM});
  return run_phase(database, manifest, run_options(common, options, folder), stop);
}

ExitCode undo(const CommonOptions& common, const ApplyOptions& options) {
  const std::filesystem::path folder = migrations_folder(options.directory, find_settings(common));
  const Manifest manifest = read_manifest(folder);
  Database database = connect(common.database_url);
  Stop stop({SIGINT, SIGTERM});
  return undo_phase(database, manifest, phase_of(options.phase).value(), run_options(common, options, folder), stop);
}

}  // namespace phasegate::cli
