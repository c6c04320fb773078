// Duplicates are counted as the index would see them: by its expressions, its predicate, and its view of NULLs.
#include "recipes/unique_index.hpp"

#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

namespace phasegate::recipes {
namespace {

// Behind SELECT: one row for each key that occurs more than once. No keys: an element's equality is not known.
struct Grouping {
  std::vector<std::string> keys;
  std::string rest;
};

Grouping group(const Object& index) {
  const sql::IndexDefinition definition = sql::parse_index(index.kind->print_short(index));
  Grouping result;
  std::string keys, filter;
  for (const std::string& element : definition.elements) {
    result.keys.push_back(key_expression(element));
    const std::string& key = result.keys.back();
    if (key.empty()) return {};
    keys += (keys.empty() ? "" : ", ") + ("(" + key + ")");
    if (!definition.nulls_not_distinct) filter += (filter.empty() ? "" : " AND ") + ("(" + key + ") IS NOT NULL");
  }
  if (!definition.where.empty()) filter += (filter.empty() ? "" : " AND ") + ("(" + definition.where + ")");
  result.rest = " FROM " + sql::relation(table_of(index.id)) + (filter.empty() ? "" : " WHERE " + filter) + " GROUP BY " + keys + " HAVING count(*) > 1";
  return result;
}

}  // namespace

std::string key_expression(const std::string& element) {
  std::string text = element;
  const auto cut = [&](std::string_view word) {
    if (text.size() <= word.size()) return false;
    const std::size_t at = text.size() - word.size();
    for (std::size_t i = 0; i < word.size(); ++i)
      if ((text[at + i] | 0x20) != word[i]) return false;
    if (text[at - 1] != ' ' && text[at - 1] != ')') return false;
    text.erase(text.find_last_not_of(' ', at - 1) + 1);
    return true;
  };
  if (cut("first") || cut("last")) cut("nulls");
  if (!cut("asc")) cut("desc");
  return sql::check_expression(text) ? std::string() : text;
}

std::vector<Step> prove_unique(const Object& index, const std::string& name, const std::string& why, const Object& wanted, const Context& context) {
  const Grouping grouping = group(index);
  if (grouping.keys.empty()) return {};
  std::string texts;
  for (const std::string& key : grouping.keys) texts += (texts.empty() ? "" : ", ") + ("COALESCE((" + key + ")::text, 'NULL')");
  const ElementId table = table_of(index.id);
  return {proof(table, why + ": proof", "prove that " + table.name + " has no duplicates for " + name,
                {"SELECT count(*) FROM (SELECT" + grouping.rest + ") AS duplicate", "keys of " + name + " occur more than once in " + qualified_name(table), "remove the duplicates, and run this file again",
                 "SELECT '(' || pg_catalog.concat_ws(', ', " + texts + ") || ')'" + grouping.rest + " LIMIT 5", &wanted},
                context)};
}

std::vector<Step> clear_away(const Object& index, const std::string& why, Phase phase, Part part) {
  const ElementId& id = index.id;
  const ElementId away{"index", id.schema, id.parent, retired_name(id.name)};
  Step rename;
  rename.id = why + ": move away";
  rename.title = "move the INVALID index " + id.name + " out of the way";
  rename.phase = phase;
  rename.part = part;
  rename.sql = {"ALTER INDEX " + sql::qualified(id.schema, id.name) + " RENAME TO " + sql::identifier(away.name)};
  rename.locks = {{id, LockMode::share_update_exclusive, Work::instant}};
  rename.done = {"(" + negated(index_exists(id)) + " OR " + index_is_valid(id) + ")", "index " + id.name + " is still there, and INVALID"};
  rename.undo = nothing_to_undo("an INVALID index serves nobody");
  rename.touches = {id, away};
  Object left = index;
  left.id = away;
  Step drop = drop_index(left, phase, part);
  drop.undo = nothing_to_undo("an INVALID index serves nobody");
  drop.touches.push_back(id);
  return {rename, drop};
}

}  // namespace phasegate::recipes
