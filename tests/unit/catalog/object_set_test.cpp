// The set against the plain list that it stands for: the same objects, in the same order, whatever came and went.
#include "support/catch.hpp"

#include <phasegate/pipeline.hpp>
#include <phasegate/error.hpp>

#include <map>
#include <random>

using namespace phasegate;

namespace {

Object named(std::string_view kind, int table, int name) {
  const bool is_table = kind == "table";
  return make_object(object_kind(kind), {object_kind(kind).name, "public", is_table ? "" : "t" + std::to_string(table), (is_table ? "t" : "n") + std::to_string(is_table ? table : name)});
}

void compare(const ObjectSet& set, const std::map<ElementId, int>& expected) {
  REQUIRE(set.size() == expected.size());
  auto at = set.in_order().begin();
  for (const auto& [id, position] : expected) {
    REQUIRE((*at)->id == id);
    REQUIRE(set.find(id) == at->get());
    REQUIRE((*at)->position == position);
    ++at;
  }
}

}  // namespace

TEST_CASE("object set: finds and orders what was added, through growth and removal") {
  std::mt19937 random(20);  // NOLINT(cert-msc51-cpp): the same every time
  ObjectSet set;
  std::map<ElementId, int> expected;
  for (int i = 1; i <= 6000; ++i) {
    Object object = named(i % 3 == 0 ? "table" : i % 3 == 1 ? "column" : "index", static_cast<int>(random() % 200), static_cast<int>(random() % 20));
    object.position = i;
    const ElementId id = object.id;
    if (random() % 3 == 0) {
      set.remove(id);
      expected.erase(id);
    } else if (expected.contains(id)) {
      CHECK_THROWS_AS(set.add(std::move(object)), Bug);
    } else {
      set.add(std::move(object));
      expected.emplace(id, i);
    }
    if (i % 500 == 0) compare(set, expected);
  }
  compare(set, expected);

  const Object* first = set.in_order().front().get();
  const ObjectSet copy = set;
  ObjectSet moved = std::move(set);
  compare(copy, expected);
  compare(moved, expected);
  CHECK(copy.in_order().front().get() != first);
  CHECK(moved.in_order().front().get() == first);
  set = ObjectSet();
  CHECK(set.size() == 0);
  CHECK(set.find(first->id) == nullptr);
  set.remove(first->id);
  set.add(named("table", 1, 0));
  CHECK(set.in_order().size() == 1);
}
