// A renamed table that changes in other ways, too: what waits for another rollout, and by which names the next version is told what it must not do yet.
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* live = "CREATE TABLE \"old; t\" (id bigint PRIMARY KEY, a text, b text);\nINSERT INTO \"old; t\" SELECT i, 'a' || i, 'b' FROM generate_series(1, 10) AS i";

std::string wanted(const std::string& columns, const std::string& further = {}) {
  return "[table.\"new t\"]\nrenamed_from = \"old; t\"\nprimary_key = \"(id)\"\n" + further + "[table.\"new t\".column]\nid = \"bigint\"\n" + columns;
}

}  // namespace

TEST_CASE("renamed table: another type, a renamed or numbered column and options of the table wait for another rollout", "[db]") {
  const Cli cli(live);
  const auto refused = [&](const std::string& toml, const std::string& message) {
    cli.write("d.toml", toml);
    const Run run = cli("plan --desired d.toml --out out");
    INFO(run.out);
    CHECK(run.exit_code == 1);
    CHECK(has(run, "d.toml:2:16: error: table public.\"new t\" is renamed from old; t, but at the same time " + message));
    CHECK(has(run, "make this change in a rollout before this one, or behind it"));
    CHECK_FALSE(cli.has("out"));
  };
  refused(wanted("a = \"varchar(9)\"\nb = \"text\"\n"), "column public.\"new t\".a: type is text, wanted character varying(9)");
  refused(wanted("a = \"text\"\nc = { is = \"text\", renamed_from = \"b\" }\n"), "column public.\"new t\".c is public.\"old; t\".b in the live schema");
  refused(wanted("a = \"text\"\nb = \"text\"\nn = \"bigserial\"\n"), "column public.\"new t\".n is missing");
  refused(wanted("a = \"text\"\nb = \"text\"\n", "options = [\"fillfactor=70\"]\n"), "table public.\"new t\": options");
}

TEST_CASE("renamed table: what else changes is approved by the name of today, and promised by that of tomorrow", "[db]") {
  const Cli cli(live);
  cli.write("d.toml", wanted("a = \"text not null\"\nc = \"integer not null default 3\"\n", "check.ck = \"a <> ''\"\n"));
  Run run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "approvals = ['column public.\"old; t\".b']"));
  run = cli("plan --desired d.toml --out out --approve-destructive");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run, "rely on public.\"new t\".a never being NULL"));
  CHECK(has(run, "rely on every row of public.\"new t\" obeying ck"));
  // The count of what is in the way goes by the name that the rows have now.
  cli.database().connect().query("UPDATE \"old; t\" SET a = '' WHERE id = 7");
  run = cli("plan --desired d.toml --out other --approve-destructive");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "1 rows of public.\"old; t\" break the check ck, e.g. id 7"));
}

}  // namespace phasegate
