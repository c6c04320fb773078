// Reads the live schema: one snapshot, one bulk query per object kind; columns of the results are the fields of the kind.
#include "catalog/database.hpp"
#include "sql/identifier.hpp"
#include "support/embedded.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <atomic>
#include <future>
#include <set>

namespace phasegate {
namespace {

// What the server prints must not depend on the session. Source: PostgreSQL manual, "Client Connection Defaults"; each of these
// changes the text of a view or a partition bound. JIT would compile for seconds what runs for milliseconds; with the usual 4 MB of
// work_mem, joins over the catalog of a large schema go through files.
constexpr std::string_view session_settings =
    "SET LOCAL search_path = ''; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; "
    "SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL quote_all_identifiers = off; "
    "SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '5s'; SET LOCAL row_security = off; "
    "SET LOCAL jit = off; SET LOCAL work_mem = '32MB'";

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
  replace("{plain_constraint}", 180000, "NOT c.conperiod AND c.conenforced", "true");
  replace("{multirange_type}", 140000, "r.rngmultitypid", "NULL::pg_catalog.oid");
  replace("{multirange}", 140000,
          "NULLIF((SELECT m.typname::pg_catalog.text FROM pg_catalog.pg_type AS m WHERE m.oid = r.rngmultitypid), "
          "CASE WHEN pg_catalog.strpos(t.typname, 'range') > 0 THEN pg_catalog.left(t.typname, pg_catalog.strpos(t.typname, 'range') - 1) || 'multi' || pg_catalog.substr(t.typname, pg_catalog.strpos(t.typname, 'range')) "
          "ELSE t.typname || '_multirange' END)",
          "NULL::pg_catalog.text");
  replace("{icu_rules}", 160000, "o.collicurules", "NULL::pg_catalog.text");
  replace("{icu_locale}", 170000, "o.colllocale", version >= 150000 ? "o.colliculocale" : "CASE WHEN o.collprovider = 'i' THEN o.collcollate END");
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
    case ValueType::text_map: {
      const std::vector<std::string> elements = array_elements(text);
      TextMap map;
      for (std::size_t i = 0; i + 1 < elements.size(); i += 2) map.emplace_back(elements[i], elements[i + 1]);
      return map;
    }
  }
  throw Bug("no such type of field");
}

// The text of a text[]. Source: PostgreSQL manual, "Array Input and Output Syntax".
std::string array_text(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    std::string quoted;
    for (const char c : item) quoted += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    text += (text.empty() ? "\"" : ",\"") + quoted + "\"";
  }
  return "{" + text + "}";
}

class Introspection {
 public:
  Introspection(Database& database, const Settings& settings) : database_(database) {
    if (settings.schemas.empty()) parameters_.push_back(std::nullopt);
    else parameters_.emplace_back(array_text(settings.schemas));
    parameters_.emplace_back(settings.history_schema);
    parameters_.emplace_back(settings.history_table);
  }

  Catalog read() {
    catalog_.server_version_num = database_.server_version_num();
    find_managed();
    read_answers();
    for (Object* object : catalog_.objects()) {
      if (object->id.kind == "schema") catalog_.schemas.push_back(object->id.name);
      if (object->kind->finish != nullptr) object->kind->finish(*object, catalog_);
    }
    return std::move(catalog_);
  }

 private:
  // The arrays are parameters of what is asked next, as the server has printed them.
  void find_managed() {
    const Result found = database_.query(embedded_file("planner/catalog/managed.sql"), parameters_);
    for (std::size_t i = 0; i < found.columns(); ++i) parameters_.emplace_back(found.at(0, i).value());
  }

  // The parameters appear in every query, so that their types are always known.
  Result ask(std::string_view path) {
    std::string text = std::string(embedded_file("planner/catalog/within.sql")) + std::string(embedded_file(path));
    constexpr std::string_view things = "{left_alone_things}";
    if (const std::size_t at = text.find(things); at != std::string::npos) text.replace(at, things.size(), embedded_file("planner/catalog/left_alone_things.sql"));
    return database_.query(for_version(text, database_.server_version_num()), parameters_);
  }

  // The query of kind "foreign key" lies in foreign_key.sql.
  static std::string query_of(const ObjectKind& kind) {
    std::string file(kind.name);
    std::ranges::replace(file, ' ', '_');
    return "planner/objects/" + file + ".sql";
  }

  // While one answer is read, the server works on the next.
  void read_answers() {
    struct Question {
      std::string path;
      std::function<void(const Result&)> read;
      std::promise<Result> answer = {};
    };
    std::vector<Question> questions;
    for (const ObjectKind* kind : all_objects()) questions.push_back({query_of(*kind), [this, kind](const Result& rows) { read_kind(*kind, rows); }});
    questions.push_back({"planner/catalog/dependencies.sql", [this](const Result& rows) { read_dependencies(rows); }});
    questions.push_back({"planner/catalog/uses.sql", [this](const Result& rows) { read_uses(rows); }});
    questions.push_back({"planner/catalog/left_alone.sql", [this](const Result& rows) { read_left_alone(rows); }});
    questions.push_back({"planner/catalog/known_names.sql", [this](const Result& rows) { read_known_names(rows); }});
    std::atomic<bool> stopped = false;
    const std::future<void> asking = std::async(std::launch::async, [&] {
      for (Question& question : questions) try {
          if (stopped) return;
          question.answer.set_value(ask(question.path));
        } catch (...) {
          question.answer.set_exception(std::current_exception());
          return;
        }
    });
    try {
      for (Question& question : questions) question.read(question.answer.get_future().get());
    } catch (...) {
      stopped = true;  // the destructor of `asking` waits for the query that runs
      throw;
    }
  }

  void read_kind(const ObjectKind& kind, const Result& rows) {
    std::vector<std::optional<std::size_t>> columns;
    for (const Field& field : kind.fields) {
      const auto own = rows.column("field_" + std::string(field.key));  // a field with the name of one of the four columns below
      columns.push_back(own ? own : rows.column(field.key));
    }
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
    static_cast<void>(std::as_const(catalog_).objects());  // they are sorted while the server works
  }

  void read_dependencies(const Result& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      const std::string schema = rows.text(row, "schema"), table = rows.text(row, "table"), column = rows.text(row, "column");
      Dependency dependency;
      if (const std::string kind = rows.text(row, "key_kind"); !kind.empty())
        dependency.on = {object_kind(kind).name, schema, table, object_kind(kind).one_per_parent ? "" : rows.text(row, "key")};
      else dependency.on = column.empty() ? ElementId{"table", schema, "", table} : ElementId{"column", schema, table, column};
      const std::string type = rows.text(row, "dependent_type");
      dependency.dependent = {"other", "", "", rows.text(row, "dependent_identity")};
      for (const std::string_view known : {"view", "materialized view", "rule", "trigger", "policy"})
        if (type == known) dependency.dependent = {known, rows.text(row, "base_schema"), rows.text(row, "base_name"), rows.text(row, "dependent_name")};
      if (const std::string key = rows.text(row, "foreign_key"); !key.empty())
        dependency.dependent = {"foreign key", rows.text(row, "foreign_schema"), rows.text(row, "foreign_table"), key};
      dependency.identity = type + " " + rows.text(row, "dependent_identity");
      catalog_.dependencies.push_back(std::move(dependency));
    }
  }

  // A name outside schemas leaves schema and parent empty.
  void read_uses(const Result& rows) {
    const auto kind_of = [](const std::string& name) {
      const auto found = std::ranges::find(all_objects(), name, [](const ObjectKind* kind) { return kind->name; });
      return found == all_objects().end() ? std::string_view("other") : (*found)->name;
    };
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      Dependency dependency;
      dependency.on = {kind_of(rows.text(row, "on_kind")), rows.text(row, "on_schema"), "", rows.text(row, "on_name")};
      dependency.dependent = {kind_of(rows.text(row, "kind")), rows.text(row, "schema"), rows.text(row, "parent"), rows.text(row, "name")};
      dependency.identity = rows.text(row, "type") + " " + rows.text(row, "identity");
      catalog_.dependencies.push_back(std::move(dependency));
    }
  }

  void read_known_names(const Result& rows) {
    for (std::size_t row = 0; row < rows.rows(); ++row) catalog_.known_names.emplace_back(*rows.at(row, 0));
    std::ranges::sort(catalog_.known_names);
  }

  void read_left_alone(const Result& rows) {
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
  const auto mentions = [&](const Object& object) {
    if (object.kind->type_names == nullptr) return false;
    return std::ranges::any_of(object.kind->type_names(object), [&](std::string name) {
      while (name.ends_with("[]")) name.resize(name.size() - 2);
      return types.contains(name);
    });
  };
  for (std::size_t before = types.size() + 1; !types.empty() && types.size() != before;) {  // a domain over a type that differs, a composite type of it …
    before = types.size();
    for (const Object* object : live.objects())
      if (object->kind->is_type && mentions(*object)) types.insert(qualified_name(object->id));
  }
  for (const Object* object : live.objects()) {
    if (object->id.parent.empty()) continue;
    const ElementId own{"table", object->id.schema, "", object->id.parent};
    if (!types.empty() && mentions(*object)) result.insert(own);
    if (object->kind->refers_to == nullptr) continue;
    for (const ElementId& other : object->kind->refers_to(*object)) {
      if (tables.contains(own)) result.insert(other);
      if (tables.contains(other)) result.insert(own);
    }
  }
  return result;
}

}  // namespace

void read_sizes(Catalog& live, const std::vector<Difference>& differences, Database& database) {
  const std::set<ElementId> tables = tables_of(differences, live);
  if (tables.empty()) return;
  std::vector<std::string> names;
  for (const ElementId& table : tables) names.push_back(sql::qualified(table.schema, table.name));
  const Result rows = database.query(embedded_file("planner/catalog/sizes.sql"), {array_text(names)});
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
