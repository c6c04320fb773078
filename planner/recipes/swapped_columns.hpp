// A column gets another type under its own name: a second column that nobody sees follows it by a trigger, is filled in batches, and takes its
// place in one transaction when N is gone. The old one follows the new one until it is dropped, so that undo finds every value in it.
#pragma once

#include "recipes/synced_columns.hpp"

#include <optional>

namespace phasegate::recipes {

/// A column with its live and its wanted form, of one name.
struct SwappedColumn {
  SyncedColumns group;   ///< live column and helper column; up and down
  const Object* live;
  const Object* wanted;
  std::optional<Preflight> counted = {};  ///< for `plan`: rows whose value would be lost
  Object before = {}, after = {};  ///< live and wanted column with the source of numbers that they have when they change places
};

/// True when the difference is another type or collation of a column that neither the catalog alone nor a rewrite of small tables can make: its
/// table is large, or that of a column which a key, an index or a foreign key ties to one of its table and which gets another type, too.
bool swaps_columns(const Difference& difference, const Context& context);

/// All such differences whose columns change places together with this one, it first.
std::vector<Difference> swapped_together(const Difference& difference, const Context& context);

/// The second column beside the old one, by the name that it bears until they change places.
ElementId shadow_id(const ElementId& column);

/// All steps from the second columns to the drop of the old ones. Everything changes places in one transaction.
std::vector<Step> swap_columns(const std::vector<SwappedColumn>& columns, const Carriage& carriage, const Context& context);

/// SQL condition: the column has its wanted type.
std::string has_wanted_type(const Object& live, const Object& wanted);

}  // namespace phasegate::recipes
