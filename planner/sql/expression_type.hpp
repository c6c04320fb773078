// The type of an expression as the server printed it, where the text tells. Private to sql/.
#pragma once

#include "sql/canonical.hpp"
#include "sql/tree.hpp"

#include <string>

namespace phasegate::sql {

/// The type of a normalised expression, canonical; "" when it is not known. The server prints every cast that
/// it made, so a column's type, a cast and a few functions tell that of most expressions. Columns inside
/// sub-selects are not known.
std::string type_of(const Node& node, const Names& names, bool in_subselect);

}  // namespace phasegate::sql
