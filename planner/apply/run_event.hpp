// What a run tells while it goes: the command line prints these, as text or as JSON.
#pragma once

#include "apply/blockers.hpp"

#include <phasegate/manifest.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace phasegate {

/// Something that happened during apply or undo.
struct RunEvent {
  enum class Kind {
    phase_start,  ///< text: name of the phase
    file_start,   ///< text: titles of its steps; locks: what the file takes
    statement,    ///< text: the first line of the statement that is about to run
    waiting,      ///< before a try: text says for what; blockers
    retry,  ///< a try failed on a lock: text is the reason, duration the pause before the next one; blockers
    note,   ///< text: something worth knowing
    skipped,     ///< the history has the file already
    file_done,   ///< duration: how long it took
    phase_done,  ///< the last file of the phase is done or skipped
    gate_shut,   ///< text: all reasons of the guard
    stopped,     ///< a limit ran out or a signal came: text says which; safe to run again
    progress,    ///< of the statement at work: text; percent where the server tells it
    reconciled   ///< done by another runner without a history row, which is written now; text: the file's titles
  };
  Kind kind = Kind::note;
  Phase phase = Phase::expand;
  std::string file;  ///< ManifestFile::path or undo_path; empty when the event concerns the phase or the run
  std::string text;
  std::vector<ManifestLock> locks;
  std::vector<Blocker> blockers;
  std::chrono::milliseconds duration{0};
  std::chrono::milliseconds waited{0};  ///< of a file that is done: for locks, old transactions, other runners, between tries
  int tries = 0;                        ///< of a file that is done: how often it was started
  double percent = -1;                  ///< 0 to 100; below 0: not known
  // Of the progress of a backfill; below 0: not known.
  long long rows = -1;         ///< filled so far
  long long rows_per_s = -1;
  long long seconds_left = -1; ///< of its pass
};

using Report = std::function<void(const RunEvent&)>;

}  // namespace phasegate
