// How a column can get another type under its own name: in the catalog alone, by a rewrite of a small table, or only by a second column.
#pragma once

#include "recipes/small_table.hpp"

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// True when ALTER COLUMN TYPE to the wanted type and collation changes the catalog only: no rewrite of the table and no build of an index
/// over the column. Constraints that it would check again are not looked at. Not known for sure: false.
/// Source: measured with pg_relation_filenode of table and indexes; change_type_in_place_test.cpp
bool changes_in_place(const Object& live_column, const Object& wanted_column, const Context& context);

/// The same of the types alone, in the server's spelling, with no index over the column.
bool type_changes_in_place(std::string_view live_type, std::string_view wanted_type, const Catalog& live);

/// Live foreign keys that lead from the column or to it: ALTER COLUMN TYPE makes each of them anew, under ACCESS EXCLUSIVE on both tables, and
/// looks at its rows again unless the type keeps its operators.
std::vector<const Object*> foreign_keys_of(const ElementId& column, const Catalog& live);

}  // namespace phasegate::recipes
