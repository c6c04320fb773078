// Object kind: an enum type.
#include "objects/shared/clauses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

#include <algorithm>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"values", ValueType::name_list, Compare::exact, "", "its values, in their order"},
    {"renamed_values", ValueType::text_map, Compare::hint, "", "hint: new value and the one that it has in the live schema: { happy = \"glad\" }"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that the type has in the live schema"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on the change from its first statement", "deploy"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
};

std::string create(const Object& object, std::span<const Object* const>) {
  std::vector<std::string> values;
  for (const std::string& value : object.list("values")) values.push_back(sql::literal(value));
  return "CREATE TYPE " + sql::qualified(object.id.schema, object.id.name) + " AS ENUM (" + joined(values, ", ") + ")";
}

std::string drop(const Object& object) { return "DROP TYPE " + sql::qualified(object.id.schema, object.id.name); }

// Which values the hints rename must fit what they say.
std::vector<Finding> check(const Object& type, const Catalog&) {
  std::vector<Finding> findings;
  const auto values = type.list("values");
  for (const auto& [wanted, live] : type.map("renamed_values")) {
    if (std::ranges::find(values, wanted) == values.end())
      findings.push_back({Severity::error, "bad-hint", "renamed_values of " + to_string(type.id) + " names `" + wanted + "`, which is none of its values", "write renamed_values = { <new value> = \"<old value>\" }",
                          type.spot("renamed_values")});
    if (std::ranges::find(values, live) != values.end())
      findings.push_back({Severity::error, "bad-hint", "renamed_values of " + to_string(type.id) + " renames `" + live + "`, which stays among its values", "remove one of the two", type.spot("renamed_values")});
  }
  return findings;
}

}  // namespace

extern constinit const ObjectKind enum_type = {
    .name = "enum type",
    .toml_key = "enum",
    .is_type = true,
    .fields = fields,
    .array_form = "values",
    .check = check,
    .create = create,
    .drop = drop,
    .comment = type_comment,
};

}  // namespace phasegate::objects
