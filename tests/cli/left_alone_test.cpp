// Tables that phasegate leaves alone, and foreign keys that refer to them: what is live is always as desired, and a new one comes as any other.
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* setup = R"sql(
CREATE TABLE "p; --" (id integer PRIMARY KEY, k integer) PARTITION BY RANGE (id);
CREATE TABLE part PARTITION OF "p; --" FOR VALUES FROM (0) TO (100);
CREATE TABLE parent (id bigint PRIMARY KEY, t text UNIQUE, n integer UNIQUE DEFERRABLE);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE r (x integer REFERENCES "p; --", y bigint, z text REFERENCES parent (t));
CREATE TABLE s (a integer, b bigint);
INSERT INTO "p; --" VALUES (1), (2);
INSERT INTO parent VALUES (1, 'a');
INSERT INTO child VALUES (2, 'b');
INSERT INTO r VALUES (1, 2, 'a'), (NULL, NULL, NULL);
INSERT INTO s VALUES (2, 1), (1, NULL);
)sql";

constexpr const char* desired = R"toml([table]
r.column = { x = "integer", y = "bigint", z = "text" }
r.foreign_key = { r_x_fkey = '(x) references "p; --"', r_z_fkey = "(z) references parent (t)" }
s.column = { a = "integer", b = "bigint" }
)toml";

}  // namespace

TEST_CASE("left alone: foreign keys to a partitioned table and to one that others inherit from are as inspect prints them", "[db]") {
  const Cli cli(setup);
  std::string live = cli("inspect").out;
  cli.write("live.toml", live);
  const Run whole = cli("plan --check --desired live.toml");
  INFO(whole.out);
  CHECK(whole.exit_code == 0);
  cli.write("live.toml", live.substr(0, live.find("[left_alone")));
  CHECK(cli("plan --check --desired live.toml").exit_code == 0);
  cli.write("live.toml", desired);  // without the columns of the primary key
  CHECK(cli("plan --check --desired live.toml").exit_code == 0);
}

TEST_CASE("left alone: a new foreign key to such a table counts its orphans as PostgreSQL does, and is rolled out", "[db]") {
  const Cli cli(setup);
  cli.write("d.toml", std::string(desired) + "[table.s.foreign_key]\nto_p = '(a) references \"p; --\" on delete cascade'\nto_parent = \"(b) references parent\"\n"
                                             "[table.new.column]\nx = \"integer\"\n[table.new.foreign_key]\nto_p = '(x) references \"p; --\"'\n");
  REQUIRE(cli("plan --desired d.toml --out out").exit_code == 0);
  REQUIRE(cli("mark --app app --finished 1.0.0 --new").exit_code == 0);
  for (const char* words : {"apply --phase expand --dir out", "apply --phase backfill --dir out", "mark --app app --starting 2.0.0", "mark --app app --finished 2.0.0"}) {
    INFO(words);
    const Run run = cli(words);
    INFO(run.out);
    REQUIRE(run.exit_code == 0);
  }
  CHECK(cli.database().value("INSERT INTO s VALUES (9, 2) RETURNING 1") == "1");  // an orphan of both: of the table that others inherit from, only its own rows count
  const Run stopped = cli("apply --phase validate --dir out");
  INFO(stopped.out);
  CHECK(stopped.exit_code != 0);
  CHECK(has(stopped, "1 rows of public.s refer to no row of public."));
  CHECK(cli.database().value("DELETE FROM s WHERE a = 9 RETURNING 1") == "1");
  const Run done = cli("apply --phase validate --dir out");
  INFO(done.out);
  CHECK(done.exit_code == 0);
  CHECK(cli("plan --check --desired d.toml").exit_code == 0);
}

TEST_CASE("left alone: a foreign key that no such table could bear is refused at its place", "[db]") {
  const Cli cli(setup);
  cli.write("d.toml", std::string(desired) + "[table.s.foreign_key]\nno_key = '(a) references \"p; --\"(k)'\ndeferrable = \"(a) references parent (n)\"\ntypes = \"(b) references parent (t)\"\n"
                                             "count = \"(a, b) references parent\"\nnowhere = \"(a) references nowhere\"\n");
  const Run run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  for (const char* line : {"d.toml:6:10: error: foreign key public.s.no_key refers to public.\"p; --\" (k), and no primary key, unique constraint or unique index of that table, which phasegate leaves alone",
                           "error: foreign key public.s.deferrable refers to public.parent (n), and no primary key", "error: foreign key public.s.types refers from public.s.b, which is bigint, to t of public.parent, which is text, and no index compares the two",
                           "error: foreign key public.s.count has 2 columns and refers to 1", "d.toml:10:1: error: foreign key public.s.nowhere refers to table public.nowhere, which is not in the desired schema"}) {
    INFO(line);
    CHECK(has(run, line));
  }
  CHECK_FALSE(cli.has("out"));
}

}  // namespace phasegate
