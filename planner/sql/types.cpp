// Names of types to the server's spelling, from the parse tree of the name.
#include "sql/types.hpp"

#include "sql/identifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace phasegate::sql {
namespace {

// Types of pg_catalog that a column or an argument can have. Source: pg_type; canonical_test.cpp compares
// with the server.
// clang-format off
constexpr std::array<std::string_view, 84> server_types = {
    "aclitem",     "any",         "anyarray",      "anycompatible", "anyelement",     "anyenum",       "anynonarray",
    "anyrange",    "bit",         "bool",          "box",           "bpchar",         "bytea",         "char",
    "cid",         "cidr",        "circle",        "cstring",       "date",           "datemultirange", "daterange",
    "event_trigger", "float4",    "float8",        "gtsvector",     "inet",           "int2",          "int2vector",
    "int4",        "int4multirange", "int4range",  "int8",          "int8multirange", "int8range",     "internal",
    "interval",    "json",        "jsonb",         "jsonpath",      "line",           "lseg",          "macaddr",
    "macaddr8",    "money",       "name",          "numeric",       "nummultirange",  "numrange",      "oid",
    "oidvector",   "path",        "pg_lsn",        "pg_snapshot",   "point",          "polygon",       "record",
    "refcursor",   "regclass",    "regcollation",  "regconfig",     "regdictionary",  "regnamespace",  "regoper",
    "regoperator", "regproc",     "regprocedure",  "regrole",       "regtype",        "text",          "tid",
    "time",        "timestamp",   "timestamptz",   "timetz",        "trigger",        "tsmultirange",  "tsquery",
    "tsrange",     "tstzmultirange", "tstzrange",  "tsvector",      "txid_snapshot",  "unknown",       "uuid"};
// clang-format on
// clang-format off
constexpr std::array<std::string_view, 6> more_server_types = {"varbit", "varchar", "void", "xid", "xid8", "xml"};
// clang-format on
static_assert(std::ranges::is_sorted(server_types) && std::ranges::is_sorted(more_server_types));

// Spellings of the SQL standard that format_type prints. Source: format_type_extended in format_type.c.
// clang-format off
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> standard_names = {{{"bool", "boolean"},
                                                                                         {"float4", "real"},
                                                                                         {"float8", "double precision"},
                                                                                         {"int2", "smallint"},
                                                                                         {"int4", "integer"},
                                                                                         {"int8", "bigint"},
                                                                                         {"varchar", "character varying"}}};
// clang-format on

// What live columns mostly have, and what needs no parsing.
// clang-format off
constexpr std::array<std::string_view, 18> canonical_already = {
    "bigint", "boolean", "bytea", "character varying", "date", "double precision", "inet", "integer", "json", "jsonb", "numeric",
    "real", "smallint", "text", "timestamp with time zone", "timestamp without time zone", "tsvector", "uuid"};
// clang-format on
static_assert(std::ranges::is_sorted(canonical_already));

constexpr long long interval_full_range = 0x7FFF;  // Source: INTERVAL_FULL_RANGE in timestamp.h

std::string modifier_text(const Node& node) {
  if (node.is("ColumnRef")) {
    const auto parts = node.strings("fields");
    return parts.empty() ? "" : parts.back();
  }
  if (const Node* number = node.child("ival")) return std::to_string(number->number("ival"));
  if (const Node* number = node.child("fval")) return std::string(number->text("fval"));
  if (const Node* text = node.child("sval")) return std::string(text->text("sval"));
  return "";
}

std::vector<std::string> modifiers(const Node& type_name) {
  std::vector<std::string> result;
  for (const auto& node : type_name.list("typmods")) result.push_back(node ? modifier_text(*node) : "");
  return result;
}

std::string bracketed(const std::vector<std::string>& values) {
  return values.empty() ? "" : fmt::format("({})", fmt::join(values, ","));
}

// The server keeps at most six digits of a second.
std::string precision(const std::string& digits) {
  return digits.size() == 1 && digits[0] >= '0' && digits[0] <= '6' ? digits : "6";
}

// Source: INTERVAL_MASK in timestamp.h and the positions YEAR, MONTH … in datetime.h.
std::string interval_text(const std::vector<std::string>& values) {
  static constexpr std::array<std::pair<long long, std::string_view>, 13> ranges = {
      {{4, "year"},
       {2, "month"},
       {8, "day"},
       {1024, "hour"},
       {2048, "minute"},
       {4096, "second"},
       {6, "year to month"},
       {1032, "day to hour"},
       {3080, "day to minute"},
       {7176, "day to second"},
       {3072, "hour to minute"},
       {7168, "hour to second"},
       {6144, "minute to second"}}};
  std::string text = "interval";
  if (values.empty()) return text;
  for (const auto& [mask, words] : ranges)
    if (values[0] == std::to_string(mask)) text += fmt::format(" {}", words);
  if (text == "interval" && values[0] != std::to_string(interval_full_range)) return text + bracketed(values);
  return values.size() > 1 ? fmt::format("{}({})", text, precision(values[1])) : text;
}

std::string time_text(std::string_view name, const std::vector<std::string>& values) {
  const bool with_zone = name.ends_with("tz");
  const auto word = with_zone ? name.substr(0, name.size() - 2) : name;
  return fmt::format("{}{} {} time zone", word,
                     values.empty() ? "" : fmt::format("({})", precision(values[0])),
                     with_zone ? "with" : "without");
}

std::string server_type_text(std::string_view name, const std::vector<std::string>& values) {
  if (name == "interval") return interval_text(values);
  if (name == "time" || name == "timestamp" || name == "timetz" || name == "timestamptz")
    return time_text(name, values);
  if (name == "numeric" && values.size() == 1) return fmt::format("numeric({},0)", values[0]);
  if (name == "numeric") return "numeric" + bracketed(values);
  if (name == "bpchar") return values.empty() ? "bpchar" : "character" + bracketed(values);
  if (name == "bit") return values.empty() ? "\"bit\"" : "bit" + bracketed(values);
  if (name == "varbit") return "bit varying" + bracketed(values);
  if (name == "json") return "json";
  for (const auto& [short_name, words] : standard_names)
    if (name == short_name) return std::string(words) + bracketed(values);
  return identifier(name) + bracketed(values);
}

std::string scalar_text(const Node& type_name, const Names& names) {
  const auto parts = type_name.strings("names");
  const auto values = modifiers(type_name);
  if (parts.size() == 1 && is_server_type(parts[0])) return server_type_text(parts[0], values);
  if (parts.size() == 2 && parts[0] == "pg_catalog") return server_type_text(parts[1], values);
  if (parts.size() == 1) return qualified(schema_of(parts[0], names), parts[0]) + bracketed(values);
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ".") + identifier(part);
  return text + bracketed(values);
}

// Names as the grammar's keywords spell them, and what they are called in pg_catalog.
// clang-format off
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> keyword_types = {{{"bigint", "int8"},
                                                                                         {"boolean", "bool"},
                                                                                         {"character varying", "varchar"},
                                                                                         {"decimal", "numeric"},
                                                                                         {"double precision", "float8"},
                                                                                         {"int", "int4"},
                                                                                         {"integer", "int4"},
                                                                                         {"real", "float4"},
                                                                                         {"smallint", "int2"},
                                                                                         {"timestamp with time zone", "timestamptz"},
                                                                                         {"timestamp without time zone", "timestamp"},
                                                                                         {"time without time zone", "time"}}};
// clang-format on

// The digits of `(10,2)` at the end of the text, which loses them; nothing when what stands there is anything
// else.
std::optional<std::vector<std::string>> take_digits(std::string_view& text) {
  std::vector<std::string> values;
  if (!text.ends_with(')')) return values;
  const auto open = text.find('(');
  if (open == std::string_view::npos) return std::nullopt;
  std::string value;
  for (const char c : text.substr(open + 1)) {
    if (c >= '0' && c <= '9') {
      value += c;
    } else if ((c == ',' || c == ')') && !value.empty() && (value.size() == 1 || value[0] != '0')) {
      values.push_back(std::move(value));
      value.clear();
    } else {
      return std::nullopt;
    }
  }
  text = text.substr(0, open);
  return values;
}

// The common spellings without a parser: a word or two, digits in parentheses, brackets. "" when the text is
// anything else.
std::string quick_type(std::string_view type) {
  const bool is_array = type.ends_with("[]");
  if (is_array) type.remove_suffix(2);
  const auto values = take_digits(type);
  if (!values || values->size() > 2) return {};
  for (const auto& [words, name] : keyword_types)
    if (type == words) {
      type = name;
      break;
    }
  static constexpr std::array<std::string_view, 8> plain = {"bytea", "date", "inet",     "json",
                                                            "jsonb", "text", "tsvector", "uuid"};
  static constexpr std::array<std::string_view, 11> known = {"bool",        "float4", "float8",  "int2",
                                                             "int4",        "int8",   "numeric", "timestamp",
                                                             "timestamptz", "time",   "varchar"};
  const bool takes_one = type == "varchar" || type.starts_with("time");
  const bool fits = values->empty() || type == "numeric" || (takes_one && values->size() == 1);
  const bool is_plain = std::ranges::find(plain, type) != plain.end() && values->empty();
  if (!is_plain && (std::ranges::find(known, type) == known.end() || !fits)) return {};
  return server_type_text(type, *values) + (is_array ? "[]" : "");
}

}  // namespace

bool is_server_type(std::string_view name) {
  return std::ranges::binary_search(server_types, name) ||
         std::ranges::binary_search(more_server_types, name);
}

std::string schema_of(std::string_view name, const Names& names) {
  for (const auto& schema : names.search_path)
    if (std::ranges::binary_search(names.known, schema + "." + std::string(name))) return schema;
  return {};
}

std::string type_text(const Node& type_name, const Names& names) {
  return scalar_text(type_name, names) + (type_name.has("array_bounds") ? "[]" : "");
}

std::string type_without_modifiers(std::string_view canonical) {
  const bool is_array = canonical.ends_with("[]");
  if (is_array) canonical.remove_suffix(2);
  std::string text(canonical);
  const auto open = text.find('(');
  const auto close = text.rfind(')');
  const bool in_quotes = text.find('"') != std::string::npos;
  if (open != std::string::npos && close != std::string::npos && !in_quotes)
    text.erase(open, close - open + 1);
  if (text == "character") text = "bpchar";
  return text + (is_array ? "[]" : "");
}

std::string canonical_type(std::string_view type, const Names& names) {
  if (std::ranges::binary_search(canonical_already, type)) return std::string(type);
  if (auto quick = quick_type(type); !quick.empty()) return quick;
  const auto parsed = parse_type(type);
  if (parsed.error || parsed.root->flag("pct_type")) return std::string(type);
  return type_text(*parsed.root, names);
}

}  // namespace phasegate::sql
