// Two runners at once, and a runner that is stopped: the rollout ends the same.
#include "rollout_run.hpp"
#include "support/catch.hpp"
#include "support/traffic.hpp"

#include <phasegate/error.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <future>
#include <thread>

using namespace phasegate;
using namespace phasegate::test;

namespace {

// Starts a command in the background; its output goes to a file.
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

void wait_until(const Project& project, const std::string& query) {
  auto session = project.database().connect();
  for (int i = 0; i < 1000; ++i) {
    if (session.value(query) == "t") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw Bug("never true: " + query);
}

std::string history(const Project& project) {
  return project.database().value("SELECT string_agg(concat_ws(' ', version, success), ', ' ORDER BY installed_rank) FROM public.flyway_schema_history");
}

}  // namespace

TEST_CASE("runner: SIGTERM during a backfill exits 4, and the next run completes it", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(0, "apply --phase expand");
  // A row that somebody holds: the backfill gets to everything else and waits for that.
  auto holder = project.database().connect();
  holder.query("BEGIN");
  holder.query("SELECT FROM people WHERE id = 250 FOR UPDATE");
  const auto out = project.path() / "apply.out";
  const pid_t runner = start(project.command("apply --phase backfill"), out);
  wait_until(project, "SELECT count(*) >= 504 FROM people WHERE display_name IS NOT NULL");
  kill(runner, SIGTERM);
  const int code = wait_for(runner);
  INFO(read_file(out));
  CHECK(code == 4);
  CHECK(read_file(out).find("safe to run again") != std::string::npos);
  project.expect(3, "gate --phase deploy");
  holder.query("ROLLBACK");
  project.expect(0, "apply --phase backfill");
  project.expect(0, "gate --phase deploy");
  CHECK(project.database().value("SELECT count(*) FROM people WHERE display_name IS DISTINCT FROM concat_ws(' ', first_name, last_name)") == "0");
}

TEST_CASE("runner: SIGTERM while a lock is waited for exits 4 and leaves nothing behind", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  auto holder = project.database().connect();
  holder.query("BEGIN; LOCK TABLE people IN ACCESS SHARE MODE");
  const auto out = project.path() / "apply.out";
  const pid_t runner = start(project.command("apply --phase expand"), out);
  wait_until(project, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'phasegate') AND to_regclass('public.flyway_schema_history') IS NOT NULL");
  std::this_thread::sleep_for(std::chrono::milliseconds(800));  // it is trying, backing off, or looking on by now
  kill(runner, SIGTERM);
  const int code = wait_for(runner);
  INFO(read_file(out));
  CHECK(code == 4);
  CHECK(project.database().value("SELECT count(*) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = 'display_name'") == "0");
  holder.query("ROLLBACK");
  project.expect(0, "apply --phase expand");
  CHECK(project.database().value("SELECT count(*) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = 'display_name'") == "1");
}

TEST_CASE("runner: two appliers at once run each file once", "[db][e2e]") {
  const Project alone("01-display-name"), project("01-display-name");
  for (const Project* each : {&alone, &project}) {
    each->expect(0, "plan");
    each->expect(0, "mark --app directory --finished 1.4.0");
  }
  alone.expect(0, "apply --phase expand");
  alone.expect(0, "apply --phase backfill");
  for (const std::string phase : {"expand", "backfill"}) {
    const auto first = project.path() / "first.out", second = project.path() / "second.out";
    const pid_t a = start(project.command("apply --phase " + phase), first), b = start(project.command("apply --phase " + phase), second);
    const int code_a = wait_for(a), code_b = wait_for(b);
    INFO(read_file(first) << "\n--- second\n" << read_file(second));
    CHECK(code_a == 0);
    CHECK(code_b == 0);
  }
  CHECK(history(project) == history(alone));
}
