// What phasegate asks of the server, on stderr, for whoever wants to see it (--verbose). The only user of spdlog.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace phasegate {

/// From here on, every statement is logged with its time and number of rows. Values of parameters are never logged.
void enable_log();

/// Logs one statement, its first line only, when the log is enabled.
void log_statement(std::string_view sql, std::chrono::microseconds duration, std::size_t rows);

}  // namespace phasegate
