// Words of command lines that are printed for typing.
#pragma once

#include <string>

namespace phasegate {

/// The word as a POSIX shell takes it: in single quotes unless it is plain. phasegate.shell_word in the database does the same.
std::string shell_word(const std::string& word);

}  // namespace phasegate
