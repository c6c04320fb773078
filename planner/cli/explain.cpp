// phasegate explain: why each step is where it is, as text, or the graph of the steps as DOT or SVG.
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "support/suggest.hpp"

#include <phasegate/pipeline.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace phasegate::cli {
namespace {

// The steps whose number, id or title is asked for; all when nothing is.
std::vector<std::size_t> chosen(const Plan& plan, const std::string& asked) {
  std::vector<std::size_t> result;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    names.push_back(step.id);
    if (asked.empty() || asked == std::to_string(i + 1) || step.id.find(asked) != std::string::npos || step.title.find(asked) != std::string::npos) result.push_back(i);
  }
  if (!result.empty() || asked.empty()) return result;
  const std::string near = nearest(asked, names);
  throw Error(ExitCode::usage, "no step of this plan has the number, or `" + asked + "` in its id or title", near.empty() ? "phasegate explain without a step lists them all" : "did you mean \"" + near + "\"?");
}

std::string as_json(const Plan& plan, const std::vector<std::size_t>& steps) {
  using Json = nlohmann::ordered_json;
  Json json = {{"version", 1}, {"rollout", plan.rollout}, {"plan_id", plan.id}, {"steps", Json::array()}};
  for (const std::size_t i : steps) {
    const Step& step = plan.steps[i];
    Json after = Json::array();
    for (const Edge& edge : plan.edges)
      if (edge.to == i) after.push_back({{"step", plan.steps[edge.from].id}, {"rule", edge.rule}, {"because", edge.because}});
    json["steps"].push_back({{"number", i + 1}, {"id", step.id}, {"title", step.title}, {"phase", to_string(step.phase)}, {"part", to_string(step.part)}, {"after", after}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode explain(const CommonOptions& common, const PlanOptions& options, const std::string& step) {
  Settings settings = find_settings(common);
  settings.approve_destructive = true;  // explaining approves nothing
  const std::filesystem::path desired = desired_path(options, settings);
  Database database = connect(common.database_url);
  const PlanResult result = make_plan(database, desired, std::move(settings));
  for (const Finding& finding : result.findings) std::cerr << to_string(finding) << "\n";
  if (refuses(result.findings)) return ExitCode::refused;
  if (result.open) {
    std::cerr << fmt::format("rollout {} (plan {}) is open with this desired schema: its files say why each step is where it is\n", result.open->name, result.open->plan_id);
    return ExitCode::refused;
  }
  const Plan& plan = result.plan;
  const std::vector<std::size_t> steps = chosen(plan, step);
  if (common.format == "dot") std::cout << graph_as_dot(plan);
  else if (common.format == "svg") std::cout << graph_as_svg(plan);
  else if (common.format == "json") std::cout << as_json(plan, steps);
  else if (plan.empty()) std::cout << "no changes: the live schema is as desired\n";
  else
    for (const std::size_t i : steps) std::cout << explain_step(plan, i);
  return ExitCode::done;
}

}  // namespace phasegate::cli
