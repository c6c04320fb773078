// Change kind: let a column be null that has been not null so far.
//
// The running version has never read a NULL there, so no NULL may appear before it is gone: DROP NOT NULL opens validate. N+1 must not write
// NULL until then.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is_field("column", "not_null") && difference.live == Value(true);
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  const ElementId table = table_of(column.id);
  Recipe result;
  result.findings = used_at_deploy(column, "drop-not-null", "DROP NOT NULL on " + qualified_name(column.id),
                                   "the first version reads NULL and does not write it; the second, deployed after validate, writes it");
  if (refuses(result.findings)) return result;
  const std::string alter = "ALTER TABLE " + sql::relation(table) + " ALTER COLUMN " + sql::identifier(column.id.name);
  Step step = brief(Phase::validate, Part::open, table, LockMode::access_exclusive, "drop-not-null " + qualified_name(column.id), "let " + column.id.parent + "." + column.id.name + " be NULL");
  step.sql = {alter + " DROP NOT NULL"};
  step.done = {column_exists(column.id) + " AND NOT " + column_is_not_null(column.id), "column " + qualified_name(column.id) + " is still not null"};
  step.undo = undo_by({alter + " SET NOT NULL"});
  step.undo.losses = {"SELECT count(*) FROM " + sql::relation(table) + " WHERE " + is_null(sql::identifier(column.id.name), column.text("type"))};
  step.hurts = {.n_reads = true};
  // The columns of a primary key are not null for as long as it stands; one that stays keeps its columns so.
  if (const Object* key = context.live.find({"primary key", column.id.schema, column.id.parent, ""}); key != nullptr) {
    const auto columns = key->list("columns");
    if (std::ranges::find(columns, column.id.name) != columns.end()) step.needs = {{key->id, Side::live, Milestone::gone}};
  }
  step.promises = {{qualified_name(column.id) + ".null", "write NULL into " + qualified_name(column.id) + ", or leave it out of an INSERT", column.spot("not_null")}};
  step.touches = {column.id};
  step.notes = {"undo scans the table under ACCESS EXCLUSIVE (" + size_text(context.size(table)) + "), within statement_timeout; on a large table, plan the way back as a set-not-null instead"};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "UPDATE users SET email = 'changed by n ' || $1 WHERE id = $1 % 7",
    "SELECT id, email FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'm' || $1)",
    "UPDATE users SET email = 'changed by m ' || $1 WHERE id = $1 % 7",
    "SELECT id, coalesce(email, 'none') FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "plain",
    .shows = "the running version never reads a NULL; the next one may write it after validate",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n"
                  "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
    .n_never_sees = "SELECT id FROM users WHERE email IS NULL",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: SET | DROP NOT NULL"};

}  // namespace

extern constinit const ChangeKind drop_not_null = {
    .name = "drop-not-null",
    .summary = "lets a column be null once no version runs that has never read a NULL there",
    .why = "`DROP NOT NULL` takes `ACCESS EXCLUSIVE` for an instant. Before N is gone it would let N+1 show N a NULL, which N's code has never met: no query "
           "fails, but a mapper does, or a report changes. So it is the first thing in validate, and N+1 writes no NULL until `phasegate.open(…)` says so.",
    .when_not = "`uses_at = \"deploy\"` is refused. Undo is refused while a row holds NULL; it scans the table under an exclusive lock, within statement_timeout.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
