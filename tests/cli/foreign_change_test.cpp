// Somebody alters a table in mid-rollout: every command that meets the shut gate tells what is other than planned, and the way out.
#include "cli/cli.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* users = R"(CREATE TABLE users (id bigint PRIMARY KEY, nick text, "we""ird; --" text DEFAULT 'a'); CREATE INDEX users_weird ON users ("we""ird; --"))";
constexpr const char* desired = R"toml([table.users]
primary_key = "(id)"
index.users_weird = '("we""ird; --")'
[table.users.column]
id = "bigint"
nickname = { is = "text", renamed_from = "nick" }
'we"ird; --' = "text default 'a'"
)toml";

Run require(int exit_code, const Run& run) {
  INFO(run.out);
  REQUIRE(run.exit_code == exit_code);
  return run;
}

}  // namespace

TEST_CASE("foreign change: gate, apply, advance and plan --check tell what changed, with and without plan.json", "[db]") {
  const Cli cli(users);
  cli.write("d.toml", desired);
  require(0, cli("plan --desired d.toml --out m --approve-destructive"));
  require(0, cli("mark --app app --finished 1.0.0"));

  // Before expand: what was planned stands in plan.json only.
  auto session = cli.database().connect();
  session.query("ALTER TABLE users ADD COLUMN extra int NOT NULL DEFAULT 7");
  for (const char* words : {"gate --phase expand --dir m", "apply --phase expand --dir m", "advance --dir m"}) {
    const Run run = require(3, cli(words));
    INFO(words << "\n" << run.out);
    CHECK(has(run, "column public.users.extra appeared: integer not null default 7"));
    CHECK(has(run, "plan again (phasegate plan), or take these changes back"));
  }
  session.query("ALTER TABLE users DROP COLUMN extra");
  require(0, cli("apply --phase expand --dir m"));
  CHECK_FALSE(has(require(2, cli("plan --desired d.toml --check")), "foreign-change"));

  session.query(R"(ALTER TABLE users ALTER COLUMN "we""ird; --" SET DEFAULT 'b'; DROP INDEX users_weird; ALTER TABLE users ENABLE ROW LEVEL SECURITY)");
  for (const char* words : {"gate --dir m", "apply --phase backfill --dir m", "advance --dir m"}) {
    const Run run = require(3, cli(words));
    INFO(words << "\n" << run.out);
    CHECK(has(run, "column public.users.\"we\"\"ird; --\" changed"));
    CHECK(has(run, "was: text default 'a'::text"));
    CHECK(has(run, "is:  text default 'b'::text"));
    CHECK(has(run, "index public.users_weird is gone; it was: CREATE INDEX users_weird"));
    CHECK(has(run, "table public.users changed"));
    CHECK(has(run, "take the rollout back (phasegate undo, down to expand)"));
  }
  const auto json = nlohmann::json::parse(require(3, cli("gate --dir m --format json")).out);
  nlohmann::json differences;
  for (const auto& check : json["gates"][0]["checks"])
    if (check["name"] == "fingerprint") differences = check["differences"];
  REQUIRE(differences.size() == 3);
  CHECK(differences[0] == nlohmann::json{{"element", R"(column public.users."we""ird; --")"}, {"what", "changed"}, {"before", "text default 'a'::text"}, {"after", "text default 'b'::text"}});
  CHECK(differences[1]["what"] == "is gone");

  // plan.json is not needed for it.
  std::filesystem::remove(cli.folder() / "m" / "plan.json");
  const Run checked = require(2, cli("plan --desired d.toml --check"));
  INFO(checked.out);
  CHECK(has(checked, "column public.users.\"we\"\"ird; --\" changed since rollout"));
  CHECK(has(checked, "index public.users_weird is gone since rollout"));
  CHECK(has(checked, "is open with this desired schema"));

  session.query(R"(ALTER TABLE users ALTER COLUMN "we""ird; --" SET DEFAULT 'a'; CREATE INDEX users_weird ON users ("we""ird; --"); ALTER TABLE users DISABLE ROW LEVEL SECURITY)");
  CHECK_FALSE(has(require(2, cli("plan --desired d.toml --check")), "foreign-change"));
}

TEST_CASE("foreign change: a rollout of a phasegate that kept no lines says so, and stays shut", "[db]") {
  const Cli cli(users);
  cli.write("d.toml", desired);
  require(0, cli("plan --desired d.toml --out m --approve-destructive"));
  require(0, cli("mark --app app --finished 1.0.0"));
  require(0, cli("apply --phase expand --dir m"));
  auto session = cli.database().connect();
  session.query("UPDATE phasegate.rollout SET lines = NULL; ALTER TABLE users ADD COLUMN extra int");
  auto json = nlohmann::json::parse(cli.read("m/plan.json"));
  json.erase("fingerprint_lines");
  cli.write("m/plan.json", json.dump());
  CHECK(has(require(3, cli("gate --dir m")), "it cannot be told what"));
  require(2, cli("plan --desired d.toml --check"));
}

}  // namespace phasegate
