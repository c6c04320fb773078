// Reads elements out of what the server says about dependencies: `trigger "stamp it" on public.users`, `view public.active_users`.
#include "recipes/table_elements.hpp"

#include "objects/shared/clauses.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <set>

namespace phasegate::recipes {
namespace {

constexpr std::string_view own_kinds[] = {"trigger", "policy", "rule"};
constexpr std::string_view view_kinds[] = {"view", "materialized view"};

bool is_on(const Dependency& dependency, const ElementId& table) {
  return dependency.on == table || (dependency.on.kind == "column" && table_of(dependency.on) == table);
}

std::set<ElementId> own_set(const ElementId& table, const Context& context) {
  std::set<ElementId> elements;
  const std::string on = " on " + sql::relation(table);
  for (const Dependency& dependency : context.live.dependencies)
    for (const std::string_view kind : own_kinds)
      if (is_its_own(dependency, table) && dependency.identity.starts_with(std::string(kind) + " ")) {
        const std::string name = dependency.identity.substr(kind.size() + 1, dependency.identity.size() - on.size() - kind.size() - 1);
        elements.insert({kind, table.schema, table.name, sql::names_in(name).front()});
      }
  return elements;
}

}  // namespace

bool is_its_own(const Dependency& dependency, const ElementId& table) {
  for (const std::string_view kind : own_kinds)
    if (dependency.identity.starts_with(std::string(kind) + " ") && dependency.identity.ends_with(" on " + sql::relation(table))) return true;
  return false;
}

std::vector<ElementId> own_elements(const ElementId& table, const Context& context) {
  const std::set<ElementId> elements = own_set(table, context);
  return {elements.begin(), elements.end()};
}

std::vector<ElementId> all_elements(const ElementId& table, const Context& context) {
  std::set<ElementId> elements = own_set(table, context);
  for (const Object* child : context.live.children(table)) {
    ElementId id = child->id;
    if (child->kind->is_constraint) id.name = objects::constraint_name(*child);
    elements.insert(id);
  }
  for (const Object* object : context.live.objects())
    if (object->id.kind == "foreign key" && object->text("referenced_schema") == table.schema && object->text("referenced_table") == table.name) elements.insert(object->id);
  for (const Dependency& dependency : context.live.dependencies)
    for (const std::string_view kind : view_kinds)
      if (is_on(dependency, table) && dependency.identity.starts_with(std::string(kind) + " "))
        if (const auto names = sql::names_in(dependency.identity.substr(kind.size() + 1)); names.size() == 2) elements.insert({kind, names[0], "", names[1]});
  return {elements.begin(), elements.end()};
}

}  // namespace phasegate::recipes
