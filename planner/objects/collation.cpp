// Object kind: a collation. Its version is that of the library on each server, and no part of a schema.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/identifier.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

// The locale is compared as an expression only so that the server is asked about two spellings: from PostgreSQL 16 on it keeps
// "en-u-kn-true" as "en-u-kn".
constexpr Field fields[] = {
    {"provider", ValueType::text, Compare::exact, "libc", "libc, icu, or builtin (PostgreSQL 17)", "libc|icu|builtin"},
    {"locale", ValueType::text, Compare::expression, "", "locale, as its provider names it: \"de-u-co-phonebk\""},
    {"lc_collate", ValueType::text, Compare::exact, "", "order, of libc, where it is not that of lc_ctype"},
    {"lc_ctype", ValueType::text, Compare::exact, "", "character classes, of libc, where they are not those of lc_collate"},
    {"nondeterministic", ValueType::boolean, Compare::exact, "false", "true: texts of other bytes may be equal (icu)"},
    {"rules", ValueType::text, Compare::exact, "", "further rules of order (icu, PostgreSQL 16)"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
};

// One locale for order and character classes has a shorter form.
void finish(Object& collation, const Catalog&) {
  if (collation.has("locale") || !collation.has("lc_collate") || collation.text("lc_collate") != collation.text("lc_ctype")) return;
  collation["locale"] = collation.text("lc_collate");
  collation["lc_collate"] = collation["lc_ctype"] = Value();
}

std::vector<Finding> check(const Object& collation, const Catalog&) {
  std::vector<Finding> findings;
  const auto complain = [&](std::string_view key, const std::string& message, std::string help) {
    findings.push_back({Severity::error, "bad-collation", to_string(collation.id) + " " + message, std::move(help), collation.spot(key)});
  };
  const bool both = collation.has("lc_collate") && collation.has("lc_ctype"), any = collation.has("lc_collate") || collation.has("lc_ctype");
  if (collation.has("provider") && any) complain("lc_collate", "has lc_collate or lc_ctype, which only libc knows", "say locale");
  else if (collation.has("locale") == any) complain("locale", any ? "has locale and lc_collate or lc_ctype" : "has no locale", "say either locale, or lc_collate and lc_ctype");
  else if (any && !both) complain("lc_collate", "has one of lc_collate and lc_ctype", "say both");
  for (const std::string_view key : {"nondeterministic", "rules"})
    if (collation.has(key) && collation.text("provider") != "icu") complain(key, "has " + std::string(key) + ", which only icu knows", "say provider = \"icu\", or leave it out");
  return findings;
}

std::string create(const Object& collation, std::span<const Object* const>) {
  std::string options;
  const auto add = [&](std::string_view name, const std::string& value) { options += (options.empty() ? "" : ", ") + std::string(name) + " = " + value; };
  if (collation.has("provider")) add("provider", collation.text("provider"));
  for (const std::string_view key : {"locale", "lc_collate", "lc_ctype"})
    if (collation.has(key)) add(key, sql::literal(collation.text(key)));
  if (collation.is("nondeterministic")) add("deterministic", "false");
  if (collation.has("rules")) add("rules", sql::literal(collation.text("rules")));
  return "CREATE COLLATION " + sql::qualified(collation.id.schema, collation.id.name) + " (" + options + ")";
}

std::string drop(const Object& collation) { return "DROP COLLATION " + sql::qualified(collation.id.schema, collation.id.name); }

Question ask(const Object& collation, std::string_view) {
  Object copy = collation;
  copy.id.schema = "pg_temp";
  copy.id.name = "phasegate_question";
  return {create(copy, {}), "SELECT (pg_catalog.to_jsonb(o) - '{oid,collname,collnamespace}'::pg_catalog.text[])::pg_catalog.text FROM pg_catalog.pg_collation AS o WHERE o.oid = 'pg_temp.phasegate_question'::pg_catalog.regcollation"};
}

CommentPlace comment(const Object& collation) {
  const std::string name = sql::qualified(collation.id.schema, collation.id.name);
  return {"COLLATION " + name, "pg_catalog.obj_description(pg_catalog.to_regcollation(" + sql::literal(name) + ")::pg_catalog.oid, 'pg_collation')", {}};
}

std::vector<FieldTrial> trials(const Object& collation, const TrialPlace&) { return {{collation.has("locale") ? "locale" : "lc_collate", {create(as_trial(collation), {})}}}; }

}  // namespace

extern constinit const ObjectKind collation = {
    .name = "collation",
    .toml_key = "collation",
    .fields = fields,
    .finish = finish,
    .check = check,
    .ask = ask,
    .trials = trials,
    .create = create,
    .drop = drop,
    .comment = comment,
};

}  // namespace phasegate::objects
