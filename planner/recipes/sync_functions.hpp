// The SQL of a sync trigger: its function in each form, and the function that computes up() for batches.
#pragma once

#include "recipes/synced_columns.hpp"

#include <string>

namespace phasegate::recipes {

/// Names of the helpers of one group, unique per table and columns, within 63 bytes.
struct SyncNames {
  std::string trigger;   ///< sorts after the user's triggers: zz_phasegate_sync_…
  std::string function;  ///< in schema phasegate, without the schema
  std::string up;        ///< in schema phasegate: computes up() and whether it raises
};
SyncNames sync_names(const SyncedColumns& group);

/// CREATE OR REPLACE FUNCTION phasegate.<function>: both ways, while both versions may run.
std::string sync_function(const SyncedColumns& group);
/// The same after the old columns were retired: from new to old only, onto the retired names. Where the types differ it never fails a
/// write: what the old type cannot take is stored there as NULL, which undo counts.
std::string retired_function(const SyncedColumns& group);

/// For a new column that no application sees yet (a change of type under one name): it always follows the old one. A value that cannot be
/// computed is left empty and counted; with `strict` it fails the write, so that from then on no such row comes about.
std::string following_function(const SyncedColumns& group, bool strict);
/// down() of such a column while it has its helper name.
std::string back_from(const SyncedColumns& group);
/// SQL condition: the function of the trigger is the strict one.
std::string is_strict(const SyncedColumns& group);
/// CREATE OR REPLACE FUNCTION phasegate.<up>(olds) RETURNS record of news and `failed`.
std::string up_function(const SyncedColumns& group);
std::string drop_up_function(const SyncedColumns& group);
/// CREATE TRIGGER on the table.
std::string create_trigger(const SyncedColumns& group);
/// The step that creates it is refused, by the plan and by its file, while triggers of others would change the row after it. `step.done` is there already.
void want_last(const SyncedColumns& group, Step& step);

/// Boolean SQL over a row of the table: the new side is empty and up() has a value for it, or fails.
std::string pending_rows(const SyncedColumns& group);
/// SET list of the backfill.
std::string assignments(const SyncedColumns& group);

}  // namespace phasegate::recipes
