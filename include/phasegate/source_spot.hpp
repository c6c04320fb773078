// Where a value was written by the user: file, line and column, so that every complaint can point at it.
#pragma once

#include <string>

namespace phasegate {

/// The path of a file of the user. Places are kept for every value of a schema, so each path is kept once, until the program ends.
/// May be made and used in several threads.
class FileName {
 public:
  FileName() = default;
  FileName(const std::string& path);                                      // NOLINT(google-explicit-constructor)
  FileName(const char* path) : FileName(std::string(path)) {}             // NOLINT(google-explicit-constructor)
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] bool empty() const { return path_ == nullptr; }
  bool operator==(const FileName&) const = default;                       // one pointer for each path
  auto operator<=>(const FileName& other) const { return text() <=> other.text(); }

 private:
  const std::string* path_ = nullptr;  // null: ""
};

/// A place in a file of the user.
struct SourceSpot {
  FileName file;     ///< path as the user gave it; empty: the thing comes from the live catalog
  int line = 0;      ///< 1-based; 0 when the file is empty
  int column = 0;    ///< 1-based, in characters; 0 when unknown

  [[nodiscard]] bool is_known() const { return !file.empty(); }
  bool operator==(const SourceSpot&) const = default;
};

/// "schema/users.toml:14:3", or "live schema" for an unknown spot.
std::string to_string(const SourceSpot& spot);

}  // namespace phasegate
