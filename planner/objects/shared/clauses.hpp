// SQL text that several object kinds share: lists, and the clause by which a column or a constraint stands in CREATE TABLE.
#pragma once

#include "sql/definitions.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phasegate::objects {

/// The parts with the separator between them.
std::string joined(const std::vector<std::string>& parts, std::string_view separator);

/// `(a, "B")`: exact names, quoted where needed.
std::string name_list(const std::vector<std::string>& names);

/// {"fillfactor", "70"} as "fillfactor=70", the form of pg_class.reloptions.
std::vector<std::string> option_list(const std::vector<std::pair<std::string, std::string>>& options);

/// Reads the fields that primary keys and unique constraints share.
ShortForm read_key(const sql::KeyDefinition& key, Object& object);
/// The short form of a primary key or unique constraint.
std::string print_key(const Object& object);
/// The columns of any key, those that its index only stores included.
std::vector<std::string> key_columns(const Object& object);

/// The columns, sorted, that a foreign key can refer to because of this primary key, unique constraint or index; empty: to none.
std::vector<std::string> unique_columns(const Object& object);

/// How the object stands inside CREATE TABLE or after ADD: `email text NOT NULL`, `CONSTRAINT c CHECK (…)`. Empty for a kind that
/// is created by a statement of its own (index, foreign key).
std::string table_clause(const Object& object);

/// `CONSTRAINT name CHECK (…)` and the like for any kind of constraint, foreign keys included.
std::string constraint_clause(const Object& object);

/// `ALTER TABLE … ADD CONSTRAINT …` with the constraint's clause.
std::string add_constraint(const Object& object);

/// `ALTER TABLE … DROP CONSTRAINT …`.
std::string drop_constraint(const Object& object);

/// How a constraint is commented on.
CommentPlace constraint_comment(const Object& object);
/// How a relation is commented on; `word` is TABLE, INDEX or SEQUENCE.
CommentPlace relation_comment(std::string_view word, const ElementId& id);

/// How a type of any kind is commented on.
CommentPlace type_comment(const Object& object);
/// `name = 'value', …`: storage parameters as they stand in SET (…), from the form of pg_class.reloptions.
std::string parameter_list(const std::vector<std::string>& options);
/// The names of such parameters alone, as they stand in RESET (…).
std::string parameter_names(const std::vector<std::string>& options);

/// What the clause of a column cannot say, as commands of ALTER TABLE: storage, statistics target, attribute options.
std::vector<std::string> column_settings(const Object& column);

/// The name of the constraint: of a primary key the one that was given, else `<table>_pkey`.
std::string constraint_name(const Object& object);

/// ` DEFERRABLE INITIALLY DEFERRED` as the object's fields say, or "".
std::string deferrable_clause(const Object& object);

/// A collation as the catalog's queries print it: with its schema where it is one of the catalog's own, in `schema` or in public.
std::string qualified_collation(const std::string& written, std::string_view schema, const Catalog& catalog);

/// The name that the server gives the primary key of that table. Source: makeObjectName; clauses_test.cpp asks the server.
std::string default_primary_key_name(std::string_view table);

}  // namespace phasegate::objects
