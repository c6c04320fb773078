// Asks each standby's own pg_locks; opens a session again where it was lost.
#include "apply/standbys.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <iterator>

namespace phasegate {
namespace {

constexpr std::chrono::seconds reach_within{5};

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

}  // namespace phasegate
