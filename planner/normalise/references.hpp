// Foreign keys to tables that phasegate does not model: whether they are there, and what they can be referred to by, only the server knows.
#pragma once

#include <phasegate/pipeline.hpp>

#include <set>
#include <vector>

namespace phasegate {

/// A finding for every wanted reference to a table that is neither wanted nor required nor left alone (unless the same key is live and the table lies in a schema that is not managed), and for every new one to a table that
/// is left alone and that no server would take; its object goes into `broken`. A reference to the primary key of a table that is left alone
/// takes over the columns of it. Before `normalise`.
/// Throws: DatabaseError when the server cannot be asked.
std::vector<Finding> check_outer_references(Catalog& wanted, const Catalog& required, const Catalog& live, Database& database, std::set<ElementId>& broken);

}  // namespace phasegate
