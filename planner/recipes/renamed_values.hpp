// Expressions that spell a value of an enum type which gets another name: they follow by themselves, because they know the value by its number.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>

namespace phasegate::recipes {

/// True when the difference is an expression, a list or a map of them that differs by renamed values of enum types only: alone, or inside an array.
bool follows_renamed_values(const Difference& difference, const Context& context);

/// The same of one expression of the object that the difference is about.
bool follows_renamed_values(const std::string& wanted, const std::string& live, const Difference& difference, const Context& context);

/// True when it follows, and this difference of the values of an enum type is the first whose renamed value it spells: that one settles it.
bool follows_values_of(const Difference& values, const Difference& difference, const Context& context);

}  // namespace phasegate::recipes
