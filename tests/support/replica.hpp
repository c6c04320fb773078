// A streaming replica of a test server: a standby of its own, made by pg_basebackup, that can lag, be lost and be promoted.
#pragma once

#include "support/server.hpp"

#include <chrono>
#include <filesystem>
#include <string>

namespace phasegate::test {

/// Streams from a primary through a replication slot of its name, from construction until destruction, and is then gone without trace.
/// It replays what the primary commits within some 200 ms (the test servers commit asynchronously). Sessions that are open on the primary
/// when it is made do not disturb it.
class Replica {
 public:
  /// `name`: application_name in pg_stat_replication and name of the slot; lower-case letters, digits and underscores.
  explicit Replica(Server& primary, std::string name = "replica");
  ~Replica();
  Replica(const Replica&) = delete;
  Replica& operator=(const Replica&) = delete;

  /// Connection string of one of its databases (they have the names of the primary's).
  [[nodiscard]] std::string url(const std::string& database = "postgres", const std::string& user = "postgres") const;
  [[nodiscard]] Database connect(const std::string& database = "postgres") const { return phasegate::connect(url(database)); }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// It goes on receiving and flushing WAL, but replays none: its replay lag grows.
  void pause_replay() const;
  void resume_replay() const;
  /// Waits until it has replayed everything that the primary has written so far. Throws: Bug after the time limit.
  void catch_up(std::chrono::seconds limit = std::chrono::seconds(30)) const;

  /// Loses the replica; its slot stays, inactive.
  void stop() const { stop_server(folder_, "fast"); }
  void start() const { start_server(folder_); }
  /// Makes it a primary of its own, on a new timeline. Returns when it takes writes.
  void promote() const;

 private:
  Server& primary_;
  std::string name_;
  std::filesystem::path folder_;
};

}  // namespace phasegate::test
