// The applications of an example: long-lived sessions with prepared statements, of N and of N+1.
#pragma once

#include "contract/trial.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace phasegate::test {

/// One session of one version that has prepared the example's statements.
class Client {
 public:
  /// `isolated`: each call is a REPEATABLE READ transaction, tried again on 40001. Where the plan says so, so are the calls of N+1 in autocommit,
  /// and statements are prepared again on 0A000.
  Client(const Trial& trial, std::string name, std::span<const std::string_view> statements, bool is_next, bool isolated);
  /// Each statement `times` times, each with a number that no call has had. What fails goes to `failures`.
  void call(int times, std::atomic<std::int64_t>& numbers);

  std::vector<std::string> failures;  ///< SQLSTATE, statement, message
  long calls = 0, retries = 0, reprepared = 0;

 private:
  void prepare(std::size_t statement);
  void call_once(std::size_t statement, std::int64_t number);

  std::string name_;
  std::span<const std::string_view> statements_;
  bool isolated_;
  bool tries_again_;  ///< on 40001
  bool reprepares_;  ///< the plan asks that clients do
  Database session_;
};

/// The clients of both versions: of each, one in autocommit and one in REPEATABLE READ.
class Clients {
 public:
  explicit Clients(const Trial& trial) : trial_(trial) {}
  /// Lets the versions that run now call their statements, all clients at the same time. What failed, and what the example's queries
  /// find wrong afterwards, is returned; empty: nothing.
  std::string round(int times = 2);
  [[nodiscard]] long calls() const;

 private:
  const Trial& trial_;
  std::atomic<std::int64_t> numbers_{1000};
  std::vector<std::unique_ptr<Client>> n_, next_;
};

}  // namespace phasegate::test
