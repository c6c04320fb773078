// The four steps of a proven NOT NULL.
#include "recipes/proven_not_null.hpp"

#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"

namespace phasegate::recipes {

std::string stop_unless_none(const std::string& query, const std::string& what, const std::string& hint) {
  const std::string body = "DECLARE\n  rows_left constant bigint := (" + query + ");\nBEGIN\n  IF rows_left > 0 THEN\n    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || " +
                           sql::literal(" " + what) + ", HINT = " + sql::literal(hint) + ";\n  END IF;\nEND\n";
  return "DO " + sql::dollar_quoted("\n" + body, "proof");
}

std::string validate_or_withdraw(const ElementId& table, const std::string& constraint) {
  const std::string alter = "ALTER TABLE " + sql::relation(table);
  // Run again when a later step has taken the constraint away already, it finds nothing to do.
  const std::string waiting = "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ") AND c.conname = " +
                              sql::literal(constraint) + " AND NOT c.convalidated)";
  const std::string body = "BEGIN\n  IF " + waiting + " THEN\n    " + alter + " VALIDATE CONSTRAINT " + sql::identifier(constraint) +
                           ";\n  END IF;\nEXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN\n  " + alter + " DROP CONSTRAINT " + sql::identifier(constraint) +
                           ";\n  RAISE WARNING USING MESSAGE = " + sql::literal("constraint " + constraint + " was taken back: ") + " || SQLERRM;\nEND\n";
  return "DO " + sql::dollar_quoted("\n" + body, "validate");
}

std::vector<Step> proven_not_null(const ElementId& column, const std::string& why, bool repaired, const Context& context) {
  const ElementId table = table_of(column);
  const std::string name = sql::bounded_name("phasegate_nn_" + column.parent + "_" + column.name, "");
  const std::string alter = "ALTER TABLE " + sql::relation(table), quoted = sql::identifier(column.name);
  const std::string is_set = column_is_not_null(column);
  const Object* described = context.wanted.find(column);
  if (described == nullptr) described = context.live.find(context.live_name(column));
  const std::string type = described == nullptr ? std::string() : described->text("type");
  const std::string count = "SELECT count(*) FROM " + sql::relation(table) + " WHERE " + is_null(quoted, type);

  const Object* wanted = repaired ? nullptr : context.wanted.find(column);
  const Step proof = recipes::proof(table, why + ": proof", "prove that no row of " + table.name + " has NULL in " + column.name,
                                    {count, "rows of " + qualified_name(table) + " have NULL in " + column.name, "fill them (a backfill in the desired schema does), and run this file again",
                                     sample_rows(table, is_null(quoted, type), context), wanted}, context);

  Step check = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, why + ": check", "new rows of " + table.name + " need " + column.name);
  check.sql = {alter + " ADD CONSTRAINT " + sql::identifier(name) + " CHECK (" + is_not_null(quoted, type) + ") NOT VALID"};
  check.done = {constraint_exists(table, name) + " OR " + is_set, "the helper constraint " + name + " is missing"};
  check.brings = {{column, Side::wanted, Milestone::enforced_for_new_rows}};
  check.undo = undo_by({alter + " DROP CONSTRAINT IF EXISTS " + sql::identifier(name)});
  check.hurts = {.n_writes = true};
  check.touches = {column, {"check constraint", column.schema, column.parent, name}};

  Step validate;
  validate.id = why + ": validate";
  validate.title = "validate that " + column.parent + "." + column.name + " is never NULL";
  validate.phase = Phase::validate;
  validate.part = Part::enforce;
  validate.transaction = Transaction::none;
  validate.sql = {validate_or_withdraw(table, name)};
  validate.locks = {{table, LockMode::share_update_exclusive, Work::scans}};
  validate.takes_long = true;
  validate.before = {constraint_exists(table, name) + " OR " + is_set, "the constraint " + name + " was taken back: rows have NULL in " + column.name};
  validate.done = {constraint_is_valid(table, name) + " OR " + is_set, "rows of " + qualified_name(table) + " have NULL in " + column.name};
  validate.brings = {{column, Side::wanted, Milestone::validated}};
  validate.undo = nothing_to_undo("the constraint goes with its own step");
  validate.notes = {"scans " + size_text(context.size(table))};

  Step set = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, why + ": set", "set " + column.parent + "." + column.name + " not null, proven");
  set.sql = {alter + " ALTER COLUMN " + quoted + " SET NOT NULL", alter + " DROP CONSTRAINT " + sql::identifier(name)};
  set.done = {is_set, "column " + qualified_name(column) + " may still be NULL"};
  set.brings = {{column, Side::wanted, Milestone::live}};
  set.undo = undo_by({alter + " ALTER COLUMN " + quoted + " DROP NOT NULL"});
  set.hurts = {.n_writes = true};
  set.promises = {{qualified_name(column) + ".not_null", "rely on " + qualified_name(column) + " never being NULL", {}}};
  set.touches = {column};
  return {proof, check, validate, set};
}

}  // namespace phasegate::recipes
