// Cuts ordered steps into files: an opening file for each phase, then groups that may share a transaction; what scans, builds or
// batches stands alone.
#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate {
namespace {

// Existing relations that the step locks so that others wait; a file takes such locks on one relation only.
std::vector<ElementId> strong_locks(const Step& step) {
  std::vector<ElementId> result;
  for (const LockClaim& lock : step.locks)
    if (lock.mode >= LockMode::share && lock.relation.kind == "table") result.push_back(lock.relation);
  return result;
}

// `display_name_validate_open`, `display_name_set_users_email_not_null`: what a file name says after its version.
std::string slug(std::string_view rollout, std::string_view what) {
  std::string text(rollout);
  for (const char c : "_" + std::string(what)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const char letter = plain ? c : (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : '_';
    if (letter != '_' || text.back() != '_') text += letter;
  }
  text.resize(std::min<std::size_t>(text.size(), 100));
  while (text.ends_with('_')) text.pop_back();
  return text;
}

bool may_share(const StepGraph& graph, const PlannedFile& file, const Step& step) {
  const Step& first = graph.steps[file.steps.front()];
  if (file.form != FileForm::transactional || step.phase != file.phase || step.part != file.part) return false;
  if (!step.together.empty() && step.together == graph.steps[file.steps.back()].together) return true;
  if (step.transaction != Transaction::shared || first.transaction != Transaction::shared) return false;
  std::vector<ElementId> locked;
  for (const std::size_t other : file.steps)
    for (const ElementId& relation : strong_locks(graph.steps[other])) locked.push_back(relation);
  if (locked.empty()) return true;
  return std::ranges::all_of(strong_locks(step), [&](const ElementId& relation) { return std::ranges::find(locked, relation) != locked.end(); });
}

}  // namespace

std::vector<PlannedFile> cut(const StepGraph& graph, std::string_view rollout) {
  std::vector<PlannedFile> files;
  if (graph.steps.empty()) return files;
  const auto open = [&](Phase phase) {
    files.push_back({phase, Part::main, FileForm::transactional, true, false, slug(rollout, std::string(to_string(phase)) + "_open"), {}});
  };
  files.push_back({Phase::expand, Part::main, FileForm::ungated, false, false, "phasegate_schema", {}});
  open(Phase::expand);
  Phase opened = Phase::expand;
  for (std::size_t i = 0; i < graph.steps.size(); ++i) {
    const Step& step = graph.steps[i];
    while (opened < step.phase) open(opened = static_cast<Phase>(static_cast<int>(opened) + 1));
    PlannedFile& last = files.back();
    if (!last.steps.empty() && may_share(graph, last, step)) {
      last.steps.push_back(i);
      continue;
    }
    const FileForm form = step.transaction == Transaction::none ? FileForm::latched : FileForm::transactional;
    files.push_back({step.phase, step.part, form, false, false, slug(rollout, step.title), {i}});
  }
  files.push_back({opened, graph.steps.back().part, FileForm::transactional, false, true, slug(rollout, std::string(to_string(opened)) + "_close"), {}});
  return files;
}

}  // namespace phasegate
