// Locking the tables of a file before its first statement.
#include "scenario.hpp"

#include "support/catch.hpp"

using namespace phasegate;
using namespace phasegate::test;
using std::chrono::milliseconds;

namespace {

constexpr const char* three = R"('[{"table": "public.a", "mode": "ACCESS EXCLUSIVE"}, {"table": "public.b", "mode": "SHARE ROW EXCLUSIVE"}, {"table": "public.c", "mode": "ACCESS EXCLUSIVE"}]')";

void make_tables(const GateDatabase& database) { database.connect().query("CREATE TABLE a (); CREATE TABLE b (); CREATE TABLE c ()"); }

}  // namespace

TEST_CASE("lock_tables: each table is locked in its mode, what is missing or no table is left out, and lock_timeout is as before", "[db][gate]") {
  const GateDatabase database;
  make_tables(database);
  database.connect().query("DROP TABLE b; CREATE VIEW b AS SELECT");
  auto session = database.connect();
  session.query("BEGIN; SET LOCAL lock_timeout = '700ms'");
  session.query(std::string("SELECT phasegate.lock_tables(") + three + ")");
  session.query(R"(SELECT phasegate.lock_tables('[{"table": "public.nothing", "mode": "ACCESS EXCLUSIVE"}, {"table": "public.users", "mode": "ACCESS SHARE"}]'))");
  CHECK(session.value("SELECT string_agg(relation::regclass || ' ' || mode, ', ' ORDER BY relation::regclass::text) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' "
                      "AND relation::regclass::text IN ('a', 'b', 'c', 'users')") == "a AccessExclusiveLock, c AccessExclusiveLock");
  CHECK(session.value("SHOW lock_timeout") == "700ms");
}

TEST_CASE("lock_tables: once the first table is locked, all others together get one lock_timeout", "[db][gate]") {
  const GateDatabase database;
  make_tables(database);
  auto brief = database.connect(), lasting = database.connect(), session = database.connect();
  brief.query("BEGIN; LOCK TABLE b IN ACCESS SHARE MODE; LOCK TABLE b IN ROW EXCLUSIVE MODE");
  lasting.query("BEGIN; LOCK TABLE c IN ACCESS SHARE MODE");
  session.query("BEGIN; SET LOCAL lock_timeout = '1000ms'");
  std::thread releases([&] {
    std::this_thread::sleep_for(milliseconds(700));
    brief.query("ROLLBACK");
  });
  const auto start = std::chrono::steady_clock::now();
  CHECK(sqlstate_of(session, std::string("SELECT phasegate.lock_tables(") + three + ")") == "55P03");
  const auto took = std::chrono::steady_clock::now() - start;
  releases.join();
  CHECK(took > milliseconds(900));
  CHECK(took < milliseconds(1500));  // 700 + 1000 with a timeout for each
}
