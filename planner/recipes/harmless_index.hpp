// Can an index fail a write of a version that knows nothing of it? Only one that cannot may be built while that version runs.
#pragma once

#include <phasegate/change_kind.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace phasegate::recipes {

/// Most bytes that a value of the type takes in an index; nullopt: no bound is known. `type` as format_type() prints it.
std::optional<int> most_bytes(std::string_view type, const Context& context);

/// Why the index could fail an INSERT or UPDATE of the running version; empty: it cannot. Unique ones always can.
std::string could_reject(const Object& index, const Context& context);

}  // namespace phasegate::recipes
