// Several sessions at one backfill: the leading one and its workers, and what keeps a worker from going on alone.
#include "unit/backfill/fixture.hpp"

#include "gate/install.hpp"

#include <memory>
#include <vector>

using namespace phasegate;
using test::failure;

namespace {

// Rows of two kilobytes: some 3000 pages in three slices. Every update of a row is counted.
const char* const wide = R"(
CREATE TABLE t (id int PRIMARY KEY, a int, b int, updates int NOT NULL DEFAULT 0, filler text);
ALTER TABLE t ALTER COLUMN filler SET STORAGE PLAIN;
INSERT INTO t SELECT i, i, NULL, 0, repeat('x', 1900) FROM generate_series(1, 12000) i;
CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updates := OLD.updates + 1;
  IF NEW.id % 100 = 0 THEN PERFORM pg_sleep(0.01); END IF;
  IF NEW.id = 6000 THEN PERFORM pg_advisory_xact_lock_shared(42); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER counted BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION counted();)";

const test::Call fill{.target = "t", .assignments = "b = a", .pending = "b IS NULL", .batch_ms = 20};

class Installed : public test::BackfillDatabase {
 public:
  Installed() : BackfillDatabase("SELECT 1") {
    Database session = connect();
    session.query("DROP SCHEMA phasegate CASCADE");
    ensure_installed(session);
    session.query(wide);
  }
};

// A CALL in a thread: the leading one holds the runner's lock, a worker names who leads.
class Session {
 public:
  Session(const Installed& database, const std::string& leader) : database_(database), session_(database.connect()) {
    if (leader.empty()) session_.query("SELECT pg_advisory_lock(phasegate.lock_key())");
    else session_.query("SELECT set_config('phasegate.backfill_leader', $1, false)", {leader});
    name_ = session_.value("SELECT phasegate.backfill_session()");
    thread_ = std::thread([this] { message_ = failure([&] { test::backfill(session_, fill); }); });
  }
  ~Session() {
    if (!thread_.joinable()) return;
    kill();
    thread_.join();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  void kill() const { database_.connect().query("SELECT pg_terminate_backend(" + pid() + ")"); }
  std::string join() {
    thread_.join();
    return message_;
  }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string pid() const { return name_.substr(0, name_.find(' ')); }

 private:
  const Installed& database_;
  Database session_;
  std::string name_, message_;
  std::thread thread_;
};

const char* const all_once = "SELECT count(*) FROM t WHERE b = a AND updates = 1";

}  // namespace

TEST_CASE("backfill workers: each row is written once, and every session has a part", "[db][backfill][workers]") {
  const Installed database;
  Session leader(database, "");
  Session first(database, leader.name()), second(database, leader.name());
  // Three slices have moved before any is finished: three sessions are at work.
  test::wait_until(database, "(SELECT count(*) FROM phasegate.backfill_progress WHERE rows_done > 0 AND next_page <= last_page) = 3");
  CHECK(leader.join() == "");
  CHECK(first.join() == "");
  CHECK(second.join() == "");
  CHECK(database.value(all_once) == "12000");
  CHECK(database.value("SELECT rows_done || state || percent FROM phasegate.backfill_status") == "12000done100");
}

TEST_CASE("backfill workers: one that is killed is made up for by the others", "[db][backfill][workers]") {
  const Installed database;
  Session leader(database, "");
  Session first(database, leader.name()), second(database, leader.name());
  test::wait_until(database, "(SELECT count(*) FROM phasegate.backfill_progress WHERE rows_done > 0) = 3");
  first.kill();
  CHECK(first.join() != "");
  CHECK(leader.join() + second.join() == "");
  CHECK(database.value(all_once) == "12000");
}

TEST_CASE("backfill workers: without whoever leads they stop, and the next run goes on", "[db][backfill][workers]") {
  const Installed database;
  {
    Session leader(database, "");
    Session worker(database, leader.name());
    test::wait_until(database, "(SELECT count(*) FROM phasegate.backfill_progress WHERE rows_done > 0) >= 2");
    leader.kill();
    CHECK(leader.join() != "");
    CHECK(worker.join() == "55006 the session that leads this backfill is gone, or has lost its lock");
  }
  const int done = std::stoi(database.value("SELECT count(*) FROM t WHERE b = a"));
  CHECK(done > 0);
  CHECK(done < 12000);
  CHECK(database.value("SELECT state || at_work FROM phasegate.backfill_status") == "runningfalse");
  Session next(database, "");
  Session worker(database, next.name());
  CHECK(next.join() + worker.join() == "");
  CHECK(database.value(all_once) == "12000");
}

TEST_CASE("backfill workers: nobody works for a session that has not the runner's lock", "[db][backfill][workers]") {
  const Installed database;
  auto other = database.connect();
  Session worker(database, other.value("SELECT phasegate.backfill_session()"));
  CHECK(worker.join() == "55006 the session that leads this backfill is gone, or has lost its lock");
  other.query("SELECT pg_advisory_lock(phasegate.lock_key())");
  // A process number that has been given again.
  Session stale(database, std::to_string(other.backend_pid()) + " 1.5");
  CHECK(stale.join() == "55006 the session that leads this backfill is gone, or has lost its lock");
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS NOT NULL") == "0");
}

TEST_CASE("backfill workers: no guard passes while one of a lost leader is still in its batch", "[db][backfill][workers]") {
  const Installed database;
  auto other = database.connect();
  other.query("SELECT pg_advisory_lock(42)");  // whoever comes to row 6000 stays in its batch
  auto leader = std::make_unique<Session>(database, "");
  Session worker(database, leader->name());
  test::wait_until(database, "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted AND pid = " + worker.pid() +
                                 ") OR (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted) > 0");
  const bool worker_has_it = database.is_true("EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted AND pid = " + worker.pid() + ")");
  leader->kill();
  CHECK(leader->join() != "");
  if (!worker_has_it) return;  // the leading session had taken that slice; then there is nobody left to wait for
  auto next = database.connect();
  const std::string refused = failure([&] { next.query("SELECT phasegate.guard('{}')"); });
  CHECK(refused.find("55P03 another session changes this database for phasegate: pid " + worker.pid()) == 0);
  CHECK(failure([&] { next.query("SELECT phasegate.guard_latched('{}')"); }).find("55P03") == 0);
  other.query("SELECT pg_advisory_unlock(42)");
  CHECK(worker.join() == "55006 the session that leads this backfill is gone, or has lost its lock");
  CHECK(failure([&] { next.query("SELECT phasegate.guard('{}')"); }).find("55P03") == std::string::npos);
}
