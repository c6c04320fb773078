// Rollouts that have begun and are not finished: a plan for their tables has to wait, and their own desired schema needs none.
#pragma once

#include <phasegate/pipeline.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace phasegate {

/// Every object and value of a desired schema as it was written, phasegate's own keys included, as one text. Comments, spaces and the order
/// of the file do not count, nor does [left_alone].
std::string digest_text(const Catalog& wanted);

/// sha256 (hex) of that text, by the server. Throws: DatabaseError.
std::string desired_digest(const std::string& text, Database& database);

/// The open rollouts of this database, by name; none when schema phasegate is not there. Throws: DatabaseError.
std::vector<OpenRollout> open_rollouts(Database& database);

/// A warning for everything that others have changed since a rollout opened, and that keeps its gates shut. Throws: DatabaseError.
std::vector<Finding> foreign_changes(Database& database);

/// Names of rollouts that are finished; none of them may be used again. Throws: DatabaseError.
std::set<std::string> finished_rollouts(Database& database);

/// The rollout that was planned for the desired schema of that digest.
std::optional<OpenRollout> rollout_of(const std::vector<OpenRollout>& open, const std::string& digest);

/// Takes the differences on tables of open rollouts out of the list, with a finding for each such rollout.
void refuse_open_tables(const std::vector<OpenRollout>& open, std::vector<Difference>& differences, std::vector<Finding>& findings);

}  // namespace phasegate
