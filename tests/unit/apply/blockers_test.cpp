// Who is found in the way of which lock.
#include "apply/blockers.hpp"

#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <map>

using namespace phasegate;
using phasegate::test::Contains;

namespace {

std::vector<ManifestLock> lock(LockMode mode, Work work = Work::instant,
                               const std::string& relation = "public.t") {
  return {{.relation = relation, .mode = mode, .work = work}};
}

}  // namespace

TEST_CASE("blockers: for every pair of modes, found means that the server lets them conflict",
          "[db][blockers]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  auto holder = database.connect(), asks = database.connect();
  for (int held = 0; held < 8; ++held) {
    holder.query("BEGIN");
    holder.query("LOCK TABLE t IN " + std::string(to_string(static_cast<LockMode>(held))) + " MODE");
    for (int wanted = 0; wanted < 8; ++wanted) {
      const auto mode = static_cast<LockMode>(wanted);
      const bool found = !find_blockers(asks, lock(mode)).empty();
      asks.query("BEGIN");
      bool conflicts = false;
      try {
        asks.query("LOCK TABLE t IN " + std::string(to_string(mode)) + " MODE NOWAIT");
      } catch (const DatabaseError& error) {
        conflicts = error.sqlstate() == "55P03";
      }
      asks.query("ROLLBACK");
      INFO(to_string(static_cast<LockMode>(held)) << " held, " << to_string(mode) << " wanted");
      CHECK(found == conflicts);
    }
    holder.query("ROLLBACK");
  }
}

TEST_CASE("blockers: a session is told with application, user, state, age, mode and statement",
          "[db][blockers]") {
  test::TestDatabase database("CREATE TABLE public.\"Odd table\" (a int)");
  auto holder = connect(database.url() + "&application_name=reporting");
  holder.query("BEGIN; SELECT * FROM \"Odd table\";\nSELECT '" + std::string(300, 'x') + "'");
  auto asks = database.connect();
  const auto found =
      find_blockers(asks, lock(LockMode::access_exclusive, Work::instant, "public.\"Odd table\""));
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == Blocker::Kind::session);
  CHECK(found[0].pid == holder.backend_pid());
  CHECK(found[0].application == "reporting");
  CHECK(found[0].user == "postgres");
  CHECK(found[0].state == "idle in transaction");
  CHECK(found[0].mode == "ACCESS SHARE");
  CHECK(found[0].query.size() == 120);
  CHECK(found[0].query.find('\n') == std::string::npos);
  REQUIRE(found[0].age);
  CHECK(found[0].age->count() < 60'000);
  CHECK_THAT(to_string(found[0]), Contains("(reporting, user postgres, idle in transaction for") &&
                                      Contains("on public.\"Odd table\": BEGIN"));
}

TEST_CASE("blockers: one session is one blocker, with its strongest lock", "[db][blockers]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  auto holder = database.connect(), asks = database.connect();
  holder.query("BEGIN; SELECT * FROM t; LOCK TABLE t IN SHARE MODE; LOCK TABLE t IN ROW EXCLUSIVE MODE");
  const auto found = find_blockers(asks, lock(LockMode::access_exclusive));
  REQUIRE(found.size() == 1);
  CHECK(found[0].mode == "SHARE");
}

TEST_CASE("blockers: a prepared transaction is told by its name", "[db][blockers]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  auto holder = database.connect(), asks = database.connect();
  holder.query("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'forgotten'");
  const auto found = find_blockers(asks, lock(LockMode::access_exclusive));
  holder.query("ROLLBACK PREPARED 'forgotten'");
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == Blocker::Kind::prepared);
  CHECK(found[0].gid == "forgotten");
  CHECK(found[0].pid == 0);
  CHECK(found[0].age.has_value());
  CHECK_THAT(to_string(found[0]),
             Contains("the prepared transaction 'forgotten'") && Contains("holds ROW EXCLUSIVE on public.t"));
}

TEST_CASE("blockers: other databases, other tables and missing tables do not count", "[db][blockers]") {
  test::TestDatabase database("CREATE TABLE public.t (a int); CREATE TABLE public.u (a int)"),
      other("CREATE TABLE public.t (a int)");
  auto elsewhere = other.connect(), holder = database.connect(), asks = database.connect();
  elsewhere.query("BEGIN; LOCK TABLE t");
  holder.query("BEGIN; LOCK TABLE u");
  CHECK(find_blockers(asks, lock(LockMode::access_exclusive)).empty());
  CHECK(find_blockers(asks, lock(LockMode::access_exclusive, Work::instant, "public.missing")).empty());
  CHECK(find_blockers(asks, lock(LockMode::access_exclusive, Work::instant, "nowhere.missing")).empty());
  CHECK(find_blockers(asks, {}).empty());
}

TEST_CASE("blockers: a build names old snapshots, other work does not", "[db][blockers]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  auto reader = database.connect(), asks = database.connect();
  reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
  const auto found = find_blockers(asks, lock(LockMode::share_update_exclusive, Work::builds));
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == Blocker::Kind::snapshot);
  CHECK(found[0].pid == reader.backend_pid());
  CHECK(find_blockers(asks, lock(LockMode::share_update_exclusive, Work::scans)).empty());
}

TEST_CASE("blockers: for a role that sees nothing of others, a blocker is a pid and a lock",
          "[db][blockers]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  database.connect().query("DROP ROLE IF EXISTS blind; CREATE ROLE blind LOGIN");
  auto holder = database.connect();
  holder.query("BEGIN; LOCK TABLE t IN SHARE MODE");
  {
    auto asks = connect(database.url("blind"));
    const auto found = find_blockers(asks, lock(LockMode::access_exclusive));
    REQUIRE(found.size() == 1);
    CHECK(found[0].pid == holder.backend_pid());
    CHECK_FALSE(found[0].age.has_value());
    Stop stop;
    WaitBudget budget(std::chrono::milliseconds(1000));
    QuietRules rules;
    rules.older_than = std::chrono::milliseconds(0);
    CHECK(wait_until_quiet(asks, lock(LockMode::access_exclusive), rules, budget, stop).empty());
  }
  database.connect().query("DROP ROLE blind");
}

TEST_CASE("blockers: locks that make nobody wait are not waited for", "[db][blockers]") {
  test::TestDatabase database("CREATE TABLE public.t (a int)");
  auto holder = database.connect(), asks = database.connect();
  holder.query("BEGIN; LOCK TABLE t IN SHARE MODE");
  Stop stop;
  QuietRules rules;
  rules.older_than = std::chrono::milliseconds(0);
  WaitBudget budget(std::chrono::milliseconds(300));
  CHECK(wait_until_quiet(asks, lock(LockMode::share_update_exclusive), rules, budget, stop).empty());
  CHECK(budget.left() == budget.limit());
  CHECK(wait_until_quiet(asks, lock(LockMode::access_exclusive), rules, budget, stop).size() == 1);
  CHECK(budget.is_spent());
}

TEST_CASE("blockers: autovacuum says whether it gives way", "[blockers]") {
  Blocker blocker;
  blocker.pid = 7;
  blocker.mode = "SHARE UPDATE EXCLUSIVE";
  blocker.relation = "public.t";
  blocker.age = std::chrono::minutes(14);
  blocker.kind = Blocker::Kind::autovacuum;
  CHECK(to_string(blocker) ==
        "autovacuum, pid 7 (in a transaction for 14 min) holds SHARE UPDATE EXCLUSIVE on public.t");
  blocker.kind = Blocker::Kind::autovacuum_wraparound;
  CHECK_THAT(to_string(blocker), Contains("does not give way, pid 7"));
}
