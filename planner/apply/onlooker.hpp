// A second session that looks on while a long statement is at work: how far it is, and whom it waits for.
#pragma once

#include "apply/run_event.hpp"
#include "catalog/database.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace phasegate {

/// Reports from a thread of its own. It opens its session when it looks for the first time, so a run of short statements
/// opens none, and it never disturbs the run: what it cannot see it does not report.
class Onlooker {
 public:
  /// `open` empty: nobody looks on.
  Onlooker(std::function<Database()> open, std::chrono::milliseconds every, Report report);
  ~Onlooker();
  Onlooker(const Onlooker&) = delete;
  Onlooker& operator=(const Onlooker&) = delete;

  /// While it lives, the server process `pid` is looked at, once every interval, and that it has begun to wait for a lock is told within a second or two
  /// whatever the interval; `event` is what the reports begin as.
  class Watch {
   public:
    Watch(Onlooker& onlooker, int pid, RunEvent event);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    Onlooker& onlooker_;
  };

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What a look at a server process gives: text empty when there is nothing to tell.
struct Sight {
  std::string text;
  double percent = -1;  ///< below 0: not known
  bool waits = false;   ///< for a lock; not told of a backfill, whose batches wait and go on
  long long rows = -1, rows_per_s = -1, seconds_left = -1;  ///< of a backfill, as in RunEvent
};
/// Backfill (phasegate.backfill_status), index build (pg_stat_progress_create_index), whom it waits for (pg_blocking_pids), else how long it is at work.
Sight look_at(Database& session, int pid);

}  // namespace phasegate
