// Object kind: a range type, with the name of its multirange where that is not the one that the server would give.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/identifier.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"subtype", ValueType::sql, Compare::type_name, "", "type of its bounds"},
    {"operator_class", ValueType::text, Compare::exact, "", "b-tree operator class that orders the bounds, where it is not the subtype's default"},
    {"collation", ValueType::text, Compare::exact, "", "collation of the bounds, where it is not the subtype's own"},
    {"canonical", ValueType::text, Compare::exact, "", "function that brings a range to its canonical form, with its schema"},
    {"subtype_diff", ValueType::text, Compare::exact, "", "function that subtracts two bounds, with its schema unless it is the server's own"},
    {"multirange", ValueType::text, Compare::exact, "", "name of its multirange type, where it is not the usual one"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on the change from its first statement", "deploy"},
};

void finish(Object& object, const Catalog& catalog) {
  if (object.has("collation")) object["collation"] = qualified_collation(object.text("collation"), object.id.schema, catalog);
}

std::vector<Finding> check(const Object& type, const Catalog&) {
  std::vector<Finding> findings;
  if (!type.has("subtype"))
    findings.push_back({Severity::error, "bad-type", to_string(type.id) + " has no subtype", "write { subtype = \"<type>\" }", type.at});
  return findings;
}

// A canonical function takes the type itself, so that it is made between a shell of the type and the type: not by one statement.
std::string create(const Object& object, std::span<const Object* const>) {
  if (object.has("canonical")) return {};
  std::vector<std::string> parts{"SUBTYPE = " + object.text("subtype")};
  if (object.has("operator_class")) parts.push_back("SUBTYPE_OPCLASS = " + object.text("operator_class"));
  if (object.has("collation")) parts.push_back("COLLATION = " + object.text("collation"));
  if (object.has("subtype_diff")) parts.push_back("SUBTYPE_DIFF = " + object.text("subtype_diff"));
  if (object.has("multirange")) parts.push_back("MULTIRANGE_TYPE_NAME = " + sql::qualified(object.id.schema, object.text("multirange")));
  return "CREATE TYPE " + sql::qualified(object.id.schema, object.id.name) + " AS RANGE (" + joined(parts, ", ") + ")";
}

std::string drop(const Object& object) { return "DROP TYPE " + sql::qualified(object.id.schema, object.id.name); }

std::vector<std::string> type_names(const Object& object) { return {object.text("subtype")}; }

std::string trial(const Object& object, const TrialPlace&) { return create(object, {}); }

// With a canonical function there is no single statement.
std::vector<FieldTrial> trials(const Object& object, const TrialPlace& place) {
  Object copy = as_trial(object);
  for (const std::string_view key : {"canonical", "multirange"}) copy[key] = Value();
  return one_by_one(copy, {"subtype", "operator_class", "collation", "subtype_diff"}, trial, place);
}

}  // namespace

extern constinit const ObjectKind range_type = {
    .name = "range type",
    .toml_key = "range",
    .is_type = true,
    .fields = fields,
    .finish = finish,
    .check = check,
    .trials = trials,
    .create = create,
    .drop = drop,
    .comment = type_comment,
    .type_names = type_names,
};

}  // namespace phasegate::objects
