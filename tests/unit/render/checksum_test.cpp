// Flyway's checksum against an independent CRC-32 and against known values.
#include "support/catch.hpp"

#include <phasegate/manifest.hpp>

#include <string>
#include <vector>

using namespace phasegate;

namespace {

// CRC-32 (IEEE 802.3) by its definition, bit by bit; shares nothing with zlib.
std::int32_t crc_by_definition(const std::string& text) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const unsigned char byte : text) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return static_cast<std::int32_t>(crc ^ 0xFFFFFFFFU);
}

// What Flyway's reader makes of the lines: each without its end, one after another.
std::int32_t expected(const std::vector<std::string>& lines) {
  std::string joined;
  for (const std::string& line : lines) joined += line;
  return crc_by_definition(joined);
}

}  // namespace

TEST_CASE("checksum: the check value of CRC-32 is met, as a signed number", "[checksum]") {
  CHECK(flyway_checksum("123456789") == static_cast<std::int32_t>(0xCBF43926U));
  CHECK(flyway_checksum("123456789") == -873187034);
}

TEST_CASE("checksum: an empty file is 0", "[checksum]") {
  CHECK(flyway_checksum("") == 0);
  CHECK(flyway_checksum("\n\r\n\r") == 0);
}

TEST_CASE("checksum: line ends of every kind do not count", "[checksum]") {
  const std::int32_t sum = expected({"CREATE TABLE t (", "  id bigint", ");"});
  CHECK(flyway_checksum("CREATE TABLE t (\n  id bigint\n);\n") == sum);
  CHECK(flyway_checksum("CREATE TABLE t (\r\n  id bigint\r\n);\r\n") == sum);
  CHECK(flyway_checksum("CREATE TABLE t (\r  id bigint\r);") == sum);
  CHECK(flyway_checksum("CREATE TABLE t (\n\n  id bigint\n);") == sum);
}

TEST_CASE("checksum: one leading byte order mark does not count, a second one and one elsewhere do",
          "[checksum]") {
  const std::string mark = "\xEF\xBB\xBF";
  CHECK(flyway_checksum(mark + "SELECT 1;\n") == expected({"SELECT 1;"}));
  CHECK(flyway_checksum(mark + mark + "SELECT 1;\n") == expected({mark + "SELECT 1;"}));
  CHECK(flyway_checksum("SELECT 1;\n" + mark) == expected({"SELECT 1;", mark}));
  CHECK(flyway_checksum("\n" + mark + "SELECT 1;") == expected({mark + "SELECT 1;"}));
}

TEST_CASE("checksum: what is no line end for Java counts: VT, FF, NEL, U+2028, trailing blanks",
          "[checksum]") {
  for (const std::string text : {"a\vb", "a\fb",
                                 "a\xC2\x85"
                                 "b",
                                 "a\xE2\x80\xA8"
                                 "b",
                                 "ab  ", "\xF0\x9F\x90\x98"})
    CHECK(flyway_checksum(text + "\r\n") == crc_by_definition(text));
  CHECK(flyway_checksum("ab  ") != flyway_checksum("ab"));
}
