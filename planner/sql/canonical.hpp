// Is what the user typed what the server prints? Types to the server's spelling, expressions by an asymmetric
// match of their trees.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate::sql {

/// What is known of the catalog around an object, to resolve what the user wrote.
struct Names {
  std::vector<std::string> known =
      {};  ///< sorted "schema.name" of user-defined types and functions, exact names, no quotes
  std::vector<std::string> search_path =
      {};  ///< where unqualified names are looked up: the file's schema, then public
  std::map<std::string, std::string> column_types =
      {};  ///< column → type as the server prints it, of the object's table
  std::string table_schema = {};
  std::string table_name = {};
  std::string result_type = {};  ///< type of the column whose default or generated expression is compared,
                                 ///< canonical; empty: unknown
};

/// The type as format_type() prints it under search_path = '': `int4` → `integer`, `mood[]` → `app.mood[]`.
/// An unknown name is left as written. A text that is no type comes back as it is. Source: canonical_test.cpp
/// compares with the server.
std::string canonical_type(std::string_view type, const Names& names);

/// True when both are certainly the same expression: `wanted` as the user typed it, `live` as pg_get_expr
/// prints it under search_path = ''. A constant that the user did not cast matches the server's cast
/// constant, an explicit cast must match, a column's cast is overlooked only where the column's type proves
/// it harmless. False when unsure: then the server is to be asked.
bool same_expression(std::string_view wanted, std::string_view live, const Names& names);

/// The same for an element of an index: `lower(email) desc nulls last`. Defaults of order and nulls may be
/// written or left out; collation and operator class must be as written.
bool same_index_element(std::string_view wanted, std::string_view live, const Names& names);

/// The same for a whole query, as of a view: `live` is what pg_get_viewdef prints.
bool same_query(std::string_view wanted, std::string_view live, const Names& names);

}  // namespace phasegate::sql
