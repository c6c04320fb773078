// Turns toml++'s tree into nodes in the order of the file. The only file that includes toml++.
#include "desired/toml_file.hpp"

#include <phasegate/error.hpp>

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace phasegate::desired {
namespace {

class Converter {
 public:
  Converter(const std::string& file, std::string content) : file_(file) {
    std::istringstream in(std::move(content));
    for (std::string line; std::getline(in, line);) lines_.push_back(line);
  }

  TomlNode convert(const toml::node& node) const {
    TomlNode result;
    result.at = spot(node.source().begin);
    result.end = spot(node.source().end);
    if (const auto* table = node.as_table()) convert_table(*table, result);
    else if (const auto* array = node.as_array()) {
      result.type = TomlNode::Type::array;
      for (const toml::node& item : *array) result.items.push_back(convert(item));
    } else if (const auto* text = node.as_string()) {
      result.type = TomlNode::Type::string;
      result.text = text->get();
      result.multi_line = begins_multi_line(result.at);
    } else if (const auto* integer = node.as_integer()) {
      result.type = TomlNode::Type::integer;
      result.integer = integer->get();
    } else if (const auto* boolean = node.as_boolean()) {
      result.type = TomlNode::Type::boolean;
      result.boolean = boolean->get();
    } else if (node.is_floating_point()) {
      result.type = TomlNode::Type::floating;
    }
    return result;
  }

 private:
  [[nodiscard]] SourceSpot spot(const toml::source_position& at) const { return {file_, static_cast<int>(at.line), static_cast<int>(at.column)}; }

  void convert_table(const toml::table& table, TomlNode& result) const {
    result.type = TomlNode::Type::table;
    result.is_inline = table.is_inline();
    for (const auto& [key, value] : table)
      result.entries.push_back({std::string(key.str()), spot(key.source().begin), convert(value)});
    std::ranges::stable_sort(result.entries, [](const TomlEntry& a, const TomlEntry& b) {
      return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
    });
  }

  // """ or ''' at the end of its line: the value begins on the next one.
  [[nodiscard]] bool begins_multi_line(const SourceSpot& at) const {
    if (at.line < 1 || at.line > static_cast<int>(lines_.size())) return false;
    const std::string& line = lines_[static_cast<std::size_t>(at.line - 1)];
    const std::size_t from = static_cast<std::size_t>(std::max(at.column - 1, 0));
    if (from >= line.size()) return false;
    std::string rest = line.substr(from);
    while (!rest.empty() && (rest.back() == '\r' || rest.back() == ' ')) rest.pop_back();
    return rest == "\"\"\"" || rest == "'''";
  }

  FileName file_;
  std::vector<std::string> lines_;
};

}  // namespace

const TomlEntry* TomlNode::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &TomlEntry::key);
  return found == entries.end() ? nullptr : &*found;
}

std::string_view to_string(TomlNode::Type type) {
  static constexpr std::string_view words[] = {"a string", "a whole number", "true or false", "a number with a fraction",
                                               "an array", "a table", "a date or time"};
  return words[static_cast<int>(type)];
}

SourceSpot spot_in(const TomlNode& string_node, int offset) {
  SourceSpot at = string_node.at;
  if (offset < 0 || !at.is_known()) return at;
  const std::string_view before = std::string_view(string_node.text).substr(0, static_cast<std::size_t>(offset));
  const auto line_feeds = static_cast<int>(std::ranges::count(before, '\n'));
  if (!string_node.multi_line && line_feeds == 0) {
    at.column += 1 + offset;  // the opening quote
    return at;
  }
  at.line += line_feeds + (string_node.multi_line ? 1 : 0);
  const auto last = before.rfind('\n');
  at.column = 1 + static_cast<int>(last == std::string_view::npos ? before.size() : before.size() - last - 1);
  return at;
}

std::vector<std::filesystem::path> toml_files(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path))
    throw Error(ExitCode::refused, "no desired schema at " + path.string(), "phasegate inspect --database-url URL > " + path.string());
  if (!std::filesystem::is_directory(path)) return {path};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.path().extension() == ".toml" && !entry.path().filename().string().starts_with(".")) files.push_back(entry.path());
  std::ranges::sort(files);
  if (files.empty()) throw Error(ExitCode::refused, "no *.toml in " + path.string(), "phasegate inspect --database-url URL > " + (path / "schema.toml").string());
  return files;
}

TomlNode read_toml(const std::filesystem::path& path, std::vector<Finding>& findings) {
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path))
    throw Error(ExitCode::refused, "cannot read " + path.string(), "check the path and its rights");
  std::ostringstream content;
  content << in.rdbuf();
  const std::string file = path.string();
  try {
    const toml::table table = toml::parse(content.str(), file);
    return Converter(file, content.str()).convert(table);
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    findings.push_back({Severity::error, "toml-syntax", std::string(error.description()), "",
                        {file, static_cast<int>(begin.line), static_cast<int>(begin.column)}});
    TomlNode empty;
    empty.type = TomlNode::Type::table;
    return empty;
  }
}

}  // namespace phasegate::desired
