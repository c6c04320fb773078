// One runner at a time: Flyway's lock and phasegate's own, held by the session, polled and never queued for.
#pragma once

#include "apply/stop.hpp"
#include "apply/wait.hpp"
#include "catalog/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phasegate {

/// "pid 4711, Flyway, user deploy, active for 12 s" for whoever holds the key; nullopt when nobody but us
/// does.
std::optional<std::string> lock_holder(Database& session, std::int64_t key);

/// Advisory locks of a session, freed at the end of the scope.
class SessionLocks {
 public:
  /// Tries every 200 ms until it has all keys. Holds none while it waits. Nullopt: the budget was spent or
  /// the run was stopped. `waiting` is called when the wait begins and every 5 s, with the holder as text. A
  /// blocking pg_advisory_lock would deadlock with a concurrent index build of another runner.
  static std::optional<SessionLocks> acquire(Database& session, std::span<const std::int64_t> keys,
                                             WaitBudget& budget, Stop& stop,
                                             const std::function<void(const std::string& holder)>& waiting);
  SessionLocks(SessionLocks&& other) noexcept;
  SessionLocks& operator=(SessionLocks&&) = delete;
  ~SessionLocks();

 private:
  explicit SessionLocks(Database& session) : session_(&session) {}
  bool take(std::span<const std::int64_t> keys, std::int64_t& refused);
  void free() noexcept;

  Database* session_;
  std::vector<std::int64_t> keys_;
};

}  // namespace phasegate
