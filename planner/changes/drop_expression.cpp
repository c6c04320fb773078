// Change kind: make a plain column of a generated one.
//
// DROP EXPRESSION keeps the values and takes ACCESS EXCLUSIVE for an instant. There is no way back (no ADD EXPRESSION), and N cannot write the
// column; so it is the last thing that the rollout does.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is_field("column", "generated") && std::holds_alternative<std::monostate>(difference.wanted); }

bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return other.what == What::field && other.element == claimed.element && (other.field->key == "default" || other.field->key == "virtual");
}

std::string is_plain(const ElementId& column) {
  return "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table_of(column))) + ") AND a.attname = " + sql::literal(column.name) +
         " AND NOT a.attisdropped AND a.attgenerated = '')";
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  const Object& live = *context.live.find(change.claimed.live_element);
  Recipe result;
  const auto refuse = [&](std::string message, std::string help) {
    result.findings.push_back({Severity::error, "drop-expression", to_string(column.id) + " " + message, std::move(help), column.at});
  };
  if (live.is("virtual")) refuse("is a virtual generated column, which has no values that could stay", "add a plain column with a backfill, and drop this one in a later rollout");
  if (live.id != column.id) refuse("gets another name and loses its expression", "do one of the two in a rollout of its own");
  for (const std::string_view key : {"type", "identity", "serial"})
    if (live[key] != column[key]) refuse("loses its expression and changes its " + std::string(key), "do one of the two in a rollout of its own");
  if (refuses(result.findings)) return result;
  const std::string alter = "ALTER TABLE " + sql::relation(table_of(column.id)) + " ALTER COLUMN " + sql::identifier(column.id.name);
  Step step = brief(Phase::contract, Part::drop, table_of(column.id), LockMode::access_exclusive, "drop-expression " + qualified_name(column.id), "make " + column.id.parent + "." + column.id.name + " a plain column");
  step.sql = {alter + " DROP EXPRESSION"};
  if (column.has("default")) step.sql.push_back(alter + " SET DEFAULT " + column.text("default"));
  step.done = {is_plain(column.id), "column " + qualified_name(column.id) + " is still generated"};
  step.undo = cannot_undo("a plain column cannot be made a generated one again; its values are as they were");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.promises = {{qualified_name(column.id) + ".plain", "write " + qualified_name(column.id), column.at}};
  step.touches = {column.id};
  step.notes = {"from here on nobody computes the column but the application; rows keep the values that they have"};
  if (column.is("not_null") && !column.has("default")) step.notes.push_back("the column is not null: from here on, an INSERT without it fails");
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'N' || $1)",
    "UPDATE users SET email = 'Changed ' || $1 WHERE id = $1 % 20",
    "SELECT id, email, email_key FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'M' || $1)",
    "SELECT id, email, email_key FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "with-default",
    .shows = "a generated column becomes a plain one with a default",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, email_key text GENERATED ALWAYS AS (lower(email)) STORED);\n"
                  "INSERT INTO users (id, email) SELECT i, nullif('User' || i, 'User7') FROM generate_series(1, 20) AS i;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\nemail_key = \"text default ''\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, email, email_key FROM users ORDER BY id",
    .n_never_sees = "SELECT id FROM users WHERE email_key IS DISTINCT FROM lower(email)",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: DROP EXPRESSION keeps the values of a stored generated column"};

}  // namespace

extern constinit const ChangeKind drop_expression = {
    .name = "drop-expression",
    .summary = "makes a plain column of a generated one, values kept, as the last step of the rollout",
    .why = "`DROP EXPRESSION` is instant and keeps all values, but nothing takes it back, and N counts on computed values. So it lies behind the soak gate, with all that cannot be undone, and N+1 must not "
           "write the column until then: the server rejects it.",
    .when_not = "A virtual column is refused: it has no values. So is a change of type or name at the same time.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
