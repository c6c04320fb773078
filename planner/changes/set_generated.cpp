// Change kind: another expression for a generated column, or an expression for a plain one.
//
// Both compute every row under ACCESS EXCLUSIVE, so they are for small tables only; the file asks the size again. PostgreSQL 17 has SET
// EXPRESSION. Before, and for a plain column, a new column takes the name and the old one is kept until the soak is over.
#include "recipes/column_grants.hpp"
#include "recipes/conditions.hpp"
#include "recipes/known_functions.hpp"
#include "recipes/small_table.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

constexpr int first_version_with_set_expression = 170000;

bool claims(const Difference& difference, const Context&) { return difference.is_field("column", "generated") && !std::holds_alternative<std::monostate>(difference.wanted); }

// The new column is made as a whole.
bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  if (other.what != What::field || other.element != claimed.element) return false;
  constexpr std::string_view keys[] = {"default", "not_null", "type", "virtual"};
  return std::ranges::find(keys, other.field->key) != std::end(keys);
}

bool sets_in_place(const Object& live, const Object& column, const Context& context) {
  return live.has("generated") && live.text("type") == column.text("type") && live.is("virtual") == column.is("virtual") && live.is("not_null") == column.is("not_null") &&
         context.live.server_version_num >= first_version_with_set_expression;
}

std::string alter(const ElementId& column) { return "ALTER TABLE " + sql::relation(table_of(column)); }

std::vector<Finding> refusals(const Object& live, const Object& column, const Context& context) {
  std::vector<Finding> findings = unknown_functions(column, "generated", context);
  const auto refuse = [&](std::string message, std::string help) {
    findings.push_back({Severity::error, "set-generated", to_string(column.id) + " " + message, std::move(help), column.spot("generated")});
  };
  if (live.id != column.id) refuse("gets another name and another expression", "do one of the two in a rollout of its own");
  if (live.has("identity") || live.is("serial")) refuse("is numbered, and gets an expression", "drop its identity or its sequence in a rollout before this one");
  if (!column.is("virtual") && !is_small(table_of(live.id), context))
    refuse("would be computed anew for " + size_text(context.size(table_of(live.id))) + " while everybody waits", "add a column of another name that the application writes, with a backfill, and drop this one in a later rollout");
  if (refuses(findings) || sets_in_place(live, column, context)) return findings;
  if (!live.has("generated") && live.is("not_null") && !live.has("default"))
    refuse("is not null and has no default, so the next version, which leaves it out, could not insert until it is generated", "let it be NULL, or give it a default, in a rollout before this one");
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.on == live.id) refuse("is made anew, but " + dependency.identity + " depends on it", "change or drop that first; it is of a kind that phasegate leaves alone");
  for (const Object* child : context.live.children(table_of(live.id))) {
    if (child->id == live.id || child->kind->columns == nullptr) continue;
    const auto names = child->kind->columns(*child);
    if (std::ranges::find(names, live.id.name) != names.end()) refuse("is made anew, but " + to_string(child->id) + " uses it", "drop that in a rollout before this one, and add it again in one after it");
  }
  return findings;
}

Step set_in_place(const Object& live, const Object& column, const Context& context) {
  const std::string set = alter(column.id) + " ALTER COLUMN " + sql::identifier(column.id.name) + " SET EXPRESSION AS ";
  Step step = brief(Phase::validate, Part::enforce, table_of(column.id), LockMode::access_exclusive, "set-generated " + qualified_name(column.id), "change the expression of " + column.id.parent + "." + column.id.name);
  step.transaction = Transaction::own;
  step.sql = {set + "(" + column.text("generated") + ")"};
  step.undo = undo_by({set + "(" + live.text("generated") + ")"});
  if (!column.is("virtual")) {
    step.locks.front().work = Work::rewrites;
    step.before = still_small(table_of(column.id), "add a column of another name", context);
    step.notes = {"rewrites " + size_text(context.size(table_of(live.id))) + " while everybody waits"};
  }
  return step;
}

Step swap(const Object& live, const Object& column, const Context& context) {
  const std::string name = sql::identifier(column.id.name), retired = sql::identifier(retired_id(column.id).name);
  Step step = brief(Phase::contract, Part::swap, table_of(column.id), LockMode::access_exclusive, "set-generated " + qualified_name(column.id), "compute " + column.id.parent + "." + column.id.name + " by its new expression");
  step.transaction = Transaction::own;
  step.sql = {alter(column.id) + " RENAME COLUMN " + name + " TO " + retired};
  std::vector<std::string> undo = {column.kind->drop(column)};
  if (!live.has("generated")) {
    if (live.is("not_null")) step.sql.push_back(alter(column.id) + " ALTER COLUMN " + retired + " DROP NOT NULL");
    // Rows that came since have what was computed.
    undo.insert(undo.begin(), "UPDATE " + sql::relation(table_of(column.id)) + " SET " + retired + " = " + name + " WHERE " + retired + " IS NULL");
    if (live.is("not_null")) undo.push_back(alter(column.id) + " ALTER COLUMN " + retired + " SET NOT NULL");
    step.notes.push_back("the values that it has are kept beside it until the last step drops them");
  }
  undo.push_back(alter(column.id) + " RENAME COLUMN " + retired + " TO " + name);
  step.sql.push_back(column.kind->create(column, {}));
  step.sql.push_back(copy_column_grants(retired_id(column.id), column.id));
  if (column.has("comment")) step.sql.push_back(comment_on(column));
  step.undo = undo_by(undo);
  if (!column.is("virtual")) {
    step.locks.front().work = Work::rewrites;
    step.before = still_small(table_of(column.id), "add a column of another name", context);
    step.notes.push_back("rewrites " + size_text(context.size(table_of(live.id))) + " while everybody waits");
  }
  step.notes.push_back("the column moves behind the others; clients that read * by position see that");
  return step;
}

Step drop(const Object& live, const Object& column) {
  const ElementId retired = retired_id(column.id);
  Step step = brief(Phase::contract, Part::drop, table_of(column.id), LockMode::access_exclusive, "set-generated " + qualified_name(column.id) + ": drop", "drop the former " + column.id.parent + "." + column.id.name);
  step.sql = {alter(column.id) + " DROP COLUMN " + sql::identifier(retired.name)};
  step.done = {"NOT " + column_exists(retired), "the former column " + retired.name + " is still there"};
  step.undo = cannot_undo("the former values of " + qualified_name(column.id) + " are gone");
  step.touches = {column.id, retired};
  step.needs_approval = !live.has("generated");
  return step;
}

std::string is_generated(const Object& live, const Object& column) {
  if (live.has("generated")) return column_default_is_not(column.id, live.text("generated"));
  return "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table_of(column.id))) + ") AND a.attname = " + sql::literal(column.id.name) +
         " AND NOT a.attisdropped AND a.attgenerated <> '')";
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  const Object& live = *context.live.find(change.claimed.live_element);
  Recipe result;
  result.findings = refusals(live, column, context);
  if (!live.has("generated"))
    for (Finding& finding : unapproved({live.id}, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  const bool in_place = sets_in_place(live, column, context);
  Step step = in_place ? set_in_place(live, column, context) : swap(live, column, context);
  step.done = {is_generated(live, column), "column " + qualified_name(column.id) + " is not generated by its new expression"};
  step.hurts = {.n_reads = true, .n_writes = true};
  step.promises = {{qualified_name(column.id) + ".generated", "read " + qualified_name(column.id) + " as computed by its new expression", column.spot("generated")}};
  step.touches = {column.id};
  if (!in_place) step.touches.push_back(retired_id(column.id));
  result.steps.push_back(std::move(step));
  if (!in_place) result.steps.push_back(drop(live, column));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, label) VALUES ($1, 'N' || $1, 'by hand')",
    "UPDATE users SET email = 'Changed ' || $1, label = NULL WHERE id = $1 % 20",
    "SELECT id, email, email_key, label FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'M' || $1)",
    "UPDATE users SET email = 'Changed by m ' || $1 WHERE id = $1 % 20",
    "SELECT id, email, email_key, label FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "another-expression-and-a-plain-column",
    .shows = "a generated column is computed otherwise, and a plain one becomes generated, its values kept until the soak is over",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, email_key text GENERATED ALWAYS AS (lower(email)) STORED, label text NOT NULL DEFAULT '');\nALTER TABLE users ALTER COLUMN label DROP NOT NULL;\n"
                  "INSERT INTO users (id, email, label) SELECT i, nullif('User' || i, 'User7'), nullif('label ' || i, 'label 3') FROM generate_series(1, 20) AS i;\nGRANT SELECT (label) ON users TO PUBLIC;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\nemail_key = \"text generated always as (upper(email)) stored\"\n"
                    "label = \"text generated always as ('user ' || email) stored\"\n",
    .settings_toml = "approvals = [\"column public.users.label\"]\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, email, email_key, label FROM users ORDER BY id",
    .n_never_sees = "SELECT id FROM users WHERE email_key IS DISTINCT FROM lower(email)",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: SET EXPRESSION (PostgreSQL 17) rewrites the table of a stored generated column",
    "PostgreSQL manual, Generated Columns: the expression mentions no other generated column",
};

}  // namespace

extern constinit const ChangeKind set_generated = {
    .name = "set-generated",
    .summary = "changes the expression of a generated column, or makes a plain column a generated one, on small tables",
    .why = "Every row is computed anew while everybody waits, so tables of up to `tables.small` (16 MB by default) only are taken, and the file asks the size again. N reads the old values (and writes a plain column), so it is a swap in "
           "contract: the old column is renamed away, a new one takes its name, and the old one is dropped behind the soak gate. PostgreSQL 17 and later change an expression in place, in validate. N+1 must not "
           "count on the new values until then; it leaves the column out of its writes from its first statement on.",
    .when_not = "A larger table is refused, and so is a column that an index, a constraint, another generated column, a view, a policy or a trigger uses. A plain column that is not null and has no default is "
                "refused: N+1 could not leave it out. The values of a plain column are lost in the end, which needs an approval.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
