// Reads the short forms of indexes and exclusion constraints.
#include "sql/definition_text.hpp"
#include "sql/memo.hpp"
#include "sql/definitions.hpp"

namespace phasegate::sql {
namespace {

// The exact name of the column that an element of an index is, "" when it is an expression.
std::string column_of(const Node& element) {
  if (element.has("name")) return std::string(element.text("name"));
  const Node* expression = element.child("expr");
  if (expression == nullptr || !expression->is("ColumnRef")) return {};
  const auto parts = expression->strings("fields");
  return parts.size() == 1 && expression->list("fields").size() == 1 ? parts[0] : std::string();
}

SyntaxError read_include(const std::vector<NodePtr>& nodes, std::vector<std::string>& include) {
  for (const auto& node : nodes) {
    include.push_back(node->is("String") ? std::string(node->text("sval")) : column_of(*node));
    if (include.back().empty()) return {.message = "INCLUDE takes columns, not expressions", .offset = -1};
  }
  return {};
}

// The parenthesis with the elements: the first outside others.
std::size_t elements_of(const DefinitionText& text) { return text.find("ASCII_40"); }

std::string where_of(const DefinitionText& text) {
  const auto where = text.find("WHERE", text.closing(elements_of(text)) + 1);
  return text.cut(where + 1, text.tokens().size());
}

void read_index(const DefinitionText& text, const Node& index, IndexDefinition& result) {
  result.method = index.text("access_method");
  result.nulls_not_distinct = index.flag("nulls_not_distinct");
  result.tablespace = index.text("table_space");
  result.options = options_of(index);
  const auto parts = text.parts(elements_of(text));
  const auto& elements = index.list("index_params");
  if (parts.size() != elements.size()) {
    result.error = {.message = "the elements of the index cannot be told apart", .offset = -1};
    return;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    result.elements.push_back(text.cut(parts[i].first, parts[i].second));
    result.columns.push_back(column_of(*elements[i]));
  }
  result.error = read_include(index.list("index_including_params"), result.include);
  if (index.has("where_clause")) result.where = where_of(text);
  walk(index, [&](const Node& node) {
    if (node.is("IndexElem") && node.has("name")) result.mentioned.emplace_back(node.text("name"));
    if (node.is("ColumnRef"))
      if (const auto names = node.strings("fields"); !names.empty()) result.mentioned.push_back(names.back());
  });
}

IndexDefinition read_definition(std::string_view given) {
  IndexDefinition result;
  const DefinitionText text(given);
  result.error = text.error();
  if (result.error) return result;
  result.unique = text.kind(0) == "UNIQUE";
  const auto first = text.kind(result.unique ? 1 : 0);
  if (first != "ASCII_40" && first != "USING") {
    result.error = {.message = "an index begins with [unique] [using method] and its elements in parentheses",
                    .offset = text.offset(result.unique ? 1 : 0)};
    return result;
  }
  const auto parsed =
      parse_framed("CREATE INDEX ON t ", result.unique ? text.without(0, 1) : std::string(given), "");
  result.error = parsed.error;
  if (result.error) return result;
  read_index(text, *parsed.root, result);
  return result;
}

}  // namespace

IndexDefinition parse_index(std::string_view text) { return remembered<read_definition>(text); }

ExclusionDefinition parse_exclusion(std::string_view given) {
  ExclusionDefinition result;
  const DefinitionText text(given);
  const auto parsed =
      text.error() ? Parsed{.error = text.error(), .root = nullptr} : parse_constraint("EXCLUDE", given);
  result.error = parsed.error;
  if (result.error) return result;
  const Node& constraint = *parsed.root;
  result.method = constraint.text("access_method");
  result.options = options_of(constraint);
  result.tablespace = constraint.text("indexspace");
  result.deferrable = constraint.flag("deferrable");
  result.initially_deferred = constraint.flag("initdeferred");
  const auto parts = text.parts(elements_of(text));
  const auto& exclusions = constraint.list("exclusions");
  if (parts.size() != exclusions.size()) {
    result.error = {.message = "the elements of the exclusion cannot be told apart", .offset = -1};
    return result;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto [begin, end] = parts[i];
    auto with = text.find("WITH", begin);
    for (auto next = with; next < end; next = text.find("WITH", next + 1)) with = next;
    result.elements.emplace_back(text.cut(begin, with), text.cut(with + 1, end));
    result.columns.push_back(column_of(*exclusions[i]->list("items").front()));
  }
  result.error = read_include(constraint.list("including"), result.include);
  if (constraint.has("where_clause")) {
    const auto where = text.find("WHERE", text.closing(elements_of(text)) + 1);
    result.where = text.cut(where + 2, text.closing(where + 1));
  }
  return result;
}

}  // namespace phasegate::sql
