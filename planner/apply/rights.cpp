// Asks for every table of the rollout whether row-level security holds for the role of this session.
#include "apply/rights.hpp"

#include <phasegate/error.hpp>

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <set>

namespace phasegate {
namespace {

std::set<std::string> tables_of(const Manifest& manifest) {
  std::set<std::string> tables;
  for (const ManifestFile& file : manifest.files)
    for (const ManifestLock& lock : file.locks) tables.insert(lock.relation);
  for (const ManifestGate& gate : manifest.gates) {
    const auto spec = nlohmann::json::parse(gate.spec, nullptr, /*allow_exceptions=*/false);
    if (!spec.is_object() || !spec.contains("tables")) continue;
    for (const auto& table : spec["tables"]) tables.insert(table.get<std::string>());
  }
  return tables;
}

}  // namespace

void refuse_hidden_rows(Database& session, const Manifest& manifest) {
  const std::set<std::string> tables = tables_of(manifest);
  const std::string found = session.value(
      "SELECT pg_catalog.string_agg(DISTINCT c.oid::pg_catalog.regclass::text, ', ')\n"
      "FROM pg_catalog.json_array_elements_text($1::json) AS t\n"
      "JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(t.value) AND c.relkind IN ('r', 'p')\n"
      "WHERE pg_catalog.row_security_active(c.oid)",
      {nlohmann::json(tables).dump()});
  if (found.empty()) return;
  const std::string role = session.value("SELECT pg_catalog.quote_ident(current_user)");
  throw Error(ExitCode::refused,
              fmt::format("role {} cannot see every row of {}: row-level security holds for it there, and what "
                          "it counts and proves would leave rows out; nothing was done",
                          role, found),
              fmt::format("let a superuser run: ALTER ROLE {} BYPASSRLS; or run as a role that has it", role));
}

}  // namespace phasegate
