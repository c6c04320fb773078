// How the values of a column get into one of another name or type and back: by a cast, or as the hints `backfill` and `reverse` say.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// Both expressions, and what is known of them.
struct Conversion {
  std::string up;         ///< in the columns of the running version
  std::string down;       ///< in the columns of the next version
  bool by_hint = false;   ///< the user has said how: what it loses is meant
  bool may_lose = false;  ///< no hint, and not every value comes back the same: it must be proven
  std::string keeps;      ///< SQL over a live row: its value comes back from the new type as it was; false or an error: it would be lost
  std::vector<Finding> findings;
};

/// The conversion from a live column to the wanted one, which may have another name. Where no cast is known that means the same in every
/// session, and no hint says more, there are findings.
Conversion conversion_of(const Object& live, const Object& wanted, const Context& context);

/// True when every value of the first type comes back the same from the second. Types as the server prints them.
bool keeps_every_value(std::string_view from, std::string_view to);

/// Counts, for `plan`, the live rows whose value would be lost.
Preflight counted(const Conversion& conversion, const Object& live, const Object& wanted, const Context& context);

}  // namespace phasegate::recipes
