// What the server refuses for want of a right, or because it takes no writes: who, where, and what to type.
#pragma once

#include <string>
#include <string_view>

namespace phasegate {

/// Who is connected where.
struct Connected {
  std::string role, database, server;  ///< server: host and port, or the socket's folder
};

/// The server's message on SQLSTATE 42501 with the role, and what gives it the right. `statement` is the one that failed. A message that has a help line is
/// returned as it is.
std::string explain_denied(const std::string& message, std::string_view statement, const Connected& connected);

/// The same for SQLSTATE 25006. `in_recovery`: whether the server says that it is a standby.
std::string explain_read_only(const std::string& message, bool in_recovery, const Connected& connected);

}  // namespace phasegate
