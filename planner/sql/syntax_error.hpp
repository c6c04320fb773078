// What is wrong with a piece of SQL, and where in it.
#pragma once

#include <string>

namespace phasegate::sql {

/// A complaint about a text of the user.
struct SyntaxError {
  std::string message;  ///< in the user's words, no trailing full stop; empty: nothing is wrong
  int offset = -1;      ///< 0-based position in bytes in the given text; -1 unknown

  /// True when something is wrong.
  explicit operator bool() const { return !message.empty(); }
};

}  // namespace phasegate::sql
