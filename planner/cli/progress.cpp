// Compares the files of a rollout with the history.
#include "cli/progress.hpp"

#include "apply/history.hpp"

#include <algorithm>

namespace phasegate::cli {

std::vector<PhaseProgress> progress(Database& database, const Manifest& manifest) {
  const auto rows = History(database, manifest.history_schema, manifest.history_table).rows();
  std::vector<PhaseProgress> result;
  for (const ManifestFile& file : manifest.files) {
    if (result.empty() || result.back().phase != file.phase) result.push_back({file.phase, 0, 0});
    ++result.back().files;
    if (History::state(file, rows).standing == Standing::applied) ++result.back().applied;
  }
  return result;
}

std::optional<Phase> next_phase(Database& database, const Manifest& manifest) {
  for (const PhaseProgress& phase : progress(database, manifest))
    if (phase.applied < phase.files) return phase.phase;
  return std::nullopt;
}

}  // namespace phasegate::cli
