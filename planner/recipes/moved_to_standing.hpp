// A column that moves into a table that is there already. Rows of both tables belong together by keys that are unique on either side; no row is ever
// made or taken away on the way.
#pragma once

#include "recipes/moved_columns.hpp"

#include <phasegate/change_kind.hpp>

#include <vector>

namespace phasegate::recipes {

/// All steps from the new column to the drop of the old one.
std::vector<Step> standing_move(const MovedColumn& move, const Context& context);

}  // namespace phasegate::recipes
