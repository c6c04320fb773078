// Builds, renames and drops what is carried over.
#include "recipes/carried_steps.hpp"

#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate::recipes {
namespace {

std::string alter(const ElementId& table) { return "ALTER TABLE " + sql::relation(table); }
bool is_key(const Object& object) { return object.id.kind == "primary key" || object.id.kind == "unique constraint"; }
bool is_index(const Object& object) { return object.id.kind == "index"; }
bool is_foreign_key(const Object& object) { return object.id.kind == "foreign key"; }
ElementId table_of(const Carried& carried) { return recipes::table_of(carried.helper.id); }
std::string old_name(const Carried& carried) { return carried.live->id.kind == "primary key" ? objects::constraint_name(*carried.live) : carried.live->id.name; }
std::string last_name(const Carried& carried) { return carried.wanted->id.kind == "primary key" ? objects::constraint_name(*carried.wanted) : carried.wanted->id.name; }
std::string spare_name(const Carried& key) { return sql::bounded_name("zz_phasegate_back_" + old_name(key), ""); }

std::string or_over(const Carriage& carriage, const std::string& condition) { return "(" + condition + " OR " + carriage.over + ")"; }

std::vector<ElementId> touched(const Carried& carried) {
  const ElementId& id = carried.helper.id;
  std::vector<std::string> names{id.name, last_name(carried)};
  if (carried.live != nullptr) names.insert(names.end(), {old_name(carried), retired_name(old_name(carried))});
  if (carried.live != nullptr && id.kind == "primary key") names.push_back(spare_name(carried));
  std::vector<ElementId> elements;
  for (const std::string& name : names) {
    if (is_index(carried.helper) || is_key(carried.helper)) elements.push_back({"index", id.schema, id.parent, name});
    if (id.kind == "primary key") elements.push_back({"constraint", id.schema, id.parent, name});
    else if (!is_index(carried.helper)) elements.push_back({id.kind, id.schema, id.parent, name});
  }
  return elements;
}

// The index of a key, as an index of its own.
Object index_of(const Object& key, const std::string& name) {
  Object index = make_object(object_kind("index"), {"index", key.id.schema, key.id.parent, name});
  std::vector<std::string> elements;
  for (const std::string& column : key.list("columns")) elements.push_back(sql::identifier(column));
  index["elements"] = elements;
  index["unique"] = true;
  for (const std::string_view field : {"include", "options", "tablespace"}) index[field] = key[field];
  if (key.id.kind == "unique constraint") index["nulls_not_distinct"] = key["nulls_not_distinct"];
  return index;
}

std::string again(const Carriage& carriage) {
  return has_moved_key(carriage) ? "; after undo of contract, take validate back too, and run it again" : "";
}

Step build(const Carriage& carriage, const Carried& carried, const Context& context) {
  const Object index = is_index(carried.helper) ? carried.helper : index_of(carried.helper, carried.helper.id.name);
  Step step = build_index(index, Phase::validate, Part::enforce, context);
  step.id = carriage.name + ": build " + last_name(carried);
  step.title = "build " + last_name(carried) + " of " + index.id.parent + " on the new columns, concurrently";
  step.done = {or_over(carriage, index_is_valid(index.id)), "index " + index.id.name + " is not there, or INVALID" + again(carriage)};
  step.brings.clear();
  step.hurts = {.n_writes = true};
  step.touches = touched(carried);
  const bool arbiter = is_key(*carried.wanted) || carried.wanted->is("unique");
  if (arbiter && carriage.renames)
    step.promises = {{qualified_name(carried.wanted->id.name.empty() ? recipes::table_of(carried.wanted->id) : carried.wanted->id) + ".unique", "use the key of " + last_name(carried) + " on " + qualified_name(table_of(carried)) + " in ON CONFLICT under the new names", carried.wanted->at}};
  return step;
}

Step attach(const Carriage& carriage, const Carried& carried) {
  const ElementId table = table_of(carried);
  const std::string name = sql::identifier(carried.helper.id.name);
  Step step = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, carriage.name + ": attach " + last_name(carried), "make a unique constraint of the index for " + last_name(carried) + " of " + table.name);
  step.sql = {alter(table) + " ADD CONSTRAINT " + name + " UNIQUE USING INDEX " + name + objects::deferrable_clause(carried.helper)};
  step.done = {or_over(carriage, constraint_exists(table, carried.helper.id.name)), "the constraint " + carried.helper.id.name + " is missing"};
  step.undo = undo_by({alter(table) + " DROP CONSTRAINT IF EXISTS " + name});
  step.touches = touched(carried);
  return step;
}

std::vector<LockClaim> key_locks(const Object& key, LockMode child, LockMode parent, Work work) {
  std::vector<LockClaim> locks{{recipes::table_of(key.id), child, work}};
  if (is_foreign_key(key)) locks.push_back({referenced_table(key), parent, work});
  return merged(std::move(locks));
}

// A check or foreign key, NOT VALID first.
std::vector<Step> add_and_validate(const Carriage& carriage, const Carried& carried, const Context& context) {
  const ElementId table = table_of(carried);
  const std::string &name = carried.helper.id.name, last = last_name(carried);
  Object unproven = carried.helper;
  unproven["not_valid"] = true;
  const LockMode mode = is_foreign_key(carried.helper) ? LockMode::share_row_exclusive : LockMode::access_exclusive;
  Step first = brief(Phase::validate, Part::enforce, table, mode, carriage.name + ": add " + last, "add " + last + " of " + table.name + " on the new columns");
  first.transaction = Transaction::own;
  first.sql = {carried.helper.kind->create(unproven, {})};
  first.locks = key_locks(carried.helper, mode, mode, Work::instant);
  first.done = {or_over(carriage, constraint_exists(table, name)), "the constraint " + name + " is missing" + again(carriage)};
  first.undo = undo_by({alter(table) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(name)});
  first.hurts = {.n_writes = true};
  first.touches = touched(carried);
  if (carried.helper.is("not_valid")) return {first};
  Step second;
  second.id = carriage.name + ": validate " + last;
  second.title = "validate " + last + " of " + table.name + " on the new columns";
  second.phase = Phase::validate;
  second.part = Part::enforce;
  second.transaction = Transaction::none;
  second.sql = {validate_or_withdraw(table, name)};
  second.locks = key_locks(carried.helper, LockMode::share_update_exclusive, LockMode::row_share, Work::scans);
  second.takes_long = true;
  second.before = {or_over(carriage, constraint_exists(table, name)), "the constraint " + name + " was taken back: rows of " + qualified_name(table) + " break it"};
  second.done = {or_over(carriage, constraint_is_valid(table, name)), "rows of " + qualified_name(table) + " break " + last};
  second.undo = nothing_to_undo("the constraint goes with its own step");
  second.touches = touched(carried);
  second.notes = {"scans " + size_text(context.size(table))};
  return {first, second};
}


std::string rename_statement(const Carried& carried, const std::string& from, const std::string& to) {
  const ElementId& id = carried.helper.id;
  if (is_index(carried.helper)) return "ALTER INDEX " + sql::qualified(id.schema, from) + " RENAME TO " + sql::identifier(to);
  return alter(table_of(carried)) + " RENAME CONSTRAINT " + sql::identifier(from) + " TO " + sql::identifier(to);
}

std::string drop_statement(const Carried& carried, const std::string& name) { return alter(table_of(carried)) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(name); }

std::string add_primary_key(const Carried& carried, const Object& key, const std::string& index) {
  return alter(table_of(carried)) + " ADD CONSTRAINT " + sql::identifier(objects::constraint_name(key)) + " PRIMARY KEY USING INDEX " + sql::identifier(index) + objects::deferrable_clause(key);
}

// The columns of an index have names of their own, taken from those of the table when it was built.
std::vector<std::string> rename_index_columns(const Carriage& carriage, const Carried& carried, const std::string& index, bool back) {
  std::vector<std::string> statements, columns;
  if (is_key(carried.helper)) columns = objects::key_columns(carried.helper);
  else if (is_index(carried.helper)) {
    const sql::IndexDefinition definition = sql::parse_index(carried.helper.kind->print_short(carried.helper));
    columns = definition.columns;
    columns.insert(columns.end(), definition.include.begin(), definition.include.end());
  }
  for (const Move& move : carriage.moves) {
    if (move.beside == move.name || recipes::table_of(move.live) != table_of(carried) || std::ranges::find(columns, move.beside) == columns.end()) continue;
    const std::string from = sql::identifier(back ? move.name : move.beside), to = sql::identifier(back ? move.beside : move.name);
    statements.push_back("ALTER TABLE " + sql::qualified(carried.helper.id.schema, index) + " RENAME COLUMN " + from + " TO " + to);
  }
  return statements;
}

void append(std::vector<std::string>& list, const std::vector<std::string>& further) { list.insert(list.end(), further.begin(), further.end()); }

void exchange_primary_key(const Carriage& carriage, const Carried& carried, Exchange& all) {
  append(all.last, rename_index_columns(carriage, carried, last_name(carried), false));
  all.last.insert(all.last.begin(), add_primary_key(carried, *carried.wanted, carried.helper.id.name));
  all.undo_first.push_back(drop_statement(carried, last_name(carried)));
  if (carried.live == nullptr) return;
  all.first.push_back(drop_statement(carried, old_name(carried)));
  all.undo_last.insert(all.undo_last.begin(), add_primary_key(carried, *carried.live, spare_name(carried)));
  if (carried.live->has("comment")) all.undo_last.push_back(comment_on(*carried.live));
}

// The old primary key cannot go while a foreign key refers to it.
void exchange_moved_key(const Carried& carried, Exchange& all) {
  Object unproven = *carried.live;
  unproven["not_valid"] = true;
  all.first.insert(all.first.begin(), drop_statement(carried, old_name(carried)));
  all.last.push_back(rename_statement(carried, carried.helper.id.name, last_name(carried)));
  all.undo_first.insert(all.undo_first.begin(), drop_statement(carried, last_name(carried)));
  all.undo_last.push_back(carried.live->kind->create(unproven, {}));
  if (carried.live->has("comment")) all.undo_last.push_back(comment_on(*carried.live));
}

void exchange_names(const Carriage& carriage, const Carried& carried, Exchange& all) {
  append(all.undo_last, rename_index_columns(carriage, carried, last_name(carried), true));
  all.undo_last.push_back(rename_statement(carried, last_name(carried), carried.helper.id.name));
  if (carried.live != nullptr) {
    all.last.push_back(rename_statement(carried, old_name(carried), retired_name(old_name(carried))));
    all.undo_last.push_back(rename_statement(carried, retired_name(old_name(carried)), old_name(carried)));
  }
  all.last.push_back(rename_statement(carried, carried.helper.id.name, last_name(carried)));
  append(all.last, rename_index_columns(carriage, carried, last_name(carried), false));
}

}  // namespace

std::vector<Step> build_beside(const Carriage& carriage, const Context& context) {
  std::vector<Step> steps;
  for (const Carried& carried : carriage.objects) {
    if (is_index(carried.helper) || is_key(carried.helper)) {
      steps.push_back(build(carriage, carried, context));
      if (carried.helper.id.kind == "unique constraint") steps.push_back(attach(carriage, carried));
    } else {
      const std::vector<Step> both = add_and_validate(carriage, carried, context);
      steps.insert(steps.end(), both.begin(), both.end());
    }
  }
  return steps;
}

std::vector<Step> keep_way_back(const Carriage& carriage, const Context& context) {
  std::vector<Step> steps;
  for (const Carried& carried : carriage.objects) {
    if (carried.helper.id.kind != "primary key" || carried.live == nullptr) continue;
    const Object spare = index_of(*carried.live, spare_name(carried));
    Step step = build_index(spare, Phase::contract, carriage.part, context);
    step.id = carriage.name + ": way back " + old_name(carried);
    step.title = "build a second index for the old key " + old_name(carried) + ", on which undo can stand";
    step.done = {or_over(carriage, index_is_valid(spare.id)), "index " + spare.id.name + " is not there, or INVALID"};
    step.brings.clear();
    step.touches = touched(carried);
    std::vector<std::string> validated;
    for (const Carried& key : carriage.objects)
      if (key.on_moved_key && recipes::table_of(carried.live->id) == referenced_table(*key.live) && !key.live->is("not_valid"))
        validated.push_back(alter(table_of(key)) + " VALIDATE CONSTRAINT " + sql::identifier(old_name(key)));
    step.undo.sql.insert(step.undo.sql.begin(), validated.begin(), validated.end());
    steps.push_back(std::move(step));
  }
  return steps;
}

Exchange exchange(const Carriage& carriage) {
  Exchange all;
  for (const Carried& carried : carriage.objects) {
    for (const ElementId& id : touched(carried)) all.touches.push_back(id);
    all.locks.push_back({table_of(carried), LockMode::access_exclusive, Work::instant});
    if (carried.on_moved_key) all.locks.push_back({referenced_table(*carried.live), LockMode::access_exclusive, Work::instant});
    if (carried.helper.id.kind == "primary key") exchange_primary_key(carriage, carried, all);
    else if (carried.on_moved_key) exchange_moved_key(carried, all);
    else exchange_names(carriage, carried, all);
    if (carried.wanted->has("comment")) all.last.push_back(comment_on(*carried.wanted));
  }
  return all;
}

Exchange drop_with_columns(const Carriage& carriage) {
  Exchange all;
  for (const Carried& carried : carriage.objects) {
    if (carried.live == nullptr || !is_foreign_key(carried.helper) || carried.on_moved_key) continue;
    all.first.push_back(drop_statement(carried, retired_name(old_name(carried))));
    for (const ElementId& table : {table_of(carried), referenced_table(*carried.live)}) all.locks.push_back({table, LockMode::access_exclusive, Work::instant});
    for (const ElementId& id : touched(carried)) all.touches.push_back(id);
  }
  return all;
}

std::vector<LockClaim> merged(std::vector<LockClaim> locks) {
  std::ranges::stable_sort(locks, [](const LockClaim& a, const LockClaim& b) { return std::tuple(a.relation, b.mode) < std::tuple(b.relation, a.mode); });
  const auto same = std::ranges::unique(locks, {}, &LockClaim::relation);
  locks.erase(same.begin(), same.end());
  return locks;
}

}  // namespace phasegate::recipes
