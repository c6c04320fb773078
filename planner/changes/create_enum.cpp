// Change kind: create an enum type. No column has it yet, so it lies in expand, before the columns and tables that use it.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::missing, "enum type"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& type = *context.wanted.find(change.claimed.element);
  Step step;
  step.id = "create-enum " + qualified_name(type.id);
  step.title = "create enum type " + qualified_name(type.id);
  step.sql = {type.kind->create(type, {})};
  if (type.has("comment")) step.sql.push_back("COMMENT ON " + type.kind->comment(type).target + " IS " + sql::literal(type.text("comment")));
  step.done = {type_exists(type.id.schema, type.id.name), "enum type " + qualified_name(type.id) + " is missing"};
  step.brings = {{type.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({type.kind->drop(type)});
  step.touches = {type.id};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "awkward-values",
    .shows = "a type whose values hold quotes, blanks and upper case",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
    .desired_toml = "[enum]\nmood = { values = [\"sad\", \"it's OK\", \"Very \\\"happy\\\"\", \"a,b\", \"\"], comment = \"How they are\" }\n"
                    "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
    .n_statements = n_statements,
    .next_statements = n_statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE TYPE"};

}  // namespace

extern constinit const ChangeKind create_enum = {
    .name = "create-enum",
    .summary = "creates an enum type",
    .why = "No column has the type yet, so no version sees it: it lies in expand, before the columns that use it, and takes no lock on any table.",
    .when_not = "Undo fails while a column has the type. Other values than the live type has are not taken here.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
