// Events of a run as lines.
#include "cli/run_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>

namespace phasegate::cli {
namespace {

using Json = nlohmann::ordered_json;
using Kind = RunEvent::Kind;

std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::phase_start: return "phase";
    case Kind::file_start: return "file";
    case Kind::statement: return "statement";
    case Kind::waiting: return "waiting";
    case Kind::retry: return "retry";
    case Kind::note: return "note";
    case Kind::skipped: return "skipped";
    case Kind::file_done: return "done";
    case Kind::phase_done: return "phase done";
    case Kind::gate_shut: return "gate shut";
    case Kind::stopped: return "stopped";
    case Kind::progress: return "progress";
    case Kind::reconciled: return "reconciled";
  }
  throw Bug("an event without a word");
}

std::string locks_text(const RunEvent& event) {
  std::string text;
  std::set<std::string> said;
  for (const ManifestLock& lock : event.locks)
    if (const std::string words = fmt::format("{} on {} ({}, {})", to_string(lock.mode), lock.relation, who_waits(lock.mode), to_string(lock.work)); said.insert(words).second)
      text += (text.empty() ? "" : "; ") + words;
  return text.empty() ? "no relation locks" : text;
}

// The template's settings around the statements that work: JSON has them, people need not read them.
bool only_sets(std::string_view statement) { return statement.starts_with("SET ") || statement.starts_with("RESET "); }

std::string cost(const RunEvent& event) {
  std::string text = fmt::format("done in {} ms", event.duration.count());
  if (event.tries > 1) text += fmt::format(", at try {}", event.tries);
  if (event.waited.count() > 0) text += fmt::format(", {} ms of them waiting", event.waited.count());
  return text;
}

std::string line(const RunEvent& event) {
  switch (event.kind) {
    case Kind::phase_start: return "phase " + event.text + "\n";
    case Kind::file_start: return fmt::format("  {}{}\n      {}\n", event.file, event.text.empty() ? "" : ": " + event.text, locks_text(event));
    case Kind::statement: return only_sets(event.text) ? "" : "      > " + event.text + "\n";
    case Kind::retry: {
      std::string text = fmt::format("      again in {} ms: {}\n", event.duration.count(), event.text);
      for (const Blocker& blocker : event.blockers) text += "        " + to_string(blocker) + "\n";
      return text;
    }
    case Kind::skipped: return "  " + event.file + ": applied already\n";
    case Kind::reconciled: return "  " + event.file + ": found done, recorded in the history: " + event.text + "\n";
    case Kind::file_done: return "      " + cost(event) + "\n";
    case Kind::phase_done: return "phase " + std::string(to_string(event.phase)) + (event.text.starts_with("undo ") ? " is taken back\n" : " is done\n");
    case Kind::gate_shut: return "gate shut: " + event.text + "\n";
    case Kind::progress: return "      … " + event.text + "\n";
    case Kind::stopped:
    case Kind::waiting:
    case Kind::note: break;
  }
  std::string text = event.kind == Kind::stopped ? "stopped: " + event.text + "\n" : fmt::format("      {}{}\n", event.kind == Kind::waiting ? "waiting: " : "", event.text);
  for (const Blocker& blocker : event.blockers) text += "        " + to_string(blocker) + "\n";
  return text;
}

std::string now() {
  const auto at = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const long long ms = at.time_since_epoch().count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(ms / 1000)), ms % 1000);
}

Json head(const RunIdentity& identity, std::string_view what) {
  return {{"version", 1}, {"at", now()}, {"rollout", identity.rollout}, {"environment", identity.environment}, {"event", what}};
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string as_json(const RunEvent& event, const RunIdentity& identity) {
  Json json = head(identity, word(event.kind));
  json["phase"] = to_string(event.phase);
  if (!event.file.empty()) json["file"] = event.file;
  if (!event.text.empty()) json["text"] = event.text;
  if (event.duration.count() > 0) json["milliseconds"] = event.duration.count();
  if (event.waited.count() > 0) json["waited_ms"] = event.waited.count();
  if (event.tries > 0) json["tries"] = event.tries;
  if (event.percent >= 0) json["percent"] = event.percent;
  if (event.rows >= 0) json["rows"] = event.rows;
  if (event.rows_per_s >= 0) json["rows_per_second"] = event.rows_per_s;
  if (event.seconds_left >= 0) json["seconds_left"] = event.seconds_left;
  for (const ManifestLock& lock : event.locks) json["locks"].push_back({{"relation", lock.relation}, {"mode", to_string(lock.mode)}, {"work", to_string(lock.work)}});
  for (const Blocker& blocker : event.blockers) json["blockers"].push_back(to_string(blocker));
  return dump(json);
}

std::string finished_json(const RunIdentity& identity, ExitCode code, const std::string& failure) {
  Json json = head(identity, failure.empty() ? "finished" : "failed");
  json["exit_code"] = static_cast<int>(code);
  if (!failure.empty()) json["text"] = failure;
  return dump(json);
}

namespace {

// "[#####...............]", 20 wide.
std::string bar(double percent) {
  constexpr int width = 20;
  const int full = std::clamp(static_cast<int>(percent / 100 * width), 0, width);
  return "[" + std::string(static_cast<std::size_t>(full), '#') + std::string(static_cast<std::size_t>(width - full), '.') + "]";
}

// On a terminal progress has one line of its own, which is written over and goes when something else is to be said.
Report terminal_reporter() {
  return [is_open = false](const RunEvent& event) mutable {
    constexpr std::string_view to_the_end = "\r\033[K";
    if (is_open) std::cout << to_the_end;
    is_open = event.kind == Kind::progress;
    if (is_open) std::cout << "      " << (event.percent >= 0 ? bar(event.percent) + " " : "") << event.text << std::flush;
    else std::cout << line(event) << std::flush;
  };
}

}  // namespace

Report reporter(const std::string& format, const RunIdentity& identity) {
  if (format == "json") return [identity](const RunEvent& event) { std::cout << as_json(event, identity) << std::endl; };
  if (isatty(STDOUT_FILENO) != 0) return terminal_reporter();
  return [](const RunEvent& event) { std::cout << line(event) << std::flush; };
}

Report file_reporter(const std::string& path, const RunIdentity& identity) {
  auto file = std::make_shared<std::ofstream>(path, std::ios::app);
  if (!*file) throw Error(ExitCode::usage, "cannot write " + path, "name a file in a folder that is there and may be written to");
  return [file, identity](const RunEvent& event) { *file << as_json(event, identity) << std::endl; };
}

}  // namespace phasegate::cli
