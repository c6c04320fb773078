// One file: locks, tries, history row. A failed try leaves a session without transaction and latch, whatever
// has failed.
#include "apply/execute.hpp"

#include "apply/dead_rows.hpp"
#include "apply/flyway_lock.hpp"
#include "apply/statements.hpp"
#include "apply/workers.hpp"
#include "gate/fingerprint.hpp"
#include "gate/install.hpp"
#include "support/shell_word.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace phasegate {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// PG003 and PG004 are ours: a gate is shut; it is open, but something has to be cleared away first (templates/latched.sql.tpl).
constexpr std::string_view gate_is_shut = "PG003", not_clear = "PG004", lock_not_available = "55P03", deadlock_detected = "40P01",
                           query_canceled = "57014", internal_error = "XX000";

milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

// Another session was faster; the next try may pass. GRANT and REPLACE FUNCTION take no relation lock and
// fail like that when two meet on one catalog row; the server reports it as an internal error that it never
// translates.
bool is_worth_retrying(const DatabaseError& error) {
  const std::string_view message = error.what();
  return error.sqlstate() == lock_not_available || error.sqlstate() == deadlock_detected ||
         (error.sqlstate() == internal_error && message.find("tuple concurrently") != std::string_view::npos);
}

// The schema phasegate may not be there yet, or not be ours to write to; the event on the screen is what
// counts.
void record_stop(RunContext& run, const FileRun& file, const std::string& why) noexcept {
  try {
    run.session.prepare(file.path, file.lock_timeout(), milliseconds(file.file->statement_timeout_ms));
    record_audit(run, file, "stopped", nlohmann::json{{"file", file.path}, {"why", why}}.dump());
    run.session.reset();
  } catch (const std::exception&) {
    // Said above.
  }
}

ExitCode stopped(RunContext& run, const FileRun& file, std::string why, std::vector<Blocker> blockers = {}) {
  if (run.stop.requested()) why = "stopped by " + run.stop.reason();
  record_stop(run, file, why);
  RunEvent event = file_event(RunEvent::Kind::stopped, file, why + "; it is safe to run again");
  event.blockers = std::move(blockers);
  run.report(std::move(event));
  return ExitCode::interrupted;
}

std::string limit_text(const WaitBudget& budget) {
  return fmt::format("the limit of {} s for waiting ran out",
                     static_cast<double>(budget.limit().count()) / 1000.0);
}

void send(RunContext& run, const FileRun& file, const std::string& statement) {
  const RunEvent event = file_event(RunEvent::Kind::statement, file, first_line(statement));
  run.report(event);
  const Onlooker::Watch watch(run.onlooker, run.session.database().backend_pid(), event);
  const BackfillWorkers workers(run, file, statement);
  run.session.database().query(statement);
}

// A patient file waits long for transactions, but never for the history table.
milliseconds bookkeeping(const FileRun& file) { return std::min(file.lock_timeout(), milliseconds(5000)); }

bool only_sets(const std::string& statement) {
  return statement.starts_with("SET ") || statement.starts_with("RESET ") || statement.starts_with("set ") ||
         statement.starts_with("reset ");
}

void remember(RunContext& run, const std::vector<Blocker>& blockers) {
  for (const Blocker& blocker : blockers)
    if (std::string text = to_string(blocker); std::ranges::find(run.effort.blockers, text) == run.effort.blockers.end())
      run.effort.blockers.push_back(std::move(text));
}

// The audit: who ran what when is in the row itself (phasegate.event.who, at).
void record_effort(RunContext& run, const FileRun& file, milliseconds time) {
  nlohmann::json detail = {{"file", file.path}, {"milliseconds", time.count()}, {"tries", run.effort.tries}, {"waited_ms", run.effort.waited.count()}};
  if (!run.effort.blockers.empty()) detail["blockers"] = run.effort.blockers;
  record_audit(run, file, file.is_undo() ? "file taken back" : "file applied", detail.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

FileSession::Settings look_before(RunContext& run, const FileRun& file, const std::string& statement) {
  const FileSession::Settings now = run.session.look();
  if (now.waits_for_ever && !only_sets(statement))
    throw Error(ExitCode::refused,
                fmt::format("{}: lock_timeout is 0 before `{}`, so it could wait in a lock queue for ever",
                            file.path, first_line(statement)),
                "set a lock_timeout in the file");
  return now;
}

void run_in_transaction(RunContext& run, const FileRun& file, const Record& record) {
  const auto start = Clock::now();
  FileTransaction transaction(run.session);
  for (const std::string& statement : file.statements) {
    look_before(run, file, statement);
    send(run, file, statement);
  }
  run.session.before_record(file.lock_timeout());
  const milliseconds time = since(start);
  record(time);
  record_effort(run, file, time);
  transaction.commit();
}

void run_latched(RunContext& run, const FileRun& file, const Record& record) {
  const auto start = Clock::now();
  for (const std::string& statement : file.statements) {
    look_before(run, file, statement);
    send(run, file, statement);
  }
  const milliseconds time = since(start);
  run.session.prepare(file.path, bookkeeping(file), milliseconds(file.file->statement_timeout_ms));
  FileTransaction transaction(run.session);
  record(time);
  record_effort(run, file, time);
  transaction.commit();
}

void try_once(RunContext& run, const FileRun& file, const Record& record) {
  run.session.prepare(file.path, file.lock_timeout(), milliseconds(file.file->statement_timeout_ms));
  ++run.effort.tries;
  {
    const Stop::Watch watch(run.stop, run.session.database());
    if (file.latched)
      run_latched(run, file, record);
    else
      run_in_transaction(run, file, record);
  }
  run.session.reset();
}

// Warnings, and what a backfill says; not that something is there already.
bool is_worth_telling(std::string_view notice) { return notice.starts_with("WARNING") || notice.find("backfill ") != std::string_view::npos; }

DatabaseError in_file(const FileRun& file, const DatabaseError& error) { return DatabaseError(file.path + ": " + error.what(), error.sqlstate(), error.statement()); }

/// What a failed try means for the file.
enum class Verdict { try_again, clear_away, gate_shut, stopped };

// Throws what cannot be mended by waiting.
Verdict judge(RunContext& run, const FileRun& file, const DatabaseError& error) {
  if (error.sqlstate() == gate_is_shut) return Verdict::gate_shut;
  if (run.stop.requested() || error.sqlstate() == query_canceled) return Verdict::stopped;
  if (is_worth_retrying(error)) return Verdict::try_again;
  if (error.sqlstate() == not_clear && !file.file->builds_indexes.empty() && !file.is_undo()) return Verdict::clear_away;
  throw in_file(file, error);
}

// The gate of a part is asked by its own name: the phase as a whole may have been open for long.
std::string how_to_wait(const RunContext& run, const FileRun& file) {
  if (file.is_undo() || file.file->part < Part::swap) return {};
  return fmt::format("\n  to wait for it: phasegate gate --phase contract --part {} --wait --timeout 24h --dir {}", to_string(file.file->part), shell_word(run.options.directory.string()));
}

std::vector<Blocker> wait_before_try(RunContext& run, const FileRun& file, WaitBudget& budget) {
  QuietRules rules;
  rules.older_than = run.options.quiet_after;
  rules.lock_timeout = file.lock_timeout();
  rules.report = [&](const std::vector<Blocker>& blockers) {
    RunEvent event = file_event(RunEvent::Kind::waiting, file, "waits without queueing for old transactions");
    event.blockers = blockers;
    remember(run, blockers);
    run.report(std::move(event));
  };
  rules.elsewhere = [&](const std::vector<ManifestLock>& locks) { return run.standbys.find_blockers(locks); };
  return wait_until_quiet(run.session.database(), file.file->locks, rules, budget, run.stop);
}

// True when the pause is over, false when the run is to end.
bool pause_after(RunContext& run, const FileRun& file, const DatabaseError& error, WaitBudget& budget,
                 Backoff& backoff, std::vector<Blocker>& blockers) {
  blockers = find_blockers(run.session.database(), file.file->locks);
  remember(run, blockers);
  budget.spend(file.lock_timeout());
  const milliseconds pause = std::min(backoff.next(), budget.left());
  RunEvent event = file_event(RunEvent::Kind::retry, file, error.what());
  event.blockers = blockers;
  event.duration = pause;
  run.report(std::move(event));
  if (budget.is_spent() || run.stop.sleep(pause)) return false;
  budget.spend(pause);
  return !budget.is_spent();
}

// The guard has found the gate open, and its file has met an INVALID index. False: a lock was in the way. Throws when nothing could be cleared.
bool clear_away(RunContext& run, const FileRun& file, const DatabaseError& met) {
  run.session.prepare(file.path, file.lock_timeout(), milliseconds(0));
  try {
    const Stop::Watch watch(run.stop, run.session.database());
    if (!drop_invalid_indexes(run, file)) throw in_file(file, met);
  } catch (const DatabaseError& error) {
    run.session.reset();
    if (run.stop.requested()) return true;  // and the run ends before its next try
    if (!is_worth_retrying(error)) throw;
    return false;
  }
  run.session.reset();
  return true;
}

ExitCode try_until_done(RunContext& run, const FileRun& file, WaitBudget& budget, const Record& record) {
  Backoff backoff(run.seed());
  for (;;) {
    if (run.stop.requested()) return stopped(run, file, "");
    std::vector<Blocker> blockers;
    if (!file.statements.empty()) blockers = wait_before_try(run, file, budget);
    run.effort.waited = budget.spent();
    if (!blockers.empty()) return stopped(run, file, limit_text(budget), std::move(blockers));
    try {
      try_once(run, file, record);
      return ExitCode::done;
    } catch (const DatabaseError& error) {
      run.session.reset();
      switch (judge(run, file, error)) {
        case Verdict::gate_shut:
          run.report(file_event(RunEvent::Kind::gate_shut, file, error.what() + how_to_wait(run, file)));
          return ExitCode::gate_shut;
        case Verdict::stopped:
          return stopped(run, file, error.what());
        case Verdict::clear_away:
          if (clear_away(run, file, error)) continue;
          break;
        case Verdict::try_again:
          break;
      }
      if (!pause_after(run, file, error, budget, backoff, blockers))
        return stopped(run, file, limit_text(budget), std::move(blockers));
    } catch (const Error& error) {
      if (error.code() != ExitCode::unreachable) run.session.reset();
      throw;
    }
  }
}

bool ask(RunContext& run, const FileRun& file, const StillWanted& wanted) {
  run.session.prepare(file.path, bookkeeping(file), milliseconds(file.file->statement_timeout_ms));
  try {
    const bool is_wanted = wanted();
    run.session.reset();
    return is_wanted;
  } catch (const DatabaseError& error) {
    run.session.reset();
    throw in_file(file, error);
  }
}

}  // namespace

RunContext::RunContext(Database& database, const Manifest& manifest_in, const RunOptions& options_in,
                       Stop& stop_in)
    : manifest(manifest_in),
      options(options_in),
      stop(stop_in),
      session(database, options_in.override_reason, as_json_array(manifest_in.fingerprint_lines)),
      history(database, manifest_in.history_schema, manifest_in.history_table),
      onlooker(options_in.open_onlooker, options_in.look_every, [this](const RunEvent& event) { report(event); }),
      standbys(options_in.replicas) {
  database.on_notice([this](std::string_view text) {
    if (!is_worth_telling(text)) return;
    RunEvent event;
    event.text = text;
    report(std::move(event));
  });
}

RunContext::~RunContext() { session.database().on_notice({}); }

void RunContext::report(RunEvent event) const {
  const std::lock_guard lock(reporting_);
  if (options.report) options.report(event);
}

std::uint32_t RunContext::seed() {
  return options.seed.value_or(static_cast<std::uint32_t>(session.database().backend_pid()));
}

ExitCode run_file(RunContext& run, const FileRun& file, const StillWanted& wanted, const Record& record) {
  const auto start = Clock::now();
  WaitBudget budget(run.options.total_limit);
  const std::array keys = {std::int64_t{runner_lock_key},
                           flyway_lock_key(run.manifest.history_schema, run.manifest.history_table)};
  run.effort = {};
  std::string holder;
  const auto waiting = [&](const std::string& who) {
    holder = who;
    run.report(file_event(RunEvent::Kind::waiting, file, "waits for another runner: " + who));
  };
  const auto locks = SessionLocks::acquire(run.session.database(), keys, budget, run.stop, waiting);
  if (!locks)
    return stopped(run, file, fmt::format("{}; another runner is at work: {}", limit_text(budget), holder));
  if (!ask(run, file, wanted)) return ExitCode::done;
  const bool is_undo = file.is_undo();
  RunEvent begin = file_event(RunEvent::Kind::file_start, file,
                            fmt::format("{}{}", is_undo ? "take back: " : "", fmt::join(file.file->titles, "; ")));
  begin.locks = file.file->locks;
  run.report(std::move(begin));
  const ExitCode code = try_until_done(run, file, budget, record);
  if (code == ExitCode::done) {
    RunEvent end = file_event(RunEvent::Kind::file_done, file);
    end.duration = since(start);
    end.waited = budget.spent();
    end.tries = run.effort.tries;
    run.report(std::move(end));
    tell_dead_rows(run, file);
  }
  return code;
}

RunEvent file_event(RunEvent::Kind kind, const FileRun& file, std::string text) {
  RunEvent event;
  event.kind = kind;
  event.phase = file.file->phase;
  event.file = file.path;
  event.text = std::move(text);
  return event;
}

void record_audit(RunContext& run, const FileRun& file, const std::string& what, const std::string& detail) {
  Database& database = run.session.database();
  if (database.value("SELECT pg_catalog.to_regclass('phasegate.event') IS NOT NULL") != "t") return;
  database.query("INSERT INTO phasegate.event (rollout, phase, what, detail) VALUES ($1, $2, $3, $4::jsonb)",
                 {run.manifest.rollout, std::string(to_string(file.file->phase)), what, detail});
}

bool drop_invalid_indexes(RunContext& run, const FileRun& file) {
  Database& database = run.session.database();
  bool dropped = false;
  for (const std::string& index : file.file->builds_indexes) {
    // Whoever builds it holds SHARE UPDATE EXCLUSIVE on its table all the time. Nobody can begin now: guards refuse while we hold our lock.
    const Result found = database.query(
        "SELECT i.indexrelid::pg_catalog.regclass AS name, (SELECT pg_catalog.min(l.pid) FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid "
        "WHERE l.locktype = 'relation' AND l.relation = i.indrelid AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()) "
        "AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted AND l.pid <> pg_catalog.pg_backend_pid() AND a.backend_type = 'client backend') AS builder "
        "FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
        "WHERE i.indexrelid = pg_catalog.to_regclass($1) AND NOT i.indisvalid AND c.relkind = 'i'",
        {index});
    if (found.rows() == 0) continue;
    if (const std::string builder = found.text(0, "builder"); !builder.empty())
      throw Error(ExitCode::interrupted, file.path + ": index " + index + " is INVALID, and pid " + builder + " may be building it",
                  "wait until that session is done (pg_stat_progress_create_index), or end it; then run again");
    run.report(file_event(RunEvent::Kind::note, file, "drops index " + index + ", which a broken build has left INVALID"));
    database.query("DROP INDEX CONCURRENTLY " + index);
    dropped = true;
  }
  return dropped;
}

std::string read_migration(const std::filesystem::path& directory, const std::string& path) {
  std::ifstream in(directory / path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in.is_open() || in.bad())
    throw Error(ExitCode::refused, (directory / path).string() + " is missing or cannot be read",
                "put back the file that plan.json names, or write the plan again");
  return text.str();
}

}  // namespace phasegate
