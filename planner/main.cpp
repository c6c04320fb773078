// Arguments → one command → exit code. The only place that catches everything.
#include <phasegate/error.hpp>

#include "cli/commands.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  using phasegate::ExitCode;
  try {
    return static_cast<int>(phasegate::cli::run(argc, argv));
  } catch (const phasegate::Error& error) {
    std::fflush(stdout);
    if (error.at().is_known()) std::fprintf(stderr, "%s: ", phasegate::to_string(error.at()).c_str());
    std::fprintf(stderr, "phasegate: %s\n", error.what());
    if (!error.help().empty()) std::fprintf(stderr, "  help: %s\n", error.help().c_str());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "phasegate: this is a bug of phasegate: %s\n", error.what());
    return static_cast<int>(ExitCode::bug);
  }
}
