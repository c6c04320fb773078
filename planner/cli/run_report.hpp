// What apply, advance and undo tell while they run: on stdout, and as JSON lines in a file.
#pragma once

#include "apply/run_event.hpp"

#include <phasegate/error.hpp>

#include <string>

namespace phasegate::cli {

/// Which rollout the events belong to.
struct RunIdentity {
  std::string rollout, environment;
};

/// Prints events to stdout: lines for people, or with "json" one JSON object a line.
Report reporter(const std::string& format, const RunIdentity& identity);

/// Appends each event to a file as one JSON object a line, flushed at once. Throws: Error(usage) when it cannot be opened.
Report file_reporter(const std::string& path, const RunIdentity& identity);

/// An event as JSON, without line feed: version, at, rollout, environment, event, phase, and what the event has.
std::string as_json(const RunEvent& event, const RunIdentity& identity);

/// The last event: how the run ended, and its exit code. `failure` empty: it did not fail.
std::string finished_json(const RunIdentity& identity, ExitCode code, const std::string& failure);

}  // namespace phasegate::cli
