// phasegate.backfill against an application that writes, moves, locks and inserts rows meanwhile.
#include "unit/backfill/fixture.hpp"

#include <array>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

using namespace phasegate;
using test::backfill;
using test::BackfillDatabase;
using test::failure;

namespace {

constexpr int row_count = 4000;

const char* const accounts = R"(
CREATE TABLE account (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, a text NOT NULL, b text, filler text);
INSERT INTO account SELECT i, 0, 'start', NULL, repeat('x', 200) FROM generate_series(1, 4000) i;
CREATE FUNCTION up(a text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT upper(a) $$;)";

// Writers that count what they have written; each write changes `a` and `n`, and the length of the row, so that rows change pages.
class Application {
 public:
  Application(const BackfillDatabase& database, int threads) : database_(database) {
    for (int t = 0; t < threads; ++t) threads_.emplace_back([this, t] { write(t); });
  }
  ~Application() { stop(); }
  void stop() {
    stopped_ = true;
    for (auto& thread : threads_)
      if (thread.joinable()) thread.join();
  }
  [[nodiscard]] int writes() const { return writes_; }
  [[nodiscard]] std::string errors() const { return errors_; }
  [[nodiscard]] int written(int id) const { return written_[static_cast<std::size_t>(id)]; }

 private:
  void write(int seed) {
    try {
      auto session = database_.connect();
      std::mt19937 random(static_cast<unsigned>(seed));
      while (!stopped_) {
        const int id = 1 + static_cast<int>(random() % row_count);
        const std::string length = std::to_string(random() % 1500);
        // Half of them hold the row for a while, so that batches meet locked rows and rows that change under them.
        session.query("BEGIN; UPDATE account SET n = n + 1, a = 'w' || (n + 1), filler = repeat('y', " + length + ") WHERE id = " +
                      std::to_string(id) + (random() % 2 == 0 ? "; SELECT pg_sleep(0.001)" : "") + "; COMMIT");
        ++written_[static_cast<std::size_t>(id)];
        ++writes_;
      }
    } catch (const std::exception& error) {
      errors_ = error.what();
    }
  }

  const BackfillDatabase& database_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopped_{false};
  std::atomic<int> writes_{0};
  std::array<std::atomic<int>, row_count + 1> written_{};
  std::string errors_;
};

// Every write of the application is there, and `a` is what the last one wrote.
void check_nothing_is_lost(const BackfillDatabase& database, const Application& application) {
  auto session = database.connect();
  const Result rows = session.query("SELECT id, n, a, a = CASE n WHEN 0 THEN 'start' ELSE 'w' || n END AS same FROM account");
  REQUIRE(rows.rows() == row_count);
  int lost = 0;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    if (!rows.is_true(row, "same") || rows.number(row, "n") != application.written(static_cast<int>(rows.number(row, "id")))) ++lost;
  CHECK(lost == 0);
}

}  // namespace

TEST_CASE("backfill: writers with a sync trigger lose nothing, and no row is left", "[db][backfill]") {
  const BackfillDatabase database(std::string(accounts) + R"(
    CREATE FUNCTION sync() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.a IS DISTINCT FROM OLD.a OR NEW.b IS NULL THEN NEW.b := up(NEW.a); END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER zz_sync BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION sync();)");
  auto session = database.connect();
  auto vacuum = database.connect();
  Application application(database, 4);
  for (int round = 0; round < 20; ++round) {
    // Freed pages at the front make rows move to where the cursor has been.
    vacuum.query("VACUUM account");
    backfill(session, {.target = "account", .assignments = "b = up(a)", .pending = "b IS NULL", .batch_ms = 2, .max_passes = 50});
    vacuum.query("ALTER TABLE account DISABLE TRIGGER zz_sync");
    vacuum.query("UPDATE account SET b = NULL WHERE id % 2 = " + std::to_string(round % 2));
    vacuum.query("ALTER TABLE account ENABLE TRIGGER zz_sync");
  }
  backfill(session, {.target = "account", .assignments = "b = up(a)", .pending = "b IS NULL", .batch_ms = 2, .max_passes = 50});
  CHECK(database.value("SELECT count(*) FROM account WHERE b IS NULL") == "0");
  application.stop();
  CHECK(application.errors() == "");
  CHECK(application.writes() > 1000);
  CHECK(database.value("SELECT count(*) FROM account WHERE b IS NULL") == "0");
  check_nothing_is_lost(database, application);
}

TEST_CASE("backfill: writers without a sync trigger lose nothing, whatever the batch met", "[db][backfill]") {
  for (const char* no_tid_range : {"off", "on"}) {
    const BackfillDatabase database(accounts);
    auto session = database.connect();
    auto vacuum = database.connect();
    session.query(std::string("SET phasegate.no_tid_range = ") + no_tid_range);
    const test::Call call{.target = "account", .assignments = "b = up(a)", .pending = "b IS DISTINCT FROM up(a)", .batch_ms = 2, .max_passes = 3};
    Application application(database, 4);
    for (int round = 0; round < 4; ++round) {
      vacuum.query("VACUUM account");
      // The application keeps making rows pending, so a CALL may end with rows left, and with nothing else.
      const std::string message = failure([&] { backfill(session, call); });
      if (!message.empty()) CHECK(message.find("55000 backfill s: rows left after 3 passes") == 0);
    }
    application.stop();
    CHECK(application.errors() == "");
    CHECK(application.writes() > 300);
    check_nothing_is_lost(database, application);
    backfill(session, call);
    CHECK(database.value("SELECT count(*) FROM account WHERE b IS DISTINCT FROM up(a)") == "0");
    CHECK(database.value("SELECT count(*) FROM phasegate.quarantine") == "0");
    check_nothing_is_lost(database, application);
  }
}

TEST_CASE("backfill: rows that change between the snapshot and the lock of a batch keep what was written", "[db][backfill]") {
  // The batch stops at row 10 of its scan. Rows behind it change and are committed before it comes to lock them.
  const BackfillDatabase database(std::string(accounts) + R"(
    CREATE FUNCTION stop_at_10(id int) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN IF id = 10 THEN PERFORM pg_advisory_xact_lock_shared(42); END IF; RETURN true; END $$;)");
  // A batch of many pages is one statement, a batch of one page is two; a step that has run before begins with the batches that it has found good.
  for (const auto& [no_tid_range, pages] : {std::pair{"off", "1"}, {"on", "1"}, {"off", "500"}, {"on", "500"}}) {
    auto application = database.connect();
    backfill(application, {.target = "account", .assignments = "b = up(a)", .pending = "b IS NULL"});
    application.query(std::string("UPDATE phasegate.backfill_progress SET batch_pages = ") + pages);
    application.query("UPDATE account SET a = 'start', b = NULL, n = 0, filler = repeat('x', 200)");
    application.query("CLUSTER account USING account_pkey");
    INFO(no_tid_range << " " << pages);
    application.query("SELECT pg_advisory_lock(42)");
    auto session = database.connect();
    session.query(std::string("SET phasegate.lock_timeout = '30s'; SET phasegate.backfill_sweeps = off; SET phasegate.no_tid_range = ") + no_tid_range);
    std::string message;
    std::thread runner([&] {
      message = failure([&] {
        backfill(session, {.target = "account", .assignments = "b = up(a)", .pending = "b IS NULL AND stop_at_10(id)", .batch_ms = 10000});
      });
    });
    test::wait_until(database, "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted)");
    application.query("UPDATE account SET a = 'hot', n = 1 WHERE id = 11");                                 // stays on its page
    application.query("UPDATE account SET a = 'moved', n = 1, filler = repeat('z', 1900) WHERE id = 12");   // to the last page
    application.query("UPDATE account SET a = 'filled', b = 'BY N+1', n = 1 WHERE id = 13");                // no longer pending
    application.query("UPDATE account SET a = 'twice', n = n + 1 WHERE id = 14");
    application.query("UPDATE account SET a = 'twice more', n = n + 1, filler = repeat('z', 1900) WHERE id = 14");
    application.query("BEGIN; UPDATE account SET a = 'undone', n = 9 WHERE id = 15; ROLLBACK");
    application.query("BEGIN; DELETE FROM account WHERE id = 16; INSERT INTO account VALUES (16, 1, 'again'); COMMIT");
    application.query("SELECT pg_advisory_unlock(42)");
    runner.join();
    CHECK(message == "");
    CHECK(database.value("SELECT string_agg(concat_ws(',', id, n, a, b), ' ' ORDER BY id) FROM account WHERE id BETWEEN 10 AND 17") ==
          "10,0,start,START 11,1,hot,HOT 12,1,moved,MOVED 13,1,filled,BY N+1 14,2,twice more,TWICE MORE 15,0,start,START "
          "16,1,again,AGAIN 17,0,start,START");
    CHECK(database.value("SELECT count(*) FROM account WHERE a = 'start' AND b = 'START'") == "3995");
  }
}

TEST_CASE("backfill: a write to a row of the running batch comes after it", "[db][backfill]") {
  const BackfillDatabase database(std::string(accounts) + R"(
    CREATE FUNCTION slow_up(id int, a text) RETURNS text LANGUAGE plpgsql AS $$
    BEGIN IF id = 50 THEN PERFORM pg_advisory_xact_lock_shared(42); END IF; RETURN upper(a); END $$;)");
  auto application = database.connect();
  application.query("SELECT pg_advisory_lock(42)");
  auto session = database.connect();
  backfill(session, {.target = "account", .assignments = "b = up(a)", .pending = "b IS NULL"});
  session.query("UPDATE phasegate.backfill_progress SET batch_pages = 500");
  session.query("UPDATE account SET b = NULL");
  session.query("CLUSTER account USING account_pkey");
  session.query("SET phasegate.lock_timeout = '30s'; SET phasegate.backfill_sweeps = off");
  std::string message, error;
  std::thread runner([&] {
    message = failure([&] { backfill(session, {.target = "account", .assignments = "b = slow_up(id, a)", .pending = "b IS NULL"}); });
  });
  test::wait_until(database, "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted)");
  // Row 10 is updated already, row 60 only locked. Both writes wait for the batch.
  std::thread writer([&] {
    error = failure([&] { database.connect().query("UPDATE account SET n = n + 1, a = a || '!' WHERE id IN (10, 60)"); });
  });
  test::wait_until(database, "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE account SET n%')");
  application.query("SELECT pg_advisory_unlock(42)");
  writer.join();
  runner.join();
  CHECK(message + error == "");
  CHECK(database.value("SELECT string_agg(concat_ws(',', id, n, a, b), ' ' ORDER BY id) FROM account WHERE id IN (10, 50, 60)") ==
        "10,1,start!,START 50,0,start,START 60,1,start!,START");
  CHECK(database.value("SELECT count(*) FROM account WHERE b IS NULL") == "0");
}

TEST_CASE("backfill: a locked row is passed over and filled in a later pass, with its new value", "[db][backfill]") {
  const BackfillDatabase database(accounts);
  auto application = database.connect();
  application.query("BEGIN; UPDATE account SET a = 'changed' WHERE id = 1500");
  test::Runner runner(database, {.target = "account", .assignments = "b = up(a)", .pending = "b IS NULL"});
  test::wait_until(database, "(SELECT count(*) FROM account WHERE b = 'START') = 3999 AND (SELECT max(pass) FROM phasegate.backfill_progress) >= 2");
  application.query("COMMIT");
  CHECK(runner.join() == "");
  CHECK(database.value("SELECT a || b FROM account WHERE id = 1500") == "changedCHANGED");
  CHECK(database.value("SELECT rows_done FROM phasegate.backfill_progress") == "4000");
}

TEST_CASE("backfill: a row that stays locked is reported after the last pass", "[db][backfill]") {
  const BackfillDatabase database(accounts);
  auto application = database.connect();
  application.query("BEGIN; SELECT FROM account WHERE id = 7 FOR UPDATE");
  auto session = database.connect();
  CHECK(failure([&] { backfill(session, {.target = "account", .assignments = "b = up(a)", .pending = "b IS NULL", .max_passes = 2}); }) ==
        "55000 backfill s: rows left after 2 passes: 1");
}

TEST_CASE("backfill: no deadlock with an application that locks rows in the opposite order", "[db][backfill]") {
  // The worst case: the batch has no short timeouts of its own, and the application looks for deadlocks at once.
  const BackfillDatabase database(std::string(accounts) + R"(
    DO $$ BEGIN CREATE ROLE backfill_runner LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
    GRANT ALL ON SCHEMA phasegate TO backfill_runner; GRANT ALL ON ALL TABLES IN SCHEMA phasegate TO backfill_runner;
    GRANT ALL ON account TO backfill_runner;)");
  std::atomic<bool> stopped{false};
  std::string error;
  std::atomic<int> rounds{0};
  std::thread application([&] {
    error = failure([&] {
      auto session = database.connect();
      session.query("SET deadlock_timeout = '5ms'");
      std::mt19937 random(1);
      while (!stopped) {
        session.query("BEGIN");
        int id = row_count;
        for (int i = 0; i < 8; ++i) {
          session.query("UPDATE account SET n = n + 1 WHERE id = " + std::to_string(id));
          id -= 1 + static_cast<int>(random() % 400);
        }
        session.query("COMMIT");
        ++rounds;
      }
    });
  });
  auto session = connect(database.url("backfill_runner"));
  session.query("SET phasegate.lock_timeout = '10s'");
  for (int i = 0; i < 20; ++i)
    backfill(session, {.target = "account", .assignments = "b = '" + std::to_string(i) + "'",
                       .pending = "b IS DISTINCT FROM '" + std::to_string(i) + "'", .max_passes = 50});
  stopped = true;
  application.join();
  CHECK(error == "");
  CHECK(rounds > 5);
}

TEST_CASE("backfill: a table lock of somebody else is waited out, and given up in the end", "[db][backfill]") {
  const BackfillDatabase database(accounts);
  auto other = database.connect();
  other.query("BEGIN; LOCK TABLE account IN SHARE MODE");
  auto session = database.connect();
  session.query("SET phasegate.lock_timeout = '20ms'; SET phasegate.backfill_patience = '300ms'");
  const test::Call call{.target = "account", .assignments = "b = up(a)", .pending = "b IS NULL"};
  CHECK(failure([&] { backfill(session, call); }) == "55P03 backfill s: canceling statement due to lock timeout");
  CHECK(database.value("SELECT state FROM phasegate.backfill_progress") == "stopped");
  session.query("SET phasegate.backfill_patience = '30s'");
  std::thread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    other.query("COMMIT");
  });
  backfill(session, call);
  release.join();
  CHECK(database.value("SELECT count(*) FROM account WHERE b = 'START'") == "4000");
}
