// Brings the wanted side into the form that the server prints: types by name, expressions by their trees, and what still differs
// by asking the server itself, in one transaction that is rolled back.
#include "catalog/database.hpp"
#include "sql/canonical.hpp"
#include "sql/identifier.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace phasegate {
namespace {

ElementId table_of(const ElementId& id) { return {"table", id.schema, "", id.parent}; }

class Normaliser {
 public:
  Normaliser(Catalog& wanted, const Catalog& live, Database& database) : wanted_(wanted), live_(live), database_(database) {
    known_ = live.known_names;
    for (const Object* object : wanted.objects())
      if (object->kind->is_type) known_.push_back(object->id.schema + "." + object->id.name);
    std::ranges::sort(known_);
    known_.erase(std::unique(known_.begin(), known_.end()), known_.end());
  }

  void run() {
    for (const Object* object : wanted_.objects()) normalise_types(*wanted_.find(object->id));
    for (const Object* object : wanted_.objects()) {
      Object& target = *wanted_.find(object->id);
      const Object* other = live_.find(wanted_.hinted_live_id(object->id));
      if (other == nullptr) other = live_.find(object->id);
      if (other != nullptr) compare(target, *other);
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
    sql::Names& names = names_for(wanted.id.schema);
    if (names.table_schema != live.id.schema || names.table_name != live.id.parent) {
      names.table_schema = live.id.schema;
      names.table_name = live.id.parent;
      names.column_types.clear();
      for (const Object* column : live_.children(table_of(live.id), "column")) names.column_types[column->id.name] = column->text("type");
    }
    const std::string_view field = wanted.kind->value_type;
    names.result_type = !field.empty() && wanted.text(field) == live.text(field) ? live.text(field) : "";
    return names;
  }

  void normalise_types(Object& object) {
    const auto& fields = object.kind->fields;
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].compare == Compare::type_name)
        if (auto* text = std::get_if<std::string>(&object.values[i])) {
          *text = sql::canonical_type(*text, names_for(object.id.schema));
          if (*text == fields[i].absent) object.values[i] = {};
        }
  }

  void compare(Object& wanted, const Object& live) {
    Open open{&wanted, &live, {}};
    for (std::size_t i = 0; i < wanted.values.size(); ++i) {
      const Field& field = wanted.kind->fields[i];
      if (wanted.values[i] == live.values[i]) continue;
      if (field.compare != Compare::expression && field.compare != Compare::index_elements) continue;
      if (wanted.values[i].index() != live.values[i].index()) continue;
      if (same(wanted, live, i)) take_over(wanted, live, i);
      else open.fields.push_back(i);
    }
    if (!open.fields.empty() && wanted.kind->ask != nullptr) open_.push_back(std::move(open));
  }

  static void take_over(Object& wanted, const Object& live, std::size_t i) {
    if (wanted.written.empty()) wanted.written = wanted.values;
    wanted.values[i] = live.values[i];
  }

  bool same(const Object& wanted, const Object& live, std::size_t i) {
    const sql::Names& names = names_in(wanted, live);
    if (const auto* text = std::get_if<std::string>(&wanted.values[i])) return sql::same_expression(*text, std::get<std::string>(live.values[i]), names);
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
    for (Open& open : open_) {
      const ElementId table = table_of(open.live->id);
      const std::string copy = "pg_temp." + sql::identifier(sql::bounded_name("phasegate_copy_" + table.schema + "_" + table.name, ""));
      if (tables.insert(table).second)
        database_.query("CREATE TEMPORARY TABLE " + sql::identifier(sql::bounded_name("phasegate_copy_" + table.schema + "_" + table.name, "")) +
                        " (LIKE " + sql::relation(table) + ")");
      const auto wanted = ask(*open.wanted, copy), live = ask(*open.live, copy);
      if (wanted && live && *wanted == *live)
        for (const std::size_t i : open.fields) take_over(*open.wanted, *open.live, i);
    }
    database_.query("ROLLBACK");
  }

  // What the server makes of the object; nothing when it refuses, which makes the two sides different.
  std::optional<std::string> ask(const Object& object, const std::string& copy) {
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
  Database& database_;
  std::vector<std::string> known_;
  std::map<std::string, sql::Names> names_;
  std::vector<Open> open_;
};

}  // namespace

void normalise(Catalog& wanted, const Catalog& live, Database& database) { Normaliser(wanted, live, database).run(); }

}  // namespace phasegate
