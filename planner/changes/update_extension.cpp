// Change kind: bring an extension to the version that the desired schema states.
//
// ALTER EXTENSION … UPDATE runs scripts of the extension, which may change its functions, types and tables in any way, and mostly nothing leads back. So it
// comes last, in contract, and only when somebody has approved it.
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is_field("extension", "version"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& extension = *context.wanted.find(change.claimed.element);
  const std::string version = extension.text("version"), live = context.live.find(change.claimed.live_element)->text("version");
  Recipe result;
  const bool approved = context.settings.approve_destructive || std::ranges::find(context.settings.approvals, to_string(extension.id)) != context.settings.approvals.end();
  if (!approved)
    result.findings.push_back({Severity::error, "not-approved", "updating " + to_string(extension.id) + " from " + live + " to " + version + " cannot be taken back, and nobody has approved it",
                               "read its update scripts, then approve it in phasegate.toml: approvals = ['" + to_string(extension.id) + "'], or plan with --approve-destructive", extension.spot("version")});
  if (refuses(result.findings)) return result;
  Step step;
  step.id = "update-extension " + qualified_name(extension.id);
  step.title = "update " + to_string(extension.id) + " from " + live + " to " + version;
  step.phase = Phase::contract;
  step.part = Part::drop;
  step.sql = {"ALTER EXTENSION " + sql::identifier(extension.id.name) + " UPDATE TO " + sql::identifier(version)};
  step.before = {"EXISTS (SELECT FROM pg_catalog.pg_extension_update_paths(" + sql::literal(extension.id.name) + ") AS u WHERE u.source = " + sql::literal(live) + " AND u.target = " + sql::literal(version) + " AND u.path IS NOT NULL)",
                 "this server has no way from version " + live + " of " + to_string(extension.id) + " to " + version + ": install its package first"};
  step.done = {"EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = " + sql::literal(extension.id.name) + " AND e.extversion = " + sql::literal(version) + ")",
               to_string(extension.id) + " is not at version " + version};
  step.undo = cannot_undo("an extension mostly has no way back to an earlier version");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.promises = {{qualified_name(extension.id) + "." + version, "use what " + to_string(extension.id) + " has from version " + version + " on", extension.spot("version")}};
  step.touches = {extension.id};
  step.needs_approval = true;
  step.notes = {"its update scripts may do anything: read them, and try them on a copy; they may lock tables of the extension"};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {"INSERT INTO users (id, tags) VALUES ($1, 'a=>1')", "SELECT id, tags FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "stated-version",
    .shows = "an extension with a column of its type comes to a later version; without `version` in the desired schema its version would not be looked at",
    .before_sql = "CREATE EXTENSION hstore VERSION '1.4';\nCREATE TABLE users (id bigint PRIMARY KEY, tags hstore);\nINSERT INTO users SELECT i, hstore('a', nullif(i, 3)::text) FROM generate_series(1, 5) AS i;",
    .desired_toml = "[extension]\nhstore = { version = \"1.8\" }\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\ntags = \"hstore\"\n",
    .settings_toml = "approvals = [\"extension hstore\"]\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, tags FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER EXTENSION: UPDATE"};

}  // namespace

extern constinit const ChangeKind update_extension = {
    .name = "update-extension",
    .summary = "updates an extension to the version that the desired schema states",
    .why = "The update runs scripts that phasegate does not know, and cannot be taken back. N may call a function that they change, so it comes in contract, behind the soak gate, as the last of all.",
    .when_not = "An update without approval is refused. The file stops where the server has no way from the one version to the other. Without `version` in the desired schema the version is not compared.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
