// The traffic of the tests notices what it is there to notice.
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/traffic.hpp"

#include <phasegate/error.hpp>

#include <algorithm>

using namespace phasegate;
using namespace phasegate::test;

namespace {

std::vector<AppStatement> statements_of(const std::string& text) {
  const TemporaryFolder folder;
  return read_statements(folder.write("app.sql", text));
}

TrafficOptions options(const TestDatabase& database, const std::string& text) {
  TrafficOptions result;
  result.url = database.url();
  result.statements = statements_of(text);
  result.connections = 3;
  return result;
}

}  // namespace

TEST_CASE("traffic: a file of named statements") {
  const auto statements = statements_of("-- a comment\n\n-- name: read\nSELECT id, a\nFROM t WHERE id = $1\n-- name: save (full row of read)\nUPDATE t SET a = $3 WHERE id = $2 + $1 * 0\n-- never: a is set\nSELECT 1\n");
  REQUIRE(statements.size() == 3);
  CHECK(statements[0].name == "read");
  CHECK(statements[0].sql == "SELECT id, a\nFROM t WHERE id = $1\n");
  CHECK(statements[1].role == AppStatement::Role::full_row);
  CHECK(statements[1].loaded_by == "read");
  CHECK(statements[2].role == AppStatement::Role::never);
  CHECK_THROWS_AS(statements_of("SELECT 1\n"), Bug);
  CHECK_THROWS_AS(statements_of("-- name: a\n-- name: b\nSELECT 1\n"), Bug);
  CHECK_THROWS_AS(statements_of("-- name: a (full row of b)\nSELECT 1\n"), Bug);
}

TEST_CASE("traffic: failures, values outside the domain and stalls are counted", "[db][e2e]") {
  const TestDatabase database("CREATE TABLE t (id bigint PRIMARY KEY, a text, n integer NOT NULL DEFAULT 0); INSERT INTO t SELECT i, 'a' FROM generate_series(1, 10) AS i");
  Traffic traffic(options(database,
                          "-- name: read\nSELECT id, a FROM t WHERE id = 1 + $1 % 10\n-- name: add\nINSERT INTO t (id, a) VALUES ($1 + 100, 'new')\n"
                          "-- name: save (full row of read)\nUPDATE t SET a = $3 WHERE id = $2 AND $1 > 0\n-- name: count\nUPDATE t SET n = n + 1 WHERE id = 1\n"
                          "-- never: a is NULL\nSELECT id FROM t WHERE a IS NULL\n"));
  traffic.wait_until_under_way();
  auto session = database.connect();
  SECTION("none without a cause") {
    const TrafficResult result = traffic.stop();
    INFO(to_json(result));
    CHECK(result.queries >= 15);
    CHECK(result.failures == 0);
    CHECK(result.outside_domain == 0);
    CHECK(session.value("SELECT count(*) > 10 FROM t") == "t");
  }
  SECTION("a column that goes away fails its statements") {
    session.query("ALTER TABLE t RENAME COLUMN a TO b");
    session.query("SELECT pg_sleep(0.3)");
    const TrafficResult result = traffic.stop();
    CHECK(result.failures > 0);
    CHECK(std::ranges::any_of(result.examples, [](const TrafficFailure& failure) { return failure.sqlstate == "42703"; }));
  }
  SECTION("a NULL where there is none") {
    session.query("INSERT INTO t (id, a) VALUES (-1, NULL)");
    session.query("SELECT pg_sleep(1)");
    CHECK(traffic.stop().outside_domain > 0);
  }
  SECTION("a lock that stops it") {
    session.query("BEGIN; LOCK TABLE t; SELECT pg_sleep(0.4); COMMIT");
    const TrafficResult result = traffic.stop();
    CHECK(result.longest_ms >= 350);
    CHECK(result.failures == 0);
  }
}
