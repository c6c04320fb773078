// phasegate mark: record a deploy, a backup, an approval, or that this database is a copy.
#include "gate/mark.hpp"

#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "gate/install.hpp"
#include "gate/known_approvals.hpp"
#include "support/shell_word.hpp"
#include "support/version.hpp"

#include <phasegate/manifest.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace phasegate::cli {
namespace {

std::optional<std::string> if_given(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

// The database hears of a rollout when its expand begins. Before that, plan.json tells which versions need what is not there.
void refuse_before_expand(Database& database, const MarkOptions& options, const Settings& settings) {
  if (settings.directory.empty()) return;
  const auto folder = migrations_folder("", settings);
  if (!std::filesystem::exists(folder / "plan.json")) return;
  const Manifest manifest = read_manifest(folder);
  const auto app = std::ranges::find(manifest.applications, options.application, &Application::name);
  if (manifest.files.empty() || app == manifest.applications.end()) return;
  if (is_installed(database) && database.value("SELECT EXISTS (SELECT FROM phasegate.rollout WHERE name = $1 AND plan_id = $2 AND state <> 'undone')", {manifest.rollout, manifest.plan_id}) == "t") return;
  for (const std::string& version : {options.starting, options.finished})
    if (!version.empty() && !version_error(version, app->scheme) && compare_versions(version, app->adopts, app->scheme) >= 0)
      throw Error(ExitCode::gate_shut, fmt::format("{} {} must not run yet: rollout {}, which makes the schema for versions from {} on, has not begun here", app->name, version, manifest.rollout, app->adopts),
                  "do not start this deploy; first `phasegate apply --phase expand` and `--phase backfill`");
}

std::vector<std::string> mark_application(Database& database, const MarkOptions& options, const Settings& settings) {
  Mark marker;
  marker.application = options.application;
  const auto configured = std::ranges::find(settings.applications, options.application, &Application::name);
  const bool is_configured = configured != settings.applications.end();
  marker.is_new = options.is_new || is_configured;
  marker.scheme = !options.scheme.empty() ? if_given(options.scheme) : is_configured ? std::optional(std::string(to_string(configured->scheme))) : std::nullopt;
  marker.environment = !options.environment.empty() ? std::optional(options.environment) : settings.directory.empty() ? std::nullopt : std::optional(settings.environment);
  std::vector<std::string> lines;
  for (const auto& [event, version] : {std::pair{"starting", options.starting}, {"finished", options.finished}}) {
    if (version.empty()) continue;
    marker.event = event;
    marker.version = version;
    lines.push_back(mark(database, marker));
  }
  if (options.retire && options.replica.empty()) lines.push_back(retire_application(database, options.application));
  return lines;
}

// What phasegate.toml says of the standby; one that it does not know is read from.
std::string mark_replica(Database& database, const MarkOptions& options, const Settings& settings) {
  if (options.retire) return forget_replica(database, options.replica);
  const auto configured = std::ranges::find(settings.replicas, options.replica, &Replica::name);
  return name_replica(database, options.replica, configured == settings.replicas.end() || configured->reads);
}

// Markers that count are those of the original, or of a copy of its files. Nobody but the user can tell, and whoever is wrong loses what production knows.
void refuse_where_bound(Database& database, const std::string& wanted) {
  if (!is_installed(database)) return;
  const std::string bound = database.value(
      "SELECT i.environment FROM phasegate.installation AS i WHERE i.relation = i.tableoid AND i.system_identifier = (SELECT c.system_identifier FROM pg_catalog.pg_control_system() AS c) "
      "AND i.database_oid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())");
  if (bound.empty()) return;
  throw Error(ExitCode::refused,
              fmt::format("this database is bound to environment \"{}\"{}, and its markers count here; nothing was done", bound, bound == wanted ? " already" : ""),
              fmt::format("leave it so where it is the original; on a copy of its files (base backup, snapshot), which has the same identifiers: phasegate mark --adopt-environment {} --void-markers, which voids every marker", shell_word(wanted)));
}

// The plan that lies in the migrations folder, where there is one.
std::optional<Manifest> manifest_at_hand(const Settings& settings) {
  if (settings.directory.empty()) return std::nullopt;
  const auto folder = migrations_folder("", settings);
  return std::filesystem::exists(folder / "plan.json") ? std::optional(read_manifest(folder)) : std::nullopt;
}

}  // namespace

ExitCode mark(const CommonOptions& common, const MarkOptions& options) {
  const bool of_replica = !options.replica.empty();
  const bool of_application = !options.starting.empty() || !options.finished.empty() || (options.retire && !of_replica);
  if (of_application && options.application.empty()) throw Error(ExitCode::usage, "nothing says which application", "add --app NAME");
  if (!of_application && !of_replica && options.backup.empty() && options.adopt_environment.empty() && options.approve.empty())
    throw Error(ExitCode::usage, "nothing says what to mark", "add --starting VERSION before its first instance, --finished VERSION after the last instance of every other one is gone");
  if (!options.approve.empty() && options.plan_id.empty()) throw Error(ExitCode::usage, "nothing says which plan is approved", "add --plan ID: phasegate plan prints it");
  const Settings settings = find_settings(common);
  Database database = connect(common.database_url);
  database.query("SET lock_timeout = '5s'; SET statement_timeout = '30s'");
  std::vector<std::string> lines;
  if (!options.adopt_environment.empty()) {
    if (!options.void_markers) refuse_where_bound(database, options.adopt_environment);
    lines.push_back(adopt_environment(database, options.adopt_environment));
  }
  if (of_application) refuse_before_expand(database, options, settings);
  if (of_application)
    for (std::string& line : mark_application(database, options, settings)) lines.push_back(std::move(line));
  if (of_replica) lines.push_back(mark_replica(database, options, settings));
  if (!options.backup.empty()) lines.push_back(record_backup(database, options.backup));
  if (!options.approve.empty()) {
    lines.push_back(approve(database, options.plan_id, options.approve));
    for (const Finding& doubt : doubts_about_approval(database, options.plan_id, options.approve, manifest_at_hand(settings), settings)) std::cerr << to_string(doubt) << "\n";
  }
  if (common.format == "json") std::cout << nlohmann::ordered_json{{"version", 1}, {"recorded", lines}}.dump(2) << "\n";
  else
    for (const std::string& line : lines) std::cout << line << "\n";
  return ExitCode::done;
}

}  // namespace phasegate::cli
