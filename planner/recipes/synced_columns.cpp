// The steps of a group of synced columns, in their phases.
#include "recipes/synced_columns.hpp"

#include "recipes/carried_steps.hpp"
#include "recipes/column_grants.hpp"
#include "recipes/conditions.hpp"
#include "recipes/domain_columns.hpp"
#include "recipes/moved_values.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "recipes/sync_functions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

std::string names_of(const std::vector<NewColumn>& news) {
  std::string text;
  for (const NewColumn& column : news) text += (text.empty() ? "" : ", ") + column.column.id.name;
  return text;
}

std::string names_of(const std::vector<OldColumn>& olds) {
  std::string text;
  for (const OldColumn& column : olds) text += (text.empty() ? "" : ", ") + column.column.id.name;
  return text;
}

std::string all_hold(const std::vector<std::string>& conditions) {
  std::string text;
  for (const std::string& condition : conditions) text += (text.empty() ? "" : " AND ") + condition;
  return text;
}

ElementId trigger_id(const SyncedColumns& group) { return {"trigger", group.table.schema, group.table.name, sync_names(group).trigger}; }
std::string alter(const SyncedColumns& group) { return "ALTER TABLE " + sql::relation(group.table); }

// Until contract, a step is done when its thing is there or when the old columns were already retired or dropped.
std::string or_later(const SyncedColumns& group, const std::string& condition) {
  if (group.olds.empty()) return condition;
  return "(" + condition + " OR NOT " + column_exists(group.olds.front().column.id) + ")";
}

// The column before it has a value.
Object bare_form(const Object& column) {
  Object bare = column;
  for (const std::string_view key : {"default", "not_null", "identity", "identity_options", "serial"}) bare[key] = {};
  return bare;
}

Step add_columns(const SyncedColumns& group, const Context& context) {
  Step step = brief(Phase::expand, Part::main, group.table, LockMode::access_exclusive, group.name + ": add", "add column " + group.table.name + "." + names_of(group.news));
  std::vector<std::string> exist;
  for (const NewColumn& column : group.news) {
    const Object bare = bare_form(column.column);
    say_rewrite(step, bare, context);
    step.sql.push_back(bare.kind->create(bare, {}));
    step.undo.sql.insert(step.undo.sql.begin(), bare.kind->drop(bare));
    if (bare.has("comment")) step.sql.push_back(comment_on(bare));
    exist.push_back(column_exists(bare.id));
    step.brings.push_back({bare.id, Side::wanted, Milestone::exists});
    step.touches.push_back(bare.id);
  }
  if (group.mirrors) step.sql.push_back(copy_column_grants(group.olds.front().column.id, group.news.front().column.id));
  step.done = {all_hold(exist), "the new columns of " + qualified_name(group.table) + " are missing"};
  step.undo.how = UndoHow::sql;
  return step;
}

std::string loss_count(const SyncedColumns& group) {
  std::vector<std::string> news, ups, types;
  for (std::size_t i = 0; i < group.news.size(); ++i) {
    news.push_back("t." + sql::identifier(group.news[i].column.id.name));
    ups.push_back("u.phasegate_up_" + std::to_string(i + 1));
    types.push_back(group.news[i].column.text("type"));
  }
  std::string arguments, filled;
  for (const auto& [name, type] : group.reads) arguments += (arguments.empty() ? "t." : ", t.") + sql::identifier(name);
  for (std::size_t i = 0; i < news.size(); ++i) filled += (filled.empty() ? "" : " OR ") + is_not_null(news[i], types[i]);
  return "SELECT count(*) FROM " + sql::relation(group.table) + " AS t CROSS JOIN LATERAL phasegate." + sql::identifier(sync_names(group).up) + "(" + arguments + ") AS u WHERE (" + filled + ") AND " +
         differ(news, ups, types);
}

Step create_sync(const SyncedColumns& group) {
  const SyncNames names = sync_names(group);
  const std::string what = group.olds.empty() ? "keep " + names_of(group.news) + " filled" : "keep " + names_of(group.olds) + " and " + names_of(group.news) + " equal";
  Step step = brief(Phase::expand, Part::main, group.table, LockMode::share_row_exclusive, group.name + ": sync", what + " on " + group.table.name + " (trigger)");
  step.sql = {up_function(group), sync_function(group), create_trigger(group)};
  step.done = {or_later(group, trigger_is_enabled(group.table, names.trigger)), "the trigger " + names.trigger + " is missing or disabled"};
  want_last(group, step);
  step.undo = undo_by({"DROP TRIGGER IF EXISTS " + sql::identifier(names.trigger) + " ON " + sql::relation(group.table),
                       "DROP FUNCTION IF EXISTS phasegate." + sql::identifier(names.function) + "()", drop_up_function(group)});
  if (!group.olds.empty()) step.undo.losses = {loss_count(group)};
  for (const NewColumn& column : group.news) step.brings.push_back({column.column.id, Side::wanted, Milestone::synced});
  step.touches = {trigger_id(group)};
  return step;
}

Step set_default(const NewColumn& column, const SyncedColumns& group) {
  const ElementId& id = column.column.id;
  const std::string target = alter(group) + " ALTER COLUMN " + sql::identifier(id.name);
  Step step = brief(Phase::validate, Part::enforce, group.table, LockMode::access_exclusive, group.name + ": default " + id.name, "set the default of " + id.parent + "." + id.name);
  step.sql = {target + " SET DEFAULT " + column.column.text("default")};
  step.done = {column_has_default(id), "column " + qualified_name(id) + " has no default"};
  step.undo = undo_by({target + " DROP DEFAULT"});
  step.promises = {{qualified_name(id) + ".default", "rely on the default of " + qualified_name(id), {}}};
  step.touches = {id};
  return step;
}

// Fill in backfill, catch-up in validate, then default and NOT NULL.
std::vector<Step> fill_and_enforce(const SyncedColumns& group, const Context& context) {
  Fill rows{group.table, group.name, assignments(group), pending_rows(group), "fill " + group.table.name + "." + names_of(group.news) + " in batches"};
  std::vector<Step> steps{fill(rows, Phase::backfill, Part::main, context)};
  for (const NewColumn& column : group.news) steps.back().brings.push_back({column.column.id, Side::wanted, Milestone::filled});
  rows.title = "catch up: fill what is left of " + group.table.name + "." + names_of(group.news);
  steps.push_back(fill(rows, Phase::validate, Part::catch_up, context));
  for (const NewColumn& column : group.news) {
    if (column.column.has("default")) steps.push_back(set_default(column, group));
    if (!column.column.is("not_null")) continue;
    const std::vector<Step> proven = proven_not_null(column.column.id, group.name + ": " + column.column.id.name + " not null", true, context);
    steps.insert(steps.end(), proven.begin(), proven.end());
  }
  return steps;
}

std::string tables_of(const std::vector<SyncedColumns>& groups) {
  std::string text;
  for (const SyncedColumns& group : groups)
    if (const std::string name = group.table.name + "." + names_of(group.olds); text.find(name) == std::string::npos) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<LockClaim> locks_of(const std::vector<SyncedColumns>& groups, std::vector<LockClaim> further) {
  for (const SyncedColumns& group : groups) further.push_back({group.table, LockMode::access_exclusive, Work::instant});
  return merged(std::move(further));
}

// What makes the values of one column goes over to the one that replaces it.
void move_makers(const SyncedColumns& group, const Context& context, std::vector<std::string>& forward, std::vector<std::string>& back) {
  if (!group.mirrors || (!makes_values(group.olds.front().column) && !owns_sequence(group.olds.front().column, context))) return;
  const Object &old = group.olds.front().column, &now = group.news.front().column;
  const bool owns = owns_sequence(old, context);
  const std::vector<std::string> there = move_values({group.table, retired_name(old.id.name), now.id.name, now.id.name, &old, &now, owns});
  const std::vector<std::string> again = move_values({group.table, now.id.name, old.id.name, old.id.name, &now, &old, owns});
  forward.insert(forward.end(), there.begin(), there.end());
  back.insert(back.end(), again.begin(), again.end());
}

// Rows of which the retired column does not hold what the new one says: only the next version can have written them.
std::string lost_by_return(const SyncedColumns& group) {
  const NewColumn& column = group.news.front();
  return "SELECT count(*) FROM " + sql::relation(group.table) + " AS t CROSS JOIN LATERAL phasegate." + sql::identifier(sync_names(group).up) + "(t." + sql::identifier(retired_name(group.olds.front().column.id.name)) + ") AS u WHERE " +
         differ({"t." + sql::identifier(column.column.id.name)}, {"u.phasegate_up_1"}, {column.column.text("type")});
}

Step retire(const std::vector<SyncedColumns>& groups, const Carriage& carriage, const Context& context) {
  const SyncedColumns& first = groups.front();
  Step step = brief(Phase::contract, Part::retire, first.table, LockMode::access_exclusive, first.name + ": retire", "retire column " + tables_of(groups) + " by renaming");
  const Exchange exchanged = exchange(carriage);
  step.locks = locks_of(groups, exchanged.locks);
  if (step.locks.size() > 1) step.transaction = Transaction::own;
  std::vector<std::string> gone, free, functions, functions_back, makers, makers_back;
  step.sql = exchanged.first;
  step.undo.sql = exchanged.undo_first;
  for (const SyncedColumns& group : groups) {
    if (group.mirrors) step.sql.push_back(require_column_grants(group.olds.front().column.id, group.news.front().column.id));
    for (const OldColumn& old : group.olds) {
      const ElementId& id = old.column.id;
      const std::string retired = sql::identifier(retired_name(id.name));
      step.sql.push_back(alter(group) + " RENAME COLUMN " + sql::identifier(id.name) + " TO " + retired);
      step.undo.sql.push_back(alter(group) + " RENAME COLUMN " + retired + " TO " + sql::identifier(id.name));
      step.brings.push_back({id, Side::live, Milestone::retired});
      step.touches.push_back(id);
      step.touches.push_back(retired_id(id));
      gone.push_back("NOT " + column_exists(id));
      free.push_back(unmentioned(id));
    }
    move_makers(group, context, makers, makers_back);
    functions.push_back(retired_function(group));
    functions_back.push_back(sync_function(group));
    if (group.mirrors && group.olds.front().column.text("type") != group.news.front().column.text("type")) step.undo.losses.push_back(lost_by_return(group));
  }
  const auto append = [](std::vector<std::string>& list, const std::vector<std::string>& further) { list.insert(list.end(), further.begin(), further.end()); };
  append(step.sql, makers);
  append(step.sql, exchanged.last);
  append(step.sql, functions);
  append(step.undo.sql, makers_back);
  append(step.undo.sql, exchanged.undo_last);
  append(step.undo.sql, functions_back);
  step.touches.insert(step.touches.end(), exchanged.touches.begin(), exchanged.touches.end());
  step.undo.how = UndoHow::sql;
  step.before = {all_hold(free), "a view, policy, trigger, function, publication or statistics object mentions " + names_of(first.olds) + " of " + qualified_name(first.table)};
  step.done = {all_hold(gone), "column " + tables_of(groups) + " is still there"};
  step.hurts = {.n_reads = true, .n_writes = true};
  return step;
}

Step drop_old(const std::vector<SyncedColumns>& groups, const Carriage& carriage) {
  const SyncedColumns& first = groups.front();
  Step step = brief(Phase::contract, Part::drop, first.table, LockMode::access_exclusive, first.name + ": drop", "drop column " + tables_of(groups));
  const Exchange dropped = drop_with_columns(carriage);
  step.locks = locks_of(groups, dropped.locks);
  if (step.locks.size() > 1) step.transaction = Transaction::own;
  step.sql = dropped.first;
  step.touches = dropped.touches;
  std::vector<std::string> gone;
  for (const SyncedColumns& group : groups) {
    const SyncNames names = sync_names(group);
    step.sql.insert(step.sql.end(), {"DROP TRIGGER IF EXISTS " + sql::identifier(names.trigger) + " ON " + sql::relation(group.table),
                                     "DROP FUNCTION IF EXISTS phasegate." + sql::identifier(names.function) + "()", drop_up_function(group)});
    for (const OldColumn& old : group.olds) {
      const ElementId retired = retired_id(old.column.id);
      step.sql.push_back(alter(group) + " DROP COLUMN IF EXISTS " + sql::identifier(retired.name));
      gone.push_back("NOT " + column_exists(retired));
      step.brings.push_back({old.column.id, Side::live, Milestone::gone});
      step.touches.push_back(old.column.id);
      step.touches.push_back(retired);
    }
    step.needs_approval = step.needs_approval || group.loses_data;
    step.touches.push_back(trigger_id(group));
  }
  step.done = {all_hold(gone), "the retired columns of " + qualified_name(first.table) + " are still there"};
  step.undo = cannot_undo(step.needs_approval ? "the values of " + names_of(first.olds) + " are gone" : "the trigger that kept both sides equal is gone");
  step.hurts = {.n_reads = true, .n_writes = true};
  return step;
}

// What N wrote must come back byte for byte from the new type, or the change is refused with the count.
Step prove_lossless(const SyncedColumns& group, const Context& context) {
  const Object &old = group.olds.front().column, &now = group.news.front().column;
  return proof(group.table, group.name + ": nothing lost", "prove that no value of " + group.table.name + "." + old.id.name + " is lost in type " + now.text("type"),
               {"SELECT count(*) FROM " + sql::relation(group.table) + " WHERE " +
                   differ({"CAST(" + group.olds.front().down + " AS " + old.text("type") + ")"}, {sql::identifier(old.id.name)}, {old.text("type")}),
               "rows of " + qualified_name(group.table) + " have a value in " + old.id.name + " that type " + now.text("type") + " cannot keep", "change these values, or say with backfill and reverse what becomes of them"}, context);
}

// What the old column cannot take fails the write of the next version until it is out of reach; where it is not null, until it is gone.
void promise_values(const SyncedColumns& group, Step& retired, Step& dropped) {
  if (!group.mirrors) return;
  const Object &old = group.olds.front().column, &now = group.news.front().column;
  const std::string name = qualified_name(now.id);
  if (old.text("type") != now.text("type"))
    (old.is("not_null") ? dropped : retired).promises.push_back({name + ".type", "write a value into " + name + " that type " + old.text("type") + " does not take", now.at});
  if ((old.has("default") || makes_values(old)) && !now.is("not_null") && !old.is("not_null"))
    retired.promises.push_back({name + ".inserted_null", "insert NULL into " + name + ": it would become the default of " + old.id.name + ", because nothing tells it from a value left out", now.at});
  if (old.is("not_null") && !now.is("not_null")) dropped.promises.push_back({name + ".null", "write NULL into " + name, now.at});
}

Finding refusal(const SyncedColumns& group, std::string message, std::string help) {
  return {Severity::error, "synced-columns", std::move(message), std::move(help), group.news.front().column.at};
}

// An old column whose values the server itself makes cannot be written by a trigger.
void refuse_generated(const SyncedColumns& group, std::vector<Finding>& findings) {
  for (const OldColumn& old : group.olds)
    for (const std::string_view key : {"generated", "identity", "serial"})
      if (old.column.has(key) && !(group.mirrors && key != "generated"))
        findings.push_back(refusal(group, "the values of " + to_string(old.column.id) + " are made by the server (" + std::string(key) + "); no trigger can write them", "keep the column, or make it a plain one first"));
}

// On INSERT, a default of the old side hides that nothing was given for the new side.
void refuse_default_with_null(const SyncedColumns& group, std::vector<Finding>& findings) {
  if (group.mirrors) return;  // one column for another: a promise says so
  for (const OldColumn& old : group.olds)
    for (const NewColumn& column : group.news)
      if (old.column.has("default") && !column.column.is("not_null"))
        findings.push_back(refusal(group, "a NULL that the next version inserts into " + to_string(column.column.id) + " would become the default of " + old.column.id.name + ", because nothing tells it from a value left out",
                                   "make " + column.column.id.name + " not null, or drop the default of " + old.column.id.name + " in a rollout before this one"));
}

void refuse_dependents(const SyncedColumns& group, const Context& context, std::vector<Finding>& findings) {
  for (const OldColumn& old : group.olds)
    for (const Dependency& dependency : context.live.dependencies)
      if (dependency.on == old.column.id)
        findings.push_back(refusal(group, dependency.identity + " depends on " + to_string(old.column.id) + ", which goes away", "change or drop it first; it is of a kind that phasegate leaves alone"));
}

}  // namespace

SyncedColumns complete(SyncedColumns group, const Context& context) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  };
  for (const OldColumn& old : group.olds) add(old.column.id.name);
  for (const NewColumn& column : group.news)
    for (const std::string& name : sql::column_references(column.up)) add(name);
  for (const std::string& name : names)
    if (const Object* column = context.live.find({"column", group.table.schema, group.table.name, name})) group.reads.emplace_back(name, column->text("type"));
  return group;
}

std::vector<Finding> refusals(const SyncedColumns& group, const Context& context) {
  std::vector<Finding> findings;
  for (const NewColumn& column : group.news) {
    for (const std::string& name : sql::column_references(column.up))
      if (context.live.find({"column", group.table.schema, group.table.name, name}) == nullptr)
        findings.push_back({Severity::error, "unknown-column", "backfill of " + to_string(column.column.id) + " names the column `" + name + "`, which " + qualified_name(group.table) + " does not have", "backfill is written in the columns of the running version", column.column.spot("backfill")});
    if (context.live.find(column.column.id) != nullptr)
      findings.push_back(refusal(group, to_string(column.column.id) + " takes a name that is still in use", "free the name in a rollout before this one: two names are swapped in three versions, by way of a third name"));
  }
  for (const OldColumn& old : group.olds)
    for (const std::string& name : sql::column_references(old.down))
      if (context.wanted.find({"column", group.table.schema, group.table.name, name}) == nullptr)
        findings.push_back({Severity::error, "unknown-column", "reverse of " + old.column.id.name + " names the column `" + name + "`, which the desired " + qualified_name(group.table) + " does not have", "reverse is written in the columns of the next version", group.news.front().column.spot("reverse")});
  for (const NewColumn& column : group.news)
    for (Finding& finding : refuse_domain(bare_form(column.column), column.column, "domain-column", context)) findings.push_back(std::move(finding));
  refuse_generated(group, findings);
  refuse_default_with_null(group, findings);
  refuse_dependents(group, context, findings);
  return findings;
}

std::vector<Step> sync(const SyncedColumns& group, const Context& context) { return sync(std::vector{group}, Carriage{}, context); }

std::vector<Step> sync(const std::vector<SyncedColumns>& groups, const Carriage& carriage, const Context& context) {
  std::vector<Step> steps;
  for (const SyncedColumns& group : groups) {
    steps.push_back(add_columns(group, context));
    steps.push_back(create_sync(group));
    const std::vector<Step> further = fill_and_enforce(group, context);
    steps.insert(steps.end(), further.begin(), further.end());
    if (group.keeps_all) steps.push_back(prove_lossless(group, context));
  }
  for (const auto& further : {build_beside(carriage, context), keep_way_back(carriage, context)}) steps.insert(steps.end(), further.begin(), further.end());
  Step retired = retire(groups, carriage, context), dropped = drop_old(groups, carriage);
  for (const SyncedColumns& group : groups) promise_values(group, retired, dropped);
  steps.push_back(std::move(retired));
  steps.push_back(std::move(dropped));
  std::ranges::stable_sort(steps, {}, [](const Step& step) { return std::pair(step.phase, step.part); });
  return steps;
}

std::vector<Step> keep_filled(const SyncedColumns& group, const Context& context) {
  const SyncNames names = sync_names(group);
  std::vector<Step> steps{create_sync(group)};
  steps.front().undo.losses = {if_next_has_run(loss_count(group), context)};
  const std::vector<Step> further = fill_and_enforce(group, context);
  steps.insert(steps.end(), further.begin(), further.end());
  Step end = brief(Phase::contract, Part::retire, group.table, LockMode::access_exclusive, group.name + ": end", "drop the trigger that kept " + names_of(group.news) + " filled");
  end.sql = steps.front().undo.sql;
  end.undo = undo_by({up_function(group), sync_function(group), create_trigger(group)});
  end.done = {"NOT " + trigger_is_enabled(group.table, names.trigger), "the trigger " + names.trigger + " is still there"};
  end.touches = {trigger_id(group)};
  end.hurts = {.n_writes = true};
  end.ends = {steps.front().id};
  steps.push_back(end);
  return steps;
}

}  // namespace phasegate::recipes
