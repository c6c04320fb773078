// Object kind: a foreign key of a table. Compared as fields; it has no expression.
#include "objects/shared/clauses.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

#include <algorithm>

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
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on it from its first statement", "deploy"},
    {"clean_up", ValueType::text, Compare::hint, "", "\"by hand\": people remove the rows that break it before validate; `plan` warns of them and does not refuse. \"set null\", \"delete\": validate does it in batches, once no new ones can come: the columns of orphans become NULL (those that on delete set null names, else all), or orphans are deleted, which has to be approved", "by hand|set null|delete"},
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

std::vector<std::pair<ElementId, ElementId>> compares(const Object& object) {
  const auto columns = object.list("columns"), referenced = object.list("referenced_columns");
  std::vector<std::pair<ElementId, ElementId>> pairs;
  for (std::size_t i = 0; i < columns.size() && i < referenced.size(); ++i)
    pairs.emplace_back(ElementId{"column", object.id.schema, object.id.parent, columns[i]}, ElementId{"column", object.text("referenced_schema"), object.text("referenced_table"), referenced[i]});
  return pairs;
}

// Without a list of columns, the primary key of the referenced table is meant. What is deferred by default may be.
void finish(Object& object, const Catalog& catalog) {
  if (object.is("initially_deferred")) object["deferrable"] = true;
  if (object.has("referenced_columns")) return;
  const Object* key = catalog.find({"primary key", object.text("referenced_schema"), object.text("referenced_table"), ""});
  if (key != nullptr) object["referenced_columns"] = key->list("columns");
}

class Check {
 public:
  Check(const Object& key, const Catalog& wanted) : key_(key), wanted_(wanted), referenced_{"table", key.text("referenced_schema"), "", key.text("referenced_table")} {}

  std::vector<Finding> run() {
    count();
    if (findings_.empty() && wanted_.find(referenced_) != nullptr) stands_on_a_key();  // of a table that is left alone only the server knows
    set_columns();
    persistence();
    generated_columns();
    return std::move(findings_);
  }

 private:
  void complain(std::string code, const std::string& message, std::string help, std::string_view field) {
    findings_.push_back({Severity::error, std::move(code), to_string(key_.id) + " " + message, std::move(help), key_.spot(field)});
  }

  void count() {
    const std::size_t columns = key_.list("columns").size(), referenced = key_.list("referenced_columns").size();
    if (referenced != 0 && columns != referenced)
      complain("wrong-count", "has " + std::to_string(columns) + " columns and refers to " + std::to_string(referenced), "name as many columns as the key that it refers to has", "columns");
  }

  // Source: SQLSTATE 42830, invalid_foreign_key.
  void stands_on_a_key() {
    std::vector<std::string> columns = key_.list("referenced_columns");
    if (columns.empty()) {
      complain("no-unique-key", "refers to the primary key of " + qualified_name(referenced_) + ", which has none", "name the columns that it refers to, or give that table a primary key", "referenced_table");
      return;
    }
    const std::string named = name_list(columns);
    std::ranges::sort(columns);
    for (const Object* object : wanted_.children(referenced_))
      if (unique_columns(*object) == columns) return;
    complain("no-unique-key", "refers to " + qualified_name(referenced_) + " " + named + ", and no primary key, unique constraint or unique index is over just these columns",
             "add one that is not deferrable and has no WHERE, or refer to columns that have one", "referenced_columns");
  }

  void set_columns() {
    const auto columns = key_.list("columns"), set = key_.list("on_delete_columns");
    if (!set.empty() && !key_.text("on_delete").starts_with("set ")) complain("set-columns", "names columns to set on delete, but on delete sets none", "say on delete set null or set default before them", "on_delete_columns");
    for (const std::string& column : set)
      if (std::ranges::find(columns, column) == columns.end()) complain("set-columns", "sets the column `" + column + "` on delete, which is not one of its own", "name columns of the foreign key only", "on_delete_columns");
  }

  void persistence() {
    const Object* child = wanted_.find({"table", key_.id.schema, "", key_.id.parent});
    const Object* parent = wanted_.find(referenced_);
    if (child != nullptr && parent != nullptr && !child->is("unlogged") && parent->is("unlogged"))
      complain("unlogged-reference", "refers to " + qualified_name(referenced_) + ", which is unlogged and empty after a crash, from a table that is not", "make both tables unlogged, or neither", "referenced_table");
  }

  void generated_columns() {
    const bool on_update = key_.has("on_update") && key_.text("on_update") != "restrict", on_delete = key_.text("on_delete").starts_with("set ");
    if (!on_update && !on_delete) return;
    for (const std::string& name : key_.list("columns"))
      if (const Object* column = wanted_.find({"column", key_.id.schema, key_.id.parent, name}); column != nullptr && column->has("generated"))
        complain("generated-column", "would write the column `" + name + "`, which is generated", "leave the action out, or refer from another column", on_update ? "on_update" : "on_delete");
  }

  const Object& key_;
  const Catalog& wanted_;
  const ElementId referenced_;
  std::vector<Finding> findings_;
};

std::vector<Finding> check(const Object& key, const Catalog& wanted) { return Check(key, wanted).run(); }

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
    .compares = compares,
};

}  // namespace phasegate::objects
