// What a run leaves in phasegate.event, files that were done by somebody else, and the session that looks on.
#include "rollout.hpp"

#include "apply/onlooker.hpp"
#include "gate/install.hpp"
#include "support/catch.hpp"

#include <phasegate/error.hpp>

#include <mutex>
#include <thread>

using namespace phasegate;
using phasegate::test::Contains;
using Kind = RunEvent::Kind;
using std::chrono::milliseconds;
using test::RolloutFolder;

namespace {

constexpr const char* make_table = "DO $$ BEGIN CREATE TABLE IF NOT EXISTS made (a int); END $$;\n";

RolloutFolder& one_file(RolloutFolder& rollout) {
  ManifestFile& file = rollout.add(Phase::expand, FileForm::transactional, "make", make_table);
  file.titles = {"make a table"};
  file.done = {"pg_catalog.to_regclass('public.made') IS NOT NULL"};
  return rollout;
}

void install(const test::TestDatabase& database) {
  Database session = database.connect();
  ensure_installed(session);
}

}  // namespace

TEST_CASE("audit: each file leaves its time, tries, waits and who stood in the way", "[db][apply][audit]") {
  test::TestDatabase database("CREATE TABLE t (a int)");
  install(database);
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "alter", "DO $$ BEGIN ALTER TABLE t ADD COLUMN b int; END $$;\n").lock_timeout_ms = 50;
  rollout.manifest.files.back().locks = {{.relation = "public.t", .mode = LockMode::access_exclusive, .work = Work::instant}};
  Database holder = database.connect();
  holder.query("BEGIN; SELECT FROM t");
  const auto ran = test::apply(database, rollout, [&](RunOptions& options) {
    options.quiet_after = std::chrono::seconds(100);  // tries at once
    options.report = [&, before = options.report](const RunEvent& event) {
      if (event.kind == Kind::retry) holder.query("ROLLBACK");
      before(event);
    };
  });
  CHECK(ran.code == ExitCode::done);
  CHECK(ran.first(Kind::file_done).tries == 2);
  CHECK(ran.first(Kind::file_done).waited >= milliseconds(50));
  CHECK(database.value("SELECT concat_ws('|', rollout, phase, what, detail ->> 'file', detail ->> 'tries', (detail ->> 'waited_ms')::int >= 50, detail ->> 'milliseconds' IS NOT NULL, "
                       "detail -> 'blockers' ->> 0 LIKE '%holds ACCESS SHARE on public.t%') FROM phasegate.event") == "example|expand|file applied|expand/V1__alter.sql|2|t|t|t");
}

TEST_CASE("reconcile: a file that is done but not recorded is recorded, not run", "[db][apply][audit]") {
  test::TestDatabase database("CREATE TABLE made (a int)");
  install(database);
  RolloutFolder rollout;
  const auto ran = test::apply(database, one_file(rollout), [](RunOptions& options) { options.reconcile = true; });
  CHECK(ran.code == ExitCode::done);
  CHECK(ran.count(Kind::reconciled) == 1);
  CHECK(ran.count(Kind::statement) == 0);
  CHECK(test::history_of(database) == "1 SQL expand/V1__make.sql t");
  CHECK(database.value("SELECT what || ' ' || (detail ->> 'file') FROM phasegate.event") == "file reconciled expand/V1__make.sql");
  CHECK(test::apply(database, rollout).count(Kind::skipped) == 1);
}

TEST_CASE("reconcile: what is not done is run, and without the option everything is", "[db][apply][audit]") {
  test::TestDatabase database;
  install(database);
  RolloutFolder rollout;
  CHECK(test::apply(database, one_file(rollout), [](RunOptions& options) { options.reconcile = true; }).count(Kind::statement) == 1);
  database.connect().query("DELETE FROM flyway_schema_history");
  const auto again = test::apply(database, rollout);
  CHECK(again.count(Kind::reconciled) == 0);
  CHECK(again.count(Kind::statement) == 1);
  CHECK(test::history_of(database) == "1 SQL expand/V1__make.sql t");
}

TEST_CASE("reconcile: a file that does not say when it is done is always run", "[db][apply][audit]") {
  test::TestDatabase database;
  install(database);
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "quiet", make_table);
  CHECK(test::apply(database, rollout, [](RunOptions& options) { options.reconcile = true; }).count(Kind::statement) == 1);
}

TEST_CASE("onlooker: an index build tells its phase and whom it waits for", "[db][apply][audit]") {
  test::TestDatabase database("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  RolloutFolder rollout;
  rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  Database writer = database.connect();
  writer.query("BEGIN; INSERT INTO t VALUES (2)");
  const std::string writer_pid = std::to_string(writer.backend_pid());
  std::string seen;
  const auto ran = test::apply(database, rollout, [&](RunOptions& options) {
    options.open_onlooker = [&] { return database.connect(); };
    options.look_every = milliseconds(50);
    options.report = [&, before = options.report](const RunEvent& event) {
      before(event);
      if (event.kind == Kind::progress && seen.empty()) {
        seen = event.file + ": " + event.text;
        writer.query("COMMIT");
      }
    };
  });
  CHECK(ran.code == ExitCode::done);
  CHECK_THAT(seen, Contains("expand/V1__t_a_idx.sql: at work for 0 s, waiting for writers before build, 0 %, waits for pid " + writer_pid));
}

TEST_CASE("onlooker: who blocks a statement is told within two seconds, however seldom progress is", "[db][apply][audit]") {
  test::TestDatabase database("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  RolloutFolder rollout;
  rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  Database writer = database.connect();
  writer.query("BEGIN; INSERT INTO t VALUES (2)");
  const std::string writer_pid = std::to_string(writer.backend_pid());
  std::vector<std::string> seen;
  std::chrono::steady_clock::duration took{};
  const auto begin = std::chrono::steady_clock::now();
  const auto ran = test::apply(database, rollout, [&](RunOptions& options) {
    options.open_onlooker = [&] { return database.connect(); };
    options.look_every = std::chrono::seconds(60);
    options.report = [&, before = options.report](const RunEvent& event) {
      before(event);
      if (event.kind != Kind::progress) return;
      seen.push_back(event.text);
      took = std::chrono::steady_clock::now() - begin;
      writer.query("COMMIT");
    };
  });
  CHECK(ran.code == ExitCode::done);
  REQUIRE(seen.size() == 1);
  CHECK_THAT(seen.front(), Contains("waits for pid " + writer_pid));
  CHECK(took < std::chrono::seconds(4));  // one or two on a machine that has time
}

TEST_CASE("onlooker: one that cannot connect disturbs nobody", "[db][apply][audit]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "slow", "SELECT pg_sleep(0.2);");
  const auto ran = test::apply(database, rollout, [&](RunOptions& options) {
    options.open_onlooker = []() -> Database { throw Error(ExitCode::unreachable, "no more connections"); };
    options.look_every = milliseconds(10);
  });
  CHECK(ran.code == ExitCode::done);
  CHECK(ran.count(Kind::progress) == 0);
}
