// Who may do what in schema phasegate, and that nobody's search_path changes what its functions do.
#include "gate/evaluate.hpp"
#include "scenario.hpp"
#include "support/catch.hpp"

#include <set>

using namespace phasegate;
using phasegate::test::GateDatabase;

namespace {

void make_roles(Database& session) {
  for (const char* role : {"rights_app", "rights_marker", "rights_approver", "rights_reader"})
    session.query("DO $$ BEGIN CREATE ROLE " + std::string(role) + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
}

std::vector<std::string> column_of(Database& session, const std::string& query) {
  const Result rows = session.query(query);
  std::vector<std::string> values;
  for (std::size_t i = 0; i < rows.rows(); ++i) values.emplace_back(rows.at(i, 0).value_or(""));
  return values;
}

// A call of every routine that is no trigger, with NULL for each argument.
std::vector<std::string> all_calls(Database& session) {
  return column_of(session,
                   "SELECT (CASE p.prokind WHEN 'p' THEN 'CALL ' ELSE 'SELECT ' END) || p.oid::regproc || '(' ||\n"
                   "  coalesce((SELECT string_agg('NULL::' || t::regtype, ', ' ORDER BY n) FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, n)), '') || ')'\n"
                   "FROM pg_proc p WHERE p.pronamespace = 'phasegate'::regnamespace AND p.prorettype <> 'trigger'::regtype ORDER BY 1");
}

std::vector<std::string> all_tables(Database& session) {
  return column_of(session, "SELECT oid::regclass FROM pg_class WHERE relnamespace = 'phasegate'::regnamespace AND relkind IN ('r', 'v', 'S', 'm', 'p') ORDER BY 1");
}

bool is_one_of(const std::string& call, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (call.find("phasegate." + std::string(name) + "(") != std::string::npos) return true;
  return false;
}

// Whatever the reason: libpqxx 6 keeps no SQLSTATE of some of them.
bool fails(Database& session, const std::string& sql) {
  try {
    session.query(sql);
    return false;
  } catch (const DatabaseError&) {
    return true;
  }
}

// Calls everything but `allowed` and touches every table, and is refused each time.
void check_nothing_else(Database& owner, Database& session, std::initializer_list<const char*> allowed, const std::set<std::string>& readable) {
  for (const std::string& call : all_calls(owner)) {
    // Pure arithmetic on its arguments, open to everybody.
    if (is_one_of(call, allowed) || is_one_of(call, {"lock_key", "compare_numbers", "compare_prereleases", "version_error", "compare_versions", "extreme_version", "needed_version", "passed_what"})) continue;
    INFO(call);
    CHECK(test::is_denied(session, call));
  }
  for (const std::string& table : all_tables(owner)) {
    INFO(table);
    CHECK(test::is_denied(session, "SELECT * FROM " + table) != readable.contains(table));
    for (const std::string& sql : {"INSERT INTO " + table + " DEFAULT VALUES", "DELETE FROM " + table, "TRUNCATE " + table, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE", "DROP TABLE " + table}) {
      INFO(sql);
      CHECK(fails(session, sql));
    }
    CHECK(owner.value("SELECT has_table_privilege($1, $2, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')", {session.value("SELECT current_user"), table}) == "f");
  }
  for (const char* sql : {"CREATE TABLE phasegate.mine ()", "CREATE FUNCTION phasegate.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "DROP SCHEMA phasegate CASCADE",
                          "CREATE OR REPLACE FUNCTION phasegate.guard(spec jsonb) RETURNS void LANGUAGE sql AS ''", "ALTER FUNCTION phasegate.guard(jsonb) OWNER TO rights_app"})
    CHECK(fails(session, sql));
}

}  // namespace

TEST_CASE("rights: an application can ask and report its version, and nothing else", "[db][gate]") {
  GateDatabase database;
  auto owner = database.connect();
  make_roles(owner);
  database.mark("finished", "1.0.0");
  auto application = connect(database.url("rights_app"));
  CHECK(test::sqlstate_of(application, "SELECT phasegate.assert_compatible('app', '1.0.0')") == "");
  CHECK(test::sqlstate_of(application, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0')") == "");
  CHECK(application.value("SELECT phasegate.open('nothing')") == "f");
  check_nothing_else(owner, application, {"assert_compatible", "heartbeat", "open"}, {"phasegate.installation", "phasegate.backfill_progress", "phasegate.backfill_pause"});
  CHECK(database.effective() == "1.0.0");
}

TEST_CASE("rights: a heartbeat cannot keep a gate shut for ever", "[db][gate]") {
  GateDatabase database;
  database.mark("finished", "1.0.0");
  auto session = database.connect();
  CHECK(test::sqlstate_of(session, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0', '25 h')") == "PG001");
  CHECK(fails(session, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0', 'infinity'::timestamptz - 'epoch')"));
  CHECK(test::sqlstate_of(session, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0', '24 h')") == "");
}

TEST_CASE("rights: taken from everybody, they stay with those who were given them, over another installation", "[db][gate]") {
  GateDatabase database;
  auto owner = database.connect();
  make_roles(owner);
  database.mark("finished", "1.0.0");
  owner.query("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA phasegate FROM PUBLIC");
  owner.query("SELECT phasegate.grant_right('application', 'rights_app')");
  owner.query(install_sql());
  auto application = connect(database.url("rights_app")), other = connect(database.url("rights_marker"));
  CHECK(test::sqlstate_of(application, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0')") == "");
  CHECK(test::is_denied(other, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0')"));
  CHECK(test::is_denied(other, "SELECT phasegate.assert_compatible('app', '1.0.0')"));
  owner.query("SELECT phasegate.revoke_right('application', 'rights_app')");
  CHECK(test::is_denied(application, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0')"));
  CHECK(test::sqlstate_of(owner, "SELECT phasegate.grant_right('everything', 'rights_app')") == "PG001");
}

TEST_CASE("rights: a deploy pipeline can mark, and neither approve, open a rollout nor move a floor", "[db][gate]") {
  GateDatabase database;
  auto owner = database.connect();
  make_roles(owner);
  owner.query("SELECT phasegate.grant_right('marker', 'rights_marker')");
  auto marker = connect(database.url("rights_marker"));
  // Of another build of the same schema version: who may only mark installs nothing.
  owner.query("UPDATE phasegate.installation SET script = 'of another build'");
  CHECK_NOTHROW(mark(marker, {.application = "app", .event = "finished", .version = "1.0.0", .is_new = false, .scheme = {}, .environment = {}}));
  CHECK_NOTHROW(record_backup(marker, "nightly"));
  CHECK(database.effective() == "1.0.0");
  check_nothing_else(owner, marker, {"mark", "record_backup", "assert_compatible", "heartbeat", "open"}, {"phasegate.installation", "phasegate.backfill_progress", "phasegate.backfill_pause", "phasegate.rollout"});
  for (const std::string call : {"phasegate.approve('0a1b2c3d', 'column public.users.nick')", "phasegate.retire_application('app')", "phasegate.adopt_environment('staging')", "phasegate.forget_replica('r1')"})
    CHECK(test::is_denied(marker, "SELECT " + call));
  for (const std::string function : {"guard", "open_rollout", "raise_floors", "lower_floors", "guard_latched"})
    CHECK(test::is_denied(marker, "SELECT phasegate." + function + "(" + test::literal(test::spec("contract")) + ")"));
  // A setting is no way around a floor either.
  owner.query("UPDATE phasegate.application SET floor = '2.0.0'");
  marker.query("SET phasegate.override = 'I want to'");
  CHECK(test::sqlstate_of(marker, "SELECT phasegate.mark('app', 'starting', '1.0.0')") == "PG003");
  CHECK(owner.value("SELECT floor FROM phasegate.application") == "2.0.0");
  CHECK(owner.value("SELECT count(*) FROM phasegate.rollout") == "0");
}

TEST_CASE("rights: an approver approves, and does not deploy", "[db][gate]") {
  GateDatabase database;
  auto owner = database.connect();
  make_roles(owner);
  database.mark("finished", "1.0.0");
  owner.query("SELECT phasegate.grant_right('approver', 'rights_approver')");
  auto approver = connect(database.url("rights_approver"));
  CHECK_NOTHROW(approve(approver, "0a1b2c3d", "column public.users.nick"));
  CHECK(database.value("SELECT approved_by FROM phasegate.approval") == "rights_approver");
  CHECK_NOTHROW(name_replica(approver, "r1", true));
  CHECK_NOTHROW(forget_replica(approver, "r1"));
  check_nothing_else(owner, approver, {"approve", "retire_application", "adopt_environment", "name_replica", "forget_replica", "pause_backfill", "resume_backfill", "assert_compatible", "heartbeat", "open"},
                     {"phasegate.installation", "phasegate.backfill_progress", "phasegate.backfill_pause", "phasegate.rollout"});
}

TEST_CASE("rights: a reader sees why a gate is shut, and writes nothing", "[db][gate]") {
  GateDatabase database;
  auto owner = database.connect();
  make_roles(owner);
  database.mark("finished", "1.0.0");
  owner.query("SELECT phasegate.grant_right('reader', 'rights_reader')");
  auto reader = connect(database.url("rights_reader"));
  test::Json json = test::spec("contract");
  json["tables"] = {"public.users"};
  json["conditions"] = {{{"sql", "EXISTS (SELECT FROM public.users)"}, {"otherwise", "empty"}}};
  json["soak_seconds"] = 60;
  json["backup_max_age_seconds"] = 60;
  json["approvals"] = {"column public.users.nick"};
  for (const GateCheck& check : evaluate(reader, json.dump())) {
    INFO(check.name << ": " << check.reason);
    CHECK_FALSE(check.name.starts_with("evidence"));
    if (check.name == "condition 1") CHECK(check.reason.find("permission denied for table users") != std::string::npos);
  }
  for (const std::string function : {"guard", "open_rollout", "raise_floors", "mark", "approve"}) {
    INFO(function);
    CHECK(owner.value("SELECT bool_or(has_function_privilege('rights_reader', oid, 'EXECUTE')) FROM pg_proc WHERE pronamespace = 'phasegate'::regnamespace AND proname = $1", {function}) == "f");
  }
  for (const std::string& table : all_tables(owner)) CHECK(fails(reader, "DELETE FROM " + table));
}

TEST_CASE("rights: a hostile search_path changes nothing", "[db][gate]") {
  GateDatabase database;
  auto owner = database.connect();
  make_roles(owner);
  database.mark("finished", "1.0.0");
  owner.query("UPDATE phasegate.application SET floor = '1.0.0'");
  owner.query("CREATE TABLE public.taken (what text); GRANT INSERT, SELECT ON public.taken TO PUBLIC");
  // Everything that the functions might take for the server's own, found first: it says where it was called, and lies.
  const std::string hostile =
      "CREATE SCHEMA IF NOT EXISTS evil; GRANT USAGE ON SCHEMA evil TO PUBLIC;\n"
      "CREATE FUNCTION evil.steal(what text) RETURNS void LANGUAGE plpgsql AS $f$ BEGIN INSERT INTO public.taken VALUES (what || ' by ' || pg_catalog.current_user()); END $f$;\n"
      "CREATE FUNCTION evil.same(a text, b text) RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.steal('='); RETURN true; END $f$;\n"
      "CREATE FUNCTION evil.less(a integer, b integer) RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.steal('<'); RETURN false; END $f$;\n"
      "CREATE OPERATOR evil.= (FUNCTION = evil.same, LEFTARG = text, RIGHTARG = text);\n"
      "CREATE OPERATOR evil.<> (FUNCTION = evil.same, LEFTARG = text, RIGHTARG = text);\n"
      "CREATE OPERATOR evil.< (FUNCTION = evil.less, LEFTARG = integer, RIGHTARG = integer);\n"
      "CREATE FUNCTION evil.format(text, VARIADIC \"any\") RETURNS text LANGUAGE internal AS 'text_format';\n"
      "CREATE FUNCTION evil.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.steal('clock'); RETURN 'infinity'; END $f$;\n"
      "CREATE FUNCTION evil.current_database() RETURNS name LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.steal('database'); RETURN 'template1'; END $f$;\n"
      "CREATE FUNCTION evil.to_regclass(text) RETURNS regclass LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.steal('to_regclass'); RETURN NULL; END $f$;\n"
      "CREATE FUNCTION evil.compare_versions(text, text, text) RETURNS integer LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.steal('compare'); RETURN 1; END $f$;\n"
      "CREATE FUNCTION evil.pg_is_in_recovery() RETURNS boolean LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.steal('recovery'); RETURN true; END $f$;\n"
      "CREATE TABLE evil.application (name text, scheme text, floor text, registered_at timestamptz, retired_at timestamptz);\n"
      "CREATE TABLE evil.marker (LIKE phasegate.marker); CREATE TABLE evil.rollout (LIKE phasegate.rollout);\n"
      "GRANT ALL ON ALL TABLES IN SCHEMA evil TO PUBLIC";
  owner.query(hostile);
  owner.query("GRANT TEMPORARY ON DATABASE " + database.name() + " TO PUBLIC");
  auto application = connect(database.url("rights_app"));
  for (Database* session : {&application, &owner}) {
    session->query("CREATE TEMPORARY TABLE application (LIKE evil.application); CREATE TEMPORARY TABLE marker (LIKE evil.marker); CREATE TEMPORARY TABLE pg_database (oid oid, datname name)");
    session->query("SET search_path = evil, pg_temp, public, pg_catalog");
    CHECK(test::sqlstate_of(*session, "SELECT phasegate.assert_compatible('app', '1.0.0')") == "");
    CHECK(test::sqlstate_of(*session, "SELECT phasegate.assert_compatible('app', '0.9.0')") == "PG003");
    CHECK(test::sqlstate_of(*session, "SELECT phasegate.heartbeat('app', 'pod', '1.0.0')") == "");
    CHECK(session->value("SELECT phasegate.open('nothing')") == "f");
  }
  CHECK(owner.value("SELECT phasegate.mark('app', 'starting', '1.5.0')").find("effective version: 1.0.0") != std::string::npos);
  CHECK(test::sqlstate_of(owner, "SELECT phasegate.mark('app', 'starting', '0.9.0')") == "PG003");
  // The guard too: shut stays shut.
  CHECK(test::sqlstate_of(owner, "SELECT phasegate.guard(" + test::literal(test::spec("contract")) + "::jsonb)") == "PG003");
  CHECK(database.value("SELECT coalesce(string_agg(what, ', '), '') FROM public.taken") == "");
}
