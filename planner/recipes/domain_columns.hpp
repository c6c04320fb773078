// Columns that come with a domain as their type. PostgreSQL writes the table anew to add one whose domain has a rule, or a default that each row
// computes for itself; a column without a domain comes in an instant.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// Why the column cannot be added as it is in `bare`, which is what ADD COLUMN gets: its table is not small, its domain takes no NULL and nothing
/// gives the rows a value, or it has a default and another column has the row type of its table. `wanted` is the column whose place is told.
std::vector<Finding> refuse_domain(const Object& bare, const Object& wanted, std::string_view code, const Context& context);

/// Says of the step that adds the column that it writes the table anew, where it does, and lets it ask again whether the table is small.
void say_rewrite(Step& step, const Object& bare, const Context& context);

}  // namespace phasegate::recipes
