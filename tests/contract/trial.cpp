// Plans an example and moves it through its phases.
#include "contract/trial.hpp"

#include "contract/combinations.hpp"
#include "gate/evaluate.hpp"
#include "gate/mark.hpp"
#include "render/write_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace phasegate::test {
namespace {

class Tally {
 public:
  ~Tally() {
    if (!checks_.empty())
      fmt::print("contract checks: {} examples x {} checks, {} run\n", examples_.size(), checks_.size(), runs_.size());
  }
  void count(int check, const std::string& example) {
    checks_.insert(check);
    examples_.insert(example);
    runs_.insert({check, example});
  }

 private:
  std::set<int> checks_;
  std::set<std::string> examples_;
  std::set<std::pair<int, std::string>> runs_;
};

Settings read_case_settings(const TemporaryFolder& folder, const Case& what, bool soaks) {
  Settings settings;
  if (!what.example->settings_toml.empty())
    settings = read_settings(folder.write("phasegate.toml", std::string(what.example->settings_toml)));
  if (!soaks) settings.gates.soak_before_drop = settings.gates.soak = std::chrono::seconds(0);
  settings.directory.clear();
  return settings;
}

std::string findings_text(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) text += to_string(finding) + "\n";
  return text;
}

}  // namespace

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (const ChangeKind* kind : all_changes())
    for (const Example& example : kind->examples) cases.push_back({kind, &example});
  for (const Example& example : combinations().examples) cases.push_back({&combinations(), &example});
  return cases;
}

void count_check(int check, const Case& example) {
  static Tally tally;
  tally.count(check, example.name());
}

Trial::Trial(Case example, bool soaks, const std::string& as, const std::string& owner)
    : what(example), database(std::string(example.example->before_sql), as, owner), settings(read_case_settings(folder, example, soaks)), watcher(database.connect()) {
  watcher.query("SET application_name = 'watcher'");
  folder.write("desired.toml", std::string(example.example->desired_toml));
  planned = plan_again();
  if (refuses(planned.findings)) throw Error(ExitCode::refused, what.name() + ": the plan is refused\n" + findings_text(planned.findings));
  const std::vector<RenderedFile> files = render(planned.plan);
  render::write_folder(folder.path() / "migrations", files, {});
  manifest = read_manifest(folder.path() / "migrations");
}

PlanResult Trial::plan_again() const {
  return make_plan(watcher, folder.path() / "desired.toml", settings);
}

std::vector<RenderedFile> Trial::render(const Plan& plan) const {
  return render_files(plan, render::free_versions(plan, folder.path() / "nothing-there", {}, {}));
}

void Trial::mark(const std::string& event, std::string Application::*version) {
  for (const Application& app : manifest.applications)
    phasegate::mark(watcher, {app.name, event, app.*version, true, std::string(to_string(app.scheme)), manifest.environment});
}

void Trial::start() {
  mark("starting", &Application::from);
  mark("finished", &Application::from);
  n_runs = true;
  // Nobody subscribes to the examples' publications.
  for (const ManifestGate& gate : manifest.gates)
    for (const GateCheck& check : evaluate(watcher, gate.spec))
      if (constexpr std::string_view word = "subscribers "; !check.open && check.name.starts_with(word)) approve(watcher, manifest.plan_id, "subscribers of " + check.name.substr(word.size()));
}

void Trial::deploy() {
  mark("starting", &Application::adopts);
  next_runs = true;
}

void Trial::finish_deploy() {
  mark("finished", &Application::adopts);
  n_runs = false;
}

void Trial::begin_rollback() {
  mark("starting", &Application::from);
  n_runs = true;
}

void Trial::end_rollback() {
  mark("finished", &Application::from);
  next_runs = false;
}

ExitCode Trial::apply(const std::vector<ManifestFile>& files, Report report) const {
  Manifest part = manifest;
  part.files = files;
  RunOptions options;
  options.directory = folder.path() / "migrations";
  options.total_limit = std::chrono::seconds(20);
  std::string said;
  options.report = [&](const RunEvent& event) {
    if (event.kind == RunEvent::Kind::gate_shut || event.kind == RunEvent::Kind::stopped) said = event.file + ": " + event.text;
    if (report) report(event);
  };
  Database session = database.connect();
  Stop stop;
  const ExitCode code = run_phase(session, part, options, stop);
  if (code != ExitCode::done && !report) throw Error(code, said);
  return code;
}

void Trial::apply_file(std::size_t index) const { apply({manifest.files.at(index)}); }

ExitCode Trial::undo(Phase phase, std::string& why) {
  RunOptions options;
  options.directory = folder.path() / "migrations";
  options.total_limit = std::chrono::seconds(20);
  options.report = [&](const RunEvent& event) {
    if (event.kind == RunEvent::Kind::gate_shut || event.kind == RunEvent::Kind::stopped) why += event.file + ": " + event.text + "\n";
  };
  Database session = database.connect();
  Stop stop;
  try {
    const ExitCode code = undo_phase(session, manifest, phase, options, stop);
    if (code == ExitCode::done) applied_ = phase == Phase::expand ? 0 : std::min(applied_, end_of(static_cast<Phase>(static_cast<int>(phase) - 1)));
    return code;
  } catch (const Error& error) {
    why += error.what();
    return error.code();
  }
}

void Trial::prepare_for(Phase phase, const Hook& hook) {
  if (phase >= Phase::validate && !next_runs) {
    deploy();
    if (hook) hook("N+1 was deployed");
  }
  if (phase >= Phase::validate && n_runs) {
    finish_deploy();
    if (hook) hook("N is gone");
  }
  if (phase != Phase::contract || retired_) return;
  retired_ = true;
  for (const Application& app : manifest.applications)
    if (app.retires != app.adopts) {
      mark("starting", &Application::retires);
      mark("finished", &Application::retires);
      break;
    }
}

void Trial::walk(std::size_t end, const Hook& hook) {
  for (; applied_ < end; ++applied_) {
    const ManifestFile& file = manifest.files.at(applied_);
    prepare_for(file.phase, hook);
    apply_file(applied_);
    if (hook) {
      ++applied_;
      hook(file.path);
      --applied_;
    }
  }
  if (is_backfilled() && !next_runs) {
    deploy();
    if (hook) hook("N+1 was deployed");
  }
  if (end == manifest.files.size()) prepare_for(Phase::validate, hook);
}

void Trial::walk_before(const std::function<void(std::size_t index)>& before) {
  for (; applied_ < manifest.files.size(); ++applied_) {
    prepare_for(manifest.files[applied_].phase, {});
    before(applied_);
    apply_file(applied_);
  }
}

std::size_t Trial::end_of(Phase phase) const {
  std::size_t end = 0;
  while (end < manifest.files.size() && manifest.files[end].phase <= phase) ++end;
  return end;
}

bool Trial::is_backfilled() const { return applied_ >= end_of(Phase::backfill); }

bool Trial::is_contracting() const { return applied_ > end_of(Phase::validate); }

}  // namespace phasegate::test
