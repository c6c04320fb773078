// The common steps.
#include "recipes/steps.hpp"

#include "recipes/conditions.hpp"
#include "recipes/proven_not_null.hpp"
#include "sql/identifier.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phasegate::recipes {

ElementId table_of(const ElementId& child) { return {"table", child.schema, "", child.parent}; }

Step brief(Phase phase, Part part, const ElementId& table, LockMode mode, std::string id, std::string title) {
  Step step;
  step.id = std::move(id);
  step.title = std::move(title);
  step.phase = phase;
  step.part = part;
  step.locks = {{table, mode, Work::instant}};
  return step;
}

Undo undo_by(std::vector<std::string> sql) { return {UndoHow::sql, std::move(sql), {}, {}}; }
Undo nothing_to_undo(std::string reason) { return {UndoHow::nothing_needed, {}, std::move(reason), {}}; }
Undo cannot_undo(std::string reason) { return {UndoHow::impossible, {}, std::move(reason), {}}; }

namespace {

// The arguments of the CALL that phasegate.toml asks for; "" when it says nothing, so that the defaults are the procedure's own.
std::string pace(const BackfillSettings& settings) {
  const BackfillSettings usual;
  std::string text;
  if (settings.batch != usual.batch) text += fmt::format(",\n  batch_ms => {}", settings.batch.count());
  nlohmann::ordered_json throttle = nlohmann::ordered_json::object();
  if (settings.max_load_percent < 100) throttle["load_percent"] = settings.max_load_percent;
  if (settings.max_replica_lag.count() > 0) throttle["replica_lag_ms"] = settings.max_replica_lag.count();
  if (settings.max_replica_lag_bytes > 0) throttle["replica_lag_bytes"] = settings.max_replica_lag_bytes;
  if (settings.max_wal_bytes_per_s > 0) throttle["wal_bytes_per_s"] = settings.max_wal_bytes_per_s;
  if (settings.yield_to_locks != usual.yield_to_locks) throttle["lock_waiters"] = settings.yield_to_locks;
  if (settings.yield_to_vacuum) throttle["vacuum"] = true;
  if (!settings.go_on_when.empty()) throttle["go_on_when"] = settings.go_on_when;
  if (!throttle.empty()) text += ",\n  throttle => " + sql::literal(throttle.dump());
  return text;
}

// Every row becomes a new version, and triggers of the table fire for it; sync triggers of phasegate are made for that.
std::vector<std::string> notes_on(const Fill& fill, const Context& context) {
  std::vector<std::string> notes = {size_text(context.size(fill.table))};
  std::vector<std::string> triggers;
  for (const Dependency& each : context.live.dependencies)
    if (each.dependent.kind == "trigger" && each.on == fill.table && std::ranges::find(triggers, each.identity) == triggers.end()) triggers.push_back(each.identity);
  for (const std::string& trigger : triggers)
    notes.push_back(trigger + " fires where it is one for " + (fill.assignments.empty() ? "DELETE" : "UPDATE") + "; it can tell by current_setting('phasegate.backfill', true) = 'on'");
  if (const TableSize size = context.size(fill.table); size.rows >= 1'000'000)
    notes.push_back(fmt::format("leaves up to {} dead row versions: let autovacuum come (pg_stat_user_tables.n_dead_tup), or VACUUM {} after it", size.rows, sql::relation(fill.table)));
  return notes;
}

}  // namespace

Step fill(const Fill& fill, Phase phase, Part part, const Context& context) {
  const std::string rollout = context.settings.rollout.name;
  const std::string name = fill.step + (part == Part::catch_up ? " (catch-up)" : "");
  Step step;
  step.id = name;
  step.title = fill.title;
  step.phase = phase;
  step.part = part;
  step.transaction = Transaction::none;
  step.sql = {"CALL phasegate.backfill(" + sql::literal(rollout) + ", " + sql::literal(name) + ", " + sql::literal(sql::relation(fill.table)) + ",\n  " +
              sql::literal(fill.assignments) + ",\n  " + sql::literal(fill.pending) + pace(context.settings.backfill) + ")"};
  step.locks = {{fill.table, LockMode::row_exclusive, Work::batches}};
  step.takes_long = true;
  step.done = {backfill_is_done(rollout, name), "not every row is filled: " + fill.title};
  step.undo = nothing_to_undo("the values stay until the column itself is taken back");
  step.notes = notes_on(fill, context);
  return step;
}

std::string size_text(const TableSize& size) {
  if (size.total_bytes < 0) return "size unknown";
  const std::string bytes = size.total_bytes >= 1'000'000'000 ? fmt::format("{:.1f} GB", static_cast<double>(size.total_bytes) / 1e9)
                                                              : fmt::format("{:.1f} MB", static_cast<double>(size.total_bytes) / 1e6);
  return (size.rows < 0 ? "rows unknown (never analysed)" : "about " + std::to_string(size.rows) + " rows") + ", " + bytes + " with indexes";
}

Step build_index(const Object& index, Phase phase, Part part, const Context& context) {
  const std::string plain = index.kind->create(index, {});
  const std::string_view mark = "INDEX ";
  std::string statement = plain;
  statement.insert(plain.find(mark) + mark.size(), "CONCURRENTLY IF NOT EXISTS ");
  Step step;
  step.id = "build index " + qualified_name(index.id);
  step.title = "build index " + index.id.name + " on " + index.id.parent + " concurrently";
  step.phase = phase;
  step.part = part;
  step.transaction = Transaction::none;
  step.sql = {statement};
  const ElementId table = table_of(index.id);
  step.locks = {{table, LockMode::share_update_exclusive, Work::builds}};
  step.takes_long = true;
  step.before = {"NOT " + index_exists(index.id) + " OR " + index_is_valid(index.id),
                 "index " + sql::qualified(index.id.schema, index.id.name) + " is INVALID, left by a build that failed: DROP INDEX CONCURRENTLY it and run this file again"};
  step.done = {index_is_valid(index.id), "index " + index.id.name + " is not there, or INVALID"};
  step.brings = {{index.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({"DROP INDEX IF EXISTS " + sql::qualified(index.id.schema, index.id.name)});
  step.touches = {index.id};
  step.notes = {"waits for every transaction that is older than each of its two scans", size_text(context.size(table))};
  return step;
}

Step drop_index(const Object& live_index, Phase phase, Part part) {
  Step step;
  step.id = "drop index " + qualified_name(live_index.id);
  step.title = "drop index " + live_index.id.name + " of " + live_index.id.parent + " concurrently";
  step.phase = phase;
  step.part = part;
  step.transaction = Transaction::none;
  step.sql = {"DROP INDEX CONCURRENTLY IF EXISTS " + sql::qualified(live_index.id.schema, live_index.id.name)};
  step.locks = {{table_of(live_index.id), LockMode::share_update_exclusive, Work::instant}};
  step.takes_long = true;
  step.done = {negated(index_exists(live_index.id)), "index " + live_index.id.name + " is still there"};
  step.brings = {{live_index.id, Side::live, Milestone::gone}};
  step.touches = {live_index.id};
  return step;
}

std::string if_next_has_run(const std::string& query, const Context& context) {
  std::string started;
  for (const Application& app : context.settings.applications)
    started += (started.empty() ? "" : " OR ") + ("(m.application = " + sql::literal(app.name) + " AND phasegate.compare_versions(m.version, " + sql::literal(app.adopts) + ", " +
                                                  sql::literal(to_string(app.scheme)) + ") >= 0)");
  return "SELECT CASE WHEN EXISTS (SELECT FROM phasegate.marker AS m WHERE " + started + ") THEN (" + query + ") ELSE 0 END";
}

std::vector<Finding> unapproved(const std::vector<ElementId>& elements, const Context& context) {
  std::vector<Finding> findings;
  const auto& approvals = context.settings.approvals;
  for (const ElementId& element : elements)
    if (!context.settings.approve_destructive && std::ranges::find(approvals, to_string(element)) == approvals.end())
      findings.push_back({Severity::error, "not-approved", "dropping " + to_string(element) + " loses its data for good, and nobody has approved it",
                          "approve it in phasegate.toml: approvals = ['" + to_string(element) + "'], or plan with --approve-destructive", {}});
  return findings;
}

Step proof(const ElementId& table, std::string id, std::string title, const Violations& violations, const Context& context) {
  Step step;
  step.id = std::move(id);
  step.title = std::move(title);
  step.phase = Phase::validate;
  step.part = Part::enforce;
  step.transaction = Transaction::none;
  step.sql = {stop_unless_none(violations.count, violations.what, violations.hint)};
  step.locks = {{table, LockMode::access_share, Work::scans}};
  step.takes_long = true;
  step.undo = nothing_to_undo("it only looks");
  step.notes = {"scans " + size_text(context.size(table))};
  if (violations.object != nullptr) step.preflight = {counted(violations)};
  return step;
}

Preflight counted(const Violations& violations) {
  const Object& object = *violations.object;
  const bool by_hand = object.text("clean_up") == "by hand";
  return {violations.count, violations.sample, violations.what,
          by_hand ? "clean up before validate: its file stops while any is left"
                  : violations.hint + "; or say clean_up = \"by hand\" in " + to_string(object.id) + " when somebody does that before validate",
          object.at, by_hand};
}

std::string sample_rows(const ElementId& table, const std::string& condition, const Context& context) {
  std::string keys;
  if (const Object* key = context.live.find({"primary key", table.schema, table.name, ""}))
    for (const std::string& name : key->list("columns")) keys += (keys.empty() ? "" : ", ") + sql::literal(name + " ") + " || " + sql::identifier(name) + "::text";
  const std::string text = keys.empty() ? "'row ' || ctid::text" : "pg_catalog.concat_ws(', ', " + keys + ")";
  return "SELECT " + text + " FROM " + sql::relation(table) + " WHERE " + condition + " LIMIT 5";
}

std::vector<Finding> used_at_deploy(const Object& wanted, std::string_view kind, const std::string& what, const std::string& crossing) {
  if (wanted.text("uses_at") != "deploy") return {};
  return {{Severity::error, std::string(kind), what + " cannot come before the deploy of the next version, because the running one could not bear it, but uses_at of " + to_string(wanted.id) + " says that the next version relies on it from its first statement",
           "cross in two versions: " + crossing + "; then remove uses_at, or ask phasegate.open(…) in the application before it relies on it", wanted.spot("uses_at")}};
}

std::vector<Finding> renamed_table(const ElementId& wanted, const ElementId& live, std::string_view code, const SourceSpot& at) {
  const ElementId table = wanted.parent.empty() ? wanted : table_of(wanted), before = live.parent.empty() ? live : table_of(live);
  if (table == before) return {};
  return {{Severity::error, std::string(code), to_string(wanted) + " changes in the rollout in which its table, so far " + qualified_name(before) + ", gets another name", "change one of the two in a rollout of its own", at}};
}

std::string retired_name(std::string_view name) {
  // The prefix is cut from nothing: a name that would become too long keeps its start and a hash of the whole.
  return sql::bounded_name("zz_phasegate_" + std::string(name), "");
}

ElementId retired_id(const ElementId& id) { return {id.kind, id.schema, id.parent, retired_name(id.name)}; }

std::string comment_on(const Object& object) { return "COMMENT ON " + object.kind->comment(object).target + " IS " + sql::literal(object.text("comment")); }

}  // namespace phasegate::recipes
