// Storage parameters and attribute options: `name=value` lists, as pg_class.reloptions has them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// How one list becomes another.
struct ParameterChange {
  std::vector<std::string> set;    ///< `name=value`
  std::vector<std::string> reset;  ///< `name`
};
ParameterChange parameter_change(const std::vector<std::string>& from, const std::vector<std::string>& to);

/// The name before the sign.
std::string_view parameter_name(std::string_view option);

/// Commands of ALTER TABLE, ALTER INDEX or ALTER COLUMN: `SET (…)`, `RESET (…)`, none, or both.
std::vector<std::string> parameter_commands(const ParameterChange& change);

/// A condition on an SQL expression of type text[], which is never null: it has been changed so.
std::string parameters_hold(const std::string& options, const ParameterChange& change);

/// `ARRAY['a', 'b']::pg_catalog.text[]`.
std::string text_array(const std::vector<std::string>& values);

}  // namespace phasegate::recipes
