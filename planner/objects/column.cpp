// Object kind: a column of a table, with phasegate's own hints for renaming, splitting and filling it.
#include "objects/shared/clauses.hpp"
#include "objects/shared/trials.hpp"
#include "sql/canonical.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"
#include "sql/sequence_values.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/object_kind.hpp>

#include <algorithm>

namespace phasegate::objects {
namespace {

constexpr Field fields[] = {
    {"type", ValueType::sql, Compare::type_name, "", "data type: \"varchar(255)\""},
    {"collation", ValueType::text, Compare::exact, "", "collation, where it is not the type's own"},
    {"not_null", ValueType::boolean, Compare::exact, "false", "true: NOT NULL"},
    {"default", ValueType::sql, Compare::expression, "", "default expression"},
    {"serial", ValueType::boolean, Compare::exact, "false", "true: default from a sequence of its own, as serial makes it"},
    {"identity", ValueType::text, Compare::exact, "", "always or by default", "always|by default"},
    {"identity_options", ValueType::text, Compare::exact, "", "options of the identity sequence: \"start with 100\""},
    {"generated", ValueType::sql, Compare::expression, "", "expression of a generated column"},
    {"virtual", ValueType::boolean, Compare::exact, "false", "true: the generated column is computed when read (PostgreSQL 18)"},
    {"storage", ValueType::text, Compare::exact, "", "plain, external, extended or main, where it is not the type's own", "plain|external|extended|main"},
    {"compression", ValueType::text, Compare::exact, "", "pglz or lz4", "pglz|lz4"},
    {"statistics", ValueType::integer, Compare::exact, "", "statistics target"},
    {"options", ValueType::name_list, Compare::unordered, "", "attribute options: [\"n_distinct=-0.5\"]"},
    {"comment", ValueType::text, Compare::exact, "", "what it holds, for people"},
    {"renamed_from", ValueType::text, Compare::hint, "", "hint: the name that it has in the live schema"},
    {"backfill", ValueType::sql, Compare::hint, "", "up: its value for old rows, in the columns of the running version"},
    {"reverse", ValueType::text_map, Compare::hint, "",
     "down: the values of columns of the running version, in the columns of the next one"},
    {"moved_from", ValueType::text, Compare::hint, "", "hint: the column of another table that moves here: \"users.bio\""},
    {"moved_by", ValueType::text_map, Compare::hint, "", "by which key rows of both tables belong together: moved_by.user_id = \"id\""},
    {"uses_at", ValueType::text, Compare::hint, "", "\"deploy\": the next version relies on the change from its first statement", "deploy"},
    {"clean_up", ValueType::text, Compare::hint, "", "\"by hand\": people remove the rows that break it before validate; `plan` warns of them and does not refuse", "by hand"},
};

constexpr std::string_view short_fields[] = {"type", "collation", "not_null", "default", "serial", "identity", "identity_options", "generated"};

ShortForm read_short(std::string_view text, Object& object) {
  const sql::ColumnDefinition column = sql::parse_column(text);
  if (!column.error.message.empty()) return {column.error.message, column.error.offset};
  const auto set = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) object[key] = value;
  };
  if (column.serial) {
    object["serial"] = true;
    object["type"] = std::string(column.type == "bigserial" || column.type == "serial8"     ? "bigint"
                                 : column.type == "smallserial" || column.type == "serial2" ? "smallint"
                                                                                            : "integer");
  } else {
    set("type", column.type);
  }
  set("collation", column.collation);
  if (column.not_null || column.serial || !column.identity.empty()) object["not_null"] = true;
  set("default", column.default_expression);
  set("identity", column.identity);
  set("identity_options", column.identity_options);
  set("generated", column.generated_expression);
  set("storage", column.storage);
  set("compression", column.compression);
  return {};
}

std::string print_short(const Object& object) {
  std::string text = object.text("type");
  if (object.is("serial"))
    text = text == "bigint" ? "bigserial" : text == "smallint" ? "smallserial" : "serial";
  if (object.has("collation")) text += " collate " + object.text("collation");
  if (object.has("identity")) {
    text += " generated " + object.text("identity") + " as identity";
    if (object.has("identity_options")) text += " (" + object.text("identity_options") + ")";
  } else if (object.has("generated")) {
    text += " generated always as (" + object.text("generated") + ") stored";
  } else {
    if (object.is("not_null") && !object.is("serial")) text += " not null";
    if (object.has("default")) text += " default " + object.text("default");
  }
  if (object.has("generated") && object.is("not_null")) text += " not null";
  return text;
}

std::string create(const Object& object, std::span<const Object* const>) {
  std::string text = "ALTER TABLE " + sql::qualified(object.id.schema, object.id.parent) + " ADD COLUMN " + table_clause(object);
  for (const std::string& command : column_settings(object)) text += ", " + command;
  return text;
}

std::string drop(const Object& object) {
  return "ALTER TABLE " + sql::qualified(object.id.schema, object.id.parent) + " DROP COLUMN " + sql::identifier(object.id.name);
}

CommentPlace comment(const Object& object) {
  const std::string table = "pg_catalog.to_regclass(" + sql::literal(sql::qualified(object.id.schema, object.id.parent)) + ")";
  return {"COLUMN " + sql::qualified(object.id.schema, object.id.parent) + "." + sql::identifier(object.id.name),
          "(SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = " + table + " AND a.attname = " + sql::literal(object.id.name) +
              " AND NOT a.attisdropped)",
          {"table", object.id.schema, "", object.id.parent}};
}

std::vector<std::string> columns(const Object& object) {
  return object.has("generated") ? sql::column_references(object.text("generated")) : std::vector<std::string>{};
}

// `null` is the same as no default, but for types with a length, where the server keeps it, and for domains, whose own default it overrides.
bool is_null_constant(std::string_view expression, std::string_view type) {
  if (type.find_first_of(".(") != std::string_view::npos || expression.size() != 4) return false;
  std::string word(expression);
  std::ranges::transform(word, word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return word == "null";
}

// Options of an identity as the catalog's query prints them: in one order, without those that are a default.
void finish_identity(Object& object) {
  if (!object.has("identity_options")) return;
  const sql::SequenceDefinition options = sql::parse_sequence(object.text("identity_options"));
  if (!options.error.message.empty()) return;
  const std::string text = sql::options_text(sql::complete(options, sql::canonical_type(object.text("type"), {})));
  object["identity_options"] = text.empty() ? Value() : Value(text);
}

// The columns of a primary key are not null, whether it is written or not; a default of null is none.
void finish(Object& object, const Catalog& catalog) {
  finish_identity(object);
  if (object.has("collation")) object["collation"] = qualified_collation(object.text("collation"), object.id.schema, catalog);
  if (object.has("default") && is_null_constant(object.text("default"), object.text("type"))) object["default"] = Value();
  const Object* key = catalog.find({"primary key", object.id.schema, object.id.parent, ""});
  if (key == nullptr) return;
  const std::vector<std::string> names = key->list("columns");
  if (std::ranges::find(names, object.id.name) != names.end()) object["not_null"] = true;
}

std::vector<Finding> check(const Object& column, const Catalog& wanted) {
  std::vector<Finding> findings;
  const auto complain = [&](std::string_view key, std::string message, std::string help) {
    findings.push_back({Severity::error, "bad-hint", std::move(message), std::move(help), column.spot(key)});
  };
  if (!column.has("type"))
    findings.push_back({Severity::error, "no-type", to_string(column.id) + " has no type", "write it as \"<type> …\"", column.at});
  // A column that changes its name or type gets its value from its own old form, by a cast where nothing else is said.
  const auto is_itself = [&](const std::string& target) { return target == column.id.name || target == column.text("renamed_from"); };
  const TextMap reverse = column.map("reverse");
  if (!reverse.empty() && !column.has("backfill") && !std::ranges::all_of(reverse, [&](const auto& entry) { return is_itself(entry.first); }))
    complain("reverse", to_string(column.id) + " has reverse without backfill", "say with backfill how old rows get their value");
  const auto check_text = [&](std::string_view key, const std::string& text) {
    if (const auto error = sql::check_expression(text)) complain(key, std::string(key) + " of " + to_string(column.id) + ": " + error->message, "");
  };
  if (column.has("backfill")) check_text("backfill", column.text("backfill"));
  if (column.has("generated") && !sql::check_expression(column.text("generated")))
    for (const std::string& name : columns(column))
      if (const Object* other = wanted.find({"column", column.id.schema, column.id.parent, name}); other != nullptr && other->has("generated"))
        findings.push_back({Severity::error, "generated", "generated of " + to_string(column.id) + " reads `" + name + "`, which is generated itself", "compute it from columns that are written", column.spot("generated")});
  for (const auto& [target, text] : reverse) {
    check_text("reverse", text);
    if (!is_itself(target) && wanted.find({"column", column.id.schema, column.id.parent, target}) != nullptr)
      complain("reverse", "reverse of " + to_string(column.id) + " gives a value to `" + target + "`, which stays in the desired schema",
               "remove `" + target + "` from reverse: a column that stays is written by the next version itself");
  }
  return findings;
}

Question ask(const Object& object, std::string_view table) {
  const std::string target(table);
  if (object.has("generated"))
    return {"ALTER TABLE " + target + " ADD COLUMN phasegate_question " + object.text("type") + " GENERATED ALWAYS AS (" + object.text("generated") + ") STORED",
            "SELECT pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef WHERE adrelid = '" + target + "'::pg_catalog.regclass "
            "AND adnum = (SELECT attnum FROM pg_catalog.pg_attribute WHERE attrelid = '" + target + "'::pg_catalog.regclass AND attname = 'phasegate_question')"};
  if (!object.has("default")) return {};
  return {"ALTER TABLE " + target + " ADD COLUMN phasegate_question " + object.text("type") + "; ALTER TABLE " + target +
              " ALTER COLUMN phasegate_question SET DEFAULT " + object.text("default"),
          "SELECT pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef WHERE adrelid = '" + target + "'::pg_catalog.regclass "
          "AND adnum = (SELECT attnum FROM pg_catalog.pg_attribute WHERE attrelid = '" + target + "'::pg_catalog.regclass AND attname = 'phasegate_question')"};
}

std::vector<std::string> type_names(const Object& object) { return {object.text("type")}; }

// What it says about its own values, each by itself; that its type is known has been asked before.
void add_setting_trials(const Object& object, std::vector<FieldTrial>& list) {
  const std::string type = object.text("type"), made = table_of_one(type + (object.has("collation") ? " COLLATE " + object.text("collation") : ""));
  if (object.has("collation")) list.push_back({"collation", {made}});
  if (object.has("compression")) list.push_back({"compression", {table_of_one(type + " COMPRESSION " + object.text("compression"))}});
  if (object.has("default")) list.push_back({"default", {made, "ALTER TABLE " + std::string(trial_name) + " ALTER COLUMN phasegate_question SET DEFAULT " + object.text("default")}});
  if (object.has("identity"))
    list.push_back({object.has("identity_options") ? "identity_options" : "identity",
                    {table_of_one(type + " GENERATED BY DEFAULT AS IDENTITY" + (object.has("identity_options") ? " (" + object.text("identity_options") + ")" : ""))}});
  for (const std::string_view key : {"storage", "statistics", "options"}) {
    Object copy = make_object(*object.kind, as_trial(object).id);
    copy[key] = object[key];
    for (const std::string& command : column_settings(copy)) list.push_back({key, {made, "ALTER TABLE " + std::string(trial_name) + " " + command}});
  }
}

// A backfill is assigned to the column; what reverse says gets its type when a row is written. An UPDATE takes neither aggregates nor sets.
std::vector<FieldTrial> trials(const Object& object, const TrialPlace& place) {
  std::vector<FieldTrial> list;
  add_setting_trials(object, list);
  if (object.has("generated"))
    list.push_back({"generated", {"ALTER TABLE " + place.table + " ADD COLUMN phasegate_question " + object.text("type") + (object.has("collation") ? " COLLATE " + object.text("collation") : "") + " GENERATED ALWAYS AS (" +
                                     object.text("generated") + ")" + (object.is("virtual") ? " VIRTUAL" : " STORED")}});
  const auto assign = [&](const std::string& type, const std::string& text, const std::string& from) {
    return std::vector<std::string>{table_of_one(type), only_read("UPDATE " + std::string(trial_name) + " SET phasegate_question = (" + text + "\n) FROM " + from), "DEALLOCATE phasegate_question"};
  };
  if (place.live_table.empty()) return list;
  if (object.has("backfill")) list.push_back({"backfill", assign(object.text("type"), object.text("backfill"), place.live_table)});
  for (const auto& [name, text] : object.map("reverse")) list.push_back({"reverse", assign("text", text, place.table)});
  return list;
}

}  // namespace

extern constinit const ObjectKind column = {
    .name = "column",
    .toml_key = "column",
    .parent = "table",
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
    .drop = drop,
    .comment = comment,
    .columns = columns,
    .type_names = type_names,
};

}  // namespace phasegate::objects
