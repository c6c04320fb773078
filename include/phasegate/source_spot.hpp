// Where a value was written by the user: file, line and column, so that every complaint can point at it.
#pragma once

#include <string>

namespace phasegate {

/// A place in a file of the user.
struct SourceSpot {
  std::string file;  ///< path as the user gave it; empty: the thing comes from the live catalog
  int line = 0;      ///< 1-based; 0 when the file is empty
  int column = 0;    ///< 1-based, in characters; 0 when unknown

  [[nodiscard]] bool is_known() const { return !file.empty(); }
  bool operator==(const SourceSpot&) const = default;
};

/// "schema/users.toml:14:3", or "live schema" for an unknown spot.
std::string to_string(const SourceSpot& spot);

}  // namespace phasegate
