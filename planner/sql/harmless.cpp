// Walks the tree of an expression with a list of what cannot fail.
#include "sql/harmless.hpp"

#include "sql/tree.hpp"
#include "sql/types.hpp"

#include <algorithm>
#include <array>

namespace phasegate::sql {
namespace {

// Source: PostgreSQL manual, String Functions: none of these has an argument that it rejects.
constexpr std::array<std::string_view, 9> functions = {"btrim", "char_length", "length", "lower", "ltrim", "md5", "octet_length", "rtrim", "upper"};
constexpr std::array<std::string_view, 8> comparisons = {"=", "<>", "<", "<=", ">", ">=", "->", "->>"};
constexpr std::array<std::string_view, 9> shapes = {"BoolExpr", "NullTest", "BooleanTest", "CoalesceExpr", "MinMaxExpr", "CaseExpr", "CaseWhen", "List", "String"};
constexpr std::array<std::string_view, 6> operations = {"AEXPR_OP", "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT", "AEXPR_NULLIF", "AEXPR_IN", "AEXPR_BETWEEN"};

template <class List>
bool has(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool is_text(std::string_view type) { return type == "text" || type == "character varying" || type.starts_with("character varying("); }

class Judge {
 public:
  explicit Judge(const std::map<std::string, std::string>& column_types) : types_(column_types) {}

  [[nodiscard]] bool harmless(const Node& node) const {
    if (node.is("A_Const")) return true;
    if (node.is("ColumnRef")) return !type_of(node).empty();
    if (node.is("TypeCast")) return harmless_cast(node);
    if (node.is("FuncCall")) return harmless_call(node) && below(node, "args");
    if (node.is("A_Expr")) return harmless_operation(node) && below(node, "lexpr") && below(node, "rexpr");
    if (!has(shapes, node.type)) return false;
    return std::ranges::all_of(node.fields, [&](const NodeField& field) { return std::ranges::all_of(field.nodes, [&](const NodePtr& child) { return !child || harmless(*child); }); });
  }

 private:
  [[nodiscard]] bool below(const Node& node, std::string_view name) const {
    const auto& list = node.list(name);
    return std::ranges::all_of(list, [&](const NodePtr& child) { return !child || harmless(*child); });
  }

  [[nodiscard]] std::string type_of(const Node& column) const {
    const auto names = column.strings("fields");
    const auto found = names.size() == 1 ? types_.find(names.front()) : types_.end();
    return found == types_.end() ? "" : found->second;
  }

  // A constant is cast when the column is created; every value has a text.
  [[nodiscard]] bool harmless_cast(const Node& node) const {
    const Node* argument = node.child("arg");
    const Node* type = node.child("typeName");
    if (argument == nullptr || type == nullptr) return false;
    return argument->is("A_Const") || (type_text(*type, Names{}) == "text" && harmless(*argument));
  }

  [[nodiscard]] static bool harmless_call(const Node& node) {
    const auto names = node.strings("funcname");
    const bool is_servers = names.size() == 1 || (names.size() == 2 && names.front() == "pg_catalog");
    return is_servers && has(functions, names.back()) && !node.has("agg_filter") && !node.has("over");
  }

  [[nodiscard]] bool harmless_operation(const Node& node) const {
    const auto names = node.strings("name");
    if (!has(operations, node.text("kind")) && !node.text("kind").empty()) return false;
    if (node.text("kind") == "AEXPR_BETWEEN") return true;
    if (names.size() != 1) return false;
    return has(comparisons, names.front()) || (names.front() == "||" && is_text_only(node));
  }

  // `||` of json or arrays may fail.
  [[nodiscard]] bool is_text_only(const Node& node) const {
    bool only = true;
    walk(node, [&](const Node& inner) {
      if (inner.is("ColumnRef")) only = only && is_text(type_of(inner));
    });
    return only;
  }

  const std::map<std::string, std::string>& types_;
};

}  // namespace

bool never_raises(std::string_view expression, std::string_view type, const std::map<std::string, std::string>& column_types) {
  const auto parsed = parse_expression(expression);
  if (parsed.error) return false;
  // A value that is too long or too large for the column fails when it is stored.
  const bool fits = type == "text" || type == "character varying" || type == "boolean" || type == "jsonb";
  return fits && Judge(column_types).harmless(*parsed.root);
}

}  // namespace phasegate::sql
