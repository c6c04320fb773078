// One thread waits for signals (signalfd) and for being woken (eventfd), and sends the cancel requests. No
// handler runs in signal context, and no global variable is needed.
#include "apply/stop.hpp"

#include <phasegate/error.hpp>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

namespace phasegate {
namespace {

constexpr int cancel_again_ms = 200;

std::string signal_name(std::uint32_t number) {
  if (number == SIGINT) return "SIGINT";
  if (number == SIGTERM) return "SIGTERM";
  return "signal " + std::to_string(number);
}

}  // namespace

struct Stop::State {
  std::mutex mutex;
  std::condition_variable changed;
  bool requested = false, ending = false;
  std::string reason;
  Database* watched = nullptr;
  int signals = -1, wake = -1;
  sigset_t mask_before{};
  std::thread thread;

  void wake_thread() const {
    const std::uint64_t one = 1;
    // The counter cannot overflow, so the write cannot block or fail.
    if (write(wake, &one, sizeof one) != static_cast<ssize_t>(sizeof one)) std::abort();
  }

  void request(const std::string& why) {
    const std::lock_guard lock(mutex);
    if (!requested) reason = why;
    requested = true;
    changed.notify_all();
  }

  // The mutex is held while the cancel request is on its way: when a Watch has ended, none is sent any more.
  bool cancel_watched() {
    const std::lock_guard lock(mutex);
    if (requested && watched != nullptr) watched->cancel();
    return requested && watched != nullptr;
  }

  void run() {
    for (bool cancelling = false;;) {
      pollfd sources[] = {{wake, POLLIN, 0}, {signals, POLLIN, 0}};
      poll(sources, signals < 0 ? 1 : 2, cancelling ? cancel_again_ms : -1);
      if ((sources[0].revents & POLLIN) != 0) {
        std::uint64_t count = 0;
        if (read(wake, &count, sizeof count) < 0) continue;
      }
      if ((sources[1].revents & POLLIN) != 0) {
        signalfd_siginfo info{};
        if (read(signals, &info, sizeof info) == static_cast<ssize_t>(sizeof info))
          request(signal_name(info.ssi_signo));
      }
      {
        const std::lock_guard lock(mutex);
        if (ending) return;
      }
      cancelling = cancel_watched();
    }
  }
};

Stop::Stop(std::initializer_list<int> signals) : state_(std::make_unique<State>()) {
  sigset_t mask;
  sigemptyset(&mask);
  for (const int number : signals) sigaddset(&mask, number);
  // Blocked in this thread and in those that it starts later; only the descriptor tells of them.
  pthread_sigmask(SIG_BLOCK, &mask, &state_->mask_before);
  if (signals.size() > 0) state_->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
  state_->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (state_->wake < 0 || (signals.size() > 0 && state_->signals < 0))
    throw Bug(std::string("no descriptor for signals: ") + std::strerror(errno));
  sigset_t all, current;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &current);
  state_->thread = std::thread([state = state_.get()] { state->run(); });
  pthread_sigmask(SIG_SETMASK, &current, nullptr);
}

Stop::~Stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ending = true;
  }
  state_->wake_thread();
  state_->thread.join();
  if (state_->signals >= 0) close(state_->signals);
  close(state_->wake);
  pthread_sigmask(SIG_SETMASK, &state_->mask_before, nullptr);
}

void Stop::request(const std::string& reason) {
  state_->request(reason);
  state_->wake_thread();
}

bool Stop::requested() const {
  const std::lock_guard lock(state_->mutex);
  return state_->requested;
}

std::string Stop::reason() const {
  const std::lock_guard lock(state_->mutex);
  return state_->reason;
}

bool Stop::sleep(std::chrono::milliseconds time) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, time, [this] { return state_->requested; });
}

Stop::Watch::Watch(Stop& stop, Database& session) : stop_(stop) {
  const std::lock_guard lock(stop.state_->mutex);
  if (stop.state_->watched != nullptr) throw Bug("two sessions are watched at once");
  stop.state_->watched = &session;
  if (stop.state_->requested) stop.state_->wake_thread();
}

Stop::Watch::~Watch() {
  const std::lock_guard lock(stop_.state_->mutex);
  stop_.state_->watched = nullptr;
}

}  // namespace phasegate
