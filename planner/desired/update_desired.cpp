// Edits a hand-written desired schema until it says what is live. Works on whole lines: an entry is the lines from its key to the end of
// its value, so that comments, order and everything equal stay as they are.
#include "desired/names.hpp"
#include "desired/printing.hpp"
#include "desired/toml_file.hpp"

#include <phasegate/pipeline.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

namespace phasegate {
namespace {

using desired::TomlEntry;
using desired::TomlNode;

struct File {
  std::filesystem::path path;
  std::string default_schema = "public";
  TomlNode root;
  std::vector<std::string> lines;                  // without line feeds
  std::set<int> removed;                           // 1-based
  std::map<int, std::vector<std::string>> after;   // texts to put behind a line; 0: at the beginning
  std::map<int, std::string> replaced;             // by the line where it begins
  [[nodiscard]] bool changed() const { return !removed.empty() || !after.empty() || !replaced.empty(); }
};

std::string trimmed(std::string text) {
  text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

// Columns count characters, not bytes. Source: toml++, source_position.
std::string behind(const std::string& line, int column) {
  std::size_t at = 0;
  for (int i = 1; i < column && at < line.size(); ++i) do ++at; while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80);
  return line.substr(at);
}

// The comments of the lines from `first` to `last`, each with the line where it stands; a # in a string begins none. The first line counts from `column` on.
std::vector<std::pair<int, std::string>> comments_in(const File& file, int first, int column, int last) {
  std::vector<std::pair<int, std::string>> comments;
  std::string quotes;  // of the string that we are in
  for (int number = first; number <= last; ++number) {
    const std::string& whole = file.lines[static_cast<std::size_t>(number - 1)];
    const std::string line = number == first ? behind(whole, column) : whole;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (!quotes.empty()) {
        if (line[i] == '\\' && quotes[0] == '"') ++i;
        else if (line.compare(i, quotes.size(), quotes) == 0) {
          const char quote = quotes[0];
          if (quotes.size() == 3)
            while (i + 3 < line.size() && line[i + 3] == quote) ++i;  // up to two quotes of the text stand before those that end it
          i += std::exchange(quotes, "").size() - 1;
        }
      } else if (line[i] == '#') {
        std::string comment = line.substr(i);
        comment.erase(comment.find_last_not_of(" \t\r") + 1);
        comments.emplace_back(number, comment);
        break;
      } else if (line[i] == '"' || line[i] == '\'') {
        quotes = line.compare(i, 3, std::string(3, line[i])) == 0 ? std::string(3, line[i]) : std::string(1, line[i]);
        i += quotes.size() - 1;
      }
    }
    if (quotes.size() == 1) quotes.clear();
  }
  return comments;
}

class Editor {
 public:
  Editor(const std::filesystem::path& path, const Catalog& live, const Catalog& wanted, std::vector<Finding>& findings)
      : path_(path), live_(live), wanted_(wanted), findings_(findings) {
    for (const std::filesystem::path& name : desired::toml_files(path)) {
      File& file = files_.emplace_back();
      file.path = name;
      file.root = desired::read_toml(name, findings);
      if (const TomlEntry* schema = file.root.find("schema")) file.default_schema = schema->value.text;
      std::ifstream in(name, std::ios::binary);
      for (std::string line; std::getline(in, line);) file.lines.push_back(line);
    }
  }

  void edit(const Difference& difference) {
    switch (difference.what) {
      case What::missing: return remove(*wanted_.find(difference.element));
      case What::extra: return add(*live_.find(difference.element));
      case What::renamed: remove(*wanted_.find(difference.element)); return add(*live_.find(difference.live_element));
      case What::field: return write_anew(difference);
    }
  }

  void left_alone() {
    if (!wanted_.states_left_alone || says_the_same(wanted_.left_alone, live_.left_alone)) return;
    for (File& file : files_)
      if (const TomlEntry* section = file.root.find("left_alone")) {
        remove_lines(file, *section);
        if (!std::exchange(left_alone_written_, true)) file.after[static_cast<int>(file.lines.size())].push_back(desired::printed_left_alone(live_));
      }
  }

  std::vector<RenderedFile> result() const {
    std::vector<RenderedFile> written;
    for (const File& file : files_)
      if (file.changed()) written.push_back({file.path.string(), text_of(file)});
    for (const RenderedFile& file : fresh_) written.push_back(file);
    return written;
  }

 private:
  void by_hand(const std::string& what, const SourceSpot& at) {
    findings_.push_back({Severity::error, "edit-by-hand", what + " shares its lines with other keys, so it is not edited", "give it a line of its own, or change it by hand", at});
  }

  static bool says_the_same(const std::vector<LeftAlone>& a, const std::vector<LeftAlone>& b) {
    const auto all = [](const std::vector<LeftAlone>& list) {
      std::set<std::tuple<std::string, std::string, std::string>> set;
      for (const LeftAlone& thing : list) set.emplace(thing.type, thing.identity, thing.digest);
      return set;
    };
    return all(a) == all(b);
  }

  static std::string text_of(const File& file) {
    std::string text;
    const auto put = [&](int line) {
      if (const auto found = file.after.find(line); found != file.after.end())
        for (const std::string& added : found->second) text += added;
    };
    put(0);
    for (int line = 1; line <= static_cast<int>(file.lines.size()); ++line) {
      if (const auto found = file.replaced.find(line); found != file.replaced.end()) text += found->second + "\n";
      else if (!file.removed.contains(line)) text += file.lines[static_cast<std::size_t>(line - 1)] + "\n";
      put(line);
    }
    return text;
  }

  File* file_of(const SourceSpot& at) {
    const auto found = std::ranges::find_if(files_, [&](const File& file) { return file.path.string() == at.file.text(); });
    return found == files_.end() ? nullptr : &*found;
  }

  static const TomlEntry* entry_at(const TomlNode& node, const SourceSpot& at) {
    for (const TomlEntry& entry : node.entries) {
      if (entry.at.line == at.line && entry.at.column == at.column) return &entry;
      if (const TomlEntry* inner = entry_at(entry.value, at)) return inner;
    }
    return nullptr;
  }

  static bool is_header(const File& file, int line) { return line >= 1 && line <= static_cast<int>(file.lines.size()) && trimmed(file.lines[static_cast<std::size_t>(line - 1)]).starts_with('['); }
  static bool is_section(const TomlNode& node) { return node.type == TomlNode::Type::table && !node.is_inline; }

  // True when nothing else stands on the lines of the entry.
  static bool stands_alone(const File& file, const TomlEntry& entry) {
    return trimmed(file.lines[static_cast<std::size_t>(entry.at.line - 1)]) == behind(file.lines[static_cast<std::size_t>(entry.at.line - 1)], entry.at.column) || is_header(file, entry.at.line);
  }

  // The last line of everything in the section.
  static int last_line(const TomlEntry& entry) {
    if (!is_section(entry.value)) return entry.value.end.line;
    int last = std::max(entry.at.line, entry.value.at.line);
    for (const TomlEntry& inner : entry.value.entries) last = std::max(last, last_line(inner));
    return last;
  }

  void remove_lines(File& file, const TomlEntry& entry) {
    if (is_section(entry.value)) {
      for (const int line : {entry.at.line, entry.value.at.line})
        if (is_header(file, line)) file.removed.insert(line);
      for (const TomlEntry& inner : entry.value.entries) remove_lines(file, inner);
      return;
    }
    for (int line = entry.at.line; line <= entry.value.end.line; ++line) file.removed.insert(line);
  }

  void remove(const Object& object) {
    if (!object.id.parent.empty() && is_going(object.id)) return;
    File* file = file_of(object.at);
    const TomlEntry* entry = file == nullptr ? nullptr : entry_at(file->root, object.at);
    if (entry == nullptr) return;  // implied by something else that goes
    if (object.id.kind != "table" && !is_section(entry->value) && !stands_alone(*file, *entry)) return by_hand(to_string(object.id), object.at);
    remove_lines(*file, *entry);
  }

  // The table itself is removed or added: its children come and go with it.
  [[nodiscard]] bool is_going(const ElementId& child) const { return live_.find({"table", child.schema, "", child.parent}) == nullptr; }
  [[nodiscard]] bool is_coming(const ElementId& child) const { return wanted_.find({"table", child.schema, "", child.parent}) == nullptr; }

  void write_anew(const Difference& difference) {
    const Object& live = *live_.find(difference.live_element);
    const Object& wanted = *wanted_.find(difference.element);
    File* file = file_of(wanted.at);
    const TomlEntry* entry = file == nullptr ? nullptr : entry_at(file->root, wanted.at);
    if (entry == nullptr) return by_hand(to_string(wanted.id), wanted.at);
    if (wanted.id.kind == "table" || (is_section(entry->value) && is_header(*file, entry->value.at.line))) return write_field(*file, *entry, difference, live);
    if (!written_.insert(wanted.id).second) return;
    if (is_section(entry->value)) {  // dotted keys: the first line takes it all
      std::vector<std::pair<int, std::string>> comments;
      for (const TomlEntry& inner : entry->value.entries)
        for (auto& comment : comments_in(*file, inner.at.line, inner.at.column, last_line(inner))) comments.push_back(std::move(comment));
      remove_lines(*file, *entry);
      const std::string& first = file->lines[static_cast<std::size_t>(entry->at.line - 1)];
      return put(*file, entry->at.line, first.substr(0, first.size() - behind(first, entry->at.column).size()), desired::printed_key(entry->key) + " = " + desired::printed_value(live), entry->at.line, comments);
    }
    if (!stands_alone(*file, *entry)) return by_hand(to_string(wanted.id), wanted.at);
    replace(*file, *entry, desired::printed_value(live));
  }

  // A key of a section: comment = "…" below [table.users].
  void write_field(File& file, const TomlEntry& section, const Difference& difference, const Object& live) {
    const std::string key(difference.field->key);
    const Value& value = live[key];
    const TomlEntry* field = section.value.find(key);
    if (std::holds_alternative<std::monostate>(value)) {
      if (field != nullptr) remove_lines(file, *field);
    } else if (field != nullptr) {
      replace(file, *field, desired::printed_value(value));
    } else {
      file.after[section.value.at.line].push_back(desired::printed_key(key) + " = " + desired::printed_value(value) + "\n");
    }
  }

  void replace(File& file, const TomlEntry& entry, const std::string& value) {
    const std::string& first = file.lines[static_cast<std::size_t>(entry.at.line - 1)];
    const std::string head = first.substr(0, first.size() - behind(first, entry.at.column).size());
    const int last = entry.value.end.line;
    for (int line = entry.at.line; line <= last; ++line) file.removed.insert(line);
    put(file, entry.at.line, head, desired::printed_key(entry.key) + " = " + value, last, comments_in(file, entry.at.line, entry.at.column, last));
  }

  // The comment of line `last` stays behind the entry; the others come on lines of their own before it.
  static void put(File& file, int line, const std::string& head, const std::string& entry, int last, const std::vector<std::pair<int, std::string>>& comments) {
    std::string before, behind_it;
    for (const auto& [at, comment] : comments)
      if (at == last) behind_it = "  " + comment;
      else before += head + comment + "\n";
    file.replaced[line] = before + head + entry + behind_it;
  }

  void add(const Object& object) {
    if (object.id.kind == "table" || object.id.parent.empty()) return add_top(object);
    if (is_coming(object.id)) return;
    const Object& table = *wanted_.find({"table", object.id.schema, "", object.id.parent});
    File& file = *file_of(table.at);
    const TomlEntry* section = entry_at(file.root, table.at);
    if (section == nullptr || !is_section(section->value)) return by_hand(to_string(table.id), table.at);
    const std::string name(object.kind->toml_key);
    if (object.kind->one_per_parent) {
      if (!is_header(file, section->value.at.line)) return by_hand(to_string(table.id), table.at);
      file.after[section->value.at.line].push_back(name + " = " + desired::printed_value(object) + "\n");
      return;
    }
    const std::string line = desired::printed_key(object.id.name) + " = " + desired::printed_value(object) + "\n";
    if (const TomlEntry* children = section->value.find(name); children != nullptr && is_header(file, children->value.at.line)) {
      file.after[last_line(*children)].push_back(line);
      return;
    }
    std::string& added = sections_[{&file, table.id, name}];
    if (added.empty()) added = "\n[table." + desired::printed_key(desired::name_key(table.id.schema, table.id.name, file.default_schema)) + "." + name + "]\n";
    added += line;
    std::vector<std::string>& texts = file.after[last_line(*section)];
    if (const auto index = places_.find({&file, table.id, name}); index != places_.end()) texts[index->second] = added;
    else places_[{&file, table.id, name}] = (texts.push_back(added), texts.size() - 1);
  }

  // A file of its own in a folder; else at the end of the one file.
  void add_top(const Object& object) {
    const auto only = [&](const Object& other) { return &other == &object; };
    if (std::filesystem::is_directory(path_)) {
      if (object.id.kind == "table") {
        const std::filesystem::path name = path_ / (object.id.schema + "." + object.id.name + ".toml");
        if (!std::filesystem::exists(name) && (object.id.schema + object.id.name).find('/') == std::string::npos) {
          fresh_.push_back({name.string(), desired::printed(live_, object.id.schema, only)});
          return;
        }
      }
    }
    File& file = files_.back();
    for (File& other : files_)
      if (const TomlEntry* section = other.root.find(object.kind->toml_key); section != nullptr && object.id.kind != "table" && is_header(other, section->value.at.line)) {
        const std::string schema = object.id.kind == "schema" ? "" : object.id.schema;
        other.after[last_line(*section)].push_back(desired::printed_key(desired::name_key(schema, object.id.name, other.default_schema)) + " = " + desired::printed_value(object) + "\n");
        return;
      }
    const std::string text = desired::printed(live_, file.default_schema, only);
    file.after[static_cast<int>(file.lines.size())].push_back(text.substr(text.find('\n') + 1));
  }

  using Place = std::tuple<File*, ElementId, std::string>;

  const std::filesystem::path path_;
  const Catalog& live_;
  const Catalog& wanted_;
  std::vector<Finding>& findings_;
  std::vector<File> files_;
  std::vector<RenderedFile> fresh_;
  std::set<ElementId> written_;
  std::map<Place, std::string> sections_;
  std::map<Place, std::size_t> places_;
  bool left_alone_written_ = false;
};

}  // namespace

std::vector<RenderedFile> update_desired(const std::filesystem::path& path, const Catalog& live, const Catalog& wanted, const std::vector<Difference>& differences,
                                         std::vector<Finding>& findings) {
  Editor editor(path, live, wanted, findings);
  for (const Difference& difference : differences) editor.edit(difference);
  editor.left_alone();
  return editor.result();
}

}  // namespace phasegate
