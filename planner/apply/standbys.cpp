// Asks each standby's own pg_locks; opens a session again where it was lost.
#include "apply/standbys.hpp"

#include <phasegate/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace phasegate {
namespace {

constexpr std::chrono::seconds reach_within{5};

// Not those that receive WAL and replay none, nor base backups; of a logical slot the slot itself is told.
constexpr std::string_view unnamed_standbys = R"sql(
SELECT pg_catalog.string_agg(r.application_name, ', ' ORDER BY r.application_name)
FROM pg_catalog.pg_stat_replication AS r
WHERE r.state IS DISTINCT FROM 'backup' AND (r.state IS NULL OR r.replay_lsn IS NOT NULL)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_replication_slots AS l WHERE l.active_pid = r.pid AND l.slot_type = 'logical')
  AND NOT EXISTS (SELECT FROM pg_catalog.json_array_elements_text($1::json) AS n WHERE n.value = r.application_name)
)sql";

constexpr std::string_view idle_slots = R"sql(
SELECT pg_catalog.string_agg(s.slot_name || ' (' || coalesce(pg_catalog.pg_size_pretty(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), s.restart_lsn)), 'no WAL') || ')', ', ' ORDER BY s.slot_name)
FROM pg_catalog.pg_replication_slots AS s
WHERE NOT s.active AND NOT s.temporary
)sql";

// Named by phasegate.toml, or by phasegate mark.
std::string named_standbys(Database& primary, const std::vector<Replica>& replicas) {
  nlohmann::json names = nlohmann::json::array();
  for (const Replica& replica : replicas) names.push_back(replica.name);
  if (primary.value("SELECT pg_catalog.to_regclass('phasegate.replica') IS NOT NULL") == "t") {
    const Result rows = primary.query("SELECT name FROM phasegate.replica");
    for (std::size_t i = 0; i < rows.rows(); ++i) names.push_back(rows.text(i, "name"));
  }
  return names.dump();
}

}  // namespace

Standbys::Standbys(const std::vector<Replica>& replicas) {
  for (const Replica& replica : replicas)
    if (replica.reads && !replica.url.empty()) standbys_.emplace_back().settings = replica;
}

std::vector<Blocker> Standbys::find_blockers(const std::vector<ManifestLock>& locks) {
  std::vector<ManifestLock> replayed;
  std::ranges::copy_if(locks, std::back_inserter(replayed),
                       [](const ManifestLock& lock) { return lock.mode == LockMode::access_exclusive; });
  std::vector<Blocker> result;
  if (!replayed.empty())
    for (Standby& standby : standbys_) std::ranges::move(ask(standby, replayed), std::back_inserter(result));
  return result;
}

std::vector<Blocker> Standbys::ask(Standby& standby, const std::vector<ManifestLock>& locks) {
  const auto now = std::chrono::steady_clock::now();
  const auto unseen = [&] {
    Blocker blocker;
    blocker.kind = Blocker::Kind::unseen;
    blocker.replica = standby.settings.name;
    blocker.query = standby.why;
    return std::vector<Blocker>{std::move(blocker)};
  };
  if (!standby.session && now < standby.next_try) return unseen();
  try {
    if (!standby.session) {
      standby.session = std::make_unique<Database>(connect(standby.settings.url, reach_within));
      standby.session->query("SET statement_timeout = '5s'");
    }
    std::vector<Blocker> found = phasegate::find_blockers(*standby.session, locks);
    // A session of a standby cannot hold such a lock: that is the replay itself.
    std::erase_if(found, [](const Blocker& blocker) { return blocker.mode == to_string(LockMode::access_exclusive); });
    for (Blocker& blocker : found) blocker.replica = standby.settings.name;
    return found;
  } catch (const Error& error) {
    standby.session.reset();
    standby.next_try = now + reach_within;
    standby.why = error.what();
    return unseen();
  }
}

std::vector<std::string> standby_notes(Database& primary, const std::vector<Replica>& replicas) {
  std::vector<std::string> notes;
  if (primary.value("SELECT pg_catalog.pg_is_in_recovery()") == "t") return notes;
  if (const std::string found = primary.value(unnamed_standbys, {named_standbys(primary, replicas)}); !found.empty())
    notes.push_back("standbys that no [replica.NAME] of phasegate.toml names, so that nobody looks for readers there: " + found);
  if (const std::string found = primary.value(idle_slots); !found.empty()) notes.push_back("replication slots that are inactive, and for which WAL is kept: " + found);
  return notes;
}

}  // namespace phasegate
