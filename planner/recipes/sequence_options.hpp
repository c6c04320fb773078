// ALTER SEQUENCE from one set of options to another, both ways.
#pragma once

#include "sql/sequence_values.hpp"

#include <phasegate/object_kind.hpp>
#include <phasegate/step.hpp>

#include <string>

namespace phasegate::recipes {

/// The sequence that changes, as an SQL expression of type regclass; how it is and how it is to be.
struct SequenceChange {
  std::string sequence;
  ElementId element;  ///< what people call it: the sequence, or the identity column
  sql::SequenceValues from, to;
};

/// All options of an object of kind sequence, those that are not said by their defaults.
sql::SequenceValues values_of(const Object& sequence);

/// Fills in statements, conditions, undo and whom it hurts. A sequence that nobody has drawn from starts at its new start, any other
/// goes on where it is.
void fill_in(Step& step, const SequenceChange& change);

/// True when the new options let the sequence give no number that the old ones did not, and refuse none that they gave: only its cache or its start differs.
bool is_unnoticed(const sql::SequenceValues& from, const sql::SequenceValues& to);

}  // namespace phasegate::recipes
