// One setting, [tables] small, decides where a whole table may be read or written while everybody waits; the files ask again.
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate {
namespace {

struct Planned {
  std::string findings;  ///< errors, one a line
  Plan plan;
};

Planned plan(const test::TestDatabase& database, const std::string& toml, std::int64_t small_bytes) {
  const test::TemporaryFolder folder;
  Database session = database.connect();
  Settings settings;
  settings.approve_destructive = true;
  settings.tables.small_bytes = small_bytes;
  PlanResult result = make_plan(session, folder.write("desired.toml", toml), std::move(settings));
  Planned made;
  for (const Finding& finding : result.findings)
    if (finding.severity == Severity::error) made.findings += to_string(finding) + "\n";
  made.plan = std::move(result.plan);
  return made;
}

constexpr std::string_view schema =
    "CREATE EXTENSION btree_gist; CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN tag AS text; CREATE DOMAIN ruled AS text CONSTRAINT ruled_check CHECK (VALUE <> '');"
    "CREATE TABLE t (id bigint PRIMARY KEY, m mood, g tag, a int); INSERT INTO t SELECT i, 'ok', 'x', i FROM generate_series(1, 2000) AS i; ANALYZE t";

// The live schema, with one thing changed.
std::string desired(const std::string& mood, const std::string& tag, const std::string& table, const std::string& further) {
  return "[enum]\nmood = " + mood + "\n[domain]\ntag = " + tag + "\nruled = { is = \"text\", check = { ruled_check = \"VALUE <> ''\" } }\n[table.t]\n" + table +
         "primary_key = \"(id)\"\n[table.t.column]\nid = \"bigint\"\nm = \"mood\"\ng = \"tag\"\na = \"int\"\n" + further;
}

}  // namespace

TEST_CASE("small tables: every change that stops everybody for a whole table goes by the one setting, and its file asks again", "[db][recipes]") {
  const test::TestDatabase database{std::string(schema)};
  const std::string mood = "[\"sad\", \"ok\", \"happy\"]", tag = "\"text\"";
  struct One {
    std::string what, toml;
  };
  const auto one = GENERATE_COPY(as<One>{}, One{"an exclusion constraint", desired(mood, tag, "", "[table.t.exclude]\nt_excl = \"using gist (a with =)\"\n")},
                                 One{"a table that becomes unlogged", desired(mood, tag, "unlogged = true\n", "")},
                                 One{"a value that leaves an enum", desired("[\"sad\", \"ok\"]", tag, "", "")},
                                 One{"a domain that becomes not null", desired(mood, "\"text not null\"", "", "")},
                                 One{"a column of a domain with rules", desired(mood, tag, "", "r = \"ruled default 'x'\"\n")});
  INFO(one.what);
  const Planned refused = plan(database, one.toml, 64 * 1024);
  INFO(refused.findings);
  CHECK(refused.findings.find("64 kB of [tables] small") != std::string::npos);

  const Planned made = plan(database, one.toml, 1024 * 1024);
  REQUIRE(made.findings.empty());
  const auto asks = std::ranges::find_if(made.plan.steps, [](const Step& step) { return step.before.sql.find("2097152") != std::string::npos; });
  REQUIRE(asks != made.plan.steps.end());
  CHECK(database.value("SELECT " + asks->before.sql) == "t");
  database.connect().query("INSERT INTO t SELECT i, 'ok', 'x', i FROM generate_series(3000, 40000) AS i");
  CHECK(database.value("SELECT " + asks->before.sql) == "f");
}

TEST_CASE("small tables: tables that wait together count together", "[db][recipes]") {
  const test::TestDatabase database("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE a (m mood); CREATE TABLE b (m mood); INSERT INTO a SELECT 'ok' FROM generate_series(1, 4000); INSERT INTO b SELECT 'ok' FROM generate_series(1, 4000)");
  const std::string toml = "[enum]\nmood = [\"ok\"]\n[table.a.column]\nm = \"mood\"\n[table.b.column]\nm = \"mood\"\n";
  const std::int64_t each = std::stoll(database.value("SELECT greatest(pg_total_relation_size('a'), pg_total_relation_size('b'))"));
  CHECK(plan(database, toml, each + each / 2).findings.find("of [tables] small") != std::string::npos);
  CHECK(plan(database, toml, 2 * each).findings.empty());
}

TEST_CASE("enum on a large table: the refusal names both ways to be rid of a value", "[db][recipes]") {
  const test::TestDatabase database{std::string(schema)};
  const std::string refused = plan(database, desired("[\"sad\", \"ok\"]", "\"text\"", "", ""), 64 * 1024).findings;
  INFO(refused);
  CHECK(refused.find("rule it out with a check") != std::string::npos);
  CHECK(refused.find("new type of another name") != std::string::npos);
  // The first way, as it is written there: the value stays, and no row can have it.
  CHECK(plan(database, desired("[\"sad\", \"ok\", \"happy\"]", "\"text\"", "", "[table.t.check]\nno_happy = \"m not in ('happy')\"\n"), 64 * 1024).findings.empty());
  // The second: a column of another type, filled beside the old one; not together with the end of the old type.
  const std::string column = "m = { is = \"feeling\", backfill = \"(case m::text when 'happy' then 'ok' else m::text end)::public.feeling\", reverse.m = \"m::text::public.mood\" }\n";
  std::string both = desired("[\"sad\", \"ok\", \"happy\"]\nfeeling = [\"sad\", \"ok\"]", "\"text\"", "", "");
  both.replace(both.find("m = \"mood\"\n"), 11, column);
  CHECK(plan(database, both, 64 * 1024).findings.empty());
  std::string without = both;
  without.erase(without.find("mood = ["), without.find("feeling = [") - without.find("mood = ["));
  CHECK(plan(database, without, 64 * 1024).findings.find("drop it in the next rollout") != std::string::npos);
}

TEST_CASE("columns of a domain that takes no NULL need a value from the first moment", "[db][recipes]") {
  const test::TestDatabase database("CREATE DOMAIN strict AS text NOT NULL; CREATE TABLE t (id bigint PRIMARY KEY); INSERT INTO t VALUES (1)");
  const auto with = [&](const std::string& column) { return plan(database, "[domain]\nstrict = \"text not null\"\n[table.t]\nprimary_key = \"(id)\"\n[table.t.column]\nid = \"bigint\"\nc = " + column + "\n", 1024 * 1024).findings; };
  CHECK(with("\"strict\"").find("takes no NULL") != std::string::npos);
  CHECK(with("{ is = \"strict\", backfill = \"id::text\" }").find("takes no NULL") != std::string::npos);
  CHECK(with("\"strict default 'x'\"").empty());
}

}  // namespace phasegate
