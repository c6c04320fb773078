// An approval of something that no plan asks for is recorded, and said to open nothing.
#include "cli/cli.hpp"
#include "support/catch.hpp"

#include <regex>

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* users = "CREATE TABLE users (id bigint PRIMARY KEY, nick text, \"we\"\"ird; --\" text);\nCREATE FUNCTION greet() RETURNS text LANGUAGE sql AS 'SELECT nick FROM users'";

}  // namespace

TEST_CASE("mark --approve: of a plan that nobody knows, and of a word that no gate asks for", "[db]") {
  const Cli cli(users);
  cli.write("phasegate.toml", "desired = \"d.toml\"\nmigrations = \"out\"\n");
  cli.write("d.toml", "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n");
  const Run planned = cli("plan --approve-destructive");
  INFO(planned.out);
  REQUIRE(planned.exit_code == 0);
  const std::string manifest = cli.read("out/plan.json");
  std::smatch id;
  REQUIRE(std::regex_search(manifest, id, std::regex("\"plan_id\": *\"([0-9a-f]+)\"")));
  const auto approved = [&](const std::string& what, const std::string& plan) { return cli("mark --approve '" + what + "' --plan " + plan); };
  for (const char* good : {"column public.users.nick", "column public.users.\"we\"\"ird; --\"", "mentions in function public.greet()", "subscribers of public.users"}) {
    const Run run = approved(good, id[1].str());
    INFO(run.out);
    CHECK(run.exit_code == 0);
    CHECK_FALSE(has(run, "warning"));
  }
  const Run slip = approved("column public.users.nik", id[1].str());
  INFO(slip.out);
  CHECK(slip.exit_code == 0);
  CHECK(has(slip, "approved for plan " + id[1].str() + ": column public.users.nik"));
  CHECK(has(slip, "warning: no gate of plan " + id[1].str() + " asks for an approval of \"column public.users.nik\""));
  CHECK(has(slip, "did you mean \"column public.users.nick\"?"));
  CHECK(has(approved("mentions in function public.gret()", id[1].str()), "asks for an approval of"));
  std::string other = id[1].str();
  other.back() = other.back() == '0' ? '1' : '0';
  const Run elsewhere = approved("column public.users.nick", other);
  INFO(elsewhere.out);
  CHECK(has(elsewhere, "warning: neither the database nor the migrations folder knows a plan " + other));
  CHECK(has(elsewhere, "did you mean \"" + id[1].str() + "\"?"));
  CHECK_FALSE(has(elsewhere, "names nothing"));
  CHECK(has(approved("column public.users.nope_at_all", other), "\"column public.users.nope_at_all\" names nothing in the live schema"));
}

}  // namespace phasegate
