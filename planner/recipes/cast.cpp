// Casts by families of types. What the session's settings decide, and what no family knows, is left to hints.
#include "recipes/cast.hpp"

#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace phasegate::recipes {
namespace {

// `numeric(10,2)` → numeric, `timestamp(3) without time zone` → timestamp without time zone; arrays keep their brackets.
std::string without_modifier(std::string_view type) {
  const std::size_t open = type.find('('), close = type.find(')');
  if (type.find('"') != std::string_view::npos || open == std::string_view::npos || close == std::string_view::npos || close < open) return std::string(type);
  return std::string(type.substr(0, open)) + std::string(type.substr(close + 1));
}

bool is_array(std::string_view type) { return type.ends_with("[]"); }
std::string_view element_of(std::string_view type) { return is_array(type) ? type.substr(0, type.size() - 2) : type; }

template <std::size_t size>
bool holds(const std::array<std::string_view, size>& list, std::string_view item) {
  return std::ranges::find(list, item) != list.end();
}

constexpr std::array<std::string_view, 4> strings = {"text", "character varying", "character", "bpchar"};
constexpr std::array<std::string_view, 6> numbers = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
constexpr std::array<std::string_view, 2> bits = {"bit", "bit varying"};
constexpr std::array<std::string_view, 2> jsons = {"json", "jsonb"};
constexpr std::array<std::string_view, 2> networks = {"cidr", "inet"};
constexpr std::array<std::string_view, 2> days = {"date", "timestamp without time zone"};
// How these are printed depends on DateStyle, TimeZone, IntervalStyle, lc_monetary or bytea_output.
constexpr std::array<std::string_view, 8> printed_by_settings = {"date", "timestamp without time zone", "timestamp with time zone", "time without time zone",
                                                                 "time with time zone", "interval", "money", "bytea"};
// An explicit cast cuts these silently; an assignment raises.
constexpr std::array<std::string_view, 5> cut_by_casts = {"character varying", "character", "bit varying", "bit", "bpchar"};
constexpr std::array<std::string_view, 9> without_equality = {"json", "xml", "point", "polygon", "box", "line", "lseg", "path", "circle"};

const Object* enum_of(std::string_view type, const Catalog& catalog) {
  for (const Object* object : catalog.objects())
    if (object->kind->is_type && object->id.kind == "enum type" && qualified_name(object->id) == type) return object;
  return nullptr;
}

bool is_enum(std::string_view type, const Context& context) { return enum_of(type, context.live) != nullptr || enum_of(type, context.wanted) != nullptr; }

// Nothing when a cast is known; else why there is none.
std::string unknown_cast(std::string_view from, std::string_view to, const Context& context) {
  if (is_array(from) != is_array(to)) return "one is an array and the other is not";
  const std::string source = without_modifier(element_of(from)), target = without_modifier(element_of(to));
  if (source == target) return {};
  if (holds(strings, source)) return {};
  if (holds(strings, target)) return holds(printed_by_settings, source) ? "the text of a value depends on settings of the session" : "";
  if (holds(numbers, source) && holds(numbers, target)) return {};
  if ((source == "boolean" && target == "integer") || (source == "integer" && target == "boolean")) return {};
  const bool one_family = (holds(bits, source) && holds(bits, target)) || (holds(jsons, source) && holds(jsons, target)) || (holds(networks, source) && holds(networks, target)) ||
                          (holds(days, source) && holds(days, target)) || (is_enum(source, context) && is_enum(target, context));
  if (one_family) return {};
  const bool by_zone = source.starts_with("time") && target.starts_with("time");
  return by_zone || source == "date" || target == "date" ? "what the value becomes depends on the time zone of the session" : "no cast between them is known";
}

// The expression for USING. Where a cast would cut, the type without its length, so that the assignment raises.
std::string cast_expression(const std::string& column, std::string_view from, std::string_view to, const Context& context) {
  const std::string target = without_modifier(element_of(to));
  if (holds(cut_by_casts, target)) {
    const auto& family = holds(bits, target) ? std::span<const std::string_view>(bits) : std::span<const std::string_view>(strings);
    if (std::ranges::find(family, without_modifier(element_of(from))) != family.end()) return {};
    return column + (holds(bits, target) ? "::bit varying" : "::text") + (is_array(to) ? "[]" : "");
  }
  const bool through_text = is_enum(element_of(from), context) && is_enum(element_of(to), context);
  return column + (through_text ? (is_array(from) ? "::text[]" : "::text") : "") + "::" + std::string(to);
}

std::string as_type(const std::string& expression, const std::string& column, std::string_view type) {
  return "(" + (expression.empty() ? column : expression) + ")::" + std::string(type);
}

// `value` is the same as the column's, for types without equality too. Two JSON texts that differ in blanks are the same.
std::string same(const std::string& value, const std::string& column, std::string_view type) {
  const std::string plain = without_modifier(element_of(type));
  const std::string by = plain == "json" ? "::jsonb" : holds(without_equality, plain) ? "::text" : "";
  return "(" + value + ")" + (by.empty() || !is_array(type) ? by : "::text") + " IS NOT DISTINCT FROM " + column + (by.empty() || !is_array(type) ? by : "::text");
}

// The value of `outer`, computed in the column's name from what `inner` makes of it.
std::string nested(const std::string& outer, const std::string& inner, const std::string& column) {
  return "SELECT " + outer + " FROM (SELECT " + inner + " AS " + column + ") AS phasegate_there";
}

std::string reverse_of(const Object& wanted) {
  for (const auto& [name, text] : wanted.map("reverse"))
    if (name == wanted.id.name) return text;
  return {};
}

// A hint computes the column from itself: an ALTER COLUMN TYPE could read others, but nothing could bring them back.
void refuse_other_columns(const std::string& text, const Object& wanted, std::string_view key, std::vector<Finding>& findings) {
  for (const std::string& name : sql::column_references(text))
    if (name != wanted.id.name)
      findings.push_back({Severity::error, "cast", std::string(key) + " of " + to_string(wanted.id) + ", whose type changes, reads the column `" + name + "`",
                          "write it in " + wanted.id.name + " alone, remove it when it is left from an earlier rollout, or give the new type to a column of another name", wanted.spot(key)});
}

}  // namespace

CastResult cast_between(const Object& live, const Object& wanted, const Context& context) {
  const std::string from = live.text("type"), to = wanted.text("type"), column = sql::identifier(wanted.id.name);
  CastResult result;
  std::string forward = wanted.text("backfill"), back = reverse_of(wanted);
  const auto refuse = [&](std::string message, std::string help) { result.findings.push_back({Severity::error, "cast", std::move(message), std::move(help), wanted.spot("type")}); };
  if (!forward.empty()) refuse_other_columns(forward, wanted, "backfill", result.findings);
  else if (const std::string why = unknown_cast(from, to, context); !why.empty())
    refuse("nothing says what the values of " + to_string(wanted.id) + " become: from " + from + " to " + to + ", " + why,
           "say it in the column's own name: backfill = \"<expression in " + wanted.id.name + ">\", reverse." + wanted.id.name + " = \"<the way back>\"");
  else forward = cast_expression(column, from, to, context);
  if (!back.empty()) refuse_other_columns(back, wanted, "reverse", result.findings);
  else if (const std::string why = unknown_cast(to, from, context); !why.empty() && result.findings.empty())
    refuse("nothing says how " + to_string(wanted.id) + " gets its values back when the change is undone: from " + to + " to " + from + ", " + why,
           "say it in the column's own name: reverse." + wanted.id.name + " = \"<expression in " + wanted.id.name + ">\"");
  else if (result.findings.empty()) back = cast_expression(column, to, from, context);
  const std::string there = as_type(forward, column, to), here = as_type(back, column, from);
  result.cast = {forward, back, same(nested(here, there, column), column, from), same(nested(there, here, column), column, to), {}};
  if (const Object* type = enum_of(element_of(to), context.wanted)) result.cast.stands_on.push_back(type->id);
  return result;
}

std::string fits_back(const Object& live, const Object& wanted) {
  const std::string from = live.text("type"), to = wanted.text("type"), column = sql::identifier(wanted.id.name);
  if (from == to || without_modifier(from) == from) {
    // Without a length of its own the live type takes whatever the wanted one holds; but for networks and XML.
    if (from == "cidr") return same(column + "::cidr::inet", column, to);
    return {};
  }
  if (without_modifier(from) != "numeric") return same(column + "::" + from + "::" + to, column, to);
  const std::size_t open = from.find('('), comma = from.find(','), close = from.find(')');
  const std::string precision = from.substr(open + 1, comma - open - 1), scale = from.substr(comma + 1, close - comma - 1);
  return "(" + column + " IS NULL OR " + column + " = 'NaN' OR (" + column + " = pg_catalog.round(" + column + ", " + scale + ") AND pg_catalog.abs(" + column + ") < 10::numeric ^ (" + precision + " - " + scale + ")))";
}

bool comparable(std::string_view type, std::string_view other) {
  const std::string a = without_modifier(type), b = without_modifier(other);
  return a == b || (holds(strings, a) && holds(strings, b)) || (holds(numbers, a) && holds(numbers, b));
}

}  // namespace phasegate::recipes
