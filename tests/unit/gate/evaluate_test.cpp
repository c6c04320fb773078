// The gate's answers: one row per check, shut for everything missing, and never an exception.
#include "support/catch.hpp"

#include "scenario.hpp"

#include "gate/evaluate.hpp"

#include <algorithm>

using namespace phasegate;
using test::GateDatabase;
using test::spec;

namespace {

// "name" of the shut checks, in their order.
std::vector<std::string> shut(const GateDatabase& database, const test::Json& json) {
  auto session = database.connect();
  std::vector<std::string> names;
  for (const GateCheck& check : evaluate(session, json.dump()))
    if (!check.open) names.push_back(check.name);
  return names;
}

GateCheck only(const GateDatabase& database, const test::Json& json, const std::string& name) {
  auto session = database.connect();
  const auto checks = evaluate(session, json.dump());
  const auto found = std::ranges::find(checks, name, &GateCheck::name);
  return found == checks.end() ? GateCheck{.name = "absent", .open = false, .reason = {}, .remedy = {}} : *found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("gate: without schema phasegate one check says what to type", "[db][gate]") {
  test::TestDatabase database;
  auto session = database.connect();
  const auto checks = evaluate(session, spec("expand").dump());
  REQUIRE(checks.size() == 1);
  CHECK_FALSE(is_open(checks));
  CHECK(checks[0].remedy == "phasegate mark --app app --finished 1.0.0");
}

TEST_CASE("gate: without a marker every phase and every undo is shut", "[db][gate]") {
  GateDatabase database;
  for (const std::string direction : {"do", "undo"})
    for (const std::string phase : {"expand", "backfill", "deploy", "validate", "contract"}) {
      INFO(direction << ' ' << phase);
      CHECK(shut(database, spec(phase, direction)) == Names{"marker app"});
    }
}

TEST_CASE("gate: what is missing in the spec is shut", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  test::Json json = spec("validate");
  CHECK(shut(database, json).empty());
  json["applications"][0].erase("adopts");
  CHECK(shut(database, json) == Names{"marker app"});
  json["applications"][0]["adopts"] = "";
  CHECK(shut(database, json) == Names{"marker app"});
  json["applications"] = test::Json::array();
  CHECK(shut(database, json) == Names{"marker", "marker app"});
  json["applications"] = nullptr;
  CHECK_FALSE(shut(database, json).empty());
  json = spec("nothing");
  CHECK(shut(database, json) == Names{"spec"});
  json = spec("validate"), json.erase("phase");
  CHECK(shut(database, json) == Names{"spec"});
  json = spec("validate"), json["conditions"] = "no list";
  CHECK(shut(database, json) == Names{"evidence conditions"});
  json = spec("validate"), json["conditions"] = {{{"otherwise", "no sql"}}};
  CHECK(shut(database, json) == Names{"condition 1"});
  json = spec("contract"), json.erase("direction"), json["soak_seconds"] = 3600;
  CHECK(shut(database, json) == Names{"soak app"});
}

TEST_CASE("gate: each phase asks for its own version", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.5.0");
  CHECK(shut(database, spec("expand")).empty());
  CHECK(shut(database, spec("backfill")).empty());
  CHECK(shut(database, spec("deploy")).empty());
  CHECK(shut(database, spec("validate")) == Names{"marker app"});
  CHECK(only(database, spec("validate"), "marker app").remedy == "phasegate mark --app app --finished 2.0.0");
  database.mark("finished", "2.0.0");
  CHECK(shut(database, spec("contract")).empty());
  test::Json json = spec("contract");
  json["applications"][0]["retires"] = "2.1.0";
  CHECK(shut(database, json) == Names{"marker app"});
}

TEST_CASE("gate: an application that the plan does not name shuts it", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  database.mark("finished", "7.0.0", "billing", true);
  CHECK(shut(database, spec("expand")) == Names{"marker billing"});
  CHECK(shut(database, spec("contract")) == Names{"marker billing"});
  auto session = database.connect();
  retire_application(session, "billing");
  CHECK(shut(database, spec("expand")).empty());
  retire_application(session, "app");
  INFO("nothing of a retired application runs");
  CHECK(shut(database, spec("contract")).empty());
}

TEST_CASE("gate: soak, backup, clients and approvals", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto session = database.connect();
  test::Json json = spec("contract");
  json["soak_seconds"] = 3600, json["backup_max_age_seconds"] = 3600, json["asks_reprepare"] = true;
  json["approvals"] = {"column public.users.nick"};
  CHECK(shut(database, json) == Names{"soak app", "approval column public.users.nick", "backup", "clients_reprepare"});
  session.query("UPDATE phasegate.marker SET at = at - interval '2 h'");
  CHECK(shut(database, json) == Names{"approval column public.users.nick", "backup", "clients_reprepare"});
  approve(session, "another", "column public.users.nick");
  CHECK(shut(database, json).front() == "approval column public.users.nick");
  approve(session, "0a1b2c3d", "column public.users.nick");
  record_backup(session, "nightly");
  json["clients_reprepare"] = true;
  CHECK(shut(database, json).empty());
  session.query("UPDATE phasegate.backup SET at = at - interval '2 h'");
  CHECK(shut(database, json) == Names{"backup"});
}

TEST_CASE("gate: a new timeline shuts validate and contract until a deploy is marked again", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  database.connect().query("UPDATE phasegate.marker SET timeline = '00000000'");
  CHECK(shut(database, spec("expand")).empty());
  CHECK(shut(database, spec("validate")) == Names{"marker app"});
  CHECK(only(database, spec("contract"), "marker app").remedy == "phasegate mark --app app --finished 2.0.0");
  database.mark("finished", "2.0.0");
  CHECK(shut(database, spec("contract")).empty());
}

TEST_CASE("gate: conditions must be true; false, NULL and errors are shut with their reason", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  test::Json json = spec("backfill");
  json["conditions"] = {{{"sql", "true"}, {"otherwise", "a"}}, {{"sql", "false"}, {"otherwise", "b"}}, {{"sql", "NULL::boolean -- so"}, {"otherwise", "c"}},
                        {{"sql", "1 / 0 = 1"}, {"otherwise", "d"}}, {{"sql", "nowhere.f()"}, {"otherwise", "e"}}};
  json["losses"] = {{{"sql", "SELECT 0::bigint"}, {"what", "x"}}, {{"sql", "SELECT 7::bigint"}, {"what", "y"}}, {{"sql", "SELECT NULL::bigint"}, {"what", "z"}}};
  CHECK(shut(database, json) == Names{"condition 2", "condition 3", "condition 4", "condition 5", "losses 2", "losses 3"});
  CHECK(only(database, json, "condition 2").reason == "b");
  CHECK(only(database, json, "condition 4").reason == "d (division by zero)");
  CHECK(only(database, json, "losses 2").reason == "y: 7");
}

TEST_CASE("gate: a condition is not fooled by row security", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto session = database.connect();
  session.query("DO $$ BEGIN CREATE ROLE gate_filtered LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
                "GRANT ALL ON ALL TABLES IN SCHEMA phasegate TO gate_filtered; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA phasegate TO gate_filtered;"
                "GRANT SELECT ON public.users TO gate_filtered; ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;"
                "INSERT INTO public.users (id) VALUES (1)");
  auto filtered = connect(database.url("gate_filtered"));
  filtered.query("SET row_security = on");
  test::Json json = spec("backfill");
  json["conditions"] = {{{"sql", "NOT EXISTS (SELECT FROM public.users WHERE name IS NULL)"}, {"otherwise", "rows left"}}};
  const auto checks = evaluate(filtered, json.dump());
  CHECK_FALSE(is_open(checks));
}

TEST_CASE("gate: contract asks for valid constraints, enabled triggers and valid indexes", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto session = database.connect();
  test::Json json = spec("contract");
  json["tables"] = {"public.users"};
  CHECK(shut(database, json).empty());
  session.query("ALTER TABLE public.users ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID");
  CHECK(shut(database, json) == Names{"constraints"});
  json["fingerprint"] = session.value("SELECT phasegate.fingerprint('{public.users}', '{}')");
  CHECK(shut(database, json).empty());
  json["touches"] = {"constraint public.users.named"};
  json["fingerprint"] = session.value("SELECT phasegate.fingerprint('{public.users}', '{constraint public.users.named}')");
  CHECK(shut(database, json) == Names{"constraints"});
  session.query("ALTER TABLE public.users VALIDATE CONSTRAINT named; CREATE TABLE public.child (user_id bigint REFERENCES public.users (id))");
  json.erase("fingerprint");
  CHECK(shut(database, json).empty());
  session.query("ALTER TABLE public.child DISABLE TRIGGER ALL");
  CHECK(shut(database, json) == Names{"constraint triggers"});
}

TEST_CASE("gate: expand wants no other open rollout on its tables, and the fingerprint of the plan", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  auto session = database.connect();
  test::Json json = spec("expand");
  json["tables"] = {"public.users"};
  CHECK(shut(database, json) == Names{"fingerprint"});
  json["fingerprint"] = session.value("SELECT phasegate.fingerprint('{public.users}', '{}')");
  CHECK(shut(database, json).empty());
  session.query("INSERT INTO phasegate.rollout (name, plan_id, spec, tables, state) VALUES ('other', 'x', '{}', '{public.orders,public.users}', 'open')");
  CHECK(shut(database, json) == Names{"rollout other"});
  session.query("UPDATE phasegate.rollout SET tables = '{public.orders}'");
  CHECK(shut(database, json).empty());
  session.query("INSERT INTO phasegate.rollout (name, plan_id, spec, state) VALUES ('nicks', 'older', '{}', 'open')");
  CHECK(shut(database, json) == Names{"rollout nicks"});
}

TEST_CASE("gate: the plan of another environment is shut", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  test::Json json = spec("validate");
  json["environment"] = "production";
  CHECK(shut(database, json) == Names{"environment"});
}

TEST_CASE("gate: sessions older than the deploy shut it, and a role that cannot see them too", "[db][gate]") {
  GateDatabase database;
  auto old_pool = connect(database.url() + "&application_name=app-pool");
  database.mark("finished", "1.0.0");
  database.mark("starting", "2.0.0");
  auto new_pool = connect(database.url() + "&application_name=app-pool");
  database.mark("finished", "2.0.0");
  test::Json json = spec("validate");
  json["sessions"] = true;
  const GateCheck found = only(database, json, "sessions");
  CHECK_FALSE(found.open);
  CHECK(found.reason.find("pid " + std::to_string(old_pool.backend_pid()) + " ") != std::string::npos);
  CHECK(found.reason.find("pid " + std::to_string(new_pool.backend_pid()) + " ") == std::string::npos);
  const std::string pid = std::to_string(old_pool.backend_pid());
  database.connect().query("DO $$ BEGIN PERFORM pg_terminate_backend(" + pid + "); WHILE EXISTS (SELECT FROM pg_stat_activity WHERE pid = " + pid +
                           ") LOOP PERFORM pg_sleep(0.01), pg_stat_clear_snapshot(); END LOOP; END $$");
  CHECK(shut(database, json).empty());
  auto session = database.connect();
  session.query("DO $$ BEGIN CREATE ROLE gate_blind LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
                "GRANT ALL ON ALL TABLES IN SCHEMA phasegate TO gate_blind; GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA phasegate TO gate_blind");
  auto blind = connect(database.url("gate_blind"));
  CHECK_FALSE(is_open(evaluate(blind, json.dump())));
}
