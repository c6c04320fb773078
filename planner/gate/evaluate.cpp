// Calls phasegate.gate and reads its rows.
#include "gate/evaluate.hpp"

#include "gate/install.hpp"
#include "support/shell_word.hpp"

#include <phasegate/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phasegate {
namespace {

GateCheck not_installed(const std::string& spec_json) {
  const auto spec = nlohmann::json::parse(spec_json, nullptr, /*allow_exceptions=*/false);
  std::string application = "APPLICATION", version = "VERSION", environment = "default";
  if (spec.is_object() && spec.contains("applications") && spec["applications"].is_array() && !spec["applications"].empty()) {
    const auto& first = spec["applications"].front();
    application = first.value("name", application);
    version = first.value("from", version);
  }
  if (spec.is_object()) environment = spec.value("environment", environment);
  return {.name = "marker",
          .open = false,
          .reason = "schema phasegate is not installed in this database, so nothing was ever marked here",
          .remedy = "phasegate mark --app " + shell_word(application) + " --finished " + shell_word(version) + (environment == "default" ? "" : " --environment " + shell_word(environment))};
}

// The reason says the same for people.
std::vector<Drift> drift_of(Database& database, const std::string& spec_json) {
  std::vector<Drift> found;
  try {
    const Result rows = database.query(
        "SELECT d.element, d.what, d.before, d.after FROM (SELECT $1::pg_catalog.jsonb AS spec) AS s, "
        "phasegate.drift(ARRAY(SELECT pg_catalog.jsonb_array_elements_text(s.spec -> 'tables')), ARRAY(SELECT pg_catalog.jsonb_array_elements_text(s.spec -> 'touches')), "
        "phasegate.expected_lines(s.spec)) AS d WHERE phasegate.expected_lines(s.spec) IS NOT NULL",
        {spec_json});
    for (std::size_t i = 0; i < rows.rows(); ++i) found.push_back({rows.text(i, "element"), rows.text(i, "what"), rows.text(i, "before"), rows.text(i, "after")});
  } catch (const DatabaseError&) {
    // An older schema phasegate, or no right to ask: the check is shut all the same.
  }
  return found;
}

}  // namespace

std::vector<GateCheck> evaluate(Database& database, const std::string& spec_json, const std::vector<std::string>& lines) {
  if (!is_installed(database)) return {not_installed(spec_json)};
  database.query("SELECT pg_catalog.set_config('phasegate.planned_lines', $1, false)", {as_json_array(lines)});
  const Result rows = database.query(
      "SELECT check_name, is_open IS TRUE AS is_open, reason, remedy FROM phasegate.gate($1::pg_catalog.jsonb)", {spec_json});
  std::vector<GateCheck> checks;
  for (std::size_t i = 0; i < rows.rows(); ++i)
    checks.push_back({.name = rows.text(i, "check_name"),
                      .open = rows.is_true(i, "is_open"),
                      .reason = rows.text(i, "reason"),
                      .remedy = rows.text(i, "remedy")});
  for (GateCheck& check : checks)
    if (check.name == "fingerprint" && !check.open) check.drift = drift_of(database, spec_json);
  if (checks.empty()) checks.push_back({.name = "spec", .open = false, .reason = "nothing was checked", .remedy = {}});
  return checks;
}

bool is_open(const std::vector<GateCheck>& checks) {
  return !checks.empty() && std::ranges::all_of(checks, &GateCheck::open);
}

}  // namespace phasegate
