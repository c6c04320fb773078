// Lists of parameters as sets of names with values.
#include "recipes/storage_parameters.hpp"

#include "objects/shared/clauses.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {

std::string_view parameter_name(std::string_view option) { return option.substr(0, option.find('=')); }

ParameterChange parameter_change(const std::vector<std::string>& from, const std::vector<std::string>& to) {
  ParameterChange change;
  for (const std::string& option : to)
    if (std::ranges::find(from, option) == from.end()) change.set.push_back(option);
  for (const std::string& option : from)
    if (std::ranges::none_of(to, [&](const std::string& other) { return parameter_name(other) == parameter_name(option); })) change.reset.emplace_back(parameter_name(option));
  return change;
}

std::vector<std::string> parameter_commands(const ParameterChange& change) {
  std::vector<std::string> commands;
  if (!change.set.empty()) commands.push_back("SET (" + objects::parameter_list(change.set) + ")");
  if (!change.reset.empty()) commands.push_back("RESET (" + objects::parameter_names(change.reset) + ")");
  return commands;
}

std::string text_array(const std::vector<std::string>& values) {
  std::vector<std::string> quoted;
  for (const std::string& value : values) quoted.push_back(sql::literal(value));
  return "ARRAY[" + objects::joined(quoted, ", ") + "]::pg_catalog.text[]";
}

std::string parameters_hold(const std::string& options, const ParameterChange& change) {
  std::string text;
  if (!change.set.empty()) text = options + " @> " + text_array(change.set);
  if (!change.reset.empty())
    text += std::string(text.empty() ? "" : " AND ") + "NOT EXISTS (SELECT FROM pg_catalog.unnest(" + options + ") AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (" + text_array(change.reset) + "))";
  return text.empty() ? "true" : text;
}

}  // namespace phasegate::recipes
