// phasegate_traffic: runs the statements of one application version until SIGTERM or SIGINT, and says what came of it.
#include "support/traffic.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <ctime>
#include <fstream>
#include <iostream>

using namespace phasegate::test;

namespace {

// A file appears whole: whoever waits for it never reads half of it.
void write_whole(const std::filesystem::path& path, const std::string& content) {
  const std::filesystem::path draft = path.string() + ".new";
  std::ofstream(draft) << content;
  std::filesystem::rename(draft, path);
}

int run(const TrafficOptions& options, const std::string& under_way, const std::string& out) {
  // Blocked before any thread is started, so that every thread leaves them to sigwait.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  Traffic traffic(options);
  const timespec moment{0, 20'000'000};
  for (bool told = under_way.empty(); sigtimedwait(&signals, nullptr, &moment) < 0;) {
    if (told || !traffic.is_under_way()) continue;
    write_whole(under_way, "");
    told = true;
  }
  const TrafficResult result = traffic.stop();
  if (out.empty()) std::cout << to_json(result);
  else write_whole(out, to_json(result));
  return result.failures == 0 && result.outside_domain == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("the reads and writes of one application version, until SIGTERM");
  TrafficOptions options;
  std::string statements, under_way, out;
  app.add_option("--url", options.url, "connection string")->required();
  app.add_option("--statements", statements, "file of named statements")->required();
  app.add_option("--connections", options.connections, "how many")->check(CLI::Range(1, 64));
  app.add_option("--first", options.first, "the first unique number");
  app.add_option("--pause-ms", options.pause_ms, "between two statements of a connection");
  app.add_option("--under-way", under_way, "file to create when every connection has run every statement");
  app.add_option("--out", out, "file for the result; else stdout");
  CLI11_PARSE(app, argc, argv);
  try {
    options.statements = read_statements(statements);
    return run(options, under_way, out);
  } catch (const std::exception& error) {
    std::cerr << "phasegate_traffic: " << error.what() << "\n";
    return 70;
  }
}
