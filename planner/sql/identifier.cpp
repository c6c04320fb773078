// Quoting of names and values, and names of our own within 63 bytes.
#include "sql/identifier.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace phasegate::sql {
namespace {

// All keywords but the unreserved ones, of PostgreSQL 15 and, since a file may run on a newer server, of
// those up to 18. Source: pg_get_keywords(), catcode <> 'U'; identifier_test.cpp compares with the server.
// clang-format off
constexpr std::array<std::string_view, 164> quoted_keywords = {
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between",
    "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce",
    "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog",
    "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user",
    "dec", "decimal", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists",
    "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant", "greatest",
    "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout", "int", "integer",
    "intersect", "interval", "into", "is", "isnull", "join", "json", "json_array", "json_arrayagg",
    "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar", "json_serialize",
    "json_table", "json_value", "lateral", "leading", "least", "left", "like", "limit", "localtime",
    "localtimestamp", "merge_action", "national", "natural", "nchar", "none", "normalize", "not", "notnull",
    "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay",
    "placing", "position", "precision", "primary", "real", "references", "returning", "right", "row",
    "select", "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric", "system_user",
    "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union",
    "unique", "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with",
    "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse",
    "xmlpi", "xmlroot", "xmlserialize", "xmltable"};
// clang-format on

constexpr bool is_sorted_list = std::ranges::is_sorted(quoted_keywords);
static_assert(is_sorted_list);

bool is_plain(std::string_view name) {
  const auto starts = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto continues = [&](char c) { return starts(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && starts(name.front()) && std::ranges::all_of(name, continues);
}

// FNV-1a, 64 bits folded to 32: the same name must give the same hash on every machine and in every release.
std::uint32_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

bool continues_sequence(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string_view cut_to_bytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && continues_sequence(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

std::string doubled(std::string_view text, char quote) {
  std::string result(1, quote);
  result.reserve(text.size() + 2);
  for (const char c : text) {
    if (c == quote) result += quote;
    result += c;
  }
  return result + quote;
}

void refuse_nul(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    throw Error(ExitCode::refused, "a text for SQL holds a NUL byte", "remove the NUL byte");
}

}  // namespace

std::string identifier(std::string_view name) {
  refuse_nul(name);
  if (is_plain(name) && !std::ranges::binary_search(quoted_keywords, name)) return std::string(name);
  return doubled(name, '"');
}

std::string qualified(std::string_view schema, std::string_view name) {
  return schema.empty() ? identifier(name) : identifier(schema) + "." + identifier(name);
}

std::vector<std::string> name_parts(std::string_view dotted) {
  std::vector<std::string> parts(1);
  bool in_quotes = false;
  for (std::size_t i = 0; i < dotted.size(); ++i) {
    const char c = dotted[i];
    if (c == '"' && in_quotes && i + 1 < dotted.size() && dotted[i + 1] == '"') parts.back() += dotted[++i];
    else if (c == '"') in_quotes = !in_quotes;
    else if (c == '.' && !in_quotes) parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

std::string relation(const ElementId& element) { return qualified(element.schema, element.name); }

std::vector<std::string> names_in(std::string_view qualified) {
  std::vector<std::string> names(1);
  bool in_quotes = false;
  for (std::size_t i = 0; i < qualified.size(); ++i) {
    if (qualified[i] == '"' && in_quotes && i + 1 < qualified.size() && qualified[i + 1] == '"') names.back() += qualified[++i];
    else if (qualified[i] == '"') in_quotes = !in_quotes;
    else if (qualified[i] == '.' && !in_quotes) names.emplace_back();
    else names.back() += qualified[i];
  }
  return names;
}

std::string literal(std::string_view text) {
  refuse_nul(text);
  return doubled(text, '\'');
}

std::string literal_or_null(const std::optional<std::string>& text) { return text ? literal(*text) : "NULL"; }

std::string dollar_quoted(std::string_view text, std::string_view tag) {
  refuse_nul(text);
  // A text that ends in `$tag` would make the closing quote begin too early, so it is looked for without its
  // last dollar sign.
  std::string word(tag);
  for (int number = 1; text.find("$" + word) != std::string_view::npos; ++number)
    word = fmt::format("{}{}", tag.empty() ? std::string_view("q") : tag, number);
  return fmt::format("${0}${1}${0}$", word, text);
}

std::string bounded_name(std::string_view base, std::string_view suffix) {
  constexpr std::size_t hash_bytes = 9;  // underscore and eight digits
  if (suffix.size() + hash_bytes + 4 > longest_name_bytes)
    throw Bug(fmt::format("name suffix {} is too long", suffix));
  if (base.size() + suffix.size() <= longest_name_bytes) return std::string(base) + std::string(suffix);
  const auto start = cut_to_bytes(base, longest_name_bytes - suffix.size() - hash_bytes);
  return fmt::format("{}_{:08x}{}", start, hash_of(base), suffix);
}

std::string joined_name(std::string_view prefix, const std::vector<std::string>& parts, std::string_view suffix) {
  std::string base(prefix), whole;
  bool ambiguous = false;
  for (const std::string& part : parts) {
    base += (whole.empty() ? "" : "_") + part;
    whole += part + '\0';
    ambiguous = ambiguous || part.find('_') != std::string::npos;
  }
  if (ambiguous) base += fmt::format("_{:08x}", hash_of(whole));
  // A long name is cut before its digits, and hashed as a whole.
  return bounded_name(base, suffix);
}

}  // namespace phasegate::sql
