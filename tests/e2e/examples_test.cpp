// Every folder examples/NN-title/ is a rollout that runs from its before.sql to an empty plan.
#include "rollout_run.hpp"
#include "support/catch.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

using namespace phasegate;
using phasegate::test::Project;

namespace {

std::vector<std::string> examples() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(PHASEGATE_SOURCE_DIR) / "examples")) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name.size() > 3 && std::isdigit(static_cast<unsigned char>(name[0])) && std::isdigit(static_cast<unsigned char>(name[1])) && name[2] == '-')
      names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

// Asks again until the soak is over; the examples have one of a second or two.
void apply_contract(const Project& project) {
  for (int i = 0; i < 40; ++i) {
    const auto run = project("apply --phase contract");
    INFO(run.out);
    REQUIRE((run.exit_code == 0 || run.exit_code == 3));
    if (run.exit_code == 0) return;
    REQUIRE(run.out.find("soak") != std::string::npos);
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
  FAIL("the gate before contract stays shut");
}

}  // namespace

TEST_CASE("examples: each runs through its phases, and nothing is left to do", "[db][e2e]") {
  REQUIRE_FALSE(examples().empty());
  for (const std::string& name : examples()) {
    DYNAMIC_SECTION(name) {
      const Project project(name);
      const auto applications = read_settings(project.path() / "phasegate.toml").applications;
      REQUIRE_FALSE(applications.empty());
      project.expect(2, "plan --check");
      for (const Application& app : applications) project.expect(0, "mark --app " + app.name + " --finished " + app.from);
      project.expect(0, "plan");
      project.expect(0, "apply --phase expand");
      project.expect(0, "apply --phase backfill");
      project.expect(0, "gate --phase deploy");
      for (const Application& app : applications) project.expect(0, "mark --app " + app.name + " --starting " + app.adopts);
      for (const Application& app : applications) project.expect(0, "mark --app " + app.name + " --finished " + app.adopts);
      project.expect(0, "apply --phase validate");
      for (const Application& app : applications)
        if (app.retires != app.adopts) project.expect(0, "mark --app " + app.name + " --finished " + app.retires);
      apply_contract(project);
      project.expect(0, "plan --check");
    }
  }
}

TEST_CASE("example 01: the names that people have had are the names that they have", "[db][e2e]") {
  const Project project("01-display-name");
  const std::string before = project.database().value("SELECT md5(string_agg(id || concat_ws(' ', first_name, last_name), ',' ORDER BY id)) FROM people");
  project.up_to_deploy("directory", "1.4.0");
  project.expect(0, "mark --app directory --starting 2.0.0");
  project.expect(0, "mark --app directory --finished 2.0.0");
  project.expect(0, "apply --phase validate");
  apply_contract(project);
  CHECK(project.database().value("SELECT md5(string_agg(id || display_name, ',' ORDER BY id)) FROM people") == before);
  CHECK(project.database().value("SELECT string_agg(attname, ',' ORDER BY attname) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0 AND NOT attisdropped") ==
        "display_name,id,joined_on");
}

TEST_CASE("example 01: its README shows what plan prints today", "[db][e2e]") {
  const Project project("01-display-name");
  project.database().connect().query("ANALYZE people");
  const std::string folder = project.path().string() + "/";
  std::string printed = project.expect(0, "plan");
  for (auto at = printed.find(folder); at != std::string::npos; at = printed.find(folder)) printed.erase(at, folder.size());
  const std::string readme = test::read_file(project.path() / "README.md");
  for (std::size_t begin = 0; begin < printed.size();) {
    const std::size_t end = std::min(printed.find('\n', begin), printed.size());
    const std::string line = printed.substr(begin, end - begin);
    begin = end + 1;
    INFO("line: " << line);
    // The server's version and the size on disk differ from machine to machine.
    if (line.starts_with("rollout ") || line.find("note: ") != std::string::npos) continue;
    CHECK(readme.find(line + "\n") != std::string::npos);
  }
}
