// The small members of plain nodes, and expressions and types parsed inside a statement that can hold nothing
// else.
#include "sql/tree.hpp"

#include <algorithm>

namespace phasegate::sql {
namespace {

constexpr std::string_view expression_frame = "SELECT 1 WHERE ";
constexpr std::string_view type_frame = "SELECT 1 WHERE NULL::";
const std::vector<NodePtr> no_nodes;

// libpg_query recurses without a limit: a chain of some 40,000 operators, two bytes each, fills a stack of 8
// MB.
constexpr std::size_t longest_text_bytes = 40000;

void move_locations(Node& node, int by) {
  if (node.location >= 0) node.location = std::max(0, node.location - by);
  for (auto& field : node.fields)
    for (auto& child : field.nodes)
      if (child) move_locations(*child, by);
}

// The expression of the frame's WHERE, or null when the text put more into the frame than that: `a GROUP BY
// b`.
NodePtr take_where(Node& select) {
  static constexpr std::string_view of_the_frame[] = {"target_list", "where_clause", "limit_option", "op"};
  const auto belongs = [](const NodeField& field) {
    return std::ranges::find(of_the_frame, field.name) != std::ranges::end(of_the_frame);
  };
  if (!select.is("SelectStmt") || !std::ranges::all_of(select.fields, belongs) || !select.has("where_clause"))
    return nullptr;
  if (select.text("limit_option") != "LIMIT_OPTION_DEFAULT" || select.text("op") != "SETOP_NONE")
    return nullptr;
  return std::move(select.find("where_clause")->nodes.front());
}

Parsed parse_where(std::string_view frame, std::string_view sql, std::string_view otherwise) {
  auto parsed = parse_framed(frame, sql, "");
  if (parsed.error) return parsed;
  parsed.root = take_where(*parsed.root);
  if (!parsed.root) parsed.error = {.message = std::string(otherwise), .offset = -1};
  return parsed;
}

bool is_blank(const std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

}  // namespace

const NodeField* Node::find(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &NodeField::name);
  return found != fields.end() ? &*found : nullptr;
}

NodeField* Node::find(std::string_view name) {
  const auto found = std::ranges::find(fields, name, &NodeField::name);
  return found != fields.end() ? &*found : nullptr;
}

const Node* Node::child(std::string_view name) const {
  const auto* field = find(name);
  return field != nullptr && !field->nodes.empty() ? field->nodes.front().get() : nullptr;
}

std::string_view Node::text(std::string_view name) const {
  const auto* field = find(name);
  return field != nullptr ? std::string_view(field->text) : std::string_view();
}

long long Node::number(std::string_view name) const {
  const auto* field = find(name);
  return field != nullptr ? field->number : 0;
}

const std::vector<NodePtr>& Node::list(std::string_view name) const {
  const auto* field = find(name);
  return field != nullptr ? field->nodes : no_nodes;
}

std::vector<std::string> Node::strings(std::string_view name) const {
  std::vector<std::string> result;
  for (const auto& node : list(name))
    if (node && node->is("String")) result.emplace_back(node->text("sval"));
  return result;
}

void Node::set(std::string_view name, std::vector<NodePtr> nodes) {
  remove(name);
  if (!nodes.empty()) fields.push_back({.name = name, .number = 0, .text = {}, .nodes = std::move(nodes)});
}

void Node::set(std::string_view name, NodePtr node) {
  std::vector<NodePtr> nodes;
  if (node) nodes.push_back(std::move(node));
  set(name, std::move(nodes));
}

void Node::set(std::string_view name, std::string text) {
  remove(name);
  if (!text.empty()) fields.push_back({.name = name, .number = 0, .text = std::move(text), .nodes = {}});
}

void Node::remove(std::string_view name) {
  std::erase_if(fields, [&](const NodeField& field) { return field.name == name; });
}

NodePtr make_node(std::string_view type, int location) {
  auto node = std::make_unique<Node>();
  node->type = type;
  node->location = location;
  return node;
}

NodePtr make_string(std::string text) {
  auto node = make_node("String");
  node->set("sval", std::move(text));
  return node;
}

Parsed parse_framed(std::string_view prefix, std::string_view sql, std::string_view suffix) {
  if (sql.size() > longest_text_bytes)
    return {.error = {.message = "the text is too long to be read", .offset = -1}, .root = nullptr};
  auto parsed = parse_tree(std::string(prefix) + std::string(sql) + std::string(suffix));
  const int by = static_cast<int>(prefix.size());
  const int size = static_cast<int>(sql.size());
  if (parsed.error) {
    auto& [message, offset] = parsed.error;
    if (offset >= by + size && message.starts_with("syntax error")) message = "the text ends too early";
    if (offset >= 0) offset = std::clamp(offset - by, 0, size);
    return parsed;
  }
  auto statements = std::move(parsed.root->find("stmts")->nodes);
  parsed.root = nullptr;
  Node& first = *statements.front();
  if (statements.size() != 1 || first.has("stmt_len")) {
    const auto semicolon = static_cast<int>(first.number("stmt_location") + first.number("stmt_len")) - by;
    parsed.error = {.message = "a semicolon has no place here", .offset = std::clamp(semicolon, 0, size)};
    return parsed;
  }
  parsed.root = std::move(first.find("stmt")->nodes.front());
  move_locations(*parsed.root, by);
  return parsed;
}

Parsed parse_expression(std::string_view sql) {
  if (is_blank(sql)) return {.error = {.message = "the expression is empty", .offset = 0}, .root = nullptr};
  return parse_where(expression_frame, sql, "this is more than one expression");
}

Parsed parse_type(std::string_view sql) {
  if (is_blank(sql)) return {.error = {.message = "the type is empty", .offset = 0}, .root = nullptr};
  auto parsed = parse_where(type_frame, sql, "this is more than the name of a type");
  if (parsed.error) return parsed;
  const Node* constant = parsed.root->is("TypeCast") ? parsed.root->child("arg") : nullptr;
  if (constant == nullptr || !constant->is("A_Const") || !constant->flag("isnull") ||
      parsed.root->child("type_name") == nullptr || parsed.root->child("type_name")->flag("setof")) {
    parsed.error = {.message = "this is more than the name of a type", .offset = -1};
    parsed.root = nullptr;
    return parsed;
  }
  parsed.root = std::move(parsed.root->find("type_name")->nodes.front());
  return parsed;
}

std::string text_between(std::string_view sql, const std::vector<Token>& tokens, int begin, int end) {
  int first = -1;
  int last = -1;
  for (const auto& token : tokens) {
    if (token.is_comment() || token.begin < begin || token.end > end) continue;
    if (first < 0) first = token.begin;
    last = token.end;
  }
  return first < 0 ? std::string() : std::string(sql.substr(first, last - first));
}

}  // namespace phasegate::sql
