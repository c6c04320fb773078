// Change kind: drop a column that nothing replaces.
//
// N+1 leaves the column out of its INSERTs from its deploy on, so a column that is not null and has no default would fail them: `drops`
// gives it a value. Contract renames the column away first, which undo takes back with its data, and drops it behind the soak gate.
// Indexes, checks and keys over the column go with it.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "column"); }

// What hangs on the column alone goes with it, as PostgreSQL itself lets it go. Keys go by themselves before it: others may rely on them.
bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (other.what != What::extra || other.element.schema != claimed.element.schema || other.element.parent != claimed.element.parent) return false;
  if (other.element.kind != "index" && other.element.kind != "check constraint" && other.element.kind != "foreign key") return false;
  const Object* object = context.live.find(other.element);
  const auto columns = object->kind->columns(*object);
  // Of several dropped columns, the first in order takes it.
  for (const std::string& name : columns) {
    const ElementId id{"column", claimed.element.schema, claimed.element.parent, name};
    const bool dropped = std::ranges::any_of(context.differences, [&](const Difference& d) { return d.is(What::extra, "column") && d.element == id; });
    if (dropped) return id == claimed.element;
  }
  return false;
}

Finding refusal(const Object& column, const Context& context, std::string message, std::string help) {
  const Object* table = context.wanted.find(table_of(column.id));
  return {Severity::error, "drop-column", to_string(column.id) + " " + message, std::move(help), table == nullptr ? SourceSpot{} : table->at};
}

std::string stated_value(const Object& column, const Context& context) {
  const Object* table = context.wanted.find(table_of(column.id));
  if (table == nullptr) return {};
  for (const auto& [name, value] : table->map("drops"))
    if (name == column.id.name) return value;
  return {};
}

// A unique key over the column alone, as text; "" when there is none. Every row of the next version has the same value there.
std::string key_over(const Object& column, const Context& context) {
  const ElementId table = table_of(column.id);
  for (const Object* object : context.live.children(table)) {
    const bool is_key = object->id.kind == "primary key" || object->id.kind == "unique constraint";
    const bool is_unique = is_key || (object->id.kind == "index" && object->is("unique") && !object->has("where"));
    if (is_unique && object->list(is_key ? "columns" : "elements") == std::vector{is_key ? column.id.name : sql::identifier(column.id.name)}) return to_string(object->id);
  }
  return {};
}

Step give_default(const Object& column, const std::string& value) {
  const std::string alter = "ALTER TABLE " + sql::relation(table_of(column.id)) + " ALTER COLUMN " + sql::identifier(column.id.name);
  Step step = brief(Phase::expand, Part::main, table_of(column.id), LockMode::access_exclusive, "drop-column " + qualified_name(column.id) + ": default",
                    "give " + column.id.parent + "." + column.id.name + " a default for rows that the next version writes");
  step.sql = {alter + " SET DEFAULT " + value};
  step.done = {"(" + column_has_default(column.id) + " OR NOT " + column_exists(column.id) + ")", "column " + qualified_name(column.id) + " has no default"};
  step.undo = undo_by({alter + " DROP DEFAULT"});
  step.touches = {column.id};
  return step;
}

ElementId retired_id(const Object& column) { return {"column", column.id.schema, column.id.parent, retired_name(column.id.name)}; }

Step retire(const Object& column) {
  const std::string alter = "ALTER TABLE " + sql::relation(table_of(column.id)) + " RENAME COLUMN ";
  const std::string name = sql::identifier(column.id.name), retired = sql::identifier(retired_id(column).name);
  Step step = brief(Phase::contract, Part::retire, table_of(column.id), LockMode::access_exclusive, "drop-column " + qualified_name(column.id) + ": retire",
                    "retire column " + column.id.parent + "." + column.id.name + " by renaming");
  step.sql = {alter + name + " TO " + retired};
  step.before = {unmentioned(column.id), "a view, policy, trigger, function, publication or statistics object mentions " + qualified_name(column.id)};
  step.done = {"NOT " + column_exists(column.id), "column " + qualified_name(column.id) + " is still there"};
  step.undo = undo_by({alter + retired + " TO " + name});
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{column.id, Side::live, Milestone::retired}};
  step.touches = {column.id, retired_id(column)};
  return step;
}

Step drop(const Object& column, const Change& change) {
  Step step = brief(Phase::contract, Part::drop, table_of(column.id), LockMode::access_exclusive, "drop-column " + qualified_name(column.id) + ": drop", "drop column " + column.id.parent + "." + column.id.name);
  step.sql = {"ALTER TABLE " + sql::relation(table_of(column.id)) + " DROP COLUMN " + sql::identifier(retired_id(column).name)};
  step.done = {"NOT " + column_exists(retired_id(column)), "the retired column " + retired_id(column).name + " is still there"};
  step.undo = cannot_undo("the values of " + qualified_name(column.id) + " are gone");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{column.id, Side::live, Milestone::gone}};
  step.touches = {column.id, retired_id(column)};
  step.needs_approval = true;
  for (const Difference& other : change.absorbed) {
    step.touches.push_back(other.element);
    step.brings.push_back({other.element, Side::live, Milestone::gone});
    step.notes.push_back(to_string(other.element) + " goes with it");
    if (other.element.kind == "index") step.locks.push_back({{"index", other.element.schema, other.element.parent, other.element.name}, LockMode::access_exclusive, Work::instant});
  }
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.live.find(change.claimed.element);
  Recipe result;
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.on == column.id)
      result.findings.push_back(refusal(column, context, "is not in the desired schema, but " + dependency.identity + " depends on it", "change or drop that first; it is of a kind that phasegate leaves alone"));
  const bool must_be_given = column.is("not_null") && !column.has("default") && !column.has("identity") && !column.is("serial") && !column.has("generated");
  const std::string value = stated_value(column, context);
  if (must_be_given && value.empty())
    result.findings.push_back(refusal(column, context, "is not null and has no default, so every INSERT of the next version, which leaves it out, would fail",
                                      "say what the running version reads in such rows: [table." + column.id.parent + "] drops." + column.id.name + " = \"<constant>\""));
  else if (must_be_given && !sql::is_constant(value))
    result.findings.push_back(refusal(column, context, "gets a value in drops that is no constant: " + value, "write a constant"));
  const std::string same = must_be_given ? value : column.text("default");
  if (!same.empty() && sql::is_constant(same))
    if (const std::string key = key_over(column, context); !key.empty())
      result.findings.push_back(refusal(column, context, "is left out by the next version, so its rows all get " + same + " there, which " + key + " takes once only",
                                        "drop that key in a rollout before this one, whose next version still writes the column; or give the column a default of its own for each row"));
  for (Finding& finding : unapproved({column.id}, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  if (must_be_given) result.steps.push_back(give_default(column, value));
  result.steps.push_back(retire(column));
  result.steps.push_back(drop(column, change));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, legacy_code) VALUES ($1, 'n' || $1, 'code ' || $1)",
    "UPDATE users SET legacy_code = 'changed ' || $1 WHERE id = $1 % 7",
    "SELECT id, email, legacy_code FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'm' || $1)",
    "UPDATE users SET email = 'changed ' || $1 WHERE id = $1 % 7",
    "SELECT id, email FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "not-null-without-default",
        .shows = "a required column goes: rows of the next version get the stated constant while N still reads it",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, legacy_code text NOT NULL);\n"
                      "CREATE INDEX users_legacy_code_idx ON users (legacy_code);\n"
                      "INSERT INTO users SELECT i, 'u' || i, 'code ' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\ndrops.legacy_code = \"'n/a'\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
        .settings_toml = "approvals = [\"column public.users.legacy_code\"]\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, legacy_code FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE legacy_code IS NULL",
    },
    {
        .name = "nullable",
        .shows = "a nullable column goes: N sees NULL in rows of the next version, as it may anyway",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, legacy_code text);\n"
                      "INSERT INTO users SELECT i, 'u' || i, 'code ' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
        .settings_toml = "approvals = [\"column public.users.legacy_code\"]\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, legacy_code FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: DROP COLUMN marks the column as dropped, takes ACCESS EXCLUSIVE, and gives no space back",
};

}  // namespace

extern constinit const ChangeKind drop_column = {
    .name = "drop-column",
    .summary = "drops a column: given a value for rows of the next version, renamed away, and dropped after the soak",
    .why = "Between the deploy of N+1 and its end N still reads the column, and N+1 no longer writes it. Contract first renames it away, so that a "
           "forgotten reader fails while the data is still there, and drops it in a file of its own behind the soak gate.",
    .when_not = "A drop without approval is refused, and so is a column that a view, policy, trigger, function, publication or statistics object mentions. A "
                "column that is not null without a default needs a constant in `drops` of its table.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
