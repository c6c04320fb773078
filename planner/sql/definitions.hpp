// Readers of the short SQL forms of the desired schema: a column, an index, a key, a foreign key, a check, an
// exclusion, a sequence.
#pragma once

#include "sql/syntax_error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phasegate::sql {

/// `varchar(255) not null default 'x'`
struct ColumnDefinition {
  SyntaxError error;  ///< what is wrong with the text; the rest is then not to be used
  std::string
      type;  ///< as canonical_type prints it without knowing user types; serial types as written, lower case
  bool serial = false;    ///< smallserial, serial or bigserial
  std::string collation;  ///< quoted where needed, qualified as written: "C"; empty: the type's own
  bool not_null = false;
  bool null_written = false;         ///< NULL stood there as a word
  std::string default_expression;    ///< as typed; empty: none
  std::string identity;              ///< "", "always" or "by default"
  std::string identity_options;      ///< what stood in the parentheses: `start 5`
  std::string generated_expression;  ///< as typed; empty: none. Stored
  std::string storage;      ///< "plain", "external", "extended", "main", "default"; empty: not written
  std::string compression;  ///< "pglz", "lz4", "default"; empty: not written
};
ColumnDefinition parse_column(std::string_view text);

/// `unique using gin (lower(email) text_ops desc, b) include (c) nulls not distinct with (fillfactor = 70)
/// where …`
struct IndexDefinition {
  SyntaxError error;
  bool unique = false;
  std::string method = "btree";
  std::vector<std::string> elements;  ///< each as typed but for blanks around: `lower(email) desc nulls last`
  std::vector<std::string> columns;   ///< per element: the exact name of the column, or "" for an expression
  std::vector<std::string> include;   ///< exact names of columns
  std::vector<std::string> mentioned; ///< every column in elements, INCLUDE and WHERE: exact names, as often as they stand there
  bool nulls_not_distinct = false;
  std::vector<std::pair<std::string, std::string>> options;  ///< storage parameters, sorted by name
  std::string tablespace;                                    ///< exact name; empty: the default one
  std::string where;                                         ///< as typed; empty: all rows
};
IndexDefinition parse_index(std::string_view text);

/// `(a, b) include (c) nulls not distinct deferrable initially deferred`
struct KeyDefinition {
  SyntaxError error;
  std::vector<std::string> columns;  ///< exact names, in order
  std::vector<std::string> include;  ///< exact names
  bool nulls_not_distinct = false;
  bool deferrable = false;
  bool initially_deferred = false;
  std::vector<std::pair<std::string, std::string>> options;  ///< storage parameters, sorted by name
  std::string tablespace;
};
/// Reads the form of a primary key or unique constraint; a primary key (`primary`) has no NULLS NOT DISTINCT.
KeyDefinition parse_key(std::string_view text, bool primary = false);

/// `(org_id) references orgs(id) match full on delete set null (org_id) on update cascade deferrable not
/// valid`
struct ForeignKeyDefinition {
  SyntaxError error;
  std::vector<std::string> columns;             ///< exact names
  std::string referenced_schema;                ///< as written; empty: not written
  std::string referenced_table;                 ///< exact name
  std::vector<std::string> referenced_columns;  ///< exact names; empty: the primary key
  std::string match = "simple";                 ///< "simple" or "full"
  std::string on_update = "no action";  ///< "no action", "restrict", "cascade", "set null", "set default"
  std::string on_delete = "no action";  ///< the same
  std::vector<std::string> on_delete_columns;  ///< of SET NULL and SET DEFAULT; empty: all
  bool deferrable = false;
  bool initially_deferred = false;
  bool not_valid = false;
};
ForeignKeyDefinition parse_foreign_key(std::string_view text);

/// `impact_score between 0 and 100 no inherit not valid`; CHECK and parentheses may be written or left out.
struct CheckDefinition {
  SyntaxError error;
  std::string expression;  ///< as typed, without parentheses around it
  bool no_inherit = false;
  bool not_valid = false;
};
CheckDefinition parse_check(std::string_view text);

/// `using gist (room with =, during with &&) where (not cancelled) deferrable`
struct ExclusionDefinition {
  SyntaxError error;
  std::string method = "btree";
  std::vector<std::pair<std::string, std::string>>
      elements;                      ///< element as typed, and operator: {"room", "="}
  std::vector<std::string> columns;  ///< per element: the exact name of the column, or "" for an expression
  std::vector<std::string> include;  ///< exact names
  std::vector<std::pair<std::string, std::string>> options;
  std::string tablespace;
  std::string where;  ///< as typed; empty: all rows
  bool deferrable = false;
  bool initially_deferred = false;
};
ExclusionDefinition parse_exclusion(std::string_view text);

/// `as bigint start 5 increment 2 minvalue 1 maxvalue 100 cache 1 cycle owned by t.c`; all of it may be left
/// out.
struct SequenceDefinition {
  SyntaxError error;
  std::optional<std::string> type;  ///< canonical: "integer"
  std::optional<long long> start;
  std::optional<long long> increment;
  std::optional<long long> minimum;
  std::optional<long long> maximum;
  bool no_minimum = false;  ///< NO MINVALUE stood there
  bool no_maximum = false;
  std::optional<long long> cache;
  std::optional<bool> cycle;
  std::string owned_by;  ///< `schema.table.column`, quoted where needed; "none"; empty: not written
};
SequenceDefinition parse_sequence(std::string_view text);

}  // namespace phasegate::sql
