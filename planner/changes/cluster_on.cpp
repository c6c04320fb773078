// Change kind: say by which index CLUSTER orders a table, or that there is none.
//
// It is a mark in the catalog for the next CLUSTER, under SHARE UPDATE EXCLUSIVE; no row moves, and no version notices.
#include "recipes/conditions.hpp"
#include "recipes/index_parts.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is_field("table", "cluster_on"); }

std::string statement(const ElementId& table, const std::string& index) {
  return "ALTER TABLE " + sql::relation(table) + (index.empty() ? " SET WITHOUT CLUSTER" : " CLUSTER ON " + sql::identifier(index));
}

Finding refusal(const Object& table, std::string message, std::string help) {
  return {Severity::error, "cluster-on", "cluster_on of " + to_string(table.id) + " is `" + table.text("cluster_on") + "`, " + std::move(message), std::move(help), table.spot("cluster_on")};
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& table = *context.wanted.find(change.claimed.element);
  const std::string before = live.text("cluster_on"), after = table.text("cluster_on");
  const Object* index = after.empty() ? nullptr : index_named(context.wanted, table.id, after);
  Recipe result;
  result.findings = renamed_table(table.id, live.id, "cluster-on", change.claimed.at);
  if (!after.empty() && index == nullptr) result.findings.push_back(refusal(table, "which is no index of it in the desired schema", "name one of its indexes or keys"));
  else if (index != nullptr && index->id.kind == "index" && !may_order_rows(*index)) result.findings.push_back(refusal(table, "which is partial, or of a method that keeps no order", "name a btree or gist index without predicate"));
  if (refuses(result.findings)) return result;
  const ElementId id{"index", table.id.schema, table.id.name, after};
  Step step = brief(Phase::expand, Part::main, table.id, LockMode::share_update_exclusive, "cluster-on " + qualified_name(table.id),
                    after.empty() ? "no index orders " + table.id.name + " any more" : "order " + table.id.name + " by " + after + " whenever it is clustered");
  step.sql = {statement(table.id, after)};
  step.done = {after.empty() ? "NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table.id)) + ") AND i.indisclustered)" : table_is_clustered_on(id),
               "the table " + qualified_name(table.id) + " is not marked as wanted for CLUSTER"};
  step.undo = undo_by({statement(table.id, before)});
  if (index != nullptr) step.needs = {{index->id, Side::wanted, Milestone::exists}};
  step.touches = {table.id};
  step.notes = {"moves no row: that takes CLUSTER, which locks everybody out"};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "SELECT id, email FROM users WHERE id = $1 % 5",
};

constexpr Example examples[] = {{
    .name = "changed-and-none",
    .shows = "one table goes by its key instead of an index, another by none",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email);\nALTER TABLE users CLUSTER ON users_email_idx;\n"
                  "INSERT INTO users SELECT i, nullif('u' || i, 'u3') FROM generate_series(1, 5) AS i;\nCREATE TABLE logs (id bigint PRIMARY KEY);\nALTER TABLE logs CLUSTER ON logs_pkey;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\ncluster_on = \"users_pkey\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n[table.users.index]\nusers_email_idx = \"(email)\"\n"
                    "[table.logs]\nprimary_key = \"(id)\"\n[table.logs.column]\nid = \"bigint\"\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: CLUSTER ON, SET WITHOUT CLUSTER: SHARE UPDATE EXCLUSIVE, nothing is clustered"};

}  // namespace

extern constinit const ChangeKind cluster_on = {
    .name = "cluster-on",
    .summary = "marks the index by which CLUSTER orders a table",
    .why = "`ALTER TABLE … CLUSTER ON` writes a mark into the catalog under `SHARE UPDATE EXCLUSIVE`; rows move only when somebody runs `CLUSTER`. No version notices, so it lies in expand, or where its "
           "index comes.",
    .when_not = "An index that is partial, or neither btree nor gist, is refused.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
