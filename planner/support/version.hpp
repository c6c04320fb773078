// Versions of applications: compared by their declared scheme, never as text. The twin of phasegate.compare_versions in
// the database (planner/gate/install/20_versions.sql); a test holds the two equal.
#pragma once

#include <phasegate/settings.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace phasegate {

/// What is wrong with a version, as one sentence without a full stop; nullopt when nothing is.
std::optional<std::string> version_error(std::string_view version, VersionScheme scheme);

/// -1, 0 or 1. SemVer 2.0.0: pre-releases rank below their release, build metadata does not count. Calendar: a missing
/// part is 0. Numbers may have any length.
/// Throws: Error(usage) when one of the two is not a version of the scheme.
int compare_versions(std::string_view a, std::string_view b, VersionScheme scheme);

/// The first version of the next major release: 2.4.1 → 3.0.0, 2.0.0-rc.1 → 3.0.0, 41 → 42, 2026.11.2 → 2027.
/// Throws: Error(usage) when `version` is not a version of the scheme.
std::string next_major(std::string_view version, VersionScheme scheme);

}  // namespace phasegate
