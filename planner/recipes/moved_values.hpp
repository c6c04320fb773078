// What gives a column its values when nobody names it: default, sequence, identity. It follows when another column takes its place.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// A column that gives up what makes its values, and the one that takes it over.
struct Heir {
  ElementId table;
  std::string from, to;  ///< names at that moment
  std::string name;      ///< name by which the heir will be known: a serial's sequence is called after it
  const Object* before;  ///< default, serial, identity as `from` has them
  const Object* after;   ///< as `to` gets them
  bool owns = false;     ///< sequences belong to the column
};

/// True when a sequence belongs to the column of one of the schemas: it would go with it.
bool owns_sequence(const Object& column, const Context& context);

/// True when the column's values come from the server itself.
bool makes_values(const Object& column);

/// Statements that move sequence or identity, with its value, and set the default; run under ACCESS EXCLUSIVE on the table.
std::vector<std::string> move_values(const Heir& heir);

}  // namespace phasegate::recipes
