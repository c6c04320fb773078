// Running phases: what is done, what is refused before anything runs, and what is left in database and
// history.
#include "rollout.hpp"

#include "support/catch.hpp"

#include <phasegate/error.hpp>

using namespace phasegate;
using phasegate::test::Contains;
using Kind = RunEvent::Kind;
using test::RolloutFolder;

namespace {

constexpr const char* make_table =
    "-- Tables.\nCREATE TABLE public.t (a int);\nCREATE TABLE public.u (a int);\n";

// An ungated file, a transactional one and a latched one.
RolloutFolder& fill(RolloutFolder& rollout) {
  rollout.add(Phase::expand, FileForm::ungated, "tables", make_table);
  rollout.add(Phase::expand, FileForm::transactional, "add_column",
              "SET lock_timeout = '500ms';\nDO $phasegate$\nBEGIN\n  ALTER TABLE public.t ADD COLUMN IF NOT "
              "EXISTS b int;\nEND\n"
              "$phasegate$;\nRESET lock_timeout;\n");
  rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  return rollout;
}

std::string complaint(const test::TestDatabase& database, const RolloutFolder& rollout,
                      std::optional<Phase> phase = {}) {
  try {
    test::apply(database, rollout, [&](RunOptions& options) { options.phase = phase; });
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::refused);
    CHECK_FALSE(std::string(error.what()).empty());
    return error.what();
  }
  return "no complaint";
}

}  // namespace

TEST_CASE("apply: every form of file is run and recorded once", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  const auto ran = test::apply(database, fill(rollout));
  CHECK(ran.code == ExitCode::done);
  CHECK(ran.count(Kind::file_start) == 3);
  CHECK(ran.count(Kind::file_done) == 3);
  CHECK(ran.count(Kind::phase_start) == 1);
  CHECK(ran.count(Kind::phase_done) == 1);
  CHECK(ran.first(Kind::statement).text == "CREATE TABLE public.t (a int)");
  CHECK(test::history_of(database) ==
        "1 SQL expand/V1__tables.sql t, 2 SQL expand/V2__add_column.sql t, 3 SQL expand/V3__t_a_idx.sql t");
  CHECK(database.value("SELECT string_agg(version || ' ' || description || ' ' || checksum, ', ' ORDER BY 1) "
                       "FROM flyway_schema_history WHERE version <> '3'") ==
        "1 tables " + std::to_string(flyway_checksum(make_table)) + ", 2 add column " +
            std::to_string(rollout.manifest.files[1].checksum));
  CHECK(database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a_idx'::regclass") == "t");
  CHECK(database.value("SELECT count(b) FROM t") == "0");
}

TEST_CASE("apply: a second run skips what the history has", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  test::apply(database, fill(rollout));
  const auto again = test::apply(database, rollout);
  CHECK(again.code == ExitCode::done);
  CHECK(again.count(Kind::skipped) == 3);
  CHECK(again.count(Kind::statement) == 0);
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "3");
}

TEST_CASE("apply: only the files of the given phase run", "[db][apply]") {
  test::TestDatabase database("CREATE SCHEMA phasegate");
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "one", "CREATE TABLE one ();");
  rollout.add(Phase::validate, FileForm::transactional, "two", "CREATE TABLE two ();");
  CHECK(test::apply(database, rollout, [](RunOptions& o) { o.phase = Phase::validate; }).code ==
        ExitCode::done);
  CHECK(database.value("SELECT to_regclass('one') IS NULL AND to_regclass('two') IS NOT NULL") == "t");
  CHECK(test::apply(database, rollout, [](RunOptions& o) { o.phase = Phase::backfill; }).code ==
        ExitCode::done);
}

TEST_CASE("apply: all phases run in order, and each is reported", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::ungated, "one", "CREATE TABLE one ();");
  rollout.add(Phase::contract, FileForm::transactional, "two", "DROP TABLE one;");
  const auto ran = test::apply(database, rollout);
  CHECK(ran.code == ExitCode::done);
  CHECK(ran.count(Kind::phase_start) == 2);
  CHECK(ran.count(Kind::phase_done) == 2);
}

TEST_CASE("apply: a plan with nothing to do is done", "[db][apply]") {
  test::TestDatabase database;
  CHECK(test::apply(database, RolloutFolder()).code == ExitCode::done);
  CHECK(database.value("SELECT to_regclass('flyway_schema_history') IS NULL") == "t");
}

TEST_CASE("apply: a failing statement takes its whole file back and names it", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "half", "CREATE TABLE half ();\nSELECT 1 / 0;");
  CHECK_THAT(complaint(database, rollout), Contains("expand/V1__half.sql: division by zero"));
  CHECK(database.value("SELECT to_regclass('half') IS NULL") == "t");
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "0");
}

TEST_CASE("apply: statements and history row are one transaction", "[db][apply]") {
  test::TestDatabase database("CREATE TABLE seen (xid xid8)");
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "x", "INSERT INTO seen SELECT pg_current_xact_id();");
  test::apply(database, rollout);
  CHECK(database.value("SELECT h.xmin::text = s.xid::text FROM flyway_schema_history h, seen s") == "t");
}

TEST_CASE("apply: a file that was changed or is missing is refused before anything runs", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  fill(rollout);
  rollout.folder().write("expand/V2__add_column.sql", "SELECT 1;");
  CHECK_THAT(complaint(database, rollout),
             Contains("expand/V2__add_column.sql was changed after the plan was written"));
  std::filesystem::remove(rollout.folder().path() / "expand/V3__t_a_idx.sql");
  CHECK_THAT(complaint(database, rollout), Contains("V3__t_a_idx.sql is missing"));
  CHECK(database.value("SELECT to_regclass('t') IS NULL AND to_regclass('flyway_schema_history') IS NULL") ==
        "t");
}

TEST_CASE("apply: only what Flyway's checksum counts is a change", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::ungated, "tables", make_table);
  rollout.folder().write(
      "expand/V1__tables.sql",
      "\xEF\xBB\xBF-- Tables.\r\nCREATE TABLE public.t (a int);\r\nCREATE TABLE public.u (a int);");
  CHECK(test::apply(database, rollout).code == ExitCode::done);
}

TEST_CASE("apply: a version that is recorded with other content is refused before anything runs",
          "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder first;
  first.add(Phase::expand, FileForm::ungated, "tables", make_table);
  test::apply(database, first);
  RolloutFolder second;
  second.add(Phase::expand, FileForm::ungated, "tables", "CREATE TABLE other ();");
  second.add(Phase::expand, FileForm::ungated, "more", "CREATE TABLE more ();");
  CHECK_THAT(complaint(database, second), Contains("version 1 is recorded with checksum"));
  CHECK(database.value("SELECT to_regclass('more') IS NULL") == "t");
}

TEST_CASE("apply: a file that Flyway recorded as failed is run again, and the failed row goes",
          "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  fill(rollout);
  test::apply(database, rollout);
  database.connect().query(
      "UPDATE flyway_schema_history SET success = false WHERE version = '3'; DROP INDEX t_a_idx");
  CHECK(test::apply(database, rollout).code == ExitCode::done);
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history WHERE version = '3' AND success") == "1");
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "3");
  CHECK(database.value("SELECT to_regclass('t_a_idx') IS NOT NULL") == "t");
}

TEST_CASE("apply: what is done but not recorded is run again and recorded", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  fill(rollout);
  test::apply(database, rollout);
  database.connect().query("DELETE FROM flyway_schema_history WHERE installed_rank > 1");
  const auto again = test::apply(database, rollout);
  CHECK(again.code == ExitCode::done);
  CHECK(again.count(Kind::file_done) == 2);
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "3");
}

TEST_CASE("apply: a shut gate ends the run with all its reasons, and is never tried again", "[db][apply]") {
  test::TestDatabase database("CREATE SEQUENCE tries");
  RolloutFolder rollout;
  rollout.add(
      Phase::expand, FileForm::transactional, "gated",
      "DO $$ BEGIN PERFORM nextval('tries'); RAISE EXCEPTION 'gate expand is shut' USING ERRCODE = 'PG003', "
      "DETAIL = 'app has no marker', HINT = 'phasegate mark app'; END $$;\n");
  rollout.add(Phase::expand, FileForm::transactional, "next", "CREATE TABLE next ();");
  const auto ran = test::apply(database, rollout);
  CHECK(ran.code == ExitCode::gate_shut);
  CHECK_THAT(ran.first(Kind::gate_shut).text,
             Contains("gate expand is shut") && Contains("app has no marker") && Contains("phasegate mark"));
  CHECK(database.value("SELECT last_value FROM tries") == "1");
  CHECK(database.value(
            "SELECT to_regclass('next') IS NULL AND (SELECT count(*) = 0 FROM flyway_schema_history)") ==
        "t");
}

TEST_CASE("apply: a latched file whose gate is shut builds nothing and drops nothing", "[db][apply]") {
  test::TestDatabase database(
      "CREATE TABLE public.t (a int); INSERT INTO t VALUES (1), (1); CREATE SCHEMA phasegate");
  // A broken build has left an INVALID index of the name.
  CHECK_THROWS_AS(database.connect().query("CREATE UNIQUE INDEX CONCURRENTLY t_idx ON t (a)"), DatabaseError);
  RolloutFolder rollout;
  ManifestFile& file = rollout.add(Phase::validate, FileForm::latched, "t_idx",
                                   "SET default_transaction_read_only = on;\nDO $$ BEGIN RAISE EXCEPTION "
                                   "'shut' USING ERRCODE = 'PG003'; END $$;\n"
                                   "DROP INDEX CONCURRENTLY t_idx;\n");
  file.builds_indexes = {"public.t_idx"};
  CHECK(test::apply(database, rollout).code == ExitCode::gate_shut);
  CHECK(database.value("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = 't_idx'::regclass") == "t");
}

TEST_CASE("apply: an INVALID index of a broken build is dropped and built again", "[db][apply]") {
  test::TestDatabase database("CREATE TABLE public.t (a int); INSERT INTO t VALUES (1), (1)");
  CHECK_THROWS_AS(database.connect().query("CREATE UNIQUE INDEX CONCURRENTLY t_a_idx ON t (a)"),
                  DatabaseError);
  RolloutFolder rollout;
  rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  const auto ran = test::apply(database, rollout);
  CHECK(ran.code == ExitCode::done);
  CHECK_THAT(ran.first(Kind::note).text, Contains("t_a_idx"));
  CHECK(database.value(
            "SELECT indisvalid AND NOT indisunique FROM pg_index WHERE indexrelid = 't_a_idx'::regclass") ==
        "t");
}

TEST_CASE("apply: a valid index is never dropped", "[db][apply]") {
  test::TestDatabase database("CREATE TABLE public.t (a int); CREATE INDEX t_a_idx ON t (a)");
  const std::string oid = database.value("SELECT 't_a_idx'::regclass::oid");
  RolloutFolder rollout;
  rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  CHECK(test::apply(database, rollout).code == ExitCode::done);
  CHECK(database.value("SELECT 't_a_idx'::regclass::oid") == oid);
}

TEST_CASE("apply: a latched file that fails leaves the session open for writing", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::latched, "broken",
              "SET default_transaction_read_only = on;\nSET search_path = nowhere;\nSELECT 1 / 0;\n");
  auto session = database.connect();
  Stop stop;
  CHECK_THROWS_AS(run_phase(session, rollout.manifest, rollout.options(), stop), DatabaseError);
  session.query("CREATE TABLE writable ()");
  CHECK(session.value("SHOW row_security") == "off");
  CHECK(session.value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0");
}

TEST_CASE("apply: settings of one file do not reach the next", "[db][apply]") {
  test::TestDatabase database(
      "CREATE SCHEMA other; CREATE TABLE seen (path text, override text, lock text, statement text, rows "
      "text)");
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "leak",
              "SET search_path = other; SET lock_timeout = '9s'; SET row_security = on; SET "
              "phasegate.override = 'leaked';");
  ManifestFile& next = rollout.add(
      Phase::expand, FileForm::transactional, "next",
      "INSERT INTO public.seen SELECT current_setting('search_path'), current_setting('phasegate.override'), "
      "current_setting('lock_timeout'), current_setting('statement_timeout'), "
      "current_setting('row_security');");
  next.lock_timeout_ms = 700;
  next.statement_timeout_ms = 12'000;
  test::apply(database, rollout,
              [](RunOptions& options) { options.override_reason = "night shift: it's agreed"; });
  CHECK(database.value("SELECT concat_ws('|', path, override, lock, statement, rows) FROM seen") ==
        "\"$user\", public|night shift: it's agreed|700ms|12s|off");
}

TEST_CASE("apply: the history row is written under our own role, and never waits long", "[db][apply]") {
  test::TestDatabase database("CREATE TABLE t ()");
  auto other = database.connect();
  other.query("DROP ROLE IF EXISTS weak; CREATE ROLE weak; GRANT USAGE ON SCHEMA public TO weak");
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "role", "SET ROLE weak;\nSELECT 1;");
  rollout.add(Phase::expand, FileForm::transactional, "reset",
              "DO $$ BEGIN ALTER TABLE t ADD COLUMN a int; END $$;\nRESET lock_timeout;");
  test::apply(database, rollout, [](RunOptions& options) { options.phase = Phase::expand; });
  CHECK(database.value("SELECT bool_and(installed_by = 'postgres') FROM flyway_schema_history") == "t");
  rollout
      .add(Phase::expand, FileForm::transactional, "again",
           "DO $$ BEGIN ALTER TABLE t ADD COLUMN b int; END $$;\nRESET lock_timeout;")
      .lock_timeout_ms = 100;
  other.query("BEGIN; LOCK TABLE flyway_schema_history IN SHARE MODE");
  const auto ran = test::apply(
      database, rollout, [](RunOptions& options) { options.total_limit = std::chrono::milliseconds(400); });
  CHECK(ran.code == ExitCode::interrupted);
  CHECK(ran.count(Kind::retry) >= 1);
  other.query("ROLLBACK; DROP OWNED BY weak; DROP ROLE weak");
}

TEST_CASE("apply: a file that would wait in a lock queue for ever is refused", "[db][apply]") {
  test::TestDatabase database("CREATE TABLE t ()");
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "patient",
              "SET lock_timeout = 0;\nALTER TABLE t ADD COLUMN a int;");
  CHECK_THAT(complaint(database, rollout), Contains("lock_timeout is 0 before `ALTER TABLE t"));
  RolloutFolder unplanned;
  unplanned.add(Phase::expand, FileForm::transactional, "x", "SELECT 1;").lock_timeout_ms = 0;
  CHECK_THAT(complaint(database, unplanned), Contains("its lock_timeout is 0"));
}

TEST_CASE("apply: a file that ends its own transaction is refused before anything runs", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "one", "CREATE TABLE one ();");
  rollout.add(Phase::expand, FileForm::transactional, "two", "CREATE TABLE two ();\n-- done\ncommit;");
  CHECK_THAT(complaint(database, rollout),
             Contains("V2__two.sql: a file of a rollout must not hold `commit`"));
  CHECK(database.value("SELECT to_regclass('one') IS NULL") == "t");
}

TEST_CASE("apply: without schema phasegate no gated phase starts", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::contract, FileForm::transactional, "x", "SELECT 1;");
  CHECK_THAT(complaint(database, rollout, Phase::contract), Contains("has no schema phasegate"));
}

TEST_CASE("apply: the installation is run again when it is recorded but gone", "[db][apply]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::ungated, "install", "CREATE SCHEMA IF NOT EXISTS phasegate;").done = {
      "to_regnamespace('phasegate') IS NOT NULL"};
  test::apply(database, rollout);
  CHECK(test::apply(database, rollout).count(Kind::skipped) == 1);
  database.connect().query("DROP SCHEMA phasegate");
  CHECK(test::apply(database, rollout).count(Kind::file_done) == 1);
  CHECK(database.value("SELECT to_regnamespace('phasegate') IS NOT NULL") == "t");
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "1");
}

TEST_CASE("apply: the history may have another name and schema", "[db][apply]") {
  test::TestDatabase database("CREATE SCHEMA \"Admin\"");
  RolloutFolder rollout;
  rollout.manifest.history_schema = "Admin";
  rollout.manifest.history_table = "History";
  rollout.add(Phase::expand, FileForm::transactional, "x", "SELECT 1;");
  CHECK(test::apply(database, rollout).code == ExitCode::done);
  CHECK(database.value("SELECT count(*) FROM \"Admin\".\"History\"") == "1");
}

TEST_CASE("apply: a session that changes its server process is refused", "[db][apply]") {
  test::TestDatabase database;
  database.connect().query(
      "SET allow_system_table_mods = on; CREATE SEQUENCE public.process; CREATE OR REPLACE FUNCTION "
      "pg_catalog.pg_backend_pid() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT "
      "nextval(''public.process'')::int'");
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "x", "CREATE TABLE x ();");
  CHECK_THAT(complaint(database, rollout), Contains("transaction pooler"));
  CHECK(database.value("SELECT to_regclass('x') IS NULL") == "t");
}

TEST_CASE("apply: after a backfill, what it has left for VACUUM is told, and whether autovacuum will come", "[db][apply]") {
  for (const bool comes : {false, true}) {
    test::TestDatabase database("CREATE TABLE t (a int, b int); INSERT INTO t SELECT i FROM generate_series(1, 5000) i; ANALYZE t");
    if (!comes) database.connect().query("ALTER TABLE t SET (autovacuum_enabled = off)");
    else if (database.value("SHOW autovacuum") == "off") continue;
    RolloutFolder rollout;
    // Sessions report their statistics once a second.
    rollout.add(Phase::backfill, FileForm::ungated, "fill", "SET lock_timeout = '500ms';\nUPDATE public.t SET b = a;\nSELECT pg_sleep(1.1);").locks = {{"public.t", LockMode::row_exclusive, Work::batches}};
    const auto ran = test::apply(database, rollout);
    CHECK(ran.code == ExitCode::done);
    REQUIRE(ran.count(Kind::note) == 1);
    CHECK(ran.first(Kind::note).text ==
          std::string("t holds 5000 dead row versions, 50 % of all: ") + (comes ? "autovacuum will come for it" : "autovacuum will not come for it yet, VACUUM (ANALYZE) t"));
  }
}
