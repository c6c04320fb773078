// The schema phasegate in the database: its install script, and whether it is there.
#pragma once

#include "catalog/database.hpp"

#include <string>

namespace phasegate {

/// Version of the tables and functions of schema phasegate. An older script never replaces what a newer one installed.
inline constexpr int gate_schema_version = 1;

/// Advisory lock key (one bigint) of whoever changes a database for phasegate: the runner holds it as a session lock,
/// every guard takes it for its transaction. The same number as phasegate.lock_key() returns.
inline constexpr long long runner_lock_key = 8'099'831'078'076'244'340;

/// The whole install script: one idempotent, ungated DO statement made of planner/gate/install/*.sql in the order of
/// their names. Equal bytes at every call.
std::string install_sql();

/// Whether schema phasegate is there, in whatever version.
bool is_installed(Database& database);

/// Runs the install script unless exactly this one is installed, or a newer one.
/// Throws: DatabaseError, e.g. 42501 when the role may not create a schema or does not own the one that is there.
void ensure_installed(Database& database);

}  // namespace phasegate
