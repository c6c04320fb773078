// Asks the gates of the plan first, then the catalog.
#include "gate/known_approvals.hpp"

#include "gate/install.hpp"
#include "support/suggest.hpp"

#include <phasegate/error.hpp>
#include <phasegate/pipeline.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace phasegate {
namespace {

// What gates ask for by the state of the database, whatever the plan says; $1 is the word. Source: planner/gate/install/63 and 64.
constexpr std::string_view asked_by_state =
    "SELECT EXISTS (SELECT FROM pg_catalog.pg_proc AS p CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0) AS f WHERE $1 = 'mentions in ' || f.type || ' ' || f.identity)\n"
    "    OR EXISTS (SELECT FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0) AS t\n"
    "                WHERE $1 = 'subscribers of ' || t.identity OR EXISTS (SELECT FROM pg_catalog.pg_subscription AS s WHERE $1 = pg_catalog.format('writes of subscription %s on %s', s.subname, t.identity)))\n"
    "    OR EXISTS (SELECT FROM pg_catalog.pg_replication_slots AS s WHERE $1 = 'lag of slot ' || s.slot_name)";

bool is_asked_by_state(Database& database, const std::string& what) {
  static constexpr std::string_view beginnings[] = {"mentions in ", "subscribers of ", "writes of subscription ", "lag of slot "};
  return std::ranges::any_of(beginnings, [&](std::string_view one) { return what.starts_with(one); }) && database.value(asked_by_state, {what}) == "t";
}

std::vector<std::string> asked_by_plan(const Manifest& manifest) {
  std::vector<std::string> list;
  for (const ManifestGate& gate : manifest.gates) {
    const nlohmann::json spec = nlohmann::json::parse(gate.spec, nullptr, false);
    if (spec.is_object() && spec.contains("approvals"))
      for (const auto& one : spec["approvals"])
        if (one.is_string()) list.push_back(one.get<std::string>());
  }
  return list;
}

std::vector<std::string> plans_of_database(Database& database) {
  std::vector<std::string> ids;
  if (!is_installed(database)) return ids;
  const Result rows = database.query("SELECT DISTINCT plan_id FROM phasegate.rollout ORDER BY 1");
  for (std::size_t row = 0; row < rows.rows(); ++row) ids.push_back(rows.text(row, "plan_id"));
  return ids;
}

std::vector<std::string> named_in_catalog(Database& database, const Settings& settings) {
  std::vector<std::string> names;
  const Catalog live = introspect(database, settings);
  for (const Object* object : live.objects()) names.push_back(to_string(object->id));
  return names;
}

std::string suggested(const std::string& word, const std::vector<std::string>& choices, std::string otherwise) {
  const std::string near = nearest(word, choices);
  return near.empty() ? otherwise : "did you mean \"" + near + "\"?";
}

}  // namespace

std::vector<Finding> doubts_about_approval(Database& database, const std::string& plan_id, const std::string& what, const std::optional<Manifest>& manifest, const Settings& settings) {
  std::vector<Finding> findings;
  const auto warn = [&](std::string message, std::string help) { findings.push_back({Severity::warning, "approves-nothing", std::move(message), std::move(help), {}}); };
  std::vector<std::string> plans = plans_of_database(database);
  const bool is_at_hand = manifest && manifest->plan_id == plan_id;
  if (manifest) plans.push_back(manifest->plan_id);
  if (std::ranges::find(plans, plan_id) == plans.end())
    warn("neither the database nor the migrations folder knows a plan " + plan_id, suggested(plan_id, plans, "compare it with what phasegate plan has printed: an approval counts for that plan alone"));
  if (is_asked_by_state(database, what)) return findings;
  const std::vector<std::string> known = is_at_hand ? asked_by_plan(*manifest) : named_in_catalog(database, settings);
  if (std::ranges::find(known, what) == known.end())
    warn(is_at_hand ? "no gate of plan " + plan_id + " asks for an approval of \"" + what + "\"" : "\"" + what + "\" names nothing in the live schema",
         suggested(what, known, "write it as the gate does: phasegate gate prints the line to type"));
  return findings;
}

}  // namespace phasegate
