// Flyway's versions and lock keys against values that Java computed.
#include "apply/flyway_lock.hpp"
#include "apply/flyway_version.hpp"

#include "support/catch.hpp"

using namespace phasegate;

TEST_CASE("flyway version: parts are numbers of any length", "[flyway]") {
  CHECK(compare_flyway_versions("1", "001") == 0);
  CHECK(compare_flyway_versions("1", "1.0.0") == 0);
  CHECK(compare_flyway_versions("1.1", "1_1") == 0);
  CHECK(compare_flyway_versions("2013.01.15", "2013.1.15") == 0);
  CHECK(compare_flyway_versions("1.10", "1.9") > 0);
  CHECK(compare_flyway_versions("20250124120000", "1.1") > 0);
  CHECK(compare_flyway_versions("20251215.1", "20251215") > 0);
  CHECK(compare_flyway_versions("1", "2") < 0);
  CHECK(compare_flyway_versions("99999999999999999999999998", "99999999999999999999999999") < 0);
  CHECK(compare_flyway_versions("0", "0.0") == 0);
}

TEST_CASE("flyway version: the stored text keeps its zeros", "[flyway]") {
  CHECK(flyway_version_text("1_0_3") == "1.0.3");
  CHECK(flyway_version_text("001") == "001");
  CHECK(flyway_version_text("3.0") == "3.0");
}

TEST_CASE("flyway lock: hash and key are those of Java", "[flyway]") {
  CHECK(java_hash("\"public\".\"flyway_schema_history\"") == 2125624436);
  CHECK(java_hash("\"app\".\"flyway_schema_history\"") == -271308480);
  CHECK(java_hash("\"public\".\"schema_version\"") == -906680483);
  CHECK(flyway_lock_key("public", "flyway_schema_history") == 77433833903597);
  CHECK(flyway_lock_key("app", "flyway_schema_history") == 77431436970681);
  CHECK(flyway_lock_key("public", "schema_version") == 77430801598678);
}

TEST_CASE("flyway lock: names outside ASCII hash by UTF-16 code units", "[flyway]") {
  CHECK(java_hash("") == 0);
  CHECK(java_hash("\xC3\xA9") == 0xE9);                          // é: one unit
  CHECK(java_hash("\xE2\x82\xAC") == 0x20AC);                    // €: one unit
  CHECK(java_hash("\xF0\x9F\x90\x98") == 31 * 0xD83D + 0xDC18);  // U+1F418: a surrogate pair
}

TEST_CASE("flyway lock: a quote in a name is doubled", "[flyway]") {
  CHECK(flyway_table_name("a\"b", "t") == "\"a\"\"b\".\"t\"");
}
