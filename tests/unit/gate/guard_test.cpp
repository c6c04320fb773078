// The guard in files: nothing is done while a gate is shut, whoever runs the file, and no marker slips past it.
#include "support/catch.hpp"

#include "scenario.hpp"

#include <future>

using namespace phasegate;
using test::GateDatabase;
using test::guarded;
using test::latched;
using test::spec;

namespace {

const std::string drop_nick = "ALTER TABLE public.users DROP COLUMN nick";
const std::string build_index = "CREATE INDEX CONCURRENTLY users_nick ON public.users (nick)";

test::Json contract() {
  test::Json json = spec("contract");
  json["raises_floor"] = "retires";
  return json;
}

bool mentions(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Every way in which people run a file that must not do anything.
void check_does_nothing(const GateDatabase& database, const std::string& text, const std::string& reason) {
  test::TemporaryFolder folder;
  const auto file = folder.write("file.sql", text).string();
  for (const std::string options : {"-f ", "-1 -f ", "-v ON_ERROR_STOP=1 -f "}) {
    const test::Run result = test::psql(database, options + file);
    INFO(options << "\n" << result.out);
    CHECK(mentions(result.out, reason));
    CHECK(database.has_column("nick"));
    CHECK_FALSE(database.has_index("users_nick"));
  }
  const test::Run result = test::psql(database, "-f " + file, "PGOPTIONS='-c default_transaction_isolation=repeatable\\ read'");
  INFO(result.out);
  CHECK(mentions(result.out, "must run in READ COMMITTED"));
  CHECK(database.has_column("nick"));
  CHECK_FALSE(database.has_index("users_nick"));
}

}  // namespace

TEST_CASE("guard: a transactional file does nothing while its gate is shut", "[db][gate]") {
  GateDatabase database;
  SECTION("no marker at all") { check_does_nothing(database, guarded(contract(), drop_nick), "no marker"); }
  SECTION("a lower version") {
    database.mark("finished", "1.0.0");
    check_does_nothing(database, guarded(contract(), drop_nick), "effective version 1.0.0 is below 2.0.0");
  }
  SECTION("a lower version is starting") {
    database.mark("finished", "2.0.0");
    database.mark("starting", "1.0.0");
    check_does_nothing(database, guarded(contract(), drop_nick), "phasegate mark --app app --finished 2.0.0");
  }
  SECTION("a pre-release of the version asked for") {
    database.mark("finished", "2.0.0-rc.1");
    check_does_nothing(database, guarded(contract(), drop_nick), "effective version 2.0.0-rc.1 is below 2.0.0");
  }
  SECTION("a clone") {
    database.mark("finished", "2.0.0");
    database.connect().query("UPDATE phasegate.installation SET system_identifier = 1; UPDATE phasegate.marker SET system_identifier = 1");
    check_does_nothing(database, guarded(contract(), drop_nick), "is a copy or a restore");
  }
  SECTION("the schema is not even installed") {
    database.connect().query("DROP SCHEMA phasegate CASCADE");
    test::TemporaryFolder folder;
    test::psql(database, "-f " + folder.write("file.sql", guarded(contract(), drop_nick)).string());
    CHECK(database.has_column("nick"));
  }
  CHECK(database.has_column("nick"));
}

TEST_CASE("guard: a latched file does nothing while its gate is shut", "[db][gate]") {
  GateDatabase database;
  SECTION("no marker at all") { check_does_nothing(database, latched(spec("expand"), build_index), "no marker"); }
  SECTION("a lower version") {
    database.mark("finished", "0.9.0");
    check_does_nothing(database, latched(spec("expand"), build_index), "effective version 0.9.0 is below 1.0.0");
  }
  SECTION("the schema is not even installed") {
    database.connect().query("DROP SCHEMA phasegate CASCADE");
    test::TemporaryFolder folder;
    test::psql(database, "-f " + folder.write("file.sql", latched(spec("expand"), build_index)).string());
    CHECK_FALSE(database.has_index("users_nick"));
  }
}

TEST_CASE("guard: open gates let both kinds of file through", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  test::TemporaryFolder folder;
  const auto index = test::psql(database, "-f " + folder.write("index.sql", latched(spec("expand"), build_index + ";\nSELECT phasegate.record_latched()")).string());
  INFO(index.out);
  CHECK(database.has_index("users_nick"));
  const auto drop = test::psql(database, "-f " + folder.write("drop.sql", guarded(contract(), drop_nick)).string());
  INFO(drop.out);
  CHECK_FALSE(database.has_column("nick"));
  CHECK(database.value("SELECT floor FROM phasegate.application") == "2.0.0");
  CHECK(database.value("SELECT string_agg(phase || ' ' || what, ', ' ORDER BY id) FROM phasegate.event") == "expand gate passed, contract gate passed");
  CHECK(database.value("SELECT detail #>> '{evidence,0,reason}' FROM phasegate.event WHERE phase = 'contract'") == "effective version 2.0.0");
}

TEST_CASE("guard: the owner of the schema needs no superuser", "[db][gate]") {
  test::TestDatabase database("DO $$ BEGIN CREATE ROLE gate_runner LOGIN BYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  database.connect().query("GRANT CREATE ON DATABASE " + database.name() + " TO gate_runner");
  auto runner = connect(database.url("gate_runner"));
  runner.query("CREATE SCHEMA shop; CREATE TABLE shop.users (id bigint, nick text); ALTER TABLE shop.users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
  CHECK_NOTHROW(mark(runner, {.application = "app", .event = "finished", .version = "2.0.0", .is_new = false, .scheme = {}, .environment = {}}));
  test::Json json = contract();
  json["conditions"] = {{{"sql", "NOT EXISTS (SELECT FROM shop.users WHERE nick IS NULL)"}, {"otherwise", "rows left"}}};
  CHECK(test::sqlstate_of(runner, guarded(json, "ALTER TABLE shop.users DROP COLUMN nick")).empty());
  CHECK(runner.value("SELECT floor FROM phasegate.application") == "2.0.0");
}

TEST_CASE("guard: a failing statement behind the guard takes floor and audit entry back", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto session = database.connect();
  CHECK(test::sqlstate_of(session, guarded(contract(), "ALTER TABLE public.users DROP COLUMN nowhere")) == "42703");
  CHECK(database.value("SELECT floor IS NULL FROM phasegate.application") == "t");
  CHECK(database.value("SELECT count(*) FROM phasegate.event") == "0");
}

TEST_CASE("guard: contract commits first, and the rollback's marker is refused", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto runner = database.connect(), pipeline = database.connect();
  runner.query("BEGIN");
  runner.query(guarded(contract(), drop_nick));
  auto rollback = std::async(std::launch::async, [&] { return test::sqlstate_of(pipeline, "SELECT phasegate.mark('app', 'starting', '1.0.0')"); });
  REQUIRE(test::waits_for_lock(database, pipeline.backend_pid()));
  runner.query("COMMIT");
  CHECK(rollback.get() == "PG003");
  CHECK_FALSE(database.has_column("nick"));
  CHECK(database.effective() == "2.0.0");
}

TEST_CASE("guard: the rollback's marker commits first, and contract does nothing", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto runner = database.connect(), pipeline = database.connect();
  pipeline.query("BEGIN");
  pipeline.query("SELECT phasegate.mark('app', 'starting', '1.0.0')");
  auto dropped = std::async(std::launch::async, [&] { return test::sqlstate_of(runner, guarded(contract(), drop_nick)); });
  REQUIRE(test::waits_for_lock(database, runner.backend_pid()));
  pipeline.query("COMMIT");
  CHECK(dropped.get() == "PG003");
  CHECK(database.has_column("nick"));
  CHECK(database.value("SELECT floor IS NULL FROM phasegate.application") == "t");
}

TEST_CASE("guard: a heartbeat of the old version and contract wait for one another", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto runner = database.connect(), instance = database.connect();
  SECTION("the heartbeat commits first") {
    instance.query("BEGIN");
    instance.query("SELECT phasegate.heartbeat('app', 'pod', '1.0.0')");
    auto dropped = std::async(std::launch::async, [&] { return test::sqlstate_of(runner, guarded(contract(), drop_nick)); });
    REQUIRE(test::waits_for_lock(database, runner.backend_pid()));
    instance.query("COMMIT");
    CHECK(dropped.get() == "PG003");
    CHECK(database.has_column("nick"));
  }
  SECTION("contract commits first") {
    runner.query("BEGIN");
    runner.query(guarded(contract(), drop_nick));
    auto beat = std::async(std::launch::async, [&] { return test::sqlstate_of(instance, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0')"); });
    REQUIRE(test::waits_for_lock(database, instance.backend_pid()));
    runner.query("COMMIT");
    CHECK(beat.get() == "PG003");
    CHECK(database.value("SELECT count(*) FROM phasegate.instance") == "0");
  }
}

TEST_CASE("guard: no application is registered between the gate and the DDL", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto runner = database.connect(), pipeline = database.connect();
  pipeline.query("BEGIN");
  pipeline.query("SELECT phasegate.mark('billing', 'finished', '1.0.0', true)");
  auto dropped = std::async(std::launch::async, [&] { return test::sqlstate_of(runner, guarded(contract(), drop_nick)); });
  REQUIRE(test::waits_for_lock(database, runner.backend_pid()));
  pipeline.query("COMMIT");
  CHECK(dropped.get() == "PG003");
  CHECK(database.has_column("nick"));
}

TEST_CASE("guard: one changes the database at a time", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto runner = database.connect(), other = database.connect();
  const std::string key = std::to_string(runner_lock_key);
  runner.query("SELECT pg_advisory_lock(" + key + ")");
  CHECK(test::sqlstate_of(other, guarded(contract(), drop_nick)) == "55P03");
  CHECK(test::sqlstate_of(other, "SELECT phasegate.guard_latched(" + test::literal(spec("expand")) + ")") == "55P03");
  CHECK(database.has_column("nick"));
  CHECK(test::sqlstate_of(runner, "SELECT phasegate.guard_latched(" + test::literal(spec("expand")) + ")").empty());
  CHECK(test::sqlstate_of(runner, guarded(contract(), drop_nick)).empty());
  CHECK_FALSE(database.has_column("nick"));
}

TEST_CASE("guard: an override replaces evidence about applications and people, and is recorded", "[db][gate]") {
  GateDatabase database;
  auto session = database.connect();
  test::Json json = contract();
  json["soak_seconds"] = 3600, json["backup_max_age_seconds"] = 60, json["asks_reprepare"] = true;
  session.query("SET phasegate.override = 'incident 7'");
  SECTION("markers, soak, backup and clients are replaced") {
    CHECK(test::sqlstate_of(session, guarded(json, drop_nick)).empty());
    CHECK(database.value("SELECT what || ': ' || (detail ->> 'override') FROM phasegate.event") == "gate passed by override: incident 7");
    CHECK(database.value("SELECT floor FROM phasegate.application WHERE name = 'app'") == "2.0.0");
    try {
      database.mark("starting", "1.0.0");
      FAIL("the floor does not hold");
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::gate_shut);
    }
  }
  SECTION("a condition is not") { json["conditions"] = {{{"sql", "false"}, {"otherwise", "not complete"}}}; }
  SECTION("losses are not") { json["losses"] = {{{"sql", "SELECT 3::bigint"}, {"what", "rows only N+1 wrote"}}}; }
  SECTION("the fingerprint is not") { json["fingerprint"] = "0", json["tables"] = {"public.users"}; }
  SECTION("an approval is not") { json["approvals"] = {"column public.users.nick"}; }
  SECTION("an invalid index is not") {
    json["tables"] = {"public.users"};
    session.query("INSERT INTO public.users VALUES (1, 'a'), (2, 'a')");
    CHECK(test::sqlstate_of(session, "CREATE UNIQUE INDEX CONCURRENTLY broken ON public.users (nick)") == "23505");
  }
  SECTION("another rollout is not") {
    json["phase"] = "expand", json["raises_floor"] = nullptr, json["tables"] = {"public.users"};
    json["fingerprint"] = session.value("SELECT phasegate.fingerprint('{public.users}', '{}')");
    session.query("INSERT INTO phasegate.rollout (name, plan_id, spec, tables, state) VALUES ('other', 'x', '{}', '{public.users}', 'open')");
  }
  if (database.has_column("nick")) {
    CHECK(test::sqlstate_of(session, guarded(json, drop_nick)) == "PG003");
    CHECK(database.value("SELECT count(*) FROM phasegate.event") == "0");
  }
}

TEST_CASE("guard: expand opens the rollout; the deploy gate then decides which versions may start", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  auto session = database.connect();
  session.query("INSERT INTO public.users (id, nick) VALUES (1, 'a')");
  test::Json json = spec("expand");
  json["opens_rollout"] = true;
  json["spec"] = {{"deploy", {{"conditions", {{{"sql", "NOT EXISTS (SELECT FROM public.users WHERE name IS NULL)"}, {"otherwise", "rows without name"}}}}}},
                  {"promises", {{"users.name.filled", "NOT EXISTS (SELECT FROM public.users WHERE name IS NULL)"}}}};
  session.query(guarded(json, "NULL"));
  CHECK(session.value("SELECT phasegate.open('users.name.filled')") == "f");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.mark('app', 'starting', '2.0.0')") == "PG003");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.mark('app', 'finished', '2.0.0')") == "PG003");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.assert_compatible('app', '2.0.0')") == "PG003");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.mark('app', 'starting', '1.1.0')").empty());
  session.query("UPDATE public.users SET name = nick");
  CHECK(session.value("SELECT phasegate.open('users.name.filled')") == "t");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.mark('app', 'starting', '2.0.0')").empty());
  session.query("UPDATE public.users SET name = NULL");
  INFO("a version whose marker was accepted goes on");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.assert_compatible('app', '2.0.0')").empty());
  CHECK(test::sqlstate_of(session, "SELECT phasegate.mark('app', 'finished', '2.0.0')").empty());
  json = spec("validate"), json["raises_floor"] = "adopts";
  session.query(guarded(json, "NULL"));
  INFO("from validate on the deploy gate lies behind");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.mark('app', 'starting', '2.1.0')").empty());
  session.query("SELECT phasegate.finish_rollout('nicks')");
  CHECK(session.value("SELECT state FROM phasegate.rollout") == "finished");
}

TEST_CASE("guard: undo lowers the floor, but not below what another rollout asks for", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "3.0.0");
  auto session = database.connect();
  test::Json expand = spec("expand"), validate = spec("validate"), undo = spec("validate", "undo");
  expand["opens_rollout"] = true, expand["spec"] = {{"deploy", test::Json::object()}};
  validate["raises_floor"] = "adopts", undo["lowers_floor"] = {{"app", "1.0.0"}};
  session.query(guarded(expand, "NULL"));
  session.query(guarded(validate, "NULL"));
  CHECK(session.value("SELECT floor FROM phasegate.application") == "2.0.0");
  session.query(guarded(undo, "NULL"));
  CHECK(session.value("SELECT floor FROM phasegate.application") == "1.0.0");
  session.query(guarded(validate, "NULL"));
  session.query("INSERT INTO phasegate.rollout (name, plan_id, spec, state, floors) VALUES ('other', 'x', '{}', 'finished', '{\"app\": \"1.5.0\"}')");
  session.query(guarded(undo, "NULL"));
  CHECK(session.value("SELECT floor FROM phasegate.application") == "1.5.0");
}

TEST_CASE("guard: undo of expand is shut while the next version may run", "[db][gate]") {
  GateDatabase database;
  auto session = database.connect();
  const std::string file = guarded(spec("expand", "undo"), drop_nick);
  CHECK(test::sqlstate_of(session, file) == "PG003");
  database.mark("finished", "1.0.0");
  database.mark("starting", "2.0.0");
  CHECK(test::sqlstate_of(session, file) == "PG003");
  database.mark("finished", "1.0.0");
  session.query("SELECT phasegate.heartbeat('app', 'pod', '2.0.0')");
  CHECK(test::sqlstate_of(session, file) == "PG003");
  session.query("DELETE FROM phasegate.instance");
  CHECK(test::sqlstate_of(session, file).empty());
  CHECK_FALSE(database.has_column("nick"));
}

TEST_CASE("guard: a latched file may be overridden; the reason is kept and can be recorded", "[db][gate]") {
  GateDatabase database;
  test::TemporaryFolder folder;
  const auto file = folder.write("index.sql", latched(spec("expand"), build_index + ";\nSELECT phasegate.record_latched()")).string();
  const auto result = test::psql(database, "-f " + file, "PGOPTIONS='-c phasegate.override=incident'");
  INFO(result.out);
  CHECK(mentions(result.out, "gate passed by override: incident"));
  CHECK(database.has_index("users_nick"));
  CHECK(database.value("SELECT what || ': ' || (detail ->> 'override') FROM phasegate.event") == "gate passed by override: incident");
}
