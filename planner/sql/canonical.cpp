// Entry points of the comparison of expressions: texts are parsed, brought to one shape and matched.
#include "sql/canonical.hpp"

#include "sql/matcher.hpp"
#include "sql/normal_form.hpp"
#include "sql/types.hpp"

#include <algorithm>

namespace phasegate::sql {
namespace {

// Under search_path = '' the server prints every name that is not its own with its schema.
Names names_of_live(const Names& names) {
  Names live;
  live.table_schema = names.table_schema;
  live.table_name = names.table_name;
  return live;
}

struct Pair {
  NodePtr wanted;
  NodePtr live;
};

Pair normalised(NodePtr wanted, NodePtr live, const Names& names) {
  normalise(wanted, names);
  normalise(live, names_of_live(names));
  return {.wanted = std::move(wanted), .live = std::move(live)};
}

// A constant that is the whole expression: it has its column's type. Constants of a domain have the type
// below it, numbers are only converted when the row is written, so both stay open.
Expected of_whole(const std::string& result_type) {
  const bool users = result_type.find('.') != std::string::npos;
  const auto base = type_without_modifiers(result_type);
  static constexpr std::string_view numbers[] = {"integer", "bigint",           "smallint",
                                                 "numeric", "double precision", "real"};
  const bool number = std::ranges::find(numbers, base) != std::ranges::end(numbers);
  if (result_type.empty() || users || number) return {.anything = true, .text = true};
  return {.text = false, .type = result_type};
}

// The element of `CREATE INDEX ON t (<text>)`, null when the text is anything else.
NodePtr index_element(std::string_view text) {
  auto parsed = parse_framed("CREATE INDEX ON t (", text, "\n)");
  if (parsed.error || !parsed.root->is("IndexStmt")) return nullptr;
  auto* elements = parsed.root->find("index_params");
  const bool more = parsed.root->has("index_including_params") || parsed.root->has("options") ||
                    parsed.root->has("where_clause") || parsed.root->has("table_space") ||
                    parsed.root->flag("nulls_not_distinct");
  if (more || elements == nullptr || elements->nodes.size() != 1) return nullptr;
  return std::move(elements->nodes.front());
}

// Order and nulls written out; a column in parentheses is a column; pg_catalog dropped.
void spell_out(Node& element) {
  if (element.text("ordering") == "SORTBY_DEFAULT") element.set("ordering", std::string("SORTBY_ASC"));
  if (element.text("nulls_ordering") == "SORTBY_NULLS_DEFAULT")
    element.set(
        "nulls_ordering",
        std::string(element.text("ordering") == "SORTBY_DESC" ? "SORTBY_NULLS_FIRST" : "SORTBY_NULLS_LAST"));
  const Node* expression = element.child("expr");
  if (expression != nullptr && expression->is("ColumnRef") && expression->list("fields").size() == 1) {
    const auto names = expression->strings("fields");
    if (names.size() == 1) {
      element.remove("expr");
      element.set("name", names[0]);
    }
  }
  for (const auto* list : {"collation", "opclass"})
    if (auto* field = element.find(list);
        field != nullptr && field->nodes.size() == 2 && field->nodes[0]->text("sval") == "pg_catalog")
      field->nodes.erase(field->nodes.begin());
}

}  // namespace

bool same_expression(std::string_view wanted, std::string_view live, const Names& names) {
  if (wanted == live) return true;
  auto wanted_tree = parse_expression(wanted);
  if (wanted_tree.error) return false;
  auto live_tree = parse_expression(live);
  if (live_tree.error) return false;
  const auto pair = normalised(std::move(wanted_tree.root), std::move(live_tree.root), names);
  return Matcher(names, false).same(*pair.wanted, *pair.live, of_whole(names.result_type));
}

bool same_index_element(std::string_view wanted, std::string_view live, const Names& names) {
  if (wanted == live) return true;
  auto wanted_element = index_element(wanted);
  auto live_element = index_element(live);
  if (!wanted_element || !live_element) return false;
  const auto pair = normalised(std::move(wanted_element), std::move(live_element), names);
  spell_out(*pair.wanted);
  spell_out(*pair.live);
  return Matcher(names, false).same(*pair.wanted, *pair.live, {});
}

}  // namespace phasegate::sql
