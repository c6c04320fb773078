// How the values of a column get from one type to another and back: by a cast that PostgreSQL makes by itself on assignment, or as the hints
// `backfill` and `reverse` say.
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
  std::vector<Finding> findings;
};

/// The conversion from a live column to the wanted one, which may have another name. A cast that is no assignment and has no hint is refused.
Conversion conversion_of(const Object& live, const Object& wanted);

/// True when a value of the first type may be assigned to a column of the second, and becomes the same whatever the settings of the session.
/// Types as the server prints them; what the table does not know (domains, enums, types of extensions): only to text, and to themselves.
/// Source: pg_cast, castcontext i and a; conversion_test.cpp asks the server for each.
bool assigns(std::string_view from, std::string_view to);

/// True when every value of the first type comes back the same from the second.
bool keeps_every_value(std::string_view from, std::string_view to);

}  // namespace phasegate::recipes
