// Functions that an expression of the desired schema calls must be there: phasegate does not create them.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// A refusal for each function with a schema that the field of a wanted object calls and that the live schema does not have.
std::vector<Finding> unknown_functions(const Object& wanted, std::string_view key, const Context& context);

}  // namespace phasegate::recipes
