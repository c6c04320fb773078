// Declares every command and its options, and runs the one that was asked for. The only user of CLI11.
#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace phasegate::cli {

ExitCode run(int argc, char** argv) {
  CLI::App app("phasegate: zero-downtime expand/contract planner for PostgreSQL");
  app.set_version_flag("--version", "phasegate " PHASEGATE_VERSION);
  app.require_subcommand(1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {
    app.exit(request, std::cout, std::cerr);
    return ExitCode::done;
  } catch (const CLI::ParseError& error) {
    app.exit(error, std::cerr, std::cerr);
    return ExitCode::usage;
  }
  return ExitCode::done;
}

}  // namespace phasegate::cli
