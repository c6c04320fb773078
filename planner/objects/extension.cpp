// Object kind: an extension. Its members belong to it and are no objects of their own.
#include "objects/shared/clauses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"schema", ValueType::text, Compare::exact, "public", "schema that its objects lie in"},
    {"version", ValueType::text, Compare::if_stated, "", "its version; not compared where it is not stated"},
    {"comment", ValueType::text, Compare::exact, "", "for people, where it is not the extension's own"},
};

std::string schema_of(const Object& object) { return object.has("schema") ? object.text("schema") : "public"; }

std::string create(const Object& object, std::span<const Object* const>) {
  std::string text = "CREATE EXTENSION IF NOT EXISTS " + sql::identifier(object.id.name) + " SCHEMA " + sql::identifier(schema_of(object));
  if (object.has("version")) text += " VERSION " + sql::identifier(object.text("version"));
  return text;
}

std::string drop(const Object& object) { return "DROP EXTENSION IF EXISTS " + sql::identifier(object.id.name); }

CommentPlace comment(const Object& object) {
  return {"EXTENSION " + sql::identifier(object.id.name),
          "(SELECT pg_catalog.obj_description(e.oid, 'pg_extension') FROM pg_catalog.pg_extension AS e WHERE e.extname = " + sql::literal(object.id.name) + ")", {}};
}

std::vector<ElementId> refers_to(const Object& object) {
  const std::string schema = schema_of(object);
  if (schema == "public" || schema == "pg_catalog") return {};  // always there
  return {{"schema", "", "", schema}};
}

// Only looked for: its script may do anything. Source of the words: CreateExtension.
std::vector<FieldTrial> trials(const Object& object, const TrialPlace&) {
  const bool has_version = object.has("version");
  const std::string named = "e.name = " + sql::literal(object.id.name) + (has_version ? " AND e.version = " + sql::literal(object.text("version")) : "");
  const std::string message = "extension \"" + object.id.name + "\" " + (has_version ? "has no version \"" + object.text("version") + "\" on this server" : "is not available on this server");
  return {{"version",
           {"DO " + sql::dollar_quoted("BEGIN\n  IF NOT EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions AS e WHERE " + named + ") THEN\n    RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', MESSAGE = " +
                                           sql::literal(message) + ", HINT = 'Install it on the server first, or correct the name.';\n  END IF;\nEND",
                                       "trial")}}};
}

}  // namespace

extern constinit const ObjectKind extension = {
    .name = "extension",
    .toml_key = "extension",
    .in_schema = false,
    .brings_names = true,
    .only_when_stated = true,
    .fields = fields,
    .trials = trials,
    .create = create,
    .drop = drop,
    .comment = comment,
    .refers_to = refers_to,
};

}  // namespace phasegate::objects
