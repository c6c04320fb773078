// Check constraints and foreign keys: what can be added NOT VALID, proven and validated, so that no lock that stops writes lasts for a scan.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// The table that a foreign key refers to; the kind is empty for other constraints.
ElementId referenced_table(const Object& constraint);

/// Locks on the constraint's own table and on the one that it refers to, the stronger one where that is the same.
std::vector<LockClaim> constraint_locks(const Object& constraint, LockMode own, LockMode other, Work work);

/// The locks of ADD … NOT VALID.
std::vector<LockClaim> adding_locks(const Object& constraint);
/// The locks of DROP CONSTRAINT.
std::vector<LockClaim> dropping_locks(const Object& constraint);

/// A query that counts the rows that break it. Rows that a foreign key with NULLs in it lets pass are none.
std::string breaking_rows(const Object& constraint, const Context& context);

/// The condition on a row of the constraint's table that it breaks the constraint, its columns named with the table: for a backfill of that table.
std::string breaks_it(const Object& constraint, const Context& context);

/// What the desired schema says becomes of the rows that break it: set to NULL, or deleted, by a step of the rollout.
bool is_cleaned_up(const Object& constraint);
/// Why that cannot be.
std::vector<Finding> refuse_clean_up(const Object& constraint, const Context& context);
/// The same for a constraint that is there and changes: nobody has said that about its old rows.
std::vector<Finding> refuse_clean_up_of_change(const Object& constraint);
/// The batches that do it, behind `add_unproven` and before `validate_new`, with the count for `plan`.
Step clean_up(const Object& constraint, const std::string& name, const Context& context);

/// True when neither side has the table: it is partitioned or inherits, and phasegate leaves it alone.
bool is_left_alone(const ElementId& table, const Context& context);
/// "break the check positive", "refer to no row of public.users".
std::string breach(const Object& constraint);

/// ADD CONSTRAINT and COMMENT ON.
std::vector<std::string> created(const Object& constraint);
/// The same constraint, NOT VALID.
Object unproven(Object constraint);
/// Takes VALIDATE back: there is no statement for it, so the constraint is made again, in the same transaction.
std::vector<std::string> made_again_unproven(const Object& constraint);
std::string validating(const Object& constraint);

/// A latched step that stops the file while rows break the constraint. `name`: ids begin with it.
Step prove(const Object& constraint, const std::string& name, const Context& context);
/// ADD … NOT VALID, in validate. Undo drops it.
Step add_unproven(const Object& constraint, const std::string& name);
/// VALIDATE of a constraint that `add_unproven` has made: takes it away again when rows break it.
Step validate_new(const Object& constraint, const std::string& name, const Context& context);
/// VALIDATE of a constraint that was there before the rollout: it is never taken away because rows break it.
Step validate_there(const Object& constraint, const std::string& name, const Context& context);

/// A refusal when the live server does not know what the constraint asks for.
std::vector<Finding> unsupported(const Object& constraint, const Context& context);

/// The unique keys that a foreign key stands on, where this rollout makes them on a table that is there already.
std::vector<Fact> coming_key(const Object& foreign_key, const Context& context);

}  // namespace phasegate::recipes
