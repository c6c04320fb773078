// Columns that two versions of an application see under different names or forms: a trigger keeps both sides equal while both run.
//
// The old side is written only when this statement changed the new side and it differs from up(old); on INSERT a given new value always
// wins; a row whose new side is empty is filled on touch; up() never fails a write of the running version. The counterexamples that each of
// these words answers are in docs/decisions/0003-sync-trigger.md.
#pragma once

#include "recipes/carried_objects.hpp"

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// A column of the next version, and how old rows get its value.
struct NewColumn {
  Object column;   ///< wanted
  std::string up;  ///< expression in the columns of the running version
};

/// A column of the running version that goes away.
struct OldColumn {
  Object column;     ///< live
  std::string down;  ///< expression in the columns of the next version
};

/// Columns of one table that mean the same. Without old columns, the new ones are only kept filled.
struct SyncedColumns {
  ElementId table;
  std::vector<NewColumn> news;
  std::vector<OldColumn> olds;
  std::string name;        ///< of the change; ids of steps begin with it
  /// Columns of the running version that up() reads, with their types; filled by `complete`.
  std::vector<std::pair<std::string, std::string>> reads = {};
  bool loses_data = true;  ///< dropping the old columns needs an approval (not so for a plain rename)
  bool mirrors = false;    ///< one column for another: what the old type cannot take is stored there as NULL once it is out of reach
  bool keeps_all = false;  ///< old and new value must give each other: what would lose something is refused in validate
  std::string helpers = {};  ///< what the names of trigger and functions are made of; empty: the names of the new columns
};

/// Finds out what up() reads. Call it before anything else.
SyncedColumns complete(SyncedColumns group, const Context& context);

/// What makes this group impossible: constraints that would not see the other side, objects that stand in the way.
std::vector<Finding> refusals(const SyncedColumns& group, const Context& context);

/// All steps from the new columns to the drop of the old ones.
std::vector<Step> sync(const SyncedColumns& group, const Context& context);

/// The same of several groups whose old columns are retired in one moment, with what hangs on them.
std::vector<Step> sync(const std::vector<SyncedColumns>& groups, const Carriage& carriage, const Context& context);

/// For columns that are there already (add-column brought them): trigger, backfill, default, NOT NULL, and the trigger's end.
std::vector<Step> keep_filled(const SyncedColumns& group, const Context& context);

}  // namespace phasegate::recipes
