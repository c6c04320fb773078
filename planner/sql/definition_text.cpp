// What the readers of short forms share: tokens of the form, texts cut from it, options and complaints.
#include "sql/definition_text.hpp"

#include <algorithm>

namespace phasegate::sql {

DefinitionText::DefinitionText(std::string_view text) : text_(text) {
  auto scanned = scan(text);
  error_ = std::move(scanned.error);
  for (auto& token : scanned.list)
    if (!token.is_comment()) tokens_.push_back(token);
}

std::string_view DefinitionText::kind(std::size_t token) const {
  return token < tokens_.size() ? tokens_[token].kind : std::string_view();
}

std::size_t DefinitionText::find(std::string_view kind, std::size_t from) const {
  int depth = 0;
  for (std::size_t i = from; i < tokens_.size(); ++i) {
    if (tokens_[i].kind == "ASCII_41" || tokens_[i].kind == "ASCII_93") --depth;
    if (depth == 0 && tokens_[i].kind == kind) return i;
    if (tokens_[i].kind == "ASCII_40" || tokens_[i].kind == "ASCII_91") ++depth;
  }
  return tokens_.size();
}

std::size_t DefinitionText::closing(std::size_t open) const { return find("ASCII_41", open); }

std::size_t DefinitionText::at(int offset) const {
  return static_cast<std::size_t>(std::ranges::find(tokens_, offset, &Token::begin) - tokens_.begin());
}

int DefinitionText::offset(std::size_t token) const {
  return token < tokens_.size() ? tokens_[token].begin : static_cast<int>(text_.size());
}

std::string DefinitionText::cut(std::size_t first, std::size_t end) const {
  end = std::min(end, tokens_.size());
  if (first >= end) return {};
  return text_.substr(tokens_[first].begin, tokens_[end - 1].end - tokens_[first].begin);
}

std::vector<std::pair<std::size_t, std::size_t>> DefinitionText::parts(std::size_t open) const {
  std::vector<std::pair<std::size_t, std::size_t>> result;
  const auto close = closing(open);
  auto first = open + 1;
  while (first < close) {
    const auto comma = std::min(find("ASCII_44", first), close);
    result.emplace_back(first, comma);
    first = comma + 1;
  }
  return result;
}

std::string DefinitionText::without(std::size_t first, std::size_t end) const {
  std::string result = text_;
  for (auto i = first; i < std::min(end, tokens_.size()); ++i)
    std::fill(result.begin() + tokens_[i].begin, result.begin() + tokens_[i].end, ' ');
  return result;
}

std::string without_outer_parentheses(const std::string& text) {
  const DefinitionText definition(text);
  const auto count = definition.tokens().size();
  const bool around = count > 2 && definition.kind(0) == "ASCII_40" && definition.closing(0) == count - 1;
  if (!around || definition.parts(0).size() != 1) return text;
  return without_outer_parentheses(definition.cut(1, count - 1));
}

std::string option_value(const Node* value) {
  if (value == nullptr) return "true";
  if (value->is("Integer")) return std::to_string(value->number("ival"));
  if (value->is("Float")) return std::string(value->text("fval"));
  if (value->is("Boolean")) return value->flag("boolval") ? "true" : "false";
  if (value->is("TypeName")) {
    const auto parts = value->strings("names");
    return parts.empty() ? "" : parts.back();
  }
  return std::string(value->text("sval"));
}

Options options_of(const Node& node) {
  Options options;
  for (const auto& option : node.list("options"))
    if (option) options.emplace_back(option->text("defname"), option_value(option->child("arg")));
  std::ranges::sort(options);
  return options;
}

bool has_only(const Node& node, std::span<const std::string_view> allowed) {
  return std::ranges::all_of(node.fields, [&](const NodeField& field) {
    return std::ranges::find(allowed, field.name) != allowed.end();
  });
}

Parsed parse_constraint(std::string_view keyword, std::string_view text) {
  auto parsed = parse_framed("ALTER TABLE t ADD " + std::string(keyword) + " ", text, "");
  if (parsed.error) return parsed;
  Node& alter = *parsed.root;
  auto* commands = alter.find("cmds");
  if (!alter.is("AlterTableStmt") || commands == nullptr || commands->nodes.size() != 1) {
    parsed.error = {.message = "this is more than one constraint", .offset = -1};
    return parsed;
  }
  auto* definition = commands->nodes.front()->find("def");
  if (definition == nullptr || !definition->nodes.front()->is("Constraint")) {
    parsed.error = {.message = "this is no constraint", .offset = -1};
    return parsed;
  }
  auto constraint = std::move(definition->nodes.front());
  parsed.root = std::move(constraint);
  return parsed;
}

}  // namespace phasegate::sql
