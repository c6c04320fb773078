// Can computing an expression fail for some row? Only what certainly cannot may be computed by writes of a version that knows nothing of it.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace phasegate::sql {

/// True when the expression never raises, whatever the row holds, and its value fits into the type. `column_types` as the server prints them.
/// What is not known to be harmless is not; false when the text is no expression.
bool never_raises(std::string_view expression, std::string_view type, const std::map<std::string, std::string>& column_types);

}  // namespace phasegate::sql
