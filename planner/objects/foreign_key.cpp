// Object kind: a foreign key of a table. Compared as fields; it has no expression.
#include "objects/shared/clauses.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"columns", ValueType::name_list, Compare::exact, "", "its columns, in order"},
    {"referenced_schema", ValueType::text, Compare::exact, "", "schema of the referenced table"},
    {"referenced_table", ValueType::text, Compare::exact, "", "the referenced table"},
    {"referenced_columns", ValueType::name_list, Compare::exact, "", "the referenced columns, in order"},
    {"match", ValueType::text, Compare::exact, "simple", "simple or full", "simple|full"},
    {"on_update", ValueType::text, Compare::exact, "no action", "no action, restrict, cascade, set null or set default", "no action|restrict|cascade|set null|set default"},
    {"on_delete", ValueType::text, Compare::exact, "no action", "no action, restrict, cascade, set null or set default", "no action|restrict|cascade|set null|set default"},
    {"on_delete_columns", ValueType::name_list, Compare::unordered, "", "columns that SET NULL or SET DEFAULT sets, where not all"},
    {"deferrable", ValueType::boolean, Compare::exact, "false", "true: may be checked at the end of a transaction"},
    {"initially_deferred", ValueType::boolean, Compare::exact, "false", "true: is checked there unless asked otherwise"},
    {"not_valid", ValueType::boolean, Compare::exact, "false", "true: rows from before it were not checked"},
    {"triggers_disabled", ValueType::boolean, Compare::exact, "false", "true: its internal triggers are switched off, so it rejects nothing"},
    {"comment", ValueType::text, Compare::exact, "", "for people"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on it from its first statement", "deploy"},
    {"clean_up", ValueType::text, Compare::hint, "", "\"by hand\": people remove the rows that break it before validate; `plan` warns of them and does not refuse", "by hand"},
};

constexpr std::string_view short_fields[] = {"columns", "referenced_schema", "referenced_table", "referenced_columns", "match", "on_update",
                                             "on_delete", "on_delete_columns", "deferrable", "initially_deferred", "not_valid"};

ShortForm read_short(std::string_view text, Object& object) {
  const sql::ForeignKeyDefinition key = sql::parse_foreign_key(text);
  if (!key.error.message.empty()) return {key.error.message, key.error.offset};
  object["columns"] = key.columns;
  object["referenced_schema"] = key.referenced_schema.empty() ? object.id.schema : key.referenced_schema;
  object["referenced_table"] = key.referenced_table;
  if (!key.referenced_columns.empty()) object["referenced_columns"] = key.referenced_columns;
  if (key.match != "simple") object["match"] = key.match;
  if (key.on_update != "no action") object["on_update"] = key.on_update;
  if (key.on_delete != "no action") object["on_delete"] = key.on_delete;
  if (!key.on_delete_columns.empty()) object["on_delete_columns"] = key.on_delete_columns;
  if (key.deferrable) object["deferrable"] = true;
  if (key.initially_deferred) object["initially_deferred"] = true;
  if (key.not_valid) object["not_valid"] = true;
  return {};
}

std::string print_short(const Object& object) {
  std::string text = name_list(object.list("columns")) + " references ";
  text += object.text("referenced_schema") == object.id.schema
              ? sql::identifier(object.text("referenced_table"))
              : sql::qualified(object.text("referenced_schema"), object.text("referenced_table"));
  text += name_list(object.list("referenced_columns"));
  if (object.has("match")) text += " match " + object.text("match");
  if (object.has("on_update")) text += " on update " + object.text("on_update");
  if (object.has("on_delete")) text += " on delete " + object.text("on_delete");
  if (object.has("on_delete_columns")) text += " " + name_list(object.list("on_delete_columns"));
  if (object.is("deferrable")) text += " deferrable";
  if (object.is("initially_deferred")) text += " initially deferred";
  if (object.is("not_valid")) text += " not valid";
  return text;
}

std::string create(const Object& object, std::span<const Object* const>) { return add_constraint(object); }

std::vector<ElementId> refers_to(const Object& object) {
  const std::string schema = object.text("referenced_schema"), table = object.text("referenced_table");
  std::vector<ElementId> elements{{"table", schema, "", table}};
  for (const std::string& column : object.list("referenced_columns")) elements.push_back({"column", schema, table, column});
  return elements;
}

// Without a list of columns, the primary key of the referenced table is meant.
void finish(Object& object, const Catalog& catalog) {
  if (object.has("referenced_columns")) return;
  const Object* key = catalog.find({"primary key", object.text("referenced_schema"), object.text("referenced_table"), ""});
  if (key != nullptr) object["referenced_columns"] = key->list("columns");
}

std::vector<Finding> check(const Object& key, const Catalog&) {
  std::vector<Finding> findings;
  const std::size_t columns = key.list("columns").size(), referenced = key.list("referenced_columns").size();
  if (referenced != 0 && columns != referenced)
    findings.push_back({Severity::error, "wrong-count", to_string(key.id) + " has " + std::to_string(columns) + " columns and refers to " + std::to_string(referenced),
                        "name as many columns as the key that it refers to has", key.spot("columns")});
  return findings;
}

}  // namespace

extern constinit const ObjectKind foreign_key = {
    .name = "foreign key",
    .toml_key = "foreign_key",
    .parent = "table",
    .is_constraint = true,
    .own_difference_when_parent_missing = true,
    .fields = fields,
    .read_short = read_short,
    .print_short = print_short,
    .short_fields = short_fields,
    .finish = finish,
    .check = check,
    .create = create,
    .drop = drop_constraint,
    .comment = constraint_comment,
    .columns = key_columns,
    .refers_to = refers_to,
};

}  // namespace phasegate::objects
