// Steps that many recipes are made of, with their locks, proofs and undo filled in.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// The table that a column, index or constraint belongs to.
ElementId table_of(const ElementId& child);

/// A transactional step of phase and part that takes one brief lock on a table.
Step brief(Phase phase, Part part, const ElementId& table, LockMode mode, std::string id, std::string title);

/// An undo by statements.
Undo undo_by(std::vector<std::string> sql);
Undo nothing_to_undo(std::string reason);
Undo cannot_undo(std::string reason);

/// One batched fill of a table, run by phasegate.backfill until the proof says that no row is left.
struct Fill {
  ElementId table;
  std::string step;         ///< name of the step in phasegate.backfill_progress
  std::string assignments;  ///< SET list; empty: the rows are deleted
  std::string pending;      ///< rows that still need it
  std::string title;
};
/// The step in phase backfill, or, with Part::catch_up, the pass in validate over what N left behind. Another part of validate: once nothing more can come.
Step fill(const Fill& fill, Phase phase, Part part, const Context& context);

/// "4200000 rows, 1.9 GB" for notes, or that the size is unknown.
std::string size_text(const TableSize& size);

/// `CREATE [UNIQUE] INDEX CONCURRENTLY IF NOT EXISTS …` of an object of kind index.
Step build_index(const Object& index, Phase phase, Part part, const Context& context);

/// DROP INDEX CONCURRENTLY of a live index, as an irreversible drop whose undo would be a build of its own.
Step drop_index(const Object& live_index, Phase phase, Part part);

/// A query of rows that undo would lose, for values that nothing tells from those that the running version has caused: 0 as long as no
/// version of any application from its `adopts` on has ever started, and after that what `query` counts.
std::string if_next_has_run(const std::string& query, const Context& context);

/// A finding for each of these elements whose drop nobody has approved.
std::vector<Finding> unapproved(const std::vector<ElementId>& elements, const Context& context);

/// What a proof looks for.
struct Violations {
  std::string count;   ///< a query that returns one bigint
  std::string what;    ///< "rows of public.users break the check ck_score"
  std::string hint;    ///< what to do about them
  std::string sample = {};  ///< for `plan`: a query that returns one text per offending key, at most five
  const Object* object = nullptr;  ///< wanted, for `plan`: whose place is told, and whose `clean_up` says who cleans up; null: `plan` does not count
};

/// A latched step of validate, part enforce, that reads the whole table and stops the file while there are violations.
Step proof(const ElementId& table, std::string id, std::string title, const Violations& violations, const Context& context);

/// The violations as `plan` counts them.
Preflight counted(const Violations& violations);

/// At most five keys of rows of the table that meet the condition, as text: by the live primary key, else by ctid.
std::string sample_rows(const ElementId& table, const std::string& condition, const Context& context);

/// A refusal when the object says `uses_at = "deploy"`: the change comes after the deploy of N+1. `crossing` says how to do it in two versions.
std::vector<Finding> used_at_deploy(const Object& wanted, std::string_view kind, const std::string& what, const std::string& crossing);

/// A refusal when the table of this element, or the table itself, gets another name in the same rollout.
std::vector<Finding> renamed_table(const ElementId& wanted, const ElementId& live, std::string_view code, const SourceSpot& at);

/// COMMENT ON with the comment that the object has.
std::string comment_on(const Object& object);

/// The name that something retired bears until it is dropped: zz_phasegate_<name>, within 63 bytes.
std::string retired_name(std::string_view name);
/// The element under that name.
ElementId retired_id(const ElementId& id);

}  // namespace phasegate::recipes
