// Why a step is where it is: the steps as text with their reasons, and the graph as a picture.
#include <phasegate/pipeline.hpp>

#include <fmt/format.h>
#include <gvc.h>

#include <memory>
#include <sstream>

namespace phasegate {
namespace {

std::string undo_text(const Undo& undo) {
  switch (undo.how) {
    case UndoHow::sql: return fmt::format("{} statements{}", undo.sql.size(), undo.losses.empty() ? "" : ", refused while rows would lose values of N+1");
    case UndoHow::nothing_needed: return "nothing needed: " + undo.reason;
    case UndoHow::impossible: break;
  }
  return "impossible: " + undo.reason;
}

// A label of DOT: quotes and backslashes escaped; \n breaks a line.
std::string dot_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') result += "\\n";
    else result += c;
  }
  return result;
}

std::string_view color_of(const ExplainedStep& step) {
  if (step.cannot_be_undone) return "#f4b6b6";
  if (step.hurts_n) return "#f7e3a1";
  return "#d5ead5";
}

std::string text_of(const Step& step) {
  std::string text = fmt::format("transaction {}\n", to_string(step.transaction));
  for (const LockClaim& lock : step.locks)
    text += fmt::format("lock: {} on {}, {}, {}\n", to_string(lock.mode), to_string(lock.relation), who_waits(lock.mode), to_string(lock.work));
  if (step.locks.empty()) text += "lock: none on relations\n";
  text += "undo: " + undo_text(step.undo) + "\n";
  for (const Promise& promise : step.promises)
    text += "promises: " + promise.what + (promise.must_not.empty() ? "" : "; until then no version may " + promise.must_not) + "\n";
  return text;
}

}  // namespace

std::vector<ExplainedStep> explain(const Plan& plan) {
  std::vector<ExplainedStep> steps;
  for (const Step& step : plan.steps)
    steps.push_back({step.id, step.title, step.phase, step.part, text_of(step), step.hurts.n(), step.undo.how == UndoHow::impossible, {}});
  for (const Edge& edge : plan.edges) steps.at(edge.to).after.push_back({edge.from, std::string(edge.rule), edge.because});
  return steps;
}

std::string explained_text(std::span<const ExplainedStep> steps, std::size_t index) {
  const ExplainedStep& step = steps[index];
  std::string text = fmt::format("{}. {}\n   {} · {} · ", index + 1, step.title, to_string(step.phase), to_string(step.part));
  std::istringstream lines(step.text);
  std::string line;
  for (bool first = true; std::getline(lines, line); first = false) text += first ? line + "\n   " + step.id + "\n" : "   " + line + "\n";
  for (const ExplainedStep::After& after : step.after) text += fmt::format("   after {} ({}): {}\n", after.step + 1, after.rule, after.because);
  return text;
}

std::string graph_as_dot(std::span<const ExplainedStep> steps) {
  std::string text = "digraph plan {\n  rankdir=LR; node [shape=box, style=filled, fontname=\"sans-serif\", fontsize=11]; edge [fontname=\"sans-serif\", fontsize=9, color=\"#666666\"];\n";
  for (const Phase phase : all_phases) {
    std::string nodes;
    for (std::size_t i = 0; i < steps.size(); ++i)
      if (const ExplainedStep& step = steps[i]; step.phase == phase)
        nodes += fmt::format("    s{} [label=\"{}. {}\", tooltip=\"{}\", fillcolor=\"{}\"];\n", i + 1, i + 1, dot_text(step.title), dot_text(step.id), color_of(step));
    if (!nodes.empty()) text += fmt::format("  subgraph cluster_{0} {{\n    label=\"{0}\";\n{1}  }}\n", to_string(phase), nodes);
  }
  for (std::size_t i = 0; i < steps.size(); ++i)
    for (const ExplainedStep::After& after : steps[i].after)
      text += fmt::format("  s{} -> s{} [label=\"{}\", tooltip=\"{}\"];\n", after.step + 1, i + 1, dot_text(after.rule), dot_text(after.because));
  return text + "}\n";
}

std::string graph_as_svg(std::span<const ExplainedStep> steps) {
  const std::unique_ptr<GVC_t, int (*)(GVC_t*)> context(gvContext(), gvFreeContext);
  const std::unique_ptr<Agraph_t, int (*)(Agraph_t*)> graph(agmemread(graph_as_dot(steps).c_str()), agclose);
  if (graph == nullptr || gvLayout(context.get(), graph.get(), "dot") != 0) throw Bug("Graphviz does not lay out the graph of the plan");
  char* data = nullptr;
  unsigned int length = 0;
  const int result = gvRenderData(context.get(), graph.get(), "svg", &data, &length);
  std::string svg = result == 0 ? std::string(data, length) : std::string();
  gvFreeRenderData(data);
  gvFreeLayout(context.get(), graph.get());
  if (result != 0) throw Bug("Graphviz does not draw the graph of the plan");
  return svg;
}

}  // namespace phasegate
