// Object kind: a schema. Wanted as soon as something wanted lies in it; a section of its own gives it a comment, or says what it was called.
#include "sql/identifier.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"comment", ValueType::text, Compare::exact, "", "what it holds, for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
};

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
    .create = create,
    .drop = drop,
    .comment = comment,
};

}  // namespace phasegate::objects
