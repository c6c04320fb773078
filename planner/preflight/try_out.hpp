// Runs trials in the open transaction, many of them in one message.
#pragma once

#include "catalog/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace phasegate {

/// Trials that share what must be there for them.
struct TrialGroup {
  std::vector<std::string> setup;                ///< statements
  std::vector<std::vector<std::string>> trials;  ///< each by itself, one statement after another
};

/// What the server says against a trial.
struct TrialRefusal {
  std::string sqlstate;
  std::string message;
  bool of_setup = false;  ///< the setup has failed, so the trial was not made
};

/// For each group and each of its trials: nothing where the server takes it. Everything is rolled back to where it was, locks too. Each text must be
/// exactly one statement, or it is refused as a syntax error and not run.
/// Throws: DatabaseError where the transaction itself is lost.
std::vector<std::vector<std::optional<TrialRefusal>>> try_out(const std::vector<TrialGroup>& groups, Database& database);

}  // namespace phasegate
