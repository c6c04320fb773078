// Object kind: a unique constraint of a table.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/definitions.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"columns", ValueType::name_list, Compare::exact, "", "its columns, in order"},
    {"include", ValueType::name_list, Compare::exact, "", "further columns that its index stores"},
    {"nulls_not_distinct", ValueType::boolean, Compare::exact, "false", "true: two NULLs are duplicates"},
    {"deferrable", ValueType::boolean, Compare::exact, "false", "true: may be checked at the end of a transaction"},
    {"initially_deferred", ValueType::boolean, Compare::exact, "false", "true: is checked there unless asked otherwise"},
    {"options", ValueType::name_list, Compare::unordered, "", "storage parameters of its index"},
    {"tablespace", ValueType::text, Compare::exact, "", "tablespace of its index"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on it from its first statement", "deploy"},
    {"clean_up", ValueType::text, Compare::hint, "", "\"by hand\": people remove the rows that break it before validate; `plan` warns of them and does not refuse", "by hand"},
};

constexpr std::string_view short_fields[] = {"columns", "include", "nulls_not_distinct", "deferrable", "initially_deferred", "options", "tablespace"};

ShortForm read_short(std::string_view text, Object& object) {
  const sql::KeyDefinition key = sql::parse_key(text);
  if (key.nulls_not_distinct) object["nulls_not_distinct"] = true;
  return read_key(key, object);
}

std::string create(const Object& object, std::span<const Object* const>) { return add_constraint(object); }

std::string relation_name(const Object& object) { return object.id.name; }

std::string trial(const Object& object, const TrialPlace& place) {
  Object question = object;
  question.id.name = "phasegate_question";
  return "ALTER TABLE " + place.table + " ADD " + constraint_clause(question);
}

std::vector<FieldTrial> trials(const Object& object, const TrialPlace& place) { return one_by_one(object, {"columns", "include", "options", "tablespace"}, trial, place); }

}  // namespace

extern constinit const ObjectKind unique_constraint = {
    .name = "unique constraint",
    .toml_key = "unique",
    .parent = "table",
    .is_constraint = true,
    .fields = fields,
    .read_short = read_short,
    .print_short = print_key,
    .short_fields = short_fields,
    .trials = trials,
    .create = create,
    .drop = drop_constraint,
    .comment = constraint_comment,
    .columns = key_columns,
    .relation_name = relation_name,
};

}  // namespace phasegate::objects
