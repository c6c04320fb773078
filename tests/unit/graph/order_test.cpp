// Order: facts to edges, cycles with their reasons, equal input equal output, and no edge backwards over phases.
#include "support/catch.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate {
namespace {

const ElementId t{"table", "public", "", "t"};
const ElementId a{"column", "public", "t", "a"};
const ElementId b{"column", "public", "t", "b"};

Step step(const std::string& title, Phase phase = Phase::expand, Part part = Part::main) {
  Step result;
  result.id = result.title = title;
  result.phase = phase;
  result.part = part;
  return result;
}

Fact fact(const ElementId& element, Milestone milestone = Milestone::filled, Side side = Side::wanted) { return {element, side, milestone}; }

struct World {
  Catalog live, wanted;
  Settings settings;
  std::vector<Difference> differences;
  OrderResult order_of(const std::vector<Recipe>& recipes) const { return order(recipes, {live, wanted, settings, differences}); }
};

std::vector<std::string> titles(const OrderResult& result) {
  std::vector<std::string> list;
  for (const Step& one : result.graph.steps) list.push_back(one.title);
  return list;
}

}  // namespace

TEST_CASE("order: the bringer of a fact comes before who needs it") {
  Step needer = step("needer"), bringer = step("bringer");
  needer.needs = {fact(a)};
  bringer.brings = {fact(a)};
  const auto result = World().order_of({{{needer}, {}}, {{bringer}, {}}});
  CHECK(result.findings.empty());
  CHECK(titles(result) == std::vector<std::string>{"bringer", "needer"});
  REQUIRE(result.graph.edges.size() == 1);
  CHECK(result.graph.edges[0].rule == "bringer before needer");
}

TEST_CASE("order: a fact that nothing brings refuses the plan by name") {
  Step needer = step("needer");
  needer.needs = {fact(a)};
  const auto result = World().order_of({{{needer}, {}}});
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].code == "need-unmet");
  CHECK(result.findings[0].message.find("column public.t.a (wanted) filled") != std::string::npos);
}

TEST_CASE("order: a circle is refused with the reason of every edge in it") {
  Step first = step("first"), second = step("second");
  first.needs = {fact(b)};
  first.brings = {fact(a)};
  second.needs = {fact(a)};
  second.brings = {fact(b)};
  const auto result = World().order_of({{{first}, {}}, {{second}, {}}});
  REQUIRE(result.findings.size() == 1);
  const std::string& message = result.findings[0].message;
  CHECK(result.findings[0].code == "cycle");
  for (const char* part : {"\"first\" before \"second\"", "\"second\" before \"first\"", "bringer before needer", "column public.t.a (wanted) filled", "column public.t.b (wanted) filled"}) CHECK(message.find(part) != std::string::npos);
}

TEST_CASE("order: what waits for a later phase moves there; phases never run backwards") {
  Step late = step("late", Phase::validate, Part::enforce), early = step("early", Phase::expand);
  late.brings = {fact(a)};
  early.needs = {fact(a)};
  const auto result = World().order_of({{{early}, {}}, {{late}, {}}, {{step("contract", Phase::contract, Part::drop), step("after", Phase::backfill)}, {}}});
  REQUIRE(result.findings.empty());
  CHECK(std::ranges::is_sorted(result.graph.steps, {}, [](const Step& s) { return std::pair(s.phase, s.part); }));
  for (const Edge& edge : result.graph.edges) CHECK(edge.from < edge.to);
  const auto moved = std::ranges::find(result.graph.steps, "early", &Step::title);
  CHECK(moved->phase == Phase::validate);
}

TEST_CASE("order: what cannot be undone comes after all that can, in its phase") {
  Step drop = step("drop", Phase::contract, Part::drop), other = step("other", Phase::contract, Part::drop);
  drop.undo = {UndoHow::impossible, {}, "gone", {}};
  CHECK(titles(World().order_of({{{drop}, {}}, {{other}, {}}})) == std::vector<std::string>{"other", "drop"});
}

TEST_CASE("order: two backfills of one table run one after the other") {
  Step first = step("first", Phase::backfill), second = step("second", Phase::backfill);
  first.locks = second.locks = {{t, LockMode::row_exclusive, Work::batches}};
  const auto result = World().order_of({{{first}, {}}, {{second}, {}}});
  REQUIRE(result.graph.edges.size() == 1);
  CHECK(result.graph.edges[0].rule == "one backfill per table");
}

TEST_CASE("order: equal input, equal order") {
  std::vector<Recipe> recipes;
  for (int i = 0; i < 40; ++i) {
    Step one = step("s" + std::to_string(i), static_cast<Phase>(i % 3));
    if (i > 5) one.needs = {fact({"column", "public", "t", std::to_string(i - 5)})};
    one.brings = {fact({"column", "public", "t", std::to_string(i)})};
    recipes.push_back({{one}, {}});
  }
  CHECK(titles(World().order_of(recipes)) == titles(World().order_of(recipes)));
}

}  // namespace phasegate
