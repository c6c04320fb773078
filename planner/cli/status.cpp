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
  // What an earlier version has installed has no view.
  if (database.value("SELECT pg_catalog.to_regclass('phasegate.backfill_status') IS NOT NULL") != "t") return list;
  const Result rows = database.query(
      "SELECT rollout, step, state, at_work, rows_done, percent, rows_per_s, seconds_left, pass, paused, message, set_aside, phasegate.backfill_duration(seconds_left) AS left "
      "FROM phasegate.backfill_status ORDER BY rollout, step");
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    Json one = {{"rollout", rows.text(i, "rollout")}, {"step", rows.text(i, "step")}, {"state", rows.text(i, "state")}, {"at_work", rows.is_true(i, "at_work")},
                {"rows_done", rows.number(i, "rows_done")}, {"percent", rows.number(i, "percent")}, {"rows_per_second", rows.number(i, "rows_per_s")},
                {"pass", rows.number(i, "pass")}, {"paused", rows.is_true(i, "paused")}, {"set_aside", rows.number(i, "set_aside")}};
    if (!rows.text(i, "seconds_left").empty()) one["seconds_left"] = rows.number(i, "seconds_left");
    if (!rows.text(i, "left").empty()) one["left"] = rows.text(i, "left");
    if (!rows.text(i, "message").empty()) one["message"] = rows.text(i, "message");
    list.push_back(std::move(one));
  }
  return list;
}

// Rollouts that are held before their backfill has begun are seen here only.
Json pauses(Database& database) {
  Json list = Json::array();
  if (database.value("SELECT pg_catalog.to_regclass('phasegate.backfill_pause') IS NOT NULL") != "t") return list;
  const Result rows = database.query("SELECT rollout, step, who, date_trunc('second', at)::text AS at, reason FROM phasegate.backfill_pause ORDER BY rollout, step");
  for (std::size_t i = 0; i < rows.rows(); ++i)
    list.push_back({{"rollout", rows.text(i, "rollout")}, {"step", rows.text(i, "step")}, {"who", rows.text(i, "who")}, {"at", rows.text(i, "at")}, {"reason", rows.text(i, "reason")}});
  return list;
}

std::string line(const Json& fill) {
  const std::string state = fill["state"].get<std::string>();
  std::string text = fmt::format("backfill {} / {}: {}{}, {} % of pages, {} rows", fill["rollout"].get<std::string>(), fill["step"].get<std::string>(), state,
                                 state == "running" && !fill["at_work"].get<bool>() ? ", but no session is at work (run the phase again)" : "", fill["percent"].get<long long>(),
                                 fill["rows_done"].get<long long>());
  if (state == "running" && fill["at_work"].get<bool>()) {
    text += fmt::format(", {} rows/s", fill["rows_per_second"].get<long long>());
    if (fill.contains("left")) text += ", left: " + fill["left"].get<std::string>();
  }
  text += fmt::format(", pass {}", fill["pass"].get<long long>());
  if (const long long aside = fill["set_aside"].get<long long>(); aside > 0) text += fmt::format(", {} rows set aside (phasegate.quarantine)", aside);
  if (fill.contains("message")) text += "\n  " + fill["message"].get<std::string>();
  return text;
}

std::string word(const Json& value) { return value.get<std::string>().empty() ? "none" : value.get<std::string>(); }

void print(const Json& json) {
  for (const Json& app : json["applications"])
    std::cout << fmt::format("application {}: version {}, floor {}\n", word(app["name"]), word(app["version"]), word(app["floor"]));
  for (const Json& rollout : json["rollouts"])
    std::cout << fmt::format("rollout {} (plan {}): {}, opened {}\n", word(rollout["name"]), word(rollout["plan_id"]), word(rollout["state"]), word(rollout["opened_at"]));
  for (const Json& phase : json["phases"])
    std::cout << fmt::format("  {:<10} {} of {} files applied\n", word(phase["phase"]), phase["applied"].get<std::size_t>(), phase["files"].get<std::size_t>());
  for (const Json& fill : json["backfills"]) std::cout << line(fill) << "\n";
  for (const Json& pause : json["pauses"])
    std::cout << fmt::format("paused: {}{}, by {} since {}{}\n", pause["rollout"].get<std::string>(), pause["step"].get<std::string>().empty() ? "" : " / " + pause["step"].get<std::string>(),
                             pause["who"].get<std::string>(), pause["at"].get<std::string>(), pause["reason"].get<std::string>().empty() ? "" : ": " + pause["reason"].get<std::string>());
}

}  // namespace

ExitCode status(const CommonOptions& common, const GateOptions& options) {
  const Settings settings = find_settings(common);
  Database database = connect(common.database_url);
  Json json = {{"version", 1}, {"applications", Json::array()}, {"rollouts", Json::array()}, {"phases", Json::array()}, {"backfills", Json::array()}, {"pauses", Json::array()}};
  if (is_installed(database)) {
    json["applications"] = applications(database);
    json["rollouts"] = rollouts(database);
    json["backfills"] = backfills(database);
    json["pauses"] = pauses(database);
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
