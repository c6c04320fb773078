// Who reads from the standbys. A standby that replays an ACCESS EXCLUSIVE lock stops all its readers of that table behind the oldest of
// them, and then cancels that one; so the runner looks there too before it takes such a lock.
#pragma once

#include "apply/blockers.hpp"
#include "catalog/database.hpp"

#include <phasegate/settings.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace phasegate {

/// Sessions on the standbys that applications read from, opened when they are first needed.
class Standbys {
 public:
  /// Those with `reads` and a `url` are looked at.
  explicit Standbys(const std::vector<Replica>& replicas);

  /// Everybody on a standby who holds what the replay of these locks would wait for, named with the standby; one of kind `unseen` for a
  /// standby that cannot be asked. Only ACCESS EXCLUSIVE is replayed. Never throws for a standby that is away.
  std::vector<Blocker> find_blockers(const std::vector<ManifestLock>& locks);

 private:
  struct Standby {
    Replica settings;
    std::unique_ptr<Database> session;
    std::chrono::steady_clock::time_point next_try{};  // of one that could not be reached
    std::string why;                                   // it could not
  };
  std::vector<Blocker> ask(Standby& standby, const std::vector<ManifestLock>& locks);

  std::vector<Standby> standbys_;
};

}  // namespace phasegate
