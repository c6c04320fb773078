// Goes by the differences: what is missing is new, what differs in a field is changed.
#include "preflight/brought_names.hpp"

#include "catalog/scratch_types.hpp"
#include "sql/identifier.hpp"
#include "sql/schema_names.hpp"

#include <algorithm>

namespace phasegate {
namespace {

// What stands in a schema on its own, and can be made without a table.
bool can_be_made(const Object& object) { return object.kind->in_schema && object.kind->parent.empty() && object.kind->create != nullptr && object.id.kind != "table"; }

// The columns that own sequences may be new as well.
std::string create(const Object& object, const ElementId& name) {
  Object copy = object;
  copy.id = name;
  for (std::size_t i = 0; i < copy.values.size(); ++i)
    if (copy.kind->fields[i].key == "owned_by") copy.values[i] = Value();
  return copy.kind->create(copy, {});
}

}  // namespace

BroughtNames::BroughtNames(const Catalog& wanted, const Catalog& live, const std::vector<Difference>& differences) {
  for (const Object* object : wanted.objects())
    if (object->id.kind == "schema" && object->has("renamed_from") && live.find({"schema", "", "", object->text("renamed_from")}) != nullptr)
      renamed_schemas_.emplace(object->id.name, object->text("renamed_from"));
  for (const Difference& difference : differences) {
    const Object* object = wanted.find(difference.element);
    if (object == nullptr) continue;
    const std::pair name(difference.live_element.schema, difference.live_element.name);
    // A type keeps its live name in all texts until contract; what else gets a new name is not known by it yet.
    if (difference.what == What::missing || (difference.what == What::renamed && !object->kind->is_type)) {
      if (object->kind->brings_names) extensions_ += (extensions_.empty() ? "" : ", ") + object->id.name;
      if (can_be_made(*object)) new_.push_back({{difference.element.schema, difference.element.name}, create(*object, difference.element)});
      else if (object->kind->relation_name != nullptr || (object->kind->in_schema && object->kind->parent.empty())) unmade_.insert(object->id.name);
    } else if (difference.what == What::field && object->kind->is_type && difference.field->key != "comment" && (changed_.empty() || changed_.back().name != name)) {
      changed_.push_back({name, create(*object, difference.live_element)});
    }
  }
}

void BroughtNames::make_new(Database& database) { make(new_, database); }

void BroughtNames::make_changed(Database& database) { make(changed_, database); }

// One may stand on another, so those that fail are tried again as long as any succeeds.
void BroughtNames::make(std::vector<Thing> things, Database& database) {
  for (const Thing& thing : things) made_.insert(thing.name);
  std::string all;
  for (const Thing& thing : things) all += in_place(thing.create) + ";\n";
  if (all.empty() || (std::ranges::none_of(things, [](const Thing& thing) { return thing.create.empty(); }) && attempt(all, database))) return;
  for (std::size_t before = things.size() + 1; things.size() < before;) {
    before = things.size();
    std::erase_if(things, [&](const Thing& thing) { return !thing.create.empty() && attempt(in_place(thing.create), database); });
  }
  for (const Thing& thing : things) {
    made_.erase(thing.name);
    unmade_.insert(thing.name.second);
  }
}

bool BroughtNames::names_changed(const std::set<std::string>& names) const {
  return std::ranges::any_of(changed_, [&](const Thing& thing) { return names.contains(thing.name.second); });
}

bool BroughtNames::names_unmade(const std::set<std::string>& names) const {
  return std::ranges::any_of(names, [&](const std::string& name) { return unmade_.contains(name); });
}

std::string BroughtNames::in_place(const std::string& statement, const ElementId& copied) const {
  std::string text = sql::with_names_in(statement, made_, "pg_temp");
  if (!copied.name.empty() && text.find("pg_temp." + sql::identifier(copied.name)) != std::string::npos) text = sql::with_names_in(text, {{copied.schema, copied.name}}, "pg_temp");
  return renamed_schemas_.empty() ? text : sql::with_renamed_schemas(text, renamed_schemas_);
}

std::string BroughtNames::live_schema(const std::string& schema) const {
  const auto found = renamed_schemas_.find(schema);
  return found == renamed_schemas_.end() ? schema : found->second;
}

}  // namespace phasegate
