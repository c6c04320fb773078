// Ends a run cleanly on SIGINT and SIGTERM: the running statement is cancelled, and every wait ends at once.
#pragma once

#include "catalog/database.hpp"

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>

namespace phasegate {

/// Somebody wants the run to end. Make one before any other thread is started: signals go to its own thread
/// only.
class Stop {
 public:
  /// Obeys these signals until the end of the scope, usually {SIGINT, SIGTERM}. Without signals only
  /// `request` stops.
  explicit Stop(std::initializer_list<int> signals = {});
  ~Stop();
  Stop(const Stop&) = delete;
  Stop& operator=(const Stop&) = delete;

  /// Stops, as a signal does. May be called from any thread; `reason` is for people: "SIGTERM".
  void request(const std::string& reason);
  [[nodiscard]] bool requested() const;
  /// What stopped the run; empty when nothing has.
  [[nodiscard]] std::string reason() const;
  /// Sleeps, at most until the run is stopped. True when it is.
  [[nodiscard]] bool sleep(std::chrono::milliseconds time);

  /// While it lives, a stop cancels the statement that this session runs. It is cancelled again and again, so
  /// that a signal between two statements is not lost.
  class Watch {
   public:
    Watch(Stop& stop, Database& session);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    Stop& stop_;
  };

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace phasegate
