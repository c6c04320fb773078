// The command line: one file per command, all of them registered in command_line.cpp, the only user of CLI11.
#pragma once

#include <phasegate/error.hpp>

#include <functional>
#include <string>

namespace phasegate::cli {

/// Reads the arguments and runs one command.
/// Throws: Error for everything that the user can mend, Bug for our own mistakes.
ExitCode run(int argc, char** argv);

}  // namespace phasegate::cli
