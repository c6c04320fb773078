// A view that gives a table a second name: all its columns by name, with the defaults, the rights and the owner that the table has.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <utility>
#include <vector>

namespace phasegate::recipes {

/// The statements that make `view` over `table` with these columns. PostgreSQL writes through such a view as into the table. From version 15 on it asks the rights and the row security of whoever uses it, before that those of the table's owner.
std::vector<std::string> second_name(const ElementId& table, const ElementId& view, const std::vector<const Object*>& columns, int server_version_num);

/// The same in parts, for many tables at once: the view with its defaults, and the rights and owners for pairs of a table and its view.
std::vector<std::string> view_over(const ElementId& table, const ElementId& view, const std::vector<const Object*>& columns, int server_version_num);
std::string copy_rights(const std::vector<std::pair<ElementId, ElementId>>& views);

/// Roles that may read some columns of a table and not all: from version 15 on such a view asks them for all, so they could read nothing by its name. Nothing before 15.
std::vector<Preflight> rights_on_some_columns(const std::vector<ElementId>& tables, int server_version_num, const SourceSpot& at);

}  // namespace phasegate::recipes
