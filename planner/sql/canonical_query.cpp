// Compares whole queries: SELECT statements whose columns and output names are brought to what pg_get_viewdef
// prints.
#include "sql/canonical.hpp"
#include "sql/matcher.hpp"
#include "sql/normal_form.hpp"

namespace phasegate::sql {
namespace {

std::string_view without_semicolon(std::string_view text) {
  const auto last = text.find_last_not_of(" \t\r\n");
  if (last == std::string_view::npos) return {};
  text = text.substr(0, last + 1);
  return text.ends_with(';') ? text.substr(0, last) : text;
}

NodePtr query(std::string_view text) {
  auto parsed = parse_framed("", without_semicolon(text), "");
  return !parsed.error && parsed.root->is("SelectStmt") ? std::move(parsed.root) : nullptr;
}

// The name of an output column that has no AS: its column's or its function's. "" where the server has more
// to say.
std::string output_name(const Node& value) {
  if (value.is("ColumnRef"))
    return value.list("fields").empty() || value.strings("fields").empty() ? ""
                                                                           : value.strings("fields").back();
  return value.is("FuncCall") ? value.strings("funcname").back() : std::string();
}

void name_outputs(Node& select) {
  for (const auto& target : select.list("target_list"))
    if (target->is("ResTarget") && !target->has("name") && target->child("val") != nullptr)
      target->set("name", output_name(*target->child("val")));
}

void drop_qualifier(Node& node, const std::string& qualifier) {
  if (node.is("ColumnRef")) {
    auto& fields = node.find("fields")->nodes;
    if (fields.size() == 2 && fields[0] && fields[0]->text("sval") == qualifier) fields.erase(fields.begin());
    return;
  }
  for (auto& field : node.fields)
    for (auto& child : field.nodes)
      if (child) drop_qualifier(*child, qualifier);
}

// With one table and no sub-selects a column can be of that table only; some versions of the server print its
// name, some do not.
void drop_only_table(Node& select) {
  const auto& from = select.list("from_clause");
  if (from.size() != 1 || !from[0]->is("RangeVar")) return;
  bool nested = false;
  walk(select, [&](const Node& node) {
    nested = nested || node.is("SubLink") || (node.is("SelectStmt") && &node != &select);
  });
  if (nested) return;
  const Node* alias = from[0]->child("alias");
  drop_qualifier(select, std::string(alias != nullptr ? alias->text("aliasname") : from[0]->text("relname")));
}

}  // namespace

bool same_query(std::string_view wanted, std::string_view live, const Names& names) {
  if (wanted == live) return true;
  auto wanted_query = query(wanted);
  auto live_query = query(live);
  if (!wanted_query || !live_query) return false;
  Names live_names;
  for (auto* side : {&wanted_query, &live_query}) {
    normalise(*side, side == &live_query ? live_names : names, true);
    name_outputs(**side);
    drop_only_table(**side);
  }
  return Matcher(names, true).same(*wanted_query, *live_query, {});
}

}  // namespace phasegate::sql
