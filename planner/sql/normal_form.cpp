// One shape for what SQL spells in several ways: what the server's parser does to a raw tree, as far as names
// and types are not needed.
#include "sql/normal_form.hpp"

#include "sql/types.hpp"

#include <algorithm>
#include <charconv>

namespace phasegate::sql {
namespace {

NodePtr comparison(std::string_view name, NodePtr left, NodePtr right, std::string kind = "AEXPR_OP") {
  auto node = make_node("A_Expr");
  node->set("kind", std::move(kind));
  node->set("name", make_string(std::string(name)));
  node->set("lexpr", std::move(left));
  node->set("rexpr", std::move(right));
  return node;
}

NodePtr boolean(std::string_view word, std::vector<NodePtr> args) {
  auto node = make_node("BoolExpr");
  node->set("boolop", std::string(word));
  node->set("args", std::move(args));
  return node;
}

NodePtr take(Node& node, std::string_view name) {
  auto* field = node.find(name);
  return field != nullptr && !field->nodes.empty() ? std::move(field->nodes.front()) : nullptr;
}

void drop_schema_of_server(Node& node, std::string_view list) {
  auto* field = node.find(list);
  if (field == nullptr || field->nodes.size() != 2 || !field->nodes[0]) return;
  if (field->nodes[0]->text("sval") == "pg_catalog") field->nodes.erase(field->nodes.begin());
}

void flatten(Node& node) {
  const std::string word(node.text("boolop"));
  if (word == "NOT_EXPR") return;
  std::vector<NodePtr> flat;
  for (auto& arg : node.find("args")->nodes) {
    if (arg->is("BoolExpr") && arg->text("boolop") == word)
      for (auto& inner : arg->find("args")->nodes) flat.push_back(std::move(inner));
    else
      flat.push_back(std::move(arg));
  }
  node.set("args", std::move(flat));
}

// Source: transformAExprBetween in parse_expr.c.
NodePtr between(Node& node, bool inside) {
  auto left = take(node, "lexpr");
  auto bounds = take(node, "rexpr");
  auto& items = bounds->find("items")->nodes;
  std::vector<NodePtr> args;
  args.push_back(comparison(inside ? ">=" : "<", clone(*left), std::move(items[0])));
  args.push_back(comparison(inside ? "<=" : ">", std::move(left), std::move(items[1])));
  return boolean(inside ? "AND_EXPR" : "OR_EXPR", std::move(args));
}

bool names_column(const Node& root) {
  bool found = false;
  walk(root, [&](const Node& node) { found = found || node.is("ColumnRef"); });
  return found;
}

// The items without columns become one array when there are two or more. Source: transformAExprIn in
// parse_expr.c.
NodePtr in_list(Node& node) {
  const bool positive = node.strings("name") == std::vector<std::string>{"="};
  const std::string_view name = positive ? "=" : "<>";
  const auto left = take(node, "lexpr");
  auto list = take(node, "rexpr");
  auto& items = list->find("items")->nodes;
  const auto plain = std::ranges::count_if(items, [](const NodePtr& item) { return !names_column(*item); });
  std::vector<NodePtr> elements;
  std::vector<NodePtr> args;
  for (auto& item : items) {
    if (plain > 1 && !names_column(*item))
      elements.push_back(std::move(item));
    else
      args.push_back(comparison(name, clone(*left), std::move(item)));
  }
  if (!elements.empty()) {
    auto array = make_node("A_ArrayExpr");
    array->set("elements", std::move(elements));
    array->fields.push_back({.name = made_of_in_list, .number = 1, .text = {}, .nodes = {}});
    args.insert(args.begin(),
                comparison(name, clone(*left), std::move(array), positive ? "AEXPR_OP_ANY" : "AEXPR_OP_ALL"));
  }
  if (args.size() == 1) return std::move(args.front());
  return boolean(positive ? "OR_EXPR" : "AND_EXPR", std::move(args));
}

void normalise_operator(NodePtr& node) {
  drop_schema_of_server(*node, "name");
  const std::string kind(node->text("kind"));
  const Node* right = node->child("rexpr");
  if (kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE" || kind == "AEXPR_SIMILAR") {
    node->set("kind", std::string("AEXPR_OP"));
  } else if ((kind == "AEXPR_BETWEEN" || kind == "AEXPR_NOT_BETWEEN") && right->list("items").size() == 2) {
    node = between(*node, kind == "AEXPR_BETWEEN");
  } else if (kind == "AEXPR_IN" && right->is("List")) {
    node = in_list(*node);
  } else if (kind == "AEXPR_NOT_DISTINCT") {
    node->set("kind", std::string("AEXPR_DISTINCT"));
    std::vector<NodePtr> args;
    args.push_back(std::move(node));
    node = boolean("NOT_EXPR", std::move(args));
  }
}

// True for the digits of a whole number as the server prints it: no sign but minus, no leading zeros.
bool is_whole(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_decimal(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || !is_whole(text.substr(0, dot)) || dot + 1 == text.size()) return false;
  return std::ranges::all_of(text.substr(dot + 1), [](char c) { return c >= '0' && c <= '9'; });
}

NodePtr whole_constant(int value) {
  auto number = make_node("Integer");
  number->fields.push_back({.name = "ival", .number = value, .text = {}, .nodes = {}});
  if (value == 0) number->fields.clear();
  auto constant = make_node("A_Const");
  constant->set("ival", std::move(number));
  return constant;
}

NodePtr decimal_constant(std::string_view text) {
  auto number = make_node("Float");
  number->set("fval", std::string(text));
  auto constant = make_node("A_Const");
  constant->set("fval", std::move(number));
  return constant;
}

NodePtr boolean_constant(bool value) {
  auto word = make_node("Boolean");
  if (value) word->fields.push_back({.name = "boolval", .number = 1, .text = {}, .nodes = {}});
  auto constant = make_node("A_Const");
  constant->set("boolval", std::move(word));
  return constant;
}

// A string cast to a type whose constants the server prints without one. Source: get_const_expr in
// ruleutils.c.
NodePtr bare_constant(std::string_view text, std::string_view type) {
  if (type == "boolean" && (text == "t" || text == "true")) return boolean_constant(true);
  if (type == "boolean" && (text == "f" || text == "false")) return boolean_constant(false);
  if (type == "numeric" && is_decimal(text) && text != "-0" && !text.starts_with("-0"))
    return decimal_constant(text);
  if ((type != "integer" && type != "bigint") || !is_whole(text) || text == "-0") return nullptr;
  long long value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size()) return nullptr;
  const bool fits = value >= INT32_MIN && value <= INT32_MAX;
  if (type == "integer") return fits ? whole_constant(static_cast<int>(value)) : nullptr;
  return fits ? nullptr : decimal_constant(text);
}

void normalise_cast(NodePtr& node) {
  const Node& arg = *node->child("arg");
  if (!arg.is("A_Const")) return;
  const auto type = node->child("type_name")->text("name");
  if (const Node* text = arg.child("sval")) {
    if (auto bare = bare_constant(text->text("sval"), type)) node = std::move(bare);
    return;
  }
  const Node* decimal = arg.child("fval");
  const bool same_type = (arg.has("ival") && type == "integer") ||
                         (arg.has("boolval") && type == "boolean") ||
                         (decimal != nullptr && type == "numeric" && is_decimal(decimal->text("fval")));
  if (same_type) node = take(*node, "arg");
}

void drop_own_table(Node& column, const Names& names) {
  auto& fields = column.find("fields")->nodes;
  const auto part = [&](std::size_t i) { return fields[i] ? fields[i]->text("sval") : std::string_view(); };
  if (names.table_name.empty()) return;
  if (fields.size() == 2 && part(0) == names.table_name)
    fields.erase(fields.begin());
  else if (fields.size() == 3 && part(0) == names.table_schema && part(1) == names.table_name)
    fields.erase(fields.begin(), fields.begin() + 2);
}

void normalise_itself(NodePtr& node, const Names& names, bool in_subselect) {
  if (node->is("A_Expr")) return normalise_operator(node);
  if (node->is("TypeCast")) return normalise_cast(node);
  if (node->is("ColumnRef") && !in_subselect) return drop_own_table(*node, names);
  if (node->is("CollateClause")) return drop_schema_of_server(*node, "collname");
  if (node->is("RowExpr")) return node->remove("row_format");
  if (node->is("FuncCall")) {
    drop_schema_of_server(*node, "funcname");
    node->remove("funcformat");
  } else if (node->is("CaseExpr") && !node->has("defresult")) {
    auto constant = make_node("A_Const");
    constant->fields.push_back({.name = "isnull", .number = 1, .text = {}, .nodes = {}});
    node->set("defresult", std::move(constant));
  }
  if (node->is("BoolExpr")) flatten(*node);
}

}  // namespace

NodePtr clone(const Node& node) {
  auto copy = make_node(node.type, node.location);
  for (const auto& field : node.fields) {
    NodeField copied{.name = field.name, .number = field.number, .text = field.text, .nodes = {}};
    for (const auto& child : field.nodes) copied.nodes.push_back(child ? clone(*child) : nullptr);
    copy->fields.push_back(std::move(copied));
  }
  return copy;
}

void normalise(NodePtr& node, const Names& names, bool in_subselect) {
  if (node->is("TypeName")) {
    auto text = type_text(*node, names);
    const bool plain = !node->flag("setof") && !node->flag("pct_type");
    node->fields.clear();
    node->set("name", plain ? std::move(text) : "?" + text);
    return;
  }
  const bool below = in_subselect || node->is("SubLink") || node->is("SelectStmt");
  for (auto& field : node->fields)
    for (auto& child : field.nodes)
      if (child) normalise(child, names, below);
  normalise_itself(node, names, in_subselect);
}

}  // namespace phasegate::sql
