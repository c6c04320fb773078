// Asks a gate: all evidence for one transition, with reasons and what to type.
#pragma once

#include "catalog/database.hpp"
#include "gate/fingerprint.hpp"

#include <string>
#include <vector>

namespace phasegate {

/// One thing that the gate asks for.
struct GateCheck {
  std::string name;    ///< "marker orders-api", "soak orders-api", "condition 1", "fingerprint" …
  bool open = false;
  std::string reason;  ///< what was found; never empty when shut
  std::string remedy;  ///< the command to type or the thing to do; may be empty
  std::vector<Drift> drift = {};  ///< of a shut check "fingerprint": what differs, where that is known
};

/// All checks of the gate that the JSON describes (its keys: planner/gate/install/60_gate.sql and docs), in their order.
/// Never empty. Where schema phasegate is not installed there is one shut check that says so. Writes nothing. `lines`: Manifest::fingerprint_lines, for
/// telling what differs before the rollout is open.
/// Throws: DatabaseError.
std::vector<GateCheck> evaluate(Database& database, const std::string& spec_json, const std::vector<std::string>& lines = {});

/// Whether every check is open.
bool is_open(const std::vector<GateCheck>& checks);

}  // namespace phasegate
