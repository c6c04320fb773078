// Two ways from one form of a constraint to another. Undo makes the old form again NOT VALID, under a brief lock, and then proves it in the
// undo of the first step, where no strong lock is held.
#include "recipes/replaced_constraint.hpp"

#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

std::string either(const std::string& condition, const ReplacedConstraint& constraint) { return "(" + condition + " OR " + constraint.replaced + ")"; }

std::vector<ElementId> touched(const ReplacedConstraint& constraint) {
  std::vector<ElementId> elements{constraint.live.id};
  if (constraint.wanted_id != constraint.live.id) elements.push_back(constraint.wanted_id);
  return elements;
}

// DROP of the old form and making of the new one lock what either refers to.
std::vector<LockClaim> swapping_locks(const ReplacedConstraint& constraint, bool adds) {
  std::vector<LockClaim> claims = dropping_locks(constraint.live);
  if (!adds) return claims;
  for (const LockClaim& claim : adding_locks(constraint.wanted))
    if (std::ranges::find(claims, claim.relation, &LockClaim::relation) == claims.end()) claims.push_back(claim);
  return claims;
}

// The first step, so its undo is the last one.
Step prove_first(const ReplacedConstraint& constraint, const Context& context) {
  Step step = prove(constraint.wanted, constraint.name, context);
  if (!constraint.live.is("not_valid")) step.undo = undo_by({validating(constraint.live)});
  step.touches = touched(constraint);
  return step;
}

Step swapping(const ReplacedConstraint& constraint, const Context& context) {
  const ElementId table = table_of(constraint.live.id);
  Step step;
  step.phase = Phase::validate;
  step.part = Part::enforce;
  step.transaction = Transaction::own;
  step.done = {constraint.replaced, "the constraint " + constraint.live.id.name + " of " + qualified_name(table) + " still has its old form"};
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{constraint.live.id, Side::live, Milestone::gone}};
  if (!constraint.promise.what.empty()) step.promises = {constraint.promise};
  if (!constraint.live.is("not_valid")) step.undo.losses = {breaking_rows(constraint.live, context)};
  step.touches = touched(constraint);
  return step;
}

void take_undo(Step& step, std::vector<std::string> statements) {
  step.undo.how = UndoHow::sql;
  step.undo.sql = std::move(statements);
}

}  // namespace

ReplacedConstraint replaced_constraint(const Change& change, const Context& context) {
  ReplacedConstraint result{*context.live.find(change.claimed.live_element), *context.wanted.find(change.claimed.element), change.claimed.element, {}, {}, {}};
  const bool renamed = result.wanted_id.name != result.live.id.name;
  result.wanted.id.name = result.live.id.name;
  // A new comment is written in expand, onto the old form; with a new name it comes with that.
  if (renamed) result.wanted["comment"] = result.live["comment"];
  else result.live["comment"] = result.wanted["comment"];
  result.name = std::string(change.kind->name) + " " + qualified_name(result.wanted_id);
  return result;
}

std::vector<Step> replace_beside(const ReplacedConstraint& constraint, const Context& context) {
  const ElementId table = table_of(constraint.live.id);
  Object helper = constraint.wanted;
  helper.id.name = sql::bounded_name("phasegate_new_" + constraint.live.id.name, "");

  Step add = add_unproven(helper, constraint.name);
  add.done.sql = either(add.done.sql, constraint);
  add.needs = coming_key(constraint.wanted, context);
  add.brings = {{constraint.wanted_id, Side::wanted, Milestone::exists}, {constraint.wanted_id, Side::wanted, Milestone::enforced_for_new_rows}};

  Step validate = validate_new(helper, constraint.name, context);
  validate.before.sql = either(validate.before.sql, constraint);
  validate.done.sql = either(validate.done.sql, constraint);
  validate.brings = {{constraint.wanted_id, Side::wanted, Milestone::validated}};

  const std::string rename = "ALTER TABLE " + sql::relation(table) + " RENAME CONSTRAINT ";
  const std::string own = sql::identifier(constraint.live.id.name), other = sql::identifier(helper.id.name);
  Step swap = swapping(constraint, context);
  swap.id = constraint.name + ": swap";
  swap.title = "put the new " + constraint.live.id.name + " of " + table.name + " in place of the old one";
  swap.sql = {constraint.live.kind->drop(constraint.live), rename + other + " TO " + own};
  swap.locks = swapping_locks(constraint, false);
  swap.before = {constraint_exists(table, helper.id.name), "the constraint " + helper.id.name + " is not there"};
  std::vector<std::string> undo{rename + own + " TO " + other};
  for (std::string& statement : created(unproven(constraint.live))) undo.push_back(std::move(statement));
  take_undo(swap, std::move(undo));

  for (Step* step : {&add, &validate, &swap})
    for (const ElementId& element : touched(constraint))
      if (std::ranges::find(step->touches, element) == step->touches.end()) step->touches.push_back(element);
  swap.touches.push_back(helper.id);
  return {prove_first(constraint, context), add, validate, swap};
}

std::vector<Step> forget_proof(const ReplacedConstraint& constraint, const Context& context) {
  const ElementId table = table_of(constraint.live.id);
  Step step = swapping(constraint, context);
  step.id = constraint.name + ": replace";
  step.title = "make " + constraint.live.id.name + " of " + table.name + " again as NOT VALID";
  step.part = Part::open;
  step.sql = made_again_unproven(constraint.wanted);
  step.locks = swapping_locks(constraint, true);
  step.done = {"(" + constraint_exists(table, constraint.live.id.name) + " AND NOT " + constraint_is_valid(table, constraint.live.id.name) + ")",
               "the constraint " + constraint.live.id.name + " of " + qualified_name(table) + " is still valid"};
  step.undo = undo_by({validating(constraint.live)});
  step.hurts = {};
  step.notes = {"rows that are there obey it, and new ones have to as before: only the word of the catalog changes"};
  return {step};
}

std::vector<Step> replace_at_once(const ReplacedConstraint& constraint, const Context& context) {
  const ElementId table = table_of(constraint.live.id);
  const bool is_to_be_proven = !constraint.wanted.is("not_valid");
  std::vector<Step> steps;
  if (is_to_be_proven) steps.push_back(prove_first(constraint, context));

  Step swap = swapping(constraint, context);
  swap.id = constraint.name + ": replace";
  swap.title = "replace the constraint " + constraint.live.id.name + " of " + table.name;
  swap.sql = {constraint.live.kind->drop(constraint.live)};
  for (std::string& statement : created(unproven(constraint.wanted))) swap.sql.push_back(std::move(statement));
  swap.locks = swapping_locks(constraint, true);
  swap.needs = coming_key(constraint.wanted, context);
  swap.brings.push_back({constraint.wanted_id, Side::wanted, Milestone::exists});
  std::vector<std::string> undo{constraint.wanted.kind->drop(constraint.wanted)};
  for (std::string& statement : created(is_to_be_proven ? unproven(constraint.live) : constraint.live)) undo.push_back(std::move(statement));
  take_undo(swap, std::move(undo));
  if (!is_to_be_proven && !constraint.live.is("not_valid"))
    swap.notes = {"undo scans the table under ACCESS EXCLUSIVE (" + size_text(context.size(table)) + "), within statement_timeout"};
  steps.push_back(std::move(swap));

  if (!is_to_be_proven) return steps;
  Step validate = validate_there(constraint.wanted, constraint.name, context);
  validate.done.sql = "(" + validate.done.sql + " AND " + constraint.replaced + ")";
  validate.undo = nothing_to_undo("the constraint goes with its own step");
  validate.brings = {{constraint.wanted_id, Side::wanted, Milestone::validated}};
  validate.touches = touched(constraint);
  steps.push_back(std::move(validate));
  return steps;
}

}  // namespace phasegate::recipes
