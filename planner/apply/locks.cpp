// Polls for advisory locks. Session level: a transaction level lock would need a transaction that stays open,
// and its snapshot would block every concurrent index build.
#include "apply/locks.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace phasegate {
namespace {

constexpr std::chrono::milliseconds try_again{200}, report_again{5000};

bool is_true(const std::string& value) { return value == "t"; }

void unlock(Database& session, std::int64_t key) noexcept {
  for (int tries = 0; tries < 5; ++tries) {
    try {
      session.query("SELECT pg_catalog.pg_advisory_unlock($1::bigint)", {std::to_string(key)});
      return;
    } catch (const DatabaseError&) {
      // A cancel request that came late has hit this statement: once more.
    } catch (const std::exception&) {
      return;  // the connection is gone, and the lock with it
    }
  }
}

}  // namespace

std::optional<std::string> lock_holder(Database& session, std::int64_t key) {
  const auto bits = static_cast<std::uint64_t>(key);
  const Result rows = session.query(
      "SELECT l.pid, a.application_name, a.usename, a.state, "
      "  extract(epoch FROM pg_catalog.clock_timestamp() - coalesce(a.query_start, a.backend_start))::bigint "
      "AS seconds "
      "FROM pg_catalog.pg_locks AS l LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid "
      "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid::bigint = $1::bigint "
      "  AND l.objid::bigint = $2::bigint AND l.pid <> pg_catalog.pg_backend_pid() "
      "  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = "
      "pg_catalog.current_database()) "
      "ORDER BY l.pid LIMIT 1",
      {std::to_string(bits >> 32U), std::to_string(bits & 0xFFFFFFFFU)});
  if (rows.rows() == 0) return std::nullopt;
  std::string text = fmt::format("pid {}", rows.text(0, "pid"));
  const std::string application = rows.text(0, "application_name"), user = rows.text(0, "usename"),
                    state = rows.text(0, "state");
  if (!application.empty()) text += ", " + application;
  if (!user.empty()) text += ", user " + user;
  if (!state.empty()) text += fmt::format(", {} for {} s", state, rows.text(0, "seconds"));
  return text;
}

std::optional<SessionLocks> SessionLocks::acquire(Database& session, std::span<const std::int64_t> keys,
                                                  WaitBudget& budget, Stop& stop,
                                                  const std::function<void(const std::string&)>& waiting) {
  SessionLocks locks(session);
  std::int64_t refused = 0;
  for (auto since_report = report_again;; since_report += try_again) {
    if (stop.requested()) return std::nullopt;
    if (locks.take(keys, refused)) return locks;
    locks.free();
    if (since_report >= report_again) {
      // Whoever held it may be gone by now; then the next try gets it.
      if (waiting) waiting(lock_holder(session, refused).value_or("another runner that has just finished"));
      since_report = std::chrono::milliseconds(0);
    }
    if (budget.is_spent()) return std::nullopt;
    const auto pause = std::min(try_again, budget.left());
    if (stop.sleep(pause)) return std::nullopt;
    budget.spend(pause);
  }
}

bool SessionLocks::take(std::span<const std::int64_t> keys, std::int64_t& refused) {
  for (const std::int64_t key : keys) {
    if (!is_true(
            session_->value("SELECT pg_catalog.pg_try_advisory_lock($1::bigint)", {std::to_string(key)}))) {
      refused = key;
      return false;
    }
    keys_.push_back(key);
  }
  return true;
}

void SessionLocks::free() noexcept {
  for (const std::int64_t key : keys_) unlock(*session_, key);
  keys_.clear();
}

SessionLocks::SessionLocks(SessionLocks&& other) noexcept
    : session_(other.session_), keys_(std::exchange(other.keys_, {})) {}

SessionLocks::~SessionLocks() { free(); }

}  // namespace phasegate
