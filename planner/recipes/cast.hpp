// How the values of a column get another type within one statement, and back, without any of them being lost.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// The expressions of an ALTER COLUMN TYPE and of its way back, in the column's own name.
struct Cast {
  std::string using_forward;  ///< after USING; empty: the assignment that PostgreSQL makes by itself
  std::string using_back;     ///< the same of the way back
  std::string keeps;          ///< SQL over a live row: it comes back from the wanted type as it was. False or an error: it would be lost
  std::string keeps_back;     ///< SQL over a row of the wanted type: it comes back from the live type as it was
  std::vector<ElementId> stands_on;  ///< types that must exist before `keeps` can be asked
};

/// The cast from the live column to the wanted one; hints `backfill` and `reverse` of the column's own name come first. Findings instead,
/// where no cast is known that means the same in every session.
struct CastResult {
  Cast cast;
  std::vector<Finding> findings;
};
CastResult cast_between(const Object& live, const Object& wanted, const Context& context);

/// SQL over a row of the wanted type that is true when the value fits the live one, for changes in the catalog alone; "" when each does.
std::string fits_back(const Object& live, const Object& wanted);

/// True when a foreign key can lead between columns of these types.
bool comparable(std::string_view type, std::string_view other);

}  // namespace phasegate::recipes
