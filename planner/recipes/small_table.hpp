// What is allowed on a small table only: work that reads or writes all of it while everybody waits. How small is said by [tables] small of
// phasegate.toml.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// True when the live table is known to be small. A table that is not there yet is; one of unknown size is not.
bool is_small(const ElementId& live_table, const Context& context);

/// The same as SQL, asked where the file runs, with room for growth up to twice the size: plans are made on small databases and run on
/// large ones.
std::string still_small(const std::vector<ElementId>& tables, const Context& context);
/// As a check before a step. `instead` says what to do when the table has grown.
Check still_small(const ElementId& table, const std::string& instead, const Context& context);

/// The same of all these tables together: they wait for each other in one statement or transaction. Of none at all it holds.
bool are_small(const std::vector<ElementId>& live_tables, const Context& context);
Check still_small_together(const std::vector<ElementId>& tables, const std::string& what, const std::string& instead, const Context& context);

/// "32 MB": up to this size tables are small, by [tables] small.
std::string small_text(const Context& context);

}  // namespace phasegate::recipes
