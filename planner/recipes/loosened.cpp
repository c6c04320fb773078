// The step that takes a constraint away, with what its undo would have to build and what the next version must not do before it.
#include "recipes/loosened.hpp"

#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

namespace phasegate::recipes {
namespace {

std::string name_of(const Object& object) { return object.kind->is_constraint ? objects::constraint_name(object) : object.id.name; }

// Rows of which another one has the same key. An index over expressions is left to its build.
std::string duplicates(const Object& key) {
  std::string columns, given;
  for (const std::string& name : key.list("columns")) {
    columns += (columns.empty() ? "" : ", ") + sql::identifier(name);
    given += (given.empty() ? " WHERE " : " AND ") + sql::identifier(name) + " IS NOT NULL";
  }
  const bool nulls_too = key.id.kind == "unique constraint" && key.is("nulls_not_distinct");
  return "SELECT COALESCE(sum(d.n), 0)::bigint FROM (SELECT count(*) AS n FROM ONLY " + sql::relation(table_of(key.id)) + (nulls_too ? "" : given) + " GROUP BY " + columns + " HAVING count(*) > 1) AS d";
}

void add_losses(Step& step, const Object& object, const Context& context) {
  if (object.id.kind == "foreign key" && !object.is("not_valid")) step.undo.losses = {breaking_rows(object, context)};
  if (object.id.kind == "check constraint" && !object.is("not_valid"))
    step.undo.losses = {breaking_rows(object, context)};
  if (object.id.kind == "primary key" || object.id.kind == "unique constraint") step.undo.losses = {duplicates(object)};
}

Promise promise(const Object& object) {
  const std::string name = qualified_name(table_of(object.id)) + "." + name_of(object);
  if (object.id.kind == "foreign key")
    return {name + ".gone", "delete rows of " + qualified_name(referenced_table(object)) + " that " + qualified_name(table_of(object.id)) + " refers to, or change their keys", {}};
  return {name + ".gone", "write rows of " + qualified_name(table_of(object.id)) + " that " + name_of(object) + " rejects", {}};
}

}  // namespace

Step loosen(const Object& constraint, std::string id, const Context& context) {
  const ElementId table = table_of(constraint.id);
  const std::string name = name_of(constraint), what = std::string(constraint.id.kind) + " " + name;
  const bool is_foreign = constraint.id.kind == "foreign key";
  Step step = brief(Phase::validate, Part::open, table, LockMode::access_exclusive, std::move(id),
                    "drop " + what + " of " + table.name + (is_foreign ? ", so that rows of " + qualified_name(referenced_table(constraint)) + " can go" : ""));
  step.sql = {constraint.kind->drop(constraint)};
  if (is_foreign) {
    step.transaction = Transaction::own;
    if (referenced_table(constraint) != table) step.locks.push_back({referenced_table(constraint), LockMode::access_exclusive, Work::instant});
  }
  const std::string exists = constraint.kind->is_constraint ? constraint_exists(table, name) : index_exists(constraint.id);
  step.done = {negated(exists), "the " + what + " of " + qualified_name(table) + " is still there"};
  step.brings = {{constraint.id, Side::live, Milestone::gone}};
  step.undo = undo_by({constraint.kind->create(constraint, {})});
  if (constraint.has("comment")) step.undo.sql.push_back(comment_on(constraint));
  add_losses(step, constraint, context);
  step.hurts = {.n_reads = true};
  step.promises = {promise(constraint)};
  step.touches = {constraint.id};
  if (constraint.kind->is_constraint) step.touches.back().name = name;
  step.notes = {is_foreign ? "stops both tables for an instant; undo scans " + qualified_name(table) + " (" + size_text(context.size(table)) + ") while writes to both wait, within statement_timeout"
                           : "undo makes it again while writes to " + qualified_name(table) + " (" + size_text(context.size(table)) + ") wait, within statement_timeout"};
  return step;
}

}  // namespace phasegate::recipes
