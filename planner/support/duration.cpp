// One form for all durations.
#include "support/duration.hpp"

#include <regex>
#include <string_view>
#include <utility>

namespace phasegate {

std::optional<std::chrono::milliseconds> parse_duration(const std::string& text) {
  static constexpr std::pair<std::string_view, long long> units[] = {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  static const std::regex form(R"(\s*(\d{1,9})\s*(ms|s|min|m|h|d)\s*)");
  std::smatch match;
  if (!std::regex_match(text, match, form)) return std::nullopt;
  for (const auto& [unit, factor] : units)
    if (match[2].str() == unit) return std::chrono::milliseconds(std::stoll(match[1]) * factor);
  return std::nullopt;
}

}  // namespace phasegate
