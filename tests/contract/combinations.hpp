// Examples that several change kinds carry out together.
#pragma once

#include <phasegate/change_kind.hpp>

namespace phasegate::test {

/// Not a kind: only a name and examples, which run through every contract check but the page and "no other kind".
const ChangeKind& combinations();

}  // namespace phasegate::test
