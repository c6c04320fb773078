// The small parts of the runner: statements of a file, pauses, stops.
#include "apply/statements.hpp"
#include "apply/stop.hpp"
#include "apply/wait.hpp"

#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

#include <unistd.h>
#include <csignal>
#include <thread>

using namespace phasegate;
using phasegate::test::Contains;
using std::chrono::milliseconds;

TEST_CASE("statements: a file is cut at its semicolons only, comments and byte order mark left out",
          "[apply]") {
  const auto found = file_statements(
      "V1__x.sql",
      "\xEF\xBB\xBF-- header; with semicolon\nSET a.b = 'x;y';\n/* ; */ DO $f$ BEGIN PERFORM 1; END $f$;\n"
      "SELECT E'\\';' ; -- end\n");
  CHECK(found ==
        std::vector<std::string>{"SET a.b = 'x;y'", "DO $f$ BEGIN PERFORM 1; END $f$", "SELECT E'\\';'"});
}

TEST_CASE("statements: what cannot be run is refused with the name of the file", "[apply]") {
  for (const std::string text : {"", "-- nothing\n", "SELECT 'open", "BEGIN; SELECT 1; COMMIT;",
                                 "start transaction;", "Rollback;", "DISCARD ALL;"}) {
    try {
      file_statements("expand/V1__x.sql", text);
      FAIL("no refusal of " + text);
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::refused);
      CHECK_THAT(error.what(), Contains("expand/V1__x.sql"));
    }
  }
}

TEST_CASE("statements: the first line is cut between characters", "[apply]") {
  CHECK(first_line("SELECT 1") == "SELECT 1");
  CHECK(first_line("DO $$\nBEGIN") == "DO $$ …");
  std::string wide;
  for (int i = 0; i < 100; ++i) wide += "é";
  const std::string line = first_line("x" + wide);
  CHECK(line.starts_with("xéé"));
  CHECK(line.size() == 119 + std::string(" …").size());
}

TEST_CASE("wait: pauses grow from 0.1 s to 5 s, with jitter, and two seeds differ", "[apply]") {
  Backoff one(1), two(2);
  bool differ = false;
  for (int i = 0; i < 12; ++i) {
    const auto step = std::min(milliseconds(100) * (1 << i), milliseconds(5000));
    const auto pause = one.next();
    CHECK(pause >= step / 2);
    CHECK(pause <= step);
    differ = differ || pause != two.next();
  }
  CHECK(differ);
}

TEST_CASE("wait: a budget is spent and never negative", "[apply]") {
  WaitBudget budget(milliseconds(100));
  budget.spend(milliseconds(60));
  CHECK(budget.left() == milliseconds(40));
  CHECK_FALSE(budget.is_spent());
  budget.spend(milliseconds(60));
  CHECK(budget.left() == milliseconds(0));
  CHECK(budget.is_spent());
}

TEST_CASE("stop: a signal ends a sleep and gives its name", "[apply]") {
  Stop stop({SIGTERM, SIGINT});
  CHECK_FALSE(stop.sleep(milliseconds(1)));
  CHECK_FALSE(stop.requested());
  std::thread signals([] {
    std::this_thread::sleep_for(milliseconds(50));
    kill(getpid(), SIGTERM);
  });
  CHECK(stop.sleep(milliseconds(10'000)));
  signals.join();
  CHECK(stop.requested());
  CHECK(stop.reason() == "SIGTERM");
  stop.request("later");
  CHECK(stop.reason() == "SIGTERM");
}

TEST_CASE("stop: signals are as before once it is gone", "[apply]") {
  sigset_t before, after;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  { const Stop stop({SIGTERM}); }
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  CHECK(sigismember(&before, SIGTERM) == sigismember(&after, SIGTERM));
}

TEST_CASE("stop: a watched statement is cancelled, also when the stop came before it", "[db][apply]") {
  test::TestDatabase database;
  auto session = database.connect();
  Stop stop;
  stop.request("test");
  const Stop::Watch watch(stop, session);
  std::this_thread::sleep_for(milliseconds(50));  // the first cancel request finds nothing to cancel
  try {
    session.query("SELECT pg_sleep(20)");
    FAIL("not cancelled");
  } catch (const DatabaseError& error) {
    CHECK(error.sqlstate() == "57014");
  }
}

TEST_CASE("stop: what is not watched is not cancelled", "[db][apply]") {
  test::TestDatabase database;
  auto session = database.connect();
  Stop stop;
  stop.request("test");
  { const Stop::Watch watch(stop, session); }
  CHECK(session.value("SELECT pg_sleep(0.5) IS NULL") == "f");
}
