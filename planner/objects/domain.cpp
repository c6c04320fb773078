// Object kind: a domain, with its checks as names and expressions over VALUE.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

#include <algorithm>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"type", ValueType::sql, Compare::type_name, "", "the type below it: \"varchar(255)\""},
    {"collation", ValueType::text, Compare::exact, "", "collation, where it is not the type's own"},
    {"not_null", ValueType::boolean, Compare::exact, "false", "true: NOT NULL"},
    {"default", ValueType::sql, Compare::expression, "", "default of columns of the domain that have none of their own"},
    {"check", ValueType::text_map, Compare::expression, "", "name and expression of each check: { positive = \"VALUE > 0\" }"},
    {"not_valid", ValueType::name_list, Compare::unordered, "", "names of checks that values from before them were not held against"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on the change from its first statement", "deploy"},
};

constexpr std::string_view short_fields[] = {"type", "collation", "not_null", "default"};

ShortForm read_short(std::string_view text, Object& object) {
  const sql::ColumnDefinition column = sql::parse_column(text);
  if (!column.error.message.empty()) return {column.error.message, column.error.offset};
  if (column.serial || !column.identity.empty() || !column.generated_expression.empty()) return {"a domain has a type, a collation, NOT NULL and a default, nothing else", -1};
  object["type"] = column.type;
  if (!column.collation.empty()) object["collation"] = column.collation;
  if (column.not_null) object["not_null"] = true;
  if (!column.default_expression.empty()) object["default"] = column.default_expression;
  return {};
}

std::string print_short(const Object& object) {
  std::string text = object.text("type");
  if (object.has("collation")) text += " collate " + object.text("collation");
  if (object.is("not_null")) text += " not null";
  if (object.has("default")) text += " default " + object.text("default");
  return text;
}

// The order of checks means nothing: the server tries them by name.
void finish(Object& object, const Catalog& catalog) {
  if (object.has("collation")) object["collation"] = qualified_collation(object.text("collation"), object.id.schema, catalog);
  if (auto* checks = std::get_if<TextMap>(&object["check"])) {
    std::ranges::sort(*checks);
    if (checks->empty()) object["check"] = Value();
  }
  if (object.list("not_valid").empty()) object["not_valid"] = Value();
}

std::vector<Finding> check(const Object& domain, const Catalog&) {
  std::vector<Finding> findings;
  const auto complain = [&](std::string_view key, std::string message, std::string help) {
    findings.push_back({Severity::error, "bad-domain", std::move(message), std::move(help), domain.spot(key)});
  };
  if (!domain.has("type")) complain("type", to_string(domain.id) + " has no type", "write it as \"<type> …\"");
  const TextMap checks = domain.map("check");
  for (const auto& [name, text] : checks)
    if (const auto error = sql::check_expression(text)) complain("check", "check " + name + " of " + to_string(domain.id) + ": " + error->message, "");
  for (const std::string& name : domain.list("not_valid"))
    if (std::ranges::none_of(checks, [&](const auto& one) { return one.first == name; }))
      complain("not_valid", "not_valid of " + to_string(domain.id) + " names `" + name + "`, which is none of its checks", "correct the name, or remove it");
  return findings;
}

// Checks that are not valid cannot stand in CREATE DOMAIN; with nothing of the domain there yet, valid or not is the same to every value.
std::string create(const Object& object, std::span<const Object* const>) {
  std::string text = "CREATE DOMAIN " + sql::qualified(object.id.schema, object.id.name) + " AS " + object.text("type");
  if (object.has("collation")) text += " COLLATE " + object.text("collation");
  if (object.has("default")) text += " DEFAULT " + object.text("default");
  if (object.is("not_null")) text += " NOT NULL";
  const auto unproven = object.list("not_valid");
  for (const auto& [name, expression] : object.map("check"))
    if (std::ranges::find(unproven, name) == unproven.end()) text += " CONSTRAINT " + sql::identifier(name) + " CHECK (" + expression + ")";
  return text;
}

std::vector<std::string> complete(const Object& object) {
  std::vector<std::string> statements;
  const auto unproven = object.list("not_valid");
  for (const auto& [name, expression] : object.map("check"))
    if (std::ranges::find(unproven, name) != unproven.end())
      statements.push_back("ALTER DOMAIN " + sql::qualified(object.id.schema, object.id.name) + " ADD CONSTRAINT " + sql::identifier(name) + " CHECK (" + expression + ") NOT VALID");
  return statements;
}

std::string drop(const Object& object) { return "DROP DOMAIN " + sql::qualified(object.id.schema, object.id.name); }

Question ask(const Object& object, std::string_view) {
  Object copy = object;
  copy["not_null"] = Value();
  copy["not_valid"] = Value();
  copy.id.schema = "pg_temp";
  copy.id.name = "phasegate_question";
  return {create(copy, {}),
          "SELECT pg_catalog.concat_ws(' ', pg_catalog.pg_get_expr(t.typdefaultbin, 0), (SELECT pg_catalog.string_agg(c.conname || ' ' || pg_catalog.pg_get_expr(c.conbin, 0), ' ' ORDER BY c.conname) "
          "FROM pg_catalog.pg_constraint AS c WHERE c.contypid = t.oid)) FROM pg_catalog.pg_type AS t WHERE t.oid = 'pg_temp.phasegate_question'::pg_catalog.regtype"};
}

std::vector<std::string> type_names(const Object& object) { return {object.text("type")}; }

std::vector<FieldTrial> trials(const Object& object, const TrialPlace&) {
  Object copy = as_trial(object);
  for (const std::string_view key : {"default", "check", "not_valid"}) copy[key] = Value();
  const std::string bare = create(copy, {});
  std::vector<FieldTrial> list{{"type", {bare}}};
  if (object.has("default")) list.push_back({"default", {bare, "ALTER DOMAIN " + std::string(trial_name) + " SET DEFAULT " + object.text("default")}});
  for (const auto& [name, expression] : object.map("check")) list.push_back({"check", {bare, "ALTER DOMAIN " + std::string(trial_name) + " ADD CONSTRAINT phasegate_question CHECK (" + expression + ")"}});
  return list;
}

}  // namespace

extern constinit const ObjectKind domain = {
    .name = "domain",
    .toml_key = "domain",
    .is_type = true,
    .value_type = "type",
    .fields = fields,
    .read_short = read_short,
    .print_short = print_short,
    .short_fields = short_fields,
    .finish = finish,
    .check = check,
    .ask = ask,
    .trials = trials,
    .create = create,
    .complete = complete,
    .drop = drop,
    .comment = type_comment,
    .type_names = type_names,
};

}  // namespace phasegate::objects
