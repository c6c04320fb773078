// What belongs to a live table beside its children, and what depends on it, as elements.
#pragma once

#include <phasegate/change_kind.hpp>

#include <vector>

namespace phasegate::recipes {

/// True for the table's own triggers, policies and rules, which are part of it.
bool is_its_own(const Dependency& dependency, const ElementId& table);

/// The table's own triggers, policies and rules, sorted.
std::vector<ElementId> own_elements(const ElementId& table, const Context& context);

/// Its columns, constraints and indexes; what own_elements says; foreign keys of other tables that refer to it; the views over it, also by way
/// of other views. All that the fingerprint of the table shows under its name.
std::vector<ElementId> all_elements(const ElementId& table, const Context& context);

}  // namespace phasegate::recipes
