// What the contract checks look at: schema, contents, helpers, and the queries of an example.
#include "contract/trial.hpp"

#include <fmt/format.h>

namespace phasegate::test {

std::string schema_of(const Trial& trial) {
  return print_desired(introspect(trial.watcher, trial.settings));
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
