// The steps that check constraints and foreign keys share.
#include "recipes/constraints.hpp"

#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

// Behind SELECT. MATCH SIMPLE: a row with any NULL in the key passes. MATCH FULL: only one with NULL in all of it.
// Rows of a table that is left alone are those that the foreign key's own triggers look at: with its partitions, without what inherits from it.
std::string from_orphans(const Object& key, const Context& context) {
  const auto columns = key.list("columns"), targets = key.list("referenced_columns");
  std::string all_given, any_given, equal;
  for (std::size_t i = 0; i < columns.size() && i < targets.size(); ++i) {
    const std::string child = "c." + sql::identifier(columns[i]);
    all_given += (i == 0 ? "" : " AND ") + (child + " IS NOT NULL");
    any_given += (i == 0 ? "" : " OR ") + (child + " IS NOT NULL");
    equal += (i == 0 ? "" : " AND ") + ("p." + sql::identifier(targets[i]) + " = " + child);
  }
  const std::string given = key.text("match") == "full" ? "(" + any_given + ")" : all_given;
  const std::string referenced = sql::relation(referenced_table(key)), regclass = sql::literal(referenced) + "::pg_catalog.regclass";
  const bool left_alone = is_left_alone(referenced_table(key), context);
  if (left_alone) equal += " AND (p.tableoid = " + regclass + " OR (SELECT r.relkind = 'p' FROM pg_catalog.pg_class AS r WHERE r.oid = " + regclass + "))";
  return " FROM ONLY " + sql::relation(table_of(key.id)) + " AS c WHERE " + given + " AND NOT EXISTS (SELECT FROM " + (left_alone ? "" : "ONLY ") + referenced + " AS p WHERE " + equal + ")";
}

std::string orphan_keys(const Object& key, const Context& context) {
  std::string columns;
  for (const std::string& name : key.list("columns")) columns += (columns.empty() ? "" : ", ") + sql::literal(name + " ") + " || c." + sql::identifier(name) + "::text";
  return "SELECT pg_catalog.concat_ws(', ', " + columns + ")" + from_orphans(key, context) + " LIMIT 5";
}

std::string breaks(const Object& check) { return "(" + check.text("expression") + ") IS FALSE"; }

bool is_foreign_key(const Object& constraint) { return constraint.kind->refers_to != nullptr; }

std::string called(const Object& constraint) { return (is_foreign_key(constraint) ? "the foreign key " : "the check ") + constraint.id.name; }

Step validate(const Object& constraint, const std::string& name, const Context& context) {
  const ElementId table = table_of(constraint.id);
  Step step;
  step.id = name + ": validate";
  step.title = "validate " + called(constraint) + " of " + table.name;
  step.phase = Phase::validate;
  step.part = Part::enforce;
  step.transaction = Transaction::none;
  step.locks = constraint_locks(constraint, LockMode::share_update_exclusive, LockMode::row_share, Work::scans);
  step.takes_long = true;
  step.done = {constraint_is_valid(table, constraint.id.name), called(constraint) + " of " + qualified_name(table) + " is not valid"};
  step.brings = {{constraint.id, Side::wanted, Milestone::validated}};
  step.touches = {constraint.id};
  step.notes = {"scans " + size_text(context.size(table))};
  return step;
}

}  // namespace

ElementId referenced_table(const Object& constraint) {
  if (!is_foreign_key(constraint)) return {};
  return {"table", constraint.text("referenced_schema"), "", constraint.text("referenced_table")};
}

std::vector<LockClaim> constraint_locks(const Object& constraint, LockMode own, LockMode other, Work work) {
  const ElementId table = table_of(constraint.id), referenced = referenced_table(constraint);
  std::vector<LockClaim> claims{{table, referenced == table ? std::max(own, other) : own, work}};
  if (!referenced.kind.empty() && referenced != table) claims.push_back({referenced, other, work});
  return claims;
}

std::vector<LockClaim> adding_locks(const Object& constraint) {
  const LockMode mode = is_foreign_key(constraint) ? LockMode::share_row_exclusive : LockMode::access_exclusive;
  return constraint_locks(constraint, mode, mode, Work::instant);
}

std::vector<LockClaim> dropping_locks(const Object& constraint) { return constraint_locks(constraint, LockMode::access_exclusive, LockMode::access_exclusive, Work::instant); }

bool is_left_alone(const ElementId& table, const Context& context) { return context.live.find(table) == nullptr && context.live.find(context.live_name(table)) == nullptr && context.wanted.find(table) == nullptr; }

std::string breaking_rows(const Object& constraint, const Context& context) {
  if (is_foreign_key(constraint)) return "SELECT count(*)" + from_orphans(constraint, context);
  return "SELECT count(*) FROM " + std::string(constraint.is("no_inherit") ? "ONLY " : "") + sql::relation(table_of(constraint.id)) + " WHERE " + breaks(constraint);
}

std::string breach(const Object& constraint) {
  return is_foreign_key(constraint) ? "refer to no row of " + qualified_name(referenced_table(constraint)) : "break the check " + constraint.id.name;
}

std::vector<std::string> created(const Object& constraint) {
  std::vector<std::string> statements{constraint.kind->create(constraint, {})};
  if (constraint.has("comment")) statements.push_back(comment_on(constraint));
  return statements;
}

Object unproven(Object constraint) {
  constraint["not_valid"] = true;
  return constraint;
}

std::vector<std::string> made_again_unproven(const Object& constraint) {
  std::vector<std::string> statements{constraint.kind->drop(constraint)};
  for (std::string& statement : created(unproven(constraint))) statements.push_back(std::move(statement));
  return statements;
}

std::string validating(const Object& constraint) { return "ALTER TABLE " + sql::relation(table_of(constraint.id)) + " VALIDATE CONSTRAINT " + sql::identifier(constraint.id.name); }

Step prove(const Object& constraint, const std::string& name, const Context& context) {
  const ElementId table = table_of(constraint.id);
  const std::string title = is_foreign_key(constraint) ? "prove that no row of " + table.name + " is an orphan of " + qualified_name(referenced_table(constraint))
                                                       : "prove that no row of " + table.name + " breaks " + constraint.id.name;
  Step step = proof(table, name + ": proof", title,
                    {breaking_rows(constraint, context), "rows of " + qualified_name(table) + " " + breach(constraint),
                     is_foreign_key(constraint) ? "correct or delete these rows, and run this file again" : "correct these rows, and run this file again",
                     is_foreign_key(constraint) ? orphan_keys(constraint, context) : sample_rows(table, breaks(constraint), context), &constraint},
                    context);
  step.locks = constraint_locks(constraint, LockMode::access_share, LockMode::access_share, Work::scans);
  return step;
}

Step add_unproven(const Object& constraint, const std::string& name) {
  const ElementId table = table_of(constraint.id);
  Step step;
  step.id = name + ": add";
  step.title = is_foreign_key(constraint) ? "add foreign key " + constraint.id.name + " of " + table.name + " to " + qualified_name(referenced_table(constraint))
                                          : "new rows of " + table.name + " obey the check " + constraint.id.name;
  step.phase = Phase::validate;
  step.part = Part::enforce;
  // A file takes strong locks on one table only, but for these two.
  step.transaction = is_foreign_key(constraint) ? Transaction::own : Transaction::shared;
  step.sql = created(unproven(constraint));
  step.locks = adding_locks(constraint);
  step.done = {constraint_exists(table, constraint.id.name), called(constraint) + " of " + qualified_name(table) + " is missing, or was taken back because rows " + breach(constraint)};
  step.brings = {{constraint.id, Side::wanted, Milestone::exists}, {constraint.id, Side::wanted, Milestone::enforced_for_new_rows}};
  step.undo = undo_by({"ALTER TABLE " + sql::relation(table) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(constraint.id.name)});
  step.hurts = {.n_writes = true};
  step.touches = {constraint.id};
  return step;
}

Step validate_new(const Object& constraint, const std::string& name, const Context& context) {
  const ElementId table = table_of(constraint.id);
  Step step = validate(constraint, name, context);
  step.sql = {validate_or_withdraw(table, constraint.id.name)};
  step.before = {constraint_exists(table, constraint.id.name), called(constraint) + " was taken back: rows of " + qualified_name(table) + " " + breach(constraint)};
  step.undo = nothing_to_undo("the constraint goes with its own step");
  return step;
}

Step validate_there(const Object& constraint, const std::string& name, const Context& context) {
  Step step = validate(constraint, name, context);
  step.sql = {validating(constraint)};
  step.undo = undo_by(made_again_unproven(constraint));
  return step;
}

std::vector<Finding> unsupported(const Object& constraint, const Context& context) {
  if (!is_foreign_key(constraint) || !constraint.has("on_delete_columns") || context.live.server_version_num >= 150000) return {};
  return {{Severity::error, "server-version", to_string(constraint.id) + " sets single columns on delete, which PostgreSQL can do from version 15 on", "leave the list of columns out, or upgrade the server first",
           constraint.spot("on_delete_columns")}};
}

std::vector<Fact> coming_key(const Object& foreign_key, const Context& context) {
  const ElementId table = referenced_table(foreign_key);
  if (context.live.find(table) == nullptr) return {};
  std::vector<std::string> targets = foreign_key.list("referenced_columns");
  std::ranges::sort(targets);
  std::vector<Fact> coming;
  for (const Object* object : context.wanted.children(table)) {
    if (objects::unique_columns(*object) != targets) continue;
    const Object* live = context.live.find(context.live_name(object->id));
    if (live != nullptr && objects::unique_columns(*live) == targets) return {};
    coming.push_back({object->id, Side::wanted, Milestone::exists});
  }
  return coming;
}

}  // namespace phasegate::recipes
