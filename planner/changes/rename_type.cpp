// Change kind: rename an enum, domain, composite or range type, by the hint renamed_from.
//
// Columns and expressions know a type by its number and follow at once, without a lock on any table. Casts in statements and function bodies know
// it by name: the old one fails from then on, the new one before. So it comes in contract, and N+1 names neither.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (difference.what != What::renamed) return false;
  const Object* type = context.wanted.find(difference.element);
  return type != nullptr && type->kind->is_type;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& wanted = *context.wanted.find(change.claimed.element);
  const ElementId& live = change.claimed.live_element;
  Recipe result;
  result.findings = used_at_deploy(wanted, "rename-type", "the new name of " + to_string(wanted.id), "the first version names the type in no statement: it writes columns of it, and casts to text; the second uses the new name");
  if (refuses(result.findings)) return result;
  const auto rename = [](const ElementId& from, const ElementId& to) { return "ALTER TYPE " + sql::relation(from) + " RENAME TO " + sql::identifier(to.name); };
  Step step;
  step.id = "rename-type " + qualified_name(wanted.id);
  step.title = "rename " + to_string(live) + " to " + wanted.id.name;
  step.phase = Phase::contract;
  step.part = Part::retire;
  step.sql = {rename(live, wanted.id)};
  if (wanted.kind->relation_name != nullptr) step.locks = {{live, LockMode::access_exclusive, Work::instant}};  // a composite is a relation too
  step.done = {type_exists(wanted.id.schema, wanted.id.name) + " AND " + negated(type_exists(live.schema, live.name)), to_string(live) + " still has its old name"};
  step.brings = {{live, Side::live, Milestone::retired}};
  step.undo = undo_by({rename(wanted.id, live)});
  step.hurts = {.n_reads = true, .n_writes = true, .next_reads = true, .next_writes = true};
  step.promises = {{qualified_name(wanted.id) + ".renamed", "name the type " + qualified_name(wanted.id) + ": until then it is " + qualified_name(live) + ", which fails from then on", wanted.spot("renamed_from")}};
  step.touches = {wanted.id, live};
  step.notes = {"casts in statements and in bodies of functions that name " + qualified_name(live) + " fail from here on; PostgreSQL does not know of them: look for them first"};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id, mood) VALUES ($1, 'sad'::mood)", "SELECT id, mood, moods FROM users WHERE id = $1 % 5"};
constexpr std::string_view next_statements[] = {"INSERT INTO users (id, mood) VALUES ($1, 'sad')", "SELECT id, mood, moods FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "enum-in-columns",
    .shows = "a type gets another name; the columns, an array and a default that have it follow",
    .before_sql = "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TABLE users (id bigint PRIMARY KEY, mood mood DEFAULT 'ok', moods mood[] DEFAULT '{}'::mood[], CONSTRAINT users_check CHECK (mood <> 'ok' OR id IS NOT NULL));\n"
                  "INSERT INTO users SELECT i, 'sad', '{sad,NULL}' FROM generate_series(1, 5) AS i;",
    .desired_toml = "[enum.\"the feeling\"]\nvalues = [\"sad\", \"ok\"]\nrenamed_from = \"mood\"\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
                    "mood = \"\\\"the feeling\\\" default 'ok'::public.\\\"the feeling\\\"\"\nmoods = \"\\\"the feeling\\\"[] default '{}'::\\\"the feeling\\\"[]\"\n[table.users.check]\nusers_check = \"mood <> 'ok' or id is not null\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, mood, moods FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TYPE: RENAME TO"};

}  // namespace

extern constinit const ChangeKind rename_type = {
    .name = "rename-type",
    .summary = "renames an enum, domain, composite or range type once only one version runs, which names it nowhere",
    .why = "A rename takes an instant, locks no table, and everything in the database that knows the type by its number follows. Statements and function bodies name it by text: the old name fails from then on, the new one before. "
           "So it comes in contract, where N will not return, and N+1 names the type in no statement around it. Until then new columns have the type under its live name. Undo renames it back.",
    .when_not = "Only with the hint `renamed_from`; without it one type goes and another comes. `uses_at = \"deploy\"` is refused.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
