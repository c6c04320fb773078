// Sessions of old versions on standbys, which the gate in the primary cannot see.
#pragma once

#include "gate/evaluate.hpp"

#include <phasegate/settings.hpp>

#include <string>
#include <vector>

namespace phasegate {

/// One check "sessions on NAME" for each standby that is read from and can be reached at a url, when the gate asks for sessions
/// (validate and contract, `sessions`); shut when one of its sessions is older than the deploy, or nobody can tell. Else nothing.
/// `primary` tells when the deploys began. Throws: DatabaseError of the primary.
std::vector<GateCheck> replica_sessions(Database& primary, const std::string& spec_json, const std::vector<Replica>& replicas);

}  // namespace phasegate
