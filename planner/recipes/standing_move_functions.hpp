// The trigger functions that keep a column of one table and a column of another equal, row by row, while two versions write.
#pragma once

#include "recipes/moved_columns.hpp"

#include <string>
#include <vector>

namespace phasegate::recipes {

/// How far the move is. `shared`: both versions write, and what does not say a new value may be of the running one. `handed_over`: only the next
/// version writes, so a row of the new table that goes takes its value along. `retired`: the old column is out of reach and only follows.
enum class MoveStage { shared, handed_over, retired };

/// Names of what keeps both sides equal: of the two triggers (on either table), and of the four functions.
struct StandingNames {
  std::string before, after;                ///< triggers
  std::string take, forth, fill, back;      ///< functions: before and after a row of the old table, before and after one of the new table
};
StandingNames standing_names(const MovedColumn& move);

/// The four functions as they are at that stage; `retired` finds the old column under its retired name.
std::vector<std::string> standing_functions(const MovedColumn& move, MoveStage stage);
std::vector<std::string> standing_triggers(const MovedColumn& move);
std::vector<std::string> drop_standing_move(const MovedColumn& move);
/// SQL condition: the functions are those of that stage, or of a later one.
std::string standing_functions_are(const MovedColumn& move, MoveStage stage);

/// `p.user_id = u.id AND …`: rows that belong together.
std::string belong_together(const MovedColumn& move, const std::string& new_row, const std::string& old_row);

}  // namespace phasegate::recipes
