// The replica of the tests is a real one: it replays, lags when told to, is lost and comes back, and can be promoted.
#include "support/catch.hpp"
#include "support/replica.hpp"

#include <phasegate/error.hpp>

using namespace phasegate;
using namespace phasegate::test;

TEST_CASE("a replica streams, lags while its replay is paused, and leaves no slot", "[db]") {
  Server primary;
  Database session = connect(primary.url());
  session.query("CREATE TABLE t AS SELECT 1 AS n");
  {
    Replica replica(primary, "first");
    replica.catch_up();
    CHECK(replica.connect().value("SELECT n FROM t") == "1");
    CHECK(session.value("SELECT state FROM pg_stat_replication WHERE application_name = 'first'") == "streaming");

    replica.pause_replay();
    session.query("UPDATE t SET n = 2");
    CHECK_THROWS_AS(replica.catch_up(std::chrono::seconds(1)), Bug);
    CHECK(replica.connect().value("SELECT n FROM t") == "1");
    replica.resume_replay();
    replica.catch_up();
    CHECK(replica.connect().value("SELECT n FROM t") == "2");

    replica.stop();
    CHECK(session.value("SELECT active::text FROM pg_replication_slots WHERE slot_name = 'first'") == "false");
    replica.start();
    replica.catch_up();
    const std::string timeline = session.value("SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)");
    replica.promote();
    replica.connect().query("UPDATE t SET n = 3");
    CHECK(replica.connect().value("SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)") > timeline);
  }
  CHECK(session.value("SELECT count(*) FROM pg_replication_slots") == "0");
}

TEST_CASE("a test server can crash and come back", "[db]") {
  Server own;
  Database session = connect(own.url());
  session.query("CREATE TABLE t AS SELECT 1 AS n");
  session.query("CHECKPOINT");  // it commits without waiting for the disk
  own.crash_and_restart();
  CHECK(connect(own.url()).value("SELECT n FROM t") == "1");
}
