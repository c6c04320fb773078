// Types that neither the server nor the desired schema knows, and pairs of types that cannot be compared. The server is asked once for each type that no live column has.
#include "catalog/database.hpp"
#include "sql/identifier.hpp"
#include "support/suggest.hpp"

#include <phasegate/pipeline.hpp>

#include <map>
#include <set>
#include <unordered_set>

namespace phasegate {
namespace {

constexpr std::string_view datatype_mismatch = "42804";

std::string_view element_type(std::string_view type) { return type.ends_with("[]") ? type.substr(0, type.size() - 2) : type; }

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};
using Types = std::unordered_set<std::string, TextHash, std::equal_to<>>;

Types types_at_hand(const Catalog& wanted, const Catalog& live) {
  Types types;
  for (const Object* object : live.objects())
    if (object->kind->type_names != nullptr)
      for (const std::string& type : object->kind->type_names(*object))
        if (!types.contains(element_type(type))) types.emplace(element_type(type));
  for (const Object* object : wanted.objects())
    if (object->kind->is_type) types.insert(sql::qualified(object->id.schema, object->id.name));
  return types;
}

class TypeCheck {
 public:
  TypeCheck(const Catalog& wanted, const Catalog& live, Database& database, std::set<ElementId>& broken)
      : wanted_(wanted), live_(live), database_(database), broken_(broken), known_(types_at_hand(wanted, live)) {}

  std::vector<Finding> run() {
    database_.query("BEGIN READ ONLY; SET LOCAL search_path = ''");
    for (const Object* object : wanted_.objects())
      for (std::size_t i = 0; i < object->values.size(); ++i) {
        if (object->kind->fields[i].compare != Compare::type_name) continue;
        if (const auto* type = std::get_if<std::string>(&object->values[i])) look_at(*object, i, *type);
        if (const auto* map = std::get_if<TextMap>(&object->values[i]))
          for (const auto& [name, type] : *map) look_at(*object, i, type);
      }
    database_.query("ROLLBACK");
    compare_columns();
    return std::move(findings_);
  }

 private:
  void look_at(const Object& object, std::size_t i, const std::string& type) {
    if (known_.contains(element_type(type))) return;
    const std::string& error = error_of(type);
    if (error.empty() || may_come_with_another()) return;
    broken_.insert(object.id);
    findings_.push_back({Severity::error, "unknown-type", to_string(object.id) + ": " + error, help(type), object.spot(object.kind->fields[i].key)});
  }

  // What an extension brings is known once it is there.
  bool may_come_with_another() const {
    return std::ranges::any_of(wanted_.objects(), [&](const Object* object) { return object->kind->brings_names && live_.find(object->id) == nullptr; });
  }

  // What the server says against the type; "" for nothing.
  const std::string& error_of(const std::string& type) {
    const auto [at, fresh] = errors_.try_emplace(type);
    if (!fresh) return at->second;
    database_.query("SAVEPOINT type");
    try {
      database_.query("SELECT $1::pg_catalog.regtype", {type});
    } catch (const DatabaseError& error) {
      at->second = error.what();
    }
    database_.query("ROLLBACK TO SAVEPOINT type");
    return at->second;
  }

  // Columns of types that no index compares with each other. What the live schema has already was possible there.
  void compare_columns() {
    for (const Object* object : wanted_.objects()) {
      if (object->kind->compares == nullptr || broken_.contains(object->id)) continue;
      for (const auto& [own, other] : object->kind->compares(*object)) {
        const std::string one = type_of(wanted_, own), two = type_of(wanted_, other);
        const bool stands = live_.find(object->id) != nullptr && type_of(live_, own) == one && type_of(live_, other) == two;
        if (one == two || one.empty() || two.empty() || stands || compare(one, two)) continue;
        broken_.insert(object->id);
        findings_.push_back({Severity::error, "types-differ", to_string(object->id) + ": " + qualified_name(own) + " is " + one + ", " + qualified_name(other) + " is " + two + ", and no index compares the two",
                             "give both columns the same type", object->spot("columns")});
        break;
      }
    }
    if (asked_) database_.query("ROLLBACK");
  }

  static std::string type_of(const Catalog& catalog, const ElementId& column) {
    const Object* object = catalog.find(column);
    return object == nullptr ? std::string() : object->text("type");
  }

  // The server decides, on two empty temporary tables. It is asked once for each pair of types; what it does not know yet is taken as fine.
  bool compare(const std::string& own, const std::string& other) {
    const auto [at, fresh] = comparable_.try_emplace({own, other}, true);
    if (!fresh) return at->second;
    if (!std::exchange(asked_, true)) database_.query("BEGIN; SET LOCAL search_path = ''; SET LOCAL client_min_messages = error; SET LOCAL statement_timeout = '10s'");
    database_.query("SAVEPOINT types");
    try {
      database_.query("CREATE TEMPORARY TABLE phasegate_key (k " + other + " UNIQUE); CREATE TEMPORARY TABLE phasegate_reference (r " + own + " REFERENCES pg_temp.phasegate_key (k))");
    } catch (const DatabaseError& error) {
      at->second = error.sqlstate() != datatype_mismatch;
    }
    database_.query("ROLLBACK TO SAVEPOINT types");
    return at->second;
  }

  std::string help(const std::string& type) {
    if (names_.empty()) {
      names_ = live_.known_names;
      const Result rows = database_.query(
          "SELECT typname FROM pg_catalog.pg_type WHERE typnamespace = 'pg_catalog'::pg_catalog.regnamespace AND typtype IN ('b', 'r', 'm') AND typelem = 0 "
          "UNION SELECT pg_catalog.format_type(oid, NULL) FROM pg_catalog.pg_type WHERE typnamespace = 'pg_catalog'::pg_catalog.regnamespace AND typtype = 'b' AND typelem = 0 "
          "UNION VALUES ('varchar'), ('decimal'), ('bigserial'), ('serial'), ('smallserial')");
      for (std::size_t row = 0; row < rows.rows(); ++row) names_.emplace_back(*rows.at(row, 0));
    }
    const std::string near = nearest(element_type(type).substr(0, type.find('(')), names_);
    return near.empty() ? "correct the type, or add it to the desired schema: [enum], [domain], [composite], [range] or [extension]" : "did you mean `" + near + "`?";
  }

  const Catalog& wanted_;
  const Catalog& live_;
  Database& database_;
  std::set<ElementId>& broken_;
  Types known_;
  std::map<std::string, std::string> errors_;
  std::map<std::pair<std::string, std::string>, bool> comparable_;
  bool asked_ = false;  // the transaction of compare() is open
  std::vector<std::string> names_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_types(const Catalog& wanted, const Catalog& live, Database& database, std::set<ElementId>& broken) {
  return TypeCheck(wanted, live, database, broken).run();
}

}  // namespace phasegate
