// Reads phasegate.rollout, and where each rollout stands from what the done conditions of its phases say.
#include "gate/open_rollouts.hpp"

#include "catalog/database.hpp"
#include "gate/fingerprint.hpp"
#include "sql/identifier.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace phasegate {
namespace {

using Json = nlohmann::json;

void append_text(std::string& text, std::string_view part) { text.append(std::to_string(part.size())).append(":").append(part); }

void append_value(std::string& text, const Value& value) {
  text += std::to_string(value.index());
  if (const bool* flag = std::get_if<bool>(&value)) text += *flag ? "t" : "f";
  if (const auto* number = std::get_if<std::int64_t>(&value)) text += std::to_string(*number);
  if (const auto* word = std::get_if<std::string>(&value)) append_text(text, *word);
  if (const auto* list = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& item : *list) append_text(text, item);
  if (const auto* map = std::get_if<TextMap>(&value))
    for (const auto& [key, item] : *map) {
      append_text(text, key);
      append_text(text, item);
    }
  text += ";";
}

bool holds(Database& database, const Json& conditions) {
  std::string sql = "SELECT true";
  for (const Json& condition : conditions) sql += " AND (" + condition.get<std::string>() + ")";
  try {
    return database.value(sql) == "t";
  } catch (const DatabaseError&) {
    return false;  // It asks for something that is not there: not done.
  }
}

// The phase whose gate was passed last, or the one after it when all of that phase is done. Conditions alone do not tell: those of a
// later phase may hold before it begins, where it has nothing to do.
std::string phase_of(Database& database, const std::string& name, const Json& progress) {
  const Result last = database.query("SELECT phase, what LIKE 'undo %' AS is_undo FROM phasegate.event WHERE rollout = $1 AND what LIKE '%gate passed%' AND phase IS NOT NULL ORDER BY id DESC LIMIT 1", {name});
  if (last.rows() == 0) return std::string(to_string(Phase::expand));
  std::string phase = last.text(0, "phase");
  if (last.is_true(0, "is_undo") || !progress.contains(phase) || !holds(database, progress[phase])) return phase;
  bool is_next = false;
  for (const Phase each : all_phases) {
    const std::string word(to_string(each));
    if (is_next && progress.contains(word)) return word;
    is_next |= word == phase;
  }
  return phase;
}

OpenRollout read(Database& database, const Result& rows, std::size_t row) {
  OpenRollout rollout{rows.text(row, "name"), rows.text(row, "plan_id"), rows.text(row, "digest"), "", {}, {}};
  const Json progress = Json::parse(rows.text(row, "progress"));
  for (const Json& table : Json::parse(rows.text(row, "tables"))) rollout.tables.insert(table.get<std::string>());
  for (const Json& touched : Json::parse(rows.text(row, "touches"))) {
    const std::string text = touched.get<std::string>();
    rollout.touches.insert(text);
    if (constexpr std::string_view word = "table "; text.starts_with(word)) rollout.tables.insert(text.substr(word.size()));
  }
  rollout.phase = phase_of(database, rollout.name, progress);
  return rollout;
}

// What of an open rollout a difference is about, under the live or the wanted name: a table, one in the schema that goes or is renamed, or a schema; "" for
// nothing.
std::string shared_with(const OpenRollout& rollout, const Difference& difference) {
  for (const ElementId& id : {difference.element, difference.live_element}) {
    const std::string table = id.kind == "table" ? sql::qualified(id.schema, id.name) : id.parent.empty() ? "" : sql::qualified(id.schema, id.parent);
    if (rollout.tables.contains(table)) return table;
    if (id.kind != "schema") continue;
    const std::string inside = sql::identifier(id.name) + ".";
    if (difference.what == What::renamed || difference.what == What::extra)
      for (const std::string& other : rollout.tables)
        if (other.starts_with(inside)) return other;
    if (const std::string schema = "schema " + sql::identifier(id.name); rollout.touches.contains(schema)) return schema;
  }
  return {};
}

}  // namespace

std::string digest_text(const Catalog& wanted) {
  std::string text;
  for (const Object* object : wanted.objects()) {
    append_text(text, to_string(object->id));
    for (std::size_t i = 0; i < object->values.size(); ++i) {  // absent values say nothing: a field that a later release knows changes no digest
      if (std::holds_alternative<std::monostate>(object->values[i])) continue;
      append_text(text, object->kind->fields[i].key);
      append_value(text, object->values[i]);
    }
  }
  return text;
}

std::string desired_digest(const std::string& text, Database& database) {
  return database.value("SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8')), 'hex')", {text});
}

std::vector<OpenRollout> open_rollouts(Database& database) {
  std::vector<OpenRollout> open;
  if (database.value("SELECT pg_catalog.to_regclass('phasegate.rollout')").empty()) return open;
  const Result rows = database.query(
      "SELECT name, plan_id, spec ->> 'desired_digest' AS digest, COALESCE(spec -> 'progress', '{}') AS progress, pg_catalog.to_json(tables) AS tables, "
      "COALESCE(spec -> 'touches', '[]') AS touches FROM phasegate.rollout WHERE state = 'open' ORDER BY name");
  for (std::size_t row = 0; row < rows.rows(); ++row) open.push_back(read(database, rows, row));
  return open;
}

std::vector<Finding> foreign_changes(Database& database) {
  std::vector<Finding> findings;
  if (database.value("SELECT pg_catalog.to_regclass('phasegate.rollout')").empty()) return findings;
  // What an earlier version has installed keeps no lines.
  const Result rows = database.query(
      "SELECT r.name, r.plan_id, pg_catalog.to_jsonb(r) -> 'lines' AS lines, pg_catalog.to_json(r.tables) AS tables, COALESCE(r.spec -> 'touches', '[]') AS touches "
      "FROM phasegate.rollout AS r WHERE r.state = 'open' AND pg_catalog.jsonb_typeof(pg_catalog.to_jsonb(r) -> 'lines') = 'array' ORDER BY r.name");
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    std::vector<std::string> lines;
    for (const Json& line : Json::parse(rows.text(row, "lines"))) lines.push_back(line.dump());
    for (const Drift& one : drift(database, Json::parse(rows.text(row, "tables")), Json::parse(rows.text(row, "touches")), lines))
      findings.push_back({Severity::warning, "foreign-change",
                          fmt::format("{} {} since rollout {} (plan {}) began{}{}", one.element, one.what, rows.text(row, "name"), rows.text(row, "plan_id"), one.before.empty() ? "" : "; it was: " + one.before,
                                      one.after.empty() ? "" : "; it is: " + one.after),
                          "its gates are shut until this is taken back; or, if it is to stay, take the rollout back (phasegate undo, down to expand) and plan again", {}});
  }
  return findings;
}

std::set<std::string> finished_rollouts(Database& database) {
  std::set<std::string> names;
  if (database.value("SELECT pg_catalog.to_regclass('phasegate.rollout')").empty()) return names;
  const Result rows = database.query("SELECT name FROM phasegate.rollout WHERE state = 'finished' ORDER BY name");
  for (std::size_t row = 0; row < rows.rows(); ++row) names.insert(rows.text(row, "name"));
  return names;
}

std::optional<OpenRollout> rollout_of(const std::vector<OpenRollout>& open, const std::string& digest) {
  const auto found = std::ranges::find(open, digest, &OpenRollout::desired_digest);
  return found == open.end() ? std::nullopt : std::optional(*found);
}

void refuse_open_tables(const std::vector<OpenRollout>& open, std::vector<Difference>& differences, std::vector<Finding>& findings) {
  for (const OpenRollout& rollout : open) {
    const auto is_ours = [&](const Difference& difference) { return !shared_with(rollout, difference).empty(); };
    const auto first = std::ranges::find_if(differences, is_ours);
    if (first == differences.end()) continue;
    findings.push_back({Severity::error, "rollout-open", "rollout " + rollout.name + " (plan " + rollout.plan_id + ") is open on " + shared_with(rollout, *first) + ": " + to_string(*first),
                        "finish it (next: phase " + rollout.phase + "), or take it back with phasegate undo", first->at});
    std::erase_if(differences, is_ours);
  }
}

}  // namespace phasegate
