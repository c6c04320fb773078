// phasegate.backfill: how it is called, where it must refuse, and how it goes on after it was stopped.
#include "unit/backfill/fixture.hpp"

#include <thread>

using namespace phasegate;
using test::backfill;
using test::BackfillDatabase;
using test::failure;

namespace {

// Every update of a row is counted, and takes a moment.
const char* const slow = R"(
CREATE TABLE t (id int PRIMARY KEY, a int, b int, updates int NOT NULL DEFAULT 0, filler text);
INSERT INTO t SELECT i, i, NULL, 0, repeat('x', 100) FROM generate_series(1, 3000) i;
CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.updates := OLD.updates + 1; PERFORM pg_sleep(0.0005); RETURN NEW; END $$;
CREATE TRIGGER counted BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION counted();)";

const test::Call fill{.target = "t", .assignments = "b = a", .pending = "b IS NULL", .batch_ms = 20};

const char* const not_here = "2D000 phasegate.backfill commits after every batch, and here it may not: the CALL runs inside a transaction";
const char* const call_sql = "CALL phasegate.backfill('r', 's', 't', 'b = a', 'b IS NULL');";

// Starts a CALL, ends its server process when some rows are done, and waits until it is gone.
void run_and_kill(const BackfillDatabase& database) {
  test::Runner runner(database, fill);
  test::wait_until(database, "(SELECT max(rows_done) FROM phasegate.backfill_progress) > 500");
  runner.kill();
  REQUIRE(runner.join() != "");
  test::wait_until(database, "NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + runner.pid() + ")");
  const int done = std::stoi(database.value("SELECT count(*) FROM t WHERE b = a"));
  REQUIRE(done > 500);
  REQUIRE(done < 3000);
  REQUIRE(database.value("SELECT rows_done || state FROM phasegate.backfill_progress") == std::to_string(done) + "running");
}

}  // namespace

TEST_CASE("backfill: inside a transaction it says so, whoever opened it", "[db][backfill]") {
  const BackfillDatabase database("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1); "
                                  "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CALL phasegate.backfill('r', 's', 't', 'b = a', 'b IS NULL'); END $$; "
                                  "CREATE FUNCTION g() RETURNS void LANGUAGE sql AS $$ SELECT f() $$;");
  auto session = database.connect();
  session.query("BEGIN");
  CHECK(failure([&] { session.query(call_sql); }) == not_here);
  session.query("ROLLBACK");
  CHECK(failure([&] { session.query("SET lock_timeout = 100; " + std::string(call_sql)); }) == not_here);
  CHECK(failure([&] { session.query("SELECT f()"); }) == not_here);
  CHECK(failure([&] { session.query("SELECT g()"); }) == not_here);
  CHECK(failure([&] { session.query("DO $$ BEGIN CALL phasegate.backfill('r', 's', 't', 'b = a', 'b IS NULL'); EXCEPTION WHEN division_by_zero THEN END $$"); }) ==
        not_here);
  const test::TemporaryFolder folder;
  const auto file = folder.write("file.sql", std::string("SET statement_timeout = 0;\n") + call_sql + "\n");
  const test::Run run = test::run("psql -X -1 -v ON_ERROR_STOP=1 -d '" + database.url() + "' -f " + file.string());
  CHECK(run.exit_code == 3);
  CHECK(run.out.find("the CALL runs inside a transaction") != std::string::npos);
  CHECK(run.out.find("Run this file outside a transaction. psql: without -1") != std::string::npos);
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS NOT NULL") == "0");
}

TEST_CASE("backfill: runs where it may commit: psql -f after other statements, parameters, DO", "[db][backfill]") {
  const BackfillDatabase database("CREATE TABLE t (a int, b int); INSERT INTO t SELECT i FROM generate_series(1, 1000) i");
  const test::TemporaryFolder folder;
  const auto file = folder.write("file.sql", std::string("SET lock_timeout = '700ms'; SET statement_timeout = 0;\nSELECT 1;\n") + call_sql +
                                                 "\nSHOW lock_timeout; SHOW row_security; SHOW phasegate.backfill;\n");
  const test::Run run = test::run("psql -X -A -t -v ON_ERROR_STOP=1 -d '" + database.url() + "' -f " + file.string());
  CHECK(run.exit_code == 0);
  CHECK(run.out.find("backfill s: 1000 rows, 100 % of pages, pass 1") != std::string::npos);
  CHECK(run.out.find("700ms\non\n\n") != std::string::npos);
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a") == "1000");

  auto session = database.connect();
  session.query("UPDATE t SET b = NULL");
  session.query("CALL phasegate.backfill($1, $2, $3, $4, $5)", {"r", "s", "t", "b = a", "b IS NULL"});
  session.query("UPDATE t SET b = NULL");
  session.query("DO $$ BEGIN CALL phasegate.backfill('r', 's', 't', 'b = a', 'b IS NULL'); END $$");
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a") == "1000");
}

TEST_CASE("backfill: refuses other isolation levels and read-only sessions", "[db][backfill]") {
  const BackfillDatabase database("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1)");
  auto session = database.connect();
  session.query("SET default_transaction_isolation = 'repeatable read'");
  CHECK(failure([&] { session.query(call_sql); }) == "25000 a backfill needs READ COMMITTED, and this session runs repeatable read");
  session.query("RESET default_transaction_isolation; SET default_transaction_read_only = on");
  CHECK(failure([&] { session.query(call_sql); }) == "25006 a backfill cannot run in a read-only session");
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS NOT NULL") == "0");
}

TEST_CASE("backfill: killed and called again it goes on, and writes no row twice", "[db][backfill]") {
  const BackfillDatabase database(slow);
  run_and_kill(database);
  auto session = database.connect();
  backfill(session, fill);
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a AND updates = 1") == "3000");
  CHECK(database.value("SELECT rows_done || state || pass FROM phasegate.backfill_progress") == "3000done1");
}

TEST_CASE("backfill: a cursor into a rewritten table is not followed", "[db][backfill]") {
  const BackfillDatabase database(slow);
  run_and_kill(database);
  // Rows that were not done yet move to pages before the cursor.
  database.connect().query("DELETE FROM t WHERE b IS NOT NULL AND id % 2 = 0");
  database.connect().query("VACUUM FULL t");
  auto session = database.connect();
  backfill(session, fill);
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS DISTINCT FROM a OR updates <> 1") == "0");
  CHECK(database.value("SELECT pass FROM phasegate.backfill_progress") == "1");
}

TEST_CASE("backfill: a table that is rewritten meanwhile is walked from its start", "[db][backfill]") {
  const BackfillDatabase database(slow);
  test::Runner runner(database, fill);
  test::wait_until(database, "(SELECT max(rows_done) FROM phasegate.backfill_progress) > 500");
  database.connect().query("VACUUM FULL t");
  CHECK(runner.join() == "");
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a AND updates = 1") == "3000");
  CHECK(database.value("SELECT p.pass FROM phasegate.backfill_progress p WHERE p.relfilenode = pg_relation_filenode('t')") == "1");
}

TEST_CASE("backfill: other expressions start over", "[db][backfill]") {
  const BackfillDatabase database(slow);
  run_and_kill(database);
  auto session = database.connect();
  backfill(session, {.target = "t", .assignments = "b = -a", .pending = "b IS DISTINCT FROM -a"});
  CHECK(database.value("SELECT count(*) FROM t WHERE b = -a") == "3000");
  CHECK(database.value("SELECT pass FROM phasegate.backfill_progress") == "1");
}

TEST_CASE("backfill: one step runs once at a time", "[db][backfill]") {
  const BackfillDatabase database(slow);
  test::Runner runner(database, fill);
  test::wait_until(database, "(SELECT max(rows_done) FROM phasegate.backfill_progress) > 200");
  auto second = database.connect();
  const std::string second_message = failure([&] { backfill(second, fill); });
  const std::string message = runner.join();
  // Whoever finds the lock of the other gives way; the other finishes.
  const char* const taken = "55006 another session runs the same step of this backfill";
  CHECK((message == taken) + (second_message == taken) == 1);
  CHECK((message.empty()) + (second_message.empty()) == 1);
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a AND updates = 1") == "3000");
}

TEST_CASE("backfill: paused, it waits, holding nothing", "[db][backfill]") {
  const BackfillDatabase database(slow);
  test::Runner runner(database, fill);
  test::wait_until(database, "(SELECT max(rows_done) FROM phasegate.backfill_progress) > 200");
  auto session = database.connect();
  session.query("INSERT INTO phasegate.backfill_pause (rollout, reason) VALUES ('r', 'later')");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const std::string done = database.value("SELECT count(*) FROM t WHERE b = a");
  session.query("SET lock_timeout = '100ms'");
  CHECK(failure([&] { session.query("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE; COMMIT"); }) == "");
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a") == done);
  CHECK(done != "3000");
  session.query("DELETE FROM phasegate.backfill_pause");
  CHECK(runner.join() == "");
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a") == "3000");
}

TEST_CASE("backfill: batches do not wait for the flush of their commit, but for synchronous standbys", "[db][backfill]") {
  for (const bool standbys : {false, true}) {
    test::Server server;
    Database session = connect(server.url());
    session.query(BackfillDatabase::scripts());
    session.query("CREATE TABLE t (id int PRIMARY KEY, b text); INSERT INTO t SELECT generate_series(1, 10); SET synchronous_commit = local");
    if (standbys) {
      session.query("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
      session.query("SELECT pg_reload_conf()");
      for (int i = 0; i < 500 && session.value("SHOW synchronous_standby_names").empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    session.query("CALL phasegate.backfill('r', 's', 't', 'b = current_setting(''synchronous_commit'')', 'b IS NULL')");
    CHECK(session.value("SELECT string_agg(DISTINCT b, ' ') FROM t") == (standbys ? "local" : "off"));
    CHECK(session.value("SHOW synchronous_commit") == "local");
  }
}
