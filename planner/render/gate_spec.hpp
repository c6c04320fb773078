// What a guard is asked, as JSON: the literals of one file or gate.
#pragma once

#include <phasegate/plan.hpp>

#include <cstddef>
#include <string>

namespace phasegate::render {

/// The spec of the guard in file `index` of the plan, pretty-printed. Source of the keys: planner/gate/install/60_gate.sql.
std::string guard_spec(const Plan& plan, std::size_t index);
/// The spec of the guard in the U-file of file `index`.
std::string undo_spec(const Plan& plan, std::size_t index);
/// The spec of the gate that a phase, or the deploy, asks as a whole: `name` as in ManifestGate.
std::string deploy_spec(const Plan& plan);

/// The tables and touched elements of the plan in the words of phasegate.fingerprint.
std::vector<std::string> fingerprint_tables(const Plan& plan);
std::vector<std::string> fingerprint_touches(const Plan& plan);

/// "ALTER TABLE …" safe inside JSON and Flyway alike: no `${` is left in the text.
std::string without_placeholders(std::string json);

}  // namespace phasegate::render
