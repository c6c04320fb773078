// Casts on assignment: what the table says is asked of the server, for each pair of types.
#include "recipes/conversion.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <string>
#include <vector>

namespace phasegate::recipes {
namespace {

const std::vector<std::string> types = {"smallint", "integer", "bigint", "numeric", "numeric(10,2)", "real", "double precision", "text", "character varying", "character varying(5)", "character(5)", "boolean", "uuid",
                                        "date", "timestamp without time zone", "timestamp with time zone", "time without time zone", "time with time zone", "interval", "json", "jsonb", "inet", "cidr",
                                        "macaddr", "macaddr8", "bit(8)", "bit varying", "oid", "money", "bytea", "xml", "integer[]", "bigint[]", "text[]"};

}  // namespace

TEST_CASE("conversion: what is assigned by itself, the server assigns, too", "[db]") {
  test::TestDatabase database("");
  Database session = database.connect();
  for (const std::string& from : types)
    for (const std::string& to : types) {
      if (from == to || !assigns(from, to)) continue;
      INFO(from << " to " << to);
      session.query("BEGIN");
      session.query("CREATE TEMPORARY TABLE pair (a " + from + ", b " + to + ") ON COMMIT DROP");
      CHECK_NOTHROW(session.query("UPDATE pair SET b = a"));
      session.query("ROLLBACK");
    }
}

TEST_CASE("conversion: what depends on settings of the session is not assigned by itself") {
  CHECK(!assigns("timestamp without time zone", "timestamp with time zone"));
  CHECK(!assigns("timestamp with time zone", "date"));
  CHECK(!assigns("timestamp with time zone", "text"));
  CHECK(!assigns("bytea", "text"));
  CHECK(!assigns("text", "integer"));
}

TEST_CASE("conversion: only what is wider keeps every value") {
  CHECK(keeps_every_value("integer", "bigint"));
  CHECK(keeps_every_value("character varying(20)", "text"));
  CHECK(keeps_every_value("numeric(10,2)", "numeric"));
  CHECK(!keeps_every_value("bigint", "integer"));
  CHECK(!keeps_every_value("numeric", "numeric(10,2)"));
  CHECK(!keeps_every_value("bigint", "numeric(10,2)"));
  CHECK(!keeps_every_value("text", "character varying"));
  CHECK(!keeps_every_value("character(5)", "text"));
}

}  // namespace phasegate::recipes
