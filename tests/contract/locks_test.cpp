// Contract check 4: the locks that a step declares are the ones that it takes, and it rewrites what it says, nothing else.
#include "contract/lock_watch.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace phasegate;
using namespace phasegate::test;

namespace {

bool is_of(const LockClaim& claim, const Relation& relation) {
  return claim.relation.schema == relation.schema && claim.relation.name == relation.name;
}

// The strongest claim on the relation; null: none.
const LockClaim* claim_on(const Step& step, const Relation& relation) {
  const LockClaim* strongest = nullptr;
  for (const LockClaim& claim : step.locks)
    if (is_of(claim, relation) && (strongest == nullptr || claim.mode > strongest->mode)) strongest = &claim;
  return strongest;
}

// Nobody reaches an index or an owned sequence but through its table, so a claim on the table covers it; and one that goes is used by
// nobody any more.
bool is_covered_by_table(const Step& step, const Observed& observed, std::int64_t oid, LockMode mode) {
  const Relation& relation = observed.before.at(oid);
  if (relation.table == 0) return false;
  const auto table = observed.before.find(relation.table);
  const LockClaim* claim = table == observed.before.end() ? nullptr : claim_on(step, table->second);
  return claim != nullptr && (claim->mode >= mode || !observed.after.contains(oid));
}

// `first`: the relations when the rollout began. Nobody uses what the rollout itself has made, so locks on that hold up nobody.
void check_taken(const Step& step, const Observed& observed, const Relations& first) {
  for (const auto& [oid, mode] : observed.locks) {
    const Relation& relation = observed.before.at(oid);
    INFO("takes " << to_string(mode) << " on " << relation.text());
    const LockClaim* claim = claim_on(step, relation);
    if (claim == nullptr) {
      const bool is_new = !first.contains(relation.table == 0 ? oid : relation.table);
      if (!is_new && !is_covered_by_table(step, observed, oid, mode)) FAIL_CHECK("undeclared");
      continue;
    }
    INFO("declares " << to_string(claim->mode));
    // A batch that finds no row to fill only reads.
    if (claim->work == Work::batches) CHECK(mode <= claim->mode);
    else CHECK(to_string(mode) == to_string(claim->mode));
  }
}

void check_declared(const Step& step, const Observed& observed) {
  for (const LockClaim& claim : step.locks) {
    INFO("declares " << to_string(claim.mode) << " on " << to_string(claim.relation));
    const auto is_it = [&](const auto& entry) { return is_of(claim, entry.second); };
    const auto before = std::ranges::find_if(observed.before, is_it);
    if (before == observed.before.end()) {
      CHECK(std::ranges::any_of(observed.after, is_it));  // new in this step: nobody else can want it
      continue;
    }
    // Batches that find nothing left over take nothing: one of the same table may have filled it, by its triggers.
    if (claim.work != Work::batches) CHECK(observed.locks.contains(before->first));
  }
}

void check_rewrites(const Step& step, const Observed& observed) {
  for (const auto& [oid, relation] : observed.before) {
    const auto after = observed.after.find(oid);
    if ((relation.kind != 'r' && relation.kind != 'm') || after == observed.after.end()) continue;
    const bool declared = std::ranges::any_of(step.locks, [&](const LockClaim& claim) { return is_of(claim, relation) && claim.work == Work::rewrites; });
    INFO(relation.text() << ": filenode " << relation.filenode << " before, " << after->second.filenode << " after");
    CHECK((after->second.filenode != relation.filenode) == declared);
  }
}

// Each step by itself; the file then finds them done, and writes its history row.
void check_file(const Trial& trial, std::size_t index, const Relations& first) {
  for (const std::size_t number : trial.planned.plan.files[index].steps) {
    const Step& step = trial.planned.plan.steps[number];
    INFO(step.id);
    const Observed observed = run_and_watch(trial, step);
    check_taken(step, observed, first);
    check_declared(step, observed);
    check_rewrites(step, observed);
  }
}

}  // namespace

TEST_CASE("contract 4: declared locks are observed locks", "[db][contract][check4]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      Trial trial(example);
      trial.start();
      const Relations first = relations_of(trial.watcher);
      trial.walk_before([&](std::size_t index) { check_file(trial, index, first); });
      count_check(4, example);
    }
}
