// What makes it impossible that a column moves to another table: into a new one, of which the move makes the rows, or into one that is there already.
#pragma once

#include "recipes/moved_columns.hpp"

#include <phasegate/change_kind.hpp>

#include <vector>

namespace phasegate::recipes {

/// The findings; `into_standing`: the other table is there already.
std::vector<Finding> refuse_move(const MovedColumn& move, bool into_standing, const Context& context);

/// The foreign key by which a row of a new table comes after its row of the old one, and goes with it; null when there is none.
const Object* key_with_cascade(const MovedColumn& move, const Context& context);

}  // namespace phasegate::recipes
