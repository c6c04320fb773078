// A column moves into a table that is there already: two versions write both sides of the same rows at once, values without a row, and what a
// row that goes takes along.
#include "contract/trial.hpp"
#include "support/catch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

using namespace phasegate;
using namespace phasegate::test;

namespace {

constexpr const char* apart = "SELECT count(*) FROM users AS u JOIN profiles AS p ON p.user_id = u.id WHERE u.phone IS DISTINCT FROM p.phone";

Trial trial_of(const std::string& name) {
  const std::vector<Case> cases = all_cases();
  const auto found = std::ranges::find(cases, name, [](const Case& one) { return one.name(); });
  REQUIRE(found != cases.end());
  return Trial(*found);
}

// Calls transactions of some statements until it is told to end; `$n` stands for a number that no other call has.
struct Caller {
  const TestDatabase& database;
  std::vector<std::string> statements;
  std::string isolation = "READ COMMITTED";
  std::atomic<bool>& ends;
  std::atomic<std::int64_t>& numbers;
  long calls = 0, again = 0;
  std::vector<std::string> failures = {};

  void run() {
    Database session = database.connect();
    while (!ends) {
      const std::string number = std::to_string(++numbers);
      try {
        session.query("BEGIN ISOLATION LEVEL " + isolation);
        for (std::string sql : statements) {
          for (std::size_t at = sql.find("$n"); at != std::string::npos; at = sql.find("$n")) sql.replace(at, 2, number);
          session.query(sql);
        }
        session.query("COMMIT");
        ++calls;
      } catch (const DatabaseError& error) {
        session.query("ROLLBACK");
        if (error.sqlstate() == "40001") ++again;
        else failures.push_back(error.sqlstate() + " " + error.what());
      }
    }
  }
};

void work(std::vector<Caller>& callers, const std::function<void()>& meanwhile) {
  std::atomic<bool>& ends = callers.front().ends;
  std::vector<std::jthread> threads;
  for (Caller& caller : callers) threads.emplace_back([&caller] { caller.run(); });
  try {
    meanwhile();
  } catch (...) {
    ends = true;
    throw;
  }
  ends = true;
}

}  // namespace

TEST_CASE("move into a standing table: a backfill under writers of the running version leaves both sides equal", "[db][contract][check8]") {
  Trial trial = trial_of("move-column/into-a-standing-table");
  trial.watcher.query("INSERT INTO users SELECT i, 'u', 'phone ' || i FROM generate_series(1000, 3000) AS i");
  trial.watcher.query("INSERT INTO profiles (user_id) SELECT i FROM generate_series(1000, 2900) AS i");
  trial.start();
  trial.walk(trial.end_of(Phase::expand));
  std::atomic<std::int64_t> numbers{1};
  std::atomic<bool> ends{false};
  std::vector<Caller> callers;
  for (const char* isolation : {"READ COMMITTED", "REPEATABLE READ"}) {
    callers.push_back({trial.database, {"UPDATE users SET phone = nullif('n $n', 'n ' || $n / 3 * 3) WHERE id = 1000 + $n * 7919 % 2001"}, isolation, ends, numbers});
    callers.push_back({trial.database, {"UPDATE users SET phone = NULL WHERE id = 1000 + $n * 4001 % 2001", "UPDATE profiles SET seen = seen + 1 WHERE user_id = 1000 + $n * 4001 % 2001"}, isolation, ends, numbers});
  }
  callers.push_back({trial.database, {"INSERT INTO profiles (user_id) VALUES (2901 + $n % 100) ON CONFLICT DO NOTHING", "DELETE FROM profiles WHERE user_id = 2901 + ($n + 50) % 100"}, "READ COMMITTED", ends, numbers});
  work(callers, [&] {
    trial.walk(trial.end_of(Phase::backfill));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  });
  for (const Caller& caller : callers) {
    for (const std::string& failure : caller.failures) FAIL_CHECK(failure);
    CHECK(caller.calls > 10);
  }
  CHECK(trial.watcher.value(apart) == "0");
}

TEST_CASE("move into a standing table: what the running version is about to write holds off the batch, also where both sides look equal", "[db][contract][check8]") {
  Trial trial = trial_of("move-column/into-a-standing-table");
  trial.start();
  trial.walk(trial.end_of(Phase::expand));
  Database session = trial.database.connect();
  session.query("BEGIN; UPDATE users SET phone = NULL WHERE id = 1");
  std::jthread late([&] {
    Database looker = trial.database.connect();
    for (int time = 0; time < 500 && looker.value("SELECT count(phone) > 40 FROM profiles") != "t"; ++time) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    session.query("COMMIT");
  });
  trial.walk(trial.end_of(Phase::backfill));
  late.join();
  CHECK(trial.watcher.value("SELECT count(*) FROM profiles WHERE phone IS NULL") == "2");  // 1, and 7, which never had one
  CHECK(trial.watcher.value(apart) == "0");
}

TEST_CASE("move into a standing table: a row that comes and a writer of its partner wait for each other, so that neither misses the other", "[db][contract][check8]") {
  Trial trial = trial_of("move-column/into-a-standing-table");
  trial.start();
  trial.walk(trial.end_of(Phase::backfill));
  trial.watcher.query("INSERT INTO users VALUES (70, 'late', 'first')");
  Database comes = trial.database.connect(), writes = trial.database.connect();
  comes.query("BEGIN; INSERT INTO profiles (user_id) VALUES (70)");
  {
    std::jthread writer([&] { writes.query("UPDATE users SET phone = 'second' WHERE id = 70"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    comes.query("COMMIT");
  }
  CHECK(trial.watcher.value("SELECT phone FROM profiles WHERE user_id = 70") == "second");

  trial.watcher.query("INSERT INTO users VALUES (71, 'late', 'same')");
  writes.query("BEGIN; UPDATE users SET phone = 'other' WHERE id = 71");
  {
    std::jthread writer([&] { comes.query("INSERT INTO profiles (user_id, phone) VALUES (71, 'same')"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    writes.query("COMMIT");
  }
  CHECK(trial.watcher.value("SELECT phone FROM users WHERE id = 71") == "same");

  Trial other = trial_of("move-column/two-columns-by-another-key");
  other.start();
  other.walk(other.end_of(Phase::backfill));
  other.watcher.query("INSERT INTO deliveries (id, order_no) VALUES (70, 70)");
  Database order = other.database.connect(), delivery = other.database.connect();
  delivery.query("BEGIN; UPDATE deliveries SET address = 'second' WHERE order_no = 70");
  {
    std::jthread writer([&] { order.query("INSERT INTO \"Or\"\"ders; --\" (id, no) VALUES (70, 70)"); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    delivery.query("COMMIT");
  }
  CHECK(other.watcher.value("SELECT \"ad$$dress\" FROM \"Or\"\"ders; --\" WHERE no = 70") == "second");
}

TEST_CASE("move into a standing table: both versions write the same rows at once; only the next one is asked to try again, and nobody deadlocks", "[db][contract][check8]") {
  Trial trial = trial_of("move-column/into-a-standing-table");
  trial.start();
  trial.walk(trial.end_of(Phase::backfill));
  trial.deploy();
  std::atomic<std::int64_t> numbers{1};
  std::atomic<bool> ends{false};
  std::vector<Caller> callers;
  callers.push_back({trial.database, {"UPDATE users SET phone = 'n $n' WHERE id = $n % 3 + 1", "UPDATE profiles SET seen = seen + 1 WHERE user_id = $n % 3 + 1"}, "READ COMMITTED", ends, numbers});
  callers.push_back({trial.database, {"UPDATE users SET name = 'n $n' WHERE id = $n % 3 + 1", "SELECT pg_sleep(0.002)", "UPDATE profiles SET seen = seen + 1 WHERE user_id = $n % 3 + 1"}, "READ COMMITTED", ends, numbers});
  callers.push_back({trial.database, {"UPDATE profiles SET phone = 'm $n' WHERE user_id = $n % 3 + 1"}, "READ COMMITTED", ends, numbers});
  callers.push_back({trial.database, {"INSERT INTO profiles (user_id, phone) VALUES ($n % 3 + 1, 'm') ON CONFLICT (user_id) DO UPDATE SET phone = 'm $n'"}, "REPEATABLE READ", ends, numbers});
  work(callers, [] { std::this_thread::sleep_for(std::chrono::milliseconds(2000)); });
  for (std::size_t i = 0; i < callers.size(); ++i) {
    INFO("caller " << i << ": " << callers[i].calls << " calls, " << callers[i].again << " again");
    for (const std::string& failure : callers[i].failures) FAIL_CHECK(failure);
    CHECK(callers[i].calls > 0);
    if (i < 2) CHECK(callers[i].again == 0);
  }
  CHECK(trial.watcher.value(apart) == "0");
}

TEST_CASE("move into a standing table: what says nothing new changes nothing, and a value without a row stops validate with its key", "[db][contract][check8]") {
  Trial trial = trial_of("move-column/into-a-standing-table");
  trial.start();
  trial.walk(trial.end_of(Phase::backfill));
  trial.deploy();
  Database& session = trial.watcher;
  const auto phones = [&](int user) { return session.value(fmt::format("SELECT coalesce(u.phone, '-') || '/' || coalesce(p.phone, '-') FROM users AS u LEFT JOIN profiles AS p ON p.user_id = u.id WHERE u.id = {}", user)); };
  // The running version takes a row of the target away: its own value is no part of that, and is there again with the row.
  session.query("DELETE FROM profiles WHERE user_id = 1");
  CHECK(phones(1) == "phone 1/-");
  session.query("INSERT INTO profiles (user_id) VALUES (1)");
  CHECK(phones(1) == "phone 1/phone 1");
  // It gives a row of the target another key: the value is that of the new partner.
  session.query("DELETE FROM profiles WHERE user_id = 2");
  session.query("UPDATE profiles SET user_id = 2 WHERE user_id = 3");
  CHECK(phones(2) == "phone 2/phone 2");
  CHECK(phones(3) == "phone 3/-");
  session.query("INSERT INTO profiles (user_id) VALUES (3)");
  session.query("UPDATE profiles SET phone = NULL WHERE user_id = 3");
  CHECK(phones(3) == "-/-");
  session.query("UPDATE users SET id = 60 WHERE id = 4");  // the foreign key takes the profile along
  CHECK(phones(60) == "phone 4/phone 4");
  session.query("INSERT INTO users (id, phone) VALUES (61, 'no home')");
  // Past the triggers, as a restored row or one of a subscription.
  session.query("SET session_replication_role = replica; UPDATE users SET phone = NULL WHERE id = 8; RESET session_replication_role");

  std::string why;
  try {
    trial.walk(trial.end_of(Phase::validate));
  } catch (const Error& error) {
    why = error.what();
  }
  CHECK(why.find("1 rows of public.users have a value in phone and no row in public.profiles that could take it, e.g. id 61") != std::string::npos);
  session.query("INSERT INTO profiles (user_id) VALUES (61)");
  CHECK(phones(61) == "no home/no home");
  try {
    why.clear();
    trial.walk(trial.end_of(Phase::validate));
  } catch (const Error& error) {
    why = error.what();
  }
  CHECK(why.find("1 rows of public.profiles have another value in phone than public.users in phone, e.g. user_id 8") != std::string::npos);
  session.query("UPDATE profiles SET phone = 'right' WHERE user_id = 8");
  CHECK(phones(8) == "right/right");
  trial.walk(trial.end_of(Phase::validate));

  // Now a row that goes is gone by the will of the next version, and one that gets another key takes its value along.
  session.query("DELETE FROM profiles WHERE user_id IN (61, 5)");
  CHECK(phones(61) == "-/-");
  CHECK(phones(5) == "-/-");
  session.query("UPDATE profiles SET user_id = 5 WHERE user_id = 6");
  CHECK(phones(5) == "phone 6/phone 6");
  CHECK(phones(6) == "-/-");

  // Retired, the old column follows, NULL included, so that the way back finds every value.
  const auto drop = std::ranges::find_if(trial.manifest.files, [](const ManifestFile& file) { return file.part == Part::drop; });
  REQUIRE(drop != trial.manifest.files.end());
  trial.walk(static_cast<std::size_t>(drop - trial.manifest.files.begin()));
  REQUIRE(session.value("SELECT zz_phasegate_phone FROM users WHERE id = 2") == "phone 2");
  session.query("INSERT INTO profiles (user_id, phone) VALUES (6, 'late')");
  session.query("UPDATE profiles SET phone = NULL WHERE user_id = 2");
  why.clear();
  const ExitCode code = trial.undo(Phase::contract, why);
  INFO(why);
  REQUIRE(code == ExitCode::done);
  CHECK(phones(6) == "late/late");
  CHECK(phones(2) == "-/-");
  CHECK(session.value(apart) == "0");
}

TEST_CASE("move: the writer of the new side waits for one that does not wait for it, and gives way to one that does", "[db][contract][check8]") {
  for (const char* name : {"move-column/into-a-new-table", "move-column/into-a-standing-table"}) {
    INFO(name);
    Trial trial = trial_of(name);
    trial.start();
    trial.walk(trial.end_of(Phase::backfill));
    const std::string column = std::string(name).ends_with("new-table") ? "bio" : "phone";
    Database running = trial.database.connect(), next = trial.database.connect();
    const auto state_of = [](Database& session, const std::string& sql) {
      try {
        session.query(sql);
      } catch (const DatabaseError& error) {
        return error.sqlstate();
      }
      return std::string("done");
    };

    running.query("BEGIN; UPDATE users SET name = 'held' WHERE id = 6");
    {
      std::jthread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        running.query("COMMIT");
      });
      CHECK(state_of(next, "UPDATE profiles SET " + column + " = 'waited' WHERE user_id = 6") == "done");
    }
    CHECK(trial.watcher.value("SELECT " + column + " FROM users WHERE id = 6") == "waited");

    // The limit of the session itself is kept, also a shorter one than that of one try, and is there again behind it.
    for (const char* limit : {"30ms", "250ms"}) {
      running.query("BEGIN; UPDATE users SET name = 'held' WHERE id = 6");
      next.query("SET lock_timeout = '" + std::string(limit) + "'");
      CHECK(state_of(next, "UPDATE profiles SET " + column + " = 'too late' WHERE user_id = 6") == "55P03");
      CHECK(next.value("SHOW lock_timeout") == limit);
      running.query("COMMIT");
      next.query("BEGIN; UPDATE profiles SET " + column + " = '" + limit + "' WHERE user_id = 6");
      CHECK(next.value("SHOW lock_timeout") == limit);
      next.query("COMMIT");
    }
    next.query("RESET lock_timeout");

    // The running version holds the one row and waits for the other.
    next.query("BEGIN; UPDATE profiles SET " + column + " = 'first' WHERE user_id = 6");
    running.query("BEGIN; UPDATE users SET name = 'held' WHERE id = 1");
    std::string of_running = "none";
    const auto began = std::chrono::steady_clock::now();
    {
      std::jthread waits([&] { of_running = state_of(running, "UPDATE users SET " + column + " = 'of the running version' WHERE id = 6; COMMIT"); });
      while (trial.watcher.value("SELECT count(*) FROM pg_locks WHERE NOT granted") == "0") std::this_thread::sleep_for(std::chrono::milliseconds(5));
      CHECK(state_of(next, "UPDATE profiles SET " + column + " = 'second' WHERE user_id = 1") == "40001");
      next.query("ROLLBACK");
    }
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(900));
    CHECK(of_running == "done");
    CHECK(trial.watcher.value("SELECT " + column + " FROM profiles WHERE user_id = 6") == "of the running version");
  }
}

TEST_CASE("move: a value that looks equal in an older snapshot is not taken for equal", "[db][contract][check8]") {
  for (const char* name : {"move-column/into-a-new-table", "move-column/into-a-standing-table"}) {
    INFO(name);
    Trial trial = trial_of(name);
    trial.start();
    trial.walk(trial.end_of(Phase::backfill));
    const std::string column = std::string(name).ends_with("new-table") ? "bio" : "phone";
    trial.watcher.query("UPDATE profiles SET " + column + " = 'same' WHERE user_id = 6");
    Database isolated = trial.database.connect();
    isolated.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    CHECK(isolated.value("SELECT " + column + " FROM users WHERE id = 6") == "same");
    trial.watcher.query("UPDATE profiles SET " + column + " = NULL WHERE user_id = 6; DELETE FROM profiles WHERE user_id = 6");
    std::string sqlstate = "none";
    try {
      isolated.query("INSERT INTO profiles (user_id, " + column + ") VALUES (6, 'same')");
      isolated.query("COMMIT");
    } catch (const DatabaseError& error) {
      sqlstate = error.sqlstate();
    }
    CHECK(sqlstate == "40001");
    CHECK(trial.watcher.value("SELECT count(*) FROM users AS u JOIN profiles AS p ON p.user_id = u.id WHERE u." + column + " IS DISTINCT FROM p." + column) == "0");
  }
}
