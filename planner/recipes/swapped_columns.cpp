// The steps of a change of type under one name, in their phases.
#include "recipes/swapped_columns.hpp"

#include "recipes/carried_steps.hpp"
#include "recipes/column_grants.hpp"
#include "recipes/conditions.hpp"
#include "recipes/domain_columns.hpp"
#include "recipes/moved_values.hpp"
#include "recipes/numbering_with_type.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "recipes/sync_functions.hpp"
#include "recipes/type_change.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <algorithm>
#include <set>

namespace phasegate::recipes {
namespace {

constexpr int first_with_named_not_null = 180000;

std::string alter(const ElementId& table) { return "ALTER TABLE " + sql::relation(table); }
std::string alter_column(const ElementId& column) { return alter(table_of(column)) + " ALTER COLUMN " + sql::identifier(column.name); }
std::string not_null_name(const ElementId& column) { return sql::bounded_name("phasegate_nn_back_" + column.parent + "_" + column.name, ""); }

std::string names_of(const std::vector<SwappedColumn>& columns) {
  std::string text;
  for (const SwappedColumn& column : columns) text += (text.empty() ? "" : ", ") + column.live->id.parent + "." + column.live->id.name;
  return text;
}

// The group as it is once both have changed places: the column under its own name, the old one under the retired name.
SyncedColumns after_swap(const SwappedColumn& column) {
  SyncedColumns group = column.group;
  group.news.front().column = *column.wanted;
  return group;
}

void or_over(Step& step, const std::string& over) {
  if (!step.done.sql.empty()) step.done.sql = "((" + step.done.sql + ") OR " + over + ")";
  if (!step.before.sql.empty()) step.before.sql = "((" + step.before.sql + ") OR " + over + ")";
}

Step add_shadow(const SwappedColumn& column, const Context& context) {
  const ElementId shadow = shadow_id(column.live->id);
  Step step = brief(Phase::expand, Part::main, column.group.table, LockMode::access_exclusive, column.group.name + ": add", "add a column of type " + column.wanted->text("type") + " beside " + shadow.parent + "." + column.live->id.name);
  Object bare = column.group.news.front().column;
  for (const std::string_view key : {"default", "not_null", "identity", "identity_options", "serial", "comment"}) bare[key] = {};
  step.sql = {bare.kind->create(bare, {})};
  if (bare.has("storage")) step.sql.push_back(alter_column(shadow) + " SET STORAGE " + bare.text("storage"));
  if (const auto* target = std::get_if<std::int64_t>(&bare["statistics"])) step.sql.push_back(alter_column(shadow) + " SET STATISTICS " + std::to_string(*target));
  std::string options;
  for (const std::string& option : bare.list("options")) options += (options.empty() ? "" : ", ") + option;
  if (!options.empty()) step.sql.push_back(alter_column(shadow) + " SET (" + options + ")");
  step.done = {column_exists(shadow), "the column " + shadow.name + " is missing"};
  step.undo = undo_by({bare.kind->drop(bare)});
  step.brings = {{shadow, Side::temporary, Milestone::exists}};
  step.touches = {shadow, column.live->id};
  say_rewrite(step, bare, context);
  return step;
}

ElementId trigger_id(const SyncedColumns& group) { return {"trigger", group.table.schema, group.table.name, sync_names(group).trigger}; }

Step follow(const SwappedColumn& column) {
  const SyncNames names = sync_names(column.group);
  Step step = brief(Phase::expand, Part::main, column.group.table, LockMode::share_row_exclusive, column.group.name + ": follow", "let the new column follow " + column.live->id.parent + "." + column.live->id.name + " (trigger)");
  step.sql = {up_function(column.group), following_function(column.group, false), create_trigger(column.group)};
  step.done = {trigger_is_enabled(column.group.table, names.trigger), "the trigger " + names.trigger + " is missing or disabled"};
  want_last(column.group, step);
  step.undo = undo_by({"DROP TRIGGER IF EXISTS " + sql::identifier(names.trigger) + " ON " + sql::relation(column.group.table),
                       "DROP FUNCTION IF EXISTS phasegate." + sql::identifier(names.function) + "()", drop_up_function(column.group)});
  step.touches = {trigger_id(column.group)};
  return step;
}

Step become_strict(const SwappedColumn& column) {
  Step step;
  step.id = column.group.name + ": strict";
  step.title = "what type " + column.wanted->text("type") + " cannot take now fails the write of " + column.live->id.parent + "." + column.live->id.name;
  step.phase = Phase::validate;
  step.part = Part::enforce;
  step.sql = {following_function(column.group, true)};
  step.done = {is_strict(column.group), "the function of the trigger is not the strict one"};
  step.undo = undo_by({following_function(column.group, false)});
  step.hurts = {.n_writes = true};
  return step;
}

// Both sides agree in every row, and, where nobody has said how, the old value comes back the same.
Step prove(const SwappedColumn& column, const Context& context) {
  const SyncedColumns& group = column.group;
  const ElementId &old = column.live->id, shadow = shadow_id(old);
  const std::string type = column.live->text("type"), t = "t.";
  std::string arguments;
  for (const auto& [name, argument] : group.reads) arguments += (arguments.empty() ? t : ", " + t) + sql::identifier(name);
  std::string wrong = "u.failed OR " + differ({t + sql::identifier(shadow.name)}, {"u.phasegate_up_1"}, {column.wanted->text("type")});
  if (group.keeps_all) wrong += " OR " + differ({"CAST(" + sql::with_qualified_columns(back_from(group), "t", group.table.name) + " AS " + type + ")"}, {t + sql::identifier(old.name)}, {type});
  Step step = proof(group.table, group.name + ": nothing lost", "prove that type " + column.wanted->text("type") + " keeps every value of " + old.parent + "." + old.name,
               {"SELECT count(*) FROM " + sql::relation(group.table) + " AS t CROSS JOIN LATERAL phasegate." + sql::identifier(sync_names(group).up) + "(" + arguments + ") AS u WHERE " + wrong,
               "rows of " + qualified_name(group.table) + " have a value in " + old.name + " that type " + column.wanted->text("type") + " does not keep", "change these values, or say with backfill and reverse what becomes of them"}, context);
  if (column.counted) step.preflight = {*column.counted};
  return step;
}

// One pass over each table for all its columns: the first update of a row fires every trigger.
std::vector<Step> fill_tables(const std::vector<SwappedColumn>& columns, const std::string& name, const Context& context) {
  std::vector<Step> steps;
  for (auto first = columns.begin(); first != columns.end(); ++first) {
    const ElementId& table = first->group.table;
    if (std::any_of(columns.begin(), first, [&](const SwappedColumn& column) { return column.group.table == table; })) continue;
    std::string set, pending, names;
    for (auto column = first; column != columns.end(); ++column) {
      if (column->group.table != table) continue;
      set += (set.empty() ? "" : ", ") + assignments(column->group);
      pending += (pending.empty() ? "(" : " OR (") + pending_rows(column->group) + ")";
      names += (names.empty() ? "" : ", ") + column->live->id.name;
    }
    Fill rows{table, name + ": fill " + qualified_name(table), set, pending, "fill the new column of " + table.name + "." + names + " in batches"};
    steps.push_back(fill(rows, Phase::backfill, Part::main, context));
    rows.title = "catch up: fill what is left of the new column of " + table.name + "." + names;
    steps.push_back(fill(rows, Phase::validate, Part::catch_up, context));
  }
  return steps;
}

std::vector<Step> prepare(const SwappedColumn& column, const Context& context) {
  const SyncedColumns& group = column.group;
  std::vector<Step> steps{add_shadow(column, context), follow(column)};
  steps.push_back(become_strict(column));
  steps.push_back(prove(column, context));
  if (column.wanted->is("not_null"))
    for (Step& step : proven_not_null(shadow_id(column.live->id), group.name + ": not null", true, context)) {
      step.promises.clear();
      steps.push_back(std::move(step));
    }
  return steps;
}

// From PostgreSQL 18 on a NOT NULL is a constraint with a name, which the server made from the name that its column had then. The column that takes
// the place takes the name, too; where the other has none to give, it gets the one that the server gives a column of its name.
std::string name_not_null(const ElementId& table, const std::string& column, const std::string& other) {
  const std::string relation = sql::literal(sql::relation(table)) + "::pg_catalog.regclass";
  const auto name_of = [&](const std::string& name) {
    return "(SELECT c.conname FROM pg_catalog.pg_constraint AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]\n"
           "     WHERE c.conrelid = " + relation + " AND c.contype = 'n' AND a.attname = " + sql::literal(name) + ")";
  };
  const std::string rename = "    EXECUTE pg_catalog.format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', " + relation + ", ";
  const auto is_helper = [](const std::string& name) { return "pg_catalog.strpos(" + name + ", 'zz_phasegate_') > 0"; };
  return "DO " + sql::dollar_quoted("\nDECLARE\n  own constant name := " + name_of(column) + ";\n  other constant name := " + name_of(other) + ";\nBEGIN\n  IF " + is_helper("own") + " THEN\n    IF " + is_helper("other") +
                                        " IS FALSE THEN\n  " + rename + "other, 'zz_phasegate_not_null');\n  " + rename + "own, other);\n  " + rename + "'zz_phasegate_not_null', own);\n    ELSE\n  " + rename +
                                        "own, " + sql::literal(sql::bounded_name(table.name + "_" + column, "_not_null")) + ");\n    END IF;\n  END IF;\nEND\n", "not_null");
}

// Rows of which the old column does not hold what the new one says: only the next version can have written them.
std::string lost_by_return(const SwappedColumn& column) {
  return "SELECT count(*) FROM " + sql::relation(column.group.table) + " AS t CROSS JOIN LATERAL phasegate." + sql::identifier(sync_names(column.group).up) + "(t." + sql::identifier(retired_name(column.live->id.name)) +
         ") AS u WHERE " + differ({"t." + sql::identifier(column.live->id.name)}, {"u.phasegate_up_1"}, {column.wanted->text("type")});
}

std::vector<LockClaim> all_locks(const std::vector<SwappedColumn>& columns, std::vector<LockClaim> further) {
  for (const SwappedColumn& column : columns) further.push_back({column.group.table, LockMode::access_exclusive, Work::instant});
  return merged(std::move(further));
}

// In one order for every run, so that no two of them wait for each other.
std::string lock_statement(const std::vector<LockClaim>& locks) {
  std::string text;
  for (const LockClaim& lock : locks) text += (text.empty() ? "" : ", ") + sql::relation(lock.relation);
  return "LOCK TABLE " + text + " IN ACCESS EXCLUSIVE MODE";
}

Promise promise(const SwappedColumn& column) {
  const std::string name = qualified_name(column.live->id);
  return {name + ".type", "write a value into " + name + " that type " + column.live->text("type") + " does not take", column.wanted->at};
}

template <class T>
void append(std::vector<T>& list, const std::vector<T>& further) { list.insert(list.end(), further.begin(), further.end()); }

// The names change first, then what gives the column its values, then objects and functions.
void swap_one(const SwappedColumn& column, const Context& context, Step& step, std::vector<std::string>& later, std::vector<std::string>& undo_later) {
  const ElementId &id = column.live->id, shadow = shadow_id(id), retired = retired_id(id);
  const ElementId& table = column.group.table;
  const auto rename = [&](const std::string& from, const std::string& to) { return alter(table) + " RENAME COLUMN " + sql::identifier(from) + " TO " + sql::identifier(to); };
  append<std::string>(step.sql, {rename(id.name, retired.name), rename(shadow.name, id.name)});
  if (column.live->is("not_null")) append<std::string>(step.undo.sql, {alter_column(retired) + " SET NOT NULL", alter(table) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(not_null_name(id))});
  append<std::string>(step.undo.sql, {rename(id.name, shadow.name), rename(retired.name, id.name)});
  const bool owns = owns_sequence(*column.live, context) || column.before.is("serial");
  append(later, move_values({table, retired.name, id.name, id.name, &column.before, &column.after, owns}));
  append(undo_later, move_values({table, shadow.name, id.name, id.name, &column.after, &column.before, owns}));
  later.push_back(copy_column_grants(retired, id));
  if (context.live.server_version_num >= first_with_named_not_null) {
    later.push_back(name_not_null(table, id.name, retired.name));
    undo_later.push_back(name_not_null(table, id.name, shadow.name));
  }
  if (column.wanted->has("comment")) later.push_back(comment_on(*column.wanted));
  later.push_back(retired_function(after_swap(column)));
  undo_later.push_back(following_function(column.group, true));
  if (column.wanted->has("comment")) undo_later.push_back("COMMENT ON COLUMN " + sql::relation(table) + "." + sql::identifier(shadow.name) + " IS NULL");
  append<std::string>(step.undo.losses, {lost_by_return(column)});
  for (const ElementId& element : {id, shadow, retired, trigger_id(column.group)}) step.touches.push_back(element);
  if (!column.live->is("not_null")) step.promises.push_back(promise(column));
}

Step swap(const std::vector<SwappedColumn>& columns, const Carriage& carriage, const Context& context) {
  Step step = brief(Phase::contract, Part::swap, columns.front().group.table, LockMode::access_exclusive, carriage.name + ": swap", "let the new columns take the place of " + names_of(columns));
  const Exchange exchanged = exchange(carriage);
  step.transaction = Transaction::own;
  step.locks = all_locks(columns, exchanged.locks);
  step.sql = {lock_statement(step.locks)};
  append(step.sql, exchanged.first);
  step.undo.how = UndoHow::sql;
  step.undo.sql = {lock_statement(step.locks)};
  append(step.undo.sql, exchanged.undo_first);
  std::vector<std::string> later, undo_later;
  std::string free;
  for (const SwappedColumn& column : columns) {
    swap_one(column, context, step, later, undo_later);
    free += (free.empty() ? "" : " AND ") + unmentioned(column.live->id);
    append(step.needs, numbers_first(column.live->id, context));
  }
  append(step.sql, exchanged.last);
  append(step.sql, later);
  append(step.undo.sql, exchanged.undo_last);
  append(step.undo.sql, undo_later);
  step.before = {free, "a view, policy, trigger, function, publication or statistics object mentions " + names_of(columns) + ", and would stay with the old column"};
  step.done = {carriage.over, "the new column has not taken the place of " + names_of(columns)};
  step.hurts = {.n_reads = true, .n_writes = true};
  step.changes_result_type = true;
  step.touches.insert(step.touches.end(), exchanged.touches.begin(), exchanged.touches.end());
  return step;
}

// The old column may then be NULL where the old type does not take the value. On the way back it is proven first: undo of the steps runs from
// the last to the first.
std::vector<Step> let_go(const SwappedColumn& column, const Context& context) {
  const ElementId &id = column.live->id, retired = retired_id(id);
  const ElementId& table = column.group.table;
  const std::string name = not_null_name(id);
  // It only tells: what it finds, the next version has written in spite of the promise.
  Step look = proof(table, column.group.name + ": look", "look whether the old column of " + id.parent + "." + id.name + " holds every value", {}, context);
  look.sql = {"DO " + sql::dollar_quoted("\nDECLARE\n  others constant bigint := (" + lost_by_return(column) + ");\nBEGIN\n  IF others > 0 THEN\n    RAISE WARNING USING MESSAGE = others || " +
                                             sql::literal(" rows of " + qualified_name(table) + " have a value in " + id.name + " that its old type does not take: contract can no longer be taken back") + ";\n  END IF;\nEND\n", "look")};
  look.phase = Phase::contract;
  look.part = Part::swap;
  look.undo = undo_by({validate_or_withdraw(table, name)});
  look.touches = {{"check constraint", table.schema, table.name, name}};
  Step loosen = brief(Phase::contract, Part::swap, table, LockMode::access_exclusive, column.group.name + ": let go", "let the old column of " + id.parent + "." + id.name + " be NULL where its type does not take a value");
  loosen.sql = {alter_column(retired) + " DROP NOT NULL"};
  loosen.done = {"NOT " + column_is_not_null(retired), "the old column " + retired.name + " is still not null"};
  loosen.undo = undo_by({alter(table) + " ADD CONSTRAINT " + sql::identifier(name) + " CHECK (" + sql::identifier(retired.name) + " IS NOT NULL) NOT VALID"});
  loosen.undo.losses = {lost_by_return(column)};
  loosen.promises = {promise(column)};
  loosen.touches = {retired, {"check constraint", table.schema, table.name, name}};
  return {look, loosen};
}

Step drop_old(const std::vector<SwappedColumn>& columns, const Carriage& carriage) {
  Step step = brief(Phase::contract, Part::drop, columns.front().group.table, LockMode::access_exclusive, carriage.name + ": drop", "drop the old column of " + names_of(columns));
  const Exchange dropped = drop_with_columns(carriage);
  step.locks = all_locks(columns, dropped.locks);
  step.transaction = Transaction::own;
  if (step.locks.size() > 1) step.sql = {lock_statement(step.locks)};
  append(step.sql, dropped.first);
  step.touches = dropped.touches;
  std::string gone = carriage.over;
  for (const SwappedColumn& column : columns) {
    const SyncNames names = sync_names(column.group);
    const ElementId retired = retired_id(column.live->id);
    append<std::string>(step.sql, {"DROP TRIGGER IF EXISTS " + sql::identifier(names.trigger) + " ON " + sql::relation(column.group.table), "DROP FUNCTION IF EXISTS phasegate." + sql::identifier(names.function) + "()",
                      drop_up_function(column.group), alter(column.group.table) + " DROP COLUMN IF EXISTS " + sql::identifier(retired.name)});
    gone += " AND NOT " + column_exists(retired);
    for (const ElementId& element : {column.live->id, retired, trigger_id(column.group)}) step.touches.push_back(element);
    if (!column.group.loses_data) continue;
    step.needs_approval = true;
    step.brings.push_back({column.live->id, Side::live, Milestone::gone});
  }
  step.done = {gone, "the old column of " + names_of(columns) + " is still there"};
  step.undo = cannot_undo("the values of the old type are gone");
  return step;
}

// A change of type, or of the collation alone, that is no matter of the catalog alone.
bool needs_rewrite(const Difference& difference, const Context& context) {
  if (difference.element != difference.live_element) return false;
  const auto type_too = [&](const Difference& other) { return other.is_field("column", "type") && other.element == difference.element; };
  if (!difference.is_field("column", "type") && !(difference.is_field("column", "collation") && std::ranges::none_of(context.differences, type_too))) return false;
  return !changes_in_place(*context.live.find(difference.element), *context.wanted.find(difference.element), context);
}

}  // namespace

std::vector<Difference> swapped_together(const Difference& difference, const Context& context) {
  std::vector<Difference> members{difference};
  for (std::size_t known = 0; known != members.size();) {
    known = members.size();
    for (const Difference& other : context.differences) {
      if (!needs_rewrite(other, context)) continue;
      if (std::ranges::any_of(members, [&](const Difference& member) { return member.element == other.element; })) continue;
      // Of one table, too: one pass of batches, one lock, and clients prepare again once.
      const auto tied = [&](const Difference& member) { return table_of(member.element) == table_of(other.element) || share_an_object(member.element, other.element, context); };
      if (std::ranges::any_of(members, tied)) members.push_back(other);
    }
  }
  return members;
}

bool swaps_columns(const Difference& difference, const Context& context) {
  if (!needs_rewrite(difference, context)) return false;
  return std::ranges::any_of(swapped_together(difference, context), [&](const Difference& member) { return !is_small(table_of(member.element), context); });
}

ElementId shadow_id(const ElementId& column) { return {column.kind, column.schema, column.parent, helper_name(column.name)}; }

std::string has_wanted_type(const Object& live, const Object& wanted) {
  // A type of the user prints without its schema where search_path finds it.
  const std::string type = wanted.text("type");
  std::string either = " = " + sql::literal(type);
  if (const std::size_t dot = type.rfind('.'); dot != std::string::npos && type.find('(') == std::string::npos) either = " IN (" + sql::literal(type) + ", " + sql::literal(type.substr(dot + 1)) + ")";
  std::string condition = "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::qualified(live.id.schema, live.id.parent)) + ") AND a.attname = " +
                          sql::literal(live.id.name) + " AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod)" + either;
  if (type == live.text("type")) {
    const std::string collation = wanted.has("collation") ? wanted.text("collation") : "pg_catalog.\"default\"";
    condition += " AND a.attcollation = pg_catalog.to_regcollation(" + sql::literal(collation) + ")";
  }
  return condition + ")";
}

std::vector<Step> swap_columns(const std::vector<SwappedColumn>& columns, const Carriage& carriage, const Context& context) {
  std::vector<Step> steps;
  for (const SwappedColumn& column : columns)
    for (Step& step : prepare(column, context)) {
      or_over(step, carriage.over);
      steps.push_back(std::move(step));
    }
  for (const auto& further : {fill_tables(columns, carriage.name, context), build_beside(carriage, context), keep_way_back(carriage, context)}) steps.insert(steps.end(), further.begin(), further.end());
  steps.push_back(swap(columns, carriage, context));
  for (const SwappedColumn& column : columns)
    if (column.live->is("not_null")) {
      const std::vector<Step> both = let_go(column, context);
      steps.insert(steps.end(), both.begin(), both.end());
    }
  steps.push_back(drop_old(columns, carriage));
  std::ranges::stable_sort(steps, {}, [](const Step& step) { return std::pair(step.phase, step.part); });
  return steps;
}

}  // namespace phasegate::recipes
