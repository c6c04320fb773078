// Contract check 7: the runner's process killed before any statement of any file, its session ended inside backfills and concurrent builds, and
// a file without its history row: run again, it continues and ends the same.
#include "apply/statements.hpp"
#include "contract/trial.hpp"
#include "support/catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <set>
#include <thread>

using namespace phasegate;
using namespace phasegate::test;

namespace {

int killed_before = 0, killed_inside = 0;

// The runner polls for its lock slowly; the killed session gives it back at its very end.
void wait_for_end(const Trial& trial) {
  while (trial.watcher.value("SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = pg_catalog.current_database() AND application_name = 'phasegate'") != "0")
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

// Before these statements of the file, counted from 0, the runner is killed: before what comes after the guard, and before the last.
std::vector<int> kill_points(const Trial& trial, const ManifestFile& file) {
  const std::vector<std::string> statements = file_statements(file.path, read_file(trial.folder.path() / "migrations" / file.path));
  std::vector<int> points;
  for (int i = 0; const std::string& statement : statements) {
    const bool sets = statement.starts_with("SET ") || statement.starts_with("RESET ");
    if (file.form == FileForm::latched && !sets && !statement.starts_with("DO $phasegate")) points.push_back(i);
    ++i;
  }
  points.push_back(static_cast<int>(statements.size()) - 1);
  return points;
}

// Runs the file in a process of its own, which is killed (SIGKILL) right before its statement `nth`.
void kill_before(const Trial& trial, const ManifestFile& file, int nth) {
  INFO("killed before statement " << nth);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // With a connection of its own; those of the parent are never touched, and nothing is cleaned up.
    int seen = 0;
    try {
      trial.apply({file}, [&](const RunEvent& event) {
        if (event.kind == RunEvent::Kind::statement && seen++ == nth) raise(SIGKILL);
      });
    } catch (...) {
      _exit(2);
    }
    _exit(1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
  ++killed_before;
  wait_for_end(trial);
}

// Whether a statement can be held up in its middle: a build waits for writers, a batch leaves out locked rows and comes back for them.
bool can_be_held(const std::string& statement) { return statement.starts_with("CALL phasegate.backfill") || statement.find("INDEX CONCURRENTLY") != std::string::npos; }

// A transaction that has locked every row of the file's tables, as a slow writer would have.
Database hold_rows(const Trial& trial, const ManifestFile& file) {
  Database holder = trial.database.connect();
  holder.query("SET application_name = 'holder'");
  holder.query("BEGIN");
  for (const ManifestLock& lock : file.locks)
    if (trial.watcher.value("SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass($1) AND relkind IN ('r', 'p'))", {lock.relation}) == "t")
      holder.query("LOCK TABLE " + lock.relation + " IN ROW EXCLUSIVE MODE; SELECT FROM " + lock.relation + " FOR UPDATE");
  return holder;
}

// Runs the file with its working statement held up, and ends the session in the middle of it. An empty table holds up nothing: then the file is
// done, and nothing was killed.
void kill_inside(const Trial& trial, const ManifestFile& file) {
  const std::vector<std::string> statements = file_statements(file.path, read_file(trial.folder.path() / "migrations" / file.path));
  if (std::ranges::none_of(statements, can_be_held) || trial.watcher.value("SELECT to_regclass('public.flyway_schema_history') IS NULL") == "t") return;
  INFO("killed inside");
  std::atomic<bool> is_over = false;
  Database holder = hold_rows(trial, file), killer = trial.database.connect();
  killer.query("SET application_name = 'killer'");
  std::thread kills([&] {
    const char* held = "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = pg_catalog.current_database() AND application_name = 'phasegate' "
                       "AND (wait_event = 'PgSleep' OR wait_event_type = 'Lock') AND (query ILIKE 'CALL phasegate.backfill%' OR query ILIKE '%INDEX CONCURRENTLY%')";
    while (!is_over && killer.query(held).rows() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  });
  bool was_killed = false;
  try {
    trial.apply({file});
  } catch (const Error&) {
    was_killed = true;
  }
  is_over = true;
  kills.join();
  holder.query("ROLLBACK");
  if (was_killed) ++killed_inside;
  wait_for_end(trial);
  trial.watcher.query("DELETE FROM public.flyway_schema_history WHERE version = $1", {file.version});  // of a file that was done after all
}

constexpr const char* columns_drawn =
    "SELECT format('%s.%I', c.relnamespace::regnamespace, c.relname) AS \"table\", a.attname AS \"column\" FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid\n"
    "LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum\n"
    "WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'phasegate')\n"
    "  AND (a.attidentity <> '' OR pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%') ORDER BY 1, 2";

std::set<std::string> drawn_columns(const Trial& trial) {
  std::set<std::string> names;
  const Result found = trial.watcher.query(columns_drawn);
  for (std::size_t i = 0; i < found.rows(); ++i) names.insert(found.text(i, "table") + "." + found.text(i, "column"));
  return names;
}

// The contents; numbers that a backfill has drawn from a sequence apart from their rows, for which row gets which depends on who came first.
std::string contents_at_end(const Trial& trial, const std::set<std::string>& drawn_before) {
  std::string apart;
  trial.watcher.query("BEGIN");
  const Result found = trial.watcher.query(columns_drawn);
  for (std::size_t i = 0; i < found.rows(); ++i) {
    const std::string table = found.text(i, "table"), column = trial.watcher.value("SELECT quote_ident($1)", {found.text(i, "column")});
    if (drawn_before.contains(table + "." + found.text(i, "column"))) continue;
    apart += table + "." + column + ": " + trial.watcher.value("SELECT string_agg(" + column + "::text, ',' ORDER BY " + column + ") FROM " + table) + "\n";
    trial.watcher.query("SET LOCAL session_replication_role = replica; ALTER TABLE " + table + " DROP COLUMN " + column + " CASCADE");
  }
  std::string contents = contents_of(trial) + apart;
  trial.watcher.query("ROLLBACK");
  return contents;
}

// A kill between a latched file and its history row leaves work without a row.
void forget_row_and_run_again(const Trial& trial, std::size_t index) {
  const ManifestFile& file = trial.manifest.files[index];
  const std::string catalogs = catalogs_of(trial), contents = contents_of(trial);
  trial.watcher.query("DELETE FROM public.flyway_schema_history WHERE version = $1", {file.version});
  trial.apply_file(index);
  CHECK(catalogs_of(trial) == catalogs);
  CHECK(contents_of(trial) == contents);
  CHECK(trial.watcher.value("SELECT count(*) FROM public.flyway_schema_history WHERE version = $1", {file.version}) == "1");
}

}  // namespace

TEST_CASE("contract 7: killed within any file or between any two, a run continues and ends the same", "[db][contract][check7]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      Trial straight(example), killed(example);
      const std::set<std::string> drawn_before = drawn_columns(straight);
      straight.start();
      straight.walk(straight.manifest.files.size());
      killed.start();
      killed.walk_before([&](std::size_t index) {
        const ManifestFile& file = killed.manifest.files[index];
        INFO(file.path);
        kill_inside(killed, file);  // first: what comes after it does the work
        for (const int nth : kill_points(killed, file)) kill_before(killed, file, nth);
        killed.apply_file(index);
        forget_row_and_run_again(killed, index);
      });
      // Everything again, from the first file on: nothing is left to do.
      killed.apply(killed.manifest.files);
      CHECK(schema_of(killed) == schema_of(straight));
      CHECK(contents_at_end(killed, drawn_before) == contents_at_end(straight, drawn_before));
      CHECK(helpers_of(killed).empty());
      count_check(7, example);
      if (example.name() == all_cases().back().name())
        std::cout << "contract check 7: process killed before a statement " << killed_before << " times, session ended inside one " << killed_inside << " times, all recovered\n";
    }
}
