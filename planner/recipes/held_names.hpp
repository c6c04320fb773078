// A table that gets another name while other things of it change, too: until the step that renames it, everything else runs under its live name,
// and what comes behind, under the wanted one. So the other changes are planned twice, as if the name stayed and as if it had changed already.
#pragma once

#include <phasegate/change_kind.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace phasegate::recipes {

/// The differences that are left besides the renaming, on both sides of it.
struct HeldNames {
  Catalog wanted;                         ///< as wanted, but the tables have their live names
  std::vector<Difference> differences;    ///< what is left, in these names
  Catalog live;                           ///< as live, but the tables have their wanted names
  std::vector<Difference> behind;         ///< the same differences in those names, one for one
  std::vector<std::size_t> origin;        ///< of each, its number among the differences of the context
  std::vector<std::pair<ElementId, ElementId>> tables;  ///< live and wanted name
};

/// Those of the changes whose kind holds names (`ChangeKind::holds_name`); nullopt when nothing else has to do with their tables.
std::optional<HeldNames> hold_names(const std::vector<Change>& changes, const Context& context);

/// The change as the context has it: the differences in their own names.
Change in_own_names(Change change, const HeldNames& held, const Context& context);

/// The recipe of a change over `held.differences`: steps up to the renaming under the live names, those that drop for good under the wanted ones.
/// Each is done by what it has done under either name.
Recipe recipe_under_both_names(const Change& change, const HeldNames& held, const Context& context);

/// Makes the steps that retire the live names wait for all that run under them.
void rename_last(std::vector<Recipe>& recipes, const HeldNames& held);

}  // namespace phasegate::recipes
