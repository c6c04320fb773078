// What a backfill leaves behind for VACUUM.
#pragma once

#include "apply/execute.hpp"

namespace phasegate {

/// After a file that fills rows in batches: reports a note for each table that now holds many dead row versions, and whether autovacuum will come for it.
/// Goes by the statistics of the server, so what other sessions have not yet reported is not in it. Does nothing for other files.
void tell_dead_rows(RunContext& run, const FileRun& file);

}  // namespace phasegate
