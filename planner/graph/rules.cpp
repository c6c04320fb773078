// The general rules: recipe order; bringer before needer; referenced first; filled first; dependents gone first; a name is freed before it is
// taken; one backfill per table at a time; irreversible last. Phases follow from `order`, which lets no edge lead backwards.
#include "graph/rules.hpp"

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
  }

  std::vector<Finding> run() {
    recipe_order();
    needs();
    referenced_first();
    dependents_gone_first();
    name_freed_first();
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
        const auto from = bringers(fact);
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

  // True when the live object `dependent` cannot outlive `base`.
  bool hangs_on(const ElementId& dependent, const ElementId& base) const {
    if (dependent == base) return false;
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

  void name_freed_first() {
    for (const auto& [fact, steps] : bringers_) {
      if (fact.side != Side::live || (fact.milestone != Milestone::gone && fact.milestone != Milestone::retired)) continue;
      for (const std::size_t taker : bringers({fact.element, Side::wanted, Milestone::exists}))
        for (const std::size_t step : steps)
          if (recipe_of_[step] != recipe_of_[taker]) edge(step, taker, "name freed first", qualified_name(fact.element));
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
  std::set<std::pair<std::size_t, std::size_t>> seen_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> add_edges(StepGraph& graph, const std::vector<std::size_t>& recipe_of, const Context& context) {
  return Rules(graph, recipe_of, context).run();
}

}  // namespace phasegate::graph
