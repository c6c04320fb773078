// One thread and one connection for each worker. What keeps them honest is in the server: every transaction of a worker asks whether the leading
// session is there and holds the runner's lock, and holds a lock of its own against the next guard (phasegate.backfill_follow).
#include "apply/workers.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace phasegate {
namespace {

constexpr std::chrono::milliseconds end_by_themselves{5000}, cancel_again{100};
constexpr std::string_view latch = "default_transaction_read_only";

// What the file sets for its CALL holds for the workers too; the latch does not: the guard has lifted it in the leading session.
std::vector<std::string> settings_before(const FileRun& file, const std::string& statement) {
  std::vector<std::string> settings;
  for (const std::string& each : file.statements) {
    if (each == statement) break;
    if (each.starts_with("SET ") && each.find(latch) == std::string::npos) settings.push_back(each);
  }
  return settings;
}

}  // namespace

bool is_backfill(std::string_view statement) { return statement.starts_with("CALL phasegate.backfill("); }

struct BackfillWorkers::State {
  RunContext* run = nullptr;
  RunEvent event;
  std::vector<std::string> settings;
  std::string leader, statement;

  std::mutex mutex;
  std::condition_variable changed;
  bool ending = false;
  std::size_t at_work = 0;
  std::vector<Database*> sessions;
  std::vector<std::thread> threads;

  void tell(std::string text) const {
    RunEvent said = event;
    said.text = std::move(text);
    run->report(std::move(said));
  }

  // Between the two, the session may be cancelled from the leading thread.
  struct Entered {
    State& state;
    std::size_t number;
    bool goes_on = false;
    Entered(State& state_in, std::size_t number_in, Database& session) : state(state_in), number(number_in) {
      const std::lock_guard lock(state.mutex);
      state.sessions[number] = &session;
      goes_on = !state.ending;
    }
    ~Entered() {
      const std::lock_guard lock(state.mutex);
      state.sessions[number] = nullptr;
    }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
  };

  void call(std::size_t number) {
    Database session = run->options.open_onlooker();
    session.on_notice([](std::string_view) {});  // the leading session tells the same
    const Entered entered(*this, number, session);
    if (!entered.goes_on) return;
    for (const std::string& setting : settings) session.query(setting);
    session.query("SELECT pg_catalog.set_config('phasegate.backfill_leader', $1, false), pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', false)", {leader});
    session.query(statement);
  }

  void work(std::size_t number) {
    std::string failure;
    try {
      call(number);
    } catch (const std::exception& error) {
      failure = error.what();
    }
    const std::lock_guard lock(mutex);
    --at_work;
    changed.notify_all();
    if (!failure.empty() && !ending) tell(fmt::format("worker {} has ended, the others go on: {}", number + 2, failure));
  }

  void end(bool failed) {
    std::unique_lock lock(mutex);
    if (!failed) changed.wait_for(lock, end_by_themselves, [&] { return at_work == 0; });
    ending = true;
    while (at_work > 0) {
      for (Database* session : sessions)
        if (session != nullptr) session->cancel();
      changed.wait_for(lock, cancel_again, [&] { return at_work == 0; });
    }
    lock.unlock();
    for (std::thread& thread : threads) thread.join();
  }
};

BackfillWorkers::BackfillWorkers(RunContext& run, const FileRun& file, const std::string& statement) {
  if (!is_backfill(statement) || !run.options.open_onlooker) return;
  Database& database = run.session.database();
  database.query("SET phasegate.backfill_quiet = on");  // the onlooker tells how far it is
  if (run.options.workers <= 1) return;
  state_ = std::make_unique<State>();
  state_->run = &run;
  state_->event.phase = file.file->phase;
  state_->event.file = file.path;
  state_->settings = settings_before(file, statement);
  state_->leader = database.value("SELECT phasegate.backfill_session()");
  state_->statement = statement;
  state_->at_work = static_cast<std::size_t>(run.options.workers - 1);
  state_->sessions.resize(state_->at_work);
  for (std::size_t number = 0; number + 1 < static_cast<std::size_t>(run.options.workers); ++number)
    state_->threads.emplace_back([state = state_.get(), number] { state->work(number); });
}

BackfillWorkers::~BackfillWorkers() {
  if (state_ != nullptr) state_->end(std::uncaught_exceptions() > 0);
}

}  // namespace phasegate
