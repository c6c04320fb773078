// Who stands in the way of the locks that a file takes, and waiting for them without joining any lock queue.
#pragma once

#include "apply/stop.hpp"
#include "apply/wait.hpp"
#include "catalog/database.hpp"

#include <phasegate/manifest.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace phasegate {

/// One session or prepared transaction that holds, or waits for, a lock that conflicts with one of ours.
struct Blocker {
  enum class Kind {
    session,
    prepared,               ///< a prepared transaction: it lasts until COMMIT PREPARED or ROLLBACK PREPARED
    autovacuum,             ///< gives way to a lock request that has waited for deadlock_timeout
    autovacuum_wraparound,  ///< does not give way
    snapshot,  ///< holds no lock on the table, but a snapshot that a concurrent index build must wait for
    unseen     ///< a standby that cannot be reached: nobody knows who reads from it; `query` says why
  };
  Kind kind = Kind::session;
  std::string replica;      ///< name of the standby that it is on; empty: the primary
  int pid = 0;              ///< 0 for a prepared transaction
  std::string gid;          ///< name of the prepared transaction
  std::string application;  ///< application_name; empty when not given or not visible to us
  std::string user;
  std::string state;     ///< "active", "idle in transaction"; empty when not visible to us
  std::string query;     ///< the first 120 characters of its last statement; empty when not visible to us
  std::string relation;  ///< as the manifest names it; empty for a snapshot
  std::string mode;      ///< "ACCESS SHARE": its strongest lock there
  bool waits = false;    ///< it waits for that lock itself: it stands in the queue before us
  std::optional<std::chrono::milliseconds> age;  ///< of its transaction; nullopt when not visible to us
};

/// "pid 8812 (reporting, user app, idle in transaction for 14 min) holds ACCESS SHARE on public.users: SELECT
/// …".
std::string to_string(const Blocker& blocker);

/// Everybody in the way of these locks now, the oldest first. Asks without taking a lock on the relations.
std::vector<Blocker> find_blockers(Database& session, const std::vector<ManifestLock>& locks);

/// What `wait_until_quiet` waits for, and how it reports.
struct QuietRules {
  std::chrono::milliseconds older_than{1000};  ///< younger transactions are expected to end by themselves
  std::chrono::milliseconds lock_timeout{
      500};  ///< of the file: longer than deadlock_timeout, and autovacuum gives way to it
  std::function<void(const std::vector<Blocker>&)>
      report;  ///< called when the wait begins and every 5 s; may be empty
  std::function<std::vector<Blocker>(const std::vector<ManifestLock>&)>
      elsewhere;  ///< who holds such locks on standbys; may be empty
};

/// Waits while a transaction older than the rules allow holds one of the relations in the way. Returns
/// nothing when it is quiet, else those who still held it when the budget was spent or the run was stopped.
/// Locks that make nobody wait are tried at once, unless a short lock_timeout would make an index build start
/// in vain.
std::vector<Blocker> wait_until_quiet(Database& session, const std::vector<ManifestLock>& locks,
                                      const QuietRules& rules, WaitBudget& budget, Stop& stop);

}  // namespace phasegate
