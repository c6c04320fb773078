// Change kind: change how a column is stored and what the planner is told of it: storage, compression, statistics target, attribute options.
//
// All of it is written into the catalog and holds for what is stored from then on; no version notices. SET STORAGE and SET COMPRESSION
// take ACCESS EXCLUSIVE for an instant, the others SHARE UPDATE EXCLUSIVE.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/storage_parameters.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>
#include <array>

namespace phasegate::changes {
namespace {

using namespace recipes;

constexpr std::array<std::string_view, 4> settings = {"storage", "compression", "statistics", "options"};

bool is_setting(const Difference& difference) {
  return difference.what == What::field && difference.element.kind == "column" && std::ranges::find(settings, difference.field->key) != settings.end();
}

bool claims(const Difference& difference, const Context&) { return is_setting(difference); }

bool absorbs(const Difference& claimed, const Difference& other, const Context&) { return is_setting(other) && other.element == claimed.element; }

std::string statistics_of(const Object& column) {
  const auto* target = std::get_if<std::int64_t>(&column["statistics"]);
  return target == nullptr ? "-1" : std::to_string(*target);
}

// Before PostgreSQL 16 no statement says "as the type has it", and the type may be the user's own.
std::string storage_of_type(const ElementId& column, const std::string& alter) {
  const std::string body = "DECLARE\n  word constant text := (SELECT CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END\n"
                           "    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid\n    WHERE a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::qualified(column.schema, column.parent)) +
                           ") AND a.attname = " + sql::literal(column.name) + " AND NOT a.attisdropped);\nBEGIN\n  EXECUTE " + sql::literal(alter + " SET STORAGE ") + " || word;\nEND\n";
  return "DO " + sql::dollar_quoted("\n" + body, "storage");
}

std::vector<std::string> statements(const ElementId& id, const Object& from, const Object& to, const Context& context) {
  const std::string alter = "ALTER TABLE " + sql::qualified(id.schema, id.parent) + " ALTER COLUMN " + sql::identifier(id.name);
  std::vector<std::string> result;
  if (from["storage"] != to["storage"]) {
    if (to.has("storage")) result.push_back(alter + " SET STORAGE " + to.text("storage"));
    else if (context.live.server_version_num >= 160000) result.push_back(alter + " SET STORAGE DEFAULT");
    else result.push_back(storage_of_type(id, alter));
  }
  if (from["compression"] != to["compression"]) result.push_back(alter + " SET COMPRESSION " + (to.has("compression") ? to.text("compression") : "default"));
  if (from["statistics"] != to["statistics"]) result.push_back(alter + " SET STATISTICS " + statistics_of(to));
  for (const std::string& command : parameter_commands(parameter_change(from.list("options"), to.list("options")))) result.push_back(alter + " " + command);
  return result;
}

std::string letter(const std::string& storage) {
  return storage == "plain" ? "p" : storage == "external" ? "e" : storage == "main" ? "m" : "x";
}

std::string done(const Object& live, const Object& wanted) {
  std::string text;
  if (live["storage"] != wanted["storage"])
    text += " AND a.attstorage = " + (wanted.has("storage") ? sql::literal(letter(wanted.text("storage"))) : "(SELECT t.typstorage FROM pg_catalog.pg_type AS t WHERE t.oid = a.atttypid)");
  if (live["compression"] != wanted["compression"]) text += " AND a.attcompression = " + sql::literal(wanted.text("compression").substr(0, 1));
  if (live["statistics"] != wanted["statistics"]) text += " AND COALESCE(a.attstattarget, -1) = " + statistics_of(wanted);
  if (live["options"] != wanted["options"]) text += " AND " + parameters_hold("COALESCE(a.attoptions, '{}')", parameter_change(live.list("options"), wanted.list("options")));
  return "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::qualified(wanted.id.schema, wanted.id.parent)) + ") AND a.attname = " +
         sql::literal(wanted.id.name) + " AND NOT a.attisdropped" + text + ")";
}

std::vector<std::string> notes(const Object& live, const Object& wanted) {
  std::vector<std::string> result;
  if (live["storage"] != wanted["storage"] || live["compression"] != wanted["compression"]) result.emplace_back("holds for values that are stored from now on; the old ones stay as they are");
  if (live["statistics"] != wanted["statistics"] || live["options"] != wanted["options"]) result.emplace_back("shows with the next ANALYZE");
  return result;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& wanted = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = renamed_table(wanted.id, live.id, "change-column-settings", change.claimed.at);
  if (wanted.has("compression") && context.live.server_version_num < 140000)
    result.findings.push_back({Severity::error, "change-column-settings", to_string(wanted.id) + " has a compression of its own, which only PostgreSQL 14 and later know", "leave compression out", wanted.spot("compression")});
  if (refuses(result.findings)) return result;
  const bool all = live["storage"] != wanted["storage"] || live["compression"] != wanted["compression"];
  Step step = brief(Phase::expand, Part::main, table_of(wanted.id), all ? LockMode::access_exclusive : LockMode::share_update_exclusive, "change-column-settings " + qualified_name(wanted.id),
                    "change settings of column " + wanted.id.parent + "." + wanted.id.name);
  // They come last when the same rollout changes the type, which has its own.
  if (live["type"] != wanted["type"]) std::tie(step.phase, step.part) = std::pair(Phase::contract, Part::retire);
  step.sql = statements(wanted.id, live, wanted, context);
  step.done = {done(live, wanted), "the settings of column " + qualified_name(wanted.id) + " are not as wanted"};
  step.undo = undo_by(statements(wanted.id, wanted, live, context));
  step.needs = {{wanted.id, Side::wanted, Milestone::exists}};
  step.touches = {wanted.id};
  step.notes = notes(live, wanted);
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements_of_both[] = {
    "INSERT INTO users (id, \"Na;me\", bio) VALUES ($1, 'n' || $1, repeat('n', 5000))",
    "SELECT id, \"Na;me\", bio FROM users WHERE id = $1 % 5",
};

constexpr Example examples[] = {{
    .name = "all-of-them",
    .shows = "storage, compression, statistics target and n_distinct: set, changed and taken back",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, \"Na;me\" text, bio text, score numeric);\n"
                  "INSERT INTO users SELECT i, nullif('u' || i, 'u3'), repeat('x', 3000), i FROM generate_series(1, 5) AS i;\n"
                  "ALTER TABLE users ALTER score SET STORAGE external, ALTER bio SET STORAGE main, ALTER bio SET COMPRESSION pglz, ALTER bio SET STATISTICS 50;\n"
                  "ALTER TABLE users ALTER \"Na;me\" SET (n_distinct = 10, n_distinct_inherited = 5);",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = { is = \"bigint\", statistics = 0 }\n"
                    "\"Na;me\" = { is = \"text\", storage = \"external\", compression = \"pglz\", statistics = 500, options = [\"n_distinct=-0.5\"] }\nbio = \"text\"\nscore = \"numeric\"\n",
    .n_statements = statements_of_both,
    .next_statements = statements_of_both,
    .n_reads = "SELECT id, \"Na;me\", bio, score FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: SET STORAGE, SET COMPRESSION, SET STATISTICS, SET (attribute_option = value)",
    "tests/contract: SET STATISTICS and SET (n_distinct) take SHARE UPDATE EXCLUSIVE, SET STORAGE and SET COMPRESSION ACCESS EXCLUSIVE",
};

}  // namespace

extern constinit const ChangeKind change_column_settings = {
    .name = "change-column-settings",
    .summary = "changes storage, compression, statistics target and attribute options of a column",
    .why = "Each is a word in the catalog that holds for what is stored or analysed from then on: nothing is rewritten, and no version notices, so it lies in expand. `SET STATISTICS` and "
           "`SET (n_distinct = …)` take `SHARE UPDATE EXCLUSIVE`; `SET STORAGE` and `SET COMPRESSION` take `ACCESS EXCLUSIVE` for an instant. Beside a change of the column's type it comes last.",
    .when_not = "A compression before PostgreSQL 14 is refused.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
