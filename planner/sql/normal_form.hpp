// One shape for what SQL spells in several ways, so that trees can be matched node by node. Private to sql/.
#pragma once

#include "sql/canonical.hpp"
#include "sql/tree.hpp"

namespace phasegate::sql {

/// Rewrites the tree in place: IN → = ANY (ARRAY[…]), BETWEEN → two comparisons, LIKE → ~~, AND and OR
/// flattened, IS NOT DISTINCT FROM → NOT …, pg_catalog dropped, type names canonical (a TypeName keeps one
/// field, "name"), own table's qualifier dropped from columns outside sub-selects, a constant that the server
/// would print bare made bare. Nothing that changes the meaning.
void normalise(NodePtr& node, const Names& names, bool in_subselect = false);

/// The field of an array that was an IN list: its elements take the type of the left side, those of a written
/// ARRAY[…] do not.
inline constexpr std::string_view made_of_in_list = "made_of_in_list";

/// A deep copy.
NodePtr clone(const Node& node);

}  // namespace phasegate::sql
