// Why a step is where it is: the steps as text with their reasons, and the graph as a picture.
#include <phasegate/pipeline.hpp>

#include <fmt/format.h>
#include <gvc.h>

#include <memory>

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

std::string_view color_of(const Step& step) {
  if (step.undo.how == UndoHow::impossible) return "#f4b6b6";
  if (step.hurts.n()) return "#f7e3a1";
  return "#d5ead5";
}

}  // namespace

std::string explain_step(const Plan& plan, std::size_t index) {
  const Step& step = plan.steps.at(index);
  std::string text = fmt::format("{}. {}\n   {} · {} · transaction {}\n   {}\n", index + 1, step.title, to_string(step.phase), to_string(step.part), to_string(step.transaction), step.id);
  for (const LockClaim& lock : step.locks)
    text += fmt::format("   lock: {} on {}, {}, {}\n", to_string(lock.mode), to_string(lock.relation), who_waits(lock.mode), to_string(lock.work));
  if (step.locks.empty()) text += "   lock: none on relations\n";
  text += "   undo: " + undo_text(step.undo) + "\n";
  for (const Promise& promise : step.promises)
    text += "   promises: " + promise.what + (promise.must_not.empty() ? "" : "; until then no version may " + promise.must_not) + "\n";
  for (const Edge& edge : plan.edges)
    if (edge.to == index) text += fmt::format("   after {} ({}): {}\n", edge.from + 1, edge.rule, edge.because);
  return text;
}

std::string graph_as_dot(const Plan& plan) {
  std::string text = "digraph plan {\n  rankdir=LR; node [shape=box, style=filled, fontname=\"sans-serif\", fontsize=11]; edge [fontname=\"sans-serif\", fontsize=9, color=\"#666666\"];\n";
  for (const Phase phase : all_phases) {
    std::string nodes;
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
      if (const Step& step = plan.steps[i]; step.phase == phase)
        nodes += fmt::format("    s{} [label=\"{}. {}\", tooltip=\"{}\", fillcolor=\"{}\"];\n", i + 1, i + 1, dot_text(step.title), dot_text(step.id), color_of(step));
    if (!nodes.empty()) text += fmt::format("  subgraph cluster_{0} {{\n    label=\"{0}\";\n{1}  }}\n", to_string(phase), nodes);
  }
  for (const Edge& edge : plan.edges)
    text += fmt::format("  s{} -> s{} [label=\"{}\", tooltip=\"{}\"];\n", edge.from + 1, edge.to + 1, dot_text(edge.rule), dot_text(edge.because));
  return text + "}\n";
}

std::string graph_as_svg(const Plan& plan) {
  const std::unique_ptr<GVC_t, int (*)(GVC_t*)> context(gvContext(), gvFreeContext);
  const std::unique_ptr<Agraph_t, int (*)(Agraph_t*)> graph(agmemread(graph_as_dot(plan).c_str()), agclose);
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
