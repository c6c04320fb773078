// Change kind: drop a collation that nothing is ordered by any more.
//
// DROP COLLATION takes no lock on a table and fails while anything uses it; COLLATE in the statements of applications and in bodies of functions
// is unknown to PostgreSQL. So contract renames it away first, which undo takes back, and drops it behind the soak gate.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "collation"); }

// What is built over a column takes its collation from it, and is built again with it.
bool follows_a_column(const Dependency& user, const std::vector<const Dependency*>& staying, const Context& context) {
  const Object* object = context.live.find(user.dependent);
  if (object == nullptr || object->kind->columns == nullptr) return false;
  const std::vector<std::string> columns = object->kind->columns(*object);
  const auto is_over = [&](const Dependency* other) { return other->dependent.kind == "column" && table_of(other->dependent) == table_of(user.dependent) && std::ranges::find(columns, other->dependent.name) != columns.end(); };
  const auto uses_it = [&](const Dependency& other) { return other.on == user.on && is_over(&other); };
  return std::ranges::any_of(context.live.dependencies, uses_it) && std::ranges::none_of(staying, is_over);
}

// A column may change in other ways and keep its collation.
std::vector<const Dependency*> users_that_stay(const ElementId& collation, const Context& context) {
  std::vector<const Dependency*> staying = staying_users(collation, context);
  const std::string name = sql::qualified(collation.schema, collation.name);
  for (const Dependency& user : context.live.dependencies) {
    if (user.on != collation || std::ranges::find(staying, &user) != staying.end()) continue;
    const Object* wanted = context.wanted.find(user.dependent);
    if (wanted != nullptr && user.dependent.kind == "column" && wanted->text("collation") == name) staying.push_back(&user);
  }
  std::erase_if(staying, [&](const Dependency* user) { return follows_a_column(*user, staying, context); });
  return staying;
}

std::string rename(const ElementId& from, const ElementId& to) { return "ALTER COLLATION " + sql::relation(from) + " RENAME TO " + sql::identifier(to.name); }

std::string is_unused(const ElementId& collation) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regcollation(" +
         sql::literal(sql::relation(collation)) + ")::pg_catalog.oid AND d.deptype IN ('n', 'a'))";
}

Step retire(const ElementId& collation) {
  const ElementId retired = retired_id(collation);
  Step step;
  step.id = "drop-collation " + qualified_name(collation) + ": retire";
  step.title = "retire " + to_string(collation) + " by renaming";
  step.phase = Phase::contract;
  step.part = Part::retire;
  step.sql = {rename(collation, retired)};
  step.done = {negated(collation_exists(collation)), to_string(collation) + " is still there"};
  step.brings = {{collation, Side::live, Milestone::retired}};
  step.undo = undo_by({rename(retired, collation)});
  step.hurts = {.n_reads = true, .n_writes = true};
  step.touches = {collation, retired};
  return step;
}

Step drop(const Object& collation) {
  Object gone = collation;
  gone.id = retired_id(collation.id);
  Step step;
  step.id = "drop-collation " + qualified_name(collation.id) + ": drop";
  step.title = "drop " + to_string(collation.id);
  step.phase = Phase::contract;
  step.part = Part::drop;
  step.sql = {collation.kind->drop(gone)};
  step.before = {is_unused(gone.id), "something is ordered by " + to_string(gone.id)};
  step.done = {negated(collation_exists(gone.id)), "the retired " + to_string(gone.id) + " is still there"};
  step.brings = {{collation.id, Side::live, Milestone::gone}};
  step.undo = cannot_undo("what used " + to_string(collation.id) + " is gone; create it again as it was: " + collation.kind->create(collation, {}));
  step.hurts = {.n_reads = true, .n_writes = true};
  step.touches = {collation.id, gone.id};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& collation = *context.live.find(change.claimed.element);
  Recipe result;
  result.findings = refuse_users(users_that_stay(collation.id, context), "drop-collation", to_string(collation.id) + " is not in the desired schema", "give that another collation, or keep this one", {});
  if (refuses(result.findings)) return result;
  result.steps = {retire(collation.id), drop(collation)};
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id, name) VALUES ($1, 'x')", "SELECT id FROM users WHERE id = $1 % 5 ORDER BY name COLLATE \"we\"\"ird; --\""};
constexpr std::string_view next_statements[] = {"INSERT INTO users (id, name) VALUES ($1, 'x')", "SELECT id FROM users WHERE id = $1 % 5 ORDER BY name"};

constexpr std::string_view also[] = {"drop-column"};

constexpr Example examples[] = {{
    .name = "with-its-column",
    .shows = "a collation goes after the column that has it and the index on it",
    .before_sql = "CREATE COLLATION \"we\"\"ird; --\" FROM \"POSIX\";\nCOMMENT ON COLLATION \"we\"\"ird; --\" IS 'it''s';\n"
                  "CREATE TABLE users (id bigint PRIMARY KEY, name text, sort text COLLATE \"we\"\"ird; --\");\nCREATE INDEX users_sort ON users (sort);\n"
                  "INSERT INTO users SELECT i, nullif('a' || i, 'a3'), 'b' FROM generate_series(1, 5) AS i;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n",
    .settings_toml = "approvals = [\"column public.users.sort\"]\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, name, sort FROM users ORDER BY id",
    .also = also,
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, DROP COLLATION: refuses while anything depends on it (RESTRICT)"};

}  // namespace

extern constinit const ChangeKind drop_collation = {
    .name = "drop-collation",
    .summary = "drops a collation: renamed away first, and dropped after the soak",
    .why = "N may name the collation in COLLATE until its last instance is gone, and PostgreSQL does not know what the bodies of functions say. Contract first renames it away, so that a "
           "forgotten COLLATE fails while undo can still bring it back, and drops it behind the soak gate, after the columns that had it. No table is locked.",
    .when_not = "A collation is refused that a column, type, index, view or function uses and that does not go or change in the same plan.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
