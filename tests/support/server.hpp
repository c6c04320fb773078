// A private PostgreSQL server for one test program, and databases in it that vanish with the test.
#pragma once

#include "catalog/database.hpp"

#include <filesystem>
#include <string>

namespace phasegate::test {

/// A server of its own: socket in a temporary folder, no TCP, fsync off; stopped and removed at the end of the program.
/// As root it runs as user postgres (initdb refuses root).
class Server {
 public:
  Server();
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Connection string of one of its databases, as its superuser.
  [[nodiscard]] std::string url(const std::string& database = "postgres", const std::string& user = "postgres") const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// Stopped as by a crash and started again. Sessions are lost, and what was committed in the last moments may be: it runs without fsync.
  void crash_and_restart();

 private:
  std::filesystem::path folder_;
};

/// The parts that a Server and a Replica are made of. A server's folder holds its data directory `data`, its log and its socket.
std::filesystem::path make_server_folder();
/// Runs a program of the server's installation as the server's user: "pg_ctl -D …". Throws: Bug when it fails.
void run_server_program(const std::string& command);
void start_server(const std::filesystem::path& folder);
/// `mode`: fast or immediate. Does nothing when it is not running.
void stop_server(const std::filesystem::path& folder, const std::string& mode = "immediate") noexcept;
/// From now on the server is stopped and its folder removed when this program ends, even when it is killed.
void stop_server_with_program(const std::filesystem::path& folder);

/// The server of this test program, started at its first use.
Server& server();

/// An empty database; dropped at the end of the scope unless KEEP_TEST_DB is set.
class TestDatabase {
 public:
  /// `user` runs the setup and is who connects; `owner` owns the database. Both roles are there.
  explicit TestDatabase(const std::string& setup_sql = {}, std::string user = "postgres", const std::string& owner = "postgres");
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  /// `user` empty: the one that the database was made for.
  [[nodiscard]] std::string url(const std::string& user = {}) const { return server().url(name_, user.empty() ? user_ : user); }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// A new session.
  [[nodiscard]] Database connect() const { return phasegate::connect(url()); }
  /// A new session's answer to one query.
  [[nodiscard]] std::string value(const std::string& sql) const { return connect().value(sql); }

 private:
  std::string name_, user_;
};

/// A folder that vanishes at the end of the scope.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file below the folder and returns its path.
  std::filesystem::path write(const std::string& name, const std::string& content) const;

 private:
  std::filesystem::path path_;
};

/// What a program printed, and how it ended.
struct Run {
  int exit_code = 0;
  std::string out;  ///< stdout and stderr together
};

/// Runs a shell command.
Run run(const std::string& command);
/// Runs the built phasegate with these arguments (shell syntax).
Run phasegate(const std::string& arguments);
/// The content of a file. Throws: Bug when it cannot be read.
std::string read_file(const std::filesystem::path& path);

}  // namespace phasegate::test
