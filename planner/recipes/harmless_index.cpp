// Judges an index by the types of its columns, its method, and the words of its predicate. What is not known to be harmless is not.
#include "recipes/harmless_index.hpp"

#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace phasegate::recipes {
namespace {

// A btree entry must fit a third of a page (2704 bytes); the rest is left for the header and alignment.
constexpr int entry_bytes = 2000;
constexpr int bytes_per_character = 4;

struct Width {
  std::string_view type;
  int bytes;
};
constexpr std::array<Width, 26> widths = {{
    {"boolean", 1}, {"smallint", 2}, {"integer", 4}, {"bigint", 8}, {"real", 4}, {"double precision", 8}, {"oid", 4}, {"date", 4},
    {"time without time zone", 8}, {"time with time zone", 12}, {"timestamp without time zone", 8}, {"timestamp with time zone", 8},
    {"interval", 16}, {"uuid", 16}, {"money", 8}, {"inet", 24}, {"cidr", 24}, {"macaddr", 6}, {"macaddr8", 8}, {"pg_lsn", 8}, {"name", 64},
    {"\"char\"", 1}, {"int4range", 24}, {"int8range", 40}, {"daterange", 24}, {"tstzrange", 40},
}};

// `character varying(20)` → 20; a time's precision changes nothing.
std::optional<int> modifier(std::string_view type) {
  const std::size_t open = type.find('(');
  if (open == std::string_view::npos) return std::nullopt;
  int value = 0;
  const char* begin = type.data() + open + 1;
  if (std::from_chars(begin, type.data() + type.size(), value).ec != std::errc{}) return std::nullopt;
  return value;
}

std::string without_modifier(std::string_view type) {
  const std::size_t open = type.find('('), close = type.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::string(type);
  return std::string(type.substr(0, open)) + std::string(type.substr(close + 1));
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

// Skips a quoted text; `at` stands on its first quote. The text of what is inside quotes, doubled quotes made one.
std::string quoted(std::string_view text, std::size_t& at) {
  const char quote = text[at++];
  std::string inside;
  for (; at < text.size(); ++at) {
    if (text[at] != quote) inside += text[at];
    else if (at + 1 < text.size() && text[at + 1] == quote) inside += text[at++];
    else break;
  }
  ++at;
  return inside;
}

constexpr std::array<std::string_view, 11> harmless_words = {"and", "or", "not", "is", "null", "true", "false", "in", "between", "distinct", "from"};

// A predicate of columns, constants and comparisons only: nothing in it can raise for any row. Casts, functions and arithmetic can.
bool cannot_raise(std::string_view predicate, const std::vector<std::string>& columns) {
  const auto is_column = [&](const std::string& name) { return std::ranges::find(columns, name) != columns.end(); };
  for (std::size_t at = 0; at < predicate.size();) {
    const char c = predicate[at];
    if (c == '\'') {
      quoted(predicate, at);
    } else if (c == '"') {
      if (!is_column(quoted(predicate, at))) return false;
    } else if (is_word(c)) {
      std::string word;
      for (; at < predicate.size() && (is_word(predicate[at]) || (predicate[at] == '.' && std::isdigit(static_cast<unsigned char>(word[0])) != 0)); ++at)
        word += static_cast<char>(predicate[at] >= 'A' && predicate[at] <= 'Z' ? predicate[at] + 32 : predicate[at]);
      const bool number = std::ranges::all_of(word, [](char d) { return std::isdigit(static_cast<unsigned char>(d)) != 0 || d == '.'; });
      if (!number && !is_column(word) && std::ranges::find(harmless_words, word) == harmless_words.end()) return false;
    } else if (std::string_view(" \t\r\n()=<>!,").find(c) != std::string_view::npos) {
      ++at;
    } else {
      return false;
    }
  }
  return true;
}

const Object* column_of(const Object& index, const std::string& name, const Context& context) {
  return context.wanted.find({"column", index.id.schema, index.id.parent, name});
}

// Methods that store a short form of the value whatever its length.
bool stores_short_form(std::string_view method, std::string_view type) {
  if (method == "hash") return true;
  return method == "gin" && (type == "jsonb" || type == "tsvector");
}

std::string too_long(const Object& index, const sql::IndexDefinition& definition, const Context& context) {
  int bytes = 0;
  std::vector<std::string> stored = definition.columns;
  stored.insert(stored.end(), definition.include.begin(), definition.include.end());
  for (const std::string& name : stored) {
    const Object* column = column_of(index, name, context);
    const std::string type = column == nullptr ? "" : column->text("type");
    if (stores_short_form(definition.method, type)) continue;
    const auto most = most_bytes(type, context);
    if (!most) return "values of " + name + " (" + (type.empty() ? "unknown type" : type) + ") may be longer than an entry of the index can be";
    bytes += *most;
  }
  return bytes > entry_bytes ? "its columns together may be " + std::to_string(bytes) + " bytes long, more than an entry of the index can be" : "";
}

}  // namespace

std::optional<int> most_bytes(std::string_view type, const Context& context) {
  const std::string plain = without_modifier(type);
  if (plain == "character varying" || plain == "character") {
    const auto length = modifier(type);
    return length ? std::optional(*length * bytes_per_character + 4) : std::nullopt;
  }
  if (plain == "numeric") {
    const auto digits = modifier(type);
    return digits ? std::optional(*digits / 2 + 12) : std::nullopt;
  }
  if (const auto found = std::ranges::find(widths, plain, &Width::type); found != widths.end()) return found->bytes;
  for (const Catalog* side : {&context.live, &context.wanted})
    for (const Object* object : side->objects())
      if (object->id.kind == "enum type" && type == sql::qualified(object->id.schema, object->id.name)) return 4;
  return std::nullopt;
}

std::string could_reject(const Object& index, const Context& context) {
  if (index.is("unique")) return "it rejects duplicates";
  const sql::IndexDefinition definition = sql::parse_index(index.kind->print_short(index));
  constexpr std::array<std::string_view, 5> known = {"btree", "hash", "gin", "gist", "brin"};
  if (std::ranges::find(known, definition.method) == known.end()) return "nothing is known about its access method " + definition.method;
  for (const std::string& column : definition.columns)
    if (column.empty()) return "it computes an expression, which may fail for a row";
  if (!definition.where.empty()) {
    std::vector<std::string> columns;
    for (const Object* column : context.wanted.children(table_of(index.id), "column")) columns.push_back(column->id.name);
    if (!cannot_raise(definition.where, columns)) return "its predicate computes something, which may fail for a row";
  }
  return too_long(index, definition, context);
}

}  // namespace phasegate::recipes
