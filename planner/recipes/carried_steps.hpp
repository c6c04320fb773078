// The steps of a carriage: objects built on the new columns in validate, and the statements by which old and new ones change places.
#pragma once

#include "recipes/carried_objects.hpp"

namespace phasegate::recipes {

/// Steps of validate that build the objects on the new columns.
std::vector<Step> build_beside(const Carriage& carriage, const Context& context);

/// Steps right before the columns change places, which undo needs: a second index for an old primary key.
std::vector<Step> keep_way_back(const Carriage& carriage, const Context& context);

/// Statements around the renaming of the columns, and the other way round.
struct Exchange {
  std::vector<std::string> first, last;            ///< before and after the columns are renamed
  std::vector<std::string> undo_first, undo_last;  ///< before and after they are renamed back
  std::vector<LockClaim> locks;                    ///< tables other than those of the columns too
  std::vector<ElementId> touches;
};
Exchange exchange(const Carriage& carriage);

/// What must go before the old columns can be dropped, with locks and touches.
Exchange drop_with_columns(const Carriage& carriage);

/// The strongest of several claims on each relation, in the order of their names.
std::vector<LockClaim> merged(std::vector<LockClaim> locks);

}  // namespace phasegate::recipes
