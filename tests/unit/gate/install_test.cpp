// The install script: under every runner, again and again, at the same time, and without a superuser.
#include "support/catch.hpp"

#include "scenario.hpp"

#include <regex>
#include <future>

using namespace phasegate;

namespace {

const char* const is_there = "SELECT count(*) FROM pg_proc WHERE pronamespace = to_regnamespace('phasegate') AND proname IN ('guard', 'gate', 'mark')";

}  // namespace

TEST_CASE("install: under psql, psql -1, and twice", "[db][gate]") {
  test::TestDatabase database;
  test::TemporaryFolder folder;
  const auto file = folder.write("install.sql", install_sql()).string();
  for (const std::string options : {"-v ON_ERROR_STOP=1 -f ", "-1 -f ", "-f "}) {
    const test::Run result = test::psql(database, options + file);
    INFO(options << result.out);
    CHECK(result.exit_code == 0);
    CHECK(result.out == "DO\n");
    CHECK(database.value(is_there) == "3");
  }
}

TEST_CASE("install: keeps what is recorded", "[db][gate]") {
  test::GateDatabase database;
  database.mark("finished", "1.0.0");
  database.connect().query(install_sql());
  CHECK(database.effective() == "1.0.0");
}

TEST_CASE("install: from several sessions at once", "[db][gate]") {
  test::TestDatabase database;
  std::vector<std::future<void>> sessions;
  for (int i = 0; i < 4; ++i) sessions.push_back(std::async(std::launch::async, [&] {
    auto session = database.connect();
    for (int again = 0; again < 3; ++again) session.query(install_sql());
  }));
  for (auto& session : sessions) CHECK_NOTHROW(session.get());
  CHECK(database.value(is_there) == "3");
  CHECK(database.value("SELECT count(*) FROM phasegate.installation") == "1");
}

TEST_CASE("install: inside a transaction, in REPEATABLE READ too, without leaving settings behind", "[db][gate]") {
  test::TestDatabase database;
  auto session = database.connect();
  session.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  session.query(install_sql());
  CHECK(session.value("SHOW client_min_messages") == "notice");
  session.query("ROLLBACK");
  CHECK_FALSE(is_installed(session));
}

TEST_CASE("install: a role with CREATE on the database is enough, and another role changes nothing", "[db][gate]") {
  test::TestDatabase database("DO $$ BEGIN CREATE ROLE gate_owner LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
                              "DO $$ BEGIN CREATE ROLE gate_other LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  database.connect().query("GRANT CREATE ON DATABASE " + database.name() + " TO gate_owner");
  auto owner = connect(database.url("gate_owner"));
  ensure_installed(owner);
  ensure_installed(owner);
  owner.query(install_sql());
  auto other = connect(database.url("gate_other"));
  CHECK_NOTHROW(ensure_installed(other));
  CHECK_NOTHROW(other.query(install_sql()));
  owner.query("UPDATE phasegate.installation SET script = 'of another build'");
  CHECK(test::is_denied(other, install_sql()));
}

TEST_CASE("install: an older script never replaces a newer one", "[db][gate]") {
  test::GateDatabase database;
  database.connect().query("UPDATE phasegate.installation SET schema_version = 999; DROP FUNCTION phasegate.guard(jsonb)");
  database.connect().query(install_sql());
  CHECK(database.value("SELECT schema_version FROM phasegate.installation") == "999");
  CHECK(database.value(is_there) == "2");
}

TEST_CASE("install: only what applications call is open to everybody", "[db][gate]") {
  test::GateDatabase database;
  CHECK(database.value("SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'phasegate'::regnamespace"
                       " AND prosecdef AND has_function_privilege('pg_monitor', oid, 'EXECUTE')") == "assert_compatible heartbeat open");
  CHECK(database.value("SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'phasegate'::regnamespace AND provolatile = 'v'"
                       " AND proname !~ '^backfill' AND has_function_privilege('pg_monitor', oid, 'EXECUTE')") == "assert_compatible heartbeat open");
  CHECK(database.value("SELECT count(*) FROM pg_proc WHERE pronamespace = 'phasegate'::regnamespace AND proname !~ '^backfill' AND proname NOT IN ('lock_key', 'rows_lost')"
                       " AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)") == "0");
}

TEST_CASE("install: one statement that no runner takes apart", "[gate]") {
  const std::string script = install_sql();
  CHECK(script == install_sql());
  CHECK(script.find("${") == std::string::npos);
  CHECK_FALSE(std::regex_search(script, std::regex("@[a-z_]+@")));  // every marker was replaced
  const std::string tag = "$phasegate_install$";
  const std::size_t begin = script.find(tag), end = script.rfind(tag);
  CHECK(script.find(tag, begin + 1) == end);
  CHECK(script.substr(end) == tag + ";\n");
  CHECK(script.find('$') == begin);
}

TEST_CASE("install: the lock key is the same in C++ and in the database", "[db][gate]") {
  test::GateDatabase database;
  CHECK(database.value("SELECT phasegate.lock_key()") == std::to_string(runner_lock_key));
}
