// Object kind: an exclusion constraint of a table. Elements and operators are two lists of one length, so that elements compare as those of
// an index.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"method", ValueType::text, Compare::exact, "btree", "access method of its index"},
    {"elements", ValueType::name_list, Compare::index_elements, "", "columns and expressions, in order"},
    {"operators", ValueType::name_list, Compare::index_elements, "", "for each element, the operator that must not hold for all of them"},
    {"include", ValueType::name_list, Compare::exact, "", "further columns that its index stores"},
    {"where", ValueType::sql, Compare::expression, "", "predicate: rows that it leaves alone are those for which this is not true"},
    {"deferrable", ValueType::boolean, Compare::exact, "false", "true: may be checked at the end of a transaction"},
    {"initially_deferred", ValueType::boolean, Compare::exact, "false", "true: is checked there unless asked otherwise"},
    {"options", ValueType::name_list, Compare::unordered, "", "storage parameters of its index"},
    {"tablespace", ValueType::text, Compare::exact, "", "tablespace of its index"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on it from its first statement", "deploy"},
    {"clean_up", ValueType::text, Compare::hint, "", "\"by hand\": people remove the rows that break it before validate; `plan` warns of them and does not refuse", "by hand"},
};

constexpr std::string_view short_fields[] = {"method", "elements", "operators", "include", "where", "deferrable", "initially_deferred", "options", "tablespace"};

ShortForm read_short(std::string_view text, Object& object) {
  const sql::ExclusionDefinition exclusion = sql::parse_exclusion(text);
  if (!exclusion.error.message.empty()) return {exclusion.error.message, exclusion.error.offset};
  if (exclusion.method != "btree") object["method"] = exclusion.method;
  std::vector<std::string> elements, operators;
  for (const auto& [element, word] : exclusion.elements) {
    elements.push_back(element);
    operators.push_back(word);
  }
  object["elements"] = elements;
  object["operators"] = operators;
  if (!exclusion.include.empty()) object["include"] = exclusion.include;
  if (!exclusion.where.empty()) object["where"] = exclusion.where;
  if (exclusion.deferrable) object["deferrable"] = true;
  if (exclusion.initially_deferred) object["initially_deferred"] = true;
  if (!exclusion.options.empty()) object["options"] = option_list(exclusion.options);
  if (!exclusion.tablespace.empty()) object["tablespace"] = exclusion.tablespace;
  return {};
}

std::string using_method(const Object& object) { return object.has("method") ? "using " + sql::identifier(object.text("method")) + " " : ""; }

std::string print_short(const Object& object) {
  const auto elements = object.list("elements"), operators = object.list("operators");
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i < elements.size() && i < operators.size(); ++i) pairs.push_back(elements[i] + " with " + operators[i]);
  std::string text = using_method(object) + "(" + joined(pairs, ", ") + ")";
  if (object.has("include")) text += " include " + name_list(object.list("include"));
  if (object.has("options")) text += " with (" + joined(object.list("options"), ", ") + ")";
  if (object.has("tablespace")) text += " using index tablespace " + sql::identifier(object.text("tablespace"));
  if (object.has("where")) text += " where (" + object.text("where") + ")";
  return text + deferrable_clause(object);
}

std::string create(const Object& object, std::span<const Object* const>) { return add_constraint(object); }

// Those that an index of the same elements mentions.
std::vector<std::string> columns(const Object& object) {
  std::string text = using_method(object) + "(" + joined(object.list("elements"), ", ") + ")";
  if (object.has("include")) text += " include " + name_list(object.list("include"));
  if (object.has("where")) text += " where " + object.text("where");
  const sql::IndexDefinition index = sql::parse_index(text);
  std::vector<std::string> names = index.mentioned;
  names.insert(names.end(), index.include.begin(), index.include.end());
  return names;
}

std::vector<Finding> check(const Object& object, const Catalog&) {
  const std::size_t elements = object.list("elements").size(), operators = object.list("operators").size();
  if (elements == operators && elements > 0) return {};
  return {{Severity::error, "wrong-count", to_string(object.id) + " has " + std::to_string(elements) + " elements and " + std::to_string(operators) + " operators",
           "name one operator for each element", object.spot("elements")}};
}

std::string relation_name(const Object& object) { return object.id.name; }

Question ask(const Object& object, std::string_view table) {
  const std::string target(table);
  return {"ALTER TABLE " + target + " ADD CONSTRAINT phasegate_question EXCLUDE " + print_short(object),
          "SELECT pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint WHERE conrelid = '" + target + "'::pg_catalog.regclass AND conname = 'phasegate_question'"};
}

std::string trial(const Object& object, const TrialPlace& place) { return "ALTER TABLE " + place.table + " ADD CONSTRAINT phasegate_question EXCLUDE " + print_short(object); }

std::vector<FieldTrial> trials(const Object& object, const TrialPlace& place) {
  // An element is nothing without its operator.
  std::vector<FieldTrial> list = one_by_one(object, {"operators", "include", "options", "tablespace", "where"}, trial, place);
  list.front().key = "elements";
  if (object.has("method")) list.insert(list.begin(), method_trial(object.text("method")));
  return list;
}

}  // namespace

extern constinit const ObjectKind exclusion_constraint = {
    .name = "exclusion constraint",
    .toml_key = "exclude",
    .parent = "table",
    .is_constraint = true,
    .fields = fields,
    .read_short = read_short,
    .print_short = print_short,
    .short_fields = short_fields,
    .check = check,
    .ask = ask,
    .trials = trials,
    .create = create,
    .drop = drop_constraint,
    .comment = constraint_comment,
    .columns = columns,
    .relation_name = relation_name,
};

}  // namespace phasegate::objects
