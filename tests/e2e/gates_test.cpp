// The gates around a deploy, its rollback and the drop, by the commands that a pipeline types.
#include "rollout_run.hpp"
#include "support/catch.hpp"

#include <thread>

using phasegate::test::Project;

namespace {

bool column_is_there(const Project& project, const std::string& name) {
  return project.database().value("SELECT count(*) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = '" + name + "' AND NOT attisdropped") == "1";
}

void deploy(const Project& project) {
  project.expect(0, "mark --app directory --starting 2.0.0");
  project.expect(0, "mark --app directory --finished 2.0.0");
}

}  // namespace

TEST_CASE("gates: without a marker nothing but schema phasegate is installed", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  const std::string out = project.expect(3, "apply --all");
  CHECK(out.find("phasegate mark --app directory --finished 1.4.0") != std::string::npos);
  CHECK_FALSE(column_is_there(project, "display_name"));
}

TEST_CASE("gates: the deploy is refused before the backfill is complete", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(3, "mark --app directory --starting 2.0.0");
  project.expect(0, "apply --phase expand");
  const std::string out = project.expect(3, "mark --app directory --starting 2.0.0");
  CHECK(out.find("not every row is filled") != std::string::npos);
  CHECK(project.database().value("SELECT phasegate.effective_version('directory')") == "1.4.0");
  project.expect(0, "mark --app directory --starting 1.5.0");  // a version below adopts is free to start
  project.expect(0, "apply --phase backfill");
  project.expect(0, "mark --app directory --starting 2.0.0");
}

TEST_CASE("gates: validate stays shut while the old version may run", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  project.expect(3, "apply --phase validate");
  project.expect(0, "mark --app directory --starting 2.0.0");
  project.expect(3, "apply --phase validate");
  project.expect(3, "advance");
  project.expect(0, "mark --app directory --finished 2.0.0");
  project.expect(0, "advance");
  CHECK(project.database().value("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = 'display_name'") == "t");
}

TEST_CASE("gates: before validate the old version may come back", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  deploy(project);
  project.expect(0, "mark --app directory --starting 1.4.0");
  project.expect(3, "apply --phase validate");
}

TEST_CASE("gates: after validate the old version may not come back, after its undo it may", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  deploy(project);
  project.expect(0, "apply --phase validate");
  const std::string out = project.expect(3, "mark --app directory --starting 1.4.0");
  CHECK(out.find("2.0.0 or above") != std::string::npos);
  CHECK(project.database().value("SELECT phasegate.effective_version('directory')") == "2.0.0");
  project.expect(0, "undo --phase validate");
  project.expect(0, "mark --app directory --starting 1.4.0");
  // The old version writes and reads as ever.
  auto session = project.database().connect();
  session.query("INSERT INTO people (id, first_name, last_name) VALUES (900, 'Back', 'Again')");
  CHECK(session.value("SELECT display_name FROM people WHERE id = 900") == "Back Again");
  // And the rollout goes on from there.
  project.expect(0, "mark --app directory --finished 2.0.0");
  project.expect(0, "apply --phase validate");
}

TEST_CASE("gates: the drop waits for the soak", "[db][e2e]") {
  const Project project("01-display-name");
  project.edit("phasegate.toml", "soak_before_drop = \"1s\"", "soak_before_drop = \"1h\"");
  project.up_to_deploy("directory", "1.4.0");
  deploy(project);
  project.expect(0, "apply --phase validate");
  const std::string out = project.expect(3, "apply --phase contract");
  CHECK(out.find("soak directory") != std::string::npos);
  CHECK_FALSE(column_is_there(project, "first_name"));            // retired
  CHECK(column_is_there(project, "zz_phasegate_first_name"));     // and kept
  CHECK(project("gate --phase contract").out.find("gate contract/drop: SHUT") != std::string::npos);
}

TEST_CASE("gates: a rollback marker committed before contract keeps everything in place", "[db][e2e]") {
  const Project project("01-display-name");
  project.edit("phasegate.toml", "soak_before_drop = \"1s\"", "soak_before_drop = \"0s\"");
  project.edit("phasegate.toml", "adopts = \"2.0.0\"", "retires = \"2.1.0\"\nadopts = \"2.0.0\"");
  project.up_to_deploy("directory", "1.4.0");
  deploy(project);
  project.expect(0, "apply --phase validate");
  project.expect(3, "apply --phase contract");  // 2.0.0 is below retires
  project.expect(0, "mark --app directory --finished 2.1.0");
  project.expect(0, "gate --phase contract");
  project.expect(0, "mark --app directory --starting 2.0.0");
  const std::string out = project.expect(3, "apply --phase contract");
  CHECK(out.find("marker directory") != std::string::npos);
  CHECK(column_is_there(project, "first_name"));
  CHECK(column_is_there(project, "last_name"));
  project.expect(0, "mark --app directory --finished 2.1.0");
  project.expect(0, "apply --phase contract");
  CHECK_FALSE(column_is_there(project, "first_name"));
}

TEST_CASE("gates: once columns are retired no version below may start, until the undo of contract", "[db][e2e]") {
  const Project project("01-display-name");
  project.edit("phasegate.toml", "soak_before_drop = \"1s\"", "soak_before_drop = \"1h\"");
  project.edit("phasegate.toml", "adopts = \"2.0.0\"", "retires = \"2.1.0\"\nadopts = \"2.0.0\"");
  project.up_to_deploy("directory", "1.4.0");
  deploy(project);
  project.expect(0, "apply --phase validate");
  project.expect(0, "mark --app directory --finished 2.1.0");
  project.expect(3, "apply --phase contract");  // retired; the drop soaks
  CHECK_FALSE(column_is_there(project, "first_name"));
  project.expect(3, "mark --app directory --starting 2.0.0");
  project.expect(0, "undo --phase contract");
  CHECK(column_is_there(project, "first_name"));
  project.expect(0, "mark --app directory --starting 2.0.0");
}

TEST_CASE("gates: the old version comes back over the undo of validate, and contract stays shut", "[db][e2e]") {
  const Project project("01-display-name");
  project.edit("phasegate.toml", "soak_before_drop = \"1s\"", "soak_before_drop = \"0s\"");
  project.up_to_deploy("directory", "1.4.0");
  deploy(project);
  project.expect(0, "apply --phase validate");
  project.expect(0, "undo --phase validate");
  project.expect(0, "mark --app directory --starting 1.4.0");
  project.expect(3, "apply --phase validate");
  project.expect(3, "apply --phase contract");
  CHECK(column_is_there(project, "first_name"));
}
