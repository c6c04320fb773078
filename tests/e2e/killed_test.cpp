// The runner's process killed with SIGKILL at every statement of a rollout, and the server crashed now and then: the next run goes on, and the end is
// the same as without.
#include "rollout_run.hpp"
#include "support/catch.hpp"

#include <phasegate/error.hpp>
#include <phasegate/pipeline.hpp>

#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <random>
#include <thread>

using namespace phasegate;
using phasegate::test::Project;
using std::chrono::milliseconds;

namespace {

struct Child {
  pid_t pid = 0;
  FILE* out = nullptr;
};

Child start(const std::string& command) {
  int ends[2];
  if (pipe(ends) != 0) throw Bug("no pipe");
  const pid_t pid = fork();
  if (pid < 0) throw Bug("fork failed");
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  return {pid, fdopen(ends[0], "r")};
}

// The next event of the runner; null at its end.
nlohmann::json next_event(const Child& child) {
  std::string line;
  for (int c = std::fgetc(child.out); c != EOF; c = std::fgetc(child.out)) {
    if (c == '\n') return nlohmann::json::parse(line);
    line += static_cast<char>(c);
  }
  return nullptr;
}

// Settings say little: of those, only the first and the last of a file are points to be killed at.
bool is_kill_point(const nlohmann::json& event, int nth_of_file) {
  const std::string text = event["text"];
  return nth_of_file == 0 || (!text.starts_with("SET ") && !text.starts_with("RESET ")) || text.starts_with("RESET row_security") || text.starts_with("RESET statement_timeout");
}

struct Killed {
  int code = 0;       // -1: killed; else the exit code of a run that came to its end
  int files = 0;      // that were done before
};

// Kills at the `nth` point of the first file that runs, or at the first of the next when it has fewer.
Killed run_and_kill(const Project& project, const std::string& phase, int nth, milliseconds delay) {
  const Child child = start(project.command("apply --log-format json --phase " + phase));
  Killed result;
  int statements = 0, points = 0;
  bool is_killed = false;
  for (nlohmann::json event = next_event(child); !event.is_null(); event = next_event(child)) {
    if (event["event"] == "done") {
      ++result.files;
      statements = points = 0;
    }
    if (event["event"] != "statement" || !is_kill_point(event, statements++)) continue;
    if (points++ < (result.files == 0 ? nth : 0)) continue;
    std::this_thread::sleep_for(delay);
    kill(child.pid, SIGKILL);
    is_killed = true;
    break;
  }
  int status = 0;
  waitpid(child.pid, &status, 0);
  std::fclose(child.out);
  result.code = !WIFSIGNALED(status) ? WEXITSTATUS(status) : is_killed ? -1 : 128 + WTERMSIG(status);
  return result;
}

/// Kills at every point of every file of the phase; returns how often.
int apply_and_kill(const Project& project, const std::string& phase, std::mt19937& random) {
  int kills = 0, nth = 0;
  for (int run = 0; run < 2000; ++run) {
    const Killed result = run_and_kill(project, phase, nth, milliseconds(std::uniform_int_distribution(0, 8)(random)));
    if (result.code == 3) {  // the soak has begun
      std::this_thread::sleep_for(milliseconds(300));
      continue;
    }
    if (result.code >= 0) {
      REQUIRE(result.code == 0);
      return kills;
    }
    nth = result.files > 0 ? 1 : nth + 1;
    if (++kills % 25 == 0) test::server().crash_and_restart();
  }
  throw Bug("the phase never ends: " + phase);
}

// Schema as TOML, rows of all tables, helpers that are left.
std::string end_of(const Project& project) {
  std::string text = project.expect(0, "inspect");
  auto session = project.database().connect();
  const Result tables = session.query("SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'flyway_schema_history' ORDER BY 1");
  for (std::size_t i = 0; i < tables.rows(); ++i) {
    const std::string name = tables.text(i, "name");
    text += "\n" + name + " " + session.value("SELECT count(*) || ' ' || md5(string_agg(t::text, ',' ORDER BY t::text)) FROM " + name + " AS t");
  }
  text += "\n" + session.value("SELECT string_agg(version || success, ',' ORDER BY installed_rank) FROM flyway_schema_history");
  return text + "\n" + session.value("SELECT count(*) FROM pg_class WHERE relname LIKE '%phasegate%' AND relnamespace = 'public'::regnamespace");
}

template <class Apply>
void carry_through(const Project& project, Apply apply) {
  const auto app = read_settings(project.path() / "phasegate.toml").applications.at(0);
  project.expect(0, "mark --app " + app.name + " --finished " + app.from);
  project.expect(0, "plan");
  apply("expand");
  apply("backfill");
  project.expect(0, "mark --app " + app.name + " --starting " + app.adopts + " --finished " + app.adopts);
  apply("validate");
  apply("contract");
}

}  // namespace

TEST_CASE("killed: SIGKILL at every statement and crashes of the server change nothing about the end", "[db][e2e][killed]") {
  std::mt19937 random(20'261'120);
  for (const std::string name : {"07-type-change", "09-index-replaced"}) {
    DYNAMIC_SECTION(name) {
      const Project straight(name), killed(name);
      carry_through(straight, [&](const std::string& phase) {
        int code = 3;
        for (int i = 0; i < 40 && code == 3; ++i) {
          code = straight("apply --phase " + phase).exit_code;
          if (code == 3) std::this_thread::sleep_for(milliseconds(250));
        }
        REQUIRE(code == 0);
      });
      int kills = 0;
      carry_through(killed, [&](const std::string& phase) { kills += apply_and_kill(killed, phase, random); });
      std::cout << "killed: " << name << ", " << kills << " times, all recovered\n";
      CHECK(kills >= 10);
      CHECK(end_of(killed) == end_of(straight));
      killed.expect(0, "plan --check");
    }
  }
}
