// Which missing and which extra columns of a table belong together, by their backfill and reverse hints.
#pragma once

#include "recipes/synced_columns.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::recipes {

/// The group of a missing column with `reverse`: new columns that share old ones in their `reverse`, and those old columns.
/// Empty `news`: the difference is no part of such a group.
SyncedColumns group_of(const Difference& missing_column, const Context& context);

/// True when `other` is another difference that the group of `claimed` settles: its further new and old columns.
bool group_absorbs(const Difference& claimed, const Difference& other, const Context& context);

/// A refusal for each column of the running version that a backfill of the group reads, that goes away, and that no reverse gives a value.
std::vector<Finding> missing_reverse(const SyncedColumns& group, const Difference& claimed, const Context& context);

/// Refusals of the group, for old columns that no reverse gives a value among them, or its steps.
Recipe group_recipe(const Change& change, const Context& context);

}  // namespace phasegate::recipes
