// Further sessions that help with a backfill while the runner's own session leads it.
#pragma once

#include "apply/execute.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace phasegate {

/// Whether a statement of a file fills rows in batches.
bool is_backfill(std::string_view statement);

/// While it lives, RunOptions::workers - 1 sessions of their own make the same CALL as the leading session, as its workers: they take slices of
/// the table that no other session works on (planner/gate/install/54_backfill_run.sql). They begin when the leading session's guard has found
/// the gate open (its CALL is the statement behind the guard), end when it has finished, and stop in the server when it is gone or has lost its
/// lock, whatever has become of this program. One that fails is told in a note; the others go on, and what it had begun is taken up by them.
/// Does nothing for other statements, or where one session is asked for.
class BackfillWorkers {
 public:
  BackfillWorkers(RunContext& run, const FileRun& file, const std::string& statement);
  /// Waits for the workers; those that have not noticed the end after a while, or all when the CALL has failed, are cancelled.
  ~BackfillWorkers();
  BackfillWorkers(const BackfillWorkers&) = delete;
  BackfillWorkers& operator=(const BackfillWorkers&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace phasegate
