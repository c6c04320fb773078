// phasegate gate: is the gate of a phase, or of a part of contract, open, and if not, why and what to type.
#include "apply/stop.hpp"
#include "gate/evaluate.hpp"
#include "gate/replica_sessions.hpp"
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"

#include <phasegate/manifest.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iostream>
#include <iterator>
#include <optional>

namespace phasegate::cli {
namespace {

struct Asked {
  std::string gate;
  std::vector<GateCheck> checks;
};

// A phase's gate, and with contract those of its parts; or the one of a part: "contract/drop".
std::vector<Asked> ask(Database& database, const Manifest& manifest, const std::vector<Replica>& replicas, const std::string& wanted) {
  std::vector<Asked> result;
  for (const ManifestGate& gate : manifest.gates) {
    if (gate.name != wanted && !gate.name.starts_with(wanted + "/")) continue;
    result.push_back({gate.name, evaluate(database, gate.spec, manifest.fingerprint_lines)});
    std::ranges::move(replica_sessions(database, gate.spec, replicas), std::back_inserter(result.back().checks));
  }
  return result;
}

// What the steps before the gate have brought; people want to hear of those that are missing.
bool is_plain_condition(const GateCheck& check) { return check.open && check.name.starts_with("condition "); }

std::string as_text(const std::vector<Asked>& asked) {
  std::string text;
  for (const Asked& gate : asked) {
    text += fmt::format("gate {}: {}\n", gate.gate, is_open(gate.checks) ? "open" : "SHUT");
    const auto holds = std::ranges::count_if(gate.checks, is_plain_condition);
    if (holds > 0) text += fmt::format("  open {} conditions of the steps before it hold\n", holds);
    for (const GateCheck& check : gate.checks) {
      if (is_plain_condition(check)) continue;
      text += fmt::format("  {} {}{}\n", check.open ? "open" : "shut", check.name, check.reason.empty() ? "" : ": " + check.reason);
      if (!check.open && !check.remedy.empty()) text += "       " + check.remedy + "\n";
    }
  }
  return text;
}

std::string as_json(const std::vector<Asked>& asked) {
  nlohmann::ordered_json json = {{"version", 1}, {"gates", nlohmann::ordered_json::array()}};
  for (const Asked& gate : asked) {
    nlohmann::ordered_json checks = nlohmann::ordered_json::array();
    for (const GateCheck& check : gate.checks) {
      checks.push_back({{"name", check.name}, {"open", check.open}, {"reason", check.reason}, {"remedy", check.remedy}});
      for (const Drift& drift : check.drift) checks.back()["differences"].push_back({{"element", drift.element}, {"what", drift.what}, {"before", drift.before}, {"after", drift.after}});
    }
    json["gates"].push_back({{"gate", gate.gate}, {"open", is_open(gate.checks)}, {"checks", checks}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

// Which checks are shut and why: what a waiting pipeline has to hear of when it changes.
std::string shut_reasons(const std::vector<Asked>& asked) {
  std::string text;
  for (const GateCheck& check : asked.front().checks)
    if (!check.open) text += fmt::format("  shut {}{}\n", check.name, check.reason.empty() ? "" : ": " + check.reason);
  return text;
}

// Reasons tell of times and lags that change with every look; the names do not.
std::string shut_names(const std::vector<Asked>& asked) {
  std::string text;
  for (const GateCheck& check : asked.front().checks)
    if (!check.open) text += check.name + "\n";
  return text;
}

std::string gate_to_ask(Database& database, const Manifest& manifest, const GateOptions& options) {
  if (!options.part.empty()) return "contract/" + options.part;
  if (!options.phase.empty()) return options.phase;
  const auto next = next_phase(database, manifest);
  return next ? std::string(to_string(*next)) : std::string();
}

void print(const CommonOptions& common, const std::vector<Asked>& asked) { std::cout << (common.format == "json" ? as_json(asked) : as_text(asked)) << std::flush; }

// A server that does not answer: told at once, and then every minute, with the time since when.
class Silence {
 public:
  explicit operator bool() const { return began_.has_value(); }
  void end() {
    if (began_) std::cerr << fmt::format("the server answers again, after {} s\n", seconds()) << std::flush;
    began_.reset();
  }
  void tell(const Error& error) {
    why_ = error;
    const auto now = std::chrono::system_clock::now();
    if (began_ && now - told_ < std::chrono::minutes(1)) return;
    if (!began_) began_ = now;
    told_ = now;
    std::cerr << error.what() << since() << "; whether the gate is open is not known meanwhile; asking again until --timeout\n" << std::flush;
  }
  // Nobody knows whether the gate is open: that is no "shut".
  [[noreturn]] void give_up() const { throw Error(ExitCode::unreachable, why_->what() + since(), why_->help()); }

 private:
  [[nodiscard]] std::string since() const {
    return fmt::format(" (no answer since {:%H:%M:%S} UTC, for {} s)", fmt::gmtime(std::chrono::system_clock::to_time_t(*began_)), seconds());
  }

  [[nodiscard]] long long seconds() const { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now() - *began_).count(); }
  std::optional<std::chrono::system_clock::time_point> began_;
  std::chrono::system_clock::time_point told_;
  std::optional<Error> why_;
};

// Looks again and again, each time in a session of its own: a server that restarts ends no wait. What it finds on the way goes to
// stderr, so that stdout holds one answer.
ExitCode wait_until_open(const CommonOptions& common, const GateOptions& options, const Manifest& manifest, const std::vector<Replica>& replicas, const std::string& wanted,
                         std::vector<Asked> asked) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + options.timeout;
  Stop stop({SIGINT, SIGTERM});
  std::string last;
  Silence silence;
  for (;;) {
    if (is_open(asked.front().checks) && !silence) break;
    // While nobody answers, what was shut before may not be so any more.
    if (const std::string now = shut_names(asked); !silence && now != last) {
      std::cerr << fmt::format("gate {}: shut, waiting\n{}", asked.front().gate, shut_reasons(asked)) << std::flush;
      last = now;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0 && silence) silence.give_up();
    if (left.count() <= 0) break;
    if (stop.sleep(std::min(left, options.poll))) {
      std::cerr << "stopped by " << stop.reason() << "; it is safe to run again\n";
      return ExitCode::interrupted;
    }
    try {
      Database database = connect(common.database_url);
      asked = ask(database, manifest, replicas, wanted);
      silence.end();
    } catch (const Error& error) {
      if (error.code() != ExitCode::unreachable) throw;
      last.clear();
      silence.tell(error);
    }
  }
  print(common, asked);
  return is_open(asked.front().checks) ? ExitCode::done : ExitCode::gate_shut;
}

}  // namespace

ExitCode gate(const CommonOptions& common, const GateOptions& options) {
  const Settings settings = find_settings(common);
  const std::vector<Replica>& replicas = settings.replicas;
  const Manifest manifest = read_manifest(migrations_folder(options.directory, settings));
  if (!options.part.empty() && !options.phase.empty() && options.phase != "contract")
    throw Error(ExitCode::usage, "the parts swap, retire and drop are those of contract, not of " + options.phase, "write --phase contract --part " + options.part);
  std::string wanted;
  std::vector<Asked> asked;
  {
    Database database = connect(common.database_url);
    wanted = gate_to_ask(database, manifest, options);
    if (!wanted.empty()) asked = ask(database, manifest, replicas, wanted);
  }
  if (asked.empty()) {
    if (common.format == "json") print(common, asked);
    else if (wanted.empty()) std::cout << "the rollout is complete: no gate is left\n";
    else std::cout << fmt::format("rollout {} does nothing in {}: there is no gate to ask\n", manifest.rollout, wanted);
    return ExitCode::done;
  }
  if (options.wait) return wait_until_open(common, options, manifest, replicas, wanted, std::move(asked));
  print(common, asked);
  // The first gate of a phase decides whether it may begin; those of contract's parts are told beside it.
  return is_open(asked.front().checks) ? ExitCode::done : ExitCode::gate_shut;
}

}  // namespace phasegate::cli
