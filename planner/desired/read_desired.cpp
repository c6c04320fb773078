// TOML → Catalog. One generic reader over the field tables of the object kinds; every value keeps its place.
#include "desired/toml_file.hpp"
#include "desired/names.hpp"
#include "support/suggest.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <ranges>

namespace phasegate {
namespace {

using desired::TomlEntry;
using desired::TomlNode;

class Reader {
 public:
  Desired result;

  void read_file(const std::filesystem::path& path) {
    const std::size_t before = result.findings.size();
    const TomlNode root = desired::read_toml(path, result.findings);
    if (result.findings.size() > before) result.is_complete = false;
    default_schema_ = "public";
    if (const TomlEntry* entry = root.find("schema")) {
      if (entry->value.type == TomlNode::Type::string && !entry->value.text.empty()) default_schema_ = entry->value.text;
      else complain("wrong-type", "schema is the name of the file's default schema, not " + std::string(to_string(entry->value.type)), "write schema = \"public\"", entry->at);
    }
    for (const TomlEntry& entry : root.entries) {
      if (entry.key == "schema") continue;
      if (entry.key == "left_alone") {
        read_left_alone(entry.value);
        continue;
      }
      if (entry.key == "requires") {
        read_required(entry.value);
        continue;
      }
      const ObjectKind* kind = section("", entry.key);
      if (kind == nullptr) {
        unknown_key(entry, section_names(""));
        result.is_complete = false;
        continue;
      }
      result.catalog.sections.emplace(kind->toml_key);
      read_section(*kind, entry.value, entry.at, nullptr);
    }
  }

 private:
  void complain(std::string code, std::string message, std::string help, SourceSpot at) {
    result.findings.push_back({Severity::error, std::move(code), std::move(message), std::move(help), std::move(at)});
  }

  static const ObjectKind* section(std::string_view parent, std::string_view key) {
    for (const ObjectKind* kind : all_objects())
      if (kind->parent == parent && kind->toml_key == key) return kind;
    return nullptr;
  }

  static std::vector<std::string> section_names(std::string_view parent) {
    std::vector<std::string> names;
    if (parent == "requires") parent = "";
    else if (parent.empty()) names = {"schema", "requires", "left_alone"};
    for (const ObjectKind* kind : all_objects())
      if (kind->parent == parent) names.emplace_back(kind->toml_key);
    return names;
  }

  void unknown_key(const TomlEntry& entry, std::vector<std::string> choices) {
    const std::string near = nearest(entry.key, choices);
    std::string all;
    for (const std::string& choice : choices) all += (all.empty() ? "" : ", ") + choice;
    complain("unknown-key", "unknown key `" + entry.key + "`", near.empty() ? "use one of: " + all : "did you mean `" + near + "`?", entry.at);
  }

  // [table] or [table.users.index]: names with a value each; of a kind that comes once per parent, the value itself.
  void read_section(const ObjectKind& kind, const TomlNode& node, const SourceSpot& key_at, const Object* parent) {
    if (kind.one_per_parent) {
      read_object(kind, {kind.name, parent->id.schema, parent->id.name, ""}, node, key_at);
      return;
    }
    if (node.type != TomlNode::Type::table) {
      complain("wrong-type", std::string(kind.toml_key) + " holds one key for each " + std::string(kind.name) + ", not " + std::string(to_string(node.type)),
               "write " + std::string(kind.toml_key) + ".<name> = …", key_at);
      return;
    }
    for (const TomlEntry& entry : node.entries) {
      if (parent != nullptr) {
        read_object(kind, {kind.name, parent->id.schema, parent->id.name, entry.key}, entry.value, entry.at);
        continue;
      }
      const desired::QualifiedName name = desired::split_name(entry.key);
      if (!name.error.empty()) {
        complain("bad-name", name.error, "write [" + std::string(kind.toml_key) + ".\"schema.name\"]", entry.at);
        continue;
      }
      const std::string schema = !kind.in_schema ? "" : name.schema.empty() ? default_schema_ : name.schema;
      if (kind.in_schema) want_schema(schema, entry.at);
      read_object(kind, {kind.name, schema, "", name.name}, entry.value, entry.at);
    }
  }

  // A schema is wanted as soon as something lies in it.
  void want_schema(const std::string& schema, const SourceSpot& at) {
    const ElementId id{"schema", "", "", schema};
    if (result.catalog.find(id) != nullptr) return;
    Object object = make_object(object_kind("schema"), id);
    object.at = at;
    result.catalog.add(std::move(object));
    implied_schemas_.push_back(id);
  }

  bool check_name(const ElementId& id, const SourceSpot& at) {
    if (id.name.empty() && !object_kind(id.kind).one_per_parent) {
      complain("bad-name", "a " + std::string(id.kind) + " needs a name", "give it one", at);
      return false;
    }
    for (const std::string* part : {&id.name, &id.schema})
      if (part->size() > 63) {
        complain("name-too-long", "the name `" + *part + "` has " + std::to_string(part->size()) + " bytes; PostgreSQL keeps 63",
                 "shorten it", at);
        return false;
      }
    return true;
  }

  void read_object(const ObjectKind& kind, ElementId id, const TomlNode& node, const SourceSpot& at) {
    if (!check_name(id, at)) return;
    if (const Object* other = result.catalog.find(id)) {
      const auto implied = std::ranges::find(implied_schemas_, id);
      if (implied == implied_schemas_.end()) {
        complain("defined-twice", to_string(id) + " is defined twice; first at " + to_string(other->at), "remove one of them", at);
        return;
      }
      implied_schemas_.erase(implied);
      read_fields(kind, node, *result.catalog.find(id), {});
      return;
    }
    Object object = make_object(kind, std::move(id));
    object.at = at;
    object.position = ++position_;
    const ElementId object_id = object.id;
    const std::size_t before = result.findings.size();
    std::vector<const TomlEntry*> sections;
    read_value(kind, node, object, sections);
    if (result.findings.size() > before) result.broken.insert(object_id);
    result.catalog.add(std::move(object));
    if (sections.empty()) return;
    const Object* parent = result.catalog.find(object_id);
    for (const TomlEntry* entry : sections) read_section(*section(kind.name, entry->key), entry->value, entry->at, parent);
  }

  void read_value(const ObjectKind& kind, const TomlNode& node, Object& object, std::vector<const TomlEntry*>& sections) {
    if (node.type == TomlNode::Type::string && kind.read_short != nullptr) {
      read_short(kind, node, object);
    } else if (node.type == TomlNode::Type::array && !kind.array_form.empty()) {
      set_field(object, kind.array_form, node);
    } else if (node.type == TomlNode::Type::table) {
      if (const TomlEntry* is = node.find("is")) {
        if (is->value.type == TomlNode::Type::string && kind.read_short != nullptr) read_short(kind, is->value, object);
        else if (is->value.type == TomlNode::Type::array && !kind.array_form.empty()) set_field(object, kind.array_form, is->value);
        else complain("wrong-type", "`is` of " + to_string(object.id) + " cannot be " + std::string(to_string(is->value.type)), "write it as a string of SQL", is->at);
      }
      sections = read_fields(kind, node, object, {"is"});
    } else {
      complain("wrong-type", to_string(object.id) + " cannot be " + std::string(to_string(node.type)),
               kind.read_short != nullptr ? "write it as a string of SQL" : "write it as a table", object.at);
    }
  }

  // Comes first of all that is read into an object.
  void read_short(const ObjectKind& kind, const TomlNode& node, Object& object) {
    const ShortForm form = kind.read_short(node.text, object);
    if (!form.error.empty()) {
      complain("sql-syntax", to_string(object.id) + ": " + form.error, "", desired::spot_in(node, form.error_offset));
      return;
    }
    for (std::size_t i = 0; i < object.values.size(); ++i)
      if (!std::holds_alternative<std::monostate>(object.values[i])) object.set_spot(i, node.at);
  }

  // The keys of a long form. Returns those that are sections of the kind's children.
  std::vector<const TomlEntry*> read_fields(const ObjectKind& kind, const TomlNode& node, Object& object, const std::vector<std::string>& done) {
    std::vector<const TomlEntry*> sections;
    if (node.type != TomlNode::Type::table) {
      complain("wrong-type", to_string(object.id) + " cannot be " + std::string(to_string(node.type)), "write it as a table", object.at);
      return sections;
    }
    for (const TomlEntry& entry : node.entries) {
      if (std::ranges::find(done, entry.key) != done.end()) continue;
      if (section(kind.name, entry.key) != nullptr) {
        sections.push_back(&entry);
      } else if (std::ranges::find(kind.fields, entry.key, &Field::key) != kind.fields.end()) {
        if (object.has(entry.key) && !done.empty())
          complain("said-twice", "`" + entry.key + "` of " + to_string(object.id) + " stands in `is` too", "remove one of them", entry.at);
        set_field(object, entry.key, entry.value);
      } else {
        std::vector<std::string> choices = section_names(kind.name);
        for (const Field& field : kind.fields) choices.emplace_back(field.key);
        if (kind.read_short != nullptr) choices.emplace_back("is");
        unknown_key(entry, choices);
      }
    }
    return sections;
  }

  void set_field(Object& object, std::string_view key, const TomlNode& node) {
    const auto& fields = object.kind->fields;
    const auto index = static_cast<std::size_t>(std::ranges::find(fields, key, &Field::key) - fields.begin());
    const auto wrong = [&](std::string_view wanted) {
      complain("wrong-type", "`" + std::string(key) + "` of " + to_string(object.id) + " is " + std::string(wanted) + ", not " + std::string(to_string(node.type)), "", node.at);
    };
    object.set_spot(index, node.at);
    switch (fields[index].type) {
      case ValueType::boolean:
        if (node.type != TomlNode::Type::boolean) return wrong("true or false");
        if (node.boolean) object.values[index] = true;
        return;
      case ValueType::integer:
        if (node.type != TomlNode::Type::integer) return wrong("a whole number");
        object.values[index] = node.integer;
        return;
      case ValueType::text:
      case ValueType::sql:
        if (node.type != TomlNode::Type::string) return wrong("a string");
        if (node.text != fields[index].absent) object.values[index] = node.text;
        return check_word(object, fields[index], node);
      case ValueType::name_list: return set_list(object, index, node, wrong);
      case ValueType::text_map: return set_map(object, index, node, wrong);
    }
  }

  void check_word(const Object& object, const Field& field, const TomlNode& node) {
    if (field.words.empty()) return;
    std::vector<std::string> words;
    for (const auto word : field.words | std::views::split('|')) words.emplace_back(word.begin(), word.end());
    if (std::ranges::find(words, node.text) != words.end()) return;
    std::string all;
    for (const std::string& one : words) all += (all.empty() ? "\"" : ", \"") + one + "\"";
    const std::string near = nearest(node.text, words);
    complain("wrong-value", "`" + std::string(field.key) + "` of " + to_string(object.id) + " is \"" + node.text + "\"", near.empty() ? "use one of: " + all : "did you mean \"" + near + "\"?", node.at);
  }

  template <class Wrong>
  void set_list(Object& object, std::size_t index, const TomlNode& node, Wrong wrong) {
    if (node.type != TomlNode::Type::array) return wrong("an array of strings");
    std::vector<std::string> list;
    for (const TomlNode& item : node.items) {
      if (item.type != TomlNode::Type::string) return wrong("an array of strings");
      if (object.kind->array_form == object.kind->fields[index].key && std::ranges::find(list, item.text) != list.end())
        complain("defined-twice", to_string(object.id) + " has the value '" + item.text + "' twice", "remove one of them", item.at);
      list.push_back(item.text);
    }
    object.values[index] = list;
  }

  template <class Wrong>
  void set_map(Object& object, std::size_t index, const TomlNode& node, Wrong wrong) {
    if (node.type != TomlNode::Type::table) return wrong("a table of strings");
    TextMap map;
    for (const TomlEntry& entry : node.entries) {
      if (entry.value.type != TomlNode::Type::string) return wrong("a table of strings");
      map.emplace_back(entry.key, entry.value.text);
    }
    object.values[index] = map;
  }

  // What others own: the same sections, in a catalog of their own.
  void read_required(const TomlNode& node) {
    Reader others;
    others.default_schema_ = default_schema_;
    for (const TomlEntry& entry : node.entries) {
      const ObjectKind* kind = section("", entry.key);
      if (kind == nullptr) unknown_key(entry, section_names("requires"));
      else others.read_section(*kind, entry.value, entry.at, nullptr);
    }
    std::ranges::move(others.result.findings, std::back_inserter(result.findings));
    for (const Object* object : others.result.catalog.objects())
      if (object->id.kind != "schema") result.required.add(*object);
  }

  void read_left_alone(const TomlNode& node) {
    result.catalog.states_left_alone = true;
    for (const TomlEntry& type : node.entries)
      for (const TomlEntry& thing : type.value.entries)
        result.catalog.left_alone.push_back({type.key, thing.key, thing.value.text, thing.at});
  }

  std::string default_schema_;
  int position_ = 0;
  std::vector<ElementId> implied_schemas_;
};

}  // namespace

Desired read_desired(const std::filesystem::path& path) {
  Reader reader;
  for (const std::filesystem::path& file : desired::toml_files(path)) reader.read_file(file);
  Desired result = std::move(reader.result);
  for (Object* object : result.catalog.objects()) {
    if (object->id.kind == "schema") result.catalog.schemas.push_back(object->id.name);
    if (object->kind->finish != nullptr) object->kind->finish(*object, result.catalog);
  }
  std::ranges::sort(result.catalog.left_alone, {}, [](const LeftAlone& thing) { return std::pair(thing.type, thing.identity); });
  desired::check_references(result.catalog, result.required, result.findings, result.broken);
  std::ranges::stable_sort(result.findings, {}, [](const Finding& f) { return std::tuple(f.at.file, f.at.line, f.at.column); });
  return result;
}

}  // namespace phasegate
