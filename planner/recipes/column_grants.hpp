// Rights on single columns (GRANT SELECT (c) ON t). They belong to a column and go with it, so a column that takes the place of another one must get
// them: a role that has no right on the whole table could not use it.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// Statement: the column `to` gets the rights that `from` has given away when the file runs. It takes none away, and may run again.
/// Source: planner/gate/install/57_column_grants.sql
std::string copy_column_grants(const ElementId& from, const ElementId& to);

/// Statement: raises where the column `from`, which goes away, has given away rights that `to` has not (they came after expand).
std::string require_column_grants(const ElementId& from, const ElementId& to);

/// Warnings for columns that go away and have given away rights, where nobody can say which of the new columns should have them.
std::vector<Finding> grants_not_carried(const std::vector<ElementId>& olds, const std::vector<ElementId>& news, const SourceSpot& at, const Context& context);

}  // namespace phasegate::recipes
