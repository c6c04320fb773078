// Names of types as the server prints them. Private to sql/.
#pragma once

#include "sql/canonical.hpp"
#include "sql/tree.hpp"

#include <string>
#include <string_view>

namespace phasegate::sql {

/// A TypeName node as format_type() prints it under search_path = ''; an unknown name as it was written.
std::string type_text(const Node& type_name, const Names& names);

/// The schema where an unqualified name of a user's type or function is found: the first of the search path
/// that has it; "" for none.
std::string schema_of(std::string_view name, const Names& names);

/// True for names of types in pg_catalog as they are without a schema: `int4`, `text`.
bool is_server_type(std::string_view name);

/// The type without modifiers, so that values of one kind compare equal: `character varying(5)` → `character
/// varying`, `character(3)` → `bpchar`, `numeric(10,2)[]` → `numeric[]`.
std::string type_without_modifiers(std::string_view canonical);

}  // namespace phasegate::sql
