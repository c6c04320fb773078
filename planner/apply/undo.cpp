// Takes a phase back: the U-files of its applied V-files in reverse order.
#include "apply/run.hpp"

#include "apply/execute.hpp"
#include "apply/rights.hpp"
#include "apply/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace phasegate {
namespace {

// The latch is what tells the two forms apart: a transactional file has none.
bool is_latched(const std::string& content) {
  return content.find("default_transaction_read_only") != std::string::npos;
}

void refuse_what_cannot_be_undone(const Manifest& manifest, Phase phase,
                                  const std::vector<HistoryRow>& rows) {
  std::string complaints;
  for (const ManifestFile& file : manifest.files) {
    const FileState state = History::state(file, rows);
    const auto complain = [&](const std::string& text) {
      complaints += (complaints.empty() ? "" : "\n") + file.path + ": " + text;
    };
    if (file.phase == phase && state.standing == Standing::different) complain(state.why);
    if (file.phase == phase && state.standing == Standing::failed)
      complain("the history says that it failed half-way; run the phase again before taking it back");
    if (file.phase == phase && state.standing == Standing::applied && !file.undo_impossible.empty())
      complain("cannot be undone: " + file.undo_impossible);
    if (file.phase > phase && state.standing == Standing::applied)
      complain(fmt::format("{} is applied and comes after {}", to_string(file.phase), to_string(phase)));
  }
  if (!complaints.empty())
    throw Error(ExitCode::refused, complaints,
                "undo later phases first; what cannot be undone needs a new rollout forward");
}

// The applied files of the phase, last one first; those that only change the history come at the end, so that
// no row is written before a guard has found the gate open.
std::vector<FileRun> files_to_undo(const Manifest& manifest, Phase phase, const RunOptions& options,
                                   const std::vector<HistoryRow>& rows) {
  std::vector<FileRun> files;
  for (const ManifestFile& file : manifest.files | std::views::reverse) {
    if (file.phase != phase || file.form == FileForm::ungated) continue;
    if (History::state(file, rows).standing != Standing::applied) continue;
    FileRun run{.file = &file, .path = file.undo_path.empty() ? file.path : file.undo_path, .statements = {}};
    if (!file.undo_path.empty()) {
      const std::string content = read_migration(options.directory, file.undo_path);
      run.statements = file_statements(file.undo_path, content);
      run.latched = is_latched(content);
    }
    files.push_back(std::move(run));
  }
  std::ranges::stable_partition(files, [](const FileRun& file) { return !file.statements.empty(); });
  return files;
}

ExitCode undo_file(RunContext& run, const FileRun& file) {
  const auto wanted = [&] { return run.history.state(*file.file).standing == Standing::applied; };
  const auto record = [&](std::chrono::milliseconds) { run.history.record_undo(*file.file); };
  return run_file(run, file, wanted, record);
}

// A broken concurrent build of a file that was never recorded has no U-file to take its INVALID index away.
ExitCode sweep(RunContext& run, const Manifest& manifest, Phase phase, bool& dropped) {
  for (const ManifestFile& file : manifest.files) {
    if (file.phase != phase || file.builds_indexes.empty()) continue;
    const FileRun nothing{.file = &file, .path = file.path, .statements = {}};
    const auto drop_only = [&] {
      dropped |= drop_invalid_indexes(run, nothing);
      return false;
    };
    if (const ExitCode code = run_file(run, nothing, drop_only, {}); code != ExitCode::done) return code;
  }
  return ExitCode::done;
}

RunEvent phase_event(RunEvent::Kind kind, Phase phase) {
  RunEvent event;
  event.kind = kind;
  event.phase = phase;
  event.text = fmt::format("undo {}", to_string(phase));
  return event;
}

}  // namespace

ExitCode undo_phase(Database& session, const Manifest& manifest, Phase phase, const RunOptions& options,
                    Stop& stop) {
  RunContext run(session, manifest, options, stop);
  const std::vector<HistoryRow> rows = run.history.rows();
  refuse_what_cannot_be_undone(manifest, phase, rows);
  refuse_hidden_rows(session, manifest);
  const std::vector<FileRun> files = files_to_undo(manifest, phase, options, rows);
  bool did_something = !files.empty();
  if (did_something) run.report(phase_event(RunEvent::Kind::phase_start, phase));
  for (const FileRun& file : files)
    if (const ExitCode code = undo_file(run, file); code != ExitCode::done) return code;
  if (const ExitCode code = sweep(run, manifest, phase, did_something); code != ExitCode::done) return code;
  RunEvent end = phase_event(did_something ? RunEvent::Kind::phase_done : RunEvent::Kind::note, phase);
  if (!did_something) end.text = fmt::format("nothing of {} is applied here: there is nothing to take back", to_string(phase));
  run.report(std::move(end));
  return ExitCode::done;
}

}  // namespace phasegate
