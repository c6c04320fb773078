// The general rules: recipe order; bringer before needer; referenced first; filled first; names first; spelled first; values first; dependents gone first;
// users dealt with first; a name is freed before it is taken; one backfill per table at a time; irreversible last. Phases follow from `order`, which lets no edge lead backwards.
#include "graph/rules.hpp"

#include "sql/identifier.hpp"

#include <algorithm>
#include <set>

namespace phasegate::graph {
namespace {

class Rules {
 public:
  Rules(StepGraph& graph, const std::vector<std::size_t>& recipe_of, const Context& context)
      : graph_(graph), recipe_of_(recipe_of), context_(context) {
    for (std::size_t i = 0; i < graph.steps.size(); ++i)
      for (const Fact& fact : graph.steps[i].brings) bringers_[fact].push_back(i);
    for (const Object* object : context.wanted.objects())
      if (object->kind->is_type) types_.emplace(qualified_name(object->id), object->id);
    for (const Dependency& dependency : context.live.dependencies) users_[dependency.on].insert(dependency.dependent);
  }

  std::vector<Finding> run() {
    recipe_order();
    needs();
    referenced_first();
    names_first();
    spelled_first();
    values_first();
    dependents_gone_first();
    users_dealt_with_first();
    name_freed_first();
    relation_name_freed_first();
    one_backfill_per_table();
    irreversible_last();
    return std::move(findings_);
  }

 private:
  void edge(std::size_t from, std::size_t to, std::string_view rule, std::string because) {
    if (from != to && seen_.emplace(from, to).second) graph_.edges.push_back({from, to, rule, std::move(because)});
  }

  // What only looks right before a step looks at what the step stands on: with another type of a column, a proof from before is another one.
  void edge_with_proofs(std::size_t from, std::size_t to, std::string_view rule, const std::string& because) {
    edge(from, to, rule, because);
    const auto only_looks = [&](const Step& step) { return step.brings.empty() && step.touches.empty(); };
    for (std::size_t i = to; i-- > 0 && recipe_of_[i] == recipe_of_[to] && recipe_of_[i] != recipe_of_[from] && only_looks(graph_.steps[i]);) edge(from, i, rule, because);
  }

  std::span<const std::size_t> bringers(const Fact& fact) const {
    const auto found = bringers_.find(fact);
    return found == bringers_.end() ? std::span<const std::size_t>() : std::span<const std::size_t>(found->second);
  }

  void recipe_order() {
    for (std::size_t i = 1; i < graph_.steps.size(); ++i)
      if (recipe_of_[i] == recipe_of_[i - 1]) edge(i - 1, i, "recipe order", "steps of one change keep their order");
  }

  bool holds_already(const Fact& fact) const {
    const bool standing = fact.milestone == Milestone::exists || fact.milestone == Milestone::live || fact.milestone == Milestone::filled ||
                          fact.milestone == Milestone::validated || fact.milestone == Milestone::written;
    if (standing) return context_.live.find(fact.element) != nullptr || context_.live.find(context_.live_name(fact.element)) != nullptr;
    if (fact.milestone == Milestone::gone) return context_.live.find(fact.element) == nullptr;
    return false;
  }

  void needs() {
    for (std::size_t i = 0; i < graph_.steps.size(); ++i)
      for (const Fact& fact : graph_.steps[i].needs) {
        auto from = bringers(fact);
        // What nothing more is done to is in its wanted form as soon as it exists.
        if (from.empty() && fact.milestone == Milestone::live) from = bringers({fact.element, fact.side, Milestone::exists});
        for (const std::size_t bringer : from) edge(bringer, i, "bringer before needer", to_string(fact));
        if (from.empty() && !holds_already(fact))
          findings_.push_back({Severity::error, "need-unmet", "step \"" + graph_.steps[i].title + "\" needs " + to_string(fact) + ", which nothing brings",
                               "add what is missing to the desired schema", {}});
      }
  }

  // What an element stands on: its schema, its table, the columns that it mentions, and what it refers to.
  std::vector<ElementId> standing_on(const ElementId& id) const {
    std::vector<ElementId> result;
    if (!id.schema.empty()) result.push_back({"schema", "", "", id.schema});
    if (!id.parent.empty()) result.push_back({"table", id.schema, "", id.parent});
    const Object* object = context_.wanted.find(id);
    if (object == nullptr) return result;
    if (object->kind->columns != nullptr)
      for (const std::string& column : object->kind->columns(*object)) result.push_back({"column", id.schema, id.parent, column});
    if (object->kind->refers_to != nullptr)
      for (const ElementId& other : object->kind->refers_to(*object)) result.push_back(other);
    add_types(*object, result);
    for (const Object* child : context_.wanted.children(id)) add_types(*child, result);
    return result;
  }

  // `app.mood[]` stands on the type app.mood.
  void add_types(const Object& object, std::vector<ElementId>& result) const {
    if (object.kind->type_names == nullptr) return;
    for (std::string name : object.kind->type_names(object)) {
      while (name.ends_with("[]")) name.resize(name.size() - 2);
      if (const auto found = types_.find(name); found != types_.end()) result.push_back(found->second);
    }
  }

  void referenced_first() {
    for (std::size_t i = 0; i < graph_.steps.size(); ++i)
      for (const Fact& fact : graph_.steps[i].brings) {
        if (fact.side != Side::wanted || fact.milestone != Milestone::exists) continue;
        for (const ElementId& base : standing_on(fact.element)) {
          for (const std::size_t bringer : bringers({base, Side::wanted, Milestone::exists}))
            edge_with_proofs(bringer, i, "referenced first", to_string(fact.element) + " stands on " + to_string(base));
          // What is built on a column before its rows are filled makes every batch dearer.
          for (const std::size_t bringer : bringers({base, Side::wanted, Milestone::filled}))
            if (graph_.steps[bringer].part != Part::catch_up) edge(bringer, i, "filled first", to_string(fact.element) + " stands on " + to_string(base));
        }
      }
  }

  // What brings types and functions that nobody knows before comes before all that may mention them.
  void names_first() {
    for (const auto& [fact, steps] : bringers_) {
      const Object* object = context_.wanted.find(fact.element);
      if (object == nullptr || !object->kind->brings_names || fact.side != Side::wanted || fact.milestone != Milestone::exists) continue;
      for (const auto& [other, needers] : bringers_) {
        const Object* needer = context_.wanted.find(other.element);
        if (other.side != Side::wanted || other.milestone != Milestone::exists || needer == nullptr || (!needer->kind->in_schema && needer->id.parent.empty())) continue;
        for (const std::size_t from : steps)
          for (const std::size_t to : needers) edge(from, to, "names first", to_string(other.element) + " may mention what " + to_string(fact.element) + " brings");
      }
    }
  }

  // What is neither a type nor a relation (a collation) comes before what spells its name.
  void spelled_first() {
    for (const auto& [fact, steps] : bringers_) {
      const Object* object = context_.wanted.find(fact.element);
      if (object == nullptr || fact.side != Side::wanted || fact.milestone != Milestone::exists) continue;
      const ObjectKind& kind = *object->kind;
      if (!kind.in_schema || !kind.parent.empty() || kind.is_type || kind.relation_name != nullptr) continue;
      const std::string text = sql::identifier(fact.element.name);
      const std::vector<ElementId> bases = standing_on(fact.element);
      for (std::size_t i = 0; i < graph_.steps.size(); ++i) {
        const Step& step = graph_.steps[i];
        if (std::ranges::none_of(step.sql, [&](const std::string& sql) { return sql.find(text) != std::string::npos; })) continue;
        // What it stands on may bear the same name.
        if (std::ranges::any_of(step.brings, [&](const Fact& brought) { return std::ranges::find(bases, brought.element) != bases.end(); })) continue;
        for (const std::size_t from : steps)
          if (recipe_of_[from] != recipe_of_[i]) edge(from, i, "spelled first", step.title + " may name " + to_string(fact.element));
      }
    }
  }

  // A value of a type (an element whose parent is the type) is there before what spells it; it cannot be used in the transaction that adds it.
  void values_first() {
    for (const auto& [fact, steps] : bringers_) {
      if (fact.element.parent.empty() || fact.side != Side::wanted || fact.milestone != Milestone::exists) continue;
      const auto type = types_.find(qualified_name({fact.element.kind, fact.element.schema, "", fact.element.parent}));
      if (type == types_.end()) continue;
      const std::string text = sql::literal(fact.element.name);
      for (std::size_t i = 0; i < graph_.steps.size(); ++i) {
        const Step& step = graph_.steps[i];
        if (std::ranges::none_of(step.sql, [&](const std::string& sql) { return spells(sql, text, fact.element.name); })) continue;
        if (std::ranges::none_of(step.touches, [&](const ElementId& touched) { return has_values_of(touched, type->second); })) continue;
        for (const std::size_t from : steps)
          if (recipe_of_[from] != recipe_of_[i]) edge(from, i, "values first", step.title + " spells " + text);
      }
    }
  }

  // `'value'`, or a string that may be an array or a row with it inside. One that only seems so costs an edge.
  static bool spells(const std::string& sql, const std::string& literal, const std::string& value) {
    if (sql.find(literal) != std::string::npos) return true;
    for (const std::string_view opening : {"'{", "'("})
      for (std::size_t at = 0; (at = sql.find(opening, at)) != std::string::npos; ++at)
        if (sql.substr(at + 1, sql.find('\'', at + 1) - at - 1).find(value) != std::string::npos) return true;
    return false;
  }

  // The element, a column that it mentions, or something below it is of the type.
  bool has_values_of(const ElementId& id, const ElementId& type) const {
    const Object* object = context_.wanted.find(id);
    if (object == nullptr) return false;
    const std::vector<ElementId> bases = standing_on(id);
    return std::ranges::any_of(bases, [&](const ElementId& base) {
      if (base == type) return true;
      const Object* column = base.parent.empty() ? nullptr : context_.wanted.find(base);
      std::vector<ElementId> types;
      if (column != nullptr) add_types(*column, types);
      return std::ranges::find(types, type) != types.end();
    });
  }

  // True when the live object `dependent` cannot outlive `base`.
  bool hangs_on(const ElementId& dependent, const ElementId& base) const {
    if (dependent == base) return false;
    if (std::ranges::any_of(context_.live.dependencies, [&](const Dependency& d) { return d.dependent == dependent && d.on == base; })) return true;
    if (is_used_by(base, dependent)) return true;
    if (base.kind == "schema") return dependent.schema == base.name;
    const Object* object = context_.live.find(dependent);
    if (object == nullptr) return false;
    if (base.kind == "table" && dependent.schema == base.schema && dependent.parent == base.name) return true;
    if (object->kind->refers_to != nullptr)
      if (const auto others = object->kind->refers_to(*object); std::ranges::find(others, base) != others.end()) return true;
    if (base.kind != "column" || dependent.parent != base.parent || dependent.schema != base.schema || object->kind->columns == nullptr) return false;
    const auto columns = object->kind->columns(*object);
    return std::ranges::find(columns, base.name) != columns.end();
  }

  void dependents_gone_first() {
    std::vector<std::pair<ElementId, std::size_t>> goings;
    for (const auto& [fact, steps] : bringers_)
      if (fact.milestone == Milestone::gone)
        for (const std::size_t step : steps) goings.emplace_back(fact.element, step);
    for (const auto& [base, base_step] : goings)
      for (const auto& [dependent, step] : goings)
        if (hangs_on(dependent, base)) edge(step, base_step, "dependents gone first", to_string(dependent) + " hangs on " + to_string(base));
  }

  // The element itself, or something below it, uses the base.
  bool is_used_by(const ElementId& base, const ElementId& user) const {
    const auto users = users_.find(base);
    if (users == users_.end()) return false;
    return std::ranges::any_of(users->second, [&](const ElementId& one) {
      return one == user || (user.parent.empty() && !one.parent.empty() && one.schema == user.schema && one.parent == user.name);
    });
  }

  // A type goes after everything that is done to its users: a column that has it gets another one.
  void users_dealt_with_first() {
    for (const auto& [fact, steps] : bringers_) {
      if (fact.side != Side::live || fact.milestone != Milestone::gone || !users_.contains(fact.element)) continue;
      for (std::size_t i = 0; i < graph_.steps.size(); ++i)
        for (const std::size_t step : steps)
          if (recipe_of_[i] != recipe_of_[step] &&
              std::ranges::any_of(graph_.steps[i].touches, [&](const ElementId& touched) { return is_used_by(fact.element, touched); }))
            edge(i, step, "users dealt with first", to_string(fact.element));
    }
  }

  void name_freed_first() {
    for (const auto& [fact, steps] : bringers_) {
      if (fact.side != Side::live || (fact.milestone != Milestone::gone && fact.milestone != Milestone::retired)) continue;
      for (const std::size_t taker : bringers({fact.element, Side::wanted, Milestone::exists}))
        for (const std::size_t step : steps)
          if (recipe_of_[step] != recipe_of_[taker]) edge(step, taker, "name freed first", qualified_name(fact.element));
    }
  }

  // The name that an object takes among the relations of its schema; "" for none.
  static std::string relation_name(const Object* object) {
    return object == nullptr || object->kind->relation_name == nullptr ? std::string() : object->kind->relation_name(*object);
  }

  // Relations share their names whatever they are: the index of a constraint that goes, and a table that comes.
  void relation_name_freed_first() {
    std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> freed;
    for (const auto& [fact, steps] : bringers_) {
      if (fact.side != Side::live || (fact.milestone != Milestone::gone && fact.milestone != Milestone::retired)) continue;
      const std::string name = relation_name(context_.live.find(fact.element));
      if (!name.empty()) freed[{fact.element.schema, name}].insert(freed[{fact.element.schema, name}].end(), steps.begin(), steps.end());
    }
    for (const auto& [fact, takers] : bringers_) {
      if (fact.side != Side::wanted || fact.milestone != Milestone::exists) continue;
      const auto found = freed.find({fact.element.schema, relation_name(context_.wanted.find(fact.element))});
      if (found == freed.end()) continue;
      for (const std::size_t taker : takers)
        for (const std::size_t step : found->second)
          if (recipe_of_[step] != recipe_of_[taker]) edge(step, taker, "name freed first", found->first.second);
    }
  }

  void one_backfill_per_table() {
    std::map<std::pair<Phase, ElementId>, std::size_t> last;
    for (std::size_t i = 0; i < graph_.steps.size(); ++i)
      for (const LockClaim& lock : graph_.steps[i].locks) {
        if (lock.work != Work::batches) continue;
        const auto [at, fresh] = last.emplace(std::pair(graph_.steps[i].phase, lock.relation), i);
        if (!fresh) edge(std::exchange(at->second, i), i, "one backfill per table", to_string(lock.relation));
      }
  }

  void irreversible_last() {
    for (std::size_t i = 0; i < graph_.steps.size(); ++i)
      if (graph_.steps[i].undo.how == UndoHow::impossible)
        for (std::size_t j = 0; j < graph_.steps.size(); ++j)
          if (graph_.steps[j].undo.how != UndoHow::impossible && graph_.steps[j].phase == graph_.steps[i].phase && recipe_of_[i] != recipe_of_[j] &&
              graph_.steps[j].part <= graph_.steps[i].part)
            edge(j, i, "irreversible last", "what cannot be undone comes after all that can");
  }

  StepGraph& graph_;
  const std::vector<std::size_t>& recipe_of_;
  const Context& context_;
  std::map<Fact, std::vector<std::size_t>> bringers_;
  std::map<std::string, ElementId> types_;  // wanted types by the name that the server prints
  std::map<ElementId, std::set<ElementId>> users_;  // live elements that use a live type, extension or schema
  std::set<std::pair<std::size_t, std::size_t>> seen_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> add_edges(StepGraph& graph, const std::vector<std::size_t>& recipe_of, const Context& context) {
  return Rules(graph, recipe_of, context).run();
}

}  // namespace phasegate::graph
