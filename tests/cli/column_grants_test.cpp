// Rights on single columns follow the column that takes the place of another one, and [left_alone] states them under either name.
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

// Roles belong to the whole server.
const std::string roles =
    "DO $$ DECLARE r text; BEGIN FOREACH r IN ARRAY ARRAY['cg_reader', 'cg_writer', 'cg\"; --'] LOOP\n"
    "  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN EXECUTE format('CREATE ROLE %I', r); END IF; END LOOP; END $$;\n";

const std::string people = roles +
                           "CREATE TABLE \"p;\" (id bigint PRIMARY KEY, \"ni\"\"ck\" text, seen integer);\nINSERT INTO \"p;\" VALUES (1, 'a');\n"
                           "GRANT SELECT (id, \"ni\"\"ck\"), INSERT (id, \"ni\"\"ck\"), UPDATE (\"ni\"\"ck\") ON \"p;\" TO cg_reader WITH GRANT OPTION;\n"
                           "SET ROLE cg_reader; GRANT SELECT (\"ni\"\"ck\") ON \"p;\" TO cg_writer, \"cg\"\"; --\"; RESET ROLE;\nGRANT REFERENCES (\"ni\"\"ck\") ON \"p;\" TO PUBLIC;\n";

std::string left_alone_of(const Cli& cli) {
  const std::string now = cli("inspect").out;
  return now.substr(now.find("[left_alone]"));
}

void runs(const Cli& cli, const std::string& words, int exit_code = 0) {
  const Run run = cli(words);
  INFO(words << "\n" << run.out);
  REQUIRE(run.exit_code == exit_code);
}

std::string rights_on(const Cli& cli, const std::string& table, const std::string& column) {
  return cli.database().value("SELECT coalesce((SELECT string_agg(pg_get_userbyid(e.grantor) || '>' || CASE e.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(e.grantee) END || ' ' || e.privilege_type || e.is_grantable, ', ' "
                              "ORDER BY e.grantor, e.grantee, e.privilege_type) FROM aclexplode(a.attacl) e), 'none') FROM pg_attribute a WHERE a.attrelid = '" + table + "'::regclass AND a.attname = '" + column + "'");
}

}  // namespace

TEST_CASE("column grants: a renamed column has the rights of the old one from expand on, and they may be stated under either name", "[db]") {
  const Cli cli(people);
  const std::string stated = left_alone_of(cli), before = rights_on(cli, "\"p;\"", "ni\"ck");
  REQUIRE(has({0, stated}, "ni\\\"\\\"ck"));
  std::string renamed = stated;
  const std::string old = "\\\"ni\\\"\\\"ck\\\"";
  renamed.replace(renamed.find(old), old.size(), "alias");
  const std::string wanted = "[table.\"p;\"]\nprimary_key = \"(id)\"\n[table.\"p;\".column]\nid = \"bigint\"\nalias = { is = \"text\", renamed_from = 'ni\"ck' }\nseen = \"integer\"\n";
  const auto checks = [&](int exit_code) {
    for (const std::string& section : {stated, renamed}) {
      cli.write("d.toml", wanted + section);
      const Run run = cli("plan --desired d.toml --check");
      INFO(run.out);
      CHECK(run.exit_code == exit_code);
      CHECK_FALSE(has(run, "left-alone"));
    }
  };
  checks(2);
  REQUIRE(cli("plan --desired d.toml --out out").exit_code == 0);
  runs(cli, "mark --app app --starting 1.0.0 --finished 1.0.0 --new");
  for (int round = 0; round < 2; ++round) {
    runs(cli, "apply --dir out --phase expand");
    CHECK(rights_on(cli, "\"p;\"", "alias") == before);
    checks(2);
    if (round == 0) {
      runs(cli, "undo --dir out --phase expand");
      CHECK(rights_on(cli, "\"p;\"", "ni\"ck") == before);
    }
  }
  runs(cli, "apply --dir out --phase backfill");
  // A role that has rights on nothing but columns, on either side of the trigger.
  auto session = cli.database().connect();
  session.query("SET ROLE cg_reader; INSERT INTO \"p;\" (id, alias) VALUES (2, 'b'); UPDATE \"p;\" SET \"ni\"\"ck\" = 'c' WHERE id = 1; UPDATE \"p;\" SET alias = alias || '!'");
  CHECK(session.value("SELECT string_agg(id || alias || \"ni\"\"ck\", ' ' ORDER BY id) FROM \"p;\"") == "1c!c! 2b!b!");
  session.query("RESET ROLE");
  runs(cli, "mark --app app --starting 2.0.0 --finished 2.0.0");
  runs(cli, "apply --dir out --phase validate");
  // Given to the old column alone, in the meantime: nobody knows whether the new one should have it.
  session.query("GRANT INSERT (\"ni\"\"ck\") ON \"p;\" TO cg_writer");
  const Run refused = cli("apply --dir out --phase contract --override-gates test");
  INFO(refused.out);
  CHECK(refused.exit_code != 0);
  CHECK(has(refused, "rights on column \"ni\"\"ck\" of public.\"p;\" would be lost with it: alias of public.\"p;\" does not have them"));
  CHECK(has(refused, "GRANT INSERT (alias) ON public.\"p;\" TO cg_writer"));
  session.query("REVOKE INSERT (\"ni\"\"ck\") ON \"p;\" FROM cg_writer");
  runs(cli, "apply --dir out --phase contract --override-gates test");
  CHECK(rights_on(cli, "\"p;\"", "alias") == before);
  checks(0);
  session.query("SET ROLE cg_reader");
  CHECK(session.value("SELECT alias FROM \"p;\" WHERE id = 1") == "c!");
  session.query("UPDATE \"p;\" SET alias = 'z' WHERE id = 1; RESET ROLE");
}

TEST_CASE("column grants: a new type under the same name keeps them with their grantors; a split guesses nothing and says so", "[db]") {
  const Cli cli(roles + "CREATE TABLE t (id bigint PRIMARY KEY, n integer, name text);\nINSERT INTO t VALUES (1, 1, 'a b');\nGRANT SELECT (n), UPDATE (n) ON t TO cg_reader WITH GRANT OPTION;\nGRANT SELECT (name) ON t TO cg_writer;\n"
                        "SET ROLE cg_reader; GRANT SELECT (n) ON t TO cg_writer; RESET ROLE;\n");
  const std::string before = rights_on(cli, "t", "n"), stated = left_alone_of(cli);
  cli.write("phasegate.toml", "approvals = [\"column public.t.name\"]\n[tables]\nsmall = \"0 kB\"\n");
  cli.write("d.toml", "[table.t]\nprimary_key = \"(id)\"\n[table.t.column]\nid = \"bigint\"\nn = \"bigint\"\nfirst.is = \"text\"\nfirst.backfill = \"split_part(name, ' ', 1)\"\nfirst.reverse.name = \"concat_ws(' ', first, last)\"\n"
                      "last = { is = \"text\", backfill = \"split_part(name, ' ', 2)\" }\n" + stated);
  const Run plan = cli("plan --desired d.toml --out out");
  INFO(plan.out);
  REQUIRE(plan.exit_code == 0);
  CHECK(has(plan, "rights on column public.t.name by itself have been granted; first, last will not have them"));
  runs(cli, "mark --app app --starting 1.0.0 --finished 1.0.0 --new");
  runs(cli, "apply --dir out --phase expand");
  CHECK(rights_on(cli, "t", "first") == "none");
  runs(cli, "apply --dir out --phase backfill");
  runs(cli, "mark --app app --starting 2.0.0 --finished 2.0.0");
  runs(cli, "apply --dir out --phase validate");
  runs(cli, "apply --dir out --phase contract --override-gates test");
  CHECK(rights_on(cli, "t", "n") == before);
  runs(cli, "plan --desired d.toml --check");
}

}  // namespace phasegate
