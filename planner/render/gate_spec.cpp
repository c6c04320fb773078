// Puts together what guards are asked: applications, soak, fingerprint, conditions, approvals.
#include "render/gate_spec.hpp"

#include "render/going.hpp"
#include "render/timeouts.hpp"
#include "sql/identifier.hpp"

#include <phasegate/pipeline.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace phasegate::render {
namespace {

using Json = nlohmann::ordered_json;

std::string sql_name(const ElementId& id) {
  std::string text;
  for (const std::string* part : {&id.schema, &id.parent, &id.name})
    if (!part->empty()) text += (text.empty() ? "" : ".") + sql::identifier(*part);
  return text;
}

// Words of the fingerprint: every kind of constraint is a "constraint"; what lies in its schema's namespace of relations is named without its table.
std::string touched(const ElementId& id) {
  const auto kinds = all_objects();
  const auto kind = std::ranges::find(kinds, id.kind, [](const ObjectKind* k) { return k->name; });
  const bool known = kind != kinds.end();
  ElementId named = id;
  if (known && !(*kind)->is_constraint && (*kind)->relation_name != nullptr) named.parent.clear();
  return (known && (*kind)->is_constraint ? "constraint" : std::string(id.kind)) + " " + sql_name(named);
}

Json applications(const Plan& plan) {
  Json list = Json::array();
  for (const Application& app : plan.settings.applications)
    list.push_back({{"name", app.name}, {"scheme", to_string(app.scheme)}, {"from", app.from}, {"adopts", app.adopts}, {"retires", app.retires}});
  return list;
}

Json base(const Plan& plan, std::string_view phase, std::string_view direction) {
  Json spec;
  spec["rollout"] = plan.rollout;
  spec["plan_id"] = plan.id;
  spec["environment"] = plan.settings.environment;
  spec["phase"] = phase;
  spec["direction"] = direction;
  spec["applications"] = applications(plan);
  return spec;
}

void add_fingerprint(Json& spec, const Plan& plan) {
  spec["tables"] = fingerprint_tables(plan);
  spec["touches"] = fingerprint_touches(plan);
  spec["fingerprint"] = plan.fingerprint;
}

// What is asked of a step that a step of the same file ends: done, or ended already, so that a file that was done may run again.
std::string done_or_ended(const Plan& plan, const Step& step, std::size_t file) {
  std::string condition = step.done.sql;
  if (file >= plan.files.size()) return condition;
  for (const std::size_t s : plan.files[file].steps)
    if (const Step& end = plan.steps[s]; std::ranges::find(end.ends, step.id) != end.ends.end() && !end.done.sql.empty()) condition = "(" + condition + ") OR (" + end.done.sql + ")";
  return condition;
}

// Everything that the files before `end` do must be done, but for what a later one of them took away again.
Json conditions(const Plan& plan, std::size_t end) {
  std::set<std::string> ended;
  for (std::size_t i = 0; i < end; ++i)
    for (const std::size_t s : plan.files[i].steps) ended.insert(plan.steps[s].ends.begin(), plan.steps[s].ends.end());
  Json list = Json::array();
  for (std::size_t i = 0; i < end; ++i)
    for (const std::size_t s : plan.files[i].steps)
      if (const Step& step = plan.steps[s]; !step.done.sql.empty() && !ended.contains(step.id))
        list.push_back({{"sql", done_or_ended(plan, step, end)}, {"otherwise", step.done.otherwise.empty() ? "not done: " + step.title : step.done.otherwise}});
  return list;
}

Json approvals(const Plan& plan, const PlannedFile& file) {
  Json list = Json::array();
  for (const std::size_t s : file.steps)
    if (plan.steps[s].needs_approval)
      for (const Fact& fact : plan.steps[s].brings)
        if (fact.milestone == Milestone::gone) list.push_back(to_string(fact.element));
  return list;
}

std::size_t end_of_backfill(const Plan& plan) {
  std::size_t end = 0;
  while (end < plan.files.size() && plan.files[end].phase <= Phase::backfill && !plan.files[end].closing) ++end;
  return end;
}

Json promises(const Plan& plan) {
  Json map = Json::object();
  for (const Step& step : plan.steps)
    for (const Promise& promise : step.promises)
      if (!step.done.sql.empty()) map[promise.what] = step.done.sql;
  return map;
}

// What is true once each phase is done: for those who ask where an open rollout stands.
Json progress(const Plan& plan) {
  Json phases = Json::object();
  std::set<std::string> ended;
  for (const PlannedFile& file : plan.files) {
    Json& done = phases[std::string(to_string(file.phase))];
    if (done.is_null()) done = Json::array();
  }
  for (const Phase phase : all_phases) {
    if (!phases.contains(std::string(to_string(phase)))) continue;
    for (const Step& step : plan.steps)
      if (step.phase == phase) ended.insert(step.ends.begin(), step.ends.end());
    for (const Step& step : plan.steps)
      if (step.phase == phase && !step.done.sql.empty() && !ended.contains(step.id)) phases[std::string(to_string(phase))].push_back(step.done.sql);
  }
  return phases;
}

// Constraints that the plan touches without proving them before contract: renamed, dropped, NOT VALID as the desired schema has them, or
// made by contract itself, whose steps ask for them.
std::vector<std::string> unproven(const Plan& plan) {
  std::set<std::string> names, proven, late;
  for (const Step& step : plan.steps) {
    for (const ElementId& element : step.touches)
      if (const std::string name = touched(element); name.starts_with("constraint ")) (step.phase == Phase::contract ? late : names).insert(name);
    for (const Fact& fact : step.brings)
      if (fact.milestone == Milestone::validated) proven.insert(touched(fact.element));
  }
  std::vector<std::string> rest(late.begin(), late.end());
  for (const std::string& name : names)
    if (!proven.contains(name) && !late.contains(name)) rest.push_back(name);
  std::ranges::sort(rest);
  return rest;
}

// Tables that a transactional file locks strongly, in the order of their names; one alone needs no order.
void add_locks(Json& spec, const Plan& plan, const PlannedFile& file) {
  if (file.form != FileForm::transactional) return;
  std::map<std::string, LockMode> strongest;
  for (const std::size_t s : file.steps)
    for (const LockClaim& claim : plan.steps[s].locks)
      if (claim.mode >= LockMode::share && claim.relation.kind == "table") {
        LockMode& mode = strongest.try_emplace(sql::relation(claim.relation), claim.mode).first->second;
        mode = std::max(mode, claim.mode);
      }
  if (strongest.size() < 2) return;
  for (const auto& [table, mode] : strongest) spec["locks"].push_back({{"table", table}, {"mode", to_string(mode)}});
}

// Indexes that contract builds or drops concurrently.
std::vector<std::string> concurrent_indexes(const Plan& plan) {
  std::set<std::string> names;
  for (const Step& step : plan.steps)
    if (step.phase == Phase::contract && lock_class(step) == LockClass::patient)
      for (const ElementId& element : step.touches)
        if (element.kind == "index") names.insert(sql::qualified(element.schema, element.name));
  return {names.begin(), names.end()};
}

void add_contract(Json& spec, const Plan& plan, std::size_t index) {
  const PlannedFile& file = plan.files[index];
  const GateSettings& gates = plan.settings.gates;
  if (Json list = Json::parse(going(plan, index)); !list.empty()) spec["going"] = std::move(list);
  if (const auto names = concurrent_indexes(plan); !names.empty()) spec["concurrent"] = names;
  if (const auto names = unproven(plan); !names.empty()) spec["unproven"] = names;
  spec["soak_seconds"] = (file.part == Part::drop ? gates.soak_before_drop : gates.soak).count();
  if (file.part == Part::drop) spec["backup_max_age_seconds"] = gates.backup_max_age.count();
  if (const Json needed = approvals(plan, file); !needed.empty()) {
    spec["approvals"] = needed;
    spec["approved"] = true;  // a plan with an unapproved drop is never made
  }
  if (file.part == Part::swap) {
    spec["asks_reprepare"] = plan.asks_reprepare;
    spec["clients_reprepare"] = plan.settings.clients_reprepare;
  }
}

}  // namespace

std::vector<std::string> fingerprint_tables(const Plan& plan) {
  std::vector<std::string> names;
  for (const ElementId& table : plan.tables) names.push_back(sql_name(table));
  return names;
}

std::vector<std::string> fingerprint_touches(const Plan& plan) {
  std::vector<std::string> names;
  for (const ElementId& element : plan.touches) names.push_back(touched(element));
  return names;
}

std::string without_placeholders(std::string json) {
  for (std::size_t at = 0; (at = json.find("${", at)) != std::string::npos;) json.replace(at, 1, "\\u0024");
  return json;
}

std::string deploy_spec(const Plan& plan) {
  Json spec = base(plan, "deploy", "do");
  spec["conditions"] = conditions(plan, end_of_backfill(plan));
  return without_placeholders(spec.dump(2));
}

std::string guard_spec(const Plan& plan, std::size_t index) {
  const PlannedFile& file = plan.files[index];
  Json spec = base(plan, to_string(file.phase), "do");
  spec["part"] = to_string(file.part);
  spec["sessions"] = plan.settings.gates.sessions;
  add_fingerprint(spec, plan);
  spec["conditions"] = conditions(plan, index);
  add_locks(spec, plan, file);
  if (file.phase == Phase::contract) add_contract(spec, plan, index);
  if (file.opening && file.phase == Phase::expand) {
    spec["opens_rollout"] = true;
    spec["spec"] = {{"deploy", Json::parse(deploy_spec(plan))}, {"promises", promises(plan)}, {"desired_digest", plan.desired_digest}, {"progress", progress(plan)}};
  }
  if (file.opening && file.phase == Phase::validate) spec["raises_floor"] = "adopts";
  if (file.opening && file.phase == Phase::contract) spec["raises_floor"] = "retires";
  return without_placeholders(spec.dump(2));
}

std::string undo_spec(const Plan& plan, std::size_t index) {
  const PlannedFile& file = plan.files[index];
  Json spec = base(plan, to_string(file.phase), "undo");
  spec["part"] = to_string(file.part);
  Json losses = Json::array();
  for (const std::size_t s : file.steps)
    for (const std::string& query : plan.steps[s].undo.losses) losses.push_back({{"sql", query}, {"what", "rows whose values only the next version could have written (" + plan.steps[s].title + ")"}});
  spec["losses"] = losses;
  if (file.opening && file.phase >= Phase::validate) {
    Json floors = Json::object();
    for (const Application& app : plan.settings.applications) floors[app.name] = file.phase == Phase::validate ? app.from : app.adopts;
    spec["lowers_floor"] = floors;
  }
  return without_placeholders(spec.dump(2));
}

}  // namespace phasegate::render
