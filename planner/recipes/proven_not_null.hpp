// SET NOT NULL without a scan under an exclusive lock: a check constraint is added NOT VALID, validated, and proves it.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// The steps of validate, part enforce: proof that no NULL is left, CHECK … NOT VALID, VALIDATE, SET NOT NULL. The first one stops
/// while NULLs are left. `column` is the wanted name; `why` goes into ids. `repaired`: an earlier step fills the NULLs, so `plan` does not count them.
/// Source: PostgreSQL manual, ALTER TABLE, SET NOT NULL: a valid CHECK makes the scan unnecessary (12 and later).
std::vector<Step> proven_not_null(const ElementId& column, const std::string& why, bool repaired, const Context& context);

/// A statement that raises with the number of rows while `query` (returning one bigint) is not 0.
std::string stop_unless_none(const std::string& query, const std::string& what, const std::string& hint);

/// VALIDATE CONSTRAINT that takes the constraint away again when rows violate it, so that none of them is locked out.
std::string validate_or_withdraw(const ElementId& table, const std::string& constraint);

}  // namespace phasegate::recipes
