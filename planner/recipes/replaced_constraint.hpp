// A check constraint or foreign key that gets another form under the name that it has.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// One constraint of a live table before and after.
struct ReplacedConstraint {
  Object live;
  Object wanted;         ///< under its live name: a new name comes with a change of its own
  ElementId wanted_id;   ///< its name in the desired schema
  std::string name;      ///< of the change; ids of steps begin with it
  std::string replaced;  ///< condition: a constraint of that name is there, and no longer of the live form
  Promise promise;       ///< what no version may do until then
};

/// Fills in `live`, `wanted`, `wanted_id` and `name` for the change of an element that is there.
ReplacedConstraint replaced_constraint(const Change& change, const Context& context);

/// The new form under a helper name, NOT VALID; VALIDATE; then the old one goes and the new one takes its name in one transaction. At no
/// moment is none of them in force.
std::vector<Step> replace_beside(const ReplacedConstraint& constraint, const Context& context);

/// The new form in place of the old one in one transaction, NOT VALID; then VALIDATE, unless NOT VALID is what is wanted. For forms that must
/// not be in force both at once.
std::vector<Step> replace_at_once(const ReplacedConstraint& constraint, const Context& context);

/// The same form once more, NOT VALID, because that is wanted: there is no statement that takes VALIDATE back.
std::vector<Step> forget_proof(const ReplacedConstraint& constraint, const Context& context);

}  // namespace phasegate::recipes
