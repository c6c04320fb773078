// Object kind: an index that belongs to no constraint.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"method", ValueType::text, Compare::exact, "btree", "access method"},
    {"unique", ValueType::boolean, Compare::exact, "false", "true: rejects duplicates"},
    {"elements", ValueType::name_list, Compare::index_elements, "", "columns and expressions: [\"lower(email) desc\"]"},
    {"include", ValueType::name_list, Compare::exact, "", "further columns that are stored but not searched"},
    {"nulls_not_distinct", ValueType::boolean, Compare::exact, "false", "true: two NULLs are duplicates"},
    {"options", ValueType::name_list, Compare::unordered, "", "storage parameters: [\"fillfactor=70\"]"},
    {"tablespace", ValueType::text, Compare::exact, "", "tablespace, where it is not the database's own"},
    {"where", ValueType::sql, Compare::expression, "", "predicate of a partial index"},
    {"statistics", ValueType::name_list, Compare::unordered, "", "statistics targets of expressions, by their place: [\"1=500\"]"},
    {"invalid", ValueType::boolean, Compare::exact, "false", "true: left behind by a concurrent build that failed"},
    {"comment", ValueType::text, Compare::exact, "", "what it is for, for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on it from its first statement", "deploy"},
    {"clean_up", ValueType::text, Compare::hint, "", "\"by hand\": people remove the rows that break it before validate; `plan` warns of them and does not refuse", "by hand"},
};

constexpr std::string_view short_fields[] = {"method", "unique", "elements", "include", "nulls_not_distinct", "options", "tablespace", "where"};

ShortForm read_short(std::string_view text, Object& object) {
  const sql::IndexDefinition index = sql::parse_index(text);
  if (!index.error.message.empty()) return {index.error.message, index.error.offset};
  if (index.method != "btree") object["method"] = index.method;
  if (index.unique) object["unique"] = true;
  object["elements"] = index.elements;
  if (!index.include.empty()) object["include"] = index.include;
  if (index.nulls_not_distinct) object["nulls_not_distinct"] = true;
  if (!index.options.empty()) object["options"] = option_list(index.options);
  if (!index.tablespace.empty()) object["tablespace"] = index.tablespace;
  if (!index.where.empty()) object["where"] = index.where;
  return {};
}

// What stands between the name of the table and the end of CREATE INDEX.
std::string tail(const Object& object) {
  std::string text = "(" + joined(object.list("elements"), ", ") + ")";
  if (object.has("include")) text += " include " + name_list(object.list("include"));
  if (object.is("nulls_not_distinct")) text += " nulls not distinct";
  if (object.has("options")) text += " with (" + joined(object.list("options"), ", ") + ")";
  if (object.has("tablespace")) text += " tablespace " + sql::identifier(object.text("tablespace"));
  if (object.has("where")) text += " where " + object.text("where");
  return text;
}

std::string print_short(const Object& object) {
  std::string text = object.is("unique") ? "unique " : "";
  if (object.has("method")) text += "using " + sql::identifier(object.text("method")) + " ";
  return text + tail(object);
}

std::string create(const Object& object, std::span<const Object* const>) {
  return std::string("CREATE ") + (object.is("unique") ? "UNIQUE " : "") + "INDEX " + sql::identifier(object.id.name) + " ON " +
         sql::qualified(object.id.schema, object.id.parent) +
         (object.has("method") ? " USING " + sql::identifier(object.text("method")) : "") + " " + tail(object);
}

std::string drop(const Object& object) { return "DROP INDEX " + sql::qualified(object.id.schema, object.id.name); }

// A place and a target: "1=500".
std::vector<Finding> check(const Object& index, const Catalog&) {
  std::vector<Finding> findings;
  const auto is_number = [](std::string_view text) { return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos; };
  for (const std::string& target : index.list("statistics")) {
    const std::size_t at = target.find('=');
    if (at == std::string::npos || !is_number(std::string_view(target).substr(0, at)) || !is_number(std::string_view(target).substr(at + 1)))
      findings.push_back({Severity::error, "wrong-value", "statistics of " + to_string(index.id) + " has \"" + target + "\"", "write the place of the expression and its target: statistics = [\"1=500\"]", index.spot("statistics")});
  }
  return findings;
}

CommentPlace comment(const Object& object) { return relation_comment("INDEX", object.id); }

std::vector<std::string> columns(const Object& object) { return sql::parse_index(print_short(object)).mentioned; }

std::string relation_name(const Object& object) { return object.id.name; }

Question ask(const Object& object, std::string_view table) {
  return {"CREATE INDEX phasegate_question ON " + std::string(table) +
              (object.has("method") ? " USING " + sql::identifier(object.text("method")) : "") + " " + tail(object),
          "SELECT pg_catalog.pg_get_indexdef('pg_temp.phasegate_question'::pg_catalog.regclass)"};
}

std::string trial(const Object& object, const TrialPlace& place) {
  return std::string("CREATE ") + (object.is("unique") ? "UNIQUE " : "") + "INDEX phasegate_question ON " + place.table + (object.has("method") ? " USING " + sql::identifier(object.text("method")) : "") + " " + tail(object);
}

std::vector<FieldTrial> trials(const Object& object, const TrialPlace& place) {
  std::vector<FieldTrial> list = one_by_one(object, {"elements", "unique", "nulls_not_distinct", "include", "options", "tablespace", "where"}, trial, place);
  if (object.has("method")) list.insert(list.begin(), method_trial(object.text("method")));
  return list;
}

}  // namespace

extern constinit const ObjectKind index = {
    .name = "index",
    .toml_key = "index",
    .parent = "table",
    .fields = fields,
    .read_short = read_short,
    .print_short = print_short,
    .short_fields = short_fields,
    .check = check,
    .ask = ask,
    .trials = trials,
    .create = create,
    .drop = drop,
    .comment = comment,
    .columns = columns,
    .relation_name = relation_name,
};

}  // namespace phasegate::objects
