// Change kind: set or take back storage parameters of a table and of its TOAST table.
//
// They hold for what is written or vacuumed from then on; nothing is rewritten, and no version notices. SHARE UPDATE EXCLUSIVE but for
// user_catalog_table.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/storage_parameters.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

constexpr std::string_view toast = "toast.";

bool claims(const Difference& difference, const Context&) { return difference.is_field("table", "options"); }

std::vector<std::string> statements(const ElementId& table, const ParameterChange& change) {
  std::vector<std::string> result;
  for (const std::string& command : parameter_commands(change)) result.push_back("ALTER TABLE " + sql::relation(table) + " " + command);
  return result;
}

std::vector<std::string> part(const std::vector<std::string>& options, bool of_toast) {
  std::vector<std::string> result;
  for (const std::string& option : options)
    if (option.starts_with(toast) == of_toast) result.push_back(of_toast ? option.substr(toast.size()) : option);
  return result;
}

std::string done(const ElementId& table, const ParameterChange& change) {
  const ParameterChange own{part(change.set, false), part(change.reset, false)}, of_toast{part(change.set, true), part(change.reset, true)};
  return "EXISTS (SELECT FROM pg_catalog.pg_class AS c LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid WHERE c.oid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ") AND " +
         parameters_hold("COALESCE(c.reloptions, '{}')", own) + " AND " + parameters_hold("COALESCE(t.reloptions, '{}')", of_toast) + ")";
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& table = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = renamed_table(table.id, live.id, "change-table-options", change.claimed.at);
  if (refuses(result.findings)) return result;
  const ParameterChange there = parameter_change(live.list("options"), table.list("options")), back = parameter_change(table.list("options"), live.list("options"));
  const auto is_strong = [](const std::string& option) { return parameter_name(option) == "user_catalog_table"; };
  const bool all = std::ranges::any_of(there.set, is_strong) || std::ranges::any_of(there.reset, is_strong);
  Step step = brief(Phase::expand, Part::main, table.id, all ? LockMode::access_exclusive : LockMode::share_update_exclusive, "change-table-options " + qualified_name(table.id), "change storage parameters of table " + table.id.name);
  step.sql = statements(table.id, there);
  step.done = {done(table.id, there), "the storage parameters of " + qualified_name(table.id) + " are not as wanted"};
  step.undo = undo_by(statements(table.id, back));
  step.touches = {table.id};
  step.notes = {"holds for what is written from now on; rows that are there stay where they are"};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements_of_both[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "SELECT id, email FROM users WHERE id = $1 % 5",
};

constexpr Example examples[] = {{
    .name = "set-and-taken-back",
    .shows = "fillfactor changes, one parameter of autovacuum is taken back, and one of the TOAST table comes",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text) WITH (fillfactor = 90, autovacuum_enabled = false, toast.vacuum_truncate = false);\n"
                  "INSERT INTO users SELECT i, nullif('u' || i, 'u3') FROM generate_series(1, 5) AS i;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\noptions = [\"fillfactor=70\", \"toast.autovacuum_enabled=false\"]\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
    .n_statements = statements_of_both,
    .next_statements = statements_of_both,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: SET (storage_parameter); CREATE TABLE, Storage Parameters", "tests/contract: SHARE UPDATE EXCLUSIVE"};

}  // namespace

extern constinit const ChangeKind change_table_options = {
    .name = "change-table-options",
    .summary = "sets and takes back storage parameters of a table",
    .why = "Fillfactor and the parameters of autovacuum are words in the catalog under `SHARE UPDATE EXCLUSIVE`: they hold from then on, nothing is rewritten, and no version notices, so it lies in expand.",
    .when_not = "Never.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
