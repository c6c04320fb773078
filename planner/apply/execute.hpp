// Runs one file under its locks until it is done, its gate is shut, or the time is up. Shared by apply and
// undo.
#pragma once

#include "apply/history.hpp"
#include "apply/locks.hpp"
#include "apply/onlooker.hpp"
#include "apply/run.hpp"
#include "apply/session.hpp"
#include "apply/standbys.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace phasegate {

/// What one file has cost so far.
struct Effort {
  int tries = 0;
  std::chrono::milliseconds waited{0};  ///< for locks, old transactions, other runners, and between tries
  std::vector<std::string> blockers;    ///< those who were met, each once
};

/// What all files of a run share.
struct RunContext {
  const Manifest& manifest;
  const RunOptions& options;
  Stop& stop;
  FileSession session;
  History history;
  Onlooker onlooker;
  Effort effort;  ///< of the file at work
  Standbys standbys;

  RunContext(Database& database, const Manifest& manifest, const RunOptions& options, Stop& stop);
  ~RunContext();
  RunContext(const RunContext&) = delete;
  RunContext& operator=(const RunContext&) = delete;
  /// From any thread.
  void report(RunEvent event) const;
  [[nodiscard]] std::uint32_t seed();

 private:
  mutable std::mutex reporting_;
};

/// One file to be run.
struct FileRun {
  const ManifestFile* file = nullptr;
  std::string path;                     ///< as events name it: the V- or the U-file
  std::vector<std::string> statements;  ///< empty: only the history changes
  bool latched = false;                 ///< outside a transaction, statement by statement
  [[nodiscard]] bool is_undo() const { return path == file->undo_path; }
  /// The session's lock_timeout at the start of the file.
  [[nodiscard]] std::chrono::milliseconds lock_timeout() const { return std::chrono::milliseconds(is_undo() ? file->undo_lock_timeout_ms : file->lock_timeout_ms); }
};

/// Writes to the history that the file has run; called in the transaction of the file where it has one.
using Record = std::function<void(std::chrono::milliseconds execution_time)>;
/// Decides under the locks and the file's timeouts, with the history as it is now: false leaves the file
/// alone.
using StillWanted = std::function<bool()>;

/// Takes the locks, asks `wanted`, and runs the file with its retries. Reports file_start to file_done,
/// gate_shut or stopped.
ExitCode run_file(RunContext& run, const FileRun& file, const StillWanted& wanted, const Record& record);

/// An event of the file.
RunEvent file_event(RunEvent::Kind kind, const FileRun& file, std::string text = {});

/// Writes a row about the file into phasegate.event, in the open transaction if there is one; `detail` is a JSON object. Nothing where the schema is gone.
void record_audit(RunContext& run, const FileRun& file, const std::string& what, const std::string& detail);

/// Drops those of the indexes that a broken concurrent build has left INVALID; true when there was one. Outside a transaction only, and
/// under the runner's lock. Throws: Error(interrupted) when somebody may be building one.
bool drop_invalid_indexes(RunContext& run, const FileRun& file);

/// The content of a file of the rollout. Throws: Error(refused) when it cannot be read.
std::string read_migration(const std::filesystem::path& directory, const std::string& path);

}  // namespace phasegate
