// Finds groups of columns that are split or merged.
#include "recipes/column_groups.hpp"

#include "recipes/column_grants.hpp"
#include "recipes/steps.hpp"
#include "sql/parse.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace phasegate::recipes {
namespace {

bool is_missing(const ElementId& column, const Context& context) {
  return std::ranges::any_of(context.differences, [&](const Difference& d) { return d.is(What::missing, "column") && d.element == column; });
}

// Old columns whose values the reverse hint of a new column gives.
std::set<std::string> reversed(const Object& column) {
  std::set<std::string> names;
  for (const auto& [name, text] : column.map("reverse")) names.insert(name);
  return names;
}

std::vector<const Object*> candidates(const ElementId& table, const Context& context) {
  std::vector<const Object*> columns;
  for (const Object* column : context.wanted.children(table, "column"))
    if (column->has("backfill") && !column->has("moved_from") && is_missing(column->id, context)) columns.push_back(column);
  return columns;
}

// Columns with backfill that read an old column of the group belong to it, too: a split names its reverse only once.
bool reads_any(const Object& column, const std::set<std::string>& olds) {
  try {
    for (const std::string& name : sql::column_references(column.text("backfill")))
      if (olds.contains(name)) return true;
  } catch (const Error&) {
    return false;  // the text does not parse; that has been said where it was read
  }
  return false;
}

}  // namespace

SyncedColumns group_of(const Difference& missing_column, const Context& context) {
  SyncedColumns group;
  if (!missing_column.is(What::missing, "column")) return group;
  group.table = table_of(missing_column.element);
  const auto columns = candidates(group.table, context);
  std::set<std::string> olds;
  std::set<ElementId> members{missing_column.element};
  for (bool grown = true; grown;) {
    grown = false;
    for (const Object* column : columns) {
      const auto names = reversed(*column);
      const bool shares = std::ranges::any_of(names, [&](const std::string& name) { return olds.contains(name); }) || reads_any(*column, olds);
      if (!members.contains(column->id) && !shares) continue;
      grown |= members.insert(column->id).second;
      for (const std::string& name : names) grown |= olds.insert(name).second;
    }
  }
  if (olds.empty()) return group;
  for (const Object* column : columns)
    if (members.contains(column->id)) group.news.push_back({*column, column->text("backfill")});
  for (const std::string& name : olds)
    if (const Object* old = context.live.find({"column", group.table.schema, group.table.name, name})) {
      std::string down;
      for (const NewColumn& column : group.news)
        for (const auto& [target, text] : column.column.map("reverse"))
          if (target == name) down = text;
      group.olds.push_back({*old, down});
    }
  return group;
}

bool group_absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  const SyncedColumns group = group_of(claimed, context);
  if (other.is(What::missing, "column"))
    return other.element != claimed.element && std::ranges::any_of(group.news, [&](const NewColumn& column) { return column.column.id == other.element; });
  if (other.is(What::extra, "column"))
    return std::ranges::any_of(group.olds, [&](const OldColumn& column) { return column.column.id == other.element; });
  return false;
}

std::vector<Finding> missing_reverse(const SyncedColumns& group, const Difference& claimed, const Context& context) {
  std::vector<Finding> findings;
  for (const auto& [name, type] : group.reads) {
    const ElementId id{"column", group.table.schema, group.table.name, name};
    const bool goes = std::ranges::any_of(context.differences, [&](const Difference& d) { return d.is(What::extra, "column") && d.element == id; });
    const bool reversed_too = std::ranges::any_of(group.olds, [&](const OldColumn& old) { return old.column.id == id; });
    if (goes && !reversed_too)
      findings.push_back({Severity::error, "reverse-missing", to_string(claimed.element) + " is made from `" + name + "`, which goes away but which the running version still reads",
                          "say how it gets its value from rows that the next version writes: reverse." + name + " = \"<expression in the new columns>\"", claimed.at});
  }
  return findings;
}

Recipe group_recipe(const Change& change, const Context& context) {
  SyncedColumns group = group_of(change.claimed, context);
  group.name = std::string(change.kind->name) + " " + qualified_name(change.claimed.element);
  Recipe result;
  std::map<std::string, ElementId> reversed_by;
  for (const NewColumn& column : group.news)
    for (const auto& [name, text] : column.column.map("reverse")) {
      if (const auto [first, is_new] = reversed_by.emplace(name, column.column.id); !is_new)
        result.findings.push_back({Severity::error, "reverse-twice", to_string(column.column.id) + " and " + to_string(first->second) + " both say what `" + name + "` becomes", "say it once, from both columns if need be", column.column.spot("reverse")});
      if (context.live.find({"column", group.table.schema, group.table.name, name}) == nullptr)
        result.findings.push_back({Severity::error, "unknown-column", "reverse of " + to_string(column.column.id) + " gives a value to `" + name + "`, which the live " + qualified_name(group.table) + " does not have",
                                   "correct the name: reverse gives the columns of the running version their values", column.column.spot("reverse")});
    }
  group = complete(std::move(group), context);
  for (Finding& finding : missing_reverse(group, change.claimed, context)) result.findings.push_back(std::move(finding));
  for (Finding& finding : refusals(group, context)) result.findings.push_back(std::move(finding));
  std::vector<ElementId> lost;
  for (const OldColumn& old : group.olds) lost.push_back(old.column.id);
  std::vector<ElementId> news;
  for (const NewColumn& column : group.news) news.push_back(column.column.id);
  for (Finding& finding : grants_not_carried(lost, news, change.claimed.at, context)) result.findings.push_back(std::move(finding));
  for (Finding& finding : unapproved(lost, context)) result.findings.push_back(std::move(finding));
  if (!refuses(result.findings)) result.steps = sync(group, context);
  return result;
}

}  // namespace phasegate::recipes
