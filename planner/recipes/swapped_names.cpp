// Finds the columns that belong together, the order of renaming, and who spells their names.
#include "recipes/swapped_names.hpp"

#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

bool are_tied(const Difference& one, const Difference& other) {
  return table_of(one.live_element) == table_of(other.live_element) && (one.element.name == other.live_element.name || one.live_element.name == other.element.name);
}

// A word of the text, as a regular expression of the server, in which every sign of punctuation stands for itself.
std::string spelled(const std::string& name) {
  std::string text = "(^|[^[:alnum:]_$])";
  for (const char c : name) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    if (c == '"') text += "\\\"";  // doubled within quotes
    text += is_plain ? std::string(1, c) : std::string("\\") + c;
  }
  return "p.prosrc ~* " + sql::literal(text + "($|[^[:alnum:]_$])");
}

std::string any_of(const std::vector<std::string>& conditions) {
  std::string text;
  for (const std::string& condition : conditions) text += (text.empty() ? "" : " OR ") + condition;
  return "(" + text + ")";
}

}  // namespace

std::vector<Difference> swapped_names_of(const Difference& difference, const Context& context) {
  if (!difference.is(What::renamed, "column")) return {};
  std::vector<Difference> members{difference};
  for (std::size_t known = 0; known != members.size();) {
    known = members.size();
    for (const Difference& other : context.differences)
      if (other.is(What::renamed, "column") && std::ranges::none_of(members, [&](const Difference& member) { return member.element == other.element; }) &&
          std::ranges::any_of(members, [&](const Difference& member) { return are_tied(member, other); }))
        members.push_back(other);
  }
  if (members.size() == 1) return {};
  std::ranges::sort(members, {}, &Difference::live_element);
  return members;
}

std::vector<Move> moves_of(const std::vector<Difference>& members) {
  std::vector<Move> moves;
  for (const Difference& member : members) moves.push_back({member.live_element, member.element.name, member.element.name});
  return moves;
}

std::vector<std::pair<std::string, std::string>> in_free_order(std::vector<std::pair<std::string, std::string>> names) {
  std::vector<std::pair<std::string, std::string>> order;
  while (!names.empty()) {
    const auto is_free = [&](const auto& name) { return std::ranges::none_of(names, [&](const auto& other) { return other.first == name.second; }); };
    if (const auto next = std::ranges::find_if(names, is_free); next != names.end()) {
      order.push_back(*next);
      names.erase(next);
      continue;
    }
    const std::string helper = retired_name(names.front().first);
    order.emplace_back(names.front().first, helper);
    names.front().first = helper;
  }
  return order;
}

std::string functions_spelling(const ElementId& table, const std::vector<std::string>& columns, const std::vector<std::string>& promises) {
  std::vector<std::string> spells;
  for (const std::string& column : columns) spells.push_back(spelled(column));
  std::string asks;
  for (const std::string& promise : promises) {
    const std::string quoted = sql::literal(promise);  // as it stands in a text of SQL
    asks += " AND pg_catalog.strpos(p.prosrc, " + sql::literal(quoted.substr(1, quoted.size() - 2)) + ") = 0";
  }
  return "FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace "
         "JOIN pg_catalog.pg_class AS t ON t.oid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ") JOIN pg_catalog.pg_type AS y ON y.oid = t.reltype "
         "WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('phasegate', 'pg_catalog', 'information_schema') "
         "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype = 'e') AND " +
         any_of(spells) + " AND (" + spelled(table.name) +
         " OR EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = t.oid AND g.tgfoid = p.oid) "
         "OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid "
         "AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray)))" + asks;
}

}  // namespace phasegate::recipes
