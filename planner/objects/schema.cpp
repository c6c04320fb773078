// Object kind: a schema. Wanted as soon as something wanted lies in it; a section of its own gives it a comment.
#include "sql/identifier.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"comment", ValueType::text, Compare::exact, "", "what it holds, for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "refused, with the way out: a schema cannot be renamed while two versions run"},
};

// Everything in a schema is named by it, in statements, search_path and function bodies alike: there is no moment at which both versions find it.
std::vector<Finding> check(const Object& schema, const Catalog&) {
  if (!schema.has("renamed_from")) return {};
  return {{Severity::error, "rename-schema", to_string(schema.id) + " is said to be renamed from `" + schema.text("renamed_from") + "`, but no rename lets two versions find what lies in it: each finds it under one name only",
           "make the new schema beside the old one and move tables one by one, or rename it by hand while nothing runs, and take renamed_from out", schema.spot("renamed_from")}};
}

std::string create(const Object& object, std::span<const Object* const>) {
  return "CREATE SCHEMA " + sql::identifier(object.id.name);
}

std::string drop(const Object& object) { return "DROP SCHEMA " + sql::identifier(object.id.name); }

CommentPlace comment(const Object& object) {
  const std::string name = sql::identifier(object.id.name);
  return {"SCHEMA " + name, "pg_catalog.obj_description(pg_catalog.to_regnamespace(" + sql::literal(name) + "), 'pg_namespace')", {}};
}

}  // namespace

extern constinit const ObjectKind schema = {
    .name = "schema",
    .toml_key = "schemas",
    .in_schema = false,
    .fields = fields,
    .check = check,
    .create = create,
    .drop = drop,
    .comment = comment,
};

}  // namespace phasegate::objects
