// Change kind: drop an extension that nothing uses any more.
//
// DROP EXTENSION takes its types, functions and tables with it, and cannot be taken back: the data in its tables is gone. Only a desired schema with
// a section [extension] says which extensions there are.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "extension"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& extension = *context.live.find(change.claimed.element);
  Recipe result;
  result.findings = refuse_users(staying_users(extension.id, context), "drop-extension", to_string(extension.id) + " is not in [extension] of the desired schema", "change or drop that first, or keep the extension", {});
  for (Finding& finding : unapproved({extension.id}, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  Step step;
  step.id = "drop-extension " + qualified_name(extension.id);
  step.title = "drop " + to_string(extension.id);
  step.phase = Phase::contract;
  step.part = Part::drop;
  step.sql = {extension.kind->drop(extension)};
  step.done = {"NOT EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = " + sql::literal(extension.id.name) + ")", to_string(extension.id) + " is still there"};
  step.brings = {{extension.id, Side::live, Milestone::gone}};
  step.undo = cannot_undo("what the extension held in tables of its own is gone");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.touches = {extension.id};
  step.needs_approval = true;
  step.notes = {"statements of applications and bodies of functions that call its functions or name its types are not known to PostgreSQL: look for them first"};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id, similarity(id::text, 'a') FROM users WHERE id = $1 % 5"};
constexpr std::string_view next_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "unused",
    .shows = "an extension that nothing in the schema uses any more",
    .before_sql = "CREATE EXTENSION pg_trgm;\nCREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
    .desired_toml = "[extension]\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
    .settings_toml = "approvals = [\"extension pg_trgm\"]\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, DROP EXTENSION: refuses while other objects depend on its members (RESTRICT)"};

}  // namespace

extern constinit const ChangeKind drop_extension = {
    .name = "drop-extension",
    .summary = "drops an extension that nothing uses any more",
    .why = "N may call its functions until its last instance is gone, and its members cannot be renamed away one by one, so it goes in contract, behind the soak gate, after all columns and indexes that used it, without CASCADE.",
    .when_not = "A drop without approval is refused, and so is an extension that a column, index, function or other extension uses and that does not go in the same plan. Where the desired schema has no section "
                "[extension], extensions are not managed and none is dropped; `inspect` always prints the section.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
