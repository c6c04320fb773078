// What others own and this schema relies on: it must be there as written, and no plan changes it.
#include "catalog/database.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate {
namespace {

ElementId table_of(const ElementId& id) { return id.parent.empty() ? id : ElementId{"table", id.schema, "", id.parent}; }

// Tables of schemas that are not managed were not read.
void read_unmanaged(const Catalog& required, Catalog& live, const Settings& settings, Database& database) {
  Settings others;
  others.history_schema = settings.history_schema;
  others.history_table = settings.history_table;
  for (const Object* object : required.objects())
    if (!object->id.schema.empty() && std::ranges::find(settings.schemas, object->id.schema) == settings.schemas.end() &&
        std::ranges::find(others.schemas, object->id.schema) == others.schemas.end())
      others.schemas.push_back(object->id.schema);
  if (settings.schemas.empty() || others.schemas.empty()) return;
  const Catalog more = introspect(database, others);
  for (const Object* object : more.objects())
    if (required.find(table_of(object->id)) != nullptr && live.find(object->id) == nullptr) live.add(*object);
}

std::string text_of(const Value& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return std::holds_alternative<std::monostate>(value) ? "none" : "another list";
}

void compare(const Object& required, const Catalog& live, std::vector<Finding>& findings) {
  const auto complain = [&](const std::string& message, const SourceSpot& at) {
    findings.push_back({Severity::error, "required", to_string(required.id) + " is required, " + message, "ask its owners for it first, or correct [requires]", at});
  };
  const Object* object = live.find(required.id);
  if (object == nullptr) return complain("but the live schema does not have it", required.at);
  for (std::size_t i = 0; i < required.values.size(); ++i) {
    const Field& field = required.kind->fields[i];
    const bool is_written = !std::holds_alternative<std::monostate>(required.values[i]);
    if (is_written && field.compare != Compare::hint && required.values[i] != object->values[i])
      complain("but its " + std::string(field.key) + " is " + text_of(object->values[i]) + ", not " + text_of(required.values[i]), required.spot(field.key));
  }
}

}  // namespace

std::vector<Finding> take_over_required(Catalog& required, Catalog& wanted, Catalog& live, const Settings& settings, Database& database, Database* scratch) {
  std::vector<Finding> findings;
  if (required.size() == 0) return findings;
  read_unmanaged(required, live, settings, database);
  normalise(required, live, database, scratch);
  for (const Object* object : required.objects()) {
    compare(*object, live, findings);
    if (wanted.find(object->id) != nullptr) findings.push_back({Severity::error, "required", to_string(object->id) + " is required and wanted too, at " + to_string(wanted.find(object->id)->at), "remove one of the two: what is required belongs to others", object->at});
  }
  for (const Object* object : live.objects())
    if (required.find(table_of(object->id)) != nullptr && wanted.find(object->id) == nullptr) wanted.add(*object);
  for (const Object* object : wanted.objects())  // a foreign key to a required table takes its key's columns over
    if (object->kind->finish != nullptr && object->at.is_known()) object->kind->finish(*wanted.find(object->id), wanted);
  return findings;
}

}  // namespace phasegate
