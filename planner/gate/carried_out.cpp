// Asks phasegate.column_names which columns bear the names that a rollout has given them.
#include "gate/carried_out.hpp"

#include "catalog/database.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <map>

namespace phasegate {

void leave_followed_hints(Catalog& wanted, Database& database, std::vector<Finding>& findings) {
  if (database.value("SELECT pg_catalog.to_regclass('phasegate.column_names')").empty()) return;
  // A table that has another name since is known by its number.
  const Result rows = database.query(
      "SELECT n.rollout, t.schema, t.name AS table, u.name, u.becomes FROM phasegate.column_names AS n "
      "CROSS JOIN LATERAL (SELECT n.table_schema, n.table_name UNION SELECT s.nspname, c.relname FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS s ON s.oid = c.relnamespace WHERE c.oid = n.relation) AS t (schema, name) "
      "CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(n.names), pg_catalog.unnest(n.becomes)) AS u (name, becomes) "
      "WHERE phasegate.columns_renamed(n.rollout, n.change) ORDER BY n.noted_at, n.rollout, n.change");
  std::map<ElementId, Finding> notes;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    Object* column = wanted.find({"column", rows.text(row, "schema"), rows.text(row, "table"), rows.text(row, "becomes")});
    if (column == nullptr || column->text("renamed_from") != rows.text(row, "name")) continue;
    const std::string rollout = rows.text(row, "rollout");
    const ElementId table{"table", column->id.schema, "", column->id.parent};
    notes.try_emplace(table, Finding{Severity::note, "renamed-already", "columns of " + qualified_name(table) + " have changed names in rollout " + rollout + ", as renamed_from says",
                                     "remove renamed_from; to let them change names once more, DELETE FROM phasegate.column_names WHERE rollout = " + sql::literal(rollout) + " first", column->spot("renamed_from")});
    (*column)["renamed_from"] = Value();
  }
  for (const auto& [table, note] : notes) findings.push_back(note);
}

}  // namespace phasegate
