// The calls that carry rights from column to column, and the warning where none are carried.
#include "recipes/column_grants.hpp"

#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

std::string call(const std::string& procedure, const ElementId& from, const ElementId& to) {
  const auto place = [](const ElementId& column) { return sql::literal(sql::relation(table_of(column))) + ", " + sql::literal(column.name); };
  return "CALL phasegate." + procedure + "(" + place(from) + ", " + place(to) + ")";
}

}  // namespace

std::string copy_column_grants(const ElementId& from, const ElementId& to) { return call("copy_column_grants", from, to); }
std::string require_column_grants(const ElementId& from, const ElementId& to) { return call("require_column_grants", from, to); }

std::vector<Finding> grants_not_carried(const std::vector<ElementId>& olds, const std::vector<ElementId>& news, const SourceSpot& at, const Context& context) {
  std::string names;
  for (const ElementId& column : news) names += (names.empty() ? "" : ", ") + sql::identifier(column.name);
  std::vector<Finding> findings;
  for (const ElementId& old : olds) {
    const std::string identity = sql::relation(table_of(old)) + "." + sql::identifier(old.name);
    if (std::ranges::any_of(context.live.left_alone, [&](const LeftAlone& thing) { return thing.type == "grants" && thing.identity == identity; }))
      findings.push_back({Severity::warning, "column-grants", "rights on " + to_string(old) + " by itself have been granted; " + names + " will not have them, and they go with the column",
                          "grant the new columns what they need between expand and the deploy of the next version: \\dp " + sql::relation(table_of(old)) + " shows what " + sql::identifier(old.name) + " has", at});
  }
  return findings;
}

}  // namespace phasegate::recipes
