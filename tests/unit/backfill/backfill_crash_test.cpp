// Crashes inside a batch, at moments that nobody has chosen: what is done stays, what was begun is gone, and no row is written twice.
#include "unit/backfill/fixture.hpp"

#include <csignal>
#include <random>

using namespace phasegate;
using test::failure;

namespace {

const char* const counted = R"(
CREATE TABLE t (id int PRIMARY KEY, a int, b int, updates int NOT NULL DEFAULT 0, filler text);
INSERT INTO t SELECT i, i, NULL, 0, repeat('x', 100) FROM generate_series(1, 6000) i;
CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.updates := OLD.updates + 1; PERFORM pg_sleep(0.0003); RETURN NEW; END $$;
CREATE TRIGGER counted BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION counted();)";

const test::Call fill{.target = "t", .assignments = "b = a", .pending = "b IS NULL", .batch_ms = 20};

Database connect_when_up(const test::Server& server) {
  for (int i = 0;; ++i) {
    try {
      return connect(server.url());
    } catch (const Error&) {
      if (i == 200) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
}

}  // namespace

TEST_CASE("backfill: killed with its server process, or with the whole server, at any moment, it goes on and writes no row twice", "[db][backfill][crash]") {
  test::Server server;
  connect(server.url()).query(test::BackfillDatabase::scripts());
  connect(server.url()).query(counted);
  connect(server.url()).query("CHECKPOINT");
  std::mt19937 random(20261120);
  int killed = 0;
  for (int round = 0; round < 6; ++round) {
    Database session = connect_when_up(server);
    const int pid = session.backend_pid();
    std::string message;
    std::thread runner([&] { message = failure([&] { test::backfill(session, fill); }); });
    std::this_thread::sleep_for(std::chrono::milliseconds(50 + random() % 400));
    if (round % 2 == 0) ::kill(pid, SIGKILL);  // the server restarts every process after that
    else server.crash_and_restart();
    runner.join();
    if (!message.empty()) ++killed;
    Database look = connect_when_up(server);
    CHECK(look.value("SELECT count(*) FROM t WHERE updates > 1 OR (updates = 1) <> (b IS NOT NULL)") == "0");
    CHECK(look.value("SELECT coalesce(sum(rows_done), 0) = (SELECT count(*) FROM t WHERE b = a) FROM phasegate.backfill_progress") == "t");
  }
  CHECK(killed >= 4);
  Database session = connect_when_up(server);
  test::backfill(session, fill);
  CHECK(session.value("SELECT count(*) FROM t WHERE b = a AND updates = 1") == "6000");
}
