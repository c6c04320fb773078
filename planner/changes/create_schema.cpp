// Change kind: create a schema. Nothing lies in it yet, so it comes first in expand; what is wanted in it follows as changes of its own.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::missing, "schema"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& schema = *context.wanted.find(change.claimed.element);
  Step step;
  step.id = "create-schema " + qualified_name(schema.id);
  step.title = "create schema " + schema.id.name;
  step.sql = {schema.kind->create(schema, {})};
  if (schema.has("comment")) step.sql.push_back(comment_on(schema));
  step.done = {schema_exists(schema.id.name), "schema " + qualified_name(schema.id) + " is missing"};
  step.brings = {{schema.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({schema.kind->drop(schema)});
  step.touches = {schema.id};
  step.notes = {"it belongs to the role that runs this file, and no other role may use it until it is granted"};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "empty",
    .shows = "a schema with a comment, and nothing in it",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
    .desired_toml = "[schemas.billing]\ncomment = \"Invoices; it's new\"\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
    .n_statements = n_statements,
    .next_statements = n_statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE SCHEMA"};

}  // namespace

extern constinit const ChangeKind create_schema = {
    .name = "create-schema",
    .summary = "creates a schema",
    .why = "No version can use a schema that is not there, so it lies in expand and takes no lock on any table.",
    .when_not = "Undo fails while something lies in the schema that the rollout did not put there: nothing is dropped with CASCADE. A schema that no desired file mentions is "
                "never dropped.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
