// What contract takes away from those who name it: the columns and tables that it renames, drops or exchanges for others.
#pragma once

#include <phasegate/plan.hpp>

#include <cstddef>
#include <string>

namespace phasegate::render {

/// The list for planner/gate/mentions.sql as JSON, of what file `index` of the plan or a later one takes away, or an earlier one has and
/// nothing else bears its name since; "[]" when that is nothing. `retyped`: also columns that get another type under their name, by which a function still finds them.
std::string going(const Plan& plan, std::size_t index, bool retyped);

}  // namespace phasegate::render
