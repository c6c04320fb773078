// plan.json: what is written is read back, and what is broken is named.
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>
#include <phasegate/manifest.hpp>

using namespace phasegate;
using phasegate::test::Contains;

namespace {

Manifest example() {
  Manifest manifest;
  manifest.rollout = "display_name";
  manifest.plan_id = "7f3a91c2";
  manifest.environment = "production";
  manifest.history_schema = "public";
  manifest.history_table = "flyway_schema_history";
  Application app;
  app.name = "orders-api";
  app.scheme = VersionScheme::calendar;
  app.from = "2026.1";
  app.adopts = "2026.2";
  app.retires = "2026.3";
  app.assumed = true;
  manifest.applications = {app};
  ManifestFile file;
  file.path = "validate/V7__display_name_unique.sql";
  file.version = "7";
  file.description = "display name unique";
  file.undo_path = "undo/U7__display_name_unique.sql";
  file.undo_impossible = "the old names are gone: \"naïve\" \xF0\x9F\x90\x98";
  file.checksum = -2139509895;
  file.phase = Phase::validate;
  file.part = Part::enforce;
  file.form = FileForm::latched;
  file.titles = {"build index users_display_name_key"};
  file.locks = {
      {.relation = "public.\"Users\"", .mode = LockMode::share_update_exclusive, .work = Work::builds}};
  file.lock_timeout_ms = 2000;
  file.statement_timeout_ms = 0;
  file.done = {"to_regclass('public.ix') IS NOT NULL"};
  file.builds_indexes = {"public.ix"};
  manifest.files = {file};
  manifest.gates = {{.name = "contract/drop", .spec = R"({"zeta":1,"alpha":{"list":[1,"two",null,true]}})"}};
  manifest.must_not = {"orders-api 2026.2 must not yet read users.email as never NULL"};
  manifest.fingerprint_lines = {R"(["column", "public.users", "we\"ird; --"])"};
  return manifest;
}

Manifest round_trip(const std::string& json) {
  const test::TemporaryFolder folder;
  folder.write("plan.json", json);
  return read_manifest(folder.path());
}

// The text with the first occurrence of `from` replaced.
std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string complaint(const std::string& json) {
  try {
    round_trip(json);
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::refused);
    return error.what();
  }
  return "no complaint";
}

}  // namespace

TEST_CASE("manifest: what is written is read back, byte for byte", "[manifest]") {
  const std::string text = to_json(example());
  CHECK(to_json(round_trip(text)) == text);
}

TEST_CASE("manifest: every field survives", "[manifest]") {
  const Manifest read = round_trip(to_json(example())), wrote = example();
  REQUIRE(read.files.size() == 1);
  const ManifestFile &a = read.files[0], &b = wrote.files[0];
  CHECK(a.path == b.path);
  CHECK(a.version == b.version);
  CHECK(a.description == b.description);
  CHECK(a.undo_path == b.undo_path);
  CHECK(a.undo_impossible == b.undo_impossible);
  CHECK(a.checksum == b.checksum);
  CHECK(a.phase == b.phase);
  CHECK(a.part == b.part);
  CHECK(a.form == b.form);
  CHECK(a.titles == b.titles);
  REQUIRE(a.locks.size() == 1);
  CHECK(a.locks[0].relation == b.locks[0].relation);
  CHECK(a.locks[0].mode == b.locks[0].mode);
  CHECK(a.locks[0].work == b.locks[0].work);
  CHECK(a.lock_timeout_ms == b.lock_timeout_ms);
  CHECK(a.statement_timeout_ms == b.statement_timeout_ms);
  CHECK(a.done == b.done);
  CHECK(a.builds_indexes == b.builds_indexes);
  REQUIRE(read.applications.size() == 1);
  CHECK(read.applications[0].name == "orders-api");
  CHECK(read.applications[0].scheme == VersionScheme::calendar);
  CHECK(read.applications[0].from == "2026.1");
  CHECK(read.applications[0].adopts == "2026.2");
  CHECK(read.applications[0].retires == "2026.3");
  CHECK(read.applications[0].assumed);
  CHECK(read.history_table == "flyway_schema_history");
  CHECK(read.must_not == wrote.must_not);
  CHECK(read.fingerprint_lines == wrote.fingerprint_lines);
}

TEST_CASE("manifest: a gate's spec is an object in the file and keeps the order of its keys", "[manifest]") {
  const std::string text = to_json(example());
  CHECK_THAT(text, Contains("\"spec\": {\n        \"zeta\": 1,\n        \"alpha\": {"));
  CHECK(round_trip(text).gates.at(0).spec == example().gates.at(0).spec);
}

TEST_CASE("manifest: the text begins with its format, is indented by two and ends with one line feed",
          "[manifest]") {
  const std::string text = to_json(example());
  CHECK(text.starts_with("{\n  \"format\": 1,\n  \"rollout\": \"display_name\","));
  CHECK(text.ends_with("\n}\n"));
  CHECK(text.find('\r') == std::string::npos);
}

TEST_CASE("manifest: a plan with nothing to do has no files", "[manifest]") {
  Manifest nothing = example();
  nothing.files.clear();
  CHECK(round_trip(to_json(nothing)).files.empty());
}

TEST_CASE("manifest: a spec that is no JSON object is a bug", "[manifest]") {
  Manifest broken = example();
  broken.gates[0].spec = "[1]";
  CHECK_THROWS_AS(to_json(broken), Bug);
  broken.gates[0].spec = "{";
  CHECK_THROWS_AS(to_json(broken), Bug);
}

TEST_CASE("manifest: what is broken is refused and named", "[manifest]") {
  const std::string good = to_json(example());
  CHECK_THAT(complaint("{"), Contains("not JSON"));
  CHECK_THAT(complaint("[]"), Contains("an object was expected"));
  CHECK_THAT(complaint(with(good, "\"format\": 1", "\"format\": 2")), Contains("has format 2"));
  CHECK_THAT(complaint(with(good, "\"plan_id\"", "\"plan\"")), Contains("`plan_id` is missing"));
  CHECK_THAT(complaint(with(good, "\"latched\"", "\"loose\"")),
             Contains("files[0]: `form` has the unknown value \"loose\""));
  CHECK_THAT(complaint(with(good, "-2139509895", "2147483648")), Contains("`checksum` is no whole number"));
  CHECK_THAT(complaint(with(good, "\"lock_timeout_ms\": 2000", "\"lock_timeout_ms\": 0")),
             Contains("`lock_timeout_ms`"));
  CHECK_THAT(complaint(with(good, "validate/V7", "../V7")),
             Contains("does not lie in the migrations folder"));
  CHECK_THAT(complaint(with(good, "\"path\": \"validate/", "\"path\": \"/etc/")),
             Contains("does not lie in"));
  CHECK_THAT(complaint(with(good, "\"SHARE UPDATE EXCLUSIVE\"", "\"LIGHT\"")),
             Contains("files[0]: locks[0]: `mode`"));
}

TEST_CASE("manifest: a folder without a plan is refused with the way out", "[manifest]") {
  const test::TemporaryFolder folder;
  try {
    read_manifest(folder.path());
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::refused);
    CHECK_THAT(error.help(), Contains("phasegate plan"));
  }
}
