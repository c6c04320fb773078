// Functions whose text names what a plan takes away: told by `plan`, asked for by the gate before contract.
#include "cli/cli.hpp"
#include "support/catch.hpp"

#include <regex>

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

const std::string before =
    "CREATE TABLE users (id integer PRIMARY KEY, points integer, name text);\nINSERT INTO users VALUES (1, 5, 'a');\nCREATE TABLE logins (id integer PRIMARY KEY);\n"
    "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.points := coalesce(NEW.points, 0); RETURN NEW; END';\nCREATE TRIGGER stamp BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION stamp();\n"
    "CREATE FUNCTION points(integer) RETURNS integer LANGUAGE sql AS 'SELECT points FROM users WHERE id = $1';\nCREATE FUNCTION last_login() RETURNS bigint LANGUAGE sql AS 'SELECT max(id) FROM public.logins'";
const std::string settings =
    "name = \"t\"\ndesired = \"d.toml\"\nmigrations = \"out\"\n[app.app]\nfrom = \"1.0.0\"\nadopts = \"2.0.0\"\n[gates]\nsoak_before_drop = \"0s\"\nclients_reprepare = true\n[rollout]\nname = \"r\"\n[tables]\nsmall = \"0 kB\"\n";

std::string users(const std::string& columns) { return "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"integer\"\n" + columns; }
const std::string logins = "[table.logins]\nprimary_key = \"(id)\"\n[table.logins.column]\nid = \"integer\"\n";

void must(const Cli& cli, const std::string& words) {
  const Run run = cli(words);
  INFO(words << "\n" << run.out);
  REQUIRE(run.exit_code == 0);
}

}  // namespace

TEST_CASE("mentions: plan names every function that mentions what it takes away, and what becomes of that", "[db]") {
  const Cli cli(before);
  cli.write("phasegate.toml", settings);
  struct Case {
    std::string desired, how;
    bool of_points;
  };
  const std::vector<Case> cases = {
      {users("name = \"text\"\n") + logins, "column public.users.points (goes)", true},
      {users("name = \"text\"\nscore = { is = \"integer\", renamed_from = \"points\" }\n") + logins, "column public.users.points (is renamed)", true},
      {users("name = \"text\"\npoints = \"integer\"\n"), "table public.logins (goes)", false},
      {users("name = \"text\"\npoints = \"integer\"\n") + "[table.sessions]\nrenamed_from = \"logins\"\nprimary_key = \"(id)\"\n[table.sessions.column]\nid = \"integer\"\n", "table public.logins (is renamed)", false},
  };
  for (const Case& one : cases) {
    cli.write("d.toml", one.desired);
    const Run run = cli("plan --approve-destructive");
    INFO(run.out);
    CHECK(run.exit_code == 0);
    CHECK(has(run, "warning: the text of function public.stamp() mentions " + one.how) == one.of_points);
    CHECK(has(run, "warning: the text of function public.points(integer) mentions " + one.how) == one.of_points);
    CHECK(has(run, "warning: the text of function public.last_login() mentions " + one.how) == !one.of_points);
    CHECK(has(run, "phasegate mark --approve \"mentions in function public."));
  }
  // What gets another type is found by its name, before and after.
  for (const char* columns : {"points = \"integer\"\n", "name = \"text\"\npoints = \"text\"\n"}) {
    cli.write("d.toml", users(columns) + logins);
    CHECK_FALSE(has(cli("plan --approve-destructive"), "the text of"));
  }
}

TEST_CASE("mentions: contract waits until each function is replaced or approved, and no override helps", "[db]") {
  const Cli cli(before);
  cli.write("phasegate.toml", settings);
  cli.write("d.toml", users("name = \"text\"\n") + logins);
  const Run planned = cli("plan --approve-destructive");
  INFO(planned.out);
  std::smatch plan;
  REQUIRE(std::regex_search(planned.out, plan, std::regex("points\\(integer\\)\" --plan ([0-9a-f]{8})")));
  must(cli, "mark --app app --finished 1.0.0");
  must(cli, "apply --phase expand");
  must(cli, "mark --app app --finished 2.0.0");
  must(cli, "apply --phase validate");
  const Run shut = cli("apply --phase contract --limit 5 --override-gates 'we know better'");
  INFO(shut.out);
  CHECK(shut.exit_code == 3);
  CHECK(has(shut, "mentions function public.points(integer): its text mentions column public.users.points (goes)"));
  CHECK(has(shut, "mentions function public.stamp(): its text mentions column public.users.points (goes)"));
  CHECK(cli("gate --phase contract").exit_code == 3);
  must(cli, "mark --approve 'mentions in function public.points(integer)' --plan " + plan[1].str());
  CHECK(cli("apply --phase contract --limit 5").exit_code == 3);
  cli.database().connect().query("CREATE OR REPLACE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
  must(cli, "apply --phase contract --limit 5");
  CHECK_NOTHROW(cli.database().connect().query("INSERT INTO users (id, name) VALUES (2, 'b')"));
}

}  // namespace phasegate
