// An application at work: several long-lived connections that run their own prepared statements all the time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace phasegate::test {

/// One statement of an application. $1 is a bigint that no other call of the run has had.
struct AppStatement {
  enum class Role {
    normal,    ///< runs as it is
    never,     ///< a query whose rows the application must never see: each is a value outside its domain
    full_row,  ///< writes back every column of the row that the statement `loaded_by` read: $2, $3 … in its order
  };
  std::string name;
  std::string sql;
  Role role = Role::normal;
  std::string loaded_by;  ///< full_row: name of the statement that reads the row
};

/// Reads a file of named statements:
///
///     -- name: read_user
///     SELECT id, nick FROM users WHERE id = $1 % 100
///     -- name: save_user (full row of read_user)
///     UPDATE users SET nick = $3 WHERE id = $2
///     -- never: nick is not null
///     SELECT id FROM users WHERE nick IS NULL
///
/// Throws: Bug when a line stands before the first name, or a full row names no statement of the file.
std::vector<AppStatement> read_statements(const std::filesystem::path& file);

/// How much traffic, and how long the pauses are.
struct TrafficOptions {
  std::string url;
  std::vector<AppStatement> statements;
  int connections = 4;         ///< the first one works in REPEATABLE READ transactions, the others in autocommit
  std::int64_t first = 1;      ///< the first unique number
  int pause_ms = 1;            ///< between two statements of a connection
};

/// A query that failed.
struct TrafficFailure {
  std::string statement, sqlstate, message;
};

/// What the traffic came to.
struct TrafficResult {
  std::int64_t queries = 0;  ///< application statements that were run, failed ones included
  std::int64_t retries = 0;  ///< serialization failures in REPEATABLE READ, which an application tries again
  std::int64_t failures = 0;
  std::int64_t outside_domain = 0;  ///< rows that a `never` query returned
  double longest_ms = 0;            ///< the longest time that one statement took
  std::string longest_statement;
  std::vector<TrafficFailure> examples;  ///< the first failures, and the first rows outside the domain
};

/// JSON with a version field.
std::string to_json(const TrafficResult& result);

/// The traffic; it ends with the scope at the latest.
class Traffic {
 public:
  /// Opens the connections and prepares the statements on each. Throws: DatabaseError when one cannot be prepared.
  explicit Traffic(TrafficOptions options);
  ~Traffic();
  Traffic(const Traffic&) = delete;
  Traffic& operator=(const Traffic&) = delete;

  /// True when every connection has run every statement at least once.
  [[nodiscard]] bool is_under_way() const;
  /// Waits until it is. Throws: Bug after `seconds`.
  void wait_until_under_way(int seconds = 30) const;
  /// Ends the connections after the statement that each is running, and returns what the traffic came to.
  TrafficResult stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace phasegate::test
