// Reads pg_locks: in the step's own transaction where there is one, from a second session otherwise.
#include "contract/lock_watch.hpp"

#include "sql/identifier.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace phasegate::test {
namespace {

using namespace std::chrono_literals;

}  // namespace

Relations relations_of(Database& session) {
  const Result rows = session.query(
      "SELECT c.oid::bigint AS oid, n.nspname, c.relname, c.relkind, coalesce(i.indrelid::bigint, d.refobjid::bigint, 0) AS tab, coalesce(pg_catalog.pg_relation_filenode(c.oid)::bigint, 0) AS node\n"
      "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid\n"
      "LEFT JOIN pg_catalog.pg_depend AS d ON c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')\n"
      "WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'phasegate') AND c.relname !~ '^flyway_schema_history'");
  Relations relations;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    relations[rows.number(row, "oid")] = {rows.text(row, "nspname"), rows.text(row, "relname"), rows.text(row, "relkind").front(), rows.number(row, "tab"), rows.number(row, "node")};
  return relations;
}

namespace {

LockMode mode_of(const std::string& name) {
  for (const LockMode mode : {LockMode::access_share, LockMode::row_share, LockMode::row_exclusive, LockMode::share_update_exclusive, LockMode::share, LockMode::share_row_exclusive,
                              LockMode::exclusive, LockMode::access_exclusive}) {
    std::string word;  // "ACCESS SHARE" → "AccessShareLock"
    bool begins = true;
    for (const char c : to_string(mode)) {
      if (c != ' ') word += begins ? c : static_cast<char>(c - 'A' + 'a');
      begins = c == ' ';
    }
    if (word + "Lock" == name) return mode;
  }
  throw Bug("pg_locks has a mode of the name " + name);
}

void add_locks(Database& session, int pid, Observed& observed) {
  const Result rows = session.query("SELECT relation::bigint AS oid, mode FROM pg_catalog.pg_locks WHERE locktype = 'relation' AND pid = $1 AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
                                    {std::to_string(pid)});
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::int64_t oid = rows.number(row, "oid");
    if (!observed.before.contains(oid)) continue;
    const LockMode mode = mode_of(rows.text(row, "mode"));
    const auto [at, is_new] = observed.locks.emplace(oid, mode);
    if (!is_new && mode > at->second) at->second = mode;
  }
}

// False: the step cannot run in a transaction.
bool run_in_transaction(Database& session, const Step& step, Observed& observed) {
  session.query("BEGIN");
  try {
    for (const std::string& sql : step.sql) session.query(sql);
  } catch (const DatabaseError& error) {
    session.query("ROLLBACK");
    const bool needs_none = error.sqlstate() == "25001" || error.sqlstate() == "2D000" || error.sqlstate() == "25000";
    if (step.transaction == Transaction::none && needs_none) return false;
    throw;
  }
  // Reading the catalog of relations below locks none of the user's.
  add_locks(session, session.backend_pid(), observed);
  session.query("COMMIT");
  return true;
}

// A transaction that a concurrent build waits for, and that keeps one row from a batch.
void hold_up(Database& session, const Step& step) {
  session.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  for (const LockClaim& claim : step.locks) {
    if (claim.relation.kind != "table") continue;
    const std::string table = sql::relation(claim.relation);
    session.query("LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE");
    session.query("SELECT FROM " + table + " FOR UPDATE");
  }
}

bool has_seen_claims(const Step& step, const Observed& observed) {
  for (const LockClaim& claim : step.locks) {
    bool seen = false;
    for (const auto& [oid, mode] : observed.locks)
      if (const Relation& relation = observed.before.at(oid); relation.schema == claim.relation.schema && relation.name == claim.relation.name && mode >= claim.mode) seen = true;
    if (!seen) return false;
  }
  return true;
}

void run_outside(const Trial& trial, Database& session, const Step& step, Observed& observed) {
  Database watcher = trial.database.connect(), blocker = trial.database.connect();
  hold_up(blocker, step);
  std::atomic<bool> over = false;
  std::string failure;
  std::jthread worker([&] {
    try {
      session.query(step.sql.front());
    } catch (const std::exception& error) {
      failure = error.what();
    }
    over = true;
  });
  const auto start = std::chrono::steady_clock::now();
  bool holds = true;
  while (!over) {
    add_locks(watcher, session.backend_pid(), observed);
    if (holds && (has_seen_claims(step, observed) || std::chrono::steady_clock::now() - start > 2s)) {
      blocker.query("ROLLBACK");
      holds = false;
    }
    std::this_thread::sleep_for(200us);
  }
  worker.join();
  if (!failure.empty()) throw Error(ExitCode::refused, step.id + ": " + failure);
}

}  // namespace

Observed run_and_watch(const Trial& trial, const Step& step) {
  Database session = trial.database.connect();
  Observed observed;
  observed.before = relations_of(session);
  if (!run_in_transaction(session, step, observed)) run_outside(trial, session, step, observed);
  observed.after = relations_of(session);
  return observed;
}

}  // namespace phasegate::test
