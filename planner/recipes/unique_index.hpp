// What every unique index needs, whether a constraint owns it or not: a proof that there are no duplicates, and a way past what a failed build has left.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// `lower(email) desc nulls last` → `lower(email)`; "" when there is more behind it than the order.
std::string key_expression(const std::string& element);

/// A proof that no key occurs more than once, for an object of kind index; `plan` counts for `wanted`, whose name is `name`. No step when an
/// element has an operator class or collation of its own, whose equality may be another.
std::vector<Step> prove_unique(const Object& index, const std::string& name, const std::string& why, const Object& wanted, const Context& context);

/// Moves an INVALID index of that name out of the way and drops it, so that no file ever drops an index that is in use. `why` begins the ids.
std::vector<Step> clear_away(const Object& invalid_index, const std::string& why, Phase phase, Part part);

}  // namespace phasegate::recipes
