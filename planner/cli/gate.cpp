// phasegate gate: is the gate of a phase open, and if not, why and what to type.
#include "gate/evaluate.hpp"
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"

#include <phasegate/manifest.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace phasegate::cli {
namespace {

struct Asked {
  std::string gate;
  std::vector<GateCheck> checks;
};

// A phase's gate, and with contract those of its parts.
std::vector<Asked> ask(Database& database, const Manifest& manifest, const std::string& phase) {
  std::vector<Asked> result;
  for (const ManifestGate& gate : manifest.gates)
    if (gate.name == phase || gate.name.starts_with(phase + "/")) result.push_back({gate.name, evaluate(database, gate.spec)});
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
    for (const GateCheck& check : gate.checks) checks.push_back({{"name", check.name}, {"open", check.open}, {"reason", check.reason}, {"remedy", check.remedy}});
    json["gates"].push_back({{"gate", gate.gate}, {"open", is_open(gate.checks)}, {"checks", checks}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

ExitCode gate(const CommonOptions& common, const GateOptions& options) {
  const Manifest manifest = read_manifest(migrations_folder(options.directory, find_settings(common)));
  Database database = connect(common.database_url);
  std::string phase = options.phase;
  if (phase.empty()) {
    const auto next = next_phase(database, manifest);
    if (!next) {
      std::cout << "the rollout is complete: no gate is left\n";
      return ExitCode::done;
    }
    phase = to_string(*next);
  }
  const std::vector<Asked> asked = ask(database, manifest, phase);
  if (asked.empty()) {
    std::cout << fmt::format("rollout {} does nothing in {}: there is no gate to ask\n", manifest.rollout, phase);
    return ExitCode::done;
  }
  std::cout << (common.format == "json" ? as_json(asked) : as_text(asked));
  // The first gate of a phase decides whether it may begin; those of contract's parts are told beside it.
  return is_open(asked.front().checks) ? ExitCode::done : ExitCode::gate_shut;
}

}  // namespace phasegate::cli
