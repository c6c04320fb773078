// Reads the live schema: one snapshot, one bulk query per object kind; columns of the results are the fields of the kind.
#include "catalog/database.hpp"
#include "sql/identifier.hpp"
#include "support/embedded.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <set>

namespace phasegate {
namespace {

// What the server prints must not depend on the session. Source: PostgreSQL manual, "Client Connection Defaults"; each of these
// changes the text of a view or a partition bound. JIT would compile for seconds what runs for milliseconds.
constexpr std::string_view session_settings =
    "SET LOCAL search_path = ''; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; "
    "SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL quote_all_identifiers = off; "
    "SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '5s'; SET LOCAL row_security = off; "
    "SET LOCAL jit = off";

// Parts of the queries that depend on the server's version.
std::string for_version(std::string text, int version) {
  const auto replace = [&](std::string_view mark, int since, std::string_view expression, std::string_view otherwise) {
    const std::string_view with = version >= since ? expression : otherwise;
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += with.size()) text.replace(at, mark.size(), with);
  };
  replace("{compression}", 140000, "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END", "NULL::pg_catalog.text");
  replace("{nulls_not_distinct}", 150000, "CASE WHEN i.indnullsnotdistinct THEN true END", "NULL::pg_catalog.bool");
  replace("{delete_columns}", 150000,
          "(SELECT pg_catalog.array_agg(a.attname::text ORDER BY a.attname) FROM pg_catalog.unnest(c.confdelsetcols) AS k(attnum) "
          "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.attnum)",
          "NULL::pg_catalog.text[]");
  return text;
}

// Elements of a one-dimensional text[] as array_out prints it: {a,"b c",NULL}.
std::vector<std::string> array_elements(std::string_view text) {
  std::vector<std::string> elements;
  if (text.size() < 2) return elements;
  std::string element;
  bool quoted = false, any = false;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const char c = text[i];
    any = true;
    if (quoted && c == '\\' && i + 2 < text.size()) element += text[++i];
    else if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) elements.push_back(std::exchange(element, {}));
    else element += c;
  }
  if (any) elements.push_back(std::move(element));
  return elements;
}

Value to_value(ValueType type, std::string_view text) {
  switch (type) {
    case ValueType::boolean: return text == "t";
    case ValueType::integer: return static_cast<std::int64_t>(std::stoll(std::string(text)));
    case ValueType::text:
    case ValueType::sql: return std::string(text);
    case ValueType::name_list: return array_elements(text);
    case ValueType::text_map: break;
  }
  throw Bug("a field of this type cannot come from the catalog");
}

class Introspection {
 public:
  Introspection(Database& database, const Settings& settings) : database_(database) {
    std::string schemas;
    for (const std::string& schema : settings.schemas) {
      std::string quoted;
      for (const char c : schema) quoted += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
      schemas += (schemas.empty() ? "\"" : ",\"") + quoted + "\"";
    }
    if (settings.schemas.empty()) parameters_.push_back(std::nullopt);
    else parameters_.emplace_back("{" + schemas + "}");
    parameters_.emplace_back(settings.history_schema);
    parameters_.emplace_back(settings.history_table);
  }

  Catalog read() {
    catalog_.server_version_num = database_.server_version_num();
    for (const ObjectKind* kind : all_objects()) read_kind(*kind);
    read_dependencies();
    read_left_alone();
    const Result names = database_.query(embedded_file("planner/catalog/known_names.sql"));
    for (std::size_t row = 0; row < names.rows(); ++row) catalog_.known_names.emplace_back(*names.at(row, 0));
    std::ranges::sort(catalog_.known_names);
    for (const Object* object : catalog_.objects()) {
      if (object->id.kind == "schema") catalog_.schemas.push_back(object->id.name);
      if (object->kind->finish != nullptr) object->kind->finish(*catalog_.find(object->id), catalog_);
    }
    return std::move(catalog_);
  }

 private:
  // The parameters appear in every query, so that their types are always known.
  Result ask(std::string_view path) {
    const std::string text = std::string(embedded_file("planner/catalog/managed.sql")) + std::string(embedded_file(path));
    return database_.query(for_version(text, database_.server_version_num()), parameters_);
  }

  void read_kind(const ObjectKind& kind) {
    std::string file(kind.name);  // the query of kind "foreign key" lies in foreign_key.sql
    std::ranges::replace(file, ' ', '_');
    const Result rows = ask("planner/objects/" + file + ".sql");
    std::vector<std::optional<std::size_t>> columns;
    for (const Field& field : kind.fields) columns.push_back(rows.column(field.key));
    const auto schema = rows.column("schema").value(), parent = rows.column("parent").value(), name = rows.column("name").value(),
               position = rows.column("position").value();
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      Object object = make_object(kind, {kind.name, std::string(rows.at(row, schema).value_or("")),
                                         std::string(rows.at(row, parent).value_or("")), std::string(rows.at(row, name).value_or(""))});
      object.position = std::stoi(std::string(rows.at(row, position).value_or("0")));
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i])
          if (const auto text = rows.at(row, *columns[i])) object.values[i] = to_value(kind.fields[i].type, *text);
      catalog_.add(std::move(object));
    }
  }

  void read_dependencies() {
    const Result rows = ask("planner/catalog/dependencies.sql");
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const std::string schema = rows.text(row, "schema"), table = rows.text(row, "table"), column = rows.text(row, "column");
      Dependency dependency;
      dependency.on = column.empty() ? ElementId{"table", schema, "", table} : ElementId{"column", schema, table, column};
      dependency.dependent = {"other", "", "", rows.text(row, "dependent_identity")};
      dependency.identity = rows.text(row, "dependent_type") + " " + rows.text(row, "dependent_identity");
      catalog_.dependencies.push_back(std::move(dependency));
    }
  }

  void read_left_alone() {
    const Result rows = ask("planner/catalog/left_alone.sql");
    for (std::size_t row = 0; row < rows.rows(); ++row)
      catalog_.left_alone.push_back({rows.text(row, "type"), rows.text(row, "identity"), rows.text(row, "digest"), {}});
  }

  Database& database_;
  Parameters parameters_;
  Catalog catalog_;
};

// The tables of the differences, their neighbours by foreign keys, and those with a column of a type that differs.
std::set<ElementId> tables_of(const std::vector<Difference>& differences, const Catalog& live) {
  std::set<ElementId> tables;
  std::set<std::string> types;
  for (const Difference& difference : differences)
    for (const ElementId& id : {difference.element, difference.live_element}) {
      tables.insert({"table", id.schema, "", id.parent.empty() ? id.name : id.parent});
      if (object_kind(id.kind).is_type) types.insert(qualified_name(id));
    }
  std::set<ElementId> result = tables;
  if (tables.empty()) return result;
  for (const Object* object : live.objects()) {
    if (object->id.parent.empty()) continue;
    const ElementId own{"table", object->id.schema, "", object->id.parent};
    if (object->kind->type_names != nullptr && !types.empty())
      for (std::string name : object->kind->type_names(*object)) {
        while (name.ends_with("[]")) name.resize(name.size() - 2);
        if (types.contains(name)) result.insert(own);
      }
    if (object->kind->refers_to == nullptr) continue;
    for (const ElementId& other : object->kind->refers_to(*object)) {
      if (tables.contains(own)) result.insert(other);
      if (tables.contains(other)) result.insert(own);
    }
  }
  return result;
}

std::string array_text(const std::set<ElementId>& ids) {
  std::string text;
  for (const ElementId& id : ids) {
    std::string quoted;
    for (const char c : sql::qualified(id.schema, id.name)) quoted += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    text += (text.empty() ? "\"" : ",\"") + quoted + "\"";
  }
  return "{" + text + "}";
}

}  // namespace

void read_sizes(Catalog& live, const std::vector<Difference>& differences, Database& database) {
  const std::set<ElementId> tables = tables_of(differences, live);
  if (tables.empty()) return;
  const Result rows = database.query(embedded_file("planner/catalog/sizes.sql"), {array_text(tables)});
  for (std::size_t row = 0; row < rows.rows(); ++row)
    live.sizes[{"table", rows.text(row, "schema"), "", rows.text(row, "name")}] = {rows.number(row, "rows"), rows.number(row, "heap_bytes"), rows.number(row, "total_bytes")};
}

Catalog introspect(Database& database, const Settings& settings) {
  database.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  database.query(session_settings);
  Catalog catalog = Introspection(database, settings).read();
  database.query("COMMIT");
  return catalog;
}

}  // namespace phasegate
