// How the values of an enum type change, and the statements for it.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <utility>
#include <vector>

namespace phasegate::recipes {

/// What leads from the live values to the wanted ones.
struct EnumChange {
  std::vector<std::pair<std::string, std::string>> renamed;  ///< live value and wanted value, as the hints say
  std::vector<std::string> added;                            ///< in the order of the wanted values
  std::vector<std::string> removed;                          ///< live values that are not wanted
  bool reordered = false;                                    ///< those that stay do not stand in the wanted order
  [[nodiscard]] bool needs_new_type() const { return !removed.empty() || reordered; }
};
EnumChange enum_change(const Object& live, const Object& wanted);

/// ALTER TYPE … ADD VALUE for each added value, in validate (open), or in expand where nothing uses the type. No step: nothing is added.
std::vector<Step> add_values(const EnumChange& change, const Object& live, const Object& wanted, const Context& context);

/// Queries that count the rows with one of these values, in every column that may hold it.
std::vector<std::string> rows_with(const std::vector<std::string>& values, const Object& live, const Context& context);

/// SQL that is true when the type, under its live or its wanted name, has the value.
std::string has_value(const Object& live, const Object& wanted, const std::string& value);

}  // namespace phasegate::recipes
