// The names of schemas inside a piece of SQL: given other ones, and looked for where the server does not know them as names.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phasegate::sql {

/// The text with the schemas before its names replaced (exact names, old → new), all at once: types, functions, collations, operators, and what a
/// string names for the server at once: the sequence of nextval('app.ids'), and 'app.ids'::regclass. Strings that hold values stay as
/// they are. `text` is an expression, a type or the element of an index; what cannot be parsed keeps its strings, what holds no tokens stays as it is.
std::string with_renamed_schemas(std::string_view text, const std::map<std::string, std::string>& names);

/// The strings of an expression that look like a name in this schema and are bound when the expression is evaluated, not when it is stored:
/// nextval('app.ids'::text). A constant alone is a value and none of them.
std::vector<std::string> late_names(std::string_view text, std::string_view schema);

/// The statements with these names (schema and name, exact) in another schema, which is put in as it is: `app.mood` → `pg_temp.mood`. A string that
/// is such a name goes along, and so does a collation without a schema, which is not looked for in pg_temp, so that the text serves only for finding out whether the server takes it.
std::string with_names_in(std::string_view text, const std::set<std::pair<std::string, std::string>>& names, std::string_view schema);

/// Every name in the statements, part by part and exact: keywords too, and what stands in strings.
std::set<std::string> all_names(std::string_view text);

/// True when the table of that name stands in the text as a whole row: `users`, `users.*`. With a schema before it, `app.users` alone is a relation.
bool mentions_row(std::string_view text, std::string_view table);

}  // namespace phasegate::sql
