// Looks at every field alike.
#include "recipes/schema_mentions.hpp"

#include "sql/schema_names.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

bool names_schema(const std::string& text, const std::string& schema) { return sql::with_renamed_schemas(text, {{schema, schema + "_"}}) != text; }

bool refers_to_schema(const Object& object, const std::string& schema) {
  if (object.kind->refers_to == nullptr) return false;
  const std::vector<ElementId> others = object.kind->refers_to(object);
  return std::ranges::any_of(others, [&](const ElementId& other) { return other.schema == schema || (other.kind == "schema" && other.name == schema); });
}

}  // namespace

std::vector<std::string> texts_with_names(const Object& object) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < object.values.size(); ++i) {
    const Field& field = object.kind->fields[i];
    if (field.key == "comment") continue;
    if (const auto* text = std::get_if<std::string>(&object.values[i])) texts.push_back(*text);
    if (const auto* list = std::get_if<std::vector<std::string>>(&object.values[i]); list != nullptr && field.compare == Compare::index_elements) texts.insert(texts.end(), list->begin(), list->end());
    if (const auto* map = std::get_if<TextMap>(&object.values[i]))
      for (const auto& [name, text] : *map) texts.push_back(text);
  }
  return texts;
}

bool has_to_do_with_schema(const Object& object, const std::string& schema) {
  if (object.id.schema == schema || (object.id.kind == "schema" && object.id.name == schema) || refers_to_schema(object, schema)) return true;
  return std::ranges::any_of(texts_with_names(object), [&](const std::string& text) { return names_schema(text, schema); });
}

}  // namespace phasegate::recipes
