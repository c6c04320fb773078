// What the role of a run may see.
#pragma once

#include "catalog/database.hpp"

#include <phasegate/manifest.hpp>

namespace phasegate {

/// Row-level security hides rows from a role without BYPASSRLS, and a proof over what is left proves nothing.
/// Throws: Error(refused), naming the role and the tables, when it hides rows of a table of the rollout.
void refuse_hidden_rows(Database& session, const Manifest& manifest);

}  // namespace phasegate
