// Finds blockers in pg_locks, and waits for the old ones by looking again, never by queueing.
#include "apply/blockers.hpp"

#include "support/embedded.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace phasegate {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_again{200}, report_again{5000};
// From this lock_timeout on an index build waits for old transactions itself; nobody queues behind it.
constexpr milliseconds patient_build{60'000};

constexpr std::array<std::string_view, 8> server_modes = {
    "AccessShareLock", "RowShareLock",          "RowExclusiveLock", "ShareUpdateExclusiveLock",
    "ShareLock",       "ShareRowExclusiveLock", "ExclusiveLock",    "AccessExclusiveLock"};

// Which of the eight modes conflict with each mode, weakest first, as bits. Source: PostgreSQL manual,
// table 13.2.
constexpr std::array<unsigned, 8> conflicts = {0b10000000, 0b11000000, 0b11110000, 0b11111000,
                                               0b11101100, 0b11111100, 0b11111110, 0b11111111};

bool is_build(const ManifestLock& lock) { return lock.work == Work::builds; }

// A concurrent build waits for those who could write, whatever lock it holds itself.
unsigned conflicts_of(const ManifestLock& lock) {
  const unsigned own = conflicts.at(static_cast<std::size_t>(lock.mode));
  return is_build(lock) ? own | conflicts.at(static_cast<std::size_t>(LockMode::share)) : own;
}

std::string request(const std::vector<ManifestLock>& locks) {
  std::map<std::string, unsigned> by_relation;
  for (const ManifestLock& lock : locks) by_relation[lock.relation] |= conflicts_of(lock);
  nlohmann::json wanted = nlohmann::json::array();
  for (const auto& [relation, bits] : by_relation) {
    nlohmann::json modes = nlohmann::json::array();
    for (std::size_t mode = 0; mode < server_modes.size(); ++mode)
      if ((bits >> mode & 1U) != 0) modes.push_back(server_modes.at(mode));
    wanted.push_back({{"relation", relation}, {"conflicts", modes}});
  }
  return nlohmann::json{{"locks", wanted}, {"snapshots", std::ranges::any_of(locks, is_build)}}.dump();
}

std::size_t strength(std::string_view server_mode) {
  return static_cast<std::size_t>(std::ranges::find(server_modes, server_mode) - server_modes.begin());
}

Blocker::Kind kind_of(std::string_view word) {
  if (word == "wraparound") return Blocker::Kind::autovacuum_wraparound;
  if (word == "autovacuum") return Blocker::Kind::autovacuum;
  if (word == "prepared") return Blocker::Kind::prepared;
  return word == "snapshot" ? Blocker::Kind::snapshot : Blocker::Kind::session;
}

Blocker blocker_of(const Result& rows, std::size_t row) {
  Blocker blocker;
  blocker.kind = kind_of(rows.text(row, "kind"));
  blocker.pid = static_cast<int>(rows.number(row, "pid"));
  blocker.gid = rows.text(row, "gid");
  blocker.application = rows.text(row, "application_name");
  blocker.user = rows.text(row, "usename");
  blocker.state = rows.text(row, "state");
  blocker.query = rows.text(row, "query");
  std::ranges::replace(blocker.query, '\n', ' ');
  blocker.relation = rows.text(row, "relation");
  if (const std::size_t mode = strength(rows.text(row, "mode")); mode < server_modes.size())
    blocker.mode = to_string(static_cast<LockMode>(mode));
  blocker.waits = !rows.is_true(row, "granted");
  if (rows.at(row, *rows.column("age_ms")))
    blocker.age = milliseconds(std::max(0LL, rows.number(row, "age_ms")));
  return blocker;
}

std::string duration_text(milliseconds time) {
  const long long seconds = time.count() / 1000;
  if (seconds < 1) return fmt::format("{} ms", time.count());
  if (seconds < 120) return fmt::format("{} s", seconds);
  return seconds < 7200 ? fmt::format("{} min", seconds / 60) : fmt::format("{} h", seconds / 3600);
}

std::string who(const Blocker& blocker) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (!blocker.application.empty()) add(blocker.application);
  if (!blocker.user.empty()) add("user " + blocker.user);
  if (blocker.age)
    add((blocker.state.empty() ? "in a transaction" : blocker.state) + " for " + duration_text(*blocker.age));
  else if (!blocker.state.empty())
    add(blocker.state);
  return text.empty() ? text : " (" + text + ")";
}

// True when waiting for this one, without queueing, is better than trying at once.
bool is_old(const Blocker& blocker, const QuietRules& rules, milliseconds deadlock_timeout) {
  if (blocker.kind == Blocker::Kind::unseen) return true;
  if (blocker.waits)
    return false;  // it stands in the queue with a timeout of its own, or its holder is counted
  if (blocker.kind == Blocker::Kind::autovacuum && rules.lock_timeout > deadlock_timeout) return false;
  // Here lock_timeout bounds what a transaction of unknown age can do; on a standby nothing does.
  if (!blocker.replica.empty() && !blocker.age) return true;
  return blocker.age && *blocker.age >= rules.older_than;
}

std::vector<ManifestLock> worth_waiting(const std::vector<ManifestLock>& locks, const QuietRules& rules) {
  std::vector<ManifestLock> result;
  for (const ManifestLock& lock : locks)
    if (lock.mode >= LockMode::share || (is_build(lock) && rules.lock_timeout < patient_build))
      result.push_back(lock);
  return result;
}

}  // namespace

std::string to_string(const Blocker& blocker) {
  std::string text;
  switch (blocker.kind) {
    case Blocker::Kind::prepared:
      text = "the prepared transaction '" + blocker.gid + "'";
      break;
    case Blocker::Kind::autovacuum:
      text = fmt::format("autovacuum, pid {}", blocker.pid);
      break;
    case Blocker::Kind::autovacuum_wraparound:
      text = fmt::format("autovacuum to prevent wraparound, which does not give way, pid {}", blocker.pid);
      break;
    case Blocker::Kind::unseen:
      return "standby " + blocker.replica + " cannot be asked who reads from it: " + blocker.query;
    default:
      text = fmt::format("pid {}", blocker.pid);
  }
  if (!blocker.replica.empty()) text = "on standby " + blocker.replica + ", " + text;
  text += who(blocker);
  if (blocker.kind == Blocker::Kind::snapshot)
    text += " holds a snapshot that an index build has to wait for";
  else
    text +=
        fmt::format(" {} {} on {}", blocker.waits ? "waits for" : "holds", blocker.mode, blocker.relation);
  return blocker.query.empty() ? text : text + ": " + blocker.query;
}

std::vector<Blocker> find_blockers(Database& session, const std::vector<ManifestLock>& locks) {
  std::vector<Blocker> result;
  if (locks.empty()) return result;
  const Result rows = session.query(embedded_file("planner/apply/blockers.sql"), {request(locks)});
  std::size_t strongest = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    Blocker blocker = blocker_of(rows, i);
    const std::size_t mode = strength(rows.text(i, "mode"));
    const auto same = [&](const Blocker& other) {
      return other.pid == blocker.pid && other.gid == blocker.gid && other.relation == blocker.relation &&
             other.waits == blocker.waits;
    };
    const bool repeated = !result.empty() && same(result.back());
    if (repeated && mode > strongest) result.back().mode = blocker.mode;
    strongest = repeated ? std::max(strongest, mode) : mode;
    if (!repeated) result.push_back(std::move(blocker));
  }
  return result;
}

std::vector<Blocker> wait_until_quiet(Database& session, const std::vector<ManifestLock>& locks,
                                      const QuietRules& rules, WaitBudget& budget, Stop& stop) {
  const std::vector<ManifestLock> waited_for = worth_waiting(locks, rules);
  if (waited_for.empty()) return {};
  const milliseconds deadlock_timeout(std::stoll(
      session.value("SELECT setting FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout'")));
  for (milliseconds since_report = report_again;; since_report += look_again) {
    std::vector<Blocker> old = find_blockers(session, waited_for);
    if (rules.elsewhere) std::ranges::move(rules.elsewhere(waited_for), std::back_inserter(old));
    std::erase_if(old, [&](const Blocker& blocker) { return !is_old(blocker, rules, deadlock_timeout); });
    if (old.empty() || budget.is_spent() || stop.requested()) return old;
    if (since_report >= report_again) {
      if (rules.report) rules.report(old);
      since_report = milliseconds(0);
    }
    const milliseconds pause = std::min(look_again, budget.left());
    if (stop.sleep(pause)) return old;
    budget.spend(pause);
  }
}

}  // namespace phasegate
