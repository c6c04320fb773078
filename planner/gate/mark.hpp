// Writes evidence: deploys, approvals, backups. Each call is one statement; the caller sets lock_timeout before it.
#pragma once

#include "catalog/database.hpp"

#include <optional>
#include <string>

namespace phasegate {

/// One marker of a deploy.
struct Mark {
  std::string application;
  std::string event;    ///< "starting": before the first instance; "finished": after the last instance of another version
  std::string version;
  bool is_new = false;  ///< register the application if the database does not know it
  std::optional<std::string> scheme;       ///< "semver", "integer", "calendar"; nullopt: as registered, else semver
  std::optional<std::string> environment;  ///< nullopt: the one that the database is bound to, else "default"
};

/// Records a marker, installing schema phasegate where it is missing. Returns one line for people.
/// Throws: Error(gate_shut) when a floor, a deploy gate or the environment refuses it: that deploy must not start;
/// Error(refused) for an unknown application or an invalid version; Error(interrupted) when a lock was not given in time.
std::string mark(Database& database, const Mark& marker);

/// Records that no instance of an application runs any more. Returns and throws as `mark` does.
std::string retire_application(Database& database, const std::string& application);

/// Approves one drop ("column public.users.nick") of one plan. Returns and throws as `mark` does.
std::string approve(Database& database, const std::string& plan_id, const std::string& what);

/// Records that a backup has been taken. Returns and throws as `mark` does.
std::string record_backup(Database& database, const std::string& note);

/// Names a standby: the gates ask for its replay position when applications read from it. As `mark` otherwise.
std::string name_replica(Database& database, const std::string& name, bool reads);

/// The standby is gone for good. Throws: Error(refused) when nobody has named it; as `mark` otherwise.
std::string forget_replica(Database& database, const std::string& name);

/// Throws: Error(gate_shut) when this version of the application must not run on this database, with the reason; Error(refused) for a
/// version that its scheme does not know. Installs nothing and needs no right on any table.
void assert_compatible(Database& database, const std::string& application, const std::string& version);

/// Binds this database to an environment; all markers recorded before for another one stop counting. As `mark` otherwise.
std::string adopt_environment(Database& database, const std::string& environment);

}  // namespace phasegate
