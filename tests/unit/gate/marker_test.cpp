// Markers: effective versions, floors, soak, and what voids them.
#include "support/catch.hpp"

#include "scenario.hpp"

using namespace phasegate;
using test::GateDatabase;

namespace {

ExitCode refusal(const GateDatabase& database, const std::string& event, const std::string& version, const std::string& application = "app") {
  try {
    database.mark(event, version, application);
    return ExitCode::done;
  } catch (const Error& error) {
    return error.code();
  }
}

void heartbeat(const GateDatabase& database, const std::string& instance, const std::string& version, const std::string& ttl = "60 s") {
  database.connect().query("SELECT phasegate.heartbeat('app', $1, $2, $3::interval)", {instance, version, ttl});
}

std::string soak(const GateDatabase& database, const std::string& version) {
  return database.value("SELECT coalesce((phasegate.soak_since('app', '" + version + "') AT TIME ZONE 'UTC')::text, 'never')");
}

// Moves a marker to a time of day, so that soak has a figure to compare.
void at(const GateDatabase& database, int id, const std::string& time) {
  database.connect().query("UPDATE phasegate.marker SET at = '2026-01-01 " + time + ":00+00' WHERE id = " + std::to_string(id));
}

}  // namespace

TEST_CASE("markers: a higher version counts when finished, a lower one as soon as it starts", "[db][gate]") {
  GateDatabase database;
  CHECK(database.effective() == "unknown");
  database.mark("starting", "1.0.0");
  CHECK(database.effective() == "unknown");
  database.mark("finished", "1.0.0");
  CHECK(database.effective() == "1.0.0");
  database.mark("starting", "2.0.0");
  CHECK(database.effective() == "1.0.0");
  database.mark("finished", "2.0.0");
  CHECK(database.effective() == "2.0.0");
  database.mark("starting", "1.0.0");
  CHECK(database.effective() == "1.0.0");
  database.mark("finished", "2.0.0");
  CHECK(database.effective() == "2.0.0");
}

TEST_CASE("markers: pre-releases rank below their release, and ten above nine", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.9.0");
  database.mark("starting", "2.10.0-rc.10");
  database.mark("finished", "2.10.0-rc.10");
  database.mark("starting", "2.10.0-rc.9");
  CHECK(database.effective() == "2.10.0-rc.9");
  database.mark("finished", "2.10.0");
  CHECK(database.effective() == "2.10.0");
}

TEST_CASE("markers: a live heartbeat holds the effective version down until it runs out", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  heartbeat(database, "pod-1", "1.0.0");
  database.mark("finished", "2.0.0");
  CHECK(database.effective() == "1.0.0");
  database.connect().query("UPDATE phasegate.instance SET last_seen = clock_timestamp() - interval '2 min'");
  CHECK(database.effective() == "2.0.0");
  heartbeat(database, "pod-2", "2.0.0");
  CHECK(database.effective() == "2.0.0");
}

TEST_CASE("markers: a version below the floor is refused with exit 3, by mark, assert_compatible and heartbeat", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  auto session = database.connect();
  session.query("UPDATE phasegate.application SET floor = '2.0.0'");
  CHECK(refusal(database, "starting", "1.9.9") == ExitCode::gate_shut);
  CHECK(refusal(database, "starting", "2.0.0-rc.1") == ExitCode::gate_shut);
  CHECK(refusal(database, "finished", "1.0.0") == ExitCode::gate_shut);
  CHECK(refusal(database, "starting", "2.0.1") == ExitCode::done);
  CHECK(test::sqlstate_of(session, "SELECT phasegate.assert_compatible('app', '1.9.9')") == "PG003");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.assert_compatible('app', '2.0.1')").empty());
  CHECK(test::sqlstate_of(session, "SELECT phasegate.assert_compatible('nobody', '2.0.1')") == "PG003");
  CHECK(test::sqlstate_of(session, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0')") == "PG003");
  CHECK(session.value("SELECT count(*) FROM phasegate.marker") == "2");
}

TEST_CASE("markers: a second application must be said to be new, and a first need not", "[db][gate]") {
  GateDatabase database;
  CHECK(refusal(database, "finished", "1.0.0") == ExitCode::done);
  CHECK(refusal(database, "finished", "1.0.0", "ap") == ExitCode::refused);
  CHECK_NOTHROW(database.mark("finished", "1.0.0", "billing", true));
  CHECK(refusal(database, "finished", "1.1.0", "billing") == ExitCode::done);
  CHECK(refusal(database, "finished", "one") == ExitCode::refused);
  CHECK(refusal(database, "started", "1.0.0") == ExitCode::refused);
}

TEST_CASE("markers: a retired application has no version, and comes back only as new", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  auto session = database.connect();
  heartbeat(database, "pod", "1.0.0");
  CHECK_THROWS_AS(retire_application(session, "app"), Error);
  session.query("DELETE FROM phasegate.instance");
  CHECK_NOTHROW(retire_application(session, "app"));
  CHECK(database.effective() == "unknown");
  CHECK(refusal(database, "starting", "1.0.0") == ExitCode::refused);
  CHECK_NOTHROW(database.mark("finished", "1.1.0", "app", true));
  CHECK(database.effective() == "1.1.0");
}

TEST_CASE("markers: they count only for the cluster, database and environment that recorded them", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  auto session = database.connect();
  SECTION("a clone whose binding came along") {
    session.query("UPDATE phasegate.installation SET system_identifier = 1; UPDATE phasegate.marker SET system_identifier = 1");
    CHECK(database.effective() == "unknown");
    CHECK(refusal(database, "finished", "1.0.0") == ExitCode::gate_shut);
    adopt_environment(session, "staging");
    CHECK(database.effective() == "unknown");
    CHECK(refusal(database, "finished", "1.1.0") == ExitCode::done);
    CHECK(database.effective() == "1.1.0");
  }
  SECTION("markers of another cluster") {
    session.query("UPDATE phasegate.marker SET system_identifier = 1");
    CHECK(database.effective() == "unknown");
  }
  SECTION("a restore into another database") {
    session.query("UPDATE phasegate.installation SET database_oid = 1; UPDATE phasegate.marker SET database_oid = 1");
    CHECK(database.effective() == "unknown");
  }
  SECTION("another environment") {
    CHECK_THROWS_AS(mark(session, {.application = "app", .event = "finished", .version = "1.0.0", .is_new = false, .scheme = {}, .environment = "staging"}), Error);
    adopt_environment(session, "staging");
    CHECK(database.effective() == "unknown");
    adopt_environment(session, "default");
    INFO("what was deployed meanwhile is not known");
    CHECK(database.effective() == "unknown");
    CHECK(refusal(database, "finished", "1.0.0") == ExitCode::done);
    CHECK(database.effective() == "1.0.0");
  }
}

TEST_CASE("markers: soak counts from the finish that ended the last lower version", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  database.mark("starting", "2.0.0");
  CHECK(soak(database, "2.0.0") == "never");
  database.mark("finished", "2.0.0");
  database.mark("starting", "2.1.0");
  database.mark("finished", "2.1.0");
  at(database, 1, "01:00"), at(database, 2, "02:00"), at(database, 3, "03:00"), at(database, 4, "04:00"), at(database, 5, "05:00");
  CHECK(soak(database, "2.0.0") == "2026-01-01 03:00:00");
  CHECK(soak(database, "2.1.0") == "2026-01-01 05:00:00");
  CHECK(soak(database, "1.0.0") == "2026-01-01 01:00:00");
  CHECK(soak(database, "3.0.0") == "never");
  database.mark("starting", "1.5.0");
  CHECK(soak(database, "2.0.0") == "never");
  database.mark("finished", "2.1.0");
  at(database, 6, "06:00"), at(database, 7, "07:00");
  CHECK(soak(database, "2.0.0") == "2026-01-01 07:00:00");
}

TEST_CASE("markers: soak counts from the last heartbeat of a lower version", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  heartbeat(database, "pod-1", "1.0.0");
  database.mark("finished", "2.0.0");
  at(database, 1, "01:00"), at(database, 2, "02:00");
  CHECK(soak(database, "2.0.0") == "never");
  database.connect().query("UPDATE phasegate.instance SET last_seen = '2026-01-01 08:00:00+00', ttl = '1 min'");
  CHECK(soak(database, "2.0.0") == "2026-01-01 08:01:00");
}

TEST_CASE("markers: a change of timeline restarts every soak and asks for a new finish", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "2.0.0");
  CHECK(soak(database, "2.0.0") != "never");
  database.connect().query("UPDATE phasegate.marker SET timeline = '00000000'");
  CHECK(soak(database, "2.0.0") == "never");
  database.mark("starting", "2.1.0");
  CHECK(soak(database, "2.0.0") == "never");
  database.mark("finished", "2.1.0");
  at(database, 1, "01:00"), at(database, 2, "02:00"), at(database, 3, "03:00");
  CHECK(soak(database, "2.0.0") == "2026-01-01 03:00:00");
}

TEST_CASE("markers: old heartbeats are tidied up without a loss to soak", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  for (const char* pod : {"a", "b", "c"}) heartbeat(database, pod, "1.0.0");
  auto session = database.connect();
  session.query("UPDATE phasegate.instance SET last_seen = '2026-01-01'::timestamptz + (ascii(instance) || ' min')::interval");
  database.mark("finished", "2.0.0");
  heartbeat(database, "d", "2.0.0");
  CHECK(session.value("SELECT string_agg(instance, ' ' ORDER BY instance) FROM phasegate.instance") == "c d");
}

TEST_CASE("markers: an application needs no right on any table", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  auto session = database.connect();
  session.query("DO $$ BEGIN CREATE ROLE gate_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  auto application = connect(database.url("gate_app"));
  CHECK(test::sqlstate_of(application, "SELECT phasegate.assert_compatible('app', '1.0.0')").empty());
  CHECK(test::sqlstate_of(application, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0')").empty());
  CHECK(application.value("SELECT phasegate.open('nothing')") == "f");
  CHECK(test::is_denied(application, "SELECT phasegate.mark('app', 'finished', '1.0.0')"));
  CHECK(test::is_denied(application, "SELECT phasegate.gate('{}')"));
  CHECK(test::is_denied(application, "SELECT * FROM phasegate.marker"));
}

TEST_CASE("markers: mark waits no longer than lock_timeout, and says that it may be run again", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  auto holder = database.connect();
  holder.query("BEGIN");
  holder.query("SELECT FROM phasegate.application FOR UPDATE");
  auto session = database.connect();
  session.query("SET lock_timeout = '100ms'");
  try {
    mark(session, {.application = "app", .event = "starting", .version = "1.1.0", .is_new = false, .scheme = {}, .environment = {}});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::interrupted);
  }
  holder.query("ROLLBACK");
}
