// Catalog → TOML, as a person would write it: short forms, defaults left out, one key a line.
#include "desired/names.hpp"
#include "desired/printing.hpp"

#include <phasegate/pipeline.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace phasegate {
namespace {

bool is_bare(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '"') result += "\\\"";
    else if (c == '\\') result += "\\\\";
    else if (c == '\n') result += "\\n";
    else if (c == '\r') result += "\\r";
    else if (c == '\t') result += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) result += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    else result += c;
  }
  return result;
}

std::string key_text(std::string_view key) { return is_bare(key) ? std::string(key) : "\"" + escaped(key) + "\""; }

// Long SQL reads best as it is, between ''' on lines of its own; everything else is a basic string.
std::string string_text(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t'; });
  if (text.find('\n') != std::string_view::npos && plain && text.find("'''") == std::string_view::npos && !text.ends_with('\''))
    return "'''\n" + std::string(text) + "'''";
  return "\"" + escaped(text) + "\"";
}

std::string value_text(const Value& value) {
  if (const auto* map = std::get_if<TextMap>(&value)) {
    std::string entries;
    for (const auto& [name, text] : *map) entries += (entries.empty() ? "" : ", ") + key_text(name) + " = " + string_text(text);
    return "{ " + entries + " }";
  }
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return string_text(*text);
  std::string list;
  if (const auto* items = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& item : *items) list += (list.empty() ? "" : ", ") + string_text(item);
  return "[" + list + "]";
}

// The fields beside the short form: key and value.
std::vector<std::pair<std::string, std::string>> further_fields(const Object& object) {
  std::vector<std::pair<std::string, std::string>> result;
  for (std::size_t i = 0; i < object.values.size(); ++i) {
    const Field& field = object.kind->fields[i];
    const bool in_short = std::ranges::find(object.kind->short_fields, field.key) != object.kind->short_fields.end() ||
                          field.key == object.kind->array_form;
    if (in_short || field.compare == Compare::hint || field.compare == Compare::if_stated || std::holds_alternative<std::monostate>(object.values[i])) continue;
    result.emplace_back(std::string(field.key), value_text(object.values[i]));
  }
  return result;
}

// The value of the object's own key: its short form, or an inline table that holds it.
std::string inline_value(const Object& object) {
  const ObjectKind& kind = *object.kind;
  const auto further = further_fields(object);
  std::string is;
  if (!kind.array_form.empty()) is = value_text(object[kind.array_form]);
  else if (kind.print_short != nullptr) is = string_text(kind.print_short(object));
  if (further.empty() && !is.empty()) return is;
  std::string text = is.empty() ? "" : "is = " + is;
  for (const auto& [key, value] : further) text += (text.empty() ? "" : ", ") + key + " = " + value;
  return text.empty() ? "{}" : "{ " + text + " }";
}

constexpr std::string_view database_file = "database";  // what lies in no schema

// The file of an object: that of its table, of its schema, or of what lies in none.
std::string file_of(const Object& object, Split split) {
  const ElementId& id = object.id;
  if (id.schema.empty()) return id.kind == "schema" ? id.name : std::string(database_file);
  const bool of_table = id.kind == "table" || !id.parent.empty();
  if (split == Split::schema || !of_table) return id.schema;
  return id.schema + "." + (id.parent.empty() ? id.name : id.parent);
}

// What every file system takes, also one that does not tell upper from lower case.
std::string file_name(const std::string& name, std::set<std::string>& taken) {
  std::string safe;
  for (const char c : name) safe += is_bare(std::string_view(&c, 1)) || (c == '.' && !safe.empty()) ? c : '_';
  const auto lower = [](std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
  };
  std::string result = safe;
  for (int i = 2; !taken.insert(lower(result)).second; ++i) result = safe + "-" + std::to_string(i);
  return result + ".toml";
}

class Printer {
 public:
  using Wanted = std::function<bool(const Object&)>;

  Printer(const Catalog& catalog, std::string default_schema, Wanted wanted) : catalog_(catalog), default_schema_(std::move(default_schema)), wanted_(std::move(wanted)) {}

  /// `states_all`: sections that say by being empty that there is none are printed.
  std::string print(bool states_all) {
    states_all_ = states_all;
    text_ = "schema = \"" + escaped(default_schema_) + "\"\n";
    for (const ObjectKind* kind : all_objects())
      if (kind->parent.empty() && kind->name != "table") print_section(*kind);
    print_tables();
    return std::move(text_);
  }

  std::string print_left_alone() {
    text_ = "# What phasegate does not model yet: seen, compared by digest, never changed.\n[left_alone]\n";
    std::string type;
    for (const LeftAlone& thing : catalog_.left_alone) {
      if (thing.type != type) text_ += "\n[left_alone." + key_text(type = thing.type) + "]\n";
      text_ += key_text(thing.identity) + " = \"" + thing.digest + "\"\n";
    }
    return std::move(text_);
  }

 private:
  void print_section(const ObjectKind& kind) {
    // An empty section says that there is none.
    bool open = kind.only_when_stated && states_all_ && std::ranges::none_of(catalog_.objects(), [&](const Object* object) { return object->kind == &kind; });
    if (open) text_ += "\n[" + std::string(kind.toml_key) + "]\n";
    for (const Object* object : catalog_.objects()) {
      if (object->kind != &kind || !wanted_(*object) || (kind.name == "schema" && !worth_printing(*object))) continue;
      if (!open) text_ += "\n[" + std::string(kind.toml_key) + "]\n";
      open = true;
      const std::string name = !kind.in_schema ? desired::name_key("", object->id.name, "") : desired::name_key(object->id.schema, object->id.name, default_schema_);
      text_ += key_text(name) + " = " + inline_value(*object) + "\n";
    }
  }

  // A schema in which something lies is wanted without being written.
  bool worth_printing(const Object& schema) const {
    if (!further_fields(schema).empty()) return true;
    return std::ranges::none_of(catalog_.objects(), [&](const Object* object) { return object->id.schema == schema.id.name; });
  }

  void print_tables() {
    for (const Object* table : catalog_.objects()) {
      if (table->id.kind != "table" || !wanted_(*table)) continue;
      const std::string header = "table." + key_text(desired::name_key(table->id.schema, table->id.name, default_schema_));
      text_ += "\n[" + header + "]\n";
      for (const auto& [key, value] : further_fields(*table)) text_ += key + " = " + value + "\n";
      for (const Object* child : catalog_.children(table->id))
        if (child->kind->one_per_parent) text_ += std::string(child->kind->toml_key) + " = " + inline_value(*child) + "\n";
      for (const ObjectKind* kind : children_in_reading_order()) print_children(*table, header, *kind);
    }
  }

  // Columns first, then the others by name.
  static std::vector<const ObjectKind*> children_in_reading_order() {
    std::vector<const ObjectKind*> kinds;
    for (const ObjectKind* kind : all_objects())
      if (kind->parent == "table" && !kind->one_per_parent) kinds.push_back(kind);
    std::ranges::stable_partition(kinds, [](const ObjectKind* kind) { return kind->name == "column"; });
    return kinds;
  }

  void print_children(const Object& table, const std::string& header, const ObjectKind& kind) {
    const auto children = catalog_.children(table.id, kind.name);
    if (children.empty()) return;
    text_ += "\n[" + header + "." + std::string(kind.toml_key) + "]\n";
    for (const Object* child : children) text_ += key_text(child->id.name) + " = " + inline_value(*child) + "\n";
  }

  const Catalog& catalog_;
  std::string default_schema_;
  Wanted wanted_;
  bool states_all_ = false;
  std::string text_;
};

}  // namespace

std::string desired::printed_value(const Object& object) { return inline_value(object); }
std::string desired::printed_value(const Value& value) { return value_text(value); }
std::string desired::printed_key(std::string_view key) { return key_text(key); }
std::string desired::printed(const Catalog& catalog, const std::string& default_schema, const std::function<bool(const Object&)>& wanted) {
  return Printer(catalog, default_schema, wanted).print(false);
}
std::string desired::printed_left_alone(const Catalog& catalog) { return Printer(catalog, "public", [](const Object&) { return false; }).print_left_alone(); }

std::string print_desired(const Catalog& catalog) {
  Printer printer(catalog, "public", [](const Object&) { return true; });
  return printer.print(true) + "\n" + printer.print_left_alone();
}

std::vector<RenderedFile> print_desired(const Catalog& catalog, Split split) {
  std::map<std::string, std::string> schema_of;  // by file
  std::map<const Object*, std::string> files;
  for (const Object* object : catalog.objects()) {
    const std::string file = files[object] = file_of(*object, split);
    schema_of.emplace(file, object->id.schema.empty() ? (object->id.kind == "schema" ? object->id.name : "public") : object->id.schema);
  }
  schema_of.emplace(database_file, "public");
  std::vector<RenderedFile> result;
  std::set<std::string> taken;
  for (const auto& [file, schema] : schema_of) {
    std::string text = Printer(catalog, schema, [&](const Object& object) { return files.at(catalog.find(object.id)) == file; }).print(file == database_file);
    if (std::ranges::count(text, '\n') > 1) result.push_back({file_name(file, taken), std::move(text)});
  }
  result.push_back({file_name("left_alone", taken), Printer(catalog, "public", [](const Object&) { return false; }).print_left_alone()});
  return result;
}


}  // namespace phasegate
