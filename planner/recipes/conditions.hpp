// Conditions on the catalog as SQL expressions: what makes a step "done", and what it asks before.
#pragma once

#include <phasegate/element.hpp>

#include <string>
#include <string_view>

namespace phasegate::recipes {

/// Each is an SQL expression of type boolean that never raises, whatever is missing. Names are exact; nothing of search_path matters.
std::string schema_exists(std::string_view schema);
std::string table_exists(const ElementId& table);
std::string column_exists(const ElementId& column);
std::string column_is_not_null(const ElementId& column);
/// The column has a default, whatever it is.
std::string column_has_default(const ElementId& column);
/// The column's default is there and prints as another text than this one, under the settings by which the live schema was read.
std::string column_default_is_not(const ElementId& column, const std::string& live_text);
/// The index is there, on that table, and valid.
std::string index_is_valid(const ElementId& index);
std::string index_exists(const ElementId& index);
/// A constraint of that name is there on the table.
std::string constraint_exists(const ElementId& table, std::string_view name);
std::string constraint_is_valid(const ElementId& table, std::string_view name);
/// A check constraint of that name is there, and prints as another text than this one, under the settings by which the live schema was read.
std::string check_text_is_not(const ElementId& table, std::string_view name, const std::string& live_text);
/// The trigger is there and fires for ordinary sessions.
std::string trigger_is_enabled(const ElementId& table, std::string_view name);
/// The relation is there, and a view.
std::string is_view(const ElementId& relation);
/// No publication of this database sends the table's changes.
std::string unpublished(const ElementId& table);
std::string type_exists(std::string_view schema, std::string_view name);
std::string collation_exists(const ElementId& collation);
std::string relation_exists(std::string_view schema, std::string_view name);
/// The backfill step of the rollout has proven that no row is left.
std::string backfill_is_done(std::string_view rollout, std::string_view step);

/// No view, policy, trigger, function, publication or statistics object depends on the column.
std::string unmentioned(const ElementId& column);

/// No view, function, publication or statistics object depends on the table or a column of it, and no other table's foreign key.
std::string table_unmentioned(const ElementId& table);
/// The index is the replica identity of its table.
std::string index_identifies_rows(const ElementId& index);
/// The index is the one that CLUSTER orders its table by.
std::string table_is_clustered_on(const ElementId& index);
/// No foreign key relies on this unique index.
std::string no_foreign_key_uses(const ElementId& index);

std::string negated(const std::string& condition);

}  // namespace phasegate::recipes
