// Object kind: a schema. Wanted as soon as something wanted lies in it; a section of its own gives it a comment.
#include "sql/identifier.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"comment", ValueType::text, Compare::exact, "", "what it holds, for people"},
};

std::string create(const Object& object, std::span<const Object* const>) {
  return "CREATE SCHEMA " + sql::identifier(object.id.name);
}

std::string drop(const Object& object) { return "DROP SCHEMA " + sql::identifier(object.id.name); }

std::string comment_target(const Object& object) { return "SCHEMA " + sql::identifier(object.id.name); }

}  // namespace

extern constinit const ObjectKind schema = {
    .name = "schema",
    .toml_key = "schemas",
    .fields = fields,
    .create = create,
    .drop = drop,
    .comment_target = comment_target,
};

}  // namespace phasegate::objects
