// Events of a run as lines.
#include "cli/run_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <set>

namespace phasegate::cli {
namespace {

constexpr std::string_view kind_words[] = {"phase", "file", "statement", "waiting", "retry", "note", "skipped", "done", "phase done", "gate shut", "stopped"};

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

std::string line(const RunEvent& event) {
  using Kind = RunEvent::Kind;
  switch (event.kind) {
    case Kind::phase_start: return "phase " + event.text + "\n";
    case Kind::file_start: return fmt::format("  {}{}\n      {}\n", event.file, event.text.empty() ? "" : ": " + event.text, locks_text(event));
    case Kind::statement: return only_sets(event.text) ? "" : "      > " + event.text + "\n";
    case Kind::retry: return fmt::format("      again in {} ms: {}\n", event.duration.count(), event.text);
    case Kind::skipped: return "  " + event.file + ": applied already\n";
    case Kind::file_done: return fmt::format("      done in {} ms\n", event.duration.count());
    case Kind::phase_done: return "phase " + std::string(to_string(event.phase)) + " is done\n";
    case Kind::gate_shut: return "gate shut: " + event.text + "\n";
    case Kind::stopped: return "stopped: " + event.text + " (safe to run again)\n";
    case Kind::waiting:
    case Kind::note: break;
  }
  std::string text = fmt::format("      {}{}\n", event.kind == Kind::waiting ? "waiting: " : "", event.text);
  for (const Blocker& blocker : event.blockers) text += "        " + to_string(blocker) + "\n";
  return text;
}

void print_json(const RunEvent& event) {
  nlohmann::ordered_json json = {{"version", 1}, {"event", kind_words[static_cast<int>(event.kind)]}, {"phase", to_string(event.phase)}};
  if (!event.file.empty()) json["file"] = event.file;
  if (!event.text.empty()) json["text"] = event.text;
  if (event.duration.count() > 0) json["milliseconds"] = event.duration.count();
  for (const ManifestLock& lock : event.locks) json["locks"].push_back({{"relation", lock.relation}, {"mode", to_string(lock.mode)}, {"work", to_string(lock.work)}});
  for (const Blocker& blocker : event.blockers) json["blockers"].push_back(to_string(blocker));
  std::cout << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << std::endl;
}

}  // namespace

Report reporter(const std::string& format) {
  if (format == "json") return print_json;
  return [](const RunEvent& event) { std::cout << line(event) << std::flush; };
}

}  // namespace phasegate::cli
