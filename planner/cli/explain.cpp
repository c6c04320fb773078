// phasegate explain: why each step is where it is, as text, or the graph of the steps as DOT or SVG.
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "support/suggest.hpp"

#include <phasegate/manifest.hpp>
#include <phasegate/pipeline.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <span>

namespace phasegate::cli {
namespace {

// The steps whose number, id or title is asked for; all when nothing is.
std::vector<std::size_t> chosen(std::span<const ExplainedStep> steps, const std::string& asked) {
  std::vector<std::size_t> result;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    names.push_back(steps[i].id);
    if (asked.empty() || asked == std::to_string(i + 1) || steps[i].id.find(asked) != std::string::npos || steps[i].title.find(asked) != std::string::npos) result.push_back(i);
  }
  if (!result.empty() || asked.empty()) return result;
  const std::string near = nearest(asked, names);
  throw Error(ExitCode::usage, "no step of this plan has the number, or `" + asked + "` in its id or title", near.empty() ? "phasegate explain without a step lists them all" : "did you mean \"" + near + "\"?");
}

std::string as_json(const std::string& rollout, const std::string& plan_id, std::span<const ExplainedStep> steps, const std::vector<std::size_t>& asked) {
  using Json = nlohmann::ordered_json;
  Json json = {{"version", 1}, {"rollout", rollout}, {"plan_id", plan_id}, {"steps", Json::array()}};
  for (const std::size_t i : asked) {
    const ExplainedStep& step = steps[i];
    Json after = Json::array();
    for (const ExplainedStep::After& each : step.after) after.push_back({{"step", steps[each.step].id}, {"rule", each.rule}, {"because", each.because}});
    json["steps"].push_back({{"number", i + 1}, {"id", step.id}, {"title", step.title}, {"phase", to_string(step.phase)}, {"part", to_string(step.part)}, {"after", after}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Once a rollout has begun, the live schema no longer tells why its steps are where they are; what was planned does.
std::vector<ExplainedStep> as_planned(const OpenRollout& open, const std::filesystem::path& folder) {
  Manifest manifest = read_manifest(folder);
  if (manifest.rollout != open.name || manifest.plan_id != open.plan_id)
    throw Error(ExitCode::refused, fmt::format("rollout {} (plan {}) is open with this desired schema, and {} is of rollout {} (plan {})", open.name, open.plan_id, (folder / "plan.json").string(), manifest.rollout, manifest.plan_id),
                "name the folder of the open rollout: --dir FOLDER");
  if (manifest.steps.empty() && !manifest.files.empty()) throw Error(ExitCode::refused, (folder / "plan.json").string() + " was written by an earlier phasegate, which did not keep the reasons", "the headers of the V-files say what each of them does");
  for (const ExplainedStep& step : manifest.steps)
    for (const ExplainedStep::After& after : step.after)
      if (after.step >= manifest.steps.size()) throw Error(ExitCode::refused, (folder / "plan.json").string() + ": a step comes after one that is not there", "restore the file from version control");
  return std::move(manifest.steps);
}

}  // namespace

ExitCode explain(const CommonOptions& common, const PlanOptions& options, const std::string& step, const std::string& folder) {
  Settings settings = find_settings(common);
  settings.approve_destructive = true;  // explaining approves nothing
  const std::filesystem::path desired = desired_path(options, settings);
  Database database = connect(common.database_url);
  const Scratch scratch = open_scratch(options, database.server_version_num());
  const PlanResult result = make_plan(database, desired, std::move(settings), scratch.database.get());
  for (const Finding& finding : result.findings) std::cerr << to_string(finding) << "\n";
  if (refuses(result.findings)) return ExitCode::refused;
  std::string rollout = result.plan.rollout, plan_id = result.plan.id;
  std::vector<ExplainedStep> steps;
  if (result.open) {
    rollout = result.open->name;
    plan_id = result.open->plan_id;
    steps = as_planned(*result.open, folder.empty() ? migrations_folder("", find_settings(common)) : std::filesystem::path(folder));
  } else {
    steps = phasegate::explain(result.plan);
  }
  const std::vector<std::size_t> asked = chosen(steps, step);
  if (common.format == "dot") std::cout << graph_as_dot(steps);
  else if (common.format == "svg") std::cout << graph_as_svg(steps);
  else if (common.format == "json") std::cout << as_json(rollout, plan_id, steps, asked);
  else if (steps.empty()) std::cout << "no changes: the live schema is as desired\n";
  else
    for (const std::size_t i : asked) std::cout << explained_text(steps, i);
  return ExitCode::done;
}

}  // namespace phasegate::cli
