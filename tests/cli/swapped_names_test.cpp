// Columns that change names among each other: what is refused, with its place and the way out, and what a hint means once it has been followed.
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* live = "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text, c text);\nCREATE INDEX t_a_idx ON t (a);\nCREATE VIEW v AS SELECT a FROM t";

std::string wanted(const std::string& a, const std::string& b, const std::string& further) {
  return "[table.t]\nprimary_key = \"(id)\"\n[table.t.column]\nid = \"bigint\"\na = " + a + "\nb = " + b + "\nc = \"text\"\n" + further;
}

constexpr const char *a_from_b = "{ is = \"text\", renamed_from = \"b\" }", *b_from_a = "{ is = \"text\", renamed_from = \"a\" }", *index_on_b = "[table.t.index]\nt_a_idx = \"(b)\"\n";

}  // namespace

TEST_CASE("swapped names: other changes on the columns, what is said by the old names, and use at the deploy are refused", "[db]") {
  const Cli cli(live);
  const auto refused = [&](const std::string& toml, const std::string& message, const std::string& help) {
    cli.write("d.toml", toml);
    const Run run = cli("plan --desired d.toml --out out");
    INFO(run.out);
    CHECK(run.exit_code == 1);
    CHECK(has(run, message));
    CHECK(has(run, help));
    CHECK_FALSE(cli.has("out"));
  };
  refused(wanted(a_from_b, b_from_a, "[table.t.index]\nt_a_idx = \"(a)\"\n"), "d.toml:9:1: error: public.t.b takes a name that another column has today, and index public.t.t_a_idx follows its columns", "say it by the names that the columns have afterwards");
  refused(wanted("{ is = \"text not null\", renamed_from = \"b\" }", b_from_a, index_on_b), "not_null is none, wanted true", "in a rollout before this one, by the names of today, or behind it");
  refused(wanted("{ is = \"varchar(5)\", renamed_from = \"b\" }", b_from_a, index_on_b), "type is text, wanted character varying(5)", "or behind it, by the new ones");
  refused(wanted("{ is = \"text\", renamed_from = \"b\", comment = \"new\" }", b_from_a, index_on_b), "comment is none, wanted new", "or behind it");
  refused(wanted(a_from_b, b_from_a, std::string(index_on_b) + "t_b_idx = \"(a)\"\n"), "index public.t.t_b_idx is missing", "or behind it");
  refused(wanted(a_from_b, b_from_a, std::string(index_on_b) + "[table.t.check]\nck = \"a <> ''\"\n"), "check constraint public.t.ck is missing", "or behind it");
  refused(wanted(a_from_b, b_from_a, ""), "index public.t.t_a_idx is in the live schema but not in the desired one", "or behind it");
  refused(wanted("{ is = \"text\", renamed_from = \"b\", uses_at = \"deploy\" }", b_from_a, index_on_b), "d.toml:5:50: error: another meaning of the name public.t.a cannot come before the deploy", "cross in two versions: the first rollout gives the columns names that no other column has");
  refused(wanted("{ is = \"text\", renamed_from = \"b\", backfill = \"upper(b)\", reverse.b = \"lower(a)\" }", b_from_a, index_on_b), "says backfill, but each column keeps its values", "only the names change");
  // One of the two only: the name would be there twice.
  refused(wanted(a_from_b, "\"text\"", index_on_b), "is said to be renamed from `b`", "");
}

TEST_CASE("swapped names: a function that spells one of them, or a publication of the table, refuses the plan; a function that asks does not", "[db]") {
  const Cli cli(std::string(live) + ";\nCREATE FUNCTION reads() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(T.\"a\") FROM public.T); END';\n"
                "CREATE FUNCTION stamps() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.a := upper(NEW.a); RETURN NEW; END';\nCREATE TRIGGER stamps BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION stamps();\n"
                "CREATE FUNCTION shows(t) RETURNS text LANGUAGE sql AS 'SELECT $1.b';\nCREATE FUNCTION other() RETURNS text LANGUAGE sql AS 'SELECT ''a b''::text';\n"
                "CREATE FUNCTION asks() RETURNS text LANGUAGE plpgsql AS $$BEGIN RETURN (SELECT CASE WHEN phasegate.open('public.t.a.named') THEN a ELSE b END FROM t); END$$;\nCREATE PUBLICATION p FOR ALL TABLES");
  cli.write("d.toml", wanted(a_from_b, b_from_a, index_on_b));
  Run run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "3 functions spell columns of public.t that change names, and would mean others by them, e.g. public.reads(), public.shows(public.t), public.stamps()"));
  CHECK(has(run, "1 publications send public.t, and subscribers tell its columns by their names, e.g. p"));
  cli.database().connect().query("DROP PUBLICATION p; DROP TRIGGER stamps ON t; DROP FUNCTION reads, stamps, shows");
  run = cli("plan --desired d.toml --out out");
  CHECK(run.exit_code == 0);
  CHECK(has(run, "must not yet mean by public.t.a what is public.t.b until then"));
  CHECK(has(run, "phasegate.open('public.t.a.named')"));
}

TEST_CASE("swapped names: a hint that has been followed asks for nothing more, also beside other changes; without its note it would swap again", "[db]") {
  const Cli cli(live);
  cli.write("d.toml", wanted(a_from_b, b_from_a, index_on_b));
  REQUIRE(cli("mark --app app --starting 1.0.0 --finished 1.0.0").exit_code == 0);
  REQUIRE(cli("plan --desired d.toml --out out").exit_code == 0);
  for (const char* words : {"apply --dir out --phase expand", "mark --app app --starting 2.0.0 --finished 2.0.0", "apply --dir out --phase contract"}) {
    const Run run = cli(words);
    INFO(words << ": " << run.out);
    REQUIRE(run.exit_code == 0);
  }
  CHECK(cli.database().value("SELECT pg_get_indexdef('t_a_idx'::regclass)") == "CREATE INDEX t_a_idx ON public.t USING btree (b)");
  Run run = cli("plan --check --desired d.toml");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run, "have changed names in rollout"));
  cli.write("d.toml", wanted(a_from_b, b_from_a, std::string(index_on_b) + "t_b_idx = \"(a)\"\n"));
  run = cli("plan --check --desired d.toml");
  CHECK(run.exit_code == 2);
  CHECK_FALSE(has(run, "let columns of t change names"));
  cli.write("d.toml", wanted(a_from_b, b_from_a, "[table.t.index]\nt_a_idx = \"(a)\"\n"));
  CHECK_FALSE(has(cli("plan --check --desired d.toml"), "let columns of t change names"));
  // Under another name of the table, and in a copy, where its number is another one.
  cli.database().connect().query("ALTER TABLE t RENAME TO t2");
  std::string renamed = wanted(a_from_b, b_from_a, index_on_b);
  for (std::size_t at = renamed.find("table.t"); at != std::string::npos; at = renamed.find("table.t", at + 8)) renamed.insert(at + 7, "2");
  cli.write("d.toml", renamed);
  run = cli("plan --check --desired d.toml");
  CHECK(has(run, "columns of public.t2 have changed names in rollout"));
  CHECK_FALSE(has(run, "change names: "));
  cli.database().connect().query("ALTER TABLE t2 RENAME TO t; UPDATE phasegate.column_names SET relation = 1");
  cli.write("d.toml", wanted(a_from_b, b_from_a, index_on_b));
  CHECK(cli("plan --check --desired d.toml").exit_code == 0);
  cli.database().connect().query("DELETE FROM phasegate.column_names");
  cli.write("d.toml", wanted(a_from_b, b_from_a, "[table.t.index]\nt_a_idx = \"(a)\"\n"));
  run = cli("plan --check --desired d.toml");
  INFO(run.out);
  CHECK(has(run, "let columns of t change names"));
}

}  // namespace phasegate
