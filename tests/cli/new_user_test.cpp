// What a new user types wrong, or in the wrong place, and what is said to that.
#include "cli/cli.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <regex>

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* users = "CREATE TABLE users (id bigint PRIMARY KEY, email text, nick text)";
constexpr const char* desired = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text not null\"\nnickname = { is = \"text\", renamed_from = \"nick\" }\n";

Run require(int exit_code, const Run& run) {
  INFO(run.out);
  REQUIRE(run.exit_code == exit_code);
  return run;
}

class Planned : public Cli {
 public:
  Planned() : Cli(users) {
    write("d.toml", desired);
    require(0, (*this)("plan --desired d.toml --out m --approve-destructive"));
  }
  /// As a role that has no rights; `words` without --database-url.
  [[nodiscard]] Run as(const std::string& role, const std::string& words) const {
    return test::run("cd '" + folder().string() + "' && " PHASEGATE_BINARY " " + words + " --database-url '" + database().url(role) + "'");
  }
};

}  // namespace

TEST_CASE("undo: a phase that was never applied says that there is nothing to take back", "[db]") {
  const Planned cli;
  for (const char* phase : {"contract", "expand"}) {
    const Run run = require(0, cli(std::string("undo --dir m --phase ") + phase));
    INFO(run.out);
    CHECK(has(run, std::string("nothing of ") + phase + " is applied here: there is nothing to take back"));
    CHECK_FALSE(has(run, "done"));
  }
  require(0, cli("mark --app app --finished 1.0.0"));
  require(0, cli("apply --dir m --phase expand"));
  CHECK(has(require(0, cli("undo --dir m --phase expand")), "phase expand is taken back"));
  CHECK(has(require(0, cli("undo --dir m --phase expand")), "nothing of expand is applied here"));
}

TEST_CASE("mark --adopt-environment: where markers count it is refused until somebody says that they are void", "[db]") {
  const Cli cli;
  require(0, cli("mark --adopt-environment staging"));  // nothing was bound so far
  require(0, cli("mark --app app --finished 1.0.0"));
  for (const char* name : {"staging", "production"}) {
    const Run run = require(1, cli(std::string("mark --adopt-environment ") + name));
    INFO(run.out);
    CHECK(has(run, "this database is bound to environment \"staging\""));
    CHECK(has(run, std::string("phasegate mark --adopt-environment ") + name + " --void-markers"));
    CHECK(cli.database().value("SELECT phasegate.effective_version('app')") == "1.0.0");
  }
  require(0, cli("mark --adopt-environment staging --void-markers"));
  CHECK(cli.database().value("SELECT phasegate.effective_version('app')").empty());
  require(64, cli("mark --app app --finished 1.0.0 --void-markers"));
  cli.database().connect().query("UPDATE phasegate.installation SET database_oid = 1");  // as in a copy
  require(0, cli("mark --adopt-environment staging"));
}

TEST_CASE("gate: the line to type binds the database to the environment of the plan, wherever it is typed", "[db]") {
  const Cli cli(users);
  cli.write("d.toml", desired);
  cli.write("p.toml", "environment = \"it's live\"\ndesired = \"d.toml\"\nmigrations = \"m\"\n[app.\"my shop\"]\nfrom = \"1.0.0\"\nadopts = \"2.0.0\"\n");
  require(0, cli("plan --config p.toml --approve-destructive"));
  const Run shut = require(3, cli("gate --phase expand --dir m"));
  std::smatch line;
  REQUIRE(std::regex_search(shut.out, line, std::regex("phasegate (mark .*)")));
  CHECK(line[1] == R"(mark --app 'my shop' --finished 1.0.0 --environment 'it'\''s live')");
  require(0, cli(line[1]));
  require(0, cli("gate --phase expand --dir m"));
  require(0, cli("mark --app other --new --finished 1.0.0"));
  require(3, cli("mark --app 'my shop' --finished 1.0.0 --environment default"));
  cli.database().connect().query("UPDATE phasegate.application SET retired_at = now() WHERE name = 'other'; DELETE FROM phasegate.marker");
  CHECK(has(require(3, cli("gate --phase expand --dir m")), R"(mark --app 'my shop' --finished 1.0.0 --environment 'it'\''s live')"));
}

TEST_CASE("missing rights: which role, where, and what gives them", "[db]") {
  const Planned cli;
  auto owner = cli.database().connect();
  owner.query("DO $$ BEGIN CREATE ROLE \"new user\" LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  const Run install = require(1, cli.as("new user", "mark --app app --finished 1.0.0"));
  INFO(install.out);
  CHECK(has(install, "role \"new user\" lacks a right in database " + cli.database().name()));
  CHECK(has(install, "GRANT CREATE ON DATABASE " + cli.database().name() + " TO \"new user\""));
  CHECK(has(install, "docs/roles.md"));
  require(0, cli("mark --app app --finished 1.0.0"));
  CHECK(has(require(1, cli.as("new user", "mark --app app --finished 1.1.0")), "SELECT phasegate.grant_right('marker', 'new user')"));
  CHECK(has(require(1, cli.as("new user", "status")), "SELECT phasegate.grant_right('reader', 'new user')"));
  require(0, cli("apply --dir m --phase expand"));
  CHECK(has(require(1, cli.as("new user", "apply --dir m --phase backfill")), "role \"new user\" lacks a right"));
  owner.query("ALTER DATABASE " + cli.database().name() + " SET default_transaction_read_only = on");
  CHECK(has(require(1, cli("mark --app app --finished 1.1.0")), "may only read\n  help: SHOW default_transaction_read_only"));
}

TEST_CASE("durations: one form for every option", "[db]") {
  const Planned cli;
  require(0, cli("mark --app app --finished 1.0.0"));
  require(0, cli("apply --dir m --phase expand --limit 5s"));
  require(0, cli("apply --dir m --phase expand --limit 90"));
  require(0, cli("apply --dir m --phase expand --limit 2m"));
  for (const char* words : {"--limit 5weeks", "--limit 0", "--limit 2d", "--limit -1s"}) {
    INFO(words);
    require(64, cli(std::string("apply --dir m --phase expand ") + words));
  }
  CHECK(has(require(64, cli("apply --dir m --phase expand --limit soon")), "write it with its unit"));
  require(0, cli("gate --dir m --phase backfill --wait --timeout 1min --poll 1s"));
  require(0, cli("gate --dir m --phase backfill --wait --timeout 60 --poll 100"));
  require(64, cli("gate --dir m --phase backfill --wait --timeout 60 --poll 1ms"));
}

TEST_CASE("[timeouts.table]: a table that is not there is told, with the one that was meant", "[db]") {
  const Cli cli(users);
  cli.write("d.toml", desired);
  cli.write("phasegate.toml", "desired = \"d.toml\"\nmigrations = \"m\"\n[timeouts.table.\"public.user\"]\nlock = \"1m\"\n[timeouts.table.\"public.users\"]\nlock = \"1min\"\n");
  const Run run = require(0, cli("plan --approve-destructive"));
  INFO(run.out);
  CHECK(has(run, "[timeouts.table.\"public.user\"]: there is no such table"));
  CHECK(has(run, "did you mean \"public.users\"?"));
  CHECK(has(run, "phasegate.toml:3"));
  CHECK_FALSE(has(run, "[timeouts.table.\"public.users\"]"));
}

TEST_CASE("status --dir: a folder without a plan is refused", "[db]") {
  const Cli cli;
  CHECK(has(require(1, cli("status --dir /nonexistent")), "there is no plan: /nonexistent/plan.json"));
  cli.write("phasegate.toml", "migrations = \"m\"\n");
  require(0, cli("status"));
}

TEST_CASE("help: is never an empty line", "[db]") {
  const Planned cli;
  require(0, cli("mark --app app --finished 1.0.0"));
  require(0, cli("apply --dir m --phase expand"));
  cli.database().connect().query("DO $$ DECLARE t text; BEGIN SELECT tgname INTO t FROM pg_trigger WHERE tgrelid = 'users'::regclass AND NOT tgisinternal LIMIT 1; EXECUTE format('DROP TRIGGER %I ON users', t); END $$");
  const Run shut = require(3, cli("apply --dir m --phase backfill"));
  INFO(shut.out);
  CHECK(has(shut, "is missing or disabled"));
  CHECK_FALSE(std::regex_search(shut.out, std::regex("help:\\s*(\n|$)")));
}

TEST_CASE("plan id: what ANALYZE knows of the rows is no part of it", "[db]") {
  const Cli cli(std::string(users) + "; CREATE TABLE booked (during int4range); INSERT INTO booked SELECT int4range(i, i + 1) FROM generate_series(1, 3000) AS i");
  cli.write("d.toml", desired + std::string("[table.booked.column]\nduring = \"int4range\"\n[table.booked.exclude]\nbooked_once = \"using gist (during with &&)\"\n"));
  const auto id = [&] { return nlohmann::json::parse(require(2, cli("plan --desired d.toml --check --format json")).out)["plan_id"].get<std::string>(); };
  const std::string before = id();
  auto session = cli.database().connect();
  session.query("INSERT INTO users SELECT i, 'e', 'n' FROM generate_series(1, 5000) AS i");
  CHECK(id() == before);
  session.query("ANALYZE users, booked");
  CHECK(id() == before);
  session.query("UPDATE pg_class SET reltuples = 4e8, relpages = 1 WHERE oid IN ('users'::regclass, 'booked'::regclass)");
  CHECK(id() == before);
}

}  // namespace phasegate
