// Taking a phase back.
#include "rollout.hpp"

#include "support/catch.hpp"

using namespace phasegate;
using phasegate::test::Contains;
using Kind = RunEvent::Kind;
using test::RolloutFolder;

namespace {

RolloutFolder& expand_and_validate(RolloutFolder& rollout) {
  rollout.add(Phase::expand, FileForm::ungated, "install", "CREATE SCHEMA IF NOT EXISTS phasegate;");
  rollout.add(Phase::expand, FileForm::transactional, "one", "CREATE TABLE one (a int);");
  rollout.add_undo("DROP TABLE one;");
  rollout.add_index(Phase::expand, "one_a_idx", "public.one", "a");
  rollout.add_undo(
      "SET default_transaction_read_only = on;\nSET lock_timeout = '1s';\n"
      "DO $$ BEGIN PERFORM set_config('default_transaction_read_only', 'off', false); END $$;\n"
      "DROP INDEX CONCURRENTLY IF EXISTS one_a_idx;\n");
  rollout.add(Phase::expand, FileForm::transactional, "opening", "SELECT 1;");
  rollout.add(Phase::validate, FileForm::transactional, "two", "CREATE TABLE two ();");
  rollout.add_undo("DROP TABLE two;");
  return rollout;
}

std::string refusal(const test::TestDatabase& database, const RolloutFolder& rollout, Phase phase) {
  try {
    test::undo(database, rollout, phase);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::refused);
    return error.what();
  }
  return "no refusal";
}

}  // namespace

TEST_CASE("undo: a phase is taken back in reverse order, each file with its DELETE row",
          "[db][apply][undo]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  test::apply(database, expand_and_validate(rollout),
              [](RunOptions& options) { options.phase = Phase::expand; });
  const auto ran = test::undo(database, rollout, Phase::expand);
  CHECK(ran.code == ExitCode::done);
  CHECK(ran.first(Kind::phase_start).text == "undo expand");
  CHECK(database.value("SELECT to_regclass('one') IS NULL") == "t");
  CHECK(database.value("SELECT to_regnamespace('phasegate') IS NOT NULL") == "t");
  CHECK(
      database.value(
          "SELECT string_agg(installed_rank || ' ' || type || ' ' || version, ', ' ORDER BY installed_rank) "
          "FROM flyway_schema_history") ==
      "1 SQL 1, 2 SQL 2, 3 SQL 3, 4 SQL 4, 5 DELETE 3, 6 DELETE 2, 7 DELETE 4");
  CHECK(database.value("SELECT bool_and(d.checksum = s.checksum AND d.script = s.script AND d.description = "
                       "s.description AND d.success) "
                       "FROM flyway_schema_history d JOIN flyway_schema_history s USING (version) "
                       "WHERE d.type = 'DELETE' AND s.type = 'SQL'") == "t");
}

TEST_CASE("undo: a phase can be applied and undone again", "[db][apply][undo]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  expand_and_validate(rollout);
  const auto expand_only = [](RunOptions& options) { options.phase = Phase::expand; };
  for (int i = 0; i < 2; ++i) {
    CHECK(test::apply(database, rollout, expand_only).code == ExitCode::done);
    CHECK(database.value("SELECT to_regclass('one_a_idx') IS NOT NULL") == "t");
    CHECK(test::undo(database, rollout, Phase::expand).code == ExitCode::done);
    CHECK(database.value("SELECT to_regclass('one') IS NULL") == "t");
  }
  CHECK(test::undo(database, rollout, Phase::expand).count(Kind::file_start) == 0);
}

TEST_CASE("undo: a later phase that is applied refuses it", "[db][apply][undo]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  test::apply(database, expand_and_validate(rollout));
  CHECK_THAT(refusal(database, rollout, Phase::expand),
             Contains("validate/V5__two.sql: validate is applied and comes after expand"));
  CHECK(database.value("SELECT to_regclass('one') IS NOT NULL") == "t");
  CHECK(test::undo(database, rollout, Phase::validate).code == ExitCode::done);
  CHECK(test::undo(database, rollout, Phase::expand).code == ExitCode::done);
}

TEST_CASE("undo: what cannot be undone is refused with its reason before anything runs",
          "[db][apply][undo]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  expand_and_validate(rollout);
  ManifestFile& drop = rollout.add(Phase::contract, FileForm::transactional, "drop", "SELECT 1;");
  drop.undo_impossible = "users.first_name is gone for good";
  rollout.add(Phase::contract, FileForm::transactional, "last", "CREATE TABLE last ();");
  rollout.add_undo("DROP TABLE last;");
  test::apply(database, rollout);
  CHECK_THAT(refusal(database, rollout, Phase::contract),
             Contains("cannot be undone: users.first_name is gone for good"));
  CHECK(database.value("SELECT to_regclass('last') IS NOT NULL") == "t");
}

TEST_CASE("undo: what is not applied yet does not stand in the way", "[db][apply][undo]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  expand_and_validate(rollout)
      .add(Phase::contract, FileForm::transactional, "drop", "SELECT 1;")
      .undo_impossible = "gone";
  test::apply(database, rollout, [](RunOptions& options) { options.phase = Phase::expand; });
  CHECK(test::undo(database, rollout, Phase::contract).code == ExitCode::done);
  CHECK(test::undo(database, rollout, Phase::expand).code == ExitCode::done);
}

TEST_CASE("undo: a missing U-file is refused before anything runs", "[db][apply][undo]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  test::apply(database, expand_and_validate(rollout),
              [](RunOptions& options) { options.phase = Phase::expand; });
  std::filesystem::remove(rollout.folder().path() / "undo/U2__one.sql");
  CHECK_THAT(refusal(database, rollout, Phase::expand), Contains("U2__one.sql is missing"));
  CHECK(database.value("SELECT to_regclass('one_a_idx') IS NOT NULL") == "t");
}

TEST_CASE("undo: a shut gate leaves schema and history as they are", "[db][apply][undo]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "one", "CREATE TABLE one ();");
  rollout.add_undo(
      "DO $$ BEGIN RAISE EXCEPTION 'app 2.0.0 is live' USING ERRCODE = 'PG003'; END $$;\nDROP TABLE one;");
  rollout.add(Phase::expand, FileForm::transactional, "opening", "SELECT 1;");
  test::apply(database, rollout);
  const auto ran = test::undo(database, rollout, Phase::expand);
  CHECK(ran.code == ExitCode::gate_shut);
  CHECK_THAT(ran.first(Kind::gate_shut).text, Contains("app 2.0.0 is live"));
  CHECK(database.value(
            "SELECT to_regclass('one') IS NOT NULL AND (SELECT count(*) = 2 FROM flyway_schema_history)") ==
        "t");
}

TEST_CASE("undo: the INVALID index of a build that never finished goes too", "[db][apply][undo]") {
  test::TestDatabase database("CREATE TABLE public.t AS SELECT 1 AS a FROM generate_series(1, 2)");
  RolloutFolder rollout;
  rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  CHECK_THROWS_AS(database.connect().query("CREATE UNIQUE INDEX CONCURRENTLY t_a_idx ON t (a)"),
                  DatabaseError);
  CHECK(test::undo(database, rollout, Phase::expand).code == ExitCode::done);
  CHECK(database.value("SELECT to_regclass('t_a_idx') IS NULL") == "t");
}
