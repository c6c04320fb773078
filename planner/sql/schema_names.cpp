// Names are found by their tokens, so that every piece of SQL serves; what a string means, by the tree.
#include "sql/schema_names.hpp"

#include "sql/identifier.hpp"
#include "sql/parse.hpp"
#include "sql/tree.hpp"

#include <algorithm>
#include <set>

namespace phasegate::sql {
namespace {

std::string_view text_of(std::string_view sql, const Token& token) { return sql.substr(token.begin, token.end - token.begin); }

// The value of 'it''s', and of nothing else: no E'', no U&''.
bool is_plain_string(std::string_view text) { return text.size() >= 2 && text.front() == '\''; }

std::string value_of(std::string_view quoted) {
  std::string value;
  for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
    value += quoted[i];
    if (quoted[i] == '\'') ++i;
  }
  return value;
}

// The first name of a dotted text. Without quotes the server folds ASCII letters.
std::string first_name(std::string_view dotted) {
  std::string name = name_parts(dotted).front();
  if (!dotted.starts_with('"'))
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name;
}

// The schema that a string names; "" for none.
std::string schema_in(const std::string& value) {
  const std::vector<std::string> parts = name_parts(value);
  return parts.size() == 2 && !parts.back().empty() ? first_name(value) : std::string();
}

// The rest of it with its dot.
std::string without_schema(const std::string& value) {
  bool in_quotes = false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '"') in_quotes = !in_quotes;
    if (value[i] == '.' && !in_quotes) return value.substr(i);
  }
  return {};
}

bool names_at_once(const Node& type) {
  const std::vector<std::string> parts = type.strings("names");
  constexpr std::string_view words[] = {"regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator", "regcollation", "regconfig", "regdictionary"};
  return !parts.empty() && std::ranges::find(words, parts.back()) != std::ranges::end(words);
}

bool takes_a_sequence(const Node& call) {
  const std::vector<std::string> parts = call.strings("funcname");
  constexpr std::string_view words[] = {"nextval", "currval", "setval"};
  return !parts.empty() && std::ranges::find(words, parts.back()) != std::ranges::end(words);
}

// Where the strings stand that the server reads as names when it stores the expression.
std::set<int> bound_strings(std::string_view text) {
  std::set<int> places;
  const Parsed parsed = parse_expression(text);
  if (parsed.error || parsed.root == nullptr) return places;
  const auto add = [&](const Node* node) {
    if (node != nullptr && node->is("A_Const")) places.insert(node->location);
  };
  walk(*parsed.root, [&](const Node& node) {
    if (node.is("TypeCast") && node.child("type_name") != nullptr && names_at_once(*node.child("type_name"))) add(node.child("arg"));
    if (node.is("FuncCall") && takes_a_sequence(node) && !node.list("args").empty()) add(node.list("args").front().get());
  });
  return places;
}

bool is_name(const Token& token) { return token.kind == "IDENT" || token.keyword; }

// The schema and the name in a string as a user writes it.
std::pair<std::string, std::string> named_in(std::string value) {
  if (value.find('"') == std::string::npos)
    for (char& c : value) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::vector<std::string> parts = name_parts(value);
  return parts.size() == 2 ? std::pair(parts.front(), parts.back()) : std::pair<std::string, std::string>();
}

}  // namespace

std::string with_renamed_schemas(std::string_view text, const std::map<std::string, std::string>& names) {
  const Tokens tokens = scan(text);
  if (tokens.error) return std::string(text);
  const std::set<int> bound = bound_strings(text);
  std::string result;
  int done = 0;
  const auto replace = [&](const Token& token, const std::string& with) {
    result += text.substr(done, token.begin - done);
    result += with;
    done = token.end;
  };
  const auto is_dot = [&](std::size_t i) { return i < tokens.list.size() && text_of(text, tokens.list[i]) == "."; };
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    const Token& token = tokens.list[i];
    const std::string_view word = text_of(text, token);
    if (bound.contains(token.begin) && is_plain_string(word)) {
      const std::string value = value_of(word);
      if (const auto found = names.find(schema_in(value)); found != names.end()) replace(token, literal(identifier(found->second) + without_schema(value)));
    } else if (is_dot(i + 1) && !(i > 0 && is_dot(i - 1)) && (token.kind == "IDENT" || token.keyword)) {
      if (const auto found = names.find(first_name(word)); found != names.end()) replace(token, identifier(found->second));
    }
  }
  return result + std::string(text.substr(done));
}

std::vector<std::string> late_names(std::string_view text, std::string_view schema) {
  std::vector<std::string> names;
  if (is_constant(text)) return names;
  const Tokens tokens = scan(text);
  const std::set<int> bound = bound_strings(text);
  for (const Token& token : tokens.list) {
    const std::string_view word = text_of(text, token);
    if (bound.contains(token.begin) || !is_plain_string(word)) continue;
    if (const std::string value = value_of(word); schema_in(value) == schema) names.push_back(value);
  }
  return names;
}

std::string with_names_in(std::string_view text, const std::set<std::pair<std::string, std::string>>& names, std::string_view schema) {
  const Tokens tokens = scan(text);
  if (tokens.error || names.empty()) return std::string(text);
  std::string result;
  int done = 0;
  const auto replace = [&](const Token& token, const std::string& with) {
    result += text.substr(done, token.begin - done);
    result += with;
    done = token.end;
  };
  const auto is_dot = [&](std::size_t i) { return i < tokens.list.size() && text_of(text, tokens.list[i]) == "."; };
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    const Token& token = tokens.list[i];
    const std::string_view word = text_of(text, token);
    if (is_plain_string(word)) {
      const std::string value = value_of(word);
      if (names.contains(named_in(value))) replace(token, literal(std::string(schema) + without_schema(value)));
    } else if (is_dot(i + 1) && !(i > 0 && is_dot(i - 1)) && is_name(token) && i + 2 < tokens.list.size()) {
      if (names.contains({first_name(word), first_name(text_of(text, tokens.list[i + 2]))})) replace(token, std::string(schema));
    } else if (i > 0 && tokens.list[i - 1].keyword && first_name(text_of(text, tokens.list[i - 1])) == "collate" && is_name(token)) {
      const std::string name = first_name(word);
      if (std::ranges::any_of(names, [&](const auto& one) { return one.second == name; })) replace(token, std::string(schema) + "." + std::string(word));
    }
  }
  return result + std::string(text.substr(done));
}

std::set<std::string> all_names(std::string_view text) {
  std::set<std::string> names;
  for (const Token& token : scan(text).list) {
    const std::string_view word = text_of(text, token);
    if (is_name(token)) names.insert(first_name(word));
    else if (is_plain_string(word))
      for (const std::string& part : name_parts(value_of(word))) names.insert(part);
  }
  return names;
}

bool mentions_row(std::string_view text, std::string_view table) {
  const Tokens tokens = scan(text);
  const auto word = [&](std::size_t i) { return i < tokens.list.size() ? text_of(text, tokens.list[i]) : std::string_view(); };
  for (std::size_t i = 0; i < tokens.list.size(); ++i) {
    if (!is_name(tokens.list[i]) || first_name(word(i)) != table) continue;
    const bool has_schema = i >= 2 && word(i - 1) == ".", has_column = word(i + 1) == ".";
    if (has_column ? word(i + 2) == "*" : !has_schema) return true;
  }
  return false;
}

}  // namespace phasegate::sql
