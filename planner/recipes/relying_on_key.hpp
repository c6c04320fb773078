// What relies on a primary key or unique constraint that goes: foreign keys, views, and the replica identity.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// What a step that takes a key away has to see to.
struct Reliance {
  std::vector<const Object*> moved;  ///< wanted foreign keys that stay as they are: made again on another unique key in the same transaction
  std::vector<Fact> needs;           ///< what must be gone, or there, before
  std::vector<Finding> findings;     ///< why the key cannot go
};

/// `kind` is the code of the findings.
Reliance reliance_on(const Object& live_key, const Context& context, std::string_view kind);

/// Adds the statements, locks and elements of the moved foreign keys to the step, around what it does to the key.
void move_foreign_keys(const Reliance& reliance, Step& step);
/// A latched step for each moved foreign key that validates it.
std::vector<Step> validate_moved(const Reliance& reliance, const Step& after, const Context& context);

/// Condition: the table is not published, or the subscribers know its rows by something else than the index of that name.
std::string known_without(const ElementId& table, const std::string& index);

/// The wanted keys, constraints and indexes whose columns are these, in any order, and on which a foreign key can stand.
std::vector<const Object*> keys_over(const Catalog& catalog, const ElementId& table, std::vector<std::string> columns);

}  // namespace phasegate::recipes
