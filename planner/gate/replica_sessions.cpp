// The twin of phasegate.gate_sessions, asked on standbys.
#include "gate/replica_sessions.hpp"

#include "gate/install.hpp"

#include <phasegate/error.hpp>

#include <nlohmann/json.hpp>

namespace phasegate {
namespace {

constexpr std::string_view deploys = R"sql(
SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', a ->> 'name',
                                                        'began', phasegate.deploy_began(a ->> 'name', phasegate.needed_version(a, $1::pg_catalog.jsonb ->> 'phase'))))
FROM pg_catalog.jsonb_array_elements($1::pg_catalog.jsonb -> 'applications') AS a
WHERE NOT EXISTS (SELECT FROM phasegate.application AS r WHERE r.name = a ->> 'name' AND r.retired_at IS NOT NULL)
)sql";

constexpr std::string_view old_sessions = R"sql(
WITH deploy AS (
  SELECT d ->> 'name' AS name, (d ->> 'began')::timestamptz AS began FROM pg_catalog.json_array_elements($1::json) AS d
)
SELECT pg_catalog.string_agg(pg_catalog.format('pid %s (%s, "%s", since %s)', s.pid, s.usename, s.application_name, s.backend_start), '; ' ORDER BY s.backend_start, s.pid)
FROM pg_catalog.pg_stat_activity AS s
WHERE s.backend_type = 'client backend' AND s.datname = pg_catalog.current_database() AND s.pid <> pg_catalog.pg_backend_pid()
  AND s.application_name IS DISTINCT FROM 'phasegate'
  AND (s.backend_start >= coalesce((SELECT max(d.began) FROM deploy AS d WHERE pg_catalog.starts_with(s.application_name, d.name)),
                                   (SELECT CASE WHEN bool_and(d.began IS NOT NULL) THEN max(d.began) END FROM deploy AS d))) IS NOT TRUE
)sql";

bool asks_for_sessions(const nlohmann::json& spec) {
  const auto text = [&](const char* key) { return spec.contains(key) && spec[key].is_string() ? spec[key].get<std::string>() : std::string(); };
  return spec.is_object() && spec.contains("sessions") && spec["sessions"].is_boolean() && spec["sessions"].get<bool>() && text("direction") != "undo" &&
         (text("phase") == "validate" || text("phase") == "contract");
}

GateCheck look_at(const Replica& replica, const std::string& began) {
  GateCheck check{.name = "sessions on " + replica.name, .open = false, .reason = {}, .remedy = {}};
  try {
    Database standby = connect(replica.url, std::chrono::seconds(5));
    if (standby.value("SELECT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')") != "t") {
      const std::string role = standby.value("SELECT pg_catalog.quote_ident(current_user)");
      check.reason = "role " + role + " cannot see when the sessions of others began";
      check.remedy = "GRANT pg_read_all_stats TO " + role;
      return check;
    }
    const std::string found = standby.value(old_sessions, {began});
    check.open = found.empty();
    check.reason = found.empty() ? "every session began with the deploy or after it" : "older than the deploy, or of unknown age: " + found;
    if (!check.open) check.remedy = "end these sessions: restart their program or their pool";
  } catch (const Error& error) {
    check.reason = std::string("it cannot be asked: ") + error.what();
    check.remedy = "bring it back, or correct [replica." + replica.name + "] in phasegate.toml";
  }
  return check;
}

}  // namespace

std::vector<GateCheck> replica_sessions(Database& primary, const std::string& spec_json, const std::vector<Replica>& replicas) {
  std::vector<GateCheck> checks;
  if (replicas.empty() || !asks_for_sessions(nlohmann::json::parse(spec_json, nullptr, /*allow_exceptions=*/false)) || !is_installed(primary)) return checks;
  std::string began = primary.value(deploys, {spec_json});
  if (began.empty()) began = "[]";
  for (const Replica& replica : replicas)
    if (replica.reads && !replica.url.empty()) checks.push_back(look_at(replica, began));
  return checks;
}

}  // namespace phasegate
