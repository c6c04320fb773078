// gate --wait and assert-compatible, as a pipeline and an init container call them.
#include "rollout_run.hpp"
#include "support/catch.hpp"

#include <phasegate/error.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

using namespace phasegate;
using namespace phasegate::test;

namespace {

pid_t start(const std::string& command, const std::filesystem::path& out) {
  const pid_t child = fork();
  if (child < 0) throw Bug("fork failed");
  if (child > 0) return child;
  const std::string line = command + " >" + out.string() + " 2>&1 </dev/null";
  execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
  _exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw Bug("waitpid failed");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Until the file holds the text; false after ten seconds.
bool says(const std::filesystem::path& file, const std::string& text) {
  for (int i = 0; i < 1000; ++i) {
    if (std::filesystem::exists(file) && read_file(file).find(text) != std::string::npos) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace

TEST_CASE("gate --wait: tells what is shut when that changes, and ends when the gate opens", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  const auto out = project.path() / "gate.out";
  const pid_t waiting = start(project.command("gate --phase validate --wait --timeout 60s --poll 100"), out);
  REQUIRE(says(out, "effective version 1.4.0 is below 2.0.0"));
  project.expect(0, "mark --app directory --starting 2.0.0");
  project.database().connect().query("ALTER TABLE people ADD COLUMN foreign_change text");
  REQUIRE(says(out, "shut fingerprint"));
  CHECK(kill(waiting, 0) == 0);
  project.database().connect().query("ALTER TABLE people DROP COLUMN foreign_change");
  project.expect(0, "mark --app directory --finished 2.0.0");
  CHECK(wait_for(waiting) == 0);
  const std::string text = read_file(out);
  INFO(text);
  CHECK(text.find("gate validate: open") != std::string::npos);
  // One report each for: old version; foreign change as well; gone again, if that was seen.
  std::size_t reports = 0;
  for (std::size_t at = 0; (at = text.find("shut, waiting", at)) != std::string::npos; ++at) ++reports;
  CHECK(reports >= 2);
  CHECK(reports <= 4);
}

TEST_CASE("gate --wait: still shut at the end is exit 3, SIGTERM is exit 4", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  const auto before = std::chrono::steady_clock::now();
  const std::string text = project.expect(3, "gate --phase validate --wait --timeout 1s --poll 200");
  CHECK(std::chrono::steady_clock::now() - before >= std::chrono::seconds(1));
  CHECK(text.find("gate validate: SHUT") != std::string::npos);
  const auto out = project.path() / "gate.out";
  const pid_t waiting = start(project.command("gate --phase validate --wait --timeout 5m"), out);
  REQUIRE(says(out, "shut, waiting"));
  kill(waiting, SIGTERM);
  CHECK(wait_for(waiting) == 4);
  CHECK(read_file(out).find("stopped by SIGTERM; it is safe to run again") != std::string::npos);
  project.expect(64, "gate --timeout 5m");
  project.expect(64, "gate --wait --timeout soon");
}

TEST_CASE("gate --part drop: waits for the soak before drops, which contract's own gate does not ask for", "[db][e2e]") {
  const Project project("01-display-name");
  project.edit("phasegate.toml", "soak_before_drop = \"1s\"", "soak_before_drop = \"3s\"");
  project.up_to_deploy("directory", "1.4.0");
  CHECK(project.expect(3, "gate --phase contract --part drop").find("gate contract/drop: SHUT") != std::string::npos);
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  project.expect(0, "apply --phase validate");
  project.expect(0, "gate --phase contract");
  const std::string shut = project.expect(3, "apply --phase contract");
  INFO(shut);
  CHECK(shut.find("soak directory") != std::string::npos);
  CHECK(shut.find("to wait for it: phasegate gate --phase contract --part drop --wait --timeout 24h --dir migrations\n") != std::string::npos);
  const std::string waited = project.expect(0, "gate --phase contract --part drop --wait --timeout 20s --poll 200");
  INFO(waited);
  CHECK(waited.find("gate contract/drop: shut, waiting\n  shut soak directory") != std::string::npos);
  CHECK(waited.find("gate contract/drop: open") != std::string::npos);
  CHECK(waited.find("gate contract:") == std::string::npos);
  project.expect(0, "apply --phase contract");
  CHECK(project.expect(0, "gate --part swap").find("does nothing in contract/swap") != std::string::npos);
  CHECK(project.expect(64, "gate --phase validate --part drop").find("write --phase contract --part drop") != std::string::npos);
  project.expect(64, "gate --part enforce");
}

TEST_CASE("gate --wait: a server that does not answer is told as such, and what was shut before is not", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  Database elsewhere = connect(server().url());  // the database of the project takes no connections meanwhile
  const std::string name = '"' + project.database().name() + '"';
  const auto out = project.path() / "gate.out";
  const pid_t waiting = start(project.command("gate --phase validate --wait --timeout 60s --poll 100"), out);
  REQUIRE(says(out, "shut, waiting"));
  const auto shut_count = [&] {
    const std::string text = read_file(out);
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find("shut, waiting", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  elsewhere.query("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
  REQUIRE(says(out, "the database cannot be reached"));
  CHECK(says(out, "no answer since"));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  CHECK(shut_count() == 1);
  elsewhere.query("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
  REQUIRE(says(out, "the server answers again"));
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  CHECK(wait_for(waiting) == 0);
  INFO(read_file(out));
  const auto second = project.path() / "second.out";
  const pid_t in_vain = start(project.command("gate --phase contract --wait --timeout 2s --poll 100"), second);
  REQUIRE(says(second, "shut, waiting"));
  elsewhere.query("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
  CHECK(wait_for(in_vain) == 69);
  const std::string text = read_file(second);
  INFO(text);
  CHECK(text.find("no answer since") != std::string::npos);
  CHECK(text.find("gate contract: SHUT") == std::string::npos);
  elsewhere.query("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
}

TEST_CASE("gate --wait: JSON on stdout is one answer", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  const Run result = run("cd " + project.path().string() + " && DATABASE_URL='" + project.database().url() + "' " + PHASEGATE_BINARY +
                         " gate --phase validate --wait --timeout 1s --poll 200 --format json 2>/dev/null");
  CHECK(result.exit_code == 3);
  CHECK(result.out.starts_with("{"));
  CHECK(result.out.find("\"open\": false") != std::string::npos);
}

TEST_CASE("assert-compatible: an application's start is refused below the floor, and before its deploy", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(3, "assert-compatible --app directory --version 1.4.0");  // nothing was ever marked
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  CHECK(project.expect(0, "assert-compatible --app directory --version 1.4.0") == "directory 1.4.0 may run on this database\n");
  project.expect(3, "assert-compatible --app unknown --version 1.4.0");
  project.expect(1, "assert-compatible --app directory --version v1");
  project.expect(64, "assert-compatible --app directory");
  project.expect(0, "apply --phase expand");
  CHECK(project.expect(3, "assert-compatible --app directory --version 2.0.0").find("must not run yet") != std::string::npos);
  project.expect(0, "apply --phase backfill");
  project.expect(0, "assert-compatible --app directory --version 2.0.0");
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  project.expect(0, "apply --phase validate");
  CHECK(project.expect(3, "assert-compatible --app directory --version 1.4.0").find("2.0.0 or above") != std::string::npos);
  CHECK(project.expect(0, "assert-compatible --app directory --version 2.0.0 --format json").find("\"compatible\": true") != std::string::npos);
}

TEST_CASE("mark --retire: an application that is gone for good is asked for no more", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(0, "mark --app reports --starting 7.0.0 --finished 7.0.0 --new");
  CHECK(project.expect(3, "gate --phase expand").find("marker reports: registered in this database, but not in this plan") != std::string::npos);
  project.database().connect().query("SELECT phasegate.heartbeat('reports', 'pod-1', '7.0.0', '1 h')");
  CHECK(project.expect(3, "mark --app reports --retire").find("pod-1 (7.0.0)") != std::string::npos);
  project.database().connect().query("UPDATE phasegate.instance SET ttl = '1 ms'");
  project.expect(0, "mark --app reports --retire");
  project.expect(0, "gate --phase expand");
  project.expect(1, "mark --app reports --retire");
}
