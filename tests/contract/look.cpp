// What the contract checks look at: schema, contents, helpers, and the queries of an example.
#include "contract/trial.hpp"

#include <fmt/format.h>

namespace phasegate::test {

std::string schema_of(const Trial& trial) {
  return print_desired(introspect(trial.watcher, trial.settings));
}

std::string catalogs_of(const Trial& trial) {
  std::string query;
  const auto add = [&](const std::string& catalog, const std::string& which, const std::string& varying = "") {
    query += (query.empty() ? "" : " UNION ALL ") + fmt::format("SELECT '{0} ' || pg_catalog.count(*) || ' ' || coalesce(pg_catalog.md5(pg_catalog.string_agg((pg_catalog.to_jsonb(t) - '{{{1}}}'::text[])::text, ''"
                                                                "   ORDER BY pg_catalog.to_jsonb(t)::text COLLATE \"C\")), '') FROM pg_catalog.{0} AS t WHERE {2}", catalog, varying, which);
  };
  const auto of_relation = [&](const std::string& key) { return key + " >= 16384 AND " + key + " NOT IN (SELECT oid FROM ours)"; };
  add("pg_class", of_relation("oid"), "relpages,reltuples,relallvisible,relallfrozen,relfrozenxid,relminmxid");
  for (const auto& [catalog, relation] : {std::pair{"pg_attribute", "attrelid"}, {"pg_attrdef", "adrelid"}, {"pg_trigger", "tgrelid"}, {"pg_policy", "polrelid"}, {"pg_rewrite", "ev_class"}, {"pg_index", "indrelid"},
                                          {"pg_sequence", "seqrelid"}, {"pg_inherits", "inhrelid"}, {"pg_publication_rel", "prrelid"}, {"pg_statistic_ext", "stxrelid"}})
    add(catalog, of_relation(relation));
  for (const auto& [catalog, schema] : {std::pair{"pg_constraint", "connamespace"}, {"pg_type", "typnamespace"}, {"pg_proc", "pronamespace"}, {"pg_collation", "collnamespace"}})
    add(catalog, fmt::format("oid >= 16384 AND {} <> 'phasegate'::pg_catalog.regnamespace", schema));
  for (const char* catalog : {"pg_enum", "pg_extension"}) add(catalog, "oid >= 16384");
  add("pg_range", "rngtypid >= 16384");
  add("pg_namespace", "oid >= 16384 AND nspname !~ '^pg_'");
  add("pg_description", of_relation("objoid") + " AND objoid NOT IN (SELECT oid FROM pg_catalog.pg_proc WHERE pronamespace = 'phasegate'::pg_catalog.regnamespace)");
  return rows_of(trial.watcher, "WITH ours AS (SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = 'phasegate'::pg_catalog.regnamespace) " + query);
}

std::string contents_of(const Trial& trial) {
  Database& session = trial.watcher;
  const Result tables = session.query(
      "SELECT c.oid::pg_catalog.regclass AS name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace\n"
      "WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'phasegate') AND n.nspname !~ '^pg_toast'\n"
      "  AND c.relname <> 'flyway_schema_history' ORDER BY n.nspname, c.relname");
  std::string text;
  for (std::size_t row = 0; row < tables.rows(); ++row) {
    const std::string name = tables.text(row, "name");
    text += name + "\n" + session.value("SELECT pg_catalog.string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\") FROM " + name + " AS t") + "\n";
  }
  return text;
}

std::string helpers_of(const Trial& trial) {
  Database& session = trial.watcher;
  return rows_of(session,
                 "SELECT 'trigger ' || tgname FROM pg_catalog.pg_trigger WHERE tgname LIKE '%phasegate%' AND NOT tgisinternal\n"
                 "  AND tgrelid NOT IN (SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = 'phasegate'::regnamespace)\n"
                 "UNION ALL SELECT 'column ' || attname FROM pg_catalog.pg_attribute WHERE attname LIKE '%phasegate%' AND NOT attisdropped\n"
                 "UNION ALL SELECT 'constraint ' || conname FROM pg_catalog.pg_constraint WHERE conname LIKE '%phasegate%'\n"
                 "UNION ALL SELECT 'relation ' || relname FROM pg_catalog.pg_class WHERE relname LIKE '%phasegate%'\n"
                 "UNION ALL SELECT 'function ' || proname FROM pg_catalog.pg_proc\n"
                 "  WHERE pronamespace = 'phasegate'::regnamespace AND (proname LIKE 'sync\\_%' OR proname LIKE 'up\\_%') ORDER BY 1");
}

std::string rows_of(Database& session, std::string_view query) {
  try {
    const Result rows = session.query(query);
    std::string text;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      for (std::size_t column = 0; column < rows.columns(); ++column) text += std::string(column == 0 ? "" : "\t") + std::string(rows.at(row, column).value_or("NULL"));
      text += "\n";
    }
    return text;
  } catch (const DatabaseError& error) {
    return error.sqlstate() + ": " + error.what() + "\n";
  }
}

std::string violations_of(const Trial& trial) {
  Database& session = trial.watcher;
  const Example& example = *trial.what.example;
  std::string text;
  const auto ask = [&](bool now, std::string_view query, std::string_view name) {
    if (!now || query.empty()) return;
    if (const std::string rows = rows_of(session, query); !rows.empty()) text += fmt::format("{}:\n{}\n", name, rows);
  };
  ask(trial.n_runs, example.n_never_sees, "N never sees");
  ask(trial.next_runs, example.next_never_sees, "N+1 never sees");
  ask(trial.is_backfilled() && !trial.is_contracting(), example.disagreement, "both sides disagree");
  return text;
}

}  // namespace phasegate::test
