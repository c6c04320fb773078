// Object kind: the primary key of a table.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/definitions.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"columns", ValueType::name_list, Compare::exact, "", "its columns, in order"},
    {"include", ValueType::name_list, Compare::exact, "", "further columns that its index stores"},
    {"constraint_name", ValueType::text, Compare::exact, "", "name of the constraint, where it is not <table>_pkey"},
    {"deferrable", ValueType::boolean, Compare::exact, "false", "true: may be checked at the end of a transaction"},
    {"initially_deferred", ValueType::boolean, Compare::exact, "false", "true: is checked there unless asked otherwise"},
    {"options", ValueType::name_list, Compare::unordered, "", "storage parameters of its index"},
    {"tablespace", ValueType::text, Compare::exact, "", "tablespace of its index"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on it from its first statement", "deploy"},
    {"clean_up", ValueType::text, Compare::hint, "", "\"by hand\": people remove the rows that break it before validate; `plan` warns of them and does not refuse", "by hand"},
};

constexpr std::string_view short_fields[] = {"columns", "include", "deferrable", "initially_deferred", "options", "tablespace"};

ShortForm read_short(std::string_view text, Object& object) { return read_key(sql::parse_key(text, true), object); }

std::string create(const Object& object, std::span<const Object* const>) { return add_constraint(object); }

std::string relation_name(const Object& object) { return constraint_name(object); }

void finish(Object& object, const Catalog&) {
  if (object.text("constraint_name") == default_primary_key_name(object.id.parent)) object["constraint_name"] = {};
}

std::string trial(const Object& object, const TrialPlace& place) {
  Object question = object;
  question["constraint_name"] = std::string("phasegate_question");
  return "ALTER TABLE " + place.table + " ADD " + constraint_clause(question);
}

std::vector<FieldTrial> trials(const Object& object, const TrialPlace& place) { return one_by_one(object, {"columns", "include", "options", "tablespace"}, trial, place); }

}  // namespace

extern constinit const ObjectKind primary_key = {
    .name = "primary key",
    .toml_key = "primary_key",
    .parent = "table",
    .one_per_parent = true,
    .is_constraint = true,
    .fields = fields,
    .read_short = read_short,
    .print_short = print_key,
    .short_fields = short_fields,
    .finish = finish,
    .trials = trials,
    .create = create,
    .drop = drop_constraint,
    .comment = constraint_comment,
    .columns = key_columns,
    .relation_name = relation_name,
};

}  // namespace phasegate::objects
