// Columns of one table that change names among each other: two swap theirs, or one takes the name that another gives up. A name then means one
// thing to N and another one to N+1.
#pragma once

#include "recipes/carried_objects.hpp"

#include <phasegate/change_kind.hpp>

#include <string>
#include <utility>
#include <vector>

namespace phasegate::recipes {

/// The renamed columns of the table that this one is tied to by a name which is old for the one and new for the other, in the order of their
/// live names; empty when it is tied to none, and when the difference is no renamed column.
std::vector<Difference> swapped_names_of(const Difference& difference, const Context& context);

/// The same as moves: no column stands beside another.
std::vector<Move> moves_of(const std::vector<Difference>& members);

/// Names to be exchanged, each with the one that follows it, in an order in which each is free when it is taken; a circle goes over a helper name.
std::vector<std::pair<std::string, std::string>> in_free_order(std::vector<std::pair<std::string, std::string>> names);

/// True when the live object is bound to one of the columns, so that it goes on with it under its new name.
bool hangs_on_names(const Object& live, const std::vector<Move>& moves);

/// True when the new names of the columns, and nothing else, explain the difference of what hangs on them.
bool is_settled_by_names(const std::vector<Difference>& members, const Difference& other, const Context& context);

/// What makes it impossible: other changes of these columns, and what the desired schema still says by the old names.
std::vector<Finding> refuse_swapped_names(const std::vector<Difference>& members, const Context& context);

/// The sequences of those that are `serial`, which are named after their column: name and new name.
std::vector<std::pair<std::string, std::string>> serial_names(const std::vector<Difference>& members, const Context& context);

/// SQL: `FROM … WHERE …` over functions `p` (pg_proc) whose text spells a column by name and the table, or that get its rows, and that ask for none of
/// the promises. A function is bound to names only when it runs, and nothing tells what it means by them.
std::string functions_spelling(const ElementId& table, const std::vector<std::string>& columns, const std::vector<std::string>& promises);

}  // namespace phasegate::recipes
