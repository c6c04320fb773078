// Object kind: a composite type of its own; the row types of tables and views belong to these.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

#include <algorithm>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"attributes", ValueType::text_map, Compare::type_name, "", "its attributes in their order, each with its type: { street = \"text\", zip = \"varchar(10)\" }"},
    {"collations", ValueType::text_map, Compare::exact, "", "collations of attributes, where they are not the type's own"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on the change from its first statement", "deploy"},
};

std::vector<Finding> check(const Object& type, const Catalog&) {
  std::vector<Finding> findings;
  for (const auto& [name, text] : type.map("attributes"))
    if (const auto error = sql::check_type(text))
      findings.push_back({Severity::error, "bad-type", "attribute " + name + " of " + to_string(type.id) + ": " + error->message, "", type.spot("attributes")});
  for (const auto& [name, text] : type.map("collations")) {
    const TextMap attributes = type.map("attributes");
    if (std::ranges::none_of(attributes, [&](const auto& one) { return one.first == name; }))
      findings.push_back({Severity::error, "bad-type", "collations of " + to_string(type.id) + " names `" + name + "`, which is none of its attributes", "correct the name, or remove it", type.spot("collations")});
  }
  return findings;
}

void finish(Object& object, const Catalog& catalog) {
  if (!object.has("attributes")) object["attributes"] = TextMap{};
  if (auto* collations = std::get_if<TextMap>(&object["collations"])) {
    for (auto& [name, collation] : *collations) collation = qualified_collation(collation, object.id.schema, catalog);
    std::ranges::sort(*collations);
    if (collations->empty()) object["collations"] = Value();
  }
}

std::string create(const Object& object, std::span<const Object* const>) {
  std::vector<std::string> attributes;
  const TextMap collations = object.map("collations");
  for (const auto& [name, type] : object.map("attributes")) {
    attributes.push_back(sql::identifier(name) + " " + type);
    for (const auto& [other, collation] : collations)
      if (other == name) attributes.back() += " COLLATE " + collation;
  }
  return "CREATE TYPE " + sql::qualified(object.id.schema, object.id.name) + " AS (" + joined(attributes, ", ") + ")";
}

std::string drop(const Object& object) { return "DROP TYPE " + sql::qualified(object.id.schema, object.id.name); }

std::vector<std::string> type_names(const Object& object) {
  std::vector<std::string> names;
  for (const auto& [name, type] : object.map("attributes")) names.push_back(type);
  return names;
}

std::string relation_name(const Object& object) { return object.id.name; }

std::vector<FieldTrial> trials(const Object& object, const TrialPlace&) { return {{"attributes", {create(as_trial(object), {})}}}; }

}  // namespace

extern constinit const ObjectKind composite_type = {
    .name = "composite type",
    .toml_key = "composite",
    .is_type = true,
    .fields = fields,
    .finish = finish,
    .check = check,
    .trials = trials,
    .create = create,
    .drop = drop,
    .comment = type_comment,
    .type_names = type_names,
    .relation_name = relation_name,
};

}  // namespace phasegate::objects
