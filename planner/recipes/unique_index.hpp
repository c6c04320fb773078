// What every unique index needs, whether a constraint owns it or not: a count of duplicates, and a way past what a failed build has left.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// `lower(email) desc nulls last` → `lower(email)`; "" when there is more behind it than the order.
std::string key_expression(const std::string& element);

/// A query of the number of keys that occur more than once, for an object of kind index; "" when an element has an operator class or
/// collation of its own, whose equality may be another.
std::string duplicates(const Object& index);

/// At most five of these keys, each as one text with its number, for `plan`; "" where `duplicates` is.
std::string duplicated_keys(const Object& index);

/// Moves an INVALID index of that name out of the way and drops it, so that no file ever drops an index that is in use. `why` begins the ids.
std::vector<Step> clear_away(const Object& invalid_index, const std::string& why, Phase phase, Part part);

}  // namespace phasegate::recipes
