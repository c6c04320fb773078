// A second name for a whole schema: another schema with a view for each of its tables; and what the database must be asked before that.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// A schema under two names, and the tables that lie in it.
struct SchemaNames {
  std::string from;                 ///< the name that it has
  std::string to;                   ///< the name that it gets
  std::vector<std::string> tables;  ///< exact names, sorted
};

/// CREATE SCHEMA `other` with the owner and the rights that `schema` has when the file runs.
std::vector<std::string> create_second_schema(const std::string& schema, const std::string& other);

/// Conditions, as in conditions.hpp. All these tables, or views of their names, lie in the schema.
std::string tables_lie_in(const std::string& schema, const std::vector<std::string>& tables);
std::string views_lie_in(const std::string& schema, const std::vector<std::string>& tables);
/// Nothing lies in the schema but views of these names.
std::string only_views_lie_in(const std::string& schema, const std::vector<std::string>& tables);
/// No view, rule, function or publication stands on a view of the schema.
std::string views_unmentioned(const std::string& schema);
/// No publication of this database sends a table of the schema.
std::string schema_unpublished(const std::string& schema);

/// What stands in the way of a second name, as rows of one text each, for people.
struct Obstacle {
  std::string rows;  ///< a query that returns one text per obstacle
  std::string what;  ///< after their number: "things in schema app cannot have a second name"
  std::string help;
};
/// What lies in the schema and no view can stand for. Needed until the names are exchanged.
Obstacle things_without_second_name(const SchemaNames& names);
/// Tables of the schema that a subscription of this database writes: it looks for them by the publisher's names. Needed until the names are exchanged.
Obstacle subscribed_tables(const SchemaNames& names);
/// Functions whose text names the schema, settings of roles, databases and functions by which it is found, and the new name is not. Needed to the end.
Obstacle texts_with_old_name(const SchemaNames& names);
Obstacle paths_to_old_name(const SchemaNames& names);
/// Settings by which views of the new schema would be found before relations of the same name. Needed before there are such views.
Obstacle paths_through_new_name(const SchemaNames& names);

/// A statement that stops the file while there is one.
std::string stop_at(const Obstacle& obstacle);
/// The same for `plan`.
Preflight counted(const Obstacle& obstacle, const SourceSpot& at);

}  // namespace phasegate::recipes
