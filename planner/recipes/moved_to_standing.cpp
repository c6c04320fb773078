// The steps of a column that moves into a table that is there already.
#include "recipes/moved_to_standing.hpp"

#include "recipes/column_grants.hpp"
#include "recipes/conditions.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/standing_move_functions.hpp"
#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

std::string name_of(const MovedColumn& move) { return "move-column " + qualified_name(move.column.id); }
ElementId source(const MovedColumn& move) { return table_of(move.old.id); }
ElementId target(const MovedColumn& move) { return table_of(move.column.id); }
std::string dotted(const ElementId& column) { return column.parent + "." + column.name; }

std::vector<ElementId> triggers(const MovedColumn& move) {
  std::vector<ElementId> ids;
  for (const ElementId& table : {source(move), target(move)})
    for (const std::string& name : {standing_names(move).before, standing_names(move).after}) ids.push_back({"trigger", table.schema, table.name, name});
  return ids;
}

std::string or_later(const MovedColumn& move, const std::string& condition) { return "((" + condition + ") OR NOT " + column_exists(move.old.id) + ")"; }

std::string of(const std::string& row, const ElementId& column) { return row + "." + sql::identifier(column.name); }
std::string from_pairs(const MovedColumn& move) { return sql::relation(target(move)) + " AS p JOIN " + sql::relation(source(move)) + " AS u ON " + belong_together(move, "p", "u"); }

Step add(const MovedColumn& move) {
  Object bare = move.column;
  for (const std::string_view key : {"not_null", "comment"}) bare[key] = {};
  Step step = brief(Phase::expand, Part::main, target(move), LockMode::access_exclusive, name_of(move) + ": add", "add column " + dotted(move.column.id));
  step.sql = {bare.kind->create(bare, {})};
  if (move.column.has("comment")) step.sql.push_back(comment_on(move.column));
  step.sql.push_back(copy_column_grants(move.old.id, move.column.id));
  step.done = {column_exists(move.column.id), "column " + qualified_name(move.column.id) + " is missing"};
  step.undo = undo_by({bare.kind->drop(bare)});
  step.brings = {{move.column.id, Side::wanted, Milestone::exists}};
  step.touches = {move.column.id};
  return step;
}

Step keep_equal(const MovedColumn& move, const Context& context) {
  Step step = brief(Phase::expand, Part::main, source(move), LockMode::share_row_exclusive, name_of(move) + ": sync", "keep " + dotted(move.old.id) + " and " + dotted(move.column.id) + " equal where rows belong together (triggers)");
  step.transaction = Transaction::own;
  step.locks.push_back({target(move), LockMode::share_row_exclusive, Work::instant});
  step.sql = standing_functions(move, MoveStage::shared);
  std::string enabled;
  for (const std::string& trigger : standing_triggers(move)) step.sql.push_back(trigger);
  for (const ElementId& trigger : triggers(move)) enabled += (enabled.empty() ? "" : " AND ") + trigger_is_enabled({"table", trigger.schema, "", trigger.parent}, trigger.name);
  step.done = {or_later(move, enabled), "a trigger that keeps " + qualified_name(move.old.id) + " and " + qualified_name(move.column.id) + " equal is missing or disabled"};
  step.undo = undo_by(drop_standing_move(move));
  // What the running version has left without a partner is nothing that it would miss.
  step.undo.losses = {if_next_has_run("SELECT count(*) FROM " + sql::relation(target(move)) + " AS p WHERE " + of("p", move.column.id) + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + sql::relation(source(move)) + " AS u WHERE " +
                      belong_together(move, "p", "u") + " AND NOT (" + changed({of("u", move.old.id)}, {of("p", move.column.id)}) + "))", context)};
  step.brings = {{move.column.id, Side::wanted, Milestone::synced}};
  step.touches = triggers(move);
  step.next_retries = true;
  step.notes = {"a write of either version that changes the value writes the other table as well, in the same transaction, and fires its triggers",
                "a row that comes to " + target(move).name + " locks its row of " + source(move).name + " against change until it is committed, and the other way round",
                next_tries_again(move),
                "a transaction of the running version in REPEATABLE READ does not reach a row of " + target(move).name + " that is younger than its snapshot; such pairs are counted before contract"};
  return step;
}

Step moved(const MovedColumn& move, Phase phase, Part part, const Context& context) {
  const std::string name = sql::identifier(move.column.id.name), row = sql::identifier(target(move).name);
  const std::string partner = "EXISTS (SELECT FROM " + sql::relation(source(move)) + " AS phasegate_u WHERE " + belong_together(move, row, "phasegate_u") + " AND ";
  // The trigger fills: it reads the partner behind the lock of the row, and whoever changes the partner waits for that lock.
  const bool catches_up = part == Part::catch_up;
  const Fill rows{target(move), name_of(move), name + " = " + row + "." + name,
                  catches_up ? row + "." + name + " IS NULL AND " + partner + of("phasegate_u", move.old.id) + " IS NOT NULL)" : partner + changed({of("phasegate_u", move.old.id)}, {row + "." + name}) + ")",
                  std::string(catches_up ? "catch up: fill what is left of " : "fill ") + dotted(move.column.id) + " from " + dotted(move.old.id) + " in batches"};
  Step step = fill(rows, phase, part, context);
  step.locks.push_back({source(move), LockMode::row_exclusive, Work::batches});
  if (!catches_up) step.brings = {{move.column.id, Side::wanted, Milestone::filled}};
  return step;
}

// From here on whatever goes is gone by the will of the only version there is.
Step hand_over(const MovedColumn& move) {
  Step step;
  step.id = name_of(move) + ": hand over";
  step.title = "a row of " + target(move).name + " that goes, or gets another key, takes its " + move.column.id.name + " along";
  step.phase = Phase::validate;
  step.part = Part::open;
  step.sql = standing_functions(move, MoveStage::handed_over);
  step.done = {or_later(move, standing_functions_are(move, MoveStage::handed_over)), "the functions that keep " + qualified_name(move.column.id) + " equal are still those for two versions"};
  step.undo = undo_by(standing_functions(move, MoveStage::shared));
  step.hurts = {.n_writes = true};
  const std::string there = qualified_name(move.column.id);
  std::string keys;
  for (const std::string& key : keys_of(move, true)) keys += (keys.empty() ? "" : ", ") + key;
  step.promises = {{there + ".handed_over", "delete rows of " + qualified_name(target(move)) + " or change " + keys + " there and expect that " + move.column.id.name + " goes or stays with the row: until then such a row's value stays in " + qualified_name(move.old.id),
                    move.column.spot("moved_from")}};
  return step;
}

// Stops with the keys: whoever runs it has to know where to look.
Step count_in_file(Step step, const Violations& violations) {
  step.sql = {"DO " + sql::dollar_quoted("\nDECLARE\n  rows_left constant bigint := (" + violations.count + ");\nBEGIN\n  IF rows_left > 0 THEN\n    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || " + sql::literal(" " + violations.what + ", e.g. ") +
                                             " || (SELECT pg_catalog.string_agg(s.key, '; ') FROM (" + violations.sample + ") AS s (key)), HINT = " + sql::literal(violations.hint) + ";\n  END IF;\nEND\n", "proof")};
  return step;
}

std::string key_text(const MovedColumn& move, bool of_new, const std::string& row) {
  std::string text;
  for (const std::string& key : keys_of(move, of_new)) text += (text.empty() ? "" : ", ") + sql::literal(key + " ") + " || " + row + "." + sql::identifier(key) + "::text";
  return "pg_catalog.concat_ws(', ', " + text + ")";
}

Violations homeless(const MovedColumn& move) {
  const std::string where = "FROM " + sql::relation(source(move)) + " AS u WHERE " + of("u", move.old.id) + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + sql::relation(target(move)) + " AS p WHERE " + belong_together(move, "p", "u") + ")";
  return {"SELECT count(*) " + where, "rows of " + qualified_name(source(move)) + " have a value in " + move.old.id.name + " and no row in " + qualified_name(target(move)) + " that could take it",
          "insert these rows into " + qualified_name(target(move)) + ", where a row may mean something that nobody but you knows, or set " + move.old.id.name + " to NULL in them", "SELECT " + key_text(move, false, "u") + " " + where + " LIMIT 5", &move.column};
}

std::vector<Step> prove(const MovedColumn& move, const Context& context) {
  Violations lost = homeless(move);
  const std::string differ = "FROM " + from_pairs(move) + " WHERE " + changed({of("p", move.column.id)}, {of("u", move.old.id)});
  Violations apart{"SELECT count(*) " + differ, "rows of " + qualified_name(target(move)) + " have another value in " + move.column.id.name + " than " + qualified_name(source(move)) + " in " + move.old.id.name,
                   "write the value that is right into either of the two; the triggers take it to the other", "SELECT " + key_text(move, true, "p") + " " + differ + " LIMIT 5"};
  std::vector<Step> steps{count_in_file(proof(source(move), name_of(move) + ": no value left behind", "prove that every value of " + dotted(move.old.id) + " has a row in " + target(move).name, lost, context), lost),
                          count_in_file(proof(target(move), name_of(move) + ": equal", "prove that " + dotted(move.old.id) + " and " + dotted(move.column.id) + " agree", apart, context), apart)};
  steps[0].locks.push_back({target(move), LockMode::access_share, Work::scans});
  steps[1].locks.push_back({source(move), LockMode::access_share, Work::scans});
  if (!move.column.is("not_null")) return steps;
  std::vector<Step> proven = proven_not_null(move.column.id, name_of(move) + ": not null", true, context);
  const std::string empty = "FROM " + sql::relation(target(move)) + " AS p WHERE NOT EXISTS (SELECT FROM " + sql::relation(source(move)) + " AS u WHERE " + belong_together(move, "p", "u") + " AND " + of("u", move.old.id) + " IS NOT NULL)";
  proven.front().preflight = {counted({"SELECT count(*) " + empty, "rows of " + qualified_name(target(move)) + " get no value for " + move.column.id.name + ", which is to be not null", "give their partners in " + qualified_name(source(move)) + " a value, or leave not null to a later rollout",
                                       "SELECT " + key_text(move, true, "p") + " " + empty + " LIMIT 5", &move.column})};
  steps.insert(steps.end(), proven.begin(), proven.end());
  return steps;
}

Step retire(const MovedColumn& move) {
  const ElementId retired = retired_id(move.old.id);
  const std::string alter = "ALTER TABLE " + sql::relation(source(move)) + " RENAME COLUMN ", name = sql::identifier(move.old.id.name), gone = sql::identifier(retired.name);
  Step step = brief(Phase::contract, Part::retire, source(move), LockMode::access_exclusive, name_of(move) + ": retire", "retire column " + dotted(move.old.id) + " by renaming");
  step.sql = {require_column_grants(move.old.id, move.column.id), alter + name + " TO " + gone};
  for (const std::string& statement : standing_functions(move, MoveStage::retired)) step.sql.push_back(statement);
  step.undo = undo_by({alter + gone + " TO " + name});
  for (const std::string& statement : standing_functions(move, MoveStage::handed_over)) step.undo.sql.push_back(statement);
  step.before = {unmentioned(move.old.id), "a view, policy, trigger, function, publication or statistics object mentions " + qualified_name(move.old.id)};
  step.done = {"NOT " + column_exists(move.old.id), "column " + qualified_name(move.old.id) + " is still there"};
  step.hurts = {.n_reads = true, .n_writes = true};
  step.promises = {{qualified_name(move.column.id) + ".inserted_null", "insert a row with NULL in " + qualified_name(move.column.id) + " beside one of " + qualified_name(source(move)) + " that has a value: it would become that, because nothing tells it from a value left out", move.column.spot("moved_from")}};
  step.brings = {{move.old.id, Side::live, Milestone::retired}};
  step.touches = {move.old.id, retired};
  return step;
}

Step drop(const MovedColumn& move) {
  const ElementId retired = retired_id(move.old.id);
  Step step = brief(Phase::contract, Part::drop, source(move), LockMode::access_exclusive, name_of(move) + ": drop", "drop column " + dotted(move.old.id) + " and the triggers of the move");
  step.transaction = Transaction::own;
  step.locks.push_back({target(move), LockMode::access_exclusive, Work::instant});
  step.sql = drop_standing_move(move);
  step.sql.push_back("ALTER TABLE " + sql::relation(source(move)) + " DROP COLUMN IF EXISTS " + sql::identifier(retired.name));
  step.done = {"NOT " + column_exists(retired), "the retired column " + retired.name + " is still there"};
  step.undo = cannot_undo("the triggers that kept both sides equal are gone");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{move.old.id, Side::live, Milestone::gone}};
  step.touches = triggers(move);
  step.touches.push_back(move.old.id);
  step.touches.push_back(retired);
  return step;
}

}  // namespace

std::vector<Step> standing_move(const MovedColumn& move, const Context& context) {
  std::vector<Step> steps{add(move), keep_equal(move, context), moved(move, Phase::backfill, Part::main, context), hand_over(move), moved(move, Phase::validate, Part::catch_up, context)};
  for (Step& step : prove(move, context)) steps.push_back(std::move(step));
  steps.push_back(retire(move));
  steps.push_back(drop(move));
  return steps;
}

}  // namespace phasegate::recipes
