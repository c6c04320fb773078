// What holds a backfill back, and that it says so: to whoever looks at its status, and to whoever runs it.
#include "unit/backfill/fixture.hpp"

#include "support/replica.hpp"

using namespace phasegate;
using test::BackfillDatabase;
using test::failure;

namespace {

// Every row takes half a millisecond, so that there is something to hold back after the first second.
const char* const slow = R"(
CREATE TABLE t (id int PRIMARY KEY, a int, b int, filler text);
INSERT INTO t SELECT i, i, NULL, repeat('x', 100) FROM generate_series(1, 4000) i;
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.0005); RETURN NEW; END $$;
CREATE TRIGGER slow BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION slow();
CREATE TABLE may (go_on boolean); INSERT INTO may VALUES (false);)";

std::string call(const std::string& throttle) { return "CALL phasegate.backfill('r', 's', 't', 'b = a', 'b IS NULL', 20, throttle => $x$" + throttle + "$x$)"; }

// A throttled CALL beside the test.
class Held {
 public:
  Held(const std::string& url, const std::string& throttle)
      : session_(connect(url)), thread_([this, throttle] { message_ = failure([&] { session_.query(call(throttle)); }); }) {
    session_.on_notice([this](std::string_view text) { notices_ += std::string(text) + "\n"; });
  }
  ~Held() {
    if (!thread_.joinable()) return;
    session_.cancel();
    thread_.join();
  }
  std::string join() {
    thread_.join();
    return message_;
  }
  void cancel() { session_.cancel(); }
  [[nodiscard]] const std::string& notices() const { return notices_; }

 private:
  Database session_;
  std::string message_, notices_;
  std::thread thread_;
};

const char* const said = "(SELECT message FROM phasegate.backfill_status) LIKE ";

}  // namespace

TEST_CASE("backfill throttle: what is no throttle is refused, by name", "[db][backfill][throttle]") {
  const BackfillDatabase database(slow);
  auto session = database.connect();
  CHECK(failure([&] { session.query(call("[]")); }) == "22023 phasegate.backfill: throttle is a JSON object");
  CHECK(failure([&] { session.query(call(R"({"replica_lag": 1})")); }) == "22023 phasegate.backfill: throttle has no \"replica_lag\"");
  CHECK(failure([&] { session.query(call(R"({"replica_lag_ms": "10 s"})")); }) == "22023 phasegate.backfill: throttle \"replica_lag_ms\" cannot be \"10 s\"");
  CHECK(failure([&] { session.query(call(R"({"wal_bytes_per_s": 0})")); }) == "22023 phasegate.backfill: throttle \"wal_bytes_per_s\" cannot be 0");
  CHECK(failure([&] { session.query(call(R"({"load_percent": 101})")); }) == "22023 phasegate.backfill: throttle \"load_percent\" cannot be 101");
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS NOT NULL") == "0");
}

TEST_CASE("backfill throttle: after each batch it rests, as long as its load says", "[db][backfill][throttle]") {
  const BackfillDatabase database("CREATE TABLE t (a text, b text); INSERT INTO t (a) SELECT 'a' || i FROM generate_series(1, 60000) AS i");
  Held held(database.url(), R"({"load_percent": 5})");
  test::wait_until(database, "(SELECT max(rows_done) FROM phasegate.backfill_progress) > 0");
  auto looker = database.connect();
  int rests = 0, looks = 0;
  for (; looks < 40; ++looks) {
    rests += looker.value("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CALL phasegate.backfill%' AND wait_event = 'PgSleep' AND backend_xid IS NULL") == "1" ? 1 : 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  CHECK(rests > looks / 2);
  held.cancel();
  CHECK(held.join().find("57014") == 0);
}

TEST_CASE("backfill throttle: a role that cannot see replicas is told, and keeps no limit that it cannot see", "[db][backfill][throttle]") {
  const BackfillDatabase database(std::string(slow) + R"(
    DO $$ BEGIN CREATE ROLE backfill_blind LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
    GRANT ALL ON SCHEMA phasegate TO backfill_blind; GRANT ALL ON ALL TABLES IN SCHEMA phasegate TO backfill_blind; GRANT ALL ON t, may TO backfill_blind;)");
  auto session = connect(database.url("backfill_blind"));
  CHECK(failure([&] { session.query(call(R"({"replica_lag_ms": 1000})")); }).find(
        "role backfill_blind cannot see how far replicas are, so it cannot keep the limits of this backfill") != std::string::npos);
  CHECK(failure([&] { session.query(call(R"({"vacuum": true})")); }).find("role backfill_blind cannot see replicas and vacuums") != std::string::npos);
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS NOT NULL") == "0");
  CHECK(failure([&] { session.query(call(R"({"wal_bytes_per_s": 1e12})")); }) == "");
}

TEST_CASE("backfill throttle: it waits while the condition of the user does not hold", "[db][backfill][throttle]") {
  const BackfillDatabase database(slow);
  Held held(database.url(), R"j({"go_on_when": "(SELECT go_on FROM may)"})j");
  test::wait_until(database, std::string(said) + "'throttled: the condition go_on_when does not hold'");
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS NOT NULL") == "0");
  database.connect().query("UPDATE may SET go_on = true");
  CHECK(held.join() == "");
  CHECK(held.notices().find("throttled: the condition go_on_when does not hold") != std::string::npos);
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a") == "4000");
  CHECK(database.value("SELECT coalesce(message, 'none') FROM phasegate.backfill_status") == "none");
}

TEST_CASE("backfill throttle: somebody who waits for the table goes first", "[db][backfill][throttle]") {
  const BackfillDatabase database(slow);
  Held held(database.url(), "{}");
  test::wait_until(database, "(SELECT max(rows_done) FROM phasegate.backfill_progress) > 200");
  auto reader = database.connect();
  reader.query("BEGIN; SELECT FROM t LIMIT 1");
  std::string error;
  std::thread ddl([&] { error = failure([&] { database.connect().query("SET lock_timeout = '20s'; ALTER TABLE t ADD COLUMN c int"); }); });
  test::wait_until(database, std::string(said) + "'throttled: pid % waits for AccessExclusiveLock on %'");
  reader.query("COMMIT");
  ddl.join();
  CHECK(error == "");
  CHECK(held.join() == "");
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a") == "4000");
}

TEST_CASE("backfill throttle: WAL of the whole server counts", "[db][backfill][throttle]") {
  const BackfillDatabase database(slow);
  Held held(database.url(), R"({"wal_bytes_per_s": 1000})");
  test::wait_until(database, std::string(said) + "'throttled: the server has written % of WAL in % s'");
  held.cancel();
  CHECK(held.join().find("57014") == 0);
}

TEST_CASE("backfill throttle: it waits for a replica that replays nothing, and goes on when it has caught up", "[db][backfill][throttle]") {
  test::Server primary;
  Database session = connect(primary.url());
  session.query(BackfillDatabase::scripts());
  session.query(slow);
  for (const char* throttle : {R"({"replica_lag_bytes": 1000})", R"({"replica_lag_ms": 1500})"}) {
    INFO(throttle);
    test::Replica replica(primary, "lagging");
    session.query("UPDATE t SET b = NULL");
    replica.catch_up();
    replica.pause_replay();
    Held held(primary.url(), throttle);
    const auto message = [&] { return session.value("SELECT coalesce(max(message), '') FROM phasegate.backfill_status"); };
    for (int i = 0; i < 2000 && message().find("throttled: replica lagging is") != 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(message().find("throttled: replica lagging is") == 0);
    const std::string done = session.value("SELECT count(*) FROM t WHERE b = a");
    CHECK(done != "4000");
    replica.resume_replay();
    CHECK(held.join() == "");
    CHECK(session.value("SELECT count(*) FROM t WHERE b = a") == "4000");
  }
}

TEST_CASE("backfill throttle: it waits while the table is vacuumed", "[db][backfill][throttle]") {
  const BackfillDatabase database(std::string(slow) + "ALTER TABLE t SET (autovacuum_enabled = false); DELETE FROM t WHERE id % 2 = 0;");
  auto vacuum = database.connect();
  vacuum.query("SET vacuum_cost_delay = '100ms'; SET vacuum_cost_limit = 1; SET vacuum_cost_page_miss = 10; SET vacuum_cost_page_hit = 10");
  std::string ended = "no";
  std::thread work([&] { ended = failure([&] { vacuum.query("VACUUM t"); }); });
  test::wait_until(database, "EXISTS (SELECT FROM pg_stat_progress_vacuum)");
  Held held(database.url(), R"({"vacuum": true})");
  test::wait_until(database, std::string(said) + "'throttled: pid % vacuums %t'");
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS NOT NULL") == "0");
  vacuum.cancel();
  work.join();
  CHECK(ended.find("57014") == 0);
  CHECK(held.join() == "");
  CHECK(database.value("SELECT count(*) FROM t WHERE b = a") == "2000");
}
