// Change kind: add a generated column.
//
// A stored one is computed for every row under ACCESS EXCLUSIVE, so it is added to small tables only; the file asks the size again. A virtual one
// (PostgreSQL 18) is a row of the catalog. Each INSERT and UPDATE of the running version computes a stored one, too: unless its expression
// certainly never fails, it waits until that version is gone.
#include "recipes/column_groups.hpp"
#include "recipes/conditions.hpp"
#include "recipes/known_functions.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/small_table.hpp"
#include "recipes/steps.hpp"
#include "sql/harmless.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  return difference.is(What::missing, "column") && context.wanted.find(difference.element)->has("generated") && !context.wanted.find(difference.element)->has("moved_from") && group_of(difference, context).olds.empty();
}

constexpr int first_version_with_virtual = 180000;
constexpr std::string_view way_out = "add a plain column with a backfill instead, which the application writes from then on";

std::vector<Finding> refusals(const Object& column, const Context& context) {
  std::vector<Finding> findings = unknown_functions(column, "generated", context);
  const auto refuse = [&](std::string_view key, std::string message, std::string_view help) {
    findings.push_back({Severity::error, "add-generated-column", to_string(column.id) + " " + message, std::string(help), column.spot(key)});
  };
  if (column.has("backfill")) refuse("backfill", "has a backfill, but the server computes its values", "remove backfill, or generated");
  if (column.is("virtual") && context.live.server_version_num < first_version_with_virtual)
    refuse("virtual", "is a virtual generated column, which this server does not have: it comes with PostgreSQL 18", "leave virtual out, so that it is stored");
  const ElementId table = context.live_name(table_of(column.id));
  if (!column.is("virtual") && !is_small(table, context))
    refuse("generated", "would be computed for " + size_text(context.size(table)) + " while everybody waits", way_out);
  return findings;
}

bool never_fails(const Object& column, const Context& context) {
  std::map<std::string, std::string> types;
  for (const Object* other : context.wanted.children(table_of(column.id), "column")) types[other->id.name] = other->text("type");
  return sql::never_raises(column.text("generated"), column.text("type"), types);
}

Step add(const Object& column, const Context& context) {
  const bool stored = !column.is("virtual"), unnoticed = !stored || never_fails(column, context);
  Object bare = column;
  bare["not_null"] = {};
  Step step = brief(unnoticed ? Phase::expand : Phase::validate, unnoticed ? Part::main : Part::open, table_of(column.id), LockMode::access_exclusive, "add-generated-column " + qualified_name(column.id),
                    "add generated column " + column.id.parent + "." + column.id.name);
  step.sql = {bare.kind->create(bare, {})};
  if (column.has("comment")) step.sql.push_back(comment_on(column));
  if (stored) {
    step.before = still_small(table_of(column.id), std::string(way_out), context);
    step.locks.front().work = Work::rewrites;
    step.notes = {"rewrites " + size_text(context.size(context.live_name(table_of(column.id)))) + " while everybody waits"};
  }
  if (!unnoticed) {
    step.hurts = {.n_writes = true};
    step.promises = {{qualified_name(column.id), "read " + qualified_name(column.id), column.at}};
    step.notes.push_back("waits until the running version is gone, because its writes would fail where the expression fails");
  }
  step.done = {column_exists(column.id), "column " + qualified_name(column.id) + " is missing"};
  step.brings = {{column.id, Side::wanted, Milestone::exists}, {column.id, Side::wanted, Milestone::filled}};
  step.undo = undo_by({column.kind->drop(column)});
  step.touches = {column.id};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = refusals(column, context);
  if (column.text("uses_at") == "deploy" && !column.is("virtual") && !never_fails(column, context))
    for (Finding& finding : used_at_deploy(column, "add-generated-column", qualified_name(column.id), "the first version does not read the column; the second, deployed after validate, does")) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  result.steps.push_back(add(column, context));
  if (column.is("not_null"))
    for (Step& step : proven_not_null(column.id, "add-generated-column " + qualified_name(column.id) + ": not null", true, context)) result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, details) VALUES ($1, 'N' || $1, '{}')",
    "UPDATE users SET email = 'Changed ' || $1 WHERE id = $1 % 20",
    "UPDATE users SET details = '{\"age\": \"unknown\"}' WHERE id = -1",
    "SELECT id, email, details FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email, details) VALUES ($1, 'M' || $1, '{\"age\": 7}')",
    "SELECT id, email, details, email_key FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "stored",
    .shows = "an expression that never fails comes in expand; one that may fail waits until the running version is gone",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, details jsonb NOT NULL);\n"
                  "INSERT INTO users SELECT i, nullif('User' || i, 'User7'), jsonb_build_object('age', i) FROM generate_series(1, 20) AS i;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\ndetails = \"jsonb not null\"\n"
                    "email_key = { is = \"text generated always as (lower(coalesce(email, ''))) stored not null\", comment = \"for search\" }\n"
                    "age = \"integer generated always as ((details ->> 'age')::integer) stored\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, email, details FROM users ORDER BY id",
    .next_never_sees = "SELECT id FROM users WHERE email_key IS DISTINCT FROM lower(coalesce(email, ''))",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE, Notes: a stored generated column rewrites the table",
    "PostgreSQL manual, Generated Columns: virtual ones from PostgreSQL 18 on",
};

}  // namespace

extern constinit const ChangeKind add_generated_column = {
    .name = "add-generated-column",
    .summary = "adds a generated column to a small table, or a virtual one to any",
    .why = "A stored generated column is computed for every row while everybody waits (`ACCESS EXCLUSIVE`), so it is added in one step to tables of up to `tables.small` (16 MB by default) only, and the file asks the size again "
           "before it does. From then on each write of N computes it, too: where the expression may fail for a row (a cast, arithmetic, a function of yours) that write would fail, so the column comes when N is "
           "gone, and N+1 must not read it until then. Expressions of columns, constants, comparisons, `||`, `->>`, `coalesce`, `case`, `lower` and the like never fail; they come in expand. `NOT NULL` is "
           "proven when N is gone. A virtual column (PostgreSQL 18) rewrites nothing.",
    .when_not = "A table of more than `tables.small` is refused: add a plain column with a `backfill` there, or a virtual one on PostgreSQL 18. `uses_at = \"deploy\"` is refused for an expression that may fail.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
