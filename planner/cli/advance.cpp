// phasegate advance: the gate of the next phase, and the phase itself when it is open.
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "cli/run_report.hpp"

#include <iostream>

namespace phasegate::cli {

ExitCode advance(const CommonOptions& common, const ApplyOptions& options) {
  const std::filesystem::path folder = migrations_folder(options.directory, find_settings(common));
  const Manifest manifest = read_manifest(folder);
  std::optional<Phase> next;
  {
    Database database = connect(common.database_url);
    next = next_phase(database, manifest);
  }
  if (!next) {
    if (common.format == "json") std::cout << finished_json({manifest.rollout, manifest.environment}, ExitCode::done, {}) << "\n";
    else std::cout << "the rollout is complete\n";
    return ExitCode::done;
  }
  ApplyOptions one = options;
  one.phase = to_string(*next);
  one.directory = folder.string();
  // The guard of the phase's first file is its gate: a shut one is told with its reasons, and nothing runs.
  return apply(common, one);
}

}  // namespace phasegate::cli
