// Exclusion constraints: nothing builds one without stopping the table, so only small tables get one, and the file checks that again.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// Why the table is no place for a build under ACCESS EXCLUSIVE; none when it is small.
std::vector<Finding> too_large(const Object& exclusion, std::string_view kind, const Context& context);

/// In validate: a proof that no two rows conflict, unless the query could take too long or an element's operator class is its own, and the
/// build. `name` is what the constraint is called for now. `why` begins the ids.
std::vector<Step> build_exclusion(const Object& exclusion, const std::string& name, const std::string& why, const Context& context);

}  // namespace phasegate::recipes
