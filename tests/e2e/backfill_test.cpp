// A backfill as people run it: paused from another session, with several workers, with its limits in the files, stopped and run again.
#include "rollout_run.hpp"
#include "support/catch.hpp"

#include <phasegate/error.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace phasegate;
using namespace phasegate::test;
using phasegate::test::Contains;

namespace {

// A command beside the test; its output goes to a file.
class Background {
 public:
  Background(const std::string& command, std::filesystem::path out) : out_(std::move(out)), child_(fork()) {
    if (child_ < 0) throw Bug("fork failed");
    if (child_ > 0) return;
    const std::string line = command + " >" + out_.string() + " 2>&1 </dev/null";
    execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
    _exit(127);
  }
  ~Background() {
    if (child_ > 0) {
      kill(child_, SIGKILL);
      wait();
    }
  }
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  void signal(int number) const { kill(child_, number); }
  int wait() {
    int status = 0;
    if (waitpid(child_, &status, 0) != child_) throw Bug("waitpid failed");
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] std::string out() const { return read_file(out_); }

 private:
  std::filesystem::path out_;
  pid_t child_;
};

void wait_until(const Project& project, const std::string& condition) {
  auto session = project.database().connect();
  for (int i = 0; i < 3000; ++i) {
    if (session.value("SELECT (" + condition + ")::text") == "true") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw Bug("never true: " + condition);
}

// Rows of two kilobytes, in three slices of pages.
void widen(const Project& project) {
  auto session = project.database().connect();
  session.query("ALTER TABLE people ALTER COLUMN first_name SET STORAGE PLAIN");
  session.query("INSERT INTO people (id, first_name, last_name) SELECT i, 'Given' || repeat('n', 1800) || i, 'Family' FROM generate_series(1000, 12000) i");
}

// Every tenth row takes a moment.
void slow_down(const Project& project) {
  auto session = project.database().connect();
  session.query("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id % 10 = 0 THEN PERFORM pg_sleep(0.003); END IF; RETURN NEW; END $$");
  session.query("CREATE TRIGGER slow BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION slow()");
}

const char* const left = "SELECT count(*) FROM people WHERE display_name IS DISTINCT FROM concat_ws(' ', first_name, last_name)";
const char* const every_session = "(SELECT count(*) FROM phasegate.backfill_progress WHERE rows_done > 0 AND next_page <= last_page) = 3";

}  // namespace

TEST_CASE("backfill: pause holds it, whoever runs it, and status says who and why", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  CHECK_THAT(project.expect(1, "pause --rollout display_name"), Contains("no schema phasegate"));
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(0, "apply --phase expand");
  const std::string rollout = project.database().value("SELECT name FROM phasegate.rollout");
  CHECK_THAT(project.expect(1, "pause --rollout nothing"), Contains("no rollout \"nothing\" is open"));
  CHECK_THAT(project.expect(1, "pause --step 'not there'"), Contains("no backfill \"not there\" that has begun"));
  CHECK_THAT(project.expect(0, "pause --reason \"it's the month's \\\"end\\\"\""), Contains("the backfills of rollout " + rollout + ": paused"));
  CHECK_THAT(project.expect(0, "status"), Contains("paused: " + rollout + ", by postgres since") && Contains(": it's the month's \"end\""));

  Background apply(project.command("apply --phase backfill"), project.path() / "apply.out");
  wait_until(project, "(SELECT paused AND at_work FROM phasegate.backfill_status)");
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  CHECK(project.database().value("SELECT count(*) FROM people WHERE display_name IS NOT NULL") == "0");
  CHECK_THAT(project.expect(0, "status"), Contains("running, 0 % of pages") && Contains("paused by postgres since") && Contains("it's the month's \"end\""));
  CHECK_THAT(project.expect(0, "status --format json"), Contains("\"paused\": true") && Contains("\"at_work\": true"));
  CHECK_THAT(project.expect(0, "resume"), Contains(": resumed"));
  CHECK(apply.wait() == 0);
  CHECK(project.database().value(left) == "0");
  CHECK_THAT(project.expect(0, "resume"), Contains(": not paused"));
  CHECK(project.database().value("SELECT string_agg(what || coalesce(' ' || nullif(detail ->> 'reason', ''), ''), ', ' ORDER BY id) FROM phasegate.event WHERE what LIKE 'backfill%'") ==
        "backfill paused it's the month's \"end\", backfill resumed");
}

TEST_CASE("backfill: several workers share a table, and one that is killed is made up for", "[db][e2e]") {
  const Project project("01-display-name");
  widen(project);
  slow_down(project);  // before the plan: a trigger that comes later shuts the gate
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(0, "apply --phase expand");
  Background apply(project.command("apply --phase backfill --workers 3"), project.path() / "apply.out");
  wait_until(project, every_session);
  const std::string worker = project.database().value(
      "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CALL phasegate.backfill(%' AND pid <> (SELECT split_part(max(leader), ' ', 1)::int FROM phasegate.backfill_progress) LIMIT 1");
  CHECK(project.database().value("SELECT pg_terminate_backend(" + worker + ")") == "t");
  const int code = apply.wait();
  INFO(apply.out());
  CHECK(code == 0);
  CHECK_THAT(apply.out(), Contains("has ended, the others go on"));
  CHECK(project.database().value(left) == "0");
  project.expect(0, "gate --phase deploy");
}

TEST_CASE("backfill: SIGTERM ends every worker, and so does the loss of the leading session; the next run goes on", "[db][e2e]") {
  const Project project("01-display-name");
  widen(project);
  slow_down(project);  // before the plan: a trigger that comes later shuts the gate
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(0, "apply --phase expand");
  const char* const at_work = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CALL phasegate.backfill(%' AND state = 'active'";
  {
    Background apply(project.command("apply --phase backfill --workers 3"), project.path() / "first.out");
    wait_until(project, every_session);
    apply.signal(SIGTERM);
    const int code = apply.wait();
    INFO(apply.out());
    CHECK(code == 4);
    CHECK(project.database().value(at_work) == "0");
  }
  {
    Background apply(project.command("apply --phase backfill --workers 2"), project.path() / "second.out");
    wait_until(project, "(SELECT at_work FROM phasegate.backfill_status) AND (" + std::string(at_work) + ") = 2");
    CHECK(project.database().value("SELECT pg_terminate_backend(split_part(max(leader), ' ', 1)::int) FROM phasegate.backfill_progress") == "t");
    CHECK(apply.wait() == 69);
    wait_until(project, "(" + std::string(at_work) + ") = 0");
  }
  const std::string before = project.database().value("SELECT count(*) FROM people WHERE display_name IS NOT NULL");
  CHECK_THAT(project.expect(0, "status"), Contains("but no session is at work (run the phase again)"));
  CHECK(project.database().value("SELECT count(*) FROM people WHERE display_name IS NOT NULL") == before);
  project.expect(0, "apply --phase backfill --workers 2");
  CHECK(project.database().value(left) == "0");
}

TEST_CASE("backfill: the limits of phasegate.toml stand in the file, for psql and Flyway too", "[db][e2e]") {
  const Project project("01-display-name");
  project.edit("phasegate.toml", "[app.directory]",
               "[backfill]\nbatch = \"50ms\"\nmax_load = \"40%\"\nmax_replica_lag = \"10s\"\nmax_wal = \"64 MB\"\nyield_to_vacuum = true\ngo_on_when = \"current_setting('work_mem') <> '1it''s'\"\n\n[app.directory]");
  project.database().connect().query("CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; "
                                     "CREATE TRIGGER audit_people BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION audit()");
  project.expect(0, "plan");
  const Run file = run("cat " + project.path().string() + "/migrations/backfill/*fill*.sql");
  CHECK_THAT(file.out, Contains("batch_ms => 50") &&
                           Contains(R"(throttle => '{"load_percent":40,"replica_lag_ms":10000,"wal_bytes_per_s":67108864,"vacuum":true,"go_on_when":"current_setting(''work_mem'') <> ''1it''''s''"}')"));
  CHECK_THAT(file.out, Contains("note: trigger audit_people on public.people fires") && Contains("current_setting('phasegate.backfill', true) = 'on'"));
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(0, "apply --phase expand");
  project.expect(0, "apply --phase backfill");
  CHECK(project.database().value(left) == "0");
}
