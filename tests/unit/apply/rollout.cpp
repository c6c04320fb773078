// Hand-written rollouts for the tests of apply.
#include "rollout.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <thread>

namespace phasegate::test {

RolloutFolder::RolloutFolder() {
  manifest.rollout = "example";
  manifest.plan_id = "0123abcd";
  manifest.history_schema = "public";
  manifest.history_table = "flyway_schema_history";
}

ManifestFile& RolloutFolder::add(Phase phase, FileForm form, const std::string& name,
                                 const std::string& sql) {
  ManifestFile file;
  file.version = std::to_string(manifest.files.size() + 1);
  file.path = std::string(to_string(phase)) + "/V" + file.version + "__" + name + ".sql";
  file.description = name;
  std::ranges::replace(file.description, '_', ' ');
  file.phase = phase;
  file.form = form;
  file.checksum = flyway_checksum(sql);
  folder_.write(file.path, sql);
  manifest.files.push_back(file);
  return manifest.files.back();
}

void RolloutFolder::add_undo(const std::string& sql) {
  ManifestFile& file = manifest.files.back();
  file.undo_path = "undo/U" + file.version + "__" + file.description + ".sql";
  folder_.write(file.undo_path, sql);
}

ManifestFile& RolloutFolder::add_index(Phase phase, const std::string& index, const std::string& table,
                                       const std::string& columns) {
  ManifestFile& file =
      add(phase, FileForm::latched, index,
          "-- An index without blocking anybody; semicolons; 'quotes'.\n"
          "SET default_transaction_read_only = on;\n"
          "SET lock_timeout = '20s';\n"
          "SET statement_timeout = 0;\n"
          "DO $$ BEGIN PERFORM set_config('default_transaction_read_only', 'off', false);\n"
          "  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public." + index + "') AND NOT indisvalid) THEN\n"
          "    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'INVALID';\n  END IF;\nEND $$;\n"
          "CREATE INDEX CONCURRENTLY IF NOT EXISTS " +
              index + " ON " + table + " (" + columns +
              ");\n"
              "RESET statement_timeout;\nRESET lock_timeout;\nRESET default_transaction_read_only;\n");
  file.builds_indexes = {"public." + index};
  file.locks = {{.relation = table, .mode = LockMode::share_update_exclusive, .work = Work::builds}};
  file.lock_timeout_ms = 20'000;
  return file;
}

RunOptions RolloutFolder::options() const {
  RunOptions options;
  options.directory = folder_.path();
  options.total_limit = std::chrono::seconds(20);
  options.seed = 1;
  return options;
}

std::size_t Ran::count(RunEvent::Kind kind) const {
  return static_cast<std::size_t>(std::ranges::count(events, kind, &RunEvent::kind));
}

const RunEvent& Ran::first(RunEvent::Kind kind) const {
  const auto found = std::ranges::find(events, kind, &RunEvent::kind);
  if (found == events.end()) throw Bug("no such event");
  return *found;
}

Ran apply(const TestDatabase& database, const RolloutFolder& rollout,
          const std::function<void(RunOptions&)>& change) {
  Ran ran;
  Stop stop;
  RunOptions options = rollout.options();
  options.report = [&](const RunEvent& event) { ran.events.push_back(event); };
  if (change) change(options);
  auto session = database.connect();
  ran.code = run_phase(session, rollout.manifest, options, stop);
  return ran;
}

Ran undo(const TestDatabase& database, const RolloutFolder& rollout, Phase phase) {
  Ran ran;
  Stop stop;
  RunOptions options = rollout.options();
  options.report = [&](const RunEvent& event) { ran.events.push_back(event); };
  auto session = database.connect();
  ran.code = undo_phase(session, rollout.manifest, phase, options, stop);
  return ran;
}

pid_t apply_in_child(const TestDatabase& database, const RolloutFolder& rollout,
                     const std::function<void(RunOptions&)>& change) {
  const pid_t child = fork();
  if (child < 0) throw Bug("fork failed");
  if (child > 0) return child;
  int code = static_cast<int>(ExitCode::bug);
  try {
    Stop stop({SIGINT, SIGTERM});
    RunOptions options = rollout.options();
    if (change) change(options);
    auto session = phasegate::connect(database.url() + "&application_name=child");
    code = static_cast<int>(run_phase(session, rollout.manifest, options, stop));
  } catch (const Error& error) {
    std::fprintf(stderr, "child: %s\n", error.what());
    code = static_cast<int>(error.code());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "child: %s\n", error.what());
  }
  _exit(code);
}

int wait_for_child(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw Bug("waitpid failed");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void wait_until(const TestDatabase& database, const std::string& query) {
  auto session = database.connect();
  for (int i = 0; i < 500; ++i) {
    if (session.value(query) == "t") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  throw Bug("never true: " + query);
}

std::string history_of(const TestDatabase& database) {
  return database.value(
      "SELECT string_agg(concat_ws(' ', installed_rank, type, script, success), ', ' ORDER BY "
      "installed_rank) "
      "FROM public.flyway_schema_history");
}

}  // namespace phasegate::test
