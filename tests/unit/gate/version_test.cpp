// Versions: the C++ and the SQL comparison agree with the schemes' rules, and with each other.
#include "support/catch.hpp"

#include "scenario.hpp"

#include "support/version.hpp"

using namespace phasegate;

namespace {

struct Pair {
  const char* lower;
  const char* higher;
  int order;  // of lower to higher: -1 or 0
};

const Pair semver_pairs[] = {
    {"1.0.0-alpha", "1.0.0-alpha.1", -1},       {"1.0.0-alpha.1", "1.0.0-alpha.beta", -1}, {"1.0.0-alpha.beta", "1.0.0-beta", -1},
    {"1.0.0-beta", "1.0.0-beta.2", -1},         {"1.0.0-beta.2", "1.0.0-beta.11", -1},     {"1.0.0-beta.11", "1.0.0-rc.1", -1},
    {"1.0.0-rc.1", "1.0.0", -1},                {"1.0.0", "2.0.0", -1},                    {"2.0.0", "2.1.0", -1},
    {"2.1.0", "2.1.1", -1},                     {"2.9.0", "2.10.0", -1},                   {"9.0.0", "10.0.0", -1},
    {"1.0.9", "1.0.10", -1},                    {"0.0.0", "0.0.1", -1},                    {"1.0.0", "1.0.0", 0},
    {"1.0.0+a", "1.0.0+b", 0},                  {"1.0.0", "1.0.0+build.7", 0},             {"1.0.0-rc.1+x", "1.0.0-rc.1", 0},
    {"1.0.0-1", "1.0.0-2", -1},                 {"1.0.0-2", "1.0.0-10", -1},               {"1.0.0-10", "1.0.0-a", -1},
    {"1.0.0-A", "1.0.0-a", -1},                 {"1.0.0-Z", "1.0.0-a", -1},                {"1.0.0--", "1.0.0-0a", -1},
    {"1.0.0-0", "1.0.0-0.0", -1},               {"1.0.0-a-b", "1.0.0-a-c", -1},            {"1.0.0-a", "1.0.0-a-b", -1},
    {"1.0.0-rc.9", "1.0.0-rc.10", -1},          {"1.2.3-rc.1", "1.2.4-alpha", -1},         {"1.0.0+z-1", "1.0.1-0", -1},
    {"99999999999999999998.0.0", "99999999999999999999.0.0", -1},
    {"1.0.0-99999999999999999999", "1.0.0-100000000000000000000", -1},
    {"0.9.99999999999999999999", "0.10.0", -1}, {"1.0.0-alpha+x.y", "1.0.0-alpha+y.x", 0}, {"1.0.0-x.7.z.92", "1.0.0-x.7.z.93", -1},
    {"2.4.0-rc.1", "2.4.0", -1},
};
const Pair integer_pairs[] = {{"9", "10", -1}, {"0", "1", -1}, {"007", "7", 0}, {"41", "42", -1}, {"99999999999999999999", "100000000000000000000", -1}};
const Pair calendar_pairs[] = {{"2026.9", "2026.10", -1}, {"2026.11", "2026.11.0", 0}, {"2026.11", "2026.11.1", -1}, {"2025.12.31", "2026.1", -1},
                               {"2026.01.5", "2026.1.5", 0}, {"2026", "2027", -1}};

const char* const not_semver[] = {"",        "1",         "1.0",      "v1.0.0",  "1.0.0-",   "1.0.0-01", "1.0.0-a..b", "01.0.0", "1.0.0+",
                                  "1.0.0 ",  "1.0.0.0",   "1.0.-1",   "a.b.c",   "1.0.0+a+b", "1.0.0-ä", "1.0.0\n",    "1.0.0+_", "1,0,0"};
const char* const not_integer[] = {"", "-1", "1.0", "x", "1 ", "0x1"};
const char* const not_calendar[] = {"", ".", "2026.", ".1", "2026..1", "2026-11", "v2026.1"};

std::string in_sql(Database& session, const std::string& a, const std::string& b, VersionScheme scheme) {
  return session.value("SELECT phasegate.compare_versions($1, $2, $3)", {a, b, std::string(to_string(scheme))});
}

template <class Pairs>
void check_pairs(Database& session, const Pairs& pairs, VersionScheme scheme) {
  for (const Pair& pair : pairs) {
    INFO(pair.lower << " against " << pair.higher);
    CHECK(compare_versions(pair.lower, pair.higher, scheme) == pair.order);
    CHECK(compare_versions(pair.higher, pair.lower, scheme) == -pair.order);
    CHECK(in_sql(session, pair.lower, pair.higher, scheme) == std::to_string(pair.order));
    CHECK(in_sql(session, pair.higher, pair.lower, scheme) == std::to_string(-pair.order));
  }
}

template <class Texts>
void check_refused(Database& session, const Texts& texts, VersionScheme scheme) {
  for (const char* text : texts) {
    INFO("'" << text << "'");
    CHECK(version_error(text, scheme).has_value());
    try {
      in_sql(session, text, text, scheme);
      FAIL("the server takes it");
    } catch (const DatabaseError& error) {
      CHECK(error.sqlstate() == "PG001");
      if (*text != '\0') CHECK(error.what() == version_error(text, scheme).value());
    }
  }
}

}  // namespace

TEST_CASE("versions: C++ and SQL agree on every pair", "[db][gate]") {
  test::GateDatabase database;
  auto session = database.connect();
  check_pairs(session, semver_pairs, VersionScheme::semver);
  check_pairs(session, integer_pairs, VersionScheme::integer);
  check_pairs(session, calendar_pairs, VersionScheme::calendar);
}

TEST_CASE("versions: what is none is refused with the same words by both", "[db][gate]") {
  test::GateDatabase database;
  auto session = database.connect();
  check_refused(session, not_semver, VersionScheme::semver);
  check_refused(session, not_integer, VersionScheme::integer);
  check_refused(session, not_calendar, VersionScheme::calendar);
}

TEST_CASE("versions: the SQL comparison does not depend on the session", "[db][gate]") {
  test::GateDatabase database;
  auto session = database.connect();
  session.query("SET standard_conforming_strings = off; SET search_path = ''");
  CHECK(in_sql(session, "1.0.0-rc.9", "1.0.0-rc.10", VersionScheme::semver) == "-1");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.compare_versions('1x0x0', '1.0.0', 'semver')") == "PG001");
}

TEST_CASE("versions: the next major version", "[gate]") {
  CHECK(next_major("2.4.1", VersionScheme::semver) == "3.0.0");
  CHECK(next_major("0.3.0-rc.1+b", VersionScheme::semver) == "1.0.0");
  CHECK(next_major("99.0.0", VersionScheme::semver) == "100.0.0");
  CHECK(next_major("99999999999999999999", VersionScheme::integer) == "100000000000000000000");
  CHECK(next_major("2026.11.2", VersionScheme::calendar) == "2027");
  CHECK_THROWS_AS(next_major("v1", VersionScheme::semver), Error);
}
