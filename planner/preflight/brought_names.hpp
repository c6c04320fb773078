// Types, collations and sequences that a plan makes or changes, for the expressions that name them: made in pg_temp, where no right on a schema is needed.
#pragma once

#include "catalog/database.hpp"

#include <phasegate/catalog.hpp>
#include <phasegate/difference.hpp>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace phasegate {

using NameSet = std::set<std::pair<std::string, std::string>>;  ///< schema and name

class BroughtNames {
 public:
  BroughtNames(const Catalog& wanted, const Catalog& live, const std::vector<Difference>& differences);

  /// Makes those of the plan that are new, in the open transaction.
  void make_new(Database& database);
  /// Makes those that the plan changes as it leaves them.
  void make_changed(Database& database);

  [[nodiscard]] bool changes_any() const { return !changed_.empty(); }
  /// The text names a type that the plan changes.
  [[nodiscard]] bool names_changed(const std::set<std::string>& names) const;
  /// The text names something of the plan that could not be made: a table, or what the role may not create.
  [[nodiscard]] bool names_unmade(const std::set<std::string>& names) const;
  /// The extensions that the plan creates, as a list; "" for none. Nobody knows what they bring.
  [[nodiscard]] const std::string& extensions() const { return extensions_; }

  /// The statement with the names as they are found now; `copied`: a table whose copy in pg_temp it names, so that the table's own name is that of the copy.
  [[nodiscard]] std::string in_place(const std::string& statement, const ElementId& copied = {}) const;
  /// The live name of a schema.
  [[nodiscard]] std::string live_schema(const std::string& schema) const;

 private:
  struct Thing {
    std::pair<std::string, std::string> name;
    std::string create;
  };
  void make(std::vector<Thing> things, Database& database);

  std::vector<Thing> new_, changed_;
  NameSet made_;
  std::set<std::string> unmade_;
  std::map<std::string, std::string> renamed_schemas_;  // wanted → live
  std::string extensions_;
};

}  // namespace phasegate
