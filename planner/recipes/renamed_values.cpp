// Puts live names of values in place of wanted ones, and compares.
#include "recipes/renamed_values.hpp"

#include "recipes/enum_values.hpp"
#include "recipes/steps.hpp"
#include "sql/canonical.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace phasegate::recipes {
namespace {

using Replace = std::function<std::optional<std::string>(const std::string&)>;

// The elements of an array's text, each put in place of what `replace` makes of it, as the server prints them; nullopt: none changes.
// Source: PostgreSQL manual, "Array Input and Output Syntax".
std::optional<std::string> with_elements(const std::string& text, const Replace& replace) {
  if (!text.starts_with('{')) return std::nullopt;
  std::string result;
  bool changed = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '{' || c == '}' || c == ',') {
      result += c;
      ++at;
      continue;
    }
    if (c == ' ') {
      ++at;
      continue;
    }
    std::string element;
    const bool quoted = c == '"';
    if (quoted) {
      for (++at; at < text.size() && text[at] != '"'; ++at) element += text[at] == '\\' && at + 1 < text.size() ? text[++at] : text[at];
      ++at;
    } else {
      for (; at < text.size() && std::string_view("{},").find(text[at]) == std::string_view::npos; ++at) element += text[at] == '\\' && at + 1 < text.size() ? text[++at] : text[at];
      while (element.ends_with(' ')) element.pop_back();
    }
    if (const auto other = replace(element)) {
      element = *other;
      changed = true;
    }
    const bool is_null = element.size() == 4 && std::ranges::equal(element, std::string_view("null"), {}, [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; });
    const bool needs_quotes = element.empty() || (is_null && quoted) || element.find_first_of("{},\"\\ \t\n\r\v\f") != std::string::npos;
    if (needs_quotes) {
      result += '"';
      for (const char letter : element) result += letter == '"' || letter == '\\' ? std::string("\\") + letter : std::string(1, letter);
      result += '"';
    } else {
      result += element;
    }
  }
  return changed ? std::optional(result) : std::nullopt;
}

// Every string of the SQL text; `replace` gets the string and what follows it.
std::string with_strings(std::string_view sql, const std::function<std::optional<std::string>(const std::string&, std::string_view)>& replace) {
  std::string result;
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t begin = at;
    const char quote = sql[at];
    if (quote != '\'' && quote != '"') {
      result += sql[at++];
      continue;
    }
    const bool escapes = quote == '\'' && at > 0 && (sql[at - 1] == 'E' || sql[at - 1] == 'e');
    std::string value;
    for (++at; at < sql.size(); ++at) {
      if (sql[at] == quote && (at + 1 >= sql.size() || sql[at + 1] != quote)) break;
      if (sql[at] == quote || (escapes && sql[at] == '\\' && at + 1 < sql.size())) ++at;
      value += sql[at];
    }
    at = std::min(at + 1, sql.size());
    const auto other = quote == '\'' ? replace(value, sql.substr(at)) : std::nullopt;
    if (other && escapes) result.pop_back();
    result += other ? sql::literal(*other) : std::string(sql.substr(begin, at - begin));
  }
  return result;
}

struct Renames {
  const Difference* difference;
  std::string type;
  EnumChange change;
};

std::vector<Renames> all_renames(const Context& context) {
  std::vector<Renames> all;
  for (const Difference& difference : context.differences) {
    if (!difference.is_field("enum type", "values")) continue;
    EnumChange change = enum_change(*context.live.find(difference.live_element), *context.wanted.find(difference.element));
    if (!change.renamed.empty() && !change.needs_new_type()) all.push_back({&difference, sql::relation(difference.live_element), std::move(change)});
  }
  return all;
}

// How many constants of these types the server's text has with a value that is renamed.
std::size_t count_live(const std::string& live, const std::vector<Renames>& renames) {
  std::size_t count = 0;
  static_cast<void>(with_strings(live, [&](const std::string& value, std::string_view behind) -> std::optional<std::string> {
    for (const Renames& one : renames) {
      const std::string cast = "::" + one.type;
      if (!behind.starts_with(cast)) continue;
      const std::string_view rest = behind.substr(cast.size());
      const bool is_array = rest.starts_with("[]");
      if (!is_array && !rest.empty() && std::string_view(" ),;:").find(rest.front()) == std::string_view::npos) continue;
      const auto has = [&](const std::string& text) -> std::optional<std::string> {
        for (const auto& [from, to] : one.change.renamed)
          if (text == from) return to;
        return std::nullopt;
      };
      if (is_array ? with_elements(value, has).has_value() : has(value).has_value()) ++count;
    }
    return std::nullopt;
  }));
  return count;
}

// The difference of the enum type whose value comes first; null: the text does not follow. A constant of another type with the same text is none:
// then the server's text has fewer constants of the type.
const Difference* settled_by(const std::string& wanted, const std::string& live, const Difference& difference, const std::vector<Renames>& renames, const Context& context) {
  const Difference* first = nullptr;
  std::size_t count = 0;
  const auto live_value = [&](const std::string& text) -> std::optional<std::string> {
    for (const Renames& one : renames)
      for (const auto& [from, to] : one.change.renamed)
        if (text == to) {
          if (first == nullptr) first = one.difference;
          return from;
        }
    return std::nullopt;
  };
  const std::string text = with_strings(wanted, [&](const std::string& value, std::string_view) {
    const auto other = value.starts_with('{') ? with_elements(value, live_value) : live_value(value);
    if (other) ++count;
    return other;
  });
  if (count == 0 || count != count_live(live, renames)) return nullptr;
  sql::Names names{.known = context.live.known_names, .search_path = {difference.element.schema, "public"}, .table_schema = difference.live_element.schema, .table_name = difference.live_element.parent};
  const Object& object = *context.live.find(difference.live_element);
  if (difference.live_element.parent.empty()) {
    if (!object.kind->value_type.empty()) names.column_types["value"] = object.text(object.kind->value_type);  // in a domain, VALUE stands for what is checked
  } else {
    for (const Object* column : context.live.children(table_of(difference.live_element), "column")) names.column_types[column->id.name] = column->text("type");
  }
  if (!object.kind->value_type.empty()) names.result_type = object.text(object.kind->value_type);
  if (text == live || "(" + text + ")" == live) return first;
  const bool same = difference.field->compare == Compare::index_elements ? sql::same_index_element(text, live, names) : sql::same_expression(text, live, names);
  return same ? first : nullptr;
}

// All parts of the value follow or are equal.
const Difference* settled_by(const Difference& difference, const Context& context) {
  if (difference.what != What::field || (difference.field->compare != Compare::expression && difference.field->compare != Compare::index_elements)) return nullptr;
  if (difference.wanted.index() != difference.live.index()) return nullptr;
  const std::vector<Renames> renames = all_renames(context);
  if (renames.empty()) return nullptr;
  const Difference* first = nullptr;
  const auto follows = [&](const std::string& wanted, const std::string& live) {
    if (wanted == live) return true;
    const Difference* by = settled_by(wanted, live, difference, renames, context);
    if (first == nullptr) first = by;
    return by != nullptr;
  };
  bool all = false;
  if (const auto* wanted = std::get_if<std::string>(&difference.wanted)) all = follows(*wanted, std::get<std::string>(difference.live));
  if (const auto* wanted = std::get_if<std::vector<std::string>>(&difference.wanted)) all = std::ranges::equal(*wanted, std::get<std::vector<std::string>>(difference.live), follows);
  if (const auto* wanted = std::get_if<TextMap>(&difference.wanted))
    all = std::ranges::equal(*wanted, std::get<TextMap>(difference.live), [&](const auto& one, const auto& other) { return one.first == other.first && follows(one.second, other.second); });
  return all ? first : nullptr;
}

}  // namespace

bool follows_renamed_values(const Difference& difference, const Context& context) { return settled_by(difference, context) != nullptr; }

bool follows_renamed_values(const std::string& wanted, const std::string& live, const Difference& difference, const Context& context) {
  return settled_by(wanted, live, difference, all_renames(context), context) != nullptr;
}

bool follows_values_of(const Difference& values, const Difference& difference, const Context& context) {
  const Difference* by = settled_by(difference, context);
  return by != nullptr && by->element == values.element;
}

}  // namespace phasegate::recipes
