// A time with its unit, as people write it in phasegate.toml and on the command line.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace phasegate {

/// "500ms", "30s", "5m" (or "5min"), "24h", "7d"; spaces around number and unit are taken. Empty where it is none, or has more than nine digits.
std::optional<std::chrono::milliseconds> parse_duration(const std::string& text);

/// What to write instead of something that is none.
inline constexpr const char* duration_help = "write it with its unit: \"500ms\", \"30s\", \"5m\", \"24h\"";

}  // namespace phasegate
