// Sets aside what PostgreSQL does not let stand while a column gets another type, and puts it back in the same transaction: views and views on
// views, materialized views, rules, policies and triggers. Never functions.
#pragma once

#include <phasegate/change_kind.hpp>

#include <vector>

namespace phasegate::recipes {

/// Refusals for what depends on the live column and cannot be set aside: functions, row filters of publications, generated columns, and what
/// belongs to another table. `at` is where the change is written.
std::vector<Finding> cannot_be_set_aside(const Object& live_column, const SourceSpot& at, const Context& context);

/// Wraps the statements of the step and of its undo, and adds the locks, elements and notes that come with it. Nothing when nothing depends
/// on the column. Source: planner/gate/install/56_set_aside.sql
void set_dependants_aside(Step& step, const ElementId& live_column, const Context& context);

}  // namespace phasegate::recipes
