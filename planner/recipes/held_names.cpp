// Catalogs and differences with other names of tables, and steps that know by which of two names they run.
#include "recipes/held_names.hpp"

#include "recipes/constraints.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <set>

namespace phasegate::recipes {
namespace {

/// From one name of each table to another.
class Names {
 public:
  explicit Names(std::vector<std::pair<ElementId, ElementId>> tables) : tables_(std::move(tables)) {}

  [[nodiscard]] ElementId of(ElementId id) const {
    for (const auto& [from, to] : tables_) {
      if (id.schema != from.schema) continue;
      if (id.kind == "table" && id.name == from.name) id.name = to.name;
      else if (!id.parent.empty() && id.parent == from.name) id.parent = to.name;
      else continue;
      break;
    }
    return id;
  }

  [[nodiscard]] Object of(Object object) const {
    object.id = of(object.id);
    if (object.id.kind == "foreign key") {
      const ElementId other = of(referenced_table(object));
      object["referenced_table"] = other.name;
    }
    if (object.id.kind == "sequence" && object.has("owned_by")) {
      const std::vector<std::string> names = sql::names_in(object.text("owned_by"));
      if (names.size() != 3) return object;
      const ElementId owner{"column", names[0], names[1], names[2]};
      if (of(owner) != owner) object["owned_by"] = qualified_name(of(owner));
    }
    return object;
  }

  [[nodiscard]] Difference of(Difference difference) const {
    difference.element = of(difference.element);
    difference.live_element = of(difference.live_element);
    return difference;
  }

  [[nodiscard]] Dependency of(Dependency dependency) const {
    for (const auto& [from, to] : tables_)
      if (const std::string end = " on " + sql::relation(from); dependency.identity.ends_with(end)) dependency.identity = dependency.identity.substr(0, dependency.identity.size() - end.size()) + " on " + sql::relation(to);
    dependency.dependent = of(dependency.dependent);
    dependency.on = of(dependency.on);
    return dependency;
  }

 private:
  std::vector<std::pair<ElementId, ElementId>> tables_;
};

bool is_same(const Object& one, const Object& other) { return one.id == other.id && one.values == other.values; }

Catalog with_names(const Catalog& catalog, const Names& names) {
  Catalog result = catalog;
  std::vector<Object> changed;
  for (const Object* object : catalog.objects())
    if (Object other = names.of(*object); !is_same(other, *object)) {
      changed.push_back(std::move(other));
      result.remove(object->id);
    }
  for (Object& object : changed) result.add(std::move(object));
  for (Dependency& dependency : result.dependencies) dependency = names.of(dependency);
  std::map<ElementId, TableSize> sizes;
  for (const auto& [table, size] : result.sizes) sizes.emplace(names.of(table), size);
  result.sizes = std::move(sizes);
  return result;
}

// The renaming itself settles these: the side that takes over the other's form has them as that.
void settle(Catalog& side, const Difference& settled, const Object* other, const Value& value, const Names& names) {
  const ElementId id = names.of(settled.element);
  if (settled.what == What::field) {
    if (Object* object = side.find(id)) (*object)[settled.field->key] = value;
    return;
  }
  if (other == nullptr) side.remove(id);
  else side.add(*other);
}

bool has_to_do_with(const Difference& difference, const std::vector<std::pair<ElementId, ElementId>>& tables, const Context& context) {
  const auto is_of = [&](const ElementId& id) {
    return std::ranges::any_of(tables, [&](const auto& names) {
      const auto is = [&](const ElementId& table) { return id == table || (id.schema == table.schema && id.parent == table.name); };
      return is(names.first) || is(names.second);
    });
  };
  if (is_of(difference.element) || is_of(difference.live_element)) return true;
  for (const Object* object : {context.wanted.find(difference.element), context.live.find(difference.live_element)})
    if (object != nullptr && object->kind->refers_to != nullptr && std::ranges::any_of(object->kind->refers_to(*object), is_of)) return true;
  return false;
}

Fact name_used(const ElementId& table) { return {table, Side::live, Milestone::unread}; }

std::string is_table(const ElementId& table) {
  return "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ") AND c.relkind IN ('r', 'p'))";
}

// The other name is a view's, of which the condition may say anything.
std::string done_under_either(const Step& before, const Step& behind, const ElementId& renamed) {
  // What batches have done is kept under the id of their step.
  const bool in_batches = std::ranges::any_of(before.locks, [](const LockClaim& lock) { return lock.work == Work::batches; });
  if (before.done.sql == behind.done.sql || in_batches) return before.done.sql;
  return "CASE WHEN " + is_table(renamed) + " THEN " + behind.done.sql + " ELSE " + before.done.sql + " END";
}

void add_missing(std::vector<ElementId>& list, const std::vector<ElementId>& further) {
  for (const ElementId& id : further)
    if (std::ranges::find(list, id) == list.end()) list.push_back(id);
}

bool is_behind(const Step& step) { return step.phase == Phase::contract && step.part == Part::drop; }

// Ids, facts and what is counted now go by the live name; promises by the one that the next version knows.
Step under_both_names(Step before, const Step& behind, const ElementId& renamed, const HeldNames& held) {
  if (before.sql == behind.sql && before.done.sql == behind.done.sql && before.promises.size() == behind.promises.size() && before.touches == behind.touches) return before;
  Step step = is_behind(before) ? behind : before;
  step.id = before.id;
  step.together = before.together;
  step.ends = before.ends;
  step.needs = before.needs;
  step.brings = before.brings;
  step.preflight = before.preflight;
  step.promises = behind.promises;
  step.done.sql = done_under_either(before, behind, renamed);
  step.touches = before.touches;
  add_missing(step.touches, behind.touches);
  if (!is_behind(step))
    for (const auto& [from, to] : held.tables) step.brings.push_back(name_used(from));
  return step;
}

}  // namespace

std::optional<HeldNames> hold_names(const std::vector<Change>& changes, const Context& context) {
  HeldNames held;
  std::vector<std::pair<ElementId, ElementId>> back;
  std::set<const Difference*> settled;
  const auto settle_difference = [&](const Difference& difference) {
    for (const Difference& one : context.differences)
      if (one.what == difference.what && one.element == difference.element && one.live_element == difference.live_element && one.field == difference.field) settled.insert(&one);
  };
  for (const Change& change : changes) {
    if (!change.kind->holds_name) continue;
    held.tables.emplace_back(change.claimed.live_element, change.claimed.element);
    back.emplace_back(change.claimed.element, change.claimed.live_element);
    settle_difference(change.claimed);
    for (const Difference& other : change.absorbed) settle_difference(other);
  }
  const auto is_open = [&](const Difference& difference) { return !settled.contains(&difference) && has_to_do_with(difference, held.tables, context); };
  if (held.tables.empty() || std::ranges::none_of(context.differences, is_open)) return std::nullopt;
  const Names to_wanted(held.tables), to_live(back);
  held.wanted = with_names(context.wanted, to_live);
  held.live = with_names(context.live, to_wanted);
  for (const auto& [from, to] : held.tables) (*held.wanted.find(from))["renamed_from"] = {};
  for (const Change& change : changes) {
    if (!change.kind->holds_name) continue;
    // What goes makes room for what comes.
    for (const What what : {What::missing, What::extra, What::field})
      for (const Difference& other : change.absorbed)
        if (other.what == what) settle(held.wanted, other, what == What::extra ? context.live.find(other.element) : nullptr, other.live, to_live);
    for (const What what : {What::extra, What::missing, What::field})
      for (const Difference& other : change.absorbed)
        if (other.what == what) settle(held.live, other, what == What::missing ? context.wanted.find(other.element) : nullptr, other.wanted, to_wanted);
  }
  for (std::size_t i = 0; i < context.differences.size(); ++i) {
    if (settled.contains(&context.differences[i])) continue;
    held.differences.push_back(to_live.of(context.differences[i]));
    held.behind.push_back(to_wanted.of(context.differences[i]));
    held.origin.push_back(i);
  }
  return held;
}

namespace {

std::size_t number_of(const Difference& difference, const HeldNames& held) {
  const auto found = std::ranges::find_if(held.differences, [&](const Difference& one) {
    return one.what == difference.what && one.element == difference.element && one.live_element == difference.live_element && one.field == difference.field;
  });
  return static_cast<std::size_t>(found - held.differences.begin());
}

}  // namespace

Change in_own_names(Change change, const HeldNames& held, const Context& context) {
  change.claimed = context.differences[held.origin[number_of(change.claimed, held)]];
  for (Difference& other : change.absorbed) other = context.differences[held.origin[number_of(other, held)]];
  return change;
}

Recipe recipe_under_both_names(const Change& change, const HeldNames& held, const Context& context) {
  Change behind = change;
  behind.claimed = held.behind[number_of(change.claimed, held)];
  for (Difference& other : behind.absorbed) other = held.behind[number_of(other, held)];
  Recipe result = change.kind->recipe(change, {context.live, held.wanted, context.settings, held.differences});
  Settings approved = context.settings;
  approved.approve_destructive = true;  // by the live name, which the first of the two has asked for
  const Recipe later = change.kind->recipe(behind, {held.live, context.wanted, approved, held.behind});
  const auto differ = [](const Step& one, const Step& other) { return one.phase != other.phase || one.part != other.part || one.transaction != other.transaction; };
  if (!refuses(result.findings) && !std::ranges::equal(result.steps, later.steps, [&](const Step& one, const Step& other) { return !differ(one, other); })) {
    result.findings.push_back({Severity::error, "held-name", to_string(change.claimed) + ", and would be done in other steps once its table has its other name", "make this change in a rollout before the one that renames the table, or behind it", change.claimed.at});
    return result;
  }
  if (refuses(result.findings)) return result;
  const ElementId& element = behind.claimed.element;
  const ElementId renamed = element.kind == "table" ? element : table_of(element);
  for (std::size_t i = 0; i < result.steps.size(); ++i) result.steps[i] = under_both_names(std::move(result.steps[i]), later.steps[i], renamed, held);
  return result;
}

void rename_last(std::vector<Recipe>& recipes, const HeldNames& held) {
  for (const auto& [from, to] : held.tables) {
    const Fact retired{from, Side::live, Milestone::retired}, used = name_used(from);
    const auto brings = [](const Step& step, const Fact& fact) { return std::ranges::find(step.brings, fact) != step.brings.end(); };
    const bool is_used = std::ranges::any_of(recipes, [&](const Recipe& recipe) { return std::ranges::any_of(recipe.steps, [&](const Step& step) { return brings(step, used); }); });
    if (!is_used) continue;
    for (Recipe& recipe : recipes)
      for (Step& step : recipe.steps) {
        if (brings(step, retired)) step.needs.push_back(used);
        // What lies below the live name goes by the other one: it does not hang on the last thing that bears the first.
        for (Fact& fact : step.brings)
          if (fact == Fact{from, Side::live, Milestone::gone}) fact = retired;
      }
  }
}

}  // namespace phasegate::recipes
