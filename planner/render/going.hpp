// What contract takes away from those who name it: the columns and tables that it renames, drops or exchanges for others.
#pragma once

#include <phasegate/plan.hpp>

#include <cstddef>
#include <string>

namespace phasegate::render {

/// The list for planner/gate/mentions.sql as JSON, of what file `index` of the plan or a later one takes away, or an earlier one has and
/// nothing else bears its name since; "[]" when that is nothing.
/// A column that gets another type under its name is not in it: functions still find it.
std::string going(const Plan& plan, std::size_t index);

}  // namespace phasegate::render
