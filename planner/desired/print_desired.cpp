// Catalog → TOML, as a person would write it: short forms, defaults left out, one key a line.
#include "desired/names.hpp"

#include <phasegate/pipeline.hpp>

#include <fmt/format.h>

#include <algorithm>

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

class Printer {
 public:
  explicit Printer(const Catalog& catalog) : catalog_(catalog) {}

  std::string print() {
    text_ = "schema = \"" + escaped(default_schema) + "\"\n";
    for (const ObjectKind* kind : all_objects())
      if (kind->parent.empty() && kind->name != "table") print_section(*kind);
    print_tables();
    print_left_alone();
    return std::move(text_);
  }

 private:
  static constexpr std::string_view default_schema = "public";

  void print_section(const ObjectKind& kind) {
    bool open = kind.only_when_stated;  // an empty section says that there is none
    if (open) text_ += "\n[" + std::string(kind.toml_key) + "]\n";
    for (const Object* object : catalog_.objects()) {
      if (object->kind != &kind || (kind.name == "schema" && !worth_printing(*object))) continue;
      if (!open) text_ += "\n[" + std::string(kind.toml_key) + "]\n";
      open = true;
      const std::string name = !kind.in_schema ? desired::name_key("", object->id.name, "") : desired::name_key(object->id.schema, object->id.name, default_schema);
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
      if (table->id.kind != "table") continue;
      const std::string header = "table." + key_text(desired::name_key(table->id.schema, table->id.name, default_schema));
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

  void print_left_alone() {
    text_ += "\n# What phasegate does not model yet: seen, compared by digest, never changed.\n[left_alone]\n";
    std::string type;
    for (const LeftAlone& thing : catalog_.left_alone) {
      if (thing.type != type) text_ += "\n[left_alone." + key_text(type = thing.type) + "]\n";
      text_ += key_text(thing.identity) + " = \"" + thing.digest + "\"\n";
    }
  }

  const Catalog& catalog_;
  std::string text_;
};

}  // namespace

std::string print_desired(const Catalog& catalog) { return Printer(catalog).print(); }

}  // namespace phasegate
