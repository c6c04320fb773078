// The seam to PostgreSQL: everything that phasegate asks of a server goes through this class.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate {

/// Rows that the server returned. Views live as long as the result.
class Result {
 public:
  class Impl;
  explicit Result(std::unique_ptr<Impl> impl);
  Result(Result&&) noexcept;
  Result& operator=(Result&&) noexcept;
  ~Result();

  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] std::size_t columns() const;
  /// Position of a column, or nullopt when the query has none of that name.
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
  /// The value as the server prints it; nullopt for NULL.
  [[nodiscard]] std::optional<std::string_view> at(std::size_t row, std::size_t column) const;
  /// The same as text, "" for NULL. Throws: Bug when there is no such column.
  [[nodiscard]] std::string text(std::size_t row, std::string_view column) const;
  [[nodiscard]] bool is_true(std::size_t row, std::string_view column) const;
  [[nodiscard]] long long number(std::size_t row, std::string_view column) const;

 private:
  std::unique_ptr<Impl> impl_;
};

using Parameters = std::vector<std::optional<std::string>>;

/// One session. Statements run as given; transactions are opened and ended by statements.
class Database {
 public:
  class Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  Database(Database&&) noexcept;
  ~Database();

  /// Runs one statement, or several without parameters in the simple protocol, and returns the rows of the last.
  /// Throws: DatabaseError with SQLSTATE; Error(unreachable) when the connection is lost.
  Result query(std::string_view sql);
  /// Runs one statement with text parameters $1, $2 …
  Result query(std::string_view sql, const Parameters& parameters);
  /// The first column of the first row as text; "" for NULL or no row.
  std::string value(std::string_view sql, const Parameters& parameters = {});
  /// PQserverVersion: 150018.
  [[nodiscard]] int server_version_num() const;
  /// Process id of the server process.
  [[nodiscard]] int backend_pid() const;
  /// Asks the server to cancel the running statement. May be called from a signal handler's thread.
  void cancel() noexcept;
  /// Called with each NOTICE or WARNING, without final line feed.
  void on_notice(std::function<void(std::string_view)> handler);

 private:
  std::unique_ptr<Impl> impl_;
};

/// Opens a session: `url` as the user gave it, else DATABASE_URL, else libpq's own variables, files and services.
/// The session has row_security = off, client_min_messages = notice and application_name = phasegate.
/// Throws: Error(unreachable) after `connect_timeout` at the latest; the message never holds a password.
Database connect(const std::string& url, std::chrono::seconds connect_timeout = std::chrono::seconds(10));

}  // namespace phasegate
