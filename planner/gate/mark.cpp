// Calls the writers in schema phasegate and turns what they refuse into errors with the right exit code.
#include "gate/mark.hpp"

#include "gate/install.hpp"
#include "support/shell_word.hpp"

#include <phasegate/error.hpp>

namespace phasegate {
namespace {

// The database seam appends HINT to the message.
Error with_help(ExitCode code, const std::string& message) {
  static constexpr std::string_view help_line = "\n  help: ";
  const std::size_t at = message.find(help_line);
  if (at == std::string::npos) return {code, message};
  return {code, message.substr(0, at), message.substr(at + help_line.size())};
}

// What the functions of the schema refuse, with the exit code that says so.
std::string call(Database& database, std::string_view sql, const Parameters& parameters) {
  try {
    return database.value(sql, parameters);
  } catch (const DatabaseError& error) {
    if (error.sqlstate() == "PG003") throw with_help(ExitCode::gate_shut, error.what());
    if (error.sqlstate() == "PG001") throw with_help(ExitCode::refused, error.what());
    if (error.sqlstate() == "55P03" || error.sqlstate() == "40P01" || error.sqlstate() == "40001")
      throw Error(ExitCode::interrupted, "a phase is being changed right now: " + std::string(error.what()), "run the same command again");
    throw;
  }
}

std::string write(Database& database, std::string_view sql, const Parameters& parameters) {
  ensure_installed(database);
  return call(database, sql, parameters);
}

}  // namespace

std::string mark(Database& database, const Mark& marker) {
  return write(database, "SELECT phasegate.mark($1, $2, $3, $4::boolean, $5, $6)",
               {marker.application, marker.event, marker.version, marker.is_new ? "true" : "false", marker.scheme, marker.environment});
}

std::string retire_application(Database& database, const std::string& application) {
  return write(database, "SELECT phasegate.retire_application($1)", {application});
}

std::string approve(Database& database, const std::string& plan_id, const std::string& what) {
  return write(database, "SELECT phasegate.approve($1, $2)", {plan_id, what});
}

std::string record_backup(Database& database, const std::string& note) {
  return write(database, "SELECT phasegate.record_backup($1)", {note});
}

std::string name_replica(Database& database, const std::string& name, bool reads) {
  return write(database, "SELECT phasegate.name_replica($1, $2::boolean)", {name, reads ? "true" : "false"});
}

std::string forget_replica(Database& database, const std::string& name) {
  return write(database, "SELECT phasegate.forget_replica($1)", {name});
}

void assert_compatible(Database& database, const std::string& application, const std::string& version) {
  if (!is_installed(database))
    throw Error(ExitCode::gate_shut, "schema phasegate is not installed in this database, so nothing was ever marked here",
                "phasegate mark --app " + shell_word(application) + " --starting " + shell_word(version));
  call(database, "SELECT phasegate.assert_compatible($1, $2)", {application, version});
}

std::string adopt_environment(Database& database, const std::string& environment) {
  return write(database, "SELECT phasegate.adopt_environment($1)", {environment});
}

}  // namespace phasegate
