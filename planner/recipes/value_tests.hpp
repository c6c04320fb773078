// Tests of values that hold for every type: whether one is NULL, and whether two are the same.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// SQL: there is no value. `type` as in the catalog. For a type that may be a composite one it is not `IS NULL`, which looks at the fields: (1,) is
/// neither NULL nor NOT NULL, and (,) is NULL though somebody stored it. Source: the manual, Comparison Functions and Operators; parse_expr.c makes
/// `IS DISTINCT FROM NULL` a test of the value itself, which CHECK and SET NOT NULL understand.
std::string is_null(const std::string& value, std::string_view type);
std::string is_not_null(const std::string& value, std::string_view type);

/// `(a IS DISTINCT FROM c OR b IS DISTINCT FROM d)`: by the type's own equality, where it is known to have one; else as `changed`.
std::string differ(const std::vector<std::string>& left, const std::vector<std::string>& right, const std::vector<std::string>& types);

/// SQL: not the same bytes. Equality is not enough for whoever carries values over: 'a' = 'A' in citext, 1.0 = 1.00, '24:00' = '1 day'; and some types
/// have none. Both sides of each pair are of one type. Source: the manual, Composite Type Comparison (operator *<>).
std::string changed(const std::vector<std::string>& left, const std::vector<std::string>& right);

/// The type has equality and is no composite, so that `=` and `IS NULL` say of its values what they say of numbers: a type of PostgreSQL itself, citext, an enum or range, a domain
/// over one, or an array of these.
bool compares_plainly(std::string_view type, const Context& context);

/// It may be a composite type, or a domain over one: `IS NULL` says of its values what they hold, not whether there is one.
bool may_have_fields(std::string_view type, const Context& context);

}  // namespace phasegate::recipes
