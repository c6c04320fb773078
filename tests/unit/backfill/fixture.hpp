// What the tests of phasegate.backfill share: a database with the procedure, and a CALL.
#pragma once

#include "support/catch.hpp"
#include "support/embedded.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace phasegate::test {

/// A database that has phasegate.backfill, and then what `setup_sql` makes.
class BackfillDatabase : public TestDatabase {
 public:
  explicit BackfillDatabase(const std::string& setup_sql)
      : TestDatabase(scripts()) {
    connect().query(setup_sql);
  }
  /// The files of the install script that the backfill is made of.
  static std::string scripts() {
    std::string text;
    for (const EmbeddedFile& file : embedded_files())
      if (file.path.find("/install/5") != std::string_view::npos && file.path.find("_backfill") != std::string_view::npos) text += file.content;
    return text;
  }
  [[nodiscard]] bool is_true(const std::string& condition) const { return value("SELECT (" + condition + ")::text") == "true"; }
};

/// The arguments of a CALL; rollout "r", step "s".
struct Call {
  std::string target, assignments, pending;
  int batch_ms = 100;
  int max_passes = 10;
};

inline void backfill(Database& session, const Call& call) {
  const auto quoted = [](const std::string& text) { return "$x$" + text + "$x$"; };
  session.query("CALL phasegate.backfill('r', 's', " + quoted(call.target) + ", " + quoted(call.assignments) + ", " + quoted(call.pending) +
                ", " + std::to_string(call.batch_ms) + ", " + std::to_string(call.max_passes) + ")");
}

/// SQLSTATE and first line of what is thrown; "" when nothing is.
inline std::string failure(const std::function<void()>& action) {
  try {
    action();
  } catch (const DatabaseError& error) {
    const std::string message = error.what();
    return error.sqlstate() + " " + message.substr(0, message.find('\n'));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

/// A CALL in a session of its own, beside the test. Ended with the scope if the test has not waited for it.
class Runner {
 public:
  Runner(const BackfillDatabase& database, const Call& call)
      : database_(database), session_(database.connect()), thread_([this, call] {
          message_ = failure([&] { backfill(session_, call); });
        }) {}
  ~Runner() {
    if (!thread_.joinable()) return;
    kill();
    thread_.join();
  }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  /// Ends its server process.
  void kill() const { database_.connect().query("SELECT pg_terminate_backend(" + pid_ + ")"); }
  /// How the CALL ended: "" when it succeeded.
  std::string join() {
    thread_.join();
    return message_;
  }
  [[nodiscard]] const std::string& pid() const { return pid_; }

 private:
  const BackfillDatabase& database_;
  Database session_;
  std::string pid_ = std::to_string(session_.backend_pid());
  std::string message_;
  std::thread thread_;
};

/// Waits until a condition holds; fails the test after 30 s.
inline void wait_until(const BackfillDatabase& database, const std::string& condition) {
  auto session = database.connect();
  for (int i = 0; i < 3000; ++i) {
    if (session.value("SELECT (" + condition + ")::text") == "true") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  FAIL("never true: " << condition);
}

}  // namespace phasegate::test
