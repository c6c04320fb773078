// Another source of numbers together with another type of the column: the numbers change first, on the column as it is, and the type takes them along.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// True when the column of both schemas gets another source of numbers or other options of its identity.
bool changes_its_numbers(const ElementId& wanted_column, const Context& context);

/// The fact that the column takes its numbers from where it takes them when its type changes. The last step that comes before that brings it.
Fact numbered(const ElementId& column);

/// That fact, as `needs` of the step that changes the type; empty when no step comes before.
std::vector<Fact> numbers_first(const ElementId& wanted_column, const Context& context);

/// The wanted column with the type that it has until its type changes: what the steps of its numbers are made for.
Object numbered_with_live_type(const Object& wanted, const Context& context);

/// The column with type, collation and all else as given, and serial, identity and default as they are in the moment in which its type changes.
/// An identity in whose place nothing comes goes behind the change of type, because the values of the next version come in the new one; everything else changes before.
Object with_numbers_at_change(Object column, const Context& context);

/// Why both cannot be had in one rollout, with the way to cross in two; empty when the type stays, or when they can.
std::vector<Finding> refuse_numbers_with_type(const ElementId& wanted_column, std::string_view code, const Context& context);

}  // namespace phasegate::recipes
