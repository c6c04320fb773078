// Rename hints that have been followed already, although their old name is there: of columns that have changed names among each other.
#pragma once

#include <phasegate/pipeline.hpp>

#include <vector>

namespace phasegate {

/// Takes `renamed_from` out of wanted columns that phasegate.column_names knows to bear their new names; a note for each table says so. Nothing when
/// schema phasegate is not there. Throws: DatabaseError.
void leave_followed_hints(Catalog& wanted, Database& database, std::vector<Finding>& findings);

}  // namespace phasegate
