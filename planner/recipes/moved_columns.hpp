// Columns that move to another table: where the desired schema says so, and by which key the rows of both belong together.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phasegate::recipes {

/// `bio = { is = "text", moved_from = "users.bio", moved_by = { user_id = "id" } }` in a table of the desired schema.
struct MovedColumn {
  Object column;                                          ///< wanted
  Object old;                                             ///< live, no longer wanted
  std::vector<std::pair<std::string, std::string>> keys;  ///< column of the new table, column of the old one
};

/// The column that `moved_from` names, its schema filled in; kind empty when it names none.
ElementId moved_from(const Object& wanted_column);

/// The wanted column that says that this live one moves to it; null when none does.
const Object* moved_to(const ElementId& live_column, const Context& context);

/// The keys of one side, sorted.
std::vector<std::string> keys_of(const MovedColumn& move, bool of_new);
/// True when a primary key, a unique constraint or a unique index over all rows has exactly these columns (sorted).
bool is_unique(const std::vector<std::string>& columns, const ElementId& table, const Catalog& catalog);

/// Names of what keeps both sides equal.
struct MoveNames {
  std::string trigger, forth, back;
};
MoveNames move_names(const MovedColumn& move);

/// Locks the row of the old table that `condition` names (as `u`) for the writer of the new side. plpgsql; the function declares `partner_lock`.
/// The running version locks the two rows the other way round, so its transaction and this one can wait for each other. The lock is therefore asked for 100 ms at a time, and once somebody waits for
/// this transaction meanwhile, it gives way (40001), long before the server looks for a deadlock (deadlock_timeout, 1 s): the running version never pays for one. Otherwise it waits on, as long as the
/// session's own lock_timeout lets it (55P03).
std::string next_tries_again(const MovedColumn& move);  ///< what the step that makes the triggers says of it
std::string lock_partner(const MovedColumn& move, const std::string& condition);
inline constexpr std::string_view partner_lock = "DECLARE\n  own_limit bigint := 1000 * pg_catalog.date_part('epoch', pg_catalog.current_setting('lock_timeout')::interval);  -- ms; 0: none\n  waits_since timestamptz;\n";

/// Functions and triggers: what is written to the old column reaches the new table, where a row is made if need be, and the other way round.
/// `old_name`: the name that the old column bears meanwhile.
std::vector<std::string> move_functions(const MovedColumn& move, const std::string& old_name);
std::vector<std::string> move_triggers(const MovedColumn& move);
std::vector<std::string> drop_move(const MovedColumn& move);

/// Rows of the old table whose value is not in the new one yet.
std::string unmoved_rows(const MovedColumn& move);
/// Rows of the new table that hold nothing but what the old one says: key and value, and otherwise what a row gets that says nothing.
std::string mere_copies(const MovedColumn& move, const Context& context);

}  // namespace phasegate::recipes
