// Matches a tree of the user with a tree of the server: the rules for constants and casts, and the walk.
//
// The server's text shows every cast that it made, so a constant without a cast in the wanted text must be
// followed by what the server would have made of it. That is only known for certain where the type beside the
// constant is; everywhere else the answer is false.
#include "sql/matcher.hpp"

#include "sql/expression_type.hpp"
#include "sql/types.hpp"

#include <algorithm>
#include <array>

namespace phasegate::sql {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

std::string base(const std::string& type) { return type_without_modifiers(type); }

// A string: its type follows from its place, or is text.
bool takes_string(const Expected& expected, const std::string& type) {
  if (type.empty() || type != base(type)) return false;
  if (expected.anything) return true;
  if (type == "text" && (expected.text || base(expected.type) == "character varying")) return true;
  return !expected.type.empty() && type == base(expected.type);
}

// A number: integer and numeric widen to what stands beside them. Others do not, or do so in ways that change
// the result (smallint, real, money), and are left to the server.
bool takes_number(const Expected& expected, const std::string& type) {
  if (expected.anything)
    return is_one_of(type, {"integer", "bigint", "smallint", "numeric", "double precision", "real"});
  if (!is_one_of(type, {"numeric", "double precision"}) && !(type == "bigint" && expected.common))
    return false;
  const auto beside = base(expected.type);
  return type == beside || (type == "double precision" && beside == "real" && !expected.common);
}

std::string_view string_of(const Node& constant) {
  const Node* text = constant.child("sval");
  return text != nullptr ? text->text("sval") : std::string_view();
}

std::string number_of(const Node& constant) {
  if (const Node* whole = constant.child("ival")) return std::to_string(whole->number("ival"));
  if (const Node* decimal = constant.child("fval")) return std::string(decimal->text("fval"));
  return {};
}

bool is_string(const Node& constant) { return constant.has("sval"); }
bool is_null(const Node& constant) { return constant.flag("isnull"); }
bool is_number(const Node& constant) { return constant.has("ival") || constant.has("fval"); }

// A string of the user that the server printed bare: '5' for an integer column is 5, 't' for a boolean true.
bool same_spelling(const Node& wanted, const Node& live) {
  if (live.has("boolval")) {
    const auto word = string_of(wanted);
    return live.child("boolval")->flag("boolval") ? is_one_of(word, {"t", "true"})
                                                  : is_one_of(word, {"f", "false"});
  }
  return is_number(live) && number_of(live) == string_of(wanted);
}

std::string type_name_of(const Node& cast) { return std::string(cast.child("type_name")->text("name")); }

}  // namespace

std::string Matcher::type(const Node* live) const {
  return live == nullptr ? std::string() : type_of(*live, names_, in_subselect_);
}

bool Matcher::same(const Node* wanted, const Node* live, const Expected& expected) const {
  if (wanted == nullptr || live == nullptr) return wanted == live;
  return same(*wanted, *live, expected);
}

bool Matcher::same(const Node& wanted, const Node& live, const Expected& expected) const {
  if (wanted.is("A_Const")) return same_constant(wanted, live, expected);
  if (wanted.is("TypeCast")) return same_cast(wanted, live);
  if (live.is("TypeCast")) return same_under_cast(wanted, live);
  if (wanted.type != live.type) return false;
  if (wanted.is("A_Expr")) return same_operation(wanted, live);
  if (wanted.is("FuncCall")) return same_call(wanted, live);
  if (wanted.is("CoalesceExpr") || wanted.is("MinMaxExpr"))
    return same_fields(wanted, live, "args") && same_elements(wanted, live, "args");
  if (wanted.is("A_ArrayExpr"))
    return same_fields(wanted, live, "elements") && same_elements(wanted, live, "elements");
  if (wanted.is("CaseExpr")) return same_case(wanted, live);
  if (wanted.is("CollateClause"))
    return same_fields(wanted, live, "arg") && same(wanted.child("arg"), live.child("arg"), {.text = true});
  if (wanted.is("RangeVar")) return same_relation(wanted, live);
  if ((wanted.is("SubLink") || wanted.is("SelectStmt")) && !in_subselect_)
    return Matcher(names_, true).same_fields(wanted, live);
  return same_fields(wanted, live);
}

bool Matcher::same_constant(const Node& wanted, const Node& live, const Expected& expected) const {
  if (live.is("A_Const")) {
    if (same_fields(wanted, live)) return true;
    return is_string(wanted) && same_spelling(wanted, live) && takes_string(expected, type(&live));
  }
  if (!live.is("TypeCast")) return false;
  const Node& inner = *live.child("arg");
  const auto to = type_name_of(live);
  if (expected.refed && inner.is("TypeCast"))
    return is_string(wanted) && to == "text" && type_name_of(inner) == "character varying" &&
           takes_string(expected, to) && same_constant(wanted, *inner.child("arg"), {});
  if (!inner.is("A_Const")) return false;
  if (is_string(wanted) || is_null(wanted)) return same_fields(wanted, inner) && takes_string(expected, to);
  if (is_number(wanted) && is_number(inner)) return same_fields(wanted, inner) && takes_number(expected, to);
  return expected.anything && is_number(wanted) && is_string(inner) &&
         number_of(wanted) == string_of(inner) && takes_number(expected, to);
}

// An explicit cast of the user stands in the server's text too, but for one to the type that the value has
// anyway.
bool Matcher::same_cast(const Node& wanted, const Node& live) const {
  const Node& inner = *wanted.child("arg");
  const auto to = type_name_of(wanted);
  if (live.is("TypeCast") && type_name_of(live) == to) {
    const Node& live_inner = *live.child("arg");
    if (to == "regclass" && inner.has("sval") && live_inner.has("sval") &&
        same_relation_text(string_of(inner), string_of(live_inner)))
      return true;
    if (inner.is("A_ArrayExpr") && live_inner.is("A_ArrayExpr") && same_array_cast(wanted, live_inner))
      return true;
    if (same(inner, live_inner, {})) return true;
  }
  if (inner.is("A_ArrayExpr") && live.is("A_ArrayExpr")) return same_array_cast(wanted, live);
  return !inner.is("A_Const") && !to.empty() && type(&live) == to && same(inner, live, {});
}

// A cast of an array constructor goes to its elements. Source: transformArrayExpr in parse_expr.c.
bool Matcher::same_array_cast(const Node& wanted, const Node& live) const {
  auto element_type = type_name_of(wanted);
  const auto& elements = wanted.child("arg")->list("elements");
  const auto& live_elements = live.list("elements");
  if (!element_type.ends_with("[]") || elements.size() != live_elements.size() || elements.empty())
    return false;
  element_type.resize(element_type.size() - 2);
  const auto same_element = [&](const NodePtr& element, const NodePtr& live_element) {
    if (element->is("A_ArrayExpr") || live_element->is("A_ArrayExpr")) return false;
    if (live_element->is("TypeCast") && type_name_of(*live_element) == element_type)
      return same(*element, *live_element->child("arg"), {});
    if (element->is("A_Const") && is_string(*element) && live_element->is("A_Const"))
      return same_spelling(*element, *live_element) && type(live_element.get()) == element_type;
    return type(live_element.get()) == element_type && same(*element, *live_element, {});
  };
  return std::ranges::equal(elements, live_elements, same_element);
}

// A cast that only the server wrote: harmless where it turns varchar into text, which changes neither bytes
// nor comparison.
bool Matcher::same_under_cast(const Node& wanted, const Node& live) const {
  const Node& inner = *live.child("arg");
  if (type_name_of(live) != "text" || base(type(&inner)) != "character varying") return false;
  return same(wanted, inner, {});
}

bool Matcher::same_elements(const Node& wanted, const Node& live, std::string_view list) const {
  const auto& nodes = wanted.list(list);
  const auto& live_nodes = live.list(list);
  if (nodes.size() != live_nodes.size()) return false;
  Expected expected{.text = true, .common = true};
  for (std::size_t i = 0; i < nodes.size() && expected.type.empty(); ++i)
    if (!nodes[i]->is("A_Const")) expected.type = type(live_nodes[i].get());
  if (!expected.type.empty()) expected.text = false;
  return std::ranges::equal(nodes, live_nodes, [&](const NodePtr& one, const NodePtr& other) {
    return same(*one, *other, expected);
  });
}

bool Matcher::same_case(const Node& wanted, const Node& live) const {
  const auto& whens = wanted.list("args");
  const auto& live_whens = live.list("args");
  if (whens.size() != live_whens.size() || !same(wanted.child("arg"), live.child("arg"), {})) return false;
  const Expected tested{.type = type(live.child("arg"))};
  Expected result{.common = true};
  const auto learn = [&](const Node* one, const Node* other) {
    if (result.type.empty() && !one->is("A_Const")) result.type = type(other);
  };
  for (std::size_t i = 0; i < whens.size(); ++i)
    learn(whens[i]->child("result"), live_whens[i]->child("result"));
  learn(wanted.child("defresult"), live.child("defresult"));
  result.text = result.type.empty();
  // With constants alone a number keeps its type, and NULL follows it.
  Expected otherwise = result;
  for (const auto& when : live_whens)
    if (otherwise.type.empty()) otherwise.type = type(when->child("result"));
  for (std::size_t i = 0; i < whens.size(); ++i) {
    const Node* condition = whens[i]->child("expr");
    const bool number = condition != nullptr && condition->is("A_Const") && is_number(*condition);
    if (!same(condition, live_whens[i]->child("expr"), number ? Expected{} : tested)) return false;
    if (!same(whens[i]->child("result"), live_whens[i]->child("result"), result)) return false;
  }
  const bool is_null_result = is_null(*wanted.child("defresult"));
  return same(wanted.child("defresult"), live.child("defresult"), is_null_result ? otherwise : result);
}

bool Matcher::same_relation(const Node& wanted, const Node& live) const {
  const auto schema = wanted.text("schemaname");
  const auto live_schema = live.text("schemaname");
  const bool same_schema = schema == live_schema || (schema.empty() && !names_.search_path.empty() &&
                                                     live_schema == names_.search_path.front());
  return same_schema && same_fields(wanted, live, "schemaname");
}

bool Matcher::same_fields(const Node& wanted, const Node& live, std::string_view but_for,
                          std::string_view nor, std::string_view nor_this) const {
  if (wanted.type != live.type) return false;
  const auto left_out = [&](const NodeField& field) {
    return field.name == but_for || field.name == nor || field.name == nor_this;
  };
  const auto counted = [&](const NodeField& field) { return !left_out(field); };
  if (std::ranges::count_if(wanted.fields, counted) != std::ranges::count_if(live.fields, counted))
    return false;
  for (const auto& field : wanted.fields) {
    if (left_out(field)) continue;
    const auto* other = live.find(field.name);
    if (other == nullptr || field.number != other->number || field.text != other->text ||
        field.nodes.size() != other->nodes.size())
      return false;
    for (std::size_t i = 0; i < field.nodes.size(); ++i)
      if (!same(field.nodes[i].get(), other->nodes[i].get(), {})) return false;
  }
  return true;
}

}  // namespace phasegate::sql
