// How far a rollout has come, by the history table.
#pragma once

#include "catalog/database.hpp"

#include <phasegate/manifest.hpp>

#include <optional>
#include <string>
#include <vector>

namespace phasegate::cli {

/// One phase of a rollout: files that are applied and all files.
struct PhaseProgress {
  Phase phase = Phase::expand;
  std::size_t applied = 0;
  std::size_t files = 0;
};

/// All phases that have files, in order.
std::vector<PhaseProgress> progress(Database& database, const Manifest& manifest);

/// The first phase that is not wholly applied; nullopt: the rollout is complete.
std::optional<Phase> next_phase(Database& database, const Manifest& manifest);

}  // namespace phasegate::cli
