// What apply, advance and undo print while they run.
#pragma once

#include "apply/run_event.hpp"

#include <string>

namespace phasegate::cli {

/// Prints events to stdout: lines for people, or with "json" one JSON object a line.
Report reporter(const std::string& format);

}  // namespace phasegate::cli
