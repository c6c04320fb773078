// Walks the dependencies of the live catalog.
#include "recipes/uses.hpp"

#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <set>

namespace phasegate::recipes {
namespace {

// `app.mood[]` without its brackets and modifiers is the type itself.
bool is_of(std::string_view text, const ElementId& type, bool& is_array) {
  is_array = text.ends_with("[]");
  if (is_array) text.remove_suffix(2);
  const std::string name = sql::qualified(type.schema, type.name);
  return text == name;
}

bool goes(const ElementId& element, const Context& context) {
  return std::ranges::any_of(context.differences, [&](const Difference& difference) {
    if (difference.what == What::extra) return difference.element == element || (difference.element.kind == "table" && !element.parent.empty() && difference.element == table_of(element));
    // A column gets another type or default; a check, another expression.
    return difference.what == What::field && difference.live_element == element && difference.field->key != "comment";
  });
}

}  // namespace

std::vector<Holder> holders_of(const ElementId& live_type, const Context& context) {
  struct Way {
    ElementId type;
    bool nested, by_domain;
  };
  std::vector<Way> ways{{live_type, false, false}};
  std::set<ElementId> seen{live_type};
  std::vector<Holder> holders;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const Way way = ways[i];
    for (const Dependency& dependency : context.live.dependencies) {
      if (dependency.on != way.type) continue;
      const Object* user = context.live.find(dependency.dependent);
      if (user == nullptr || user->kind->type_names == nullptr) continue;
      for (const std::string& text : user->kind->type_names(*user)) {
        bool is_array = false;
        if (!is_of(text, way.type, is_array)) continue;
        const bool is_domain = !user->kind->value_type.empty() && user->kind->is_type;
        const bool nested = way.nested || is_array || (user->kind->is_type && !is_domain);
        if (!user->kind->is_type) holders.push_back({user->id, nested, way.by_domain});
        else if (seen.insert(user->id).second) ways.push_back({user->id, nested, way.by_domain || is_domain});
        break;
      }
    }
  }
  std::ranges::sort(holders, {}, [](const Holder& holder) { return std::tuple(holder.column, holder.nested); });
  holders.erase(std::unique(holders.begin(), holders.end(), [](const Holder& a, const Holder& b) { return a.column == b.column; }), holders.end());
  return holders;
}

// Source: find_composite_type_dependencies.
const Object* column_of_row_type(const ElementId& live_table, const Context& context) {
  std::vector<ElementId> ways{live_table};
  std::set<ElementId> seen{live_table};
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const ElementId way = ways[i];
    for (const Object* user : context.live.objects()) {
      if (user->kind->type_names == nullptr) continue;
      const auto names = user->kind->type_names(*user);
      bool is_array = false;
      if (std::ranges::none_of(names, [&](const std::string& text) { return is_of(text, way, is_array); })) continue;
      if (!user->kind->is_type) return user;
      if (seen.insert(user->id).second) ways.push_back(user->id);
    }
  }
  return nullptr;
}

std::vector<ElementId> tables_of(const std::vector<Holder>& holders) {
  std::set<ElementId> tables;
  for (const Holder& holder : holders) tables.insert(table_of(holder.column));
  return {tables.begin(), tables.end()};
}

std::vector<const Dependency*> staying_users(const ElementId& live_element, const Context& context) {
  std::vector<const Dependency*> users;
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.on == live_element && !goes(dependency.dependent, context)) users.push_back(&dependency);
  return users;
}

std::vector<Finding> refuse_users(const std::vector<const Dependency*>& users, std::string_view kind, const std::string& what, const std::string& help, const SourceSpot& at) {
  std::vector<Finding> findings;
  for (const Dependency* user : users) findings.push_back({Severity::error, std::string(kind), what + ", but " + user->identity + " uses it", help, at});
  return findings;
}

bool is_used(const ElementId& live_element, const Context& context) {
  return std::ranges::any_of(context.live.dependencies, [&](const Dependency& dependency) { return dependency.on == live_element; });
}

std::string type_unused(const ElementId& type) {
  const std::string oid = "pg_catalog.to_regtype(" + sql::literal(sql::qualified(type.schema, type.name)) + ")";
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (t.oid, t.typarray) "
         "AND d.deptype IN ('n', 'a') AND NOT (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.oid = d.objid AND c.contypid = t.oid)) "
         "WHERE t.oid = " + oid + ")";
}

}  // namespace phasegate::recipes
