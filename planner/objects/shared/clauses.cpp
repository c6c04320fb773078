// Puts together the SQL clauses that several object kinds share.
#include "objects/shared/clauses.hpp"

#include "sql/identifier.hpp"

#include <phasegate/error.hpp>

#include <algorithm>

namespace phasegate::objects {
namespace {

std::string column_clause(const Object& object) {
  std::string text = sql::identifier(object.id.name) + " ";
  if (object.is("serial")) {
    const std::string type = object.text("type");
    text += type == "bigint" ? "bigserial" : type == "smallint" ? "smallserial" : "serial";
  } else {
    text += object.text("type");
  }
  if (object.has("compression")) text += " COMPRESSION " + object.text("compression");
  if (object.has("collation")) text += " COLLATE " + object.text("collation");
  if (object.has("generated"))
    text += " GENERATED ALWAYS AS (" + object.text("generated") + ")" + (object.is("virtual") ? " VIRTUAL" : " STORED");
  if (object.has("identity")) {
    text += std::string(" GENERATED ") + (object.text("identity") == "always" ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY";
    if (object.has("identity_options")) text += " (" + object.text("identity_options") + ")";
  }
  if (object.has("default")) text += " DEFAULT " + object.text("default");
  if (object.is("not_null") && !object.has("identity") && !object.is("serial")) text += " NOT NULL";
  return text;
}

// Parameters of the index behind a key.
std::string index_parameters(const Object& object) {
  std::string text;
  if (object.has("include")) text += " include " + name_list(object.list("include"));
  if (object.has("options")) text += " with (" + joined(object.list("options"), ", ") + ")";
  if (object.has("tablespace")) text += " using index tablespace " + sql::identifier(object.text("tablespace"));
  return text;
}

std::string body(const Object& object) {
  if (object.id.kind == "check constraint")
    return "CHECK (" + object.text("expression") + ")" + (object.is("no_inherit") ? " NO INHERIT" : "") +
           (object.is("not_valid") ? " NOT VALID" : "");
  if (object.id.kind == "foreign key") {
    // The short form leaves out the schema that both tables share; a statement must not depend on search_path.
    Object elsewhere = object;
    elsewhere.id.schema.clear();
    return "FOREIGN KEY " + object.kind->print_short(elsewhere);
  }
  if (object.id.kind == "primary key") return "PRIMARY KEY " + object.kind->print_short(object);
  if (object.id.kind == "unique constraint") {
    std::string text = object.kind->print_short(object);
    constexpr std::string_view words = "nulls not distinct ";
    if (!text.starts_with(words)) return "UNIQUE " + text;
    return "UNIQUE NULLS NOT DISTINCT " + text.substr(words.size());
  }
  if (object.id.kind == "exclusion constraint") return "EXCLUDE " + object.kind->print_short(object);
  throw Bug("no constraint: " + to_string(object.id));
}

}  // namespace

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

std::string name_list(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(sql::identifier(name));
  return "(" + joined(quoted, ", ") + ")";
}

std::vector<std::string> option_list(const std::vector<std::pair<std::string, std::string>>& options) {
  std::vector<std::string> list;
  for (const auto& [name, value] : options) list.push_back(name + "=" + value);
  return list;
}

ShortForm read_key(const sql::KeyDefinition& key, Object& object) {
  if (!key.error.message.empty()) return {key.error.message, key.error.offset};
  object["columns"] = key.columns;
  if (!key.include.empty()) object["include"] = key.include;
  if (key.deferrable) object["deferrable"] = true;
  if (key.initially_deferred) object["initially_deferred"] = true;
  if (!key.options.empty()) object["options"] = option_list(key.options);
  if (!key.tablespace.empty()) object["tablespace"] = key.tablespace;
  return {};
}

std::string print_key(const Object& object) {
  const bool nulls = object.id.kind == "unique constraint" && object.is("nulls_not_distinct");
  return std::string(nulls ? "nulls not distinct " : "") + name_list(object.list("columns")) + index_parameters(object) +
         deferrable_clause(object);
}

std::vector<std::string> key_columns(const Object& object) {
  std::vector<std::string> names = object.list("columns");
  if (object.id.kind == "foreign key") return names;
  const std::vector<std::string> included = object.list("include");
  names.insert(names.end(), included.begin(), included.end());
  return names;
}

std::vector<std::string> unique_columns(const Object& object) {
  std::vector<std::string> columns;
  if (object.id.kind == "primary key" || object.id.kind == "unique constraint") columns = object.is("deferrable") ? columns : object.list("columns");
  else if (object.id.kind == "index" && object.is("unique") && !object.has("where") && !object.is("invalid")) columns = sql::parse_index(object.kind->print_short(object)).columns;
  if (std::ranges::find(columns, "") != columns.end()) columns.clear();  // an expression
  std::ranges::sort(columns);
  return columns;
}

std::string table_clause(const Object& object) {
  if (object.id.kind == "column") return column_clause(object);
  if (object.id.kind == "index" || object.id.kind == "foreign key") return {};
  return constraint_clause(object);
}

std::string constraint_clause(const Object& object) {
  return "CONSTRAINT " + sql::identifier(constraint_name(object)) + " " + body(object);
}

std::string add_constraint(const Object& object) {
  return "ALTER TABLE " + sql::qualified(object.id.schema, object.id.parent) + " ADD " + constraint_clause(object);
}

std::string drop_constraint(const Object& object) {
  return "ALTER TABLE " + sql::qualified(object.id.schema, object.id.parent) + " DROP CONSTRAINT " +
         sql::identifier(constraint_name(object));
}

CommentPlace constraint_comment(const Object& object) {
  const std::string table = sql::qualified(object.id.schema, object.id.parent), name = constraint_name(object);
  return {"CONSTRAINT " + sql::identifier(name) + " ON " + table,
          "(SELECT pg_catalog.obj_description(c.oid, 'pg_constraint') FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass(" + sql::literal(table) +
              ") AND c.conname = " + sql::literal(name) + ")",
          {"table", object.id.schema, "", object.id.parent},
          true};
}

CommentPlace relation_comment(std::string_view word, const ElementId& id) {
  const std::string name = sql::qualified(id.schema, id.name);
  return {std::string(word) + " " + name, "pg_catalog.obj_description(pg_catalog.to_regclass(" + sql::literal(name) + "), 'pg_class')", id};
}

CommentPlace type_comment(const Object& object) {
  const std::string name = sql::qualified(object.id.schema, object.id.name);
  return {"TYPE " + name, "pg_catalog.obj_description(pg_catalog.to_regtype(" + sql::literal(name) + "), 'pg_type')", {}};
}

namespace {

// `toast.autovacuum_enabled`: a parameter may have the name of its relation before it.
std::string parameter_name(std::string_view option) {
  const std::string name(option.substr(0, option.find('=')));
  const std::size_t dot = name.find('.');
  return dot == std::string::npos ? sql::identifier(name) : sql::identifier(name.substr(0, dot)) + "." + sql::identifier(name.substr(dot + 1));
}

}  // namespace

std::string parameter_list(const std::vector<std::string>& options) {
  std::vector<std::string> parts;
  for (const std::string& option : options) {
    const std::size_t at = option.find('=');
    parts.push_back(parameter_name(option) + (at == std::string::npos ? "" : " = " + sql::literal(option.substr(at + 1))));
  }
  return joined(parts, ", ");
}

std::string parameter_names(const std::vector<std::string>& options) {
  std::vector<std::string> parts;
  for (const std::string& option : options) parts.push_back(parameter_name(option));
  return joined(parts, ", ");
}

std::vector<std::string> column_settings(const Object& column) {
  const std::string alter = "ALTER COLUMN " + sql::identifier(column.id.name);
  std::vector<std::string> commands;
  if (column.has("storage")) commands.push_back(alter + " SET STORAGE " + column.text("storage"));
  if (const auto* target = std::get_if<std::int64_t>(&column["statistics"])) commands.push_back(alter + " SET STATISTICS " + std::to_string(*target));
  if (column.has("options")) commands.push_back(alter + " SET (" + parameter_list(column.list("options")) + ")");
  return commands;
}

std::string constraint_name(const Object& object) {
  if (object.id.kind != "primary key") return object.id.name;
  return object.has("constraint_name") ? object.text("constraint_name") : default_primary_key_name(object.id.parent);
}

std::string deferrable_clause(const Object& object) {
  return std::string(object.is("deferrable") ? " deferrable" : "") + (object.is("initially_deferred") ? " initially deferred" : "");
}

std::string qualified_collation(const std::string& written, std::string_view schema, const Catalog& catalog) {
  const std::vector<std::string> parts = sql::name_parts(written);
  if (parts.size() == 2 && parts.front() != "pg_catalog") return sql::qualified(parts.front(), parts.back());
  if (parts.size() != 1) return written;
  for (const std::string_view own : {schema, std::string_view("public")})
    if (catalog.find({"collation", std::string(own), "", parts.front()}) != nullptr) return sql::qualified(own, parts.front());
  return written;
}

std::string default_primary_key_name(std::string_view table) {
  // makeObjectName: 63 bytes less "_pkey", cut before a UTF-8 sequence.
  std::size_t length = std::min<std::size_t>(table.size(), 58);
  if (length < table.size())
    while (length > 0 && (static_cast<unsigned char>(table[length]) & 0xC0) == 0x80) --length;
  return std::string(table.substr(0, length)) + "_pkey";
}

}  // namespace phasegate::objects
