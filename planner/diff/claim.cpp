// Every difference goes to exactly one change: kinds claim, larger changes absorb what hangs on them.
#include <phasegate/pipeline.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phasegate {
namespace {

// What other elements hang on comes first: schemas, then tables, columns, constraints, whose indexes go with them, and the rest.
int depth(const ElementId& element) {
  if (element.kind == "schema") return 0;
  if (element.parent.empty()) return 1;
  if (element.kind == "column") return 2;
  return object_kind(element.kind).is_constraint ? 3 : 4;
}

struct Candidate {
  std::size_t difference;
  const ChangeKind* kind;
};

// What comes or is renamed may take along what goes (a split column its source), both take along fields, and of the fields come first those
// whose change settles others.
int weight(const Difference& difference, const ChangeKind& kind) {
  if (difference.what != What::field) return difference.what == What::extra ? 1 : 0;
  return kind.absorbs != nullptr ? 2 : 3;
}

}  // namespace

ClaimResult claim(const Context& context, std::span<const ChangeKind* const> kinds) {
  ClaimResult result;
  const auto& differences = context.differences;
  std::vector<Candidate> candidates;
  std::vector<std::size_t> claims(differences.size(), 0);
  for (std::size_t i = 0; i < differences.size(); ++i)
    for (const ChangeKind* kind : kinds)
      if (kind->claims(differences[i], context)) {
        candidates.push_back({i, kind});
        ++claims[i];
      }
  std::ranges::stable_sort(candidates, {}, [&](const Candidate& c) {
    return std::tuple(depth(differences[c.difference].element), weight(differences[c.difference], *c.kind), c.difference);
  });

  std::vector<const ChangeKind*> owner(differences.size(), nullptr);
  for (const Candidate& candidate : candidates) {
    if (owner[candidate.difference] != nullptr) continue;
    if (claims[candidate.difference] > 1)
      throw Bug("two kinds claim: " + to_string(differences[candidate.difference]));
    Change change{candidate.kind, differences[candidate.difference], {}};
    owner[candidate.difference] = candidate.kind;
    for (std::size_t i = 0; i < differences.size(); ++i) {
      if (i == candidate.difference || candidate.kind->absorbs == nullptr || !candidate.kind->absorbs(change.claimed, differences[i], context)) continue;
      if (owner[i] != nullptr) {
        result.findings.push_back({Severity::error, "two-changes", fmt::format("{} belongs to two changes: {} of {}, and {}", to_string(differences[i]), candidate.kind->name, to_string(change.claimed.element), owner[i]->name),
                                   "make them in two rollouts, one behind the other", differences[i].at.is_known() ? differences[i].at : change.claimed.at});
        continue;
      }
      owner[i] = candidate.kind;
      change.absorbed.push_back(differences[i]);
    }
    result.changes.push_back(std::move(change));
  }
  for (std::size_t i = 0; i < differences.size(); ++i)
    if (owner[i] == nullptr)
      result.findings.push_back({Severity::error, "unclaimed-difference", "no change kind handles this: " + to_string(differences[i]),
                                 "make this change by hand, or take the live form over into the desired schema (phasegate inspect prints it)",
                                 differences[i].at});
  return result;
}

}  // namespace phasegate
