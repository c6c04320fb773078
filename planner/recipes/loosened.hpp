// What rejects rows and is about to go: taken away as soon as the running version is gone, so that the next one is not held up by rules
// that it does not know.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>

namespace phasegate::recipes {

/// Drops a live constraint, or a unique index, in validate, part open. Undo makes it again as long as no row breaks it.
Step loosen(const Object& constraint, std::string id, const Context& context);

}  // namespace phasegate::recipes
