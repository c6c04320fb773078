// The database seam against a private server.
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

using namespace phasegate;

TEST_CASE("database: a query returns its rows", "[db]") {
  test::TestDatabase database("CREATE TABLE t AS SELECT 1 AS a, NULL::text AS b");
  auto session = database.connect();
  const Result rows = session.query("SELECT a, b, a = 1 AS yes FROM t WHERE a = $1::int", {"1"});
  REQUIRE(rows.rows() == 1);
  CHECK(rows.number(0, "a") == 1);
  CHECK_FALSE(rows.at(0, 1).has_value());
  CHECK(rows.is_true(0, "yes"));
}

TEST_CASE("database: an error keeps SQLSTATE and statement", "[db]") {
  test::TestDatabase database;
  auto session = database.connect();
  try {
    session.query("SELECT * FROM nowhere");
    FAIL("no error");
  } catch (const DatabaseError& error) {
    CHECK(error.sqlstate() == "42P01");
    CHECK(std::string(error.what()) == "relation \"nowhere\" does not exist");
  }
}

TEST_CASE("database: an unreachable server is said so without the password") {
  try {
    connect("postgresql://someone:topsecret@127.0.0.1:1/x", std::chrono::seconds(2));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::unreachable);
    CHECK(std::string(error.what()).find("topsecret") == std::string::npos);
  }
}

TEST_CASE("database: errors of class 40 keep their SQLSTATE", "[db]") {
  test::TestDatabase database;
  auto session = database.connect();
  for (const std::string code : {"40P01", "40001", "40000", "40003", "55P03", "PG003", "57014"}) {
    try {
      session.query("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '" + code + "'; END $$");
      FAIL("no error");
    } catch (const DatabaseError& error) {
      CHECK(error.sqlstate() == code);
    }
  }
}
