// phasegate pause and resume: hold the backfills of a rollout between two batches, whoever runs them, and let them go on.
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "gate/install.hpp"

#include <phasegate/manifest.hpp>

#include <fmt/format.h>

#include <iostream>

namespace phasegate::cli {
namespace {

std::string only_open_rollout(Database& database) {
  const Result rows = database.query("SELECT name FROM phasegate.rollout WHERE state = 'open' ORDER BY name");
  if (rows.rows() == 1) return rows.text(0, "name");
  std::string names;
  for (std::size_t i = 0; i < rows.rows(); ++i) names += (i == 0 ? "" : ", ") + rows.text(i, "name");
  if (names.empty()) throw Error(ExitCode::refused, "no rollout is open in this database", "phasegate status shows what is there");
  throw Error(ExitCode::usage, "several rollouts are open: " + names, "say which one with --rollout");
}

std::string rollout_of(Database& database, const PauseOptions& options, const Settings& settings) {
  if (!options.rollout.empty()) return options.rollout;
  if (options.directory.empty() && settings.directory.empty()) return only_open_rollout(database);
  const std::filesystem::path folder = migrations_folder(options.directory, settings);
  if (!std::filesystem::exists(folder / "plan.json")) return only_open_rollout(database);
  return read_manifest(folder).rollout;
}

// A misspelt name would hold nothing, and nobody would see that.
void refuse_unknown(Database& database, const std::string& rollout, const std::string& step) {
  if (database.value("SELECT count(*) FROM phasegate.rollout WHERE name = $1 AND state = 'open'", {rollout}) == "0")
    throw Error(ExitCode::refused, fmt::format("no rollout \"{}\" is open in this database", rollout), "phasegate status shows what is there");
  if (step.empty() || database.value("SELECT count(*) FROM phasegate.backfill_progress WHERE rollout = $1 AND step = $2", {rollout, step}) != "0") return;
  const std::string steps = database.value("SELECT string_agg(DISTINCT step, '; ') FROM phasegate.backfill_progress WHERE rollout = $1", {rollout});
  throw Error(ExitCode::refused, fmt::format("rollout \"{}\" has no backfill \"{}\" that has begun", rollout, step),
              steps.empty() ? "leave --step out: the pause then holds every backfill of the rollout, from its first batch on" : "these have begun: " + steps);
}

Database open(const CommonOptions& common) {
  Database database = connect(common.database_url);
  if (!is_installed(database)) throw Error(ExitCode::refused, "this database has no schema phasegate, so there is no backfill to hold");
  ensure_installed(database);
  return database;
}

std::string which(const std::string& rollout, const std::string& step) {
  return step.empty() ? fmt::format("the backfills of rollout {}", rollout) : fmt::format("backfill \"{}\" of rollout {}", step, rollout);
}

}  // namespace

ExitCode pause(const CommonOptions& common, const PauseOptions& options) {
  Database database = open(common);
  const std::string rollout = rollout_of(database, options, find_settings(common));
  refuse_unknown(database, rollout, options.step);
  database.query("SELECT phasegate.pause_backfill($1, $2, $3)", {rollout, options.step, options.reason});
  std::cout << which(rollout, options.step) << ": paused; the batch that runs now ends first. phasegate resume lets go on\n";
  return ExitCode::done;
}

ExitCode resume(const CommonOptions& common, const PauseOptions& options) {
  Database database = open(common);
  const std::string rollout = rollout_of(database, options, find_settings(common));
  const bool was_paused = database.value("SELECT phasegate.resume_backfill($1, $2)", {rollout, options.step}) != "0";
  std::cout << which(rollout, options.step) << (was_paused ? ": resumed\n" : ": not paused\n");
  if (const std::string held = database.value("SELECT string_agg(CASE step WHEN '' THEN 'all' ELSE step END, '; ' ORDER BY step) FROM phasegate.backfill_pause WHERE rollout = $1", {rollout}); !held.empty())
    std::cout << "still paused: " << held << "\n";
  return ExitCode::done;
}

}  // namespace phasegate::cli
