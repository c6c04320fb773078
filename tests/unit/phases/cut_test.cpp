// Cut: opening files, what may share a transaction, and one strongly locked table per file.
#include "support/catch.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate {
namespace {

Step step(Phase phase, const std::string& table, LockMode mode = LockMode::access_exclusive, Transaction transaction = Transaction::shared, Part part = Part::main) {
  Step result;
  result.phase = phase;
  result.part = part;
  result.transaction = transaction;
  result.locks = {{{"table", "public", "", table}, mode, Work::instant}};
  return result;
}

std::vector<PlannedFile> cut_of(std::vector<Step> steps) {
  StepGraph graph;
  graph.steps = std::move(steps);
  return cut(graph, "r");
}

std::vector<PlannedFile> working(const std::vector<PlannedFile>& files) {
  std::vector<PlannedFile> result;
  for (const PlannedFile& file : files)
    if (!file.steps.empty()) result.push_back(file);
  return result;
}

}  // namespace

TEST_CASE("cut: no steps, no files") { CHECK(cut_of({}).empty()); }

TEST_CASE("cut: every phase up to the last one with steps has its opening file, later ones have none") {
  const auto files = cut_of({step(Phase::validate, "t")});
  std::vector<Phase> opened;
  for (const PlannedFile& file : files)
    if (file.opening) opened.push_back(file.phase);
  CHECK(opened == std::vector<Phase>{Phase::expand, Phase::backfill, Phase::validate});
  CHECK(files.front().form == FileForm::ungated);
  CHECK(files.back().closing);
  CHECK(std::ranges::count_if(files, &PlannedFile::closing) == 1);
}

TEST_CASE("cut: strong locks on two tables never meet in one file") {
  CHECK(working(cut_of({step(Phase::expand, "t"), step(Phase::expand, "u")})).size() == 2);
  CHECK(working(cut_of({step(Phase::expand, "t"), step(Phase::expand, "t")})).size() == 1);
}

TEST_CASE("cut: what runs outside a transaction, or in its own, stands alone") {
  const auto files = working(cut_of({step(Phase::expand, "t"), step(Phase::expand, "t", LockMode::share_update_exclusive, Transaction::none), step(Phase::expand, "t"), step(Phase::expand, "t", LockMode::access_exclusive, Transaction::own)}));
  REQUIRE(files.size() == 4);
  CHECK(files[1].form == FileForm::latched);
  for (const PlannedFile& file : files) CHECK(file.steps.size() == 1);
}

TEST_CASE("cut: steps of different parts or phases never share a file; those that belong together do") {
  CHECK(working(cut_of({step(Phase::contract, "t", LockMode::access_exclusive, Transaction::shared, Part::retire), step(Phase::contract, "t", LockMode::access_exclusive, Transaction::shared, Part::drop)})).size() == 2);
  Step one = step(Phase::expand, "t", LockMode::access_exclusive, Transaction::own), two = step(Phase::expand, "u", LockMode::access_exclusive, Transaction::own);
  one.together = two.together = "swap";
  CHECK(working(cut_of({one, two})).size() == 1);
}

TEST_CASE("cut: every step is in exactly one file, in order") {
  std::vector<Step> steps;
  for (int i = 0; i < 12; ++i) steps.push_back(step(static_cast<Phase>(i / 3), i % 2 == 0 ? "t" : "u"));
  std::vector<std::size_t> seen;
  for (const PlannedFile& file : cut_of(steps)) seen.insert(seen.end(), file.steps.begin(), file.steps.end());
  REQUIRE(seen.size() == steps.size());
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == i);
}

}  // namespace phasegate
