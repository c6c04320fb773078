// Looking into the user's SQL: is it well formed, which statements, columns and functions does it name;
// columns renamed in place.
#pragma once

#include "sql/syntax_error.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate::sql {

/// Nothing when the text is one or more statements (or only comments); else the first complaint of the
/// grammar.
std::optional<SyntaxError> check_statement(std::string_view sql);
/// Nothing when the text is exactly one scalar expression.
std::optional<SyntaxError> check_expression(std::string_view sql);
/// Nothing when the text is exactly the name of a type, with modifiers and array bounds: `numeric(10,2)[]`.
std::optional<SyntaxError> check_type(std::string_view sql);

/// The statements of a script, each without its final semicolon, and without blanks and comments before it.
/// Works on tokens, so that it serves for statements newer than the grammar too; dollar quotes, `BEGIN ATOMIC
/// … END` and the parentheses of CREATE RULE hold semicolons of their own. No psql commands. Throws:
/// Error(refused) when the text is no sequence of tokens (an unterminated string or comment).
std::vector<std::string> split_statements(std::string_view sql);

/// The same with the place of each: offset is the byte where the text starts in the script.
struct StatementText {
  std::string text;
  int offset = 0;
};
std::vector<StatementText> split_statements_with_offsets(std::string_view sql);

/// The last parts of all column names in the expression, each once, in the order of the text. `t.a` gives
/// `a`, `t.*` nothing. Throws: Error(refused) when the text is no expression.
std::vector<std::string> column_references(std::string_view expression);

/// The expression with its columns renamed (exact names, old → new); everything else stays as typed. A
/// qualifier stays. Throws: Error(refused) when the text is no expression or holds a sub-select (whose
/// columns may be of another table).
std::string with_renamed_columns(std::string_view expression,
                                 const std::map<std::string, std::string>& names);

/// The expression with the types that it names (in casts) replaced: parts of the name → SQL text. Brackets stay. Throws: Error(refused) when the
/// text is no expression.
std::string with_renamed_types(std::string_view expression, const std::map<std::vector<std::string>, std::string>& names);

/// The expression with `qualifier.` before each column: `lower(a)` → `lower(new.a)`. `qualifier` is SQL text,
/// put in as it is. A column already qualified with `table` (exact name, or its schema before it) gets its
/// qualifier replaced; any other is left. Throws: Error(refused) when the text is no expression or holds a
/// sub-select.
std::string with_qualified_columns(std::string_view expression, std::string_view qualifier,
                                   std::string_view table = {});

/// The functions that the expression calls, each once, in the order of the text, as qualified as written:
/// `lower`, `app.is_valid`, parts quoted where they need it. Operators and keywords such as COALESCE are
/// none. Throws: Error(refused) when the text is no expression.
std::vector<std::string> function_names(std::string_view expression);

/// True when the expression calls a function of the server that is known to be volatile (clock_timestamp,
/// random, nextval …), so that it gives each row its own value. Functions of the user are not known: see
/// function_names. Throws: Error(refused) when the text is no expression.
bool calls_volatile(std::string_view expression);

/// True when the expression is a constant, cast or not: `'x'::text`, `-1`, `NULL`, `ARRAY[1, 2]`. False when
/// it cannot be parsed.
bool is_constant(std::string_view expression);

/// True when the expression holds a sub-select.
/// Throws: Error(refused) when the text is no expression.
bool has_subselect(std::string_view expression);

}  // namespace phasegate::sql
