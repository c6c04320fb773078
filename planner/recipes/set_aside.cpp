// The calls around a step, and what it takes from others meanwhile.
#include "recipes/set_aside.hpp"

#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <set>

namespace phasegate::recipes {
namespace {

bool is_view(const ElementId& element) { return element.kind == "view" || element.kind == "materialized view"; }

bool is_of_its_table(const ElementId& dependent, const ElementId& column) { return dependent.schema == column.schema && dependent.parent == column.parent; }

// Everything that depends on the column and is set aside; sorted.
std::set<ElementId> dependants(const ElementId& column, const Context& context) {
  std::set<ElementId> result;
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.on == column && dependency.dependent.kind != "other") result.insert(dependency.dependent);
  return result;
}

void add_lock(Step& step, const ElementId& relation, LockMode mode) {
  const auto same = [&](const LockClaim& claim) { return claim.relation.schema == relation.schema && claim.relation.parent == relation.parent && claim.relation.name == relation.name; };
  if (std::ranges::none_of(step.locks, same)) step.locks.push_back({relation, mode, Work::instant});
}

}  // namespace

std::vector<Finding> cannot_be_set_aside(const Object& live_column, const SourceSpot& at, const Context& context) {
  std::vector<Finding> findings;
  const auto refuse = [&](const std::string& what, std::string help) {
    findings.push_back({Severity::error, "set-aside", what + " depends on " + to_string(live_column.id) + ", so that PostgreSQL gives the column no other type", std::move(help), at});
  };
  std::set<ElementId> views;
  for (const ElementId& element : dependants(live_column.id, context))
    if (is_view(element)) views.insert(element);
  const auto on_view = [&](const ElementId& element) {
    return std::ranges::any_of(views, [&](const ElementId& view) { return view.schema == element.schema && view.name == element.parent; });
  };
  for (const Dependency& dependency : context.live.dependencies) {
    if (dependency.on != live_column.id || dependency.identity.starts_with("statistics object ")) continue;
    const ElementId& element = dependency.dependent;
    if (is_view(element) || (element.kind != "other" && (is_of_its_table(element, live_column.id) || on_view(element)))) continue;
    refuse(dependency.identity, element.kind == "other" ? "drop it before, and create it again behind: it is of a kind that is never set aside" : "drop it before, and create it again behind: it belongs to another table");
  }
  for (const Object* other : context.live.children(table_of(live_column.id), "column")) {
    if (!other->has("generated") || other->id == live_column.id) continue;
    const auto columns = other->kind->columns(*other);
    if (std::ranges::find(columns, live_column.id.name) != columns.end())
      refuse("generated " + to_string(other->id), "drop its expression in a rollout before this one, or give the new type to a column of another name");
  }
  return findings;
}

void set_dependants_aside(Step& step, const ElementId& live_column, const Context& context) {
  const std::set<ElementId> elements = dependants(live_column, context);
  if (elements.empty()) return;
  const std::string table = sql::literal(sql::relation(table_of(live_column)));
  const auto wrap = [&](std::vector<std::string>& sql) {
    if (sql.empty()) return;
    sql.insert(sql.begin(), "CALL phasegate.set_aside(" + table + ", ARRAY[" + sql::literal(live_column.name) + "])");
    sql.push_back("CALL phasegate.put_back(" + table + ")");
  };
  wrap(step.sql);
  wrap(step.undo.sql);
  std::string names;
  for (const ElementId& element : elements) {
    names += (names.empty() ? "" : ", ") + to_string(element);
    step.touches.push_back(element);
    if (is_view(element)) add_lock(step, element, LockMode::access_exclusive);
  }
  // A view that is made again reads the other tables that it is made of.
  for (const Dependency& dependency : context.live.dependencies)
    if (elements.contains(dependency.dependent)) add_lock(step, dependency.on.kind == "column" ? table_of(dependency.on) : dependency.on, LockMode::access_share);
  step.notes.push_back("set aside and put back in the same transaction, with owners, rights, options, defaults and comments: " + names);
}

}  // namespace phasegate::recipes
