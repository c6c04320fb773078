// What ends a command: Error for what the user can mend, Bug for our own mistakes. Caught in main.cpp only.
#pragma once

#include <phasegate/source_spot.hpp>

#include <stdexcept>
#include <string>

namespace phasegate {

/// Process exit codes; scripts rely on them.
enum class ExitCode : int {
  done = 0,         ///< done, or nothing to do
  refused = 1,      ///< refused, with findings
  pending = 2,      ///< changes pending (`plan --check`)
  gate_shut = 3,    ///< a gate is shut, or a marker was refused
  interrupted = 4,  ///< a lock or time limit ran out, or SIGINT/SIGTERM: safe to run again
  usage = 64,       ///< the command line is wrong
  unreachable = 69, ///< the database cannot be reached
  bug = 70          ///< a mistake of ours
};

/// Why the command cannot go on.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message, std::string help = {}, SourceSpot at = {})
      : std::runtime_error(message), code_(code), help_(std::move(help)), at_(std::move(at)) {}

  [[nodiscard]] ExitCode code() const { return code_; }
  /// One imperative sentence: what to do; may be empty.
  [[nodiscard]] const std::string& help() const { return help_; }
  [[nodiscard]] const SourceSpot& at() const { return at_; }

 private:
  ExitCode code_;
  std::string help_;
  SourceSpot at_;
};

/// A mistake of ours; the message names the broken assumption.
class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// An error that the server reported.
class DatabaseError : public Error {
 public:
  DatabaseError(const std::string& message, std::string sqlstate, std::string statement)
      : Error(ExitCode::refused, message), sqlstate_(std::move(sqlstate)), statement_(std::move(statement)) {}

  /// Five characters, e.g. "55P03" for lock_not_available. Source: PostgreSQL manual, appendix A.
  [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }
  [[nodiscard]] const std::string& statement() const { return statement_; }

 private:
  std::string sqlstate_;
  std::string statement_;
};

}  // namespace phasegate
