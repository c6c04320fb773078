// How long a file may wait and work: what its steps ask for, by the settings and those of its tables.
#pragma once

#include <phasegate/plan.hpp>

#include <chrono>

namespace phasegate::render {

struct Timeouts {
  std::chrono::milliseconds lock;       ///< > 0: a file never waits in a queue for longer
  std::chrono::milliseconds statement;  ///< 0: as long as its work takes
};

/// Of a step's locks: patient for concurrent builds and drops, else by the strongest lock.
LockClass lock_class(const Step& step);

/// Timeouts of a V-file. Of several steps the shortest wait counts and the longest work; a table's own settings go before the general ones.
Timeouts timeouts_of(const Plan& plan, const PlannedFile& file);

/// Timeouts of its U-file, which is one transaction with strong locks.
Timeouts undo_timeouts_of(const Plan& plan, const PlannedFile& file);

}  // namespace phasegate::render
