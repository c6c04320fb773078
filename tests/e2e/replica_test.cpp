// Standbys and subscribers, real ones: their readers are waited for, their replay is part of the gates, and a promoted one restarts soaks.
#include "rollout_run.hpp"
#include "support/catch.hpp"
#include "support/replica.hpp"

#include <fmt/format.h>

#include <fstream>
#include <thread>

using namespace phasegate;
using namespace phasegate::test;

namespace {

void append(const Project& project, const std::string& text) { std::ofstream(project.path() / "phasegate.toml", std::ios::app) << "\n" << text << "\n"; }

void name_standby(const Project& project, const Replica& replica) { append(project, fmt::format("[replica.{}]\nurl = \"{}\"", replica.name(), replica.url(project.database().name()))); }

bool mentions(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

// Something that a standby has to replay.
void write_something(const Project& project) { project.database().connect().query("SET synchronous_commit = on; UPDATE people SET joined_on = joined_on WHERE id = 1"); }

std::string of_other_database(const Project& project, const std::string& url, const std::string& arguments, int exit_code) {
  const Run result = run("cd " + project.path().string() + " && DATABASE_URL='" + url + "' " + PHASEGATE_BINARY + " " + arguments);
  INFO(arguments << "\n" << result.out);
  CHECK(result.exit_code == exit_code);
  return result.out;
}

}  // namespace

TEST_CASE("replicas: before a lock that would stop its readers, a standby's old transactions are waited for", "[db][e2e][replica]") {
  const Project project("01-display-name");
  const Replica replica(server());
  name_standby(project, replica);
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  replica.catch_up();
  auto reader = replica.connect(project.database().name());
  reader.query("SET application_name = 'reporting'");
  reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  reader.query("SELECT count(*) FROM people");
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));  // older than what is expected to end by itself
  const std::string waited = project.expect(4, "apply --phase expand --limit 2");
  mentions(waited, "on standby replica, pid " + std::to_string(reader.backend_pid()) + " (reporting, user postgres");
  mentions(waited, "holds ACCESS SHARE on public.people");
  CHECK(project.database().value("SELECT count(*) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = 'display_name'") == "0");
  // It still reads: nothing was replayed that stops it.
  CHECK(reader.value("SELECT count(*) FROM people") == "505");
  reader.query("COMMIT");

  replica.stop();
  mentions(project.expect(4, "apply --phase expand --limit 2"), "standby replica cannot be asked who reads from it");
  replica.start();
  project.expect(0, "apply --phase expand");
}

TEST_CASE("replicas: the deploy gate asks for what standbys have replayed", "[db][e2e][replica]") {
  const Project project("01-display-name");
  const Replica replica(server());
  SECTION("a named one") {
    name_standby(project, replica);
    project.up_to_deploy("directory", "1.4.0");
    mentions(project.expect(0, "gate --phase deploy"), "open replicas: have replayed all of it: replica");
    replica.pause_replay();
    write_something(project);
    mentions(project.expect(3, "gate --phase deploy"), "shut replicas: behind: replica by");
    mentions(project.expect(3, "mark --app directory --starting 2.0.0"), "behind: replica by");
    replica.resume_replay();
    project.expect(0, "gate --phase deploy --wait --timeout 20s --poll 100");
    project.expect(0, "mark --app directory --starting 2.0.0");
    replica.stop();
    const std::string away = project.expect(3, "gate --phase deploy");
    mentions(away, "not connected: replica");
    mentions(away, "inactive, and WAL is kept for them: replica");
    project.expect(0, "mark --replica replica --retire");
    project.expect(0, "gate --phase deploy");
    project.expect(1, "mark --replica replica --retire");
  }
  SECTION("one that nobody has named, and one that nobody reads from") {
    project.expect(0, "plan");
    project.expect(0, "mark --app directory --finished 1.4.0");
    mentions(project.expect(0, "apply --phase expand"), "standbys that no [replica.NAME] of phasegate.toml names, so that nobody looks for readers there: replica\n");
    project.expect(0, "apply --phase backfill");
    mentions(project.expect(0, "gate --phase deploy --wait --timeout 20s --poll 100"), "nobody has named, so their transactions are not looked at: replica");
    replica.pause_replay();
    write_something(project);
    mentions(project.expect(3, "gate --phase deploy"), "behind: replica by");
    append(project, "[replica.replica]\nreads = false");
    project.expect(0, "mark --replica replica");
    project.expect(0, "gate --phase deploy");
    replica.resume_replay();
  }
}

TEST_CASE("replicas: whoever writes to a standby by mistake is told that it is one", "[db][e2e][replica]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  const Replica replica(server());
  replica.catch_up();
  const auto on_standby = [&](const std::string& arguments) {
    return run("cd " + project.path().string() + " && DATABASE_URL='" + replica.url(project.database().name()) + "' " + PHASEGATE_BINARY + " " + arguments);
  };
  for (const char* arguments : {"mark --app directory --finished 1.4.1", "apply --phase expand", "mark --backup nightly"}) {
    const Run refused = on_standby(arguments);
    INFO(arguments << "\n" << refused.out);
    CHECK(refused.exit_code == 1);
    mentions(refused.out, "is a standby, and takes no writes\n  help: connect to the primary");
  }
  const Run planned = on_standby("plan --check");
  INFO(planned.out);
  if (planned.exit_code == 1) mentions(planned.out, "--scratch embedded");
  CHECK(on_standby("status").exit_code == 0);
}

TEST_CASE("replicas: a role that cannot see how far they are finds the gate shut", "[db][e2e][replica]") {
  const TestDatabase database;
  auto owner = database.connect();
  const Replica replica(server());
  owner.query("DO $$ BEGIN CREATE ROLE replica_runner LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  owner.query("GRANT CREATE ON DATABASE " + database.name() + " TO replica_runner");
  const Run installed = run("cd /tmp && DATABASE_URL='" + database.url("replica_runner") + "' " + PHASEGATE_BINARY + " mark --app app --finished 1.0.0");
  INFO(installed.out);
  REQUIRE(installed.exit_code == 0);
  auto runner = connect(database.url("replica_runner"));
  const std::string ask = "SELECT is_open || ' ' || reason FROM phasegate.gate_replicas('{\"phase\": \"deploy\", \"rollout\": \"r\"}') WHERE check_name = 'replicas'";
  CHECK(runner.value(ask) == "false role replica_runner cannot see how far standbys have replayed");
  owner.query("GRANT pg_read_all_stats TO replica_runner");
  replica.catch_up();
  CHECK(runner.value(ask) == "true have replayed all of it: replica; nobody has named, so their transactions are not looked at: replica");
  owner.query("REVOKE pg_read_all_stats FROM replica_runner");
}

TEST_CASE("replicas: a session of the old version on a standby keeps validate shut", "[db][e2e][replica]") {
  const Project project("01-display-name");
  const Replica replica(server());
  project.edit("phasegate.toml", "[gates]", "[gates]\nsessions = true");
  name_standby(project, replica);
  project.up_to_deploy("directory", "1.4.0");
  replica.catch_up();
  auto old = std::make_unique<Database>(replica.connect(project.database().name()));
  old->query("SET application_name = 'directory'");
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  const std::string shut = project.expect(3, "gate --phase validate");
  mentions(shut, "shut sessions on replica: older than the deploy");
  mentions(shut, "open sessions: every session began with the deploy or after it");
  mentions(project.expect(3, "apply --phase validate"), "sessions on replica");
  old.reset();
  auto young = replica.connect(project.database().name());
  young.query("SET application_name = 'directory'");
  project.expect(0, "gate --phase validate --wait --timeout 10s --poll 100");
  project.expect(0, "apply --phase validate");
}

TEST_CASE("failover: on a promoted standby every soak starts again, at once", "[db][e2e][replica]") {
  const Project project("01-display-name");
  project.edit("phasegate.toml", "soak_before_drop = \"1s\"", "soak_before_drop = \"2s\"");
  const Replica replica(server());
  project.up_to_deploy("directory", "1.4.0");
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  project.expect(0, "gate --phase validate");
  project.expect(0, "apply --phase validate");
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));
  mentions(project.expect(0, "gate --phase contract"), "gate contract/drop: ");
  replica.catch_up();
  const std::string before = project.database().value("SELECT phasegate.timeline()");
  replica.promote();
  const std::string url = replica.url(project.database().name());
  // Read from the WAL, not from the control file, which follows with the next checkpoint.
  CHECK(connect(url).value("SELECT phasegate.timeline()") != before);
  mentions(of_other_database(project, url, "gate --phase contract", 3), "no deploy of it was marked finished since the server changed to timeline");
  of_other_database(project, url, "apply --phase contract", 3);
  CHECK(connect(url).value("SELECT phasegate.effective_version('directory')") == "2.0.0");
  // The floor came along: the old version may not start here either.
  of_other_database(project, url, "mark --app directory --starting 1.4.0", 3);
  of_other_database(project, url, "mark --app directory --finished 2.0.0", 0);
  mentions(of_other_database(project, url, "apply --phase contract", 3), "soak directory");
  std::this_thread::sleep_for(std::chrono::milliseconds(2100));
  of_other_database(project, url, "apply --phase contract", 0);
}

TEST_CASE("subscribers: a published table asks for them once, and for what they have received", "[db][e2e][replica]") {
  const Project project("01-display-name");
  auto session = project.database().connect();
  session.query("CREATE PUBLICATION directory_changes FOR TABLE people");
  mentions(project.expect(0, "plan"), "warning: public.people is published by directory_changes");
  project.expect(0, "mark --app directory --finished 1.4.0");
  const std::string shut = project.expect(3, "apply --phase expand");
  mentions(shut, "subscribers public.people: published by directory_changes");
  const auto at = shut.find("phasegate mark --approve \"subscribers of public.people\" --plan ");
  REQUIRE(at != std::string::npos);
  const std::string plan_id = shut.substr(shut.find("--plan ", at) + 7, 8);
  project.expect(0, "mark --approve 'subscribers of public.people' --plan " + plan_id);
  project.expect(0, "apply --phase expand");
  project.expect(0, "apply --phase backfill");
  const std::string slot = "slot_of_" + project.database().name();
  SECTION("a slot that nobody reads") {
    session.query("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    mentions(project.expect(3, "gate --phase deploy"), "shut subscriber slots: " + slot + " is inactive");
    project.expect(0, "mark --approve 'lag of slot " + slot + "' --plan " + plan_id);
    project.expect(0, "gate --phase deploy");
    session.query("SELECT pg_drop_replication_slot('" + slot + "')");
  }
  SECTION("a real subscriber") {
    const TestDatabase subscriber("CREATE TABLE people (id bigint PRIMARY KEY, first_name text, last_name text, joined_on date, display_name text)");
    auto receiving = subscriber.connect();
    session.query("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    receiving.query("CREATE SUBSCRIPTION directory_copy CONNECTION 'host=" + server().folder().string() + " user=postgres dbname=" + project.database().name() +
                    "' PUBLICATION directory_changes WITH (create_slot = false, slot_name = '" + slot + "', copy_data = false)");
    session.query("SET synchronous_commit = on; UPDATE people SET first_name = 'Changed' WHERE id = 1");
    mentions(project.expect(0, "gate --phase deploy --wait --timeout 20s --poll 100"), "subscriber slots: all of it was received");
    CHECK(project.database().value("SELECT display_name FROM people WHERE id = 1") == "Changed Family1");
    receiving.query("ALTER SUBSCRIPTION directory_copy DISABLE");
    for (int i = 0; i < 500 && session.value("SELECT active FROM pg_replication_slots WHERE slot_name = $1", {slot}) == "t"; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    mentions(project.expect(3, "gate --phase deploy"), slot + " is inactive");
    receiving.query("DROP SUBSCRIPTION directory_copy");  // and its slot
  }
}

TEST_CASE("subscribers: a table that a subscription writes says that sync triggers do not fire", "[db][e2e][replica]") {
  const TestDatabase source("CREATE TABLE people (id bigint PRIMARY KEY, first_name text NOT NULL, last_name text, joined_on date NOT NULL DEFAULT current_date); CREATE PUBLICATION all_people FOR TABLE people");
  const Project project("01-display-name");
  auto publishing = source.connect(), session = project.database().connect();
  const std::string slot = "slot_of_" + source.name();
  publishing.query("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
  session.query("CREATE SUBSCRIPTION \"Odd \"\"copy\" CONNECTION 'host=" + server().folder().string() + " user=postgres dbname=" + source.name() +
                "' PUBLICATION all_people WITH (create_slot = false, slot_name = '" + slot + "', copy_data = false)");
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  const std::string shut = project.expect(3, "apply --phase expand");
  mentions(shut, "it writes public.people, and its writes fire no sync trigger");
  const std::string plan_id = shut.substr(shut.find("--plan ") + 7, 8);
  project.expect(0, "mark --approve 'writes of subscription Odd \"copy on public.people' --plan " + plan_id);
  project.expect(0, "apply --phase expand");
  session.query("ALTER SUBSCRIPTION \"Odd \"\"copy\" DISABLE");
  session.query("DROP SUBSCRIPTION \"Odd \"\"copy\"");
}
