// Applies the files of a phase. First everything that can be refused is, then file after file.
#include "apply/run.hpp"

#include "apply/execute.hpp"
#include "apply/rights.hpp"
#include "apply/statements.hpp"
#include "gate/install.hpp"
#include "gate/replica_sessions.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phasegate {
namespace {

bool is_selected(const ManifestFile& file, const RunOptions& options) {
  return !options.phase || file.phase == *options.phase;
}

// Every file with what is wrong with it, in one message, so that nobody mends one at a time.
class Complaints {
 public:
  void add(const std::string& complaint) { text_ += (text_.empty() ? "" : "\n") + complaint; }
  void refuse(const std::string& help) const {
    if (!text_.empty()) throw Error(ExitCode::refused, text_, help);
  }

 private:
  std::string text_;
};

std::vector<FileRun> read_files(const Manifest& manifest, const RunOptions& options) {
  std::vector<FileRun> files;
  Complaints complaints;
  for (const ManifestFile& file : manifest.files) {
    if (!is_selected(file, options)) continue;
    const std::string content = read_migration(options.directory, file.path);
    if (const std::int32_t found = flyway_checksum(content); found != file.checksum)
      complaints.add(fmt::format("{} was changed after the plan was written: checksum {}, plan.json says {}",
                                 file.path, found, file.checksum));
    else
      files.push_back({.file = &file,
                       .path = file.path,
                       .statements = file_statements(file.path, content),
                       .latched = file.form == FileForm::latched});
  }
  complaints.refuse("put back the file as it was planned, or write the plan again");
  return files;
}

void refuse_other_content(const std::vector<FileRun>& files, const std::vector<HistoryRow>& rows) {
  Complaints complaints;
  for (const FileRun& run : files)
    if (const FileState state = History::state(*run.file, rows); state.standing == Standing::different)
      complaints.add(run.path + ": " + state.why);
  complaints.refuse(
      "plan again for this database, or number the files anew: a version that was applied is never reused");
}

bool all_true(Database& database, const std::vector<std::string>& conditions) {
  return std::ranges::all_of(conditions, [&](const std::string& condition) {
    return database.value("SELECT (" + condition + ") IS TRUE") == "t";
  });
}

// The guards live in schema phasegate; without it a gated file fails with a message that helps nobody.
void refuse_without_schema(Database& database, const Manifest& manifest, const RunOptions& options) {
  const bool installs = std::ranges::any_of(manifest.files, [&](const ManifestFile& file) {
    return is_selected(file, options) && file.form == FileForm::ungated;
  });
  if (installs || options.phase.value_or(Phase::expand) == Phase::expand) return;
  if (database.value("SELECT pg_catalog.to_regnamespace('phasegate') IS NOT NULL") == "t") return;
  throw Error(ExitCode::refused, "this database has no schema phasegate, so no gate can be asked",
              "run `phasegate apply expand` first");
}

RunEvent phase_event(RunEvent::Kind kind, Phase phase) {
  RunEvent event;
  event.kind = kind;
  event.phase = phase;
  event.text = to_string(phase);
  return event;
}

// What another runner has done without a history row (psql, or a crash before the row). Never asked of a file that says nothing about when
// it is done.
bool is_done(Database& database, const ManifestFile& file) {
  return file.form != FileForm::ungated && !file.done.empty() && is_installed(database) && all_true(database, file.done);
}

void skip(RunContext& run, const FileRun& file) { run.report(file_event(RunEvent::Kind::skipped, file, "applied already")); }

// The row and its trace in the audit, in one transaction.
void reconcile(RunContext& run, const FileRun& file, bool has_failed) {
  FileTransaction transaction(run.session);
  if (has_failed) run.history.remove_failed(*file.file);
  run.history.record(*file.file, std::chrono::milliseconds(0));
  record_audit(run, file, "file reconciled", nlohmann::json{{"file", file.path}}.dump());
  transaction.commit();
  run.report(file_event(RunEvent::Kind::reconciled, file, fmt::format("{}", fmt::join(file.file->titles, "; "))));
}

// Old sessions on standbys: the guards cannot see them. Those of the primary are the guards' affair. Once none is older than the
// deploy, none ever will be, so the beginning of the phase is the time to ask.
bool standbys_are_open(RunContext& run, Phase phase) {
  const std::string name(to_string(phase));
  for (const ManifestGate& gate : run.manifest.gates) {
    if (gate.name != name && !gate.name.starts_with(name + "/")) continue;
    for (const GateCheck& check : replica_sessions(run.session.database(), gate.spec, run.options.replicas)) {
      if (check.open) continue;
      RunEvent event = phase_event(run.options.override_reason.empty() ? RunEvent::Kind::gate_shut : RunEvent::Kind::note, phase);
      event.text = fmt::format("{}: {}{}", check.name, check.reason, check.remedy.empty() ? "" : "\n  help: " + check.remedy);
      run.report(std::move(event));
      if (run.options.override_reason.empty()) return false;
    }
    return true;
  }
  return true;
}

ExitCode apply_file(RunContext& run, const FileRun& file) {
  bool is_recorded = false, has_failed = false;
  const auto wanted = [&] {
    run.history.create_if_missing();
    const FileState state = run.history.state(*file.file);
    if (state.standing == Standing::different) refuse_other_content({file}, run.history.rows());
    has_failed = state.standing == Standing::failed;
    is_recorded = state.standing == Standing::applied;
    // The schema phasegate may have been dropped since; its file is safe to run at any time.
    const bool is_in_place =
        file.file->form != FileForm::ungated || all_true(run.session.database(), file.file->done);
    if (is_recorded && is_in_place) skip(run, file);
    if (is_recorded && is_in_place) return false;
    if (is_recorded || !run.options.reconcile || !is_done(run.session.database(), *file.file)) return true;
    reconcile(run, file, has_failed);
    return false;
  };
  const auto record = [&](std::chrono::milliseconds time) {
    if (has_failed) run.history.remove_failed(*file.file);  // as `flyway repair` does; the file has run now
    if (!is_recorded) run.history.record(*file.file, time);
  };
  return run_file(run, file, wanted, record);
}

}  // namespace

ExitCode run_phase(Database& session, const Manifest& manifest, const RunOptions& options, Stop& stop) {
  const std::vector<FileRun> files = read_files(manifest, options);
  if (files.empty()) return ExitCode::done;
  RunContext run(session, manifest, options, stop);
  refuse_other_content(files, run.history.rows());
  refuse_without_schema(session, manifest, options);
  refuse_hidden_rows(session, manifest);
  for (std::string& note : standby_notes(session, options.replicas)) {
    RunEvent event;
    event.phase = files.front().file->phase;
    event.text = std::move(note);
    run.report(std::move(event));
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Phase phase = files[i].file->phase;
    if (i == 0 || files[i - 1].file->phase != phase) {
      run.report(phase_event(RunEvent::Kind::phase_start, phase));
      if (!standbys_are_open(run, phase)) return ExitCode::gate_shut;
    }
    if (const ExitCode code = apply_file(run, files[i]); code != ExitCode::done) return code;
    if (i + 1 == files.size() || files[i + 1].file->phase != phase)
      run.report(phase_event(RunEvent::Kind::phase_done, phase));
  }
  return ExitCode::done;
}

}  // namespace phasegate
