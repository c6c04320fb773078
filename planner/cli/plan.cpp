// phasegate plan: what has to change, in which phases; writes the V-files, or with --check nothing.
#include "apply/history.hpp"
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/plan_report.hpp"
#include "gate/mentions.hpp"
#include "gate/open_rollouts.hpp"
#include "render/going.hpp"
#include "render/write_folder.hpp"
#include "support/log.hpp"

#include <phasegate/error.hpp>
#include <phasegate/manifest.hpp>
#include <phasegate/pipeline.hpp>

#include <chrono>
#include <iostream>

namespace phasegate::cli {
namespace {

constexpr std::chrono::seconds preflight_limit{2};  // for each query

std::vector<std::string> applied_versions(Database& database, const Settings& settings) {
  std::vector<std::string> versions;
  for (const HistoryRow& row : History(database, settings.history_schema, settings.history_table).rows())
    if (row.version) versions.push_back(*row.version);
  return versions;
}

// What stands in the text of a function is in no dependency; the gate before contract asks again.
std::vector<Finding> mentioned(const Plan& plan, Database& database) {
  const std::string going = render::going(plan, 0);
  if (going == "[]") return {};
  std::vector<Finding> findings;
  database.query("BEGIN READ ONLY");
  database.query("SET LOCAL lock_timeout = '500ms'; SET LOCAL search_path = ''; SET LOCAL statement_timeout = " + std::to_string(std::chrono::milliseconds(preflight_limit).count()));
  try {
    for (const Mention& mention : mentions(database, going))
      findings.push_back({Severity::warning, "mentioned", "the text of " + mention.function + " mentions " + mention.names,
                          "replace its body before contract, or, where it works without that: phasegate mark --approve \"mentions in " + mention.function + "\" --plan " + plan.id + ", which the gate before contract asks for", {}});
  } catch (const DatabaseError& error) {
    if (error.sqlstate() != "57014") throw;
    findings.push_back({Severity::warning, "mentioned", "it takes too long to look for what goes in the texts of functions", "the gate before contract looks again, and says which mention it", {}});
  }
  database.query("ROLLBACK");
  return findings;
}

// The files in the folder are those of a rollout that has been carried out: its plan.json is what undo goes by.
bool holds_finished_rollout(const std::filesystem::path& folder, Database& database) {
  if (!std::filesystem::exists(folder / "plan.json")) return false;
  try {
    const Manifest manifest = read_manifest(folder);
    return !manifest.files.empty() && finished_rollouts(database).contains(manifest.rollout);
  } catch (const Error&) {
    return false;  // what cannot be read is written anew
  }
}

}  // namespace

ExitCode plan(const CommonOptions& common, const PlanOptions& options) {
  Settings settings = find_settings(common);
  settings.approve_destructive = options.approve_destructive || options.check;
  const std::filesystem::path desired = desired_path(options, settings);
  std::filesystem::path folder;
  if (!options.check) folder = options.out.empty() ? migrations_folder("", settings) : std::filesystem::path(options.out);
  Database database = connect(common.database_url);
  const auto applied = applied_versions(database, settings);

  const Scratch scratch = open_scratch(options, database.server_version_num());
  PlanResult result = make_plan(database, desired, std::move(settings), scratch.database.get());
  StageClock clock("preflight");
  if (!refuses(result.findings) && !options.check && !result.open) {
    for (Finding& finding : preflight(result.plan, database, preflight_limit)) result.findings.push_back(std::move(finding));
    for (Finding& finding : mentioned(result.plan, database)) result.findings.push_back(std::move(finding));
  }
  const bool refused = refuses(result.findings);
  std::vector<RenderedFile> files;
  clock.next("render");
  if (!refused && !options.check && !result.open && !(result.plan.empty() && holds_finished_rollout(folder, database))) {
    files = render_files(result.plan, render::free_versions(result.plan, folder, applied, std::chrono::system_clock::now()));
    render::write_folder(folder, files, applied);
  }
  if (common.format == "json") std::cout << plan_as_json(result, files, folder);
  else std::cout << plan_as_text(result, files, folder);
  if (refused) return ExitCode::refused;
  if (result.open) return options.check ? ExitCode::pending : ExitCode::refused;
  return options.check && !result.plan.empty() ? ExitCode::pending : ExitCode::done;
}

}  // namespace phasegate::cli
