// Cutting is left to the sql stage; here is only what must not stand in a file of a rollout.
#include "apply/statements.hpp"

#include "sql/parse.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phasegate {
namespace {

std::string first_word(std::string_view statement) {
  std::string word;
  for (const char c : statement) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!is_letter) break;
    word += static_cast<char>(c >= 'a' ? c - 'a' + 'A' : c);
  }
  return word;
}

bool controls_transaction(std::string_view statement) {
  static constexpr std::array<std::string_view, 10> words = {
      "BEGIN", "START", "COMMIT", "END", "ABORT", "ROLLBACK", "PREPARE", "SAVEPOINT", "RELEASE", "DISCARD"};
  return std::ranges::find(words, first_word(statement)) != words.end();
}

}  // namespace

std::vector<std::string> file_statements(const std::string& path, std::string_view content) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (content.starts_with(byte_order_mark)) content.remove_prefix(byte_order_mark.size());
  std::vector<std::string> statements;
  try {
    statements = sql::split_statements(content);
  } catch (const Error& error) {
    throw Error(ExitCode::refused, path + ": " + error.what(), error.help());
  }
  if (statements.empty())
    throw Error(ExitCode::refused, path + ": there is no statement in it", "write the plan again");
  for (const std::string& statement : statements)
    if (controls_transaction(statement))
      throw Error(ExitCode::refused,
                  fmt::format("{}: a file of a rollout must not hold `{}`", path, first_line(statement)),
                  "leave transactions to the runner, which keeps statements and history row in one");
  return statements;
}

std::string first_line(std::string_view statement) {
  constexpr std::size_t longest_bytes = 120;
  const std::size_t end = statement.find_first_of("\r\n");
  std::string_view line = statement.substr(0, end);
  if (line.size() <= longest_bytes) return std::string(line) + (end == std::string_view::npos ? "" : " …");
  std::size_t cut = longest_bytes;
  while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U)
    --cut;  // never within a character
  return std::string(line.substr(0, cut)) + " …";
}

}  // namespace phasegate
