// Object kind: an enum type.
#include "objects/shared/clauses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"values", ValueType::name_list, Compare::exact, "", "its values, in their order"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
};

std::string create(const Object& object, std::span<const Object* const>) {
  std::vector<std::string> values;
  for (const std::string& value : object.list("values")) values.push_back(sql::literal(value));
  return "CREATE TYPE " + sql::qualified(object.id.schema, object.id.name) + " AS ENUM (" + joined(values, ", ") + ")";
}

std::string drop(const Object& object) { return "DROP TYPE " + sql::qualified(object.id.schema, object.id.name); }

CommentPlace comment(const Object& object) {
  const std::string name = sql::qualified(object.id.schema, object.id.name);
  return {"TYPE " + name, "pg_catalog.obj_description(pg_catalog.to_regtype(" + sql::literal(name) + "), 'pg_type')", {}};
}

}  // namespace

extern constinit const ObjectKind enum_type = {
    .name = "enum type",
    .toml_key = "enum",
    .is_type = true,
    .fields = fields,
    .array_form = "values",
    .create = create,
    .drop = drop,
    .comment = comment,
};

}  // namespace phasegate::objects
