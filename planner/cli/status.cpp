// phasegate status: applications with their versions and floors, and where each rollout stands.
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "gate/install.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <map>
#include <vector>

namespace phasegate::cli {
namespace {

using Json = nlohmann::ordered_json;

// What the markers and heartbeats say of each application: what is finished, what has begun to start since, and what is live.
constexpr std::string_view applications_query = R"sql(
SELECT a.name, phasegate.effective_version(a.name) AS version, a.floor, a.retired_at IS NOT NULL AS retired,
       CASE WHEN l.event = 'finished' THEN l.version END AS finished, CASE WHEN l.event = 'finished' THEN date_trunc('second', l.at) END AS finished_at,
       coalesce((SELECT json_agg(json_build_object('version', s.version, 'since', date_trunc('second', s.at)::text) ORDER BY s.id)
                 FROM (SELECT m.version, min(m.id) AS id, min(m.at) AS at FROM phasegate.current_marker AS m
                       WHERE m.application = a.name AND m.event = 'starting' AND m.id > coalesce(l.id, 0)
                         AND m.version IS DISTINCT FROM CASE WHEN l.event = 'finished' THEN l.version END
                       GROUP BY m.version) AS s), '[]') AS starting,
       coalesce((SELECT json_agg(json_build_object('instance', i.instance, 'version', i.version, 'since', date_trunc('second', i.started_at)::text,
                                                   'seconds_since_heartbeat', greatest(0, floor(extract(epoch FROM clock_timestamp() - i.last_seen))::bigint))
                                 ORDER BY i.version, i.instance)
                 FROM phasegate.instance AS i WHERE i.application = a.name AND i.last_seen + i.ttl > clock_timestamp()), '[]') AS live
FROM phasegate.application AS a
LEFT JOIN LATERAL (SELECT m.id, m.event, m.version, m.at FROM phasegate.current_marker AS m
                   WHERE m.application = a.name AND m.event IN ('finished', 'retired') ORDER BY m.id DESC LIMIT 1) AS l ON true
ORDER BY a.name)sql";

Json applications(Database& database) {
  Json list = Json::array();
  const Result rows = database.query(applications_query);
  for (std::size_t i = 0; i < rows.rows(); ++i)
    list.push_back({{"name", rows.text(i, "name")}, {"version", rows.text(i, "version")}, {"floor", rows.text(i, "floor")}, {"retired", rows.is_true(i, "retired")},
                    {"finished", rows.text(i, "finished")}, {"finished_at", rows.text(i, "finished_at")}, {"starting", Json::parse(rows.text(i, "starting"))}, {"live", Json::parse(rows.text(i, "live"))}});
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

// A line for each version that is live: on how many instances, and when one of them was heard last.
std::string live_lines(const Json& live) {
  constexpr std::size_t most = 5;  // names on a line
  struct Version {
    std::vector<std::string> instances;
    long long heard = 0;  // seconds ago
  };
  std::map<std::string, Version> versions;
  for (const Json& one : live) {
    Version& version = versions[one["version"].get<std::string>()];
    const auto ago = one["seconds_since_heartbeat"].get<long long>();
    version.heard = version.instances.empty() ? ago : std::min(version.heard, ago);
    version.instances.push_back(one["instance"].get<std::string>());
  }
  std::string text;
  for (auto& [name, version] : versions) {
    const std::size_t count = version.instances.size();
    version.instances.resize(std::min(count, most));
    text += fmt::format("  live: {} on {} instance{} ({}{}), last heartbeat {} s ago\n", name, count, count == 1 ? "" : "s", fmt::join(version.instances, ", "), count > most ? ", …" : "", version.heard);
  }
  return text;
}

std::string application_lines(const Json& app) {
  std::string text = fmt::format("application {}: version {}, floor {}{}\n", word(app["name"]), word(app["version"]), word(app["floor"]), app["retired"].get<bool>() ? ", retired" : "");
  if (!app["finished"].get<std::string>().empty()) text += fmt::format("  finished: {}, since {}\n", app["finished"].get<std::string>(), app["finished_at"].get<std::string>());
  for (const Json& one : app["starting"]) text += fmt::format("  starting: {}, since {}, and not finished\n", one["version"].get<std::string>(), one["since"].get<std::string>());
  return text + live_lines(app["live"]);
}

void print(const Json& json) {
  for (const Json& app : json["applications"]) std::cout << application_lines(app);
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
    // A folder that was named is one that has a plan; that of phasegate.toml may not have been written yet.
    if (!options.directory.empty() || std::filesystem::exists(folder / "plan.json"))
      for (const PhaseProgress& phase : progress(database, read_manifest(folder)))
        json["phases"].push_back({{"phase", to_string(phase.phase)}, {"applied", phase.applied}, {"files", phase.files}});
  }
  if (common.format == "json") std::cout << json.dump(2) << "\n";
  else if (json["applications"].empty() && json["rollouts"].empty() && json["phases"].empty()) std::cout << "no rollout and no application is known here\n";
  else print(json);
  return ExitCode::done;
}

}  // namespace phasegate::cli
