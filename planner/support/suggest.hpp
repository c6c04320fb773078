// The nearest of some words to one that the user mistyped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phasegate {

/// The word of `choices` nearest to `word`, or "" when none is near enough (a third of its letters, at least one).
std::string nearest(std::string_view word, const std::vector<std::string>& choices);

}  // namespace phasegate
