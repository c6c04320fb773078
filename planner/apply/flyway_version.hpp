// Versions as Flyway reads and compares them.
#pragma once

#include <string>
#include <string_view>

namespace phasegate {

/// The version as the history table holds it: `_` becomes `.`, zeros stay ("1_0_3" → "1.0.3", "001" → "001").
std::string flyway_version_text(std::string_view version);

/// Less than, equal to or greater than 0. Parts are numbers of any length, missing parts are 0: 1 = 001 = 1.0
/// < 1.2 < 1.10. Source: Flyway, MigrationVersion.java.
int compare_flyway_versions(std::string_view a, std::string_view b);

}  // namespace phasegate
