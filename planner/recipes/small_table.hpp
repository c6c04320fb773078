// What is allowed on a small table only: work that reads or writes all of it while everybody waits.
#pragma once

#include <phasegate/change_kind.hpp>

namespace phasegate::recipes {

/// Up to this size, with indexes and TOAST, a table may be read or rewritten under an exclusive lock: well below a second.
inline constexpr long long small_table_bytes = 16'777'216;

/// True when the live table is small. A table that is not there yet is.
bool is_small(const ElementId& live_table, const Context& context);

/// The same, asked where the file runs: plans are made on small databases and run on large ones. `instead` says what to do then.
Check still_small(const ElementId& table, const std::string& instead);

}  // namespace phasegate::recipes
