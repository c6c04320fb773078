// Sizes at plan time and at run time.
#include "recipes/small_table.hpp"

#include "sql/identifier.hpp"

namespace phasegate::recipes {

bool is_small(const ElementId& live_table, const Context& context) { return context.size(live_table).total_bytes <= small_table_bytes; }

Check still_small(const ElementId& table, const std::string& instead) {
  return {"pg_catalog.pg_total_relation_size(pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ")) <= " + std::to_string(small_table_bytes),
          "table " + qualified_name(table) + " has grown beyond 16 MB since the plan was made, so this would stop everybody for too long: " + instead};
}

}  // namespace phasegate::recipes
