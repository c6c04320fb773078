// Reads the server's English messages; others get the general advice.
#include "catalog/denied.hpp"

#include <fmt/format.h>

#include <array>
#include <regex>

namespace phasegate {
namespace {

constexpr std::string_view help_line = "\n  help: ", roles = "docs/roles.md says who needs what";

// As in planner/sql/identifier, which is a later stage: quoted unless it is plain.
std::string quoted(const std::string& name) {
  if (std::regex_match(name, std::regex("[a-z_][a-z0-9_]*"))) return name;
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

std::string literal(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
  return result + "'";
}

// The right of phasegate.grant_right that a call or a look at the schema needs.
std::string_view right_for(std::string_view statement) {
  static constexpr std::array marker = {"phasegate.mark(", "phasegate.record_backup("};
  static constexpr std::array approver = {"phasegate.approve(",        "phasegate.retire_application(", "phasegate.adopt_environment(", "phasegate.name_replica(",
                                          "phasegate.forget_replica(", "phasegate.pause_backfill(",     "phasegate.resume_backfill("};
  for (const char* call : marker)
    if (statement.find(call) != std::string_view::npos) return "marker";
  for (const char* call : approver)
    if (statement.find(call) != std::string_view::npos) return "approver";
  return "reader";
}

std::string what_to_type(const std::string& message, std::string_view statement, const Connected& connected) {
  const std::string role = quoted(connected.role);
  std::smatch match;
  if (std::regex_search(message, match, std::regex(R"(permission denied to create temporary tables in database)")))
    return fmt::format("GRANT TEMPORARY ON DATABASE {} TO {}; or let plan ask another server: --scratch embedded", quoted(connected.database), role);
  if (std::regex_search(message, match, std::regex(R"(must be owner of ([^\n]+))")))
    return fmt::format("run it as the owner of {}, or as a member of that role: GRANT OWNER TO {}", match[1].str(), role);
  if (!std::regex_search(message, match, std::regex(R"(permission denied for ((?:materialized |foreign )?\w+(?: \w+)??) \"?([^"\n]+)\"?)"))) return {};
  const std::string kind = match[1], name = match[2];
  const bool of_ours = name == "phasegate" || statement.find("phasegate." + name) != std::string_view::npos;
  if (of_ours && kind != "database")
    return fmt::format("the owner of schema phasegate runs: SELECT phasegate.grant_right('{}', {}); a runner is the owner, or a member of the owner", right_for(statement), literal(connected.role));
  if (kind == "database") return fmt::format("GRANT CREATE ON DATABASE {} TO {}", quoted(connected.database), role);
  if (kind == "schema") return fmt::format("GRANT USAGE ON SCHEMA {} TO {}; a runner, which makes things there, needs CREATE too", quoted(name), role);
  if (kind == "function" || kind == "procedure") return fmt::format("GRANT EXECUTE on {} {} to {}", kind, name, role);
  return fmt::format("GRANT SELECT on {} {} to {}; a runner, which changes it, is its owner or a member of its owner", kind, name, role);
}

}  // namespace

std::string explain_denied(const std::string& message, std::string_view statement, const Connected& connected) {
  if (message.find(help_line) != std::string::npos) return message;
  const std::string advice = what_to_type(message, statement, connected);
  return fmt::format("{}: role {} lacks a right in database {} on {}{}{}{}", message, quoted(connected.role), quoted(connected.database), connected.server, help_line,
                     advice.empty() ? "" : advice + "; ", roles);
}

std::string explain_read_only(const std::string& message, bool in_recovery, const Connected& connected) {
  if (message.find(help_line) != std::string::npos || !message.starts_with("cannot ")) return message;  // the rest is ours
  if (message.find("temporary tables") != std::string::npos)
    return fmt::format("{}: {} is a standby{}add --scratch embedded (or --scratch-url URL), or connect to the primary", message, connected.server, help_line);
  if (in_recovery)
    return fmt::format("{}: {} is a standby, and takes no writes{}connect to the primary; in a URL with several hosts: target_session_attrs=read-write", message, connected.server, help_line);
  return fmt::format("{}: the session of role {} in database {} on {} may only read{}SHOW default_transaction_read_only; it is set for the server, the database or the role", message, quoted(connected.role),
                     quoted(connected.database), connected.server, help_line);
}

}  // namespace phasegate
