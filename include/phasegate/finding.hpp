// What the user should see, all at once: refusals, warnings and notes, each pointing at its place.
#pragma once

#include <phasegate/source_spot.hpp>

#include <string>
#include <vector>

namespace phasegate {

enum class Severity { error, warning, note };

/// One thing to tell the user. Errors refuse the plan.
struct Finding {
  Severity severity = Severity::error;
  std::string code;     ///< stable, kebab-case: "unclaimed-difference"
  std::string message;  ///< what is wrong with which object, in the user's words, without a full stop
  std::string help;     ///< one imperative: the way out; may be empty
  SourceSpot at;
};

/// True when any finding is an error.
bool refuses(const std::vector<Finding>& findings);

/// "schema/users.toml:14:3: error: …\n  help: …" ready to print.
std::string to_string(const Finding& finding);

}  // namespace phasegate
