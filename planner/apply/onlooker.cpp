// The thread sleeps until there is something to watch, and then until an interval has passed.
#include "apply/onlooker.hpp"

#include "support/embedded.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace phasegate {
namespace {

// Who waits for a lock is told after this time, however long the interval is.
constexpr std::chrono::milliseconds soon{1000};

bool waits_for_lock(Database& session, int pid) {
  return session.value("SELECT wait_event_type = 'Lock' FROM pg_catalog.pg_stat_activity WHERE pid = $1::integer AND state = 'active'", {std::to_string(pid)}) == "t";
}

}  // namespace

struct Onlooker::State {
  std::function<Database()> open;
  std::chrono::milliseconds every{0};
  Report report;

  std::mutex mutex;
  std::condition_variable changed;
  bool ending = false;
  int pid = 0;  // 0: nothing to watch
  long long watch = 0;  // counts the watches: a look that began in one is not reported in the next
  RunEvent event;
  bool told_wait = false;  // that the statement waits for a lock, since it does
  std::optional<Database> session;
  std::thread thread;

  // Without the mutex: a server that does not answer holds up nobody else. Not due: only that a wait for a lock has begun is told.
  void look(std::unique_lock<std::mutex>& lock, bool is_due) {
    const int watched = pid;
    const long long number = watch;
    RunEvent said = event;
    lock.unlock();
    try {
      if (!session) {
        session.emplace(open());
        session->query("SET statement_timeout = '5s'");
      }
      const bool waits = waits_for_lock(*session, watched);
      const bool is_new = waits && !std::exchange(told_wait, waits);
      told_wait = waits;
      const Sight sight = is_due || is_new ? look_at(*session, watched) : Sight{};
      said.text = is_due || sight.waits ? sight.text : "";
      said.percent = sight.percent;
      said.rows = sight.rows;
      said.rows_per_s = sight.rows_per_s;
      said.seconds_left = sight.seconds_left;
    } catch (const std::exception&) {
      session.reset();  // the next look tries again
      said.text.clear();
    }
    lock.lock();
    if (number == watch && pid != 0 && !said.text.empty()) report(said);
  }

  void run() {
    using Clock = std::chrono::steady_clock;
    std::unique_lock lock(mutex);
    long long looked_at = 0;
    Clock::time_point next;  // when a look is due
    while (!ending) {
      if (pid == 0) {
        changed.wait(lock);
        continue;
      }
      if (std::exchange(looked_at, watch) != watch) {
        next = Clock::now() + every;
        told_wait = false;
      }
      const long long number = watch;
      const bool disturbed = changed.wait_until(lock, std::min(next, Clock::now() + soon), [&] { return ending || watch != number || pid == 0; });
      if (disturbed) continue;
      const bool is_due = Clock::now() >= next;
      look(lock, is_due);
      if (is_due) next = Clock::now() + every;
    }
  }
};

Onlooker::Onlooker(std::function<Database()> open, std::chrono::milliseconds every, Report report) : state_(std::make_unique<State>()) {
  state_->open = std::move(open);
  state_->every = every;
  state_->report = std::move(report);
  if (state_->open && state_->report) state_->thread = std::thread([state = state_.get()] { state->run(); });
}

Onlooker::~Onlooker() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ending = true;
    state_->changed.notify_all();
  }
  if (state_->thread.joinable()) state_->thread.join();
}

Onlooker::Watch::Watch(Onlooker& onlooker, int pid, RunEvent event) : onlooker_(onlooker) {
  State& state = *onlooker.state_;
  const std::lock_guard lock(state.mutex);
  state.pid = pid;
  ++state.watch;
  state.event = std::move(event);
  state.event.kind = RunEvent::Kind::progress;
  state.changed.notify_all();
}

Onlooker::Watch::~Watch() {
  State& state = *onlooker_.state_;
  const std::lock_guard lock(state.mutex);
  state.pid = 0;
  state.changed.notify_all();
}

namespace {

// The backfill that this server process leads; text empty: none.
Sight look_at_backfill(Database& session, int pid) {
  Sight sight;
  if (session.value("SELECT pg_catalog.to_regclass('phasegate.backfill_status') IS NOT NULL") != "t") return sight;
  const Result rows = session.query(embedded_file("planner/apply/onlooker_backfill.sql"), {std::to_string(pid)});
  if (rows.rows() == 0) return sight;
  const auto number = [&](std::string_view column) { return rows.text(0, column).empty() ? -1 : rows.number(0, column); };
  sight.percent = static_cast<double>(number("percent"));
  sight.rows = number("rows_done");
  sight.rows_per_s = number("rows_per_s");
  sight.seconds_left = number("seconds_left");
  sight.text = rows.text(0, "line");
  return sight;
}

}  // namespace

Sight look_at(Database& session, int pid) {
  if (Sight backfill = look_at_backfill(session, pid); !backfill.text.empty()) return backfill;
  const Result rows = session.query(embedded_file("planner/apply/onlooker.sql"), {std::to_string(pid)});
  Sight sight;
  if (rows.rows() == 0) return sight;
  sight.text = fmt::format("at work for {} s", rows.text(0, "seconds"));
  if (const std::string phase = rows.text(0, "phase"); !phase.empty()) sight.text += ", " + phase;
  if (const std::string percent = rows.text(0, "percent"); !percent.empty()) {
    sight.percent = std::stod(percent);
    sight.text += fmt::format(", {:.0f} %", sight.percent);
  }
  if (const std::string blockers = rows.text(0, "blockers"); !blockers.empty()) sight.text += ", waits for " + blockers;
  else if (rows.text(0, "wait_type") == "Lock") sight.text += ", waits for a lock";
  sight.waits = rows.text(0, "wait_type") == "Lock";
  return sight;
}

}  // namespace phasegate
