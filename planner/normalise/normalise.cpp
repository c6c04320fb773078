// Brings the wanted side into the form that the server prints: types by name, expressions by their trees, and what still differs
// by asking the server itself, in one transaction that is rolled back.
#include "catalog/database.hpp"
#include "catalog/scratch_types.hpp"
#include "sql/canonical.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"
#include "sql/schema_names.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace phasegate {
namespace {

ElementId table_of(const ElementId& id) { return {"table", id.schema, "", id.parent}; }

class Normaliser {
 public:
  Normaliser(Catalog& wanted, const Catalog& live, Database& database, bool is_scratch) : wanted_(wanted), live_(live), database_(database), is_scratch_(is_scratch) {
    known_ = live.known_names;
    for (const Object* object : wanted.objects())
      if (object->kind->is_type) known_.push_back(object->id.schema + "." + object->id.name);
    std::ranges::sort(known_);
    known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
  }

  void run() {
    for (Object* object : wanted_.objects()) normalise_types(*object);
    find_renamed_types();
    find_renamed_schemas();
    if (!renamed_.empty())
      for (Object* object : wanted_.objects()) use_live_types(*object);
    for (Object* object : wanted_.objects()) {
      const Object* other = live_.find(wanted_.hinted_live_id(object->id));
      if (other == nullptr) other = live_.find(object->id);
      if (other != nullptr) compare(*object, *other);
    }
    ask_server();
  }

 private:
  struct Open {
    Object* wanted;
    const Object* live;
    std::vector<std::size_t> fields;
  };

  // One for each schema: the list of known names is long.
  sql::Names& names_for(const std::string& schema) {
    const auto [at, fresh] = names_.try_emplace(schema);
    if (fresh) {
      at->second.known = known_;
      at->second.search_path = {schema, "public"};
    }
    return at->second;
  }

  // The names as they are for expressions of that live object. Only kinds with a value of their own have a type to go by.
  const sql::Names& names_in(const Object& wanted, const Object& live) {
    sql::Names& names = names_for(live.id.schema);
    if (names.table_schema != live.id.schema || names.table_name != live.id.parent) {
      names.table_schema = live.id.schema;
      names.table_name = live.id.parent;
      names.column_types.clear();
      for (const Object* column : live_.children(table_of(live.id), "column")) names.column_types[column->id.name] = column->text("type");
    }
    const std::string_view field = wanted.kind->value_type;
    // In a domain, VALUE stands for what is checked.
    if (live.id.parent.empty() && !field.empty()) names.column_types = {{"value", live.text(field)}};
    names.result_type = !field.empty() && wanted.text(field) == live.text(field) ? live.text(field) : "";
    return names;
  }

  void normalise_types(Object& object) {
    const auto& fields = object.kind->fields;
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].compare == Compare::type_name) {
        if (auto* text = std::get_if<std::string>(&object.values[i])) {
          *text = sql::canonical_type(*text, names_for(object.id.schema));
          if (*text == fields[i].absent) object.values[i] = {};
        } else if (auto* map = std::get_if<TextMap>(&object.values[i])) {
          for (auto& [name, type] : *map) type = sql::canonical_type(type, names_for(object.id.schema));
        }
      }
  }

  // A type that gets another name bears its live one until contract: everything else names it by that.
  void find_renamed_types() {
    for (const Object* object : wanted_.objects()) {
      if (!object->kind->is_type) continue;
      const ElementId live = wanted_.hinted_live_id(object->id);
      if (live != object->id && live_.find(live) != nullptr && live_.find(object->id) == nullptr)
        renamed_.emplace_back(object->id, sql::qualified(live.schema, live.name));
    }
  }

  void use_live_types(Object& object) {
    std::map<std::vector<std::string>, std::string> names;
    for (const auto& [id, live] : renamed_) {
      names[{id.schema, id.name}] = live;
      if (id.schema == object.id.schema || id.schema == "public") names.try_emplace({id.name}, live);
    }
    for (std::size_t i = 0; i < object.values.size(); ++i) {
      const Compare compare = object.kind->fields[i].compare;
      const auto change = [&](std::string& text) { text = compare == Compare::type_name ? live_type(text) : live_expression(text, names); };
      if (compare != Compare::type_name && compare != Compare::expression) continue;
      if (auto* text = std::get_if<std::string>(&object.values[i])) change(*text);
      if (auto* map = std::get_if<TextMap>(&object.values[i]))
        for (auto& [name, text] : *map) change(text);
    }
  }

  std::string live_type(const std::string& text) const {
    for (const auto& [id, live] : renamed_) {
      const std::string name = sql::qualified(id.schema, id.name);
      if (text == name || text == name + "[]") return live + text.substr(name.size());
    }
    return text;
  }

  static std::string live_expression(const std::string& text, const std::map<std::vector<std::string>, std::string>& names) {
    try {
      return sql::with_renamed_types(text, names);
    } catch (const Error&) {
      return text;  // what is wrong with it has been told where it was read
    }
  }

  void find_renamed_schemas() {
    for (const Object* object : wanted_.objects())
      if (object->id.kind == "schema" && object->has("renamed_from") && live_.find({"schema", "", "", object->text("renamed_from")}) != nullptr)
        renamed_schemas_.emplace(object->id.name, object->text("renamed_from"));
  }

  // The object as it stands in the schemas' live names, for comparing it with the live one: nothing is taken over from here that is not equal to that.
  Object in_live_schemas(const Object& wanted) const {
    Object object = wanted;
    if (const auto found = renamed_schemas_.find(object.id.schema); found != renamed_schemas_.end()) object.id.schema = found->second;
    for (std::size_t i = 0; i < object.values.size(); ++i) {
      const Field& field = object.kind->fields[i];
      if (field.compare == Compare::hint || field.key == "comment") continue;
      const auto change = [&](std::string& text) { text = in_live_schemas(text, field); };
      if (auto* text = std::get_if<std::string>(&object.values[i])) change(*text);
      if (auto* list = std::get_if<std::vector<std::string>>(&object.values[i]); list != nullptr && field.compare == Compare::index_elements) std::ranges::for_each(*list, change);
      if (auto* map = std::get_if<TextMap>(&object.values[i]))
        for (auto& [name, text] : *map) change(text);
    }
    return object;
  }

  // A text that is compared as it is names a schema or something in one (a collation, the column that owns a sequence), or is a word.
  std::string in_live_schemas(const std::string& text, const Field& field) const {
    if (field.compare != Compare::exact) return sql::with_renamed_schemas(text, renamed_schemas_);
    if (field.key.ends_with("schema"))
      if (const auto found = renamed_schemas_.find(text); found != renamed_schemas_.end()) return found->second;
    return sql::name_parts(text).size() > 1 ? sql::with_renamed_schemas(text, renamed_schemas_) : text;
  }

  void compare(Object& wanted, const Object& live) {
    const std::optional<Object> renamed = renamed_schemas_.empty() ? std::nullopt : std::optional(in_live_schemas(wanted));
    Open open{&wanted, &live, {}};
    for (std::size_t i = 0; i < wanted.values.size(); ++i) {
      const Field& field = wanted.kind->fields[i];
      if (wanted.values[i] == live.values[i]) continue;
      if (renamed && renamed->values[i] == live.values[i]) {
        take_over(wanted, live, i);
        continue;
      }
      if (field.compare != Compare::expression && field.compare != Compare::index_elements) continue;
      if (wanted.values[i].index() != live.values[i].index()) continue;
      if (std::holds_alternative<TextMap>(wanted.values[i])) {
        if (!compare_entries(wanted, live, i)) open.fields.push_back(i);
        continue;
      }
      if (same(wanted, live, i) || (renamed && same(*renamed, live, i))) take_over(wanted, live, i);
      else open.fields.push_back(i);
    }
    if (!open.fields.empty() && wanted.kind->ask != nullptr) open_.push_back(std::move(open));
  }

  // Each entry by itself: those that mean the same take over the live text. True: no entry of a name that both have is left open.
  bool compare_entries(Object& wanted, const Object& live, std::size_t i) {
    const sql::Names& names = names_in(wanted, live);
    auto& map = std::get<TextMap>(wanted.values[i]);
    bool settled = true;
    for (auto& [name, text] : map)
      for (const auto& [live_name, live_text] : std::get<TextMap>(live.values[i])) {
        if (name != live_name || text == live_text) continue;
        if (sql::same_expression(text, live_text, names)) text = live_text;
        else settled = false;
      }
    return settled;
  }

  static void take_over(Object& wanted, const Object& live, std::size_t i) {
    if (wanted.written.empty()) wanted.written = wanted.values;
    wanted.values[i] = live.values[i];
  }

  bool same(const Object& wanted, const Object& live, std::size_t i) {
    const sql::Names& names = names_in(wanted, live);
    if (const auto* text = std::get_if<std::string>(&wanted.values[i])) {
      const std::string& other = std::get<std::string>(live.values[i]);
      return other == "(" + *text + ")" || sql::same_expression(*text, other, names);
    }
    const auto& a = std::get<std::vector<std::string>>(wanted.values[i]);
    const auto& b = std::get<std::vector<std::string>>(live.values[i]);
    return std::ranges::equal(a, b, [&](const std::string& x, const std::string& y) { return sql::same_index_element(x, y, names); });
  }

  // Both texts are built on an empty temporary copy of the live table and printed by the server.
  void ask_server() {
    if (open_.empty()) return;
    database_.query("BEGIN");
    database_.query("SET LOCAL statement_timeout = '10s'; SET LOCAL lock_timeout = '1s'; SET LOCAL client_min_messages = error");
    std::set<ElementId> tables;
    if (is_scratch_) make_types(live_, database_);
    for (Open& open : open_) {
      const ElementId table = table_of(open.live->id);
      const std::string name = sql::identifier(sql::joined_name("phasegate_copy_", {table.schema, table.name})), copy = "pg_temp." + name;
      if (!table.name.empty() && tables.insert(table).second) make_copy("CREATE TEMPORARY TABLE " + name + " (" + (is_scratch_ ? columns_of(table) : "LIKE " + sql::relation(table)) + ")");
      std::erase_if(open.fields, [&](std::size_t i) { return std::holds_alternative<TextMap>(open.wanted->values[i]) && ask_entries(open, i, copy); });
      if (open.fields.empty()) continue;
      const auto wanted = ask(*open.wanted, copy), live = ask(*open.live, copy);
      if (wanted && live && *wanted == *live)
        for (const std::size_t i : open.fields) take_over(*open.wanted, *open.live, i);
    }
    database_.query("ROLLBACK");
  }

  // What a scratch database does not have may fail it; then what is asked of it later fails, too.
  void make_copy(const std::string& statement) {
    if (is_scratch_) attempt(statement, database_);
    else database_.query(statement);
  }

  std::string columns_of(const ElementId& table) const {
    std::string columns;
    for (const Object* column : live_.children(table, "column"))
      columns += (columns.empty() ? "" : ", ") + sql::identifier(column->id.name) + " " + column->text("type") + (column->has("collation") ? " COLLATE " + column->text("collation") : "");
    return columns;
  }

  // Entry by entry, each as the only one of its object. Always true: nothing of the field is left to ask.
  bool ask_entries(Open& open, std::size_t i, const std::string& copy) {
    for (auto& entry : std::get<TextMap>(open.wanted->values[i]))
      for (const auto& live_entry : std::get<TextMap>(open.live->values[i])) {
        if (entry.first != live_entry.first || entry.second == live_entry.second) continue;
        Object wanted = *open.wanted, live = *open.live;
        wanted.values[i] = TextMap{entry};
        live.values[i] = TextMap{live_entry};
        const auto wanted_text = ask(wanted, copy), live_text = ask(live, copy);
        if (wanted_text && live_text && *wanted_text == *live_text) entry.second = live_entry.second;
      }
    return true;
  }

  // What the server makes of the object; nothing when it refuses, which makes the two sides different.
  std::optional<std::string> ask(const Object& asked, const std::string& copy) {
    const Object object = renamed_schemas_.empty() ? asked : in_live_schemas(asked);
    const Question question = object.kind->ask(object, copy);
    if (question.setup.empty()) return std::nullopt;
    database_.query("SAVEPOINT question");
    try {
      database_.query("SET LOCAL search_path = " + sql::identifier(object.id.schema) + ", public, pg_temp");
      database_.query(question.setup);
      database_.query("SET LOCAL search_path = ''");
      const std::string text = database_.value(question.read);
      database_.query("ROLLBACK TO SAVEPOINT question");
      return text;
    } catch (const DatabaseError&) {
      database_.query("ROLLBACK TO SAVEPOINT question");
      return std::nullopt;
    }
  }

  Catalog& wanted_;
  const Catalog& live_;
  Database& database_;  // the one that is asked
  bool is_scratch_;
  std::vector<std::string> known_;
  std::map<std::string, sql::Names> names_;
  std::vector<std::pair<ElementId, std::string>> renamed_;  // wanted types that get another name, and what they are called live
  std::map<std::string, std::string> renamed_schemas_;  // wanted schemas that get another name, and what they are called live
  std::vector<Open> open_;
};

}  // namespace

void normalise(Catalog& wanted, const Catalog& live, Database& database, Database* scratch) {
  Normaliser(wanted, live, scratch == nullptr ? database : *scratch, scratch != nullptr).run();
}

}  // namespace phasegate
