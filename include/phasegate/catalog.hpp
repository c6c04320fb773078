// A schema as data: all objects, live or wanted, with what depends on what and how large the tables are.
#pragma once

#include <phasegate/finding.hpp>
#include <phasegate/object_kind.hpp>
#include <phasegate/object_set.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace phasegate {

/// `dependent` cannot be without `on`, by itself or through a view. `on` is a table, column or key for dependents of kinds that are not
/// modelled (foreign keys of a key come as themselves), and a type, an extension or a schema for dependents of any kind.
/// Source: pg_depend, PostgreSQL manual, "pg_depend".
struct Dependency {
  ElementId dependent;     ///< kinds that are not modelled: "view", "materialized view", "rule", "trigger", "policy"; all else is "other"
  ElementId on;
  bool automatic = false;  ///< the dependent goes when `on` is dropped (deptype a), as an index goes with its column
  std::string identity;    ///< the dependent as the server names it (pg_identify_object)
};

/// Size of a table as the server's statistics tell it.
struct TableSize {
  std::int64_t rows = -1;        ///< estimate; -1: never analysed
  std::int64_t heap_bytes = -1;  ///< main fork; −1: unknown, which is never "small"
  std::int64_t total_bytes = -1; ///< with indexes and TOAST; −1: unknown
};

/// An object of a kind that phasegate does not model, known by a digest.
struct LeftAlone {
  std::string type;      ///< "view", "function": as pg_identify_object names it
  std::string identity;  ///< unique within the database
  std::string digest;    ///< md5 of its definition
  SourceSpot at;         ///< where [left_alone] of the desired schema names it
};

/// One schema, wanted or live. Objects are unique; pointers to them hold until they are removed. Not to be used by two threads at once.
class Catalog {
 public:
  int server_version_num = 0;          ///< 150018; 0 for a desired schema
  std::vector<std::string> schemas;    ///< the managed schemas
  std::vector<Dependency> dependencies;
  std::map<ElementId, TableSize> sizes;       ///< by table, of those that differ and their neighbours
  std::vector<LeftAlone> left_alone;          ///< sorted by type and identity
  bool states_left_alone = false;             ///< desired: the file has a [left_alone] section
  std::set<std::string, std::less<>> sections;  ///< desired: the sections of the top level that its files have
  std::vector<std::string> known_names;       ///< live: "schema.name" of user-defined types and functions, sorted

  /// Adds an object. Throws: Bug when the id is there already.
  void add(Object object);
  void remove(const ElementId& id);
  [[nodiscard]] const Object* find(const ElementId& id) const;  ///< null when there is none
  Object* find(const ElementId& id);
  /// All objects, sorted by id.
  [[nodiscard]] std::vector<const Object*> objects() const;
  [[nodiscard]] std::vector<Object*> objects();  ///< the same, to be changed, but for their ids
  /// Objects of the kind whose parent is `table`, in their order (position, then name).
  [[nodiscard]] std::vector<const Object*> children(const ElementId& table, std::string_view kind = {}) const;
  [[nodiscard]] std::size_t size() const { return objects_.size(); }
  /// The live element that a wanted one is, by its rename hint and those of its table and schema; the same id when nothing is renamed.
  [[nodiscard]] ElementId hinted_live_id(const ElementId& wanted_id) const;

 private:
  ObjectSet objects_;
};

}  // namespace phasegate
