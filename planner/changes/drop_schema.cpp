// Change kind: drop a schema in which nothing is left.
//
// DROP SCHEMA takes no lock on a table, and without CASCADE it fails while anything lies in the schema. Everything in it that phasegate models goes
// by changes of its own, before. A schema that is empty already is renamed away first, which undo takes back with its owner and rights.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "schema"); }

bool is_empty(const Object& schema, const Context& context) {
  return !is_used(schema.id, context) && std::ranges::none_of(context.live.objects(), [&](const Object* object) { return object->id.schema == schema.id.name; });
}

Step step_of(const Object& schema, Part part, std::string_view what) {
  Step step;
  step.id = "drop-schema " + qualified_name(schema.id) + ": " + std::string(what);
  step.title = std::string(what) + " " + to_string(schema.id);
  step.phase = Phase::contract;
  step.part = part;
  step.hurts = {.n_reads = true, .n_writes = true};
  step.touches = {schema.id};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& schema = *context.live.find(change.claimed.element);
  Recipe result;
  result.findings = refuse_users(staying_users(schema.id, context), "drop-schema", to_string(schema.id) + " is not in the desired schema",
                                 "drop that first, or keep the schema: [schemas." + schema.id.name + "]; phasegate never drops with CASCADE", {});
  for (Finding& finding : unapproved({schema.id}, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  Object gone = schema;
  if (is_empty(schema, context)) {
    gone.id.name = retired_name(schema.id.name);
    const auto rename = [](const Object& from, const Object& to) { return "ALTER SCHEMA " + sql::identifier(from.id.name) + " RENAME TO " + sql::identifier(to.id.name); };
    Step retire = step_of(schema, Part::retire, "retire");
    retire.sql = {rename(schema, gone)};
    retire.done = {negated(schema_exists(schema.id.name)), to_string(schema.id) + " is still there"};
    retire.undo = undo_by({rename(gone, schema)});
    result.steps.push_back(std::move(retire));
  }
  Step drop = step_of(schema, Part::drop, "drop");
  drop.sql = {schema.kind->drop(gone)};
  drop.done = {negated(schema_exists(gone.id.name)), to_string(gone.id) + " is still there"};
  drop.undo = cannot_undo("what lay in " + to_string(schema.id) + " is gone; create it again, with its rights");
  drop.brings = {{schema.id, Side::live, Milestone::gone}};
  drop.needs_approval = true;
  result.steps.push_back(std::move(drop));
  return result;
}

constexpr std::string_view statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {
    {
        .name = "empty",
        .shows = "an empty schema is renamed away, with its rights, and dropped after the soak",
        .before_sql = "CREATE SCHEMA \"old stuff\";\nCOMMENT ON SCHEMA \"old stuff\" IS 'it''s old';\nGRANT USAGE ON SCHEMA \"old stuff\" TO PUBLIC;\n"
                      "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
        .settings_toml = "approvals = ['schema \"old stuff\"']\n",
        .n_statements = statements,
        .next_statements = statements,
        .n_reads = "SELECT id FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {"PostgreSQL manual, DROP SCHEMA: refuses while anything lies in it (RESTRICT)"};

}  // namespace

extern constinit const ChangeKind drop_schema = {
    .name = "drop-schema",
    .summary = "drops a schema once nothing lies in it any more",
    .why = "N may use what lies in the schema until its last instance is gone. Contract takes every table, type and sequence in it away by the change of its own kind and drops the schema last, "
           "without CASCADE, so that nothing goes that no plan has named. A schema that is empty to begin with is renamed away first: a forgotten user fails while undo can still bring it back.",
    .when_not = "A drop without approval is refused, and so is a schema in which something lies that stays or that phasegate leaves alone: a view, a function, an extension. A schema that is left out "
                "of `schemas` in phasegate.toml is not managed, and never dropped.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
