// Flyway's lock key: a magic number plus Java's hash of the quoted table name.
#include "apply/flyway_lock.hpp"

namespace phasegate {
namespace {

constexpr std::int64_t flyway_magic = 0x466C79776179;  // "Flyway"

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + '"';
}

// The code point that starts at text[at]; moves `at` behind it. Malformed bytes stand for themselves.
std::uint32_t take_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(at++);
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  if (more == 0 || at + more > text.size()) return first;
  std::uint32_t point = first & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) point = (point << 6U) | (byte(at++) & 0x3FU);
  return point;
}

}  // namespace

std::int32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  const auto add = [&hash](std::uint32_t unit) { hash = 31U * hash + unit; };
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t point = take_code_point(text, at);
    if (point < 0x10000U) {
      add(point);
    } else {
      add(0xD800U + ((point - 0x10000U) >> 10U));
      add(0xDC00U + ((point - 0x10000U) & 0x3FFU));
    }
  }
  return static_cast<std::int32_t>(hash);
}

std::string flyway_table_name(std::string_view schema, std::string_view table) {
  return quoted(schema) + "." + quoted(table);
}

std::int64_t flyway_lock_key(std::string_view schema, std::string_view table) {
  return flyway_magic + java_hash(flyway_table_name(schema, table));
}

}  // namespace phasegate
