// Pieces of the printed desired schema, for those who put them into files that are there already.
#pragma once

#include <phasegate/catalog.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace phasegate::desired {

/// A name as a key of TOML: bare, or quoted.
std::string printed_key(std::string_view key);
/// A value, and the value of an object's own key: its short form, or an inline table that holds it.
std::string printed_value(const Value& value);
std::string printed_value(const Object& object);
/// The objects that `wanted` picks, tables with all that is below them, as a file whose default schema this is (its first line says so).
std::string printed(const Catalog& catalog, const std::string& default_schema, const std::function<bool(const Object&)>& wanted);
/// The section [left_alone].
std::string printed_left_alone(const Catalog& catalog);

}  // namespace phasegate::desired
