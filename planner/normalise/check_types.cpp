// Types that neither the server nor the desired schema knows. The server is asked once for each type that no live column has.
#include "catalog/database.hpp"
#include "sql/identifier.hpp"
#include "support/suggest.hpp"

#include <phasegate/pipeline.hpp>

#include <map>
#include <set>

namespace phasegate {
namespace {

std::string element_type(std::string_view type) { return std::string(type.ends_with("[]") ? type.substr(0, type.size() - 2) : type); }

std::set<std::string> types_at_hand(const Catalog& wanted, const Catalog& live) {
  std::set<std::string> types;
  for (const Object* object : live.objects())
    if (object->kind->type_names != nullptr)
      for (const std::string& type : object->kind->type_names(*object)) types.insert(element_type(type));
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
  std::set<std::string> known_;
  std::map<std::string, std::string> errors_;
  std::vector<std::string> names_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_types(const Catalog& wanted, const Catalog& live, Database& database, std::set<ElementId>& broken) {
  return TypeCheck(wanted, live, database, broken).run();
}

}  // namespace phasegate
