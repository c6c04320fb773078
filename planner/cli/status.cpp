// phasegate status: applications with their versions and floors, and where each rollout stands.
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "gate/install.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace phasegate::cli {
namespace {

using Json = nlohmann::ordered_json;

Json applications(Database& database) {
  Json list = Json::array();
  const Result rows = database.query("SELECT a.name, phasegate.effective_version(a.name) AS version, a.floor FROM phasegate.application AS a ORDER BY a.name");
  for (std::size_t i = 0; i < rows.rows(); ++i) list.push_back({{"name", rows.text(i, "name")}, {"version", rows.text(i, "version")}, {"floor", rows.text(i, "floor")}});
  return list;
}

Json rollouts(Database& database) {
  Json list = Json::array();
  const Result rows = database.query("SELECT name, plan_id, state, opened_at::text AS opened_at FROM phasegate.rollout ORDER BY opened_at, name");
  for (std::size_t i = 0; i < rows.rows(); ++i)
    list.push_back({{"name", rows.text(i, "name")}, {"plan_id", rows.text(i, "plan_id")}, {"state", rows.text(i, "state")}, {"opened_at", rows.text(i, "opened_at")}});
  return list;
}

Json backfills(Database& database) {
  Json list = Json::array();
  const Result rows = database.query(
      "SELECT rollout, step, state, sum(rows_done) AS rows_done, sum(least(next_page, last_page + 1)) AS pages_done, sum(last_page + 1) AS pages, max(pass) AS pass, bool_or(paused) AS paused "
      "FROM phasegate.backfill_progress GROUP BY rollout, step, state ORDER BY rollout, step, state");
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const long long pages = rows.number(i, "pages");
    list.push_back({{"rollout", rows.text(i, "rollout")}, {"step", rows.text(i, "step")}, {"state", rows.text(i, "state")}, {"rows_done", rows.number(i, "rows_done")},
                    {"percent", pages > 0 ? rows.number(i, "pages_done") * 100 / pages : 100}, {"pass", rows.number(i, "pass")}, {"paused", rows.is_true(i, "paused")}});
  }
  return list;
}

std::string word(const Json& value) { return value.get<std::string>().empty() ? "none" : value.get<std::string>(); }

void print(const Json& json) {
  for (const Json& app : json["applications"])
    std::cout << fmt::format("application {}: version {}, floor {}\n", word(app["name"]), word(app["version"]), word(app["floor"]));
  for (const Json& rollout : json["rollouts"])
    std::cout << fmt::format("rollout {} (plan {}): {}, opened {}\n", word(rollout["name"]), word(rollout["plan_id"]), word(rollout["state"]), word(rollout["opened_at"]));
  for (const Json& phase : json["phases"])
    std::cout << fmt::format("  {:<10} {} of {} files applied\n", word(phase["phase"]), phase["applied"].get<std::size_t>(), phase["files"].get<std::size_t>());
  for (const Json& fill : json["backfills"])
    std::cout << fmt::format("backfill {} / {}: {}, {} rows, {} % of pages, pass {}{}\n", word(fill["rollout"]), word(fill["step"]), word(fill["state"]), fill["rows_done"].get<long long>(),
                             fill["percent"].get<long long>(), fill["pass"].get<long long>(), fill["paused"].get<bool>() ? ", PAUSED" : "");
}

}  // namespace

ExitCode status(const CommonOptions& common, const GateOptions& options) {
  const Settings settings = find_settings(common);
  Database database = connect(common.database_url);
  Json json = {{"version", 1}, {"applications", Json::array()}, {"rollouts", Json::array()}, {"phases", Json::array()}, {"backfills", Json::array()}};
  if (is_installed(database)) {
    json["applications"] = applications(database);
    json["rollouts"] = rollouts(database);
    json["backfills"] = backfills(database);
  }
  if (!options.directory.empty() || !settings.directory.empty()) {
    const auto folder = migrations_folder(options.directory, settings);
    if (std::filesystem::exists(folder / "plan.json"))
      for (const PhaseProgress& phase : progress(database, read_manifest(folder)))
        json["phases"].push_back({{"phase", to_string(phase.phase)}, {"applied", phase.applied}, {"files", phase.files}});
  }
  if (common.format == "json") std::cout << json.dump(2) << "\n";
  else if (json["applications"].empty() && json["rollouts"].empty() && json["phases"].empty()) std::cout << "no rollout and no application is known here\n";
  else print(json);
  return ExitCode::done;
}

}  // namespace phasegate::cli
