// Sizes at plan time and at run time.
#include "recipes/small_table.hpp"

#include "sql/identifier.hpp"

namespace phasegate::recipes {

bool is_small(const ElementId& live_table, const Context& context) {
  if (context.settings.tables.small_bytes == 0) return false;
  if (context.live.find(live_table) == nullptr) return true;
  const std::int64_t bytes = context.size(live_table).total_bytes;
  return bytes >= 0 && bytes <= context.settings.tables.small_bytes;
}

std::string still_small(const std::vector<ElementId>& tables, const Context& context) {
  std::string text;
  for (const ElementId& table : tables)
    text += (text.empty() ? "" : " AND ") + ("pg_catalog.pg_total_relation_size(pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ")) <= ") + std::to_string(2 * context.settings.tables.small_bytes);
  return text;
}

Check still_small(const ElementId& table, const std::string& instead, const Context& context) {
  return {still_small(std::vector{table}, context), "table " + qualified_name(table) + " has grown since the plan was made, so this would stop everybody for too long: " + instead};
}

bool are_small(const std::vector<ElementId>& live_tables, const Context& context) {
  std::int64_t sum = 0;
  for (const ElementId& table : live_tables) {
    if (!is_small(table, context)) return false;
    if (context.live.find(table) != nullptr) sum += context.size(table).total_bytes;
  }
  return sum <= context.settings.tables.small_bytes;
}

Check still_small_together(const std::vector<ElementId>& tables, const std::string& what, const std::string& instead, const Context& context) {
  std::string sum;
  for (const ElementId& table : tables) sum += (sum.empty() ? "" : " + ") + ("pg_catalog.pg_total_relation_size(pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + "))");
  return {"COALESCE((" + (sum.empty() ? "0" : sum) + ") <= " + std::to_string(2 * context.settings.tables.small_bytes) + ", false)", what + " have grown since the plan was made, so this would stop everybody for too long: " + instead};
}

std::string small_text(const Context& context) {
  const std::int64_t bytes = context.settings.tables.small_bytes, mib = 1'048'576;
  return bytes % mib == 0 ? std::to_string(bytes / mib) + " MB" : std::to_string(bytes / 1024) + " kB";
}

}  // namespace phasegate::recipes
