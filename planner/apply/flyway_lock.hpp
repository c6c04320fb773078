// The advisory lock under which Flyway works on one history table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace phasegate {

/// Java's String.hashCode of the text in UTF-16. `text` is UTF-8.
std::int32_t java_hash(std::string_view text);

/// The name of the history table as Flyway quotes it, always in double quotes:
/// `"public"."flyway_schema_history"`.
std::string flyway_table_name(std::string_view schema, std::string_view table);

/// The key that Flyway takes for this history table. Source: Flyway, PostgreSQLAdvisoryLockTemplate.java.
std::int64_t flyway_lock_key(std::string_view schema, std::string_view table);

}  // namespace phasegate
