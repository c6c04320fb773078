// Object kind: a check constraint of a table.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/definitions.hpp"
#include "sql/parse.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"expression", ValueType::sql, Compare::expression, "", "what must not be false for any row"},
    {"no_inherit", ValueType::boolean, Compare::exact, "false", "true: child tables do not take it over"},
    {"not_valid", ValueType::boolean, Compare::exact, "false", "true: rows from before it were not checked"},
    {"comment", ValueType::text, Compare::exact, "", "why it holds, for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on it from its first statement", "deploy"},
    {"clean_up", ValueType::text, Compare::hint, "", "\"by hand\": people remove the rows that break it before validate; `plan` warns of them and does not refuse. \"delete\": validate deletes them in batches, once no new ones can come, which has to be approved", "by hand|delete"},
};

constexpr std::string_view short_fields[] = {"expression", "no_inherit", "not_valid"};

ShortForm read_short(std::string_view text, Object& object) {
  const sql::CheckDefinition check = sql::parse_check(text);
  if (!check.error.message.empty()) return {check.error.message, check.error.offset};
  object["expression"] = check.expression;
  if (check.no_inherit) object["no_inherit"] = true;
  if (check.not_valid) object["not_valid"] = true;
  return {};
}

std::string print_short(const Object& object) {
  std::string text = object.text("expression");
  if (object.is("no_inherit") || object.is("not_valid")) text = "(" + text + ")";
  if (object.is("no_inherit")) text += " no inherit";
  if (object.is("not_valid")) text += " not valid";
  return text;
}

std::string create(const Object& object, std::span<const Object* const>) { return add_constraint(object); }

std::vector<std::string> columns(const Object& object) { return sql::column_references(object.text("expression")); }

Question ask(const Object& object, std::string_view table) {
  const std::string target(table);
  return {"ALTER TABLE " + target + " ADD CONSTRAINT phasegate_question CHECK (" + object.text("expression") + ")",
          "SELECT pg_catalog.pg_get_expr(conbin, conrelid) FROM pg_catalog.pg_constraint WHERE conrelid = '" + target +
              "'::pg_catalog.regclass AND conname = 'phasegate_question'"};
}

// Not valid: no row is held against it.
std::vector<FieldTrial> trials(const Object& object, const TrialPlace& place) {
  return {{"expression", {"ALTER TABLE " + place.table + " ADD CONSTRAINT phasegate_question CHECK (" + object.text("expression") + ")" + (object.is("no_inherit") ? " NO INHERIT" : "") + " NOT VALID"}}};
}

}  // namespace

extern constinit const ObjectKind check_constraint = {
    .name = "check constraint",
    .toml_key = "check",
    .parent = "table",
    .is_constraint = true,
    .fields = fields,
    .read_short = read_short,
    .print_short = print_short,
    .short_fields = short_fields,
    .ask = ask,
    .trials = trials,
    .create = create,
    .drop = drop_constraint,
    .comment = constraint_comment,
    .columns = columns,
};

}  // namespace phasegate::objects
