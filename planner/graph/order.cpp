// A stable order. Vertices are steps, edges run from earlier to later; cost O((V + E) log V). First every step is moved to the latest
// phase that an edge into it demands, then cycles are looked for (strong components), then Kahn's algorithm takes steps off a heap
// keyed by phase, part, and place in the input, so that equal input gives equal output.
#include "graph/rules.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include <queue>

namespace phasegate {
namespace {

std::pair<Phase, Part> place(const Step& step) { return {step.phase, step.part}; }

// What was to be there before the deploy and comes after it is a promise: the next version may not count on it yet.
void promise_later(Step& step, Phase phase) {
  if (step.phase > Phase::backfill || phase <= Phase::backfill) return;
  for (const Fact& fact : step.brings)
    if (fact.side == Side::wanted && fact.milestone == Milestone::exists)
      step.promises.push_back({qualified_name(fact.element) + ".exists", "use " + to_string(fact.element), {}});
}

// No edge leads backwards: what must come after a later step is moved to that step's phase and part.
void move_to_phases(StepGraph& graph) {
  for (bool moved = true; moved;) {
    moved = false;
    for (const Edge& edge : graph.edges) {
      const Step& from = graph.steps[edge.from];
      Step& to = graph.steps[edge.to];
      if (place(from) <= place(to)) continue;
      promise_later(to, from.phase);
      to.phase = from.phase;
      to.part = from.part;
      moved = true;
    }
  }
}

std::optional<Finding> find_cycle(const StepGraph& graph) {
  boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> digraph(graph.steps.size());
  for (const Edge& edge : graph.edges) boost::add_edge(edge.from, edge.to, digraph);
  std::vector<std::size_t> component(graph.steps.size());
  const std::size_t count = boost::strong_components(digraph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, digraph)));
  if (count == graph.steps.size()) return std::nullopt;
  std::string reasons;
  for (const Edge& edge : graph.edges)
    if (component[edge.from] == component[edge.to])
      reasons += "\n  \"" + graph.steps[edge.from].title + "\" before \"" + graph.steps[edge.to].title + "\": " + std::string(edge.rule) + " (" + edge.because + ")";
  return Finding{Severity::error, "cycle", "the steps wait for each other in a circle:" + reasons, "make one of these changes in a rollout of its own", {}};
}

std::vector<std::size_t> kahn(const StepGraph& graph) {
  std::vector<std::size_t> waiting(graph.steps.size(), 0), result;
  std::vector<std::vector<std::size_t>> next(graph.steps.size());
  for (const Edge& edge : graph.edges) {
    ++waiting[edge.to];
    next[edge.from].push_back(edge.to);
  }
  using Entry = std::tuple<Phase, Part, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> ready;
  const auto add = [&](std::size_t i) { ready.emplace(graph.steps[i].phase, graph.steps[i].part, i); };
  for (std::size_t i = 0; i < graph.steps.size(); ++i)
    if (waiting[i] == 0) add(i);
  while (!ready.empty()) {
    const std::size_t i = std::get<2>(ready.top());
    ready.pop();
    result.push_back(i);
    for (const std::size_t j : next[i])
      if (--waiting[j] == 0) add(j);
  }
  return result;
}

}  // namespace

OrderResult order(const std::vector<Recipe>& recipes, const Context& context) {
  OrderResult result;
  std::vector<std::size_t> recipe_of;
  for (std::size_t r = 0; r < recipes.size(); ++r)
    for (const Step& step : recipes[r].steps) {
      result.graph.steps.push_back(step);
      recipe_of.push_back(r);
    }
  result.findings = graph::add_edges(result.graph, recipe_of, context);
  if (const auto cycle = find_cycle(result.graph)) result.findings.push_back(*cycle);
  if (refuses(result.findings)) return result;
  move_to_phases(result.graph);
  const std::vector<std::size_t> sorted = kahn(result.graph);
  std::vector<std::size_t> new_place(sorted.size());
  StepGraph ordered;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    new_place[sorted[i]] = i;
    ordered.steps.push_back(result.graph.steps[sorted[i]]);
  }
  for (Edge edge : result.graph.edges) {
    edge.from = new_place[edge.from];
    edge.to = new_place[edge.to];
    ordered.edges.push_back(std::move(edge));
  }
  result.graph = std::move(ordered);
  return result;
}

}  // namespace phasegate
