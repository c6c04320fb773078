// Locks that others hold: waiting without queueing, trying again, and giving up in time.
#include "apply/locks.hpp"
#include "rollout.hpp"

#include "apply/flyway_lock.hpp"
#include "gate/install.hpp"
#include "support/catch.hpp"

#include <thread>

using namespace phasegate;
using phasegate::test::Contains;
using Kind = RunEvent::Kind;
using std::chrono::milliseconds;
using test::RolloutFolder;

namespace {

constexpr const char* add_column =
    "DO $$ BEGIN ALTER TABLE public.t ADD COLUMN IF NOT EXISTS b int; END $$;\n";

void add_lock(ManifestFile& file, int lock_timeout_ms) {
  file.locks = {{.relation = "public.t", .mode = LockMode::access_exclusive, .work = Work::instant}};
  file.lock_timeout_ms = lock_timeout_ms;
}

// A session that holds ACCESS SHARE on t until it is told to end.
struct Holder {
  Database session;
  explicit Holder(const test::TestDatabase& database)
      : session(connect(database.url() + "&application_name=reporting")) {
    session.query("BEGIN; LOCK TABLE public.t IN ACCESS SHARE MODE; SELECT 'a long report'");
  }
  void leave() { session.query("COMMIT"); }
};

// Raises the code in the first two tries.
std::string fails_twice(const std::string& code, const std::string& message) {
  return "DO $$ BEGIN IF nextval('tries') < 3 THEN RAISE EXCEPTION '" + message + "' USING ERRCODE = '" +
         code + "'; END IF; END $$;\n";
}

}  // namespace

TEST_CASE("retry: a lock that others hold is tried again until they leave, and they are named",
          "[db][apply][retry]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  RolloutFolder rollout;
  add_lock(rollout.add(Phase::expand, FileForm::transactional, "b", add_column), 100);
  Holder holder(database);
  const int pid = holder.session.backend_pid();
  std::thread leaves([&] {
    std::this_thread::sleep_for(milliseconds(900));
    holder.leave();
  });
  const auto ran =
      test::apply(database, rollout, [](RunOptions& options) { options.quiet_after = milliseconds(60'000); });
  leaves.join();
  CHECK(ran.code == ExitCode::done);
  REQUIRE(ran.count(Kind::retry) >= 1);
  const RunEvent& retry = ran.first(Kind::retry);
  REQUIRE(retry.blockers.size() == 1);
  CHECK(retry.blockers[0].pid == pid);
  CHECK_THAT(to_string(retry.blockers[0]), Contains("reporting") &&
                                               Contains("holds ACCESS SHARE on public.t") &&
                                               Contains("a long report"));
  CHECK(retry.duration > milliseconds(0));
  CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "1");
}

TEST_CASE("retry: an old transaction is waited for without standing in the queue", "[db][apply][retry]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  RolloutFolder rollout;
  add_lock(rollout.add(Phase::expand, FileForm::transactional, "b", add_column), 100);
  Holder holder(database);
  std::thread leaves([&] {
    std::this_thread::sleep_for(milliseconds(800));
    holder.leave();
  });
  const auto ran =
      test::apply(database, rollout, [](RunOptions& options) { options.quiet_after = milliseconds(0); });
  leaves.join();
  CHECK(ran.code == ExitCode::done);
  CHECK(ran.count(Kind::waiting) == 1);
  CHECK(ran.count(Kind::retry) == 0);
}

TEST_CASE("retry: when the limit runs out the run ends with 4 and nothing is changed", "[db][apply][retry]") {
  for (const milliseconds quiet_after : {milliseconds(0), milliseconds(60'000)}) {
    test::TestDatabase database("CREATE TABLE public.t (a int)");
    RolloutFolder rollout;
    add_lock(rollout.add(Phase::expand, FileForm::transactional, "b", add_column), 50);
    Holder holder(database);
    const auto start = std::chrono::steady_clock::now();
    const auto ran = test::apply(database, rollout, [&](RunOptions& options) {
      options.quiet_after = quiet_after;
      options.total_limit = milliseconds(600);
    });
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
    CHECK(ran.code == ExitCode::interrupted);
    CHECK_THAT(ran.first(Kind::stopped).text, Contains("limit of 0.6 s"));
    CHECK(ran.first(Kind::stopped).blockers.size() == 1);
    holder.leave();
    CHECK(database.value("SELECT count(*) FROM information_schema.columns WHERE table_name = 't'") == "1");
    CHECK(test::apply(database, rollout).code == ExitCode::done);
  }
}

TEST_CASE("retry: deadlocks, lock timeouts and catalog rows that two sessions meet on are tried again",
          "[db][apply][retry]") {
  const std::pair<std::string, std::string> codes[] = {
      {"40P01", "deadlock detected"}, {"55P03", "lock timeout"}, {"XX000", "tuple concurrently updated"}};
  for (const auto& [code, message] : codes) {
    test::TestDatabase database("CREATE SEQUENCE tries");
    RolloutFolder rollout;
    rollout.add(Phase::expand, FileForm::transactional, "x", fails_twice(code, message));
    const auto ran = test::apply(database, rollout);
    CHECK(ran.code == ExitCode::done);
    CHECK(ran.count(Kind::retry) == 2);
    CHECK(database.value("SELECT count(*) FROM flyway_schema_history") == "1");
  }
}

TEST_CASE("retry: other errors are not tried again", "[db][apply][retry]") {
  for (const std::string code : {"XX000", "P0001", "23505"}) {
    test::TestDatabase database("CREATE SEQUENCE tries");
    RolloutFolder rollout;
    rollout.add(Phase::expand, FileForm::transactional, "x", fails_twice(code, "something else"));
    CHECK_THROWS_AS(test::apply(database, rollout), DatabaseError);
    CHECK(database.value("SELECT last_value FROM tries") == "1");
  }
}

TEST_CASE("retry: a latched file is tried again from its first statement", "[db][apply][retry]") {
  test::TestDatabase database("CREATE SEQUENCE tries; CREATE TABLE log (latched text)");
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::latched, "x",
              "SET default_transaction_read_only = on;\n"
              "DO $$ BEGIN PERFORM set_config('default_transaction_read_only', 'off', false); END $$;\n"
              "INSERT INTO log VALUES ('once');\n" +
                  fails_twice("55P03", "busy"));
  CHECK(test::apply(database, rollout).code == ExitCode::done);
  CHECK(database.value("SELECT count(*) FROM log") == "3");
}

TEST_CASE("retry: a statement timeout ends the run with 4", "[db][apply][retry]") {
  test::TestDatabase database;
  RolloutFolder rollout;
  rollout.add(Phase::expand, FileForm::transactional, "slow", "CREATE TABLE slow ();\nSELECT pg_sleep(10);")
      .statement_timeout_ms = 100;
  const auto ran = test::apply(database, rollout);
  CHECK(ran.code == ExitCode::interrupted);
  CHECK_THAT(ran.first(Kind::stopped).text, Contains("statement timeout"));
  CHECK(database.value("SELECT to_regclass('slow') IS NULL") == "t");
}

TEST_CASE("retry: a concurrent build is not started while an old snapshot would break it off",
          "[db][apply][retry]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  RolloutFolder rollout;
  ManifestFile& file = rollout.add_index(Phase::expand, "t_a_idx", "public.t", "a");
  file.lock_timeout_ms = 500;
  auto reader = database.connect();
  reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
  const auto ran = test::apply(database, rollout, [](RunOptions& options) {
    options.quiet_after = milliseconds(0);
    options.total_limit = milliseconds(400);
  });
  CHECK(ran.code == ExitCode::interrupted);
  CHECK(ran.first(Kind::stopped).blockers.at(0).kind == Blocker::Kind::snapshot);
  CHECK(database.value("SELECT to_regclass('t_a_idx') IS NULL") == "t");
}

TEST_CASE("retry: while another runner holds the lock nothing runs, and it is named", "[db][apply][retry]") {
  for (const std::int64_t key : {std::int64_t{runner_lock_key}, flyway_lock_key("public", "flyway_schema_history")}) {
    test::TestDatabase database;
    RolloutFolder rollout;
    rollout.add(Phase::expand, FileForm::transactional, "x", "CREATE TABLE x ();");
    auto other = connect(database.url() + "&application_name=Flyway");
    other.query("SELECT pg_advisory_lock(" + std::to_string(key) + ")");
    const auto ran =
        test::apply(database, rollout, [](RunOptions& options) { options.total_limit = milliseconds(500); });
    CHECK(ran.code == ExitCode::interrupted);
    CHECK_THAT(ran.first(Kind::waiting).text,
               Contains("Flyway") && Contains(std::to_string(other.backend_pid())));
    CHECK_THAT(ran.first(Kind::stopped).text, Contains("another runner is at work") && Contains("Flyway"));
    CHECK(database.value("SELECT to_regclass('x') IS NULL") == "t");
    other.query("SELECT pg_advisory_unlock_all()");
    CHECK(test::apply(database, rollout).code == ExitCode::done);
  }
}

TEST_CASE("retry: while a file runs, Flyway's try for its lock fails", "[db][apply][retry]") {
  test::TestDatabase database("CREATE TABLE seen (flyway bool, phasegate bool)");
  RolloutFolder rollout;
  // Asked from another session, while the file runs.
  rollout.add(Phase::expand, FileForm::transactional, "x",
              "INSERT INTO seen SELECT bool_or(objid = 4163491309 AND classid = 18028), "
              "bool_or(((classid::bigint << 32) | objid::bigint) = " +
                  std::to_string(runner_lock_key) +
                  ") FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND pid = "
                  "pg_backend_pid();");
  CHECK(test::apply(database, rollout).code == ExitCode::done);
  CHECK(database.value("SELECT flyway AND phasegate FROM seen") == "t");
}
