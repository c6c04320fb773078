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

// MATCH SIMPLE: a row with any NULL in the key passes. MATCH FULL: only one with NULL in all of it.
// Rows of a table that is left alone are those that the foreign key's own triggers look at: with its partitions, without what inherits from it.
// `child` and `parent`: the aliases by which their columns are named.
std::string is_orphan(const Object& key, const std::string& child, const std::string& parent, const Context& context) {
  const auto columns = key.list("columns"), targets = key.list("referenced_columns");
  std::string all_given, any_given, equal;
  for (std::size_t i = 0; i < columns.size() && i < targets.size(); ++i) {
    const std::string column = child + "." + sql::identifier(columns[i]);
    all_given += (i == 0 ? "" : " AND ") + (column + " IS NOT NULL");
    any_given += (i == 0 ? "" : " OR ") + (column + " IS NOT NULL");
    equal += (i == 0 ? "" : " AND ") + (parent + "." + sql::identifier(targets[i]) + " = " + column);
  }
  const std::string given = key.text("match") == "full" ? "(" + any_given + ")" : all_given;
  const std::string referenced = sql::relation(referenced_table(key)), regclass = sql::literal(referenced) + "::pg_catalog.regclass";
  const bool left_alone = is_left_alone(referenced_table(key), context);
  if (left_alone) equal += " AND (" + parent + ".tableoid = " + regclass + " OR (SELECT r.relkind = 'p' FROM pg_catalog.pg_class AS r WHERE r.oid = " + regclass + "))";
  return given + " AND NOT EXISTS (SELECT FROM " + (left_alone ? "" : "ONLY ") + referenced + " AS " + parent + " WHERE " + equal + ")";
}

// Behind SELECT.
std::string from_orphans(const Object& key, const Context& context) {
  return " FROM ONLY " + sql::relation(table_of(key.id)) + " AS c WHERE " + is_orphan(key, "c", "p", context);
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

// What the columns of an orphan that become NULL are: those that `on delete set null` names, else all.
std::vector<std::string> emptied_columns(const Object& key) { return key.text("on_delete") == "set null" && key.has("on_delete_columns") ? key.list("on_delete_columns") : key.list("columns"); }

bool deletes(const Object& constraint) { return constraint.text("clean_up") == "delete"; }

// What a deletion is approved by.
ElementId deleted_rows(const Object& constraint) {
  return {is_foreign_key(constraint) ? "orphans of foreign key" : "rows against check constraint", constraint.id.schema, constraint.id.parent, constraint.id.name};
}

}  // namespace

std::string breaks_it(const Object& constraint, const Context& context) {
  return is_foreign_key(constraint) ? is_orphan(constraint, sql::identifier(constraint.id.parent), "phasegate_referenced", context) : breaks(constraint);
}

bool is_cleaned_up(const Object& constraint) { return constraint.text("clean_up") == "set null" || deletes(constraint); }

std::vector<Finding> refuse_clean_up(const Object& constraint, const Context& context) {
  std::vector<Finding> findings;
  if (!is_cleaned_up(constraint)) return findings;
  const auto refuse = [&](const std::string& message, std::string help) {
    findings.push_back({Severity::error, "clean-up", "clean_up = \"" + constraint.text("clean_up") + "\" of " + to_string(constraint.id) + " " + message, std::move(help), constraint.spot("clean_up")});
  };
  const ElementId table = table_of(constraint.id);
  constexpr std::string_view by_hand = "clean up before validate, and say clean_up = \"by hand\"";
  const auto is_live = [&](const ElementId& id) { return context.live.find(context.live_name(id)) != nullptr; };
  std::vector<ElementId> counted_on;
  if (is_foreign_key(constraint) && !is_left_alone(referenced_table(constraint), context)) counted_on.push_back(referenced_table(constraint));
  for (const std::string& name : constraint.kind->columns(constraint)) counted_on.push_back({"column", constraint.id.schema, constraint.id.parent, name});
  for (const ElementId& id : counted_on)
    if (!is_live(id)) refuse("is about rows that nobody can count today, because " + to_string(id) + " comes in this rollout", "add the constraint in the next rollout, when it is filled, or " + std::string(by_hand));
  if (constraint.is("not_valid")) refuse("has nothing to do: a constraint that is not valid lets rows from before it be", "leave one of the two out");
  if (!deletes(constraint)) {
    for (const std::string& name : emptied_columns(constraint))
      for (const Catalog* side : {&context.live, &context.wanted}) {
        const ElementId id{"column", constraint.id.schema, constraint.id.parent, name};
        const Object* column = side->find(side == &context.live ? context.live_name(id) : id);
        if (column == nullptr || (!column->is("not_null") && !column->has("generated") && !column->has("identity"))) continue;
        refuse("would set " + qualified_name(id) + " to NULL, which can" + (column->is("not_null") ? " not be NULL" : "not be written"), "say delete, name the columns that may be NULL (on delete set null (…)), or " + std::string(by_hand));
        break;
      }
    return findings;
  }
  if (referenced_table(constraint) == table) refuse("would make orphans of the rows that refer to the deleted ones", std::string(by_hand));
  for (const Object* other : context.live.objects())
    if (other->id.kind == "foreign key" && referenced_table(*other) == table && (other->has("on_delete") && other->text("on_delete") != "restrict" && other->text("on_delete") != "no action"))
      refuse("would change rows of " + qualified_name(table_of(other->id)) + ", too, by on delete " + other->text("on_delete") + " of " + to_string(other->id), std::string(by_hand));
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.dependent.kind == "foreign key" && context.live.find(dependency.dependent) == nullptr && dependency.on.schema == table.schema && dependency.on.parent == table.name)
      refuse("may change rows of a table that phasegate leaves alone, by " + dependency.identity, std::string(by_hand));
  const auto& approvals = context.settings.approvals;
  if (const std::string word = to_string(deleted_rows(constraint)); !context.settings.approve_destructive && std::ranges::find(approvals, word) == approvals.end())
    findings.push_back({Severity::error, "not-approved", "clean_up of " + to_string(constraint.id) + " deletes rows of " + qualified_name(table) + " for good, and nobody has approved it",
                        "approve it in phasegate.toml: approvals = ['" + word + "'], or plan with --approve-destructive", constraint.spot("clean_up")});
  return findings;
}

std::vector<Finding> refuse_clean_up_of_change(const Object& constraint) {
  if (!is_cleaned_up(constraint)) return {};
  return {{Severity::error, "clean-up", "clean_up = \"" + constraint.text("clean_up") + "\" of " + to_string(constraint.id) + " is for a constraint that is new, and this one changes",
           "remove it where it was for an earlier rollout; else correct the rows by hand, or drop the constraint in this rollout and add its new form in the next", constraint.spot("clean_up")}};
}

Step clean_up(const Object& constraint, const std::string& name, const Context& context) {
  const ElementId table = table_of(constraint.id);
  std::string assignments, names;
  if (!deletes(constraint))
    for (const std::string& column : emptied_columns(constraint)) {
      assignments += (assignments.empty() ? "" : ", ") + sql::identifier(column) + " = NULL";
      names += (names.empty() ? "" : ", ") + column;
    }
  const std::string rows = "rows of " + qualified_name(table) + " that " + (is_foreign_key(constraint) ? breach(constraint) : "break " + constraint.id.name);
  Step step = fill({table, name + ": clean up", assignments, breaks_it(constraint, context), deletes(constraint) ? "delete the " + rows + ", in batches" : "set " + names + " to NULL in " + rows + ", in batches"}, Phase::validate, Part::enforce, context);
  if (is_foreign_key(constraint) && referenced_table(constraint) != table) step.locks.push_back({referenced_table(constraint), LockMode::access_share, Work::scans});
  const std::string help = deletes(constraint) ? "validate deletes them, as clean_up says and the approval allows" : "validate sets " + names + " to NULL in them, as clean_up says";
  step.preflight = {{breaking_rows(constraint, context), is_foreign_key(constraint) ? orphan_keys(constraint, context) : sample_rows(table, breaks(constraint), context), "rows of " + qualified_name(table) + " " + breach(constraint), help, constraint.at, true}};
  step.touches = {constraint.id};
  if (deletes(constraint)) {
    // Rows that refer to a deleted one are looked for.
    for (const Object* other : context.live.objects())
      if (other->id.kind == "foreign key" && referenced_table(*other) == table && table_of(other->id) != table && std::ranges::none_of(step.locks, [&](const LockClaim& lock) { return lock.relation == table_of(other->id); }))
        step.locks.push_back({table_of(other->id), LockMode::row_share, Work::batches});
    step.undo = cannot_undo("the deleted rows are gone");
    step.needs_approval = true;
    step.brings = {{deleted_rows(constraint), Side::live, Milestone::gone}};
  } else {
    step.undo = nothing_to_undo("the NULLs stay: the values before them led to no row, and nothing tells these NULLs from others");
  }
  return step;
}

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
