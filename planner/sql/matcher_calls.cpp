// Matches operators and function calls: which type a constant beside an operator, or among arguments, gets.
#include "sql/matcher.hpp"
#include "sql/normal_form.hpp"
#include "sql/types.hpp"

#include <algorithm>
#include <array>

namespace phasegate::sql {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_comparison(std::string_view name) {
  return is_one_of(name,
                   {"=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*"});
}

// What an unadorned string on the right of the operator becomes when the left is of this type. The rule of
// the server: the type of the other side when there is such an operator, else the only type that fits.
// Source: "Operator Type Resolution" in the manual; canonical_server_test.cpp compares with the server.
std::string beside(std::string_view name, const std::string& type) {
  const bool is_json = type == "jsonb" || type == "json";
  if (is_json && is_one_of(name, {"->", "->>", "?"})) return "text";
  if (is_json && is_one_of(name, {"#>", "#>>", "?|", "?&", "#-"})) return "text[]";
  if (is_json && name == "-") return "text";
  if (type.ends_with("[]") && !is_one_of(name, {"=", "<>", "@>", "<@", "&&"})) return "unknown";
  if (type.starts_with("timestamp") && is_one_of(name, {"+", "-"}))
    return name == "+" ? "interval" : "unknown";
  if (type == "date" && is_one_of(name, {"+", "-"})) return "unknown";
  if (type == "tsvector" && name == "@@") return "tsquery";
  if (type == "money" && !is_comparison(name)) return "unknown";
  return type;
}

// Both sides of the operator are constants of the user.
bool are_constants(const Node& operation) {
  return operation.child("lexpr") != nullptr && operation.child("lexpr")->is("A_Const") &&
         operation.child("rexpr") != nullptr && operation.child("rexpr")->is("A_Const");
}

std::string schema_part(const std::string& type) {
  const auto dot = type.find('.');
  return dot == std::string::npos || type.find('"') != std::string::npos ? std::string()
                                                                         : type.substr(0, dot);
}

// Functions with one form only that takes text, so that a column of char(n) or citext can only have been cast
// to it.
bool takes_only_text(std::string_view function) {
  return is_one_of(function, {"btrim", "initcap", "lower", "ltrim", "md5", "rtrim", "upper"});
}

// Functions that take arguments of any type from the given position on, where a string stays without a type.
bool takes_anything(std::string_view function, std::size_t position) {
  if (is_one_of(function, {"concat_ws", "format"})) return position > 0;
  return is_one_of(function, {"concat", "json_build_array", "json_build_object", "jsonb_build_array",
                              "jsonb_build_object", "num_nonnulls", "num_nulls"});
}

std::vector<std::string> name_parts(std::string_view text) {
  const auto tokens = scan(text);
  std::vector<std::string> parts;
  if (tokens.error) return parts;
  const auto parsed = parse_expression(text);
  return !parsed.error && parsed.root->is("ColumnRef") ? parsed.root->strings("fields") : parts;
}

}  // namespace

bool Matcher::same_relation_text(std::string_view wanted, std::string_view live) const {
  if (wanted == live) return true;
  const auto parts = name_parts(wanted);
  const auto live_parts = name_parts(live);
  if (parts.empty() || live_parts.empty()) return false;
  if (parts == live_parts) return true;
  return parts.size() == 1 && live_parts.size() == 2 && parts[0] == live_parts[1] &&
         !names_.search_path.empty() && live_parts[0] == names_.search_path.front();
}

// An operator of the user's own type is printed with its schema: OPERATOR(public.=) for citext.
bool Matcher::same_operator(const Node& wanted, const Node& live) const {
  const auto name = wanted.strings("name");
  const auto live_name = live.strings("name");
  if (name == live_name) return true;
  if (name.size() != 1 || live_name.size() != 2 || name[0] != live_name[1]) return false;
  auto right = type(live.child("rexpr"));
  if (live.text("kind") != "AEXPR_OP" && right.ends_with("[]")) right.resize(right.size() - 2);
  const auto left = type(live.child("lexpr"));
  const bool in_path = std::ranges::find(names_.search_path, live_name[0]) != names_.search_path.end();
  return in_path && left == right && schema_part(left) == live_name[0];
}

bool Matcher::same_operation(const Node& wanted, const Node& live) const {
  if (wanted.text("kind") != live.text("kind") || !same_operator(wanted, live)) return false;
  const auto kind = wanted.text("kind");
  if (kind == "AEXPR_OP_ANY" || kind == "AEXPR_OP_ALL") return same_any(wanted, live);
  if (kind == "AEXPR_OP" || kind == "AEXPR_DISTINCT" || kind == "AEXPR_NULLIF")
    return same_binary(wanted, live);
  return same_fields(wanted, live, "name");
}

bool Matcher::same_binary(const Node& wanted, const Node& live) const {
  // IS DISTINCT FROM NULL becomes IS NOT NULL: the server is to be asked.
  const Node* second = wanted.child("rexpr");
  if (wanted.text("kind") == "AEXPR_DISTINCT" && second != nullptr && second->flag("isnull")) return false;
  const auto name = wanted.strings("name").back();
  const auto expected = [&](const Node* other, bool on_right) {
    const auto kind = type_without_modifiers(type(other));
    if (kind.empty()) return Expected{.text = is_comparison(name)};
    return Expected{.type = on_right || is_comparison(name) ? beside(name, kind)
                            : kind == "text"                ? kind
                                                            : "unknown"};
  };
  Expected left = expected(live.child("rexpr"), false);
  Expected right = expected(live.child("lexpr"), true);
  if (is_one_of(name, {"+", "-", "*", "/", "%"}) &&
      is_one_of(type_without_modifiers(type(live.child("rexpr"))),
                {"bigint", "numeric", "double precision", "real"}))
    left.type = type(live.child("rexpr"));
  if (are_constants(wanted)) left = right = Expected{.text = is_comparison(name) || name == "||"};
  return same(wanted.child("lexpr"), live.child("lexpr"), left) &&
         same(wanted.child("rexpr"), live.child("rexpr"), right);
}

bool Matcher::same_any(const Node& wanted, const Node& live) const {
  const Node* array = wanted.child("rexpr");
  const Node* live_array = live.child("rexpr");
  const auto left = type_without_modifiers(type(live.child("lexpr")));
  const auto name = wanted.strings("name").back();
  if (array == nullptr || live_array == nullptr || !is_comparison(name)) return false;
  Expected of_left{};
  if (const auto elements = type(live_array);
      elements.ends_with("[]") && !array->is("A_Const") && !array->is("A_ArrayExpr"))
    of_left.type = elements.substr(0, elements.size() - 2);
  if (!same(wanted.child("lexpr"), live.child("lexpr"), of_left)) return false;
  if (array->is("A_Const")) return !left.empty() && same(*array, *live_array, {.type = left + "[]"});
  if (!array->is("A_ArrayExpr")) return same(*array, *live_array, {});
  if (!array->flag(made_of_in_list)) return same(*array, *live_array, {});
  // A list of varchar is built as varchar[] and cast as a whole.
  Expected element{.text = left.empty(), .type = left, .common = true, .refed = left == "text"};
  if (live_array->is("TypeCast") && left == "text" &&
      live_array->child("type_name")->text("name") == "text[]") {
    live_array = live_array->child("arg");
    element.type = "character varying";
  }
  if (!live_array->is("A_ArrayExpr")) return false;
  return std::ranges::equal(
      array->list("elements"), live_array->list("elements"),
      [&](const NodePtr& one, const NodePtr& other) { return same(*one, *other, element); });
}

bool Matcher::same_function(const Node& wanted, const Node& live) const {
  const auto name = wanted.strings("funcname");
  const auto live_name = live.strings("funcname");
  if (name.empty() || live_name.empty()) return false;
  const auto schema = name.size() == 1 ? schema_of(name[0], names_) : std::string();
  // A function of the user beside one of the server: the arguments decide, which only the server can tell.
  if (name == live_name) return name.size() > 1 || schema.empty();
  if (name.size() != 1 || live_name.size() != 2 || name[0] != live_name[1]) return false;
  return schema == live_name[0] && !is_server_function(name[0]);
}

bool Matcher::same_argument(const Node& wanted, const Node& live, std::string_view function,
                            std::size_t position) const {
  const bool takes_relation = position == 0 && is_one_of(function, {"nextval", "currval", "setval"});
  const bool is_cast = live.is("TypeCast");
  const auto to = is_cast ? live.child("type_name")->text("name") : std::string_view();
  const Node* text = wanted.is("A_Const") ? wanted.child("sval") : nullptr;
  if (takes_relation && text != nullptr && to == "regclass") {
    const Node* live_text = live.child("arg")->child("sval");
    return live_text != nullptr && same_relation_text(text->text("sval"), live_text->text("sval"));
  }
  if (position == 0 && is_one_of(function, {"to_tsvector", "to_tsquery", "plainto_tsquery",
                                            "phraseto_tsquery", "websearch_to_tsquery"}))
    return same(wanted, live, {.type = "regconfig"});
  const bool is_users = function.empty();
  if (is_users && is_cast && !wanted.is("TypeCast") && !wanted.is("A_Const")) return false;
  if (is_cast && to == "text" && wanted.is("ColumnRef") && takes_only_text(function)) {
    const auto from = type_without_modifiers(type(live.child("arg")));
    if (from == "bpchar" || from == "citext" || from.ends_with(".citext"))
      return same(wanted, *live.child("arg"), {});
  }
  if (takes_anything(function, position))
    return same(wanted, live, {.type = wanted.flag("isnull") ? "unknown" : ""});
  return same(wanted, live, {.text = true});
}

bool Matcher::same_call(const Node& wanted, const Node& live) const {
  const auto& args = wanted.list("args");
  const auto& live_args = live.list("args");
  if (args.size() != live_args.size() || !same_function(wanted, live) ||
      !same_fields(wanted, live, "funcname", "args"))
    return false;
  const auto live_name = live.strings("funcname");
  const std::string function = live_name.size() == 1 ? live_name[0] : std::string();
  for (std::size_t i = 0; i < args.size(); ++i) {
    // A single to_tsvector('x') takes a document, not a configuration.
    if (!args[i] || !live_args[i] ||
        !same_argument(*args[i], *live_args[i], function,
                       args.size() == 1 && function.starts_with("to_ts") ? 1 : i))
      return false;
  }
  return true;
}

}  // namespace phasegate::sql
