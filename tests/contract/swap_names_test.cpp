// Columns change names under the traffic of a version that asks which names hold: no statement means another column than it was made for.
#include "contract/trial.hpp"
#include "support/catch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

using namespace phasegate;
using namespace phasegate::test;

namespace {

const std::string named = "(SELECT phasegate.open('public.people.first_name.named'))";

// Last names are in first_name until the change; the check of the table takes nothing else for them.
struct AtWork {
  const TestDatabase& database;
  std::atomic<std::int64_t>& numbers;
  std::atomic<bool>& ends;
  std::atomic<long> calls{0}, before{0}, after{0};  // `before`: writes by the names of today
  std::vector<std::string> failures;
  bool isolated = false, asks_first = false;

  void run() {
    Database session = database.connect();
    session.query("SET lock_timeout = '10s'; SET plan_cache_mode = force_generic_plan");
    session.query("PREPARE save (bigint) AS INSERT INTO people (id, first_name, last_name) SELECT $1, CASE WHEN o.named THEN 'first ' || $1 ELSE 'last ' || $1 END, "
                  "CASE WHEN o.named THEN 'last ' || $1 ELSE 'first ' || $1 END FROM (SELECT " + named + ") AS o (named)");
    session.query("PREPARE load (bigint) AS SELECT id, CASE WHEN " + named + " THEN first_name ELSE last_name END FROM people WHERE id = $1");
    while (!ends)
      try {
        ++calls;
        if (asks_first) in_two_statements(session);
        else in_one_statement(session);
      } catch (const DatabaseError& error) {
        if (isolated && error.sqlstate() == "40001") {
          session.query("ROLLBACK");
          continue;
        }
        failures.push_back(error.sqlstate() + " " + error.what());
        session.query("ROLLBACK");
      }
  }

 private:
  void in_one_statement(Database& session) {
    const std::int64_t number = ++numbers;
    // The snapshot is older than the names that the statement will meet.
    session.query(isolated ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN");
    session.query("SELECT pg_catalog.pg_current_snapshot()");
    if (isolated) std::this_thread::sleep_for(std::chrono::milliseconds(number % 7));
    session.query(fmt::format("EXECUTE save({})", number));
    session.query("COMMIT");
    const Result row = session.query(fmt::format("EXECUTE load({})", number));
    if (row.rows() != 1 || row.at(0, 1) != fmt::format("first {}", number)) failures.push_back(fmt::format("row {} is read as {}", number, row.rows() == 1 ? std::string(row.at(0, 1).value_or("NULL")) : "nothing"));
  }

  void in_two_statements(Database& session) {
    const std::int64_t number = ++numbers;
    session.query(isolated ? "BEGIN ISOLATION LEVEL REPEATABLE READ" : "BEGIN");
    session.query("SELECT pg_catalog.pg_current_snapshot()");
    if (isolated) std::this_thread::sleep_for(std::chrono::milliseconds(number % 7));
    session.query("LOCK TABLE people IN ACCESS SHARE MODE");
    const bool is_named = session.value("SELECT phasegate.open('public.people.first_name.named')") == "t";
    ++(is_named ? after : before);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    session.query(fmt::format("INSERT INTO people (id, {}, {}) VALUES ({}, 'first {}', 'last {}')", is_named ? "first_name" : "last_name", is_named ? "last_name" : "first_name", number, number, number));
    session.query("COMMIT");
  }
};

Trial trial_of(const std::string& name) {
  const std::vector<Case> cases = all_cases();
  const auto found = std::ranges::find(cases, name, [](const Case& one) { return one.name(); });
  REQUIRE(found != cases.end());
  return Trial(*found);
}

bool is_named(const Trial& trial) { return trial.watcher.value("SELECT phasegate.open('public.people.first_name.named')") == "t"; }

}  // namespace

TEST_CASE("swapped names: whoever asks in the statement or under a lock means the right column, while the names change under traffic", "[db][contract][check8]") {
  Trial trial = trial_of("swap-column-names/two");
  trial.start();
  trial.walk(trial.end_of(Phase::validate));
  std::atomic<std::int64_t> numbers{1000};
  std::atomic<bool> ends{false};
  std::vector<std::unique_ptr<AtWork>> work;
  for (const bool isolated : {false, true})
    for (const bool asks_first : {false, true}) {
      work.push_back(std::make_unique<AtWork>(trial.database, numbers, ends));
      work.back()->isolated = isolated;
      work.back()->asks_first = asks_first;
    }
  std::vector<std::jthread> threads;
  for (const auto& one : work) threads.emplace_back([&one] { one->run(); });
  for (int time = 0; time < 4; ++time) {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    trial.walk(trial.manifest.files.size());
    CHECK(is_named(trial));
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    std::string why;
    const ExitCode code = trial.undo(Phase::contract, why);
    INFO(why);
    REQUIRE(code == ExitCode::done);
    CHECK_FALSE(is_named(trial));
  }
  ends = true;
  threads.clear();
  long before = 0, after = 0;
  for (const auto& one : work) {
    for (const std::string& failure : one->failures) FAIL_CHECK((one->isolated ? "isolated: " : "") << failure);
    CHECK(one->calls > 20);
    before += one->before;
    after += one->after;
  }
  CHECK(before > 0);
  CHECK(after > 0);
  CHECK(trial.watcher.value("SELECT count(*) FROM people WHERE id >= 1000 AND (first_name <> 'last ' || id OR last_name <> 'first ' || id)") == "0");
  CHECK(trial.watcher.value("SELECT count(*) > 100 FROM people WHERE id >= 1000") == "t");
}

TEST_CASE("swapped names: the answer is the catalog's of now, whatever the snapshot; a function that comes late, and columns that moved, stop the change", "[db][contract][check8]") {
  Trial trial = trial_of("swap-column-names/two");
  trial.start();
  trial.walk(trial.end_of(Phase::validate));
  Database session = trial.database.connect();
  session.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  CHECK(session.value("SELECT count(*) FROM people") == "30");
  session.query("COMMIT");
  session.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  session.query("SELECT pg_catalog.pg_current_snapshot()");

  // It spells a name, and asks nobody.
  trial.watcher.query("CREATE FUNCTION greet(bigint) RETURNS text LANGUAGE sql AS 'SELECT first_name FROM public.people WHERE id = $1'");
  CHECK_THROWS(trial.walk(trial.manifest.files.size()));
  trial.watcher.query("CREATE OR REPLACE FUNCTION greet(bigint) RETURNS text LANGUAGE sql AS 'SELECT first_name /* public.people.first_name.named: may be either */ FROM public.people WHERE id = $1'");
  trial.walk(trial.manifest.files.size());

  CHECK(session.value("SELECT CASE WHEN " + named + " THEN first_name ELSE last_name END FROM people WHERE id = 1") == "first 1");
  CHECK(session.value("SELECT phasegate.columns_renamed(rollout, change) FROM phasegate.column_names") == "t");
  session.query("COMMIT");
  trial.watcher.query("ALTER TABLE people RENAME COLUMN first_name TO forename");
  CHECK(trial.watcher.value("SELECT phasegate.columns_renamed(rollout, change) IS NULL FROM phasegate.column_names") == "t");
  CHECK_FALSE(is_named(trial));
}
