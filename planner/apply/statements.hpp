// The statements of a V- or U-file, as the runner sends them one by one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phasegate {

/// Cuts a file into statements; a byte order mark is skipped. Statement by statement, because
/// statement_timeout is armed when a statement starts, and because several statements in one message are one
/// transaction to the server. Throws: Error(refused), naming the file, for an unterminated string or comment,
/// for an empty file, and for BEGIN, COMMIT and the like: the runner holds statements and history row in one
/// transaction.
std::vector<std::string> file_statements(const std::string& path, std::string_view content);

/// The first line of a statement, shortened to what fits a line of output.
std::string first_line(std::string_view statement);

}  // namespace phasegate
