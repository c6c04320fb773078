// A database whose owner lets nobody call new functions: the sync triggers of a rollout must not break the writes of an application.
#include "rollout_run.hpp"
#include "support/catch.hpp"

using namespace phasegate;
using namespace phasegate::test;

TEST_CASE("hardened defaults: an application's writes fire sync triggers without a right on any function", "[db][e2e]") {
  const Project project("01-display-name");
  auto owner = project.database().connect();
  owner.query("DO $$ BEGIN CREATE ROLE hardened_app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  owner.query("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
  owner.query("GRANT SELECT, INSERT, UPDATE, DELETE ON people TO hardened_app");
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(0, "apply --phase expand");
  auto application = connect(project.database().url("hardened_app"));
  application.query("INSERT INTO people (id, first_name, last_name) VALUES (900, 'New', 'One')");
  application.query("UPDATE people SET last_name = 'Other' WHERE id IN (1, 900)");
  CHECK(application.value("SELECT string_agg(display_name, ', ' ORDER BY id DESC) FROM people WHERE id IN (1, 900)") == "New Other, Given1 Other");
  CHECK(application.value("SELECT phasegate.open('nothing')") == "f");
  // What writes stays shut all the same.
  CHECK(owner.value("SELECT string_agg(proname, ' ' ORDER BY proname) FROM pg_proc WHERE pronamespace = 'phasegate'::regnamespace AND provolatile = 'v'"
                    " AND has_function_privilege('hardened_app', oid, 'EXECUTE') AND prorettype <> 'trigger'::regtype AND proname !~ '^up_'") == "assert_compatible heartbeat open");
}
