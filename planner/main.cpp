// Arguments → one command → exit code. The only place that catches everything.
#include <phasegate/error.hpp>

#include "cli/commands.hpp"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>

int main(int argc, char** argv) {
  using phasegate::ExitCode;
  try {
    const ExitCode code = phasegate::cli::run(argc, argv);
    std::cout.flush();
    if (!std::cout || std::fflush(stdout) != 0) throw phasegate::Error(ExitCode::refused, "the output could not be written whole", "a full disk, or a pipe that was closed");
    return static_cast<int>(code);
  } catch (const phasegate::Error& error) {
    std::fflush(stdout);
    if (error.at().is_known()) std::fprintf(stderr, "%s: ", phasegate::to_string(error.at()).c_str());
    std::fprintf(stderr, "phasegate: %s\n", error.what());
    if (!error.help().empty()) std::fprintf(stderr, "  help: %s\n", error.help().c_str());
    return static_cast<int>(error.code());
  } catch (const std::filesystem::filesystem_error& error) {
    std::fprintf(stderr, "phasegate: %s\n  help: look at the path and its rights\n", error.what());
    return static_cast<int>(ExitCode::refused);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "phasegate: this is a bug of phasegate: %s\n", error.what());
    return static_cast<int>(ExitCode::bug);
  }
}
