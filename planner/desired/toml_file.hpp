// TOML as nodes that know their place and keep their order: what the rest of the stage reads instead of toml++'s own types.
#pragma once

#include <phasegate/finding.hpp>
#include <phasegate/source_spot.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace phasegate::desired {

struct TomlNode;

/// One key of a table: where the key stands, and its value.
struct TomlEntry;

/// A value with its place. Tables keep the order in which their keys appear in the file.
struct TomlNode {
  enum class Type { string, integer, boolean, floating, array, table, other };
  Type type = Type::other;
  std::string text;              ///< string: its value; floating and other: as written
  std::int64_t integer = 0;
  bool boolean = false;
  std::vector<TomlNode> items;   ///< of an array
  std::vector<TomlEntry> entries;///< of a table
  SourceSpot at;                 ///< where the value begins
  SourceSpot end;                ///< behind its last character
  bool multi_line = false;       ///< a string that begins on the line after its quotes
  bool is_inline = false;        ///< a table in braces

  [[nodiscard]] const TomlEntry* find(std::string_view key) const;
};

struct TomlEntry {
  std::string key;
  SourceSpot at;  ///< where the key stands
  TomlNode value;
};

/// Words for messages: "a string", "a table".
std::string_view to_string(TomlNode::Type type);

/// The place of byte `offset` of a string value (−1: its beginning).
SourceSpot spot_in(const TomlNode& string_node, int offset);

/// Every *.toml below a folder in the order of their names, or the file itself.
/// Throws: Error(refused) when there is none.
std::vector<std::filesystem::path> toml_files(const std::filesystem::path& path);

/// Reads one file. Syntax errors come as findings with their place, and an empty table.
/// Throws: Error(refused) when the file cannot be read.
TomlNode read_toml(const std::filesystem::path& path, std::vector<Finding>& findings);

}  // namespace phasegate::desired
