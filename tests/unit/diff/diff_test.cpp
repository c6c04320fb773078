// Diff and claim: names, rename hints, fields; every difference has exactly one owner or refuses the plan.
#include "support/catch.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate {
namespace {

Object table(const std::string& name) { return make_object(object_kind("table"), {"table", "public", "", name}); }

Object column(const std::string& name, const std::string& type = "text", const std::string& renamed_from = {}, const std::string& parent = "t") {
  Object object = make_object(object_kind("column"), {"column", "public", parent, name});
  object["type"] = type;
  if (!renamed_from.empty()) object["renamed_from"] = renamed_from;
  return object;
}

Catalog catalog(const std::vector<Object>& objects) {
  Catalog result;
  for (const Object& object : objects) result.add(object);
  return result;
}

std::vector<std::string> texts(const DiffResult& result) {
  std::vector<std::string> list;
  for (const Difference& difference : result.differences) list.push_back(to_string(difference));
  for (const Finding& finding : result.findings) list.push_back(finding.message);
  return list;
}

bool says(const DiffResult& result, const std::string& text) {
  return std::ranges::any_of(texts(result), [&](const std::string& one) { return one.find(text) != std::string::npos; });
}

}  // namespace

TEST_CASE("diff: equal catalogs have no difference; a field that differs is named with both values") {
  CHECK(texts(diff(catalog({table("t"), column("a")}), catalog({table("t"), column("a")}))).empty());
  const auto result = diff(catalog({table("t"), column("a")}), catalog({table("t"), column("a", "integer")}));
  CHECK(texts(result) == std::vector<std::string>{"column public.t.a: type is text, wanted integer"});
}

TEST_CASE("diff: without a hint a rename is a drop and an addition") {
  const auto result = diff(catalog({table("t"), column("a")}), catalog({table("t"), column("b")}));
  REQUIRE(result.differences.size() == 2);
  CHECK(result.differences[0].what == What::extra);
  CHECK(result.differences[1].what == What::missing);
}

TEST_CASE("diff: a hint makes a rename, and a rename that is done is no difference") {
  const auto result = diff(catalog({table("t"), column("a")}), catalog({table("t"), column("b", "text", "a")}));
  REQUIRE(result.differences.size() == 1);
  CHECK(result.differences[0].what == What::renamed);
  CHECK(result.differences[0].live_element.name == "a");
  CHECK(texts(diff(catalog({table("t"), column("b")}), catalog({table("t"), column("b", "text", "a")}))).empty());
}

TEST_CASE("diff: hints that cannot be meant are refused") {
  CHECK(says(diff(catalog({table("t")}), catalog({table("t"), column("b", "text", "a")})), "which the live schema does not have"));
  CHECK(says(diff(catalog({table("t"), column("a"), column("b")}), catalog({table("t"), column("b", "text", "a")})), "the live schema has both"));
  CHECK(says(diff(catalog({table("t"), column("a")}), catalog({table("t"), column("a"), column("b", "text", "a")})), "which stays in the desired schema"));
  CHECK(says(diff(catalog({table("t"), column("a")}), catalog({table("t"), column("b", "text", "a"), column("c", "text", "a")})), "claimed twice"));
}

TEST_CASE("diff: two columns that swap their names are two renames") {
  const auto result = diff(catalog({table("t"), column("a"), column("b", "integer")}), catalog({table("t"), column("a", "integer", "b"), column("b", "text", "a")}));
  CHECK(result.findings.empty());
  REQUIRE(result.differences.size() == 2);
  for (const Difference& difference : result.differences) CHECK(difference.what == What::renamed);
}

namespace {

Object schema(const std::string& name, const std::string& renamed_from = {}) {
  Object object = make_object(object_kind("schema"), {"schema", "", "", name});
  if (!renamed_from.empty()) object["renamed_from"] = renamed_from;
  return object;
}

Object inside(const std::string& schema, Object object) {
  object.id.schema = schema;
  return object;
}

}  // namespace

TEST_CASE("diff: a renamed schema is one difference; what lies in it is the same thing under another name") {
  const Catalog live = catalog({schema("old"), inside("old", table("t")), inside("old", column("a")), table("t"), column("a")});
  const auto in_new = [](const std::vector<Object>& further) {
    std::vector<Object> objects{schema("new", "old"), inside("new", table("t")), inside("new", column("a")), table("t"), column("a")};
    objects.insert(objects.end(), further.begin(), further.end());
    return catalog(objects);
  };
  const auto result = diff(live, in_new({}));
  CHECK(texts(result) == std::vector<std::string>{"schema new is old in the live schema"});
  CHECK(result.differences[0].live_element == ElementId{"schema", "", "", "old"});
  CHECK(in_new({}).hinted_live_id({"column", "new", "t", "a"}) == ElementId{"column", "old", "t", "a"});
  const Settings settings;
  CHECK(Context{live, in_new({}), settings, result.differences}.live_name({"column", "new", "t", "a"}) == ElementId{"column", "old", "t", "a"});
  CHECK(Context{live, in_new({}), settings, result.differences}.live_name({"column", "public", "t", "a"}) == ElementId{"column", "public", "t", "a"});

  // What changes in it differs under the wanted name; a table or column may be renamed, too.
  CHECK(texts(diff(live, in_new({inside("new", column("b"))}))) == std::vector<std::string>{"column new.t.b is missing in the live schema", "schema new is old in the live schema"});
  const auto both = diff(live, catalog({schema("new", "old"), inside("new", column("b", "integer", "a")), inside("new", table("t")), table("t"), column("a")}));
  CHECK(texts(both) == std::vector<std::string>{"column new.t.b is old.t.a in the live schema", "column new.t.b: type is text, wanted integer", "schema new is old in the live schema"});
  CHECK(texts(diff(live, catalog({schema("new", "old"), table("t"), column("a")}))) == std::vector<std::string>{"schema new is old in the live schema", "table old.t is in the live schema but not in the desired one"});
}

TEST_CASE("diff: a schema that was renamed already is no difference, and one that is left behind empty is no second one") {
  const Catalog wanted = catalog({schema("new", "old"), inside("new", table("t")), inside("new", column("a"))});
  CHECK(texts(diff(catalog({schema("new"), inside("new", table("t")), inside("new", column("a"))}), wanted)).empty());
  CHECK(texts(diff(catalog({schema("new"), schema("old"), inside("new", table("t")), inside("new", column("a"))}), wanted)) == std::vector<std::string>{"schema old is in the live schema but not in the desired one"});
  CHECK(texts(diff(catalog({schema("new"), schema("old"), inside("old", table("t")), inside("old", column("a"))}), wanted)) ==
        std::vector<std::string>{"schema new is old in the live schema", "schema new is in the live schema but not in the desired one"});
  CHECK(says(diff(catalog({schema("new"), schema("old"), inside("old", table("t")), inside("new", table("u"))}), wanted), "the live schema has both"));
  CHECK(says(diff(catalog({inside("new", table("t"))}), wanted), "which the live schema does not have"));
  CHECK(says(diff(catalog({schema("old")}), catalog({schema("new", "old"), schema("old")})), "which stays in the desired schema"));
}

TEST_CASE("diff: a missing or extra table is one difference with all that is in it") {
  CHECK(diff(catalog({}), catalog({table("t"), column("a"), column("b")})).differences.size() == 1);
  CHECK(diff(catalog({table("t"), column("a"), column("b")}), catalog({})).differences.size() == 1);
}

namespace {

Recipe nothing(const Change&, const Context&) { return {}; }
bool any_missing(const Difference& d, const Context&) { return d.is(What::missing, "column"); }
bool absorbs_missing(const Difference& claimed, const Difference& other, const Context&) { return other.what == What::missing && claimed.element < other.element; }
constexpr ChangeKind taker = {.name = "taker", .summary = "", .why = "", .when_not = "", .claims = any_missing, .absorbs = nullptr, .recipe = nothing, .examples = {}, .sources = {}};
constexpr ChangeKind other_taker = {.name = "other-taker", .summary = "", .why = "", .when_not = "", .claims = any_missing, .absorbs = nullptr, .recipe = nothing, .examples = {}, .sources = {}};
constexpr ChangeKind absorber = {.name = "absorber", .summary = "", .why = "", .when_not = "", .claims = any_missing, .absorbs = absorbs_missing, .recipe = nothing, .examples = {}, .sources = {}};

ClaimResult claimed_by(const std::vector<const ChangeKind*>& kinds, const Catalog& live, const Catalog& wanted) {
  const Settings settings;
  const auto differences = diff(live, wanted).differences;
  return claim({live, wanted, settings, differences}, kinds);
}

}  // namespace

TEST_CASE("claim: a difference that no kind takes refuses the plan with its place") {
  Object wanted = column("b");
  wanted.at = {"d.toml", 7, 3};
  const auto result = claimed_by({}, catalog({table("t")}), catalog({table("t"), wanted}));
  REQUIRE(result.findings.size() == 1);
  CHECK(to_string(result.findings[0]).starts_with("d.toml:7:3: error: no change kind handles this: column public.t.b is missing"));
}

TEST_CASE("claim: two kinds that take one difference are a bug") {
  CHECK_THROWS_AS(claimed_by({&taker, &other_taker}, catalog({table("t")}), catalog({table("t"), column("b")})), Bug);
}

TEST_CASE("claim: what is absorbed is not claimed again") {
  const auto result = claimed_by({&absorber}, catalog({table("t")}), catalog({table("t"), column("a"), column("b")}));
  REQUIRE(result.changes.size() == 1);
  CHECK(result.changes[0].claimed.element.name == "a");
  REQUIRE(result.changes[0].absorbed.size() == 1);
  CHECK(result.changes[0].absorbed[0].element.name == "b");
}

}  // namespace phasegate
