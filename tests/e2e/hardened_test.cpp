// Rights around a rollout, by the commands: a database whose owner lets nobody call new functions, a pipeline that may only mark, and
// somebody who may only look on.
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

TEST_CASE("roles: a pipeline marks, and a reader looks on, with the rights that docs/roles.md gives them", "[db][e2e]") {
  const Project project("01-display-name");
  auto owner = project.database().connect();
  for (const char* role : {"pipeline_role", "looking_role"}) owner.query("DO $$ BEGIN CREATE ROLE " + std::string(role) + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
  const auto as = [&](const std::string& role, int exit_code, const std::string& arguments) {
    const Run result = run("cd " + project.path().string() + " && DATABASE_URL='" + project.database().url(role) + "' " + PHASEGATE_BINARY + " " + arguments);
    INFO(role << ": phasegate " << arguments << "\n" << result.out);
    CHECK(result.exit_code == exit_code);
    return result.out;
  };
  project.up_to_deploy("directory", "1.4.0");
  as("pipeline_role", 1, "mark --app directory --starting 2.0.0");  // no right yet
  owner.query("SELECT phasegate.grant_right('marker', 'pipeline_role'), phasegate.grant_right('reader', 'looking_role')");
  owner.query("GRANT SELECT ON public.flyway_schema_history, people TO looking_role");
  as("pipeline_role", 0, "mark --app directory --starting 2.0.0");
  as("looking_role", 3, "gate --phase validate");
  as("pipeline_role", 0, "mark --app directory --finished 2.0.0");
  as("looking_role", 0, "gate --phase validate");
  as("looking_role", 0, "gate");
  CHECK(as("looking_role", 0, "status").find("application directory: version 2.0.0") != std::string::npos);
  as("looking_role", 1, "mark --app directory --finished 2.0.0");
  for (const std::string role : {"pipeline_role", "looking_role"}) {
    as(role, 1, "apply --phase validate");
    as(role, 1, "mark --approve 'column public.people.first_name' --plan 0a1b2c3d");
    as(role, 1, "mark --app directory --retire");
  }
  project.expect(0, "apply --phase validate");
}
