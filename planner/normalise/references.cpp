// References to tables that are not of the desired schema: partitioned ones and those that inherit are left alone, and yet foreign keys may refer to them.
#include "normalise/references.hpp"

#include "catalog/database.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <map>

namespace phasegate {
namespace {

constexpr std::string_view datatype_mismatch = "42804";

// What a foreign key can refer to. Source: transformFkeyCheckAttrs.
constexpr std::string_view unique_columns =
    "SELECT i.indexrelid, i.indisprimary, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type\n"
    "  FROM pg_catalog.pg_index AS i\n"
    " CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k(attnum, n)\n"
    "  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum\n"
    " WHERE i.indrelid = pg_catalog.to_regclass($1) AND k.n <= i.indnkeyatts\n"
    "   AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL\n"
    " ORDER BY i.indexrelid, k.n";

struct Key {
  bool is_primary = false;
  std::vector<std::string> columns;
  std::vector<std::string> types;
};

class OuterReferences {
 public:
  OuterReferences(Catalog& wanted, const Catalog& required, const Catalog& live, Database& database, std::set<ElementId>& broken)
      : wanted_(wanted), required_(required), live_(live), database_(database), broken_(broken) {}

  std::vector<Finding> run() {
    for (Object* object : wanted_.objects()) {
      if (object->kind->refers_to == nullptr || broken_.contains(object->id)) continue;
      for (const ElementId& element : object->kind->refers_to(*object))
        if (element.kind == "table" && wanted_.find(element) == nullptr && required_.find(element) == nullptr) look_at(*object, element);
    }
    return std::move(findings_);
  }

 private:
  void complain(const Object& object, std::string code, const std::string& message, std::string help, const SourceSpot& at) {
    broken_.insert(object.id);
    findings_.push_back({Severity::error, std::move(code), to_string(object.id) + " " + message, std::move(help), at});
  }

  void look_at(Object& object, const ElementId& table) {
    const ElementId live_table = wanted_.hinted_live_id(table);
    const std::string name = sql::relation(live_table);
    const auto names_it = [&](const Catalog& side, const std::string& identity) {
      return std::ranges::any_of(side.left_alone, [&](const LeftAlone& thing) { return thing.type == "table" && thing.identity == identity; });
    };
    if (!names_it(live_, name)) {
      if (names_it(wanted_, sql::relation(table))) return broken_.insert(object.id), void();  // that it is missing is told of the table
      // In a schema that is not managed, it is there as long as the key that stands refers to it.
      if (live_.find(live_table) == nullptr && stands(object, live_table)) return;
      return complain(object, "unknown-reference", "refers to " + to_string(table) + ", which is not in the desired schema", "add it, correct the name, or name it in [requires] when others own it", object.at);
    }
    const std::vector<Key>& keys = keys_of(name);
    if (!object.has("referenced_columns"))
      for (const Key& key : keys)
        if (key.is_primary) object["referenced_columns"] = key.columns;
    if (!object.has("referenced_columns"))
      return complain(object, "no-unique-key", "refers to the primary key of " + qualified_name(table) + ", which has none", "name the columns that it refers to", object.spot("referenced_table"));
    if (stands(object, live_table)) return;
    const std::vector<std::string> columns = object.list("referenced_columns");
    if (columns.size() != object.list("columns").size())
      return complain(object, "wrong-count", "has " + std::to_string(object.list("columns").size()) + " columns and refers to " + std::to_string(columns.size()), "name as many columns as the key that it refers to has", object.spot("columns"));
    const auto key = std::ranges::find_if(keys, [&](const Key& one) { return std::ranges::is_permutation(one.columns, columns); });
    std::string named;
    for (const std::string& column : columns) named += (named.empty() ? "(" : ", ") + sql::identifier(column);
    if (key == keys.end())
      return complain(object, "no-unique-key", "refers to " + qualified_name(table) + " " + named + "), and no primary key, unique constraint or unique index of that table, which phasegate leaves alone, is over just these columns",
                      "refer to columns that have one, or create one by hand first: not deferrable, valid, and without WHERE", object.spot("referenced_columns"));
    compare(object, columns, *key, qualified_name(table));
  }

  // What the live schema has already was possible there.
  bool stands(const Object& object, const ElementId& live_table) const {
    const Object* live = live_.find(wanted_.hinted_live_id(object.id));
    if (live == nullptr) live = live_.find(object.id);
    // A renamed column has the one name or, when that is done, the other.
    const auto is = [&](const std::string& now, const std::string& column) { return now == column || now == wanted_.hinted_live_id({"column", object.id.schema, object.id.parent, column}).name; };
    return live != nullptr && std::ranges::equal(live->list("columns"), object.list("columns"), is) && live->list("referenced_columns") == object.list("referenced_columns") &&
           live->text("referenced_schema") == live_table.schema && live->text("referenced_table") == live_table.name;
  }

  // One question for each table.
  const std::vector<Key>& keys_of(const std::string& table) {
    const auto [at, fresh] = keys_.try_emplace(table);
    if (!fresh) return at->second;
    const Result rows = database_.query(unique_columns, {table});
    std::string last;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      if (const std::string index = rows.text(row, "indexrelid"); std::exchange(last, index) != index) at->second.push_back({rows.is_true(row, "indisprimary"), {}, {}});
      at->second.back().columns.push_back(rows.text(row, "attname"));
      at->second.back().types.push_back(rows.text(row, "type"));
    }
    return at->second;
  }

  // The server decides whether an index compares the types, on two empty temporary tables. What it does not know yet is taken as fine.
  void compare(const Object& object, const std::vector<std::string>& columns, const Key& key, const std::string& table) {
    const std::vector<std::string> own = object.list("columns");
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const Object* column = wanted_.find({"column", object.id.schema, object.id.parent, own[i]});
      if (column == nullptr) continue;
      const std::string one = column->text("type"), two = key.types[static_cast<std::size_t>(std::ranges::find(key.columns, columns[i]) - key.columns.begin())];
      if (one == two || are_comparable(one, two, object.id.schema)) continue;
      return complain(object, "types-differ", "refers from " + qualified_name(column->id) + ", which is " + one + ", to " + columns[i] + " of " + table + ", which is " + two + ", and no index compares the two", "give the column the type of the one that it refers to", object.spot("columns"));
    }
  }

  bool are_comparable(const std::string& own, const std::string& other, const std::string& schema) {
    database_.query("BEGIN; SET LOCAL client_min_messages = error; SET LOCAL statement_timeout = '10s'; SET LOCAL search_path = " + sql::identifier(schema) + ", public");
    bool result = true;
    try {
      database_.query("CREATE TEMPORARY TABLE phasegate_key (k " + other + " UNIQUE); CREATE TEMPORARY TABLE phasegate_reference (r " + own + " REFERENCES pg_temp.phasegate_key (k))");
    } catch (const DatabaseError& error) {
      result = error.sqlstate() != datatype_mismatch;
    }
    database_.query("ROLLBACK");
    return result;
  }

  Catalog& wanted_;
  const Catalog& required_;
  const Catalog& live_;
  Database& database_;
  std::set<ElementId>& broken_;
  std::map<std::string, std::vector<Key>> keys_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_outer_references(Catalog& wanted, const Catalog& required, const Catalog& live, Database& database, std::set<ElementId>& broken) {
  return OuterReferences(wanted, required, live, database, broken).run();
}

}  // namespace phasegate
