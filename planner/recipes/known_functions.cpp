// Looks for functions among the names of the live schema.
#include "recipes/known_functions.hpp"

#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <algorithm>

namespace phasegate::recipes {

std::vector<Finding> unknown_functions(const Object& wanted, std::string_view key, const Context& context) {
  std::vector<Finding> findings;
  if (!wanted.has(key)) return findings;
  for (const std::string& name : sql::function_names(wanted.text(key))) {
    const std::vector<std::string> parts = sql::name_parts(name);
    if (parts.size() != 2 || parts.front() == "pg_catalog" || parts.front() == "information_schema") continue;
    if (std::ranges::binary_search(context.live.known_names, parts.front() + "." + parts.back())) continue;
    findings.push_back({Severity::error, "unknown-function", std::string(key) + " of " + to_string(wanted.id) + " calls " + name + ", which the live schema does not have",
                        "create the function first, or correct the name; phasegate leaves functions alone", wanted.spot(key)});
  }
  return findings;
}

}  // namespace phasegate::recipes
