// Prints a plan.
#include "cli/plan_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace phasegate::cli {
namespace {

std::string undo_word(const Step& step) {
  switch (step.undo.how) {
    case UndoHow::sql: return "undo: yes";
    case UndoHow::nothing_needed: return "undo: nothing needed";
    case UndoHow::impossible: break;
  }
  return "CANNOT BE UNDONE";
}

std::string lock_words(const Step& step) {
  if (step.locks.empty()) return "no lock";
  const auto strongest = std::ranges::max_element(step.locks, {}, &LockClaim::mode);
  return fmt::format("{}, {}, {}", to_string(strongest->mode), who_waits(strongest->mode), to_string(strongest->work));
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return result;
}

std::string applications_text(const Plan& plan) {
  std::string text;
  for (const Application& app : plan.settings.applications)
    text += fmt::format("application {}: {} runs, {} adopts, {} retires{}\n", app.name, app.from, app.adopts, app.retires, app.assumed ? "   (assumed: no phasegate.toml names it)" : "");
  return text;
}

std::string duration_text(std::chrono::seconds time) {
  const auto count = time.count();
  if (count % 3600 == 0) return fmt::format("{} h", count / 3600);
  return count % 60 == 0 ? fmt::format("{} min", count / 60) : fmt::format("{} s", count);
}

std::string gate_text(Phase phase, const Plan& plan) {
  switch (phase) {
    case Phase::expand: return "asks: every application has a marker";
    case Phase::backfill: return "asks: expand is complete";
    case Phase::validate: return "asks: every application has adopted, none below is starting or live";
    case Phase::contract: break;
  }
  return "asks: no application will return below retires; drops: for " + duration_text(plan.settings.gates.soak_before_drop);
}

std::string phases_text(const Plan& plan) {
  std::string text;
  int number = 0;
  for (const Phase phase : all_phases) {
    const auto in_phase = [&](const Step& step) { return step.phase == phase; };
    if (phase == Phase::validate) {
      text += "\n -- DEPLOY";
      for (const Application& app : plan.settings.applications) text += fmt::format("  {} {} now", app.name, app.adopts);
      text += "\n";
    }
    if (std::ranges::none_of(plan.steps, in_phase)) continue;
    text += fmt::format("\n {:<10} {}\n", upper(to_string(phase)), gate_text(phase, plan));
    bool irreversible = false;
    for (const Step& step : plan.steps) {
      if (!in_phase(step)) continue;
      if (step.undo.how == UndoHow::impossible && !std::exchange(irreversible, true)) text += " === point of no return ===\n";
      text += fmt::format("  {:>2}  {}\n      {}; {}\n", ++number, step.title, lock_words(step), undo_word(step));
      for (const std::string& note : step.notes) text += "      note: " + note + "\n";
    }
  }
  return text;
}

std::string must_not_text(const Plan& plan) {
  std::string text;
  for (const Step& step : plan.steps)
    for (const Promise& promise : step.promises)
      if (step.phase > Phase::backfill && !promise.must_not.empty())
        for (const Application& app : plan.settings.applications)
          text += fmt::format("{} {} must not yet {}, only after {} (or ask phasegate.open('{}'))\n", app.name, app.adopts, promise.must_not, to_string(step.phase), promise.what);
  return text;
}

}  // namespace

std::string plan_as_text(const PlanResult& result, const std::vector<RenderedFile>& files, const std::filesystem::path& folder) {
  std::string text;
  for (const Finding& finding : result.findings) text += to_string(finding) + "\n";
  if (refuses(result.findings))
    return text + fmt::format("refused: {} findings; nothing was written\n", std::ranges::count(result.findings, Severity::error, &Finding::severity));
  if (result.open)
    return text + fmt::format("rollout {} (plan {}) is open with this desired schema; next: phase {}\n", result.open->name, result.open->plan_id, result.open->phase);
  const Plan& plan = result.plan;
  if (plan.empty()) return text + "no changes: the live schema is as desired\n";
  text += fmt::format("rollout {}   plan {}   PostgreSQL {}   environment {}\n", plan.rollout, plan.id, plan.server_version_num / 10000, plan.settings.environment);
  text += applications_text(plan) + "\n";
  for (const Difference& difference : result.differences) text += "  " + to_string(difference) + (difference.at.is_known() ? "   " + to_string(difference.at) : "") + "\n";
  text += phases_text(plan);
  if (const std::string notes = must_not_text(plan); !notes.empty()) text += "\n" + notes;
  const auto sql_files = std::ranges::count_if(files, [](const RenderedFile& file) { return file.path.ends_with(".sql") && !file.path.starts_with("undo/"); });
  text += fmt::format("\n{} steps in {} files", plan.steps.size(), plan.files.size());
  if (!files.empty()) text += fmt::format(", {} written to {}\nnext: phasegate apply --phase expand --dir {}", sql_files, folder.string(), folder.string());
  return text + "\n";
}

std::string plan_as_json(const PlanResult& result, const std::vector<RenderedFile>& files, const std::filesystem::path& folder) {
  using Json = nlohmann::ordered_json;
  Json json = {{"version", 1}, {"refused", refuses(result.findings)}, {"rollout", result.plan.rollout}, {"plan_id", result.plan.id}};
  if (result.open) json["open_rollout"] = {{"name", result.open->name}, {"plan_id", result.open->plan_id}, {"phase", result.open->phase}};
  json["findings"] = Json::array();
  for (const Finding& finding : result.findings) {
    static constexpr std::string_view words[] = {"error", "warning", "note"};
    json["findings"].push_back({{"severity", words[static_cast<int>(finding.severity)]}, {"code", finding.code}, {"message", finding.message}, {"help", finding.help},
                                {"file", finding.at.file.text()}, {"line", finding.at.line}, {"column", finding.at.column}});
  }
  json["differences"] = Json::array();
  for (const Difference& difference : result.differences) json["differences"].push_back(to_string(difference));
  json["steps"] = Json::array();
  for (const Step& step : result.plan.steps) {
    Json locks = Json::array();
    for (const LockClaim& lock : step.locks) locks.push_back({{"relation", qualified_name(lock.relation)}, {"mode", to_string(lock.mode)}, {"work", to_string(lock.work)}});
    json["steps"].push_back({{"id", step.id}, {"title", step.title}, {"phase", to_string(step.phase)}, {"part", to_string(step.part)}, {"transaction", to_string(step.transaction)}, {"locks", locks},
                             {"undo", undo_word(step)}, {"sql", step.sql}});
  }
  json["folder"] = folder.string();
  json["files"] = Json::array();
  for (const RenderedFile& file : files) json["files"].push_back(file.path);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace phasegate::cli
