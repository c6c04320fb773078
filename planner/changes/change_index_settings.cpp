// Change kind: set what ALTER INDEX sets in place: storage parameters, and statistics targets of expressions.
//
// Most take SHARE UPDATE EXCLUSIVE on the index; those of gin, gist and brin take ACCESS EXCLUSIVE for an instant, for which even the
// planning of a query on the table waits. They hold for what is written from then on, and no version notices.
#include "recipes/index_parts.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>
#include <array>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool is_setting(const Difference& difference) { return difference.is_field("index", "options") || difference.is_field("index", "statistics"); }

bool claims(const Difference& difference, const Context& context) {
  if (!is_setting(difference)) return false;
  const Object& live = *context.live.find(difference.live_element);
  return !live.is("invalid") && !is_built_again(live, *context.wanted.find(difference.element));
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) { return is_setting(other) && other.element == claimed.element; }

constexpr std::array<std::string_view, 2> brief_parameters = {"fillfactor", "deduplicate_items"};

bool locks_all(const ParameterChange& change) {
  const auto is_strong = [](const std::string& option) { return std::ranges::find(brief_parameters, parameter_name(option)) == brief_parameters.end(); };
  return std::ranges::any_of(change.set, is_strong) || std::ranges::any_of(change.reset, is_strong);
}

// Targets by the place of their expression; −1 takes one back.
std::vector<std::string> targets(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  const ParameterChange change = parameter_change(from, to);
  std::vector<std::string> result = change.set;
  for (const std::string& place : change.reset) result.push_back(place + "=-1");
  return result;
}

std::vector<std::string> statements(const Object& index, const Object& from, const Object& to) {
  const std::string alter = "ALTER INDEX " + sql::qualified(index.id.schema, index.id.name) + " ";
  std::vector<std::string> result;
  for (const std::string& command : parameter_commands(parameter_change(from.list("options"), to.list("options")))) result.push_back(alter + command);
  for (const std::string& target : targets(from.list("statistics"), to.list("statistics")))
    result.push_back(alter + "ALTER COLUMN " + target.substr(0, target.find('=')) + " SET STATISTICS " + target.substr(target.find('=') + 1));
  return result;
}

std::string done(const Object& live, const Object& wanted) {
  const std::string oid = "pg_catalog.to_regclass(" + sql::literal(sql::qualified(wanted.id.schema, wanted.id.name)) + ")";
  const ParameterChange change = parameter_change(live.list("options"), wanted.list("options"));
  std::string condition = "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = " + oid + " AND " + parameters_hold("COALESCE(c.reloptions, '{}')", change) + ")";
  const std::vector<std::string> places = targets(live.list("statistics"), wanted.list("statistics"));
  if (!places.empty())
    condition += " AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = " + oid + " AND a.attnum || '=' || COALESCE(a.attstattarget, -1) = ANY (" + text_array(places) +
                 ")) = " + std::to_string(places.size());
  return condition;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& wanted = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = renamed_table(wanted.id, live.id, "change-index-settings", change.claimed.at);
  if (refuses(result.findings)) return result;
  Step step;
  step.id = "change-index-settings " + qualified_name(wanted.id);
  step.title = "change settings of index " + wanted.id.name + " of " + wanted.id.parent;
  step.sql = statements(wanted, live, wanted);
  const bool all = locks_all(parameter_change(live.list("options"), wanted.list("options")));
  step.locks = {{wanted.id.name == live.id.name ? wanted.id : live.id, all ? LockMode::access_exclusive : LockMode::share_update_exclusive, Work::instant}};
  step.done = {done(live, wanted), "the settings of index " + wanted.id.name + " are not as wanted"};
  step.undo = undo_by(statements(wanted, wanted, live));
  step.needs = {{wanted.id, Side::wanted, Milestone::exists}};
  step.touches = {wanted.id, live.id};
  step.notes = {"holds for entries that are written from now on; the old ones follow with REINDEX INDEX CONCURRENTLY"};
  if (!parameter_change(live.list("statistics"), wanted.list("statistics")).set.empty()) step.notes.push_back("a statistics target shows with the next ANALYZE");
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view examples_statements[] = {
    "INSERT INTO users (id, email, tags) VALUES ($1, 'N' || $1, ARRAY['n'])",
    "SELECT id, email FROM users WHERE lower(email) = 'u' || $1 % 5",
};

constexpr Example examples[] = {{
    .name = "in-place",
    .shows = "a fillfactor changes, one goes back to the default with a statistics target, and a gin index waits no longer",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, tags text[]);\nINSERT INTO users SELECT i, nullif('U' || i, 'U3'), ARRAY['a'] FROM generate_series(1, 5) AS i;\n"
                  "CREATE INDEX users_email_idx ON users (email) WITH (deduplicate_items = off, fillfactor = 80);\nCREATE INDEX users_lower_idx ON users (id, lower(email)) WITH (fillfactor = 70);\n"
                  "ALTER INDEX users_lower_idx ALTER COLUMN 2 SET STATISTICS 200;\nCREATE INDEX users_tags_idx ON users USING gin (tags);",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\ntags = \"text[]\"\n[table.users.index]\n"
                    "users_email_idx = \"(email) with (deduplicate_items = off, fillfactor = 90)\"\nusers_lower_idx = { is = \"(id, lower(email))\", statistics = [\"2=500\"] }\n"
                    "users_tags_idx = \"using gin (tags) with (fastupdate = off)\"\n",
    .n_statements = examples_statements,
    .next_statements = examples_statements,
    .n_reads = "SELECT id, email, tags FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER INDEX: SET, and ALTER COLUMN … SET STATISTICS for expressions",
    "tests/contract: fillfactor and deduplicate_items take SHARE UPDATE EXCLUSIVE, fastupdate ACCESS EXCLUSIVE",
};

}  // namespace

extern constinit const ChangeKind change_index_settings = {
    .name = "change-index-settings",
    .summary = "sets storage parameters and statistics targets of an index in place",
    .why = "`ALTER INDEX … SET` changes the catalog alone: `SHARE UPDATE EXCLUSIVE` on the index for `fillfactor`, `deduplicate_items` and statistics targets, `ACCESS EXCLUSIVE` for an instant for "
           "`fastupdate`, `gin_pending_list_limit`, `autosummarize` and `buffering`. What is written from then on follows it; no version notices, so it lies in expand.",
    .when_not = "Never. A parameter that only a build can follow (`pages_per_range`) makes it a replacement of the index.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
