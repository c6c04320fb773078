// A table whose row type is the type of a column elsewhere: PostgreSQL refuses to give its rows new values, so the plan does.
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* setup = R"sql(
CREATE TABLE "t; --" (id integer PRIMARY KEY, a text);
CREATE TYPE pair AS (one "t; --"[], two integer);
CREATE TABLE holds (x pair);
CREATE DOMAIN short AS text CHECK (length(VALUE) < 9);
INSERT INTO "t; --" VALUES (1, 'a');
)sql";

std::string desired(const std::string& columns, const std::string& a = "text", const std::string& table = "") {
  return "[composite]\npair = { attributes = { one = '\"t; --\"[]', two = \"integer\" } }\n[domain]\nshort = { is = \"text\", check = { short_check = \"length(value) < 9\" } }\n[table]\nholds.column.x = \"pair\"\n"
         "[table.\"t; --\"]\nprimary_key = \"(id)\"\n" + table + "[table.\"t; --\".column]\nid = \"integer\"\na = \"" + a + "\"\n" + columns;
}

}  // namespace

TEST_CASE("row type: whatever gives such rows values at once is refused at its place, with the column that has them", "[db]") {
  const Cli cli(setup);
  cli.write("d.toml", desired(""));
  const Run same = cli("plan --check --desired d.toml");
  INFO(same.out);
  REQUIRE(same.exit_code == 0);
  cli.write("d.toml", desired("n = \"integer not null default 5\"\nd = \"short\"\ng = \"integer generated always as (id + 1) stored\"\n", "varchar(9)", "unlogged = true\n"));
  const Run run = cli("plan --desired d.toml --out out --approve-destructive");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  for (const char* line : {"d.toml:13:5: error: column public.\"t; --\".n comes with a default, which PostgreSQL refuses because column public.holds.x has rows of public.\"t; --\" as its type", "say backfill = ",
                           "d.toml:14:5: error: column public.\"t; --\".d comes with rules or a default of its domain, which PostgreSQL refuses because column public.holds.x",
                           "d.toml:15:5: error: column public.\"t; --\".g is computed for every row, which PostgreSQL refuses because column public.holds.x",
                           "d.toml:12:5: error: column public.\"t; --\".a gets another type, which PostgreSQL refuses because column public.holds.x",
                           "error: `unlogged` of table public.\"t; --\" cannot change: PostgreSQL does not write it anew because column public.holds.x"}) {
    INFO(line);
    CHECK(has(run, line));
  }
  CHECK_FALSE(cli.has("out"));
}

TEST_CASE("row type: the way out with a backfill is taken by the server, and so is a column without a value", "[db]") {
  const Cli cli(setup);
  cli.write("d.toml", desired("n = { is = \"integer not null default 5\", backfill = \"5\" }\nbare = \"text\"\n"));
  const Run plan = cli("plan --desired d.toml --out out");
  INFO(plan.out);
  REQUIRE(plan.exit_code == 0);
  for (const char* words : {"mark --app app --finished 1.0.0 --new", "apply --phase expand --dir out", "apply --phase backfill --dir out", "mark --app app --starting 2.0.0", "mark --app app --finished 2.0.0",
                            "apply --phase validate --dir out"}) {
    const Run run = cli(words);
    INFO(words << "\n" << run.out);
    REQUIRE(run.exit_code == 0);
  }
  CHECK(cli.database().value("SELECT n FROM \"t; --\"") == "5");
}

}  // namespace phasegate
