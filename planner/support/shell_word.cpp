// Single quotes keep everything but themselves.
#include "support/shell_word.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace phasegate {

std::string shell_word(const std::string& word) {
  constexpr std::string_view plain = "_.,:/+@-";
  if (!word.empty() && std::ranges::all_of(word, [&](unsigned char c) { return std::isalnum(c) != 0 || plain.find(static_cast<char>(c)) != std::string_view::npos; })) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace phasegate
