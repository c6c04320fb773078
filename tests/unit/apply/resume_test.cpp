// Runs that are stopped or killed in the middle, and what the next run makes of it.
#include "rollout.hpp"

#include "support/catch.hpp"

#include <csignal>
#include <thread>

using namespace phasegate;
using phasegate::test::Contains;
using Kind = RunEvent::Kind;
using std::chrono::milliseconds;
using test::RolloutFolder;

namespace {

// While table `slow` has a row, the file stays in its middle.
std::string with_pause(const std::string& sql) {
  return "DO $$ BEGIN\n  " + sql +
         "\n  IF EXISTS (SELECT FROM slow) THEN PERFORM pg_sleep(60); END IF;\nEND $$;\n";
}

constexpr const char* slow_setup =
    "CREATE TABLE public.t (a int); CREATE TABLE slow AS SELECT 1; CREATE SCHEMA phasegate; "
    "CREATE TABLE phasegate.event (rollout text, phase text, what text, detail jsonb)";
constexpr const char* child_sleeps =
    "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'child' AND wait_event = 'PgSleep'";
constexpr const char* child_gone =
    "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'child'";

RolloutFolder& three_files(RolloutFolder& rollout) {
  rollout.add(Phase::expand, FileForm::transactional, "one", "DO $$ BEGIN CREATE TABLE one (); END $$;");
  rollout.add(Phase::expand, FileForm::transactional, "two", with_pause("CREATE TABLE two ();"));
  rollout.add(Phase::expand, FileForm::transactional, "three", "DO $$ BEGIN CREATE TABLE three (); END $$;");
  return rollout;
}

std::string tables(const test::TestDatabase& database) {
  return database.value(
      "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relname IN ('one', 'two', "
      "'three')");
}

}  // namespace

TEST_CASE("resume: SIGTERM and SIGINT cancel the statement, exit with 4, and the next run goes on",
          "[db][apply][resume]") {
  for (const int number : {SIGTERM, SIGINT}) {
    test::TestDatabase database(slow_setup);
    RolloutFolder rollout;
    const pid_t child = test::apply_in_child(database, three_files(rollout));
    test::wait_until(database, child_sleeps);
    const auto start = std::chrono::steady_clock::now();
    kill(child, number);
    CHECK(test::wait_for_child(child) == 4);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
    CHECK(tables(database) == "one");
    CHECK(database.value("SELECT what || ' ' || phase || ' ' || (detail ->> 'file') || ' ' || (detail ->> "
                         "'why') FROM phasegate.event WHERE what = 'stopped'") ==
          std::string("stopped expand expand/V2__two.sql stopped by ") +
              (number == SIGTERM ? "SIGTERM" : "SIGINT"));
    database.connect().query("DELETE FROM slow");
    const auto again = test::apply(database, rollout);
    CHECK(again.code == ExitCode::done);
    CHECK(again.count(Kind::skipped) == 1);
    CHECK(tables(database) == "one,three,two");
  }
}

TEST_CASE("resume: killed within a transactional file, the next run goes on", "[db][apply][resume]") {
  test::TestDatabase database(slow_setup);
  RolloutFolder rollout;
  const pid_t child = test::apply_in_child(database, three_files(rollout));
  test::wait_until(database, child_sleeps);
  kill(child, SIGKILL);
  CHECK(test::wait_for_child(child) == 128 + SIGKILL);
  // The server process of a killed runner ends by itself, and so do its locks.
  test::wait_until(database, child_gone);
  CHECK(tables(database) == "one");
  database.connect().query("DELETE FROM slow");
  const auto again = test::apply(database, rollout);
  CHECK(again.code == ExitCode::done);
  CHECK(again.count(Kind::skipped) == 1);
  CHECK(test::history_of(database) ==
        "1 SQL expand/V1__one.sql t, 2 SQL expand/V2__two.sql t, 3 SQL expand/V3__three.sql t");
}

TEST_CASE("resume: the next run waits for the server process of a killed one", "[db][apply][resume]") {
  test::TestDatabase database(slow_setup);
  RolloutFolder rollout;
  const pid_t child = test::apply_in_child(database, three_files(rollout));
  test::wait_until(database, child_sleeps);
  kill(child, SIGKILL);
  test::wait_for_child(child);
  database.connect().query("DELETE FROM slow");
  const auto again = test::apply(database, rollout);
  CHECK(again.code == ExitCode::done);
  CHECK_THAT(again.first(Kind::waiting).text, Contains("child"));
  CHECK(tables(database) == "one,three,two");
}

TEST_CASE("resume: killed within a concurrent build, the next run drops the remains and builds again",
          "[db][apply][resume]") {
  test::TestDatabase database("CREATE TABLE public.t AS SELECT 1 AS a");
  RolloutFolder rollout;
  rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  auto writer = database.connect();
  writer.query("BEGIN; INSERT INTO t VALUES (2)");
  const pid_t child = test::apply_in_child(
      database, rollout, [](RunOptions& options) { options.quiet_after = milliseconds(60'000); });
  test::wait_until(
      database,
      "SELECT count(*) = 1 FROM pg_index WHERE indexrelid = to_regclass('t_a_idx') AND NOT indisvalid");
  kill(child, SIGKILL);
  CHECK(test::wait_for_child(child) == 128 + SIGKILL);
  test::wait_until(database, child_gone);
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a_idx'::regclass") == "f");
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "0");
  writer.query("COMMIT");
  const auto again = test::apply(database, rollout);
  CHECK(again.code == ExitCode::done);
  CHECK(again.count(Kind::note) == 1);
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a_idx'::regclass") == "t");
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "1");
}

TEST_CASE("resume: SIGTERM within a concurrent build exits with 4, the next run builds again",
          "[db][apply][resume]") {
  test::TestDatabase database("CREATE TABLE public.t AS SELECT 1 AS a");
  RolloutFolder rollout;
  rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  auto writer = database.connect();
  writer.query("BEGIN; INSERT INTO t VALUES (2)");
  const pid_t child = test::apply_in_child(
      database, rollout, [](RunOptions& options) { options.quiet_after = milliseconds(60'000); });
  test::wait_until(
      database,
      "SELECT count(*) = 1 FROM pg_index WHERE indexrelid = to_regclass('t_a_idx') AND NOT indisvalid");
  kill(child, SIGTERM);
  CHECK(test::wait_for_child(child) == 4);
  writer.query("COMMIT");
  CHECK(test::apply(database, rollout).code == ExitCode::done);
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a_idx'::regclass") == "t");
}

TEST_CASE("resume: SIGTERM ends a wait for another runner at once", "[db][apply][resume]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "x", "CREATE TABLE x ();");
  auto other = database.connect();
  other.query("SELECT pg_advisory_lock(8099831078076244340)");
  const pid_t child = test::apply_in_child(database, rollout);
  test::wait_until(database,
                   "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'child' AND query "
                   "LIKE '%advisory%'");
  kill(child, SIGTERM);
  CHECK(test::wait_for_child(child) == 4);
  CHECK(database.value("SELECT to_regclass('x') IS NULL") == "t");
}

TEST_CASE("resume: two runners at once do the work once, and both end well", "[db][apply][resume]") {
  test::TestDatabase database("CREATE TABLE slow ()");
  RolloutFolder rollout;
  for (int i = 1; i <= 4; ++i)
    rollout.add(Phase::expand, FileForm::transactional, "x",
                "DO $$ BEGIN CREATE TABLE x" + std::to_string(i) + " (); PERFORM pg_sleep(0.2); END $$;");
  const pid_t first = test::apply_in_child(database, rollout),
              second = test::apply_in_child(database, rollout);
  CHECK(test::wait_for_child(first) == 0);
  CHECK(test::wait_for_child(second) == 0);
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "4");
}

TEST_CASE("resume: a stop that came before the run lets nothing run", "[db][apply][resume]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "x", "CREATE TABLE x ();");
  Stop stop;
  stop.request("a test");
  auto session = database.connect();
  CHECK(run_phase(session, rollout.manifest, rollout.options(), stop) == ExitCode::interrupted);
  CHECK(database.value("SELECT to_regclass('x') IS NULL") == "t");
}
