// The steps of a key: proof, concurrent build, and the instant in which the constraint takes its index over or goes.
#include "recipes/unique_keys.hpp"

#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/relying_on_key.hpp"
#include "recipes/steps.hpp"
#include "recipes/unique_index.hpp"
#include "sql/identifier.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate::recipes {
namespace {

constexpr int first_with_nulls_not_distinct = 150000;

using objects::constraint_name;

bool is_primary(const Object& key) { return key.id.kind == "primary key"; }
std::string word(const Object& key) { return is_primary(key) ? "primary key" : "unique constraint"; }
std::string alter(const Object& key) { return "ALTER TABLE " + sql::relation(table_of(key.id)); }
ElementId index_id(const Object& key, const std::string& name) { return {"index", key.id.schema, key.id.parent, name}; }

// The key by the name that it has in its table, as the fingerprint knows it.
ElementId touched(const Object& key) {
  ElementId id = key.id;
  id.name = constraint_name(key);
  return id;
}

Finding refusal(const Object& key, std::string_view kind, std::string message, std::string help) {
  return {Severity::error, std::string(kind), to_string(key.id) + " " + std::move(message), std::move(help), key.at};
}

// The index that belongs to the key, under a name of its own.
Object index_of(const Object& key, const std::string& name) {
  Object index = make_object(object_kind("index"), index_id(key, name));
  index["unique"] = true;
  std::vector<std::string> elements;
  for (const std::string& column : key.list("columns")) elements.push_back(sql::identifier(column));
  index["elements"] = elements;
  for (const std::string_view field : {"include", "options", "tablespace"})
    if (key.has(field)) index[field] = key[field];
  if (!is_primary(key) && key.is("nulls_not_distinct")) index["nulls_not_distinct"] = true;
  return index;
}

std::string helper_name(const Object& key) { return sql::joined_name("phasegate_key_", {key.id.parent, constraint_name(key)}); }

std::string using_index(const Object& key, const std::string& index) {
  return "ADD CONSTRAINT " + sql::identifier(constraint_name(key)) + (is_primary(key) ? " PRIMARY KEY" : " UNIQUE") + " USING INDEX " + sql::identifier(index) + objects::deferrable_clause(key);
}

// The columns of a primary key are proven not null before it comes: else ADD PRIMARY KEY would scan the table under its lock.
void want_not_null(const Object& key, Step& step) {
  if (!is_primary(key)) return;
  std::string all;
  for (const std::string& name : key.list("columns")) {
    const ElementId column{"column", key.id.schema, key.id.parent, name};
    step.needs.push_back({column, Side::wanted, Milestone::live});
    all += (all.empty() ? "" : " AND ") + column_is_not_null(column);
  }
  step.before = {all, "a column of the primary key of " + qualified_name(table_of(key.id)) + " may still be NULL"};
}

Promise arbiter(const Object& key) {
  return {qualified_name(touched(key)) + ".unique", "use the key of " + constraint_name(key) + " on " + qualified_name(table_of(key.id)) + " in ON CONFLICT, or rely on it being unique", key.at};
}

bool same_list(std::vector<std::string> a, std::vector<std::string> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  return a == b;
}

// True when the live index is what the key would build, so that no version notices the difference.
bool is_its_index(const Object& live, const Object& key) {
  const Object own = index_of(key, live.id.name);
  return !live.is("invalid") && !live.has("comment") && !key.is("deferrable") && !live.has("method") && live.is("unique") && !live.has("where") && live.list("elements") == own.list("elements") &&
         live.list("include") == own.list("include") && live.is("nulls_not_distinct") == own.is("nulls_not_distinct") && same_list(live.list("options"), own.list("options")) &&
         live.text("tablespace") == own.text("tablespace");
}

std::vector<Finding> refusals_to_add(const Object& key, std::string_view kind, const Context& context) {
  std::vector<Finding> findings = used_at_deploy(key, kind, "the " + word(key) + " " + constraint_name(key),
                                                 "the first version does without ON CONFLICT and writes no duplicates; the second, deployed after validate, relies on the key");
  if (!is_primary(key) && key.is("nulls_not_distinct") && context.live.server_version_num < first_with_nulls_not_distinct)
    findings.push_back(refusal(key, kind, "is NULLS NOT DISTINCT, which this server does not know", "leave it out, or use PostgreSQL 15 or later"));
  return findings;
}

// A live index of the same name becomes the index of the constraint. It was as unique before, so nobody notices.
Step take_over(const Object& key, const Object& index, const std::string& why, const Context& context) {
  const ElementId table = table_of(key.id);
  Step step = brief(Phase::expand, Part::main, table, LockMode::access_exclusive, why + ": take over", "make the unique index " + index.id.name + " of " + table.name + " a constraint");
  step.sql = {alter(key) + " " + using_index(key, index.id.name)};
  if (key.has("comment")) step.sql.push_back(comment_on(key));
  step.done = {constraint_exists(table, constraint_name(key)), "the constraint " + constraint_name(key) + " of " + qualified_name(table) + " is missing"};
  step.brings = {{key.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({alter(key) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(constraint_name(key)), index.kind->create(index, {})});
  step.touches = {touched(key), index.id};
  step.notes = {"the index stands already and is the same, so nothing is built", "undo builds the index again while all writes to the table wait (" + size_text(context.size(table)) + "), within statement_timeout"};
  want_not_null(key, step);
  return step;
}

Step add_constraint(const Object& key, const std::string& index, const std::string& why) {
  const ElementId table = table_of(key.id);
  Step step = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, why + ": add", "make " + index + " the " + word(key) + " of " + table.name);
  step.sql = {alter(key) + " " + using_index(key, index)};
  if (key.has("comment")) step.sql.push_back(comment_on(key));
  step.done = {constraint_exists(table, constraint_name(key)), "the " + word(key) + " " + constraint_name(key) + " of " + qualified_name(table) + " is missing"};
  step.brings = {{key.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({alter(key) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(constraint_name(key))});
  step.promises = {arbiter(key)};
  step.touches = {touched(key), index_id(key, index)};
  want_not_null(key, step);
  return step;
}

const Object* live_index_of_its_name(const Object& key, const Change& change, const Context& context) {
  for (const Difference& other : change.absorbed)
    if (other.element.kind == "index") return context.live.find(other.element);
  return context.live.find(index_id(key, constraint_name(key)));
}

// The key is implied by one that holds already: no row can break it.
bool is_implied(const Object& live, const Object& wanted) {
  const auto columns = wanted.list("columns");
  if (!is_primary(wanted) && wanted.is("nulls_not_distinct") && !live.is("nulls_not_distinct")) return false;
  if (live.is("deferrable")) return false;
  return std::ranges::all_of(live.list("columns"), [&](const std::string& column) { return std::ranges::find(columns, column) != columns.end(); });
}

std::vector<std::string_view> changed_fields(const Change& change) {
  std::vector<std::string_view> keys{change.claimed.field->key};
  for (const Difference& other : change.absorbed) keys.push_back(other.field->key);
  return keys;
}

bool concerns_only(const Change& change, std::string_view field) {
  const auto fields = changed_fields(change);
  return fields.size() == 1 && fields.front() == field;
}

Step rename(const Object& live, const Object& wanted, const std::string& why) {
  const ElementId table = table_of(wanted.id);
  const std::string from = constraint_name(live), to = constraint_name(wanted);
  const auto statement = [&](const std::string& a, const std::string& b) { return alter(wanted) + " RENAME CONSTRAINT " + sql::identifier(a) + " TO " + sql::identifier(b); };
  Step step = brief(Phase::validate, Part::open, table, LockMode::access_exclusive, why + ": rename", "rename the " + word(wanted) + " " + from + " of " + table.name + " to " + to);
  step.sql = {statement(from, to)};
  step.done = {constraint_exists(table, to), "the " + word(wanted) + " of " + qualified_name(table) + " is not called " + to};
  step.undo = undo_by({statement(to, from)});
  step.hurts = {.n_writes = true};
  step.promises = {{qualified_name(touched(wanted)) + ".name", "name the constraint " + to + " of " + qualified_name(table) + " in ON CONFLICT ON CONSTRAINT, or look for it in errors", wanted.at}};
  step.touches = {touched(live), touched(wanted), index_id(live, from), index_id(wanted, to)};
  return step;
}

std::vector<std::string> names_of_options(const std::vector<std::string>& options) {
  std::vector<std::string> names;
  for (const std::string& option : options) names.push_back(option.substr(0, option.find('=')));
  return names;
}

// What is in `to` is set, what only `from` has is reset.
std::vector<std::string> set_options(const std::string& index, const std::vector<std::string>& from, const std::vector<std::string>& to) {
  std::vector<std::string> statements, left;
  const auto kept = names_of_options(to);
  for (const std::string& name : names_of_options(from))
    if (std::ranges::find(kept, name) == kept.end()) left.push_back(name);
  if (!to.empty()) statements.push_back("ALTER INDEX " + index + " SET (" + objects::joined(to, ", ") + ")");
  if (!left.empty()) statements.push_back("ALTER INDEX " + index + " RESET (" + objects::joined(left, ", ") + ")");
  return statements;
}

Step change_options(const Object& live, const Object& wanted, const std::string& why) {
  const ElementId index = index_id(wanted, constraint_name(live));
  const std::string name = sql::qualified(index.schema, index.name);
  Step step;
  step.id = why + ": options";
  step.title = "set the storage parameters of the index of the " + word(wanted) + " " + index.name;
  step.sql = set_options(name, live.list("options"), wanted.list("options"));
  step.locks = {{index, LockMode::share_update_exclusive, Work::instant}};
  std::string all;
  for (const std::string& option : wanted.list("options")) all += (all.empty() ? "" : ", ") + sql::literal(option);
  step.done = {"EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass(" + sql::literal(name) + ") AND COALESCE(c.reloptions, '{}') @> ARRAY[" + all +
                   "]::pg_catalog.text[] AND COALESCE(c.reloptions, '{}') <@ ARRAY[" + all + "]::pg_catalog.text[])",
               "the storage parameters of index " + index.name + " are not as wanted"};
  step.undo = undo_by(set_options(name, wanted.list("options"), live.list("options")));
  step.touches = {touched(wanted), index};
  step.notes = {"what is written from now on follows them; the index is not built again"};
  return step;
}

std::vector<Finding> refusals_to_change(const Object& live, const Object& wanted, std::string_view kind, const Context& context) {
  std::vector<Finding> findings = refusals_to_add(wanted, kind, context);
  if (live.id != wanted.id) findings.push_back(refusal(wanted, kind, "gets another name and another form at once", "rename it, or its table, in a rollout of its own"));
  const Object* table = context.wanted.find(table_of(wanted.id));
  const bool identifies = table != nullptr && (is_primary(wanted) ? !table->has("replica_identity") : table->text("replica_identity") == constraint_name(wanted));
  const bool published = std::ranges::any_of(context.live.dependencies, [&](const Dependency& d) { return d.on == table_of(live.id) && d.identity.starts_with("publication"); });
  if (identifies && wanted.is("deferrable") && (published || !is_primary(wanted)))
    findings.push_back(refusal(wanted, kind, "becomes deferrable, but it is the replica identity of its table; a deferrable key cannot be", "set replica_identity of " + qualified_name(table_of(wanted.id)) + " to full in a rollout before this one"));
  const std::string clustered = live.id.schema + "." + live.id.parent;
  for (const LeftAlone& thing : context.live.left_alone)
    if (thing.type == "clustered index" && thing.identity == clustered)
      findings.push_back(refusal(wanted, kind, "gets a new index, but its table is clustered on an index, and the mark would be lost if it is this one", "ALTER TABLE " + sql::relation(table_of(live.id)) + " SET WITHOUT CLUSTER first"));
  return findings;
}

Step exchange(const Object& live, const Object& wanted, const std::string& helper, const Reliance& reliance, const std::string& why, const Context& context) {
  const ElementId table = table_of(wanted.id);
  Step step = brief(Phase::contract, Part::drop, table, LockMode::access_exclusive, why + ": exchange", "put the new " + word(wanted) + " of " + table.name + " in the place of " + constraint_name(live));
  step.transaction = Transaction::own;
  step.sql = {alter(wanted) + " DROP CONSTRAINT " + sql::identifier(constraint_name(live)) + ", " + using_index(wanted, helper)};
  if (wanted.has("comment")) step.sql.push_back(comment_on(wanted));
  const Object* owner = context.wanted.find(table);
  if (owner != nullptr && owner->text("replica_identity") == constraint_name(wanted)) step.sql.push_back(alter(wanted) + " REPLICA IDENTITY USING INDEX " + sql::identifier(constraint_name(wanted)));
  step.done = {constraint_exists(table, constraint_name(wanted)) + " AND " + negated(index_exists(index_id(wanted, helper))), "the " + word(wanted) + " " + constraint_name(wanted) + " of " + qualified_name(table) + " still has its old form"};
  step.brings = {{wanted.id, Side::live, Milestone::gone}, {wanted.id, Side::wanted, Milestone::live}};
  step.undo = cannot_undo("the old index is built again outside a transaction, while the applications write: plan the way back as a change of its own");
  step.hurts = {.n_writes = true, .next_writes = false};
  step.promises = {{qualified_name(touched(wanted)) + ".form", "write rows that the " + word(wanted) + " " + constraint_name(live) + " of " + qualified_name(table) + " rejects as it is now, or rely on what is new in it", wanted.at}};
  step.touches = {touched(live), touched(wanted), index_id(live, constraint_name(live)), index_id(wanted, helper)};
  want_not_null(wanted, step);
  move_foreign_keys(reliance, step);
  return step;
}

// How the key is built again, for people.
std::string way_back(const Object& key) {
  const Object index = index_of(key, constraint_name(key));
  const std::string create = index.kind->create(index, {});
  return "CREATE UNIQUE INDEX CONCURRENTLY" + create.substr(create.find("INDEX ") + 5) + ", then " + alter(key) + " " + using_index(key, constraint_name(key));
}

std::vector<Finding> refusals_to_drop(const Object& key, std::string_view kind, const Context& context) {
  std::vector<Finding> findings;
  const Object* table = context.wanted.find(table_of(key.id));
  if (table == nullptr) return findings;
  const auto refuse = [&](const std::string& message, const std::string& help) {
    findings.push_back({Severity::error, std::string(kind), to_string(key.id) + " is not in the desired schema, but " + message, help, table->at});
  };
  if (table->text("replica_identity") == constraint_name(key))
    refuse("it is the replica identity of its table; without it, a published table takes no UPDATE and no DELETE", "keep it, or change replica_identity of " + qualified_name(table->id) + " first");
  const bool published = std::ranges::any_of(context.live.dependencies, [&](const Dependency& d) { return d.on == table->id && d.identity.starts_with("publication"); });
  if (is_primary(key) && published && !table->has("replica_identity"))
    refuse("its table is published, and would take no UPDATE and no DELETE without it", "set replica_identity of " + qualified_name(table->id) + " to full, or to the name of a unique index, in a rollout before this one");
  return findings;
}

Step drop(const Object& key, const Object* successor, const Reliance& reliance, const std::string& why) {
  const ElementId table = table_of(key.id);
  Step step = brief(Phase::contract, Part::drop, table, LockMode::access_exclusive, why, "drop the " + word(key) + " " + constraint_name(key) + " of " + table.name);
  step.transaction = Transaction::own;
  step.sql = {alter(key) + " DROP CONSTRAINT " + sql::identifier(constraint_name(key))};
  step.done = {negated(constraint_exists(table, constraint_name(key))), "the " + word(key) + " " + constraint_name(key) + " of " + qualified_name(table) + " is still there"};
  step.brings = {{key.id, Side::live, Milestone::gone}};
  step.undo = cannot_undo("it is built again outside a transaction, while the applications write: " + way_back(key));
  step.hurts = {.n_reads = true, .n_writes = true};
  step.touches = {touched(key), index_id(key, constraint_name(key))};
  step.notes = {"queries that search by its columns lose its index: ask pg_stat_user_indexes.idx_scan on the primary and on every replica"};
  std::string before = is_primary(key) ? known_without(table, constraint_name(key)) : "";
  if (reliance.moved.empty()) before += (before.empty() ? "" : " AND ") + no_foreign_key_uses(index_id(key, constraint_name(key)));
  if (!before.empty()) step.before = {before, "a foreign key relies on " + constraint_name(key) + " of " + qualified_name(table) + ", or its subscribers know the rows by it"};
  if (successor == nullptr) {
    step.promises = {{qualified_name(touched(key)) + ".gone", "write duplicates that " + constraint_name(key) + " of " + qualified_name(table) + " rejects", {}}};
  } else {
    const std::string helper = helper_name(key);
    step.sql.push_back("ALTER INDEX " + sql::qualified(key.id.schema, helper) + " RENAME TO " + sql::identifier(successor->id.name));
    if (successor->has("comment")) step.sql.push_back(comment_on(*successor));
    step.done.sql += " AND " + index_is_valid(successor->id);
    step.brings.push_back({successor->id, Side::wanted, Milestone::exists});
    step.touches.push_back(index_id(key, helper));
    step.promises = {{qualified_name(touched(key)) + ".gone", "name the constraint " + constraint_name(key) + " of " + qualified_name(table) + " in ON CONFLICT ON CONSTRAINT, or write what only it rejects", {}}};
  }
  move_foreign_keys(reliance, step);
  return step;
}

// An index that takes the name of the key is built beside it, so that there is no gap between the two.
std::vector<Step> build_successor(const Object& key, const Object& successor, const std::string& why, const Context& context) {
  Object index = successor;
  index.id.name = helper_name(key);
  index["comment"] = {};
  std::vector<Step> steps;
  if (index.is("unique")) steps = prove_unique(index, successor.id.name, why, successor, context);
  Step build = build_index(index, Phase::validate, Part::enforce, context);
  build.hurts = {.n_writes = true};
  steps.push_back(std::move(build));
  return steps;
}

}  // namespace

bool is_field_of_same_key(const Difference& claimed, const Difference& other) {
  return claimed.what == What::field && other.what == What::field && other.element == claimed.element && other.field->key != "comment";
}

bool is_index_for_key(const Difference& missing_key, const Difference& other, const Context& context) {
  if (missing_key.what != What::missing || !other.is(What::extra, "index") || other.element.schema != missing_key.element.schema || other.element.parent != missing_key.element.parent) return false;
  const Object& key = *context.wanted.find(missing_key.element);
  const Object& index = *context.live.find(other.element);
  return index.id.name == constraint_name(key) && (index.is("invalid") || is_its_index(index, key));
}

bool is_index_after_key(const Difference& extra_key, const Difference& other, const Context& context) {
  return extra_key.what == What::extra && other.is(What::missing, "index") && other.element.schema == extra_key.element.schema && other.element.parent == extra_key.element.parent &&
         other.element.name == constraint_name(*context.live.find(extra_key.element));
}

Recipe add_key(const Change& change, const Context& context, std::string_view kind) {
  const Object& key = *context.wanted.find(change.claimed.element);
  const std::string why = std::string(kind) + " " + qualified_name(key.id), name = constraint_name(key);
  const Object* standing = live_index_of_its_name(key, change, context);
  Recipe result;
  if (standing != nullptr && is_its_index(*standing, key)) {
    result.steps = {take_over(key, *standing, why, context)};
    return result;
  }
  result.findings = refusals_to_add(key, kind, context);
  if (refuses(result.findings)) return result;
  if (standing != nullptr && standing->is("invalid")) result.steps = clear_away(*standing, why, Phase::validate, Part::enforce);
  const Object index = index_of(key, name);
  for (Step& step : prove_unique(index, name, why, key, context)) result.steps.push_back(std::move(step));
  Step build = build_index(index, Phase::validate, Part::enforce, context);
  build.hurts = {.n_writes = true};
  build.brings.push_back({key.id, Side::wanted, Milestone::exists});
  build.touches.push_back(touched(key));
  build.notes.push_back("built after the running version is gone: it rejects duplicates");
  result.steps.push_back(std::move(build));
  result.steps.push_back(add_constraint(key, name, why));
  return result;
}

Recipe drop_key(const Change& change, const Context& context, std::string_view kind) {
  const Object& key = *context.live.find(change.claimed.element);
  const std::string why = std::string(kind) + " " + qualified_name(key.id);
  Recipe result;
  result.findings = refusals_to_drop(key, kind, context);
  const Reliance reliance = reliance_on(key, context, kind);
  result.findings.insert(result.findings.end(), reliance.findings.begin(), reliance.findings.end());
  if (refuses(result.findings)) return result;
  const Object* successor = change.absorbed.empty() ? nullptr : context.wanted.find(change.absorbed.front().element);
  if (successor != nullptr) result.steps = build_successor(key, *successor, why, context);
  Step step = drop(key, successor, reliance, why);
  if (successor != nullptr) step.ends = {result.steps.back().id};
  result.steps.push_back(step);
  for (Step& further : validate_moved(reliance, step, context)) result.steps.push_back(std::move(further));
  return result;
}

Recipe change_key(const Change& change, const Context& context, std::string_view kind) {
  const Object &live = *context.live.find(change.claimed.live_element), &wanted = *context.wanted.find(change.claimed.element);
  const std::string why = std::string(kind) + " " + qualified_name(wanted.id);
  Recipe result;
  if (concerns_only(change, "constraint_name")) {
    result.steps = {rename(live, wanted, why)};
    return result;
  }
  if (concerns_only(change, "options")) {
    result.steps = {change_options(live, wanted, why)};
    return result;
  }
  result.findings = refusals_to_change(live, wanted, kind, context);
  const Reliance reliance = reliance_on(live, context, kind);
  result.findings.insert(result.findings.end(), reliance.findings.begin(), reliance.findings.end());
  if (refuses(result.findings)) return result;
  const Object index = index_of(wanted, helper_name(wanted));
  if (!is_implied(live, wanted)) result.steps = prove_unique(index, constraint_name(wanted), why, wanted, context);
  Step build = build_index(index, Phase::validate, Part::enforce, context);
  build.hurts = {.n_writes = true};
  build.brings.push_back({wanted.id, Side::wanted, Milestone::exists});
  build.touches.push_back(touched(wanted));
  build.notes.push_back("built beside the old one after the running version is gone: from here on both reject duplicates");
  result.steps.push_back(build);
  Step last = exchange(live, wanted, index.id.name, reliance, why, context);
  last.ends = {build.id};
  result.steps.push_back(last);
  for (Step& further : validate_moved(reliance, last, context)) result.steps.push_back(std::move(further));
  return result;
}

}  // namespace phasegate::recipes
