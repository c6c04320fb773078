// The type of an expression as the server printed it, where the text tells.
#include "sql/expression_type.hpp"

#include "sql/types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

namespace phasegate::sql {
namespace {

using Words = std::pair<std::string_view, std::string_view>;

// Functions of the server with one result type for all their arguments. Source: pg_proc; canonical_test.cpp
// compares with the server.
// clang-format off
constexpr std::array<Words, 41> function_types = {{{"array_length", "integer"},
                                                   {"array_to_string", "text"},
                                                   {"ascii", "integer"},
                                                   {"cardinality", "integer"},
                                                   {"char_length", "integer"},
                                                   {"character_length", "integer"},
                                                   {"chr", "text"},
                                                   {"clock_timestamp", "timestamp with time zone"},
                                                   {"concat", "text"},
                                                   {"concat_ws", "text"},
                                                   {"current_setting", "text"},
                                                   {"date_part", "double precision"},
                                                   {"extract", "numeric"},
                                                   {"format", "text"},
                                                   {"gen_random_uuid", "uuid"},
                                                   {"initcap", "text"},
                                                   {"json_array_length", "integer"},
                                                   {"json_typeof", "text"},
                                                   {"jsonb_array_length", "integer"},
                                                   {"jsonb_typeof", "text"},
                                                   {"left", "text"},
                                                   {"lpad", "text"},
                                                   {"make_date", "date"},
                                                   {"make_interval", "interval"},
                                                   {"md5", "text"},
                                                   {"nextval", "bigint"},
                                                   {"now", "timestamp with time zone"},
                                                   {"num_nonnulls", "integer"},
                                                   {"num_nulls", "integer"},
                                                   {"octet_length", "integer"},
                                                   {"regexp_replace", "text"},
                                                   {"repeat", "text"},
                                                   {"right", "text"},
                                                   {"rpad", "text"},
                                                   {"split_part", "text"},
                                                   {"statement_timestamp", "timestamp with time zone"},
                                                   {"string_to_array", "text[]"},
                                                   {"strpos", "integer"},
                                                   {"to_char", "text"},
                                                   {"to_tsvector", "tsvector"},
                                                   {"translate", "text"}}};
// clang-format on
static_assert(std::ranges::is_sorted(function_types));

// clang-format off
constexpr std::array<Words, 9> keyword_types = {{{"SVFOP_CURRENT_DATE", "date"},
                                                 {"SVFOP_CURRENT_TIME", "time with time zone"},
                                                 {"SVFOP_CURRENT_TIMESTAMP", "timestamp with time zone"},
                                                 {"SVFOP_CURRENT_USER", "name"},
                                                 {"SVFOP_LOCALTIME", "time without time zone"},
                                                 {"SVFOP_LOCALTIMESTAMP", "timestamp without time zone"},
                                                 {"SVFOP_CURRENT_ROLE", "name"},
                                                 {"SVFOP_SESSION_USER", "name"},
                                                 {"SVFOP_USER", "name"}}};
// clang-format on

std::string looked_up(std::span<const Words> words, std::string_view word) {
  const auto found = std::ranges::find(words, word, &Words::first);
  return found != words.end() ? std::string(found->second) : std::string();
}

class TypeReader {
 public:
  TypeReader(const Names& names, bool in_subselect) : names_(names), in_subselect_(in_subselect) {}

  [[nodiscard]] std::string of(const Node* node) const { return node == nullptr ? std::string() : of(*node); }

  [[nodiscard]] std::string of(const Node& node) const {
    if (node.is("ColumnRef")) return column(node);
    if (node.is("A_Const")) return constant(node);
    if (node.is("TypeCast")) return std::string(node.child("type_name")->text("name"));
    if (node.is("A_Expr")) return operation(node);
    if (node.is("FuncCall")) return function(node);
    if (node.is("BoolExpr") || node.is("NullTest") || node.is("BooleanTest")) return "boolean";
    if (node.is("CoalesceExpr") || node.is("MinMaxExpr")) return first_known(node.list("args"));
    if (node.is("CaseExpr")) return case_expression(node);
    if (node.is("CollateClause")) return of(node.child("arg"));
    if (node.is("SQLValueFunction")) return looked_up(keyword_types, node.text("op"));
    if (node.is("A_ArrayExpr")) return array(node);
    if (node.is("A_Indirection")) return element(node);
    return {};
  }

 private:
  [[nodiscard]] std::string column(const Node& node) const {
    const auto parts = node.strings("fields");
    if (in_subselect_ || parts.size() != 1 || node.list("fields").size() != 1) return {};
    const auto found = names_.column_types.find(parts[0]);
    return found != names_.column_types.end() ? found->second : std::string();
  }

  [[nodiscard]] static std::string constant(const Node& node) {
    if (node.has("ival")) return "integer";
    if (node.has("boolval")) return "boolean";
    const Node* decimal = node.child("fval");
    if (decimal == nullptr) return {};
    const auto digits = decimal->text("fval");
    long long value = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return failure == std::errc() && end == digits.data() + digits.size() ? "bigint" : "numeric";
  }

  [[nodiscard]] std::string operation(const Node& node) const {
    const auto kind = node.text("kind");
    if (kind == "AEXPR_NULLIF") return of(node.child("lexpr"));
    if (kind != "AEXPR_OP") return "boolean";
    const auto name = node.strings("name");
    if (name.size() != 1 || node.child("lexpr") == nullptr) return {};
    static constexpr std::array<std::string_view, 14> comparisons = {
        "=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*"};
    if (std::ranges::find(comparisons, name[0]) != comparisons.end()) return "boolean";
    return arithmetic(name[0], type_without_modifiers(of(node.child("lexpr"))),
                      type_without_modifiers(of(node.child("rexpr"))));
  }

  [[nodiscard]] static std::string arithmetic(std::string_view name, const std::string& left,
                                              const std::string& right) {
    const bool json = left == "jsonb" || left == "json";
    if (name == "->>" || name == "#>>") return json ? "text" : "";
    if (name == "->" || name == "#>") return json ? left : "";
    if (name == "||")
      return left == right || right == "text" ? right : left == "text" && !right.empty() ? left : "";
    if (name != "+" && name != "-" && name != "*" && name != "/" && name != "%") return {};
    static constexpr std::array<std::string_view, 5> closed = {"bigint", "double precision", "integer",
                                                               "numeric", "real"};
    if (left == right && std::ranges::find(closed, left) != closed.end()) return left;
    const bool moment = left.starts_with("timestamp") && right == "interval" && (name == "+" || name == "-");
    return moment ? left : std::string();
  }

  [[nodiscard]] std::string function(const Node& node) const {
    const auto name = node.strings("funcname");
    if (name.size() != 1) return {};
    static constexpr std::array<std::string_view, 8> text_to_text = {
        "btrim", "lower", "ltrim", "replace", "rtrim", "substr", "substring", "upper"};
    const bool keeps_text = std::ranges::find(text_to_text, name[0]) != text_to_text.end();
    if (keeps_text || name[0] == "length") {
      const auto argument = node.list("args").empty() ? std::string() : of(node.list("args").front().get());
      const auto base = type_without_modifiers(argument);
      if (base != "text" && base != "character varying") return {};
      return keeps_text ? "text" : "integer";
    }
    if (name[0] == "date_trunc" && node.list("args").size() == 2) return of(node.list("args")[1].get());
    return looked_up(function_types, name[0]);
  }

  [[nodiscard]] std::string first_known(const std::vector<NodePtr>& nodes) const {
    for (const auto& node : nodes)
      if (auto type = of(node.get()); !type.empty()) return type;
    return {};
  }

  [[nodiscard]] std::string case_expression(const Node& node) const {
    for (const auto& when : node.list("args"))
      if (auto type = of(when->child("result")); !type.empty()) return type;
    return of(node.child("defresult"));
  }

  [[nodiscard]] std::string array(const Node& node) const {
    const auto type = first_known(node.list("elements"));
    return type.empty() ? type : type_without_modifiers(type) + "[]";
  }

  [[nodiscard]] std::string element(const Node& node) const {
    const auto& steps = node.list("indirection");
    auto type = of(node.child("arg"));
    const bool subscript = steps.size() == 1 && steps[0]->is("A_Indices") && !steps[0]->flag("is_slice");
    return subscript && type.ends_with("[]") ? type.substr(0, type.size() - 2) : std::string();
  }

  const Names& names_;
  bool in_subselect_;
};

}  // namespace

std::string type_of(const Node& node, const Names& names, bool in_subselect) {
  return TypeReader(names, in_subselect).of(node);
}

}  // namespace phasegate::sql
