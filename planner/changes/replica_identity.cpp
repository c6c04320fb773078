// Change kind: say by what logical replication knows a row that was updated or deleted.
//
// A word in the catalog, under ACCESS EXCLUSIVE for an instant. A table in a publication that has no identity takes no UPDATE and no DELETE:
// that comes when the running version is gone, and never while a publication holds the table.
#include "recipes/conditions.hpp"
#include "recipes/index_parts.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is_field("table", "replica_identity"); }

bool is_index(const std::string& identity) { return !identity.empty() && identity != "full" && identity != "nothing"; }

std::string statement(const ElementId& table, const std::string& identity) {
  const std::string alter = "ALTER TABLE " + sql::relation(table) + " REPLICA IDENTITY ";
  if (identity.empty()) return alter + "DEFAULT";
  return is_index(identity) ? alter + "USING INDEX " + sql::identifier(identity) : alter + (identity == "full" ? "FULL" : "NOTHING");
}

std::string done(const ElementId& table, const std::string& identity) {
  if (is_index(identity)) return index_identifies_rows({"index", table.schema, table.name, identity});
  return "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ") AND c.relreplident = '" +
         (identity.empty() ? "d" : identity == "full" ? "f" : "n") + "')";
}

Finding refusal(const Object& table, std::string message, std::string help) {
  return {Severity::error, "replica-identity", "replica_identity of " + to_string(table.id) + " is `" + table.text("replica_identity") + "`, " + std::move(message), std::move(help), table.spot("replica_identity")};
}

// Whether the index can be one; a null pointer: nothing is wrong with it.
std::vector<Finding> refusals(const Object& table, const Object* index, const Context& context) {
  if (!is_index(table.text("replica_identity"))) return {};
  if (index == nullptr) return {refusal(table, "which is no index of it in the desired schema", "write default, nothing, full, or the name of a unique index")};
  if (index->id.kind == "index" ? may_identify_rows(*index, context) : !index->is("deferrable")) return {};
  return {refusal(table, "which cannot be one", "name a unique index over columns that are not null, without predicate and not deferrable")};
}

std::string unpublished(const ElementId& table) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p JOIN pg_catalog.pg_publication AS b ON b.pubname = p.pubname WHERE p.schemaname = " + sql::literal(table.schema) + " AND p.tablename = " +
         sql::literal(table.name) + " AND (b.pubupdate OR b.pubdelete))";
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& table = *context.wanted.find(change.claimed.element);
  const std::string before = live.text("replica_identity"), after = table.text("replica_identity");
  const Object* index = is_index(after) ? index_named(context.wanted, table.id, after) : nullptr;
  const ElementId key{"primary key", table.id.schema, table.id.name, ""};
  const bool is_none = after == "nothing" || (after.empty() && context.wanted.find(key) == nullptr);
  Recipe result;
  result.findings = renamed_table(table.id, live.id, "replica-identity", change.claimed.at);
  for (Finding& finding : refusals(table, index, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  Step step = brief(Phase::expand, Part::main, table.id, LockMode::access_exclusive, "replica-identity " + qualified_name(table.id), "make " + (after.empty() ? "the default" : after) + " the replica identity of " + table.id.name);
  step.sql = {statement(table.id, after)};
  step.done = {done(table.id, after), "the replica identity of " + qualified_name(table.id) + " is not " + (after.empty() ? "the default" : after)};
  step.undo = undo_by({statement(table.id, before)});
  step.touches = {table.id};
  if (index != nullptr) {
    step.needs = {{index->id, Side::wanted, Milestone::exists}};
    // Its columns must be not null by then; where one becomes so in this rollout, that comes first.
    for (const std::string& name : index->kind->columns(*index)) {
      const Object* column = context.live.find(context.live_name({"column", table.id.schema, table.id.name, name}));
      if (column != nullptr && !column->is("not_null")) std::tie(step.phase, step.part) = std::pair(Phase::contract, Part::retire);
    }
  } else if (after.empty() && !is_none) {
    step.needs = {{key, Side::wanted, Milestone::exists}};
  }
  if (is_none) {
    std::tie(step.phase, step.part) = std::pair(Phase::contract, Part::retire);
    step.before = {unpublished(table.id), "a publication sends updates or deletes of " + qualified_name(table.id) + ", which would fail without a replica identity"};
  }
  step.notes = {"what logical replication and change capture get of the old row changes: look at what reads it"};
  if (after == "full") step.notes.push_back("every UPDATE and DELETE writes the whole old row to the WAL");
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "UPDATE users SET email = email WHERE id = $1 % 5",
    "SELECT id, email FROM users WHERE id = $1 % 5",
    "DELETE FROM logs WHERE id = $1",
};

constexpr Example examples[] = {{
    .name = "all-of-them",
    .shows = "a published table changes from full to an index, one from an index to the default, one loses its identity",
    .before_sql = "CREATE TABLE users (id bigint NOT NULL, email text);\nCREATE UNIQUE INDEX \"users; key\" ON users (id);\nALTER TABLE users REPLICA IDENTITY FULL;\n"
                  "INSERT INTO users SELECT i, nullif('u' || i, 'u3') FROM generate_series(1, 5) AS i;\n"
                  "CREATE TABLE logs (id bigint PRIMARY KEY, code integer NOT NULL UNIQUE);\nALTER TABLE logs REPLICA IDENTITY USING INDEX logs_code_key;\n"
                  "CREATE TABLE notes (id bigint PRIMARY KEY);\nCREATE PUBLICATION changes FOR TABLE users, logs;",
    .desired_toml = "[table.users]\nreplica_identity = \"users; key\"\n[table.users.column]\nid = \"bigint not null\"\nemail = \"text\"\n[table.users.index]\n\"users; key\" = \"unique (id)\"\n"
                    "[table.logs]\nprimary_key = \"(id)\"\n[table.logs.column]\nid = \"bigint\"\ncode = \"integer not null\"\n[table.logs.unique]\nlogs_code_key = \"(code)\"\n"
                    "[table.notes]\nprimary_key = \"(id)\"\nreplica_identity = \"nothing\"\n[table.notes.column]\nid = \"bigint\"\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: REPLICA IDENTITY; 31.1: a published table without one takes no UPDATE and no DELETE",
    "tests/contract: ACCESS EXCLUSIVE on the table",
};

}  // namespace

extern constinit const ChangeKind replica_identity = {
    .name = "replica-identity",
    .summary = "changes by what logical replication knows the rows of a table",
    .why = "`ALTER TABLE … REPLICA IDENTITY` writes a word into the catalog under `ACCESS EXCLUSIVE`, for an instant. The full row, an index or the primary key fail no statement, so that lies in expand, "
           "or where the index or the key comes. Without an identity every `UPDATE` and `DELETE` of a published table fails: that lies in contract, and its file stops while a publication holds the table.",
    .when_not = "An index that cannot be one is refused: it must be unique, over columns that are not null, without predicate and not deferrable.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
