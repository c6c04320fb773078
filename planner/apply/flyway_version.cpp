// Versions are compared as strings of digits: a part may be longer than any machine number.
#include "apply/flyway_version.hpp"

#include <algorithm>

namespace phasegate {
namespace {

// Takes the first part off `rest`; without leading zeros, so that the longer one is the greater one.
std::string_view take_part(std::string_view& rest) {
  const std::size_t end = rest.find_first_of("._");
  std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  part.remove_prefix(std::min(part.find_first_not_of('0'), part.size()));
  return part;
}

}  // namespace

std::string flyway_version_text(std::string_view version) {
  std::string text(version);
  std::ranges::replace(text, '_', '.');
  return text;
}

int compare_flyway_versions(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    const std::string_view part_a = take_part(a), part_b = take_part(b);
    if (part_a.size() != part_b.size()) return part_a.size() < part_b.size() ? -1 : 1;
    if (const int order = part_a.compare(part_b); order != 0) return order;
  }
  return 0;
}

}  // namespace phasegate
