// Contract check 2: the plan of each example is byte for byte what is committed in tests/golden, and the same when planned twice.
// PHASEGATE_UPDATE_GOLDEN=1 writes the golden files instead (CMake target `golden`).
#include "contract/trial.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

using namespace phasegate;
using namespace phasegate::test;

namespace {

using Files = std::map<std::string, std::string>;  // path below the example's folder → content

const std::filesystem::path golden_folder = std::filesystem::path(PHASEGATE_SOURCE_DIR) / "tests" / "golden";

// The install file is the same for all rollouts; its text and its checksum would only repeat every change of it.
std::string without_install(const std::string& plan_json) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(plan_json);
  for (auto& file : json["files"])
    if (file["form"] == "ungated") file["checksum"] = 0;
  return json.dump(2) + "\n";
}

Files files_of(const Trial& trial, const Plan& plan) {
  Files files;
  std::string install;
  for (const ManifestFile& file : trial.manifest.files)
    if (file.form == FileForm::ungated) install = file.path;
  for (const RenderedFile& file : trial.render(plan)) {
    if (file.path.starts_with(install)) continue;
    files[file.path] = file.path == "plan.json" ? without_install(file.content) : file.content;
  }
  std::string explain;
  const std::vector<ExplainedStep> steps = phasegate::explain(plan);
  for (std::size_t i = 0; i < steps.size(); ++i) explain += explained_text(steps, i);
  files["explain.txt"] = explain;
  return files;
}

Files read_golden(const std::filesystem::path& folder) {
  Files files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[std::filesystem::relative(entry.path(), folder).string()] = read_file(entry.path());
  return files;
}

void write_golden(const std::filesystem::path& folder, const Files& files) {
  std::filesystem::remove_all(folder);
  for (const auto& [path, content] : files) {
    std::filesystem::create_directories((folder / path).parent_path());
    std::ofstream(folder / path, std::ios::binary) << content;
  }
}

bool updates() { return std::getenv("PHASEGATE_UPDATE_GOLDEN") != nullptr; }

void compare(const Files& golden, const Files& now) {
  for (const auto& [path, content] : now) {
    INFO(path << ": if the new text is right, build the target `golden` and commit what it writes");
    const auto committed = golden.find(path);
    if (committed == golden.end()) FAIL_CHECK("not in tests/golden");
    else CHECK(content == committed->second);
  }
  for (const auto& [path, content] : golden)
    if (!now.contains(path)) FAIL_CHECK(path << " is in tests/golden, and no longer written");
}

}  // namespace

TEST_CASE("contract 2: plan, files and explain text are what is committed, and the same when planned twice", "[db][contract][check2]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      const Trial trial(example, true);
      const Files now = files_of(trial, trial.planned.plan);
      CHECK(now == files_of(trial, trial.plan_again().plan));
      // What is known of the rows of a table is no part of the plan.
      trial.database.connect().query("UPDATE pg_catalog.pg_class SET reltuples = 4000, relpages = 1 WHERE relkind IN ('r', 'm') AND oid >= 16384");
      CHECK(trial.plan_again().plan.id == trial.planned.plan.id);
      const std::filesystem::path folder = golden_folder / example.name();
      if (updates()) write_golden(folder, now);
      compare(read_golden(folder), now);
      count_check(2, example);
    }
}

TEST_CASE("contract 2: tests/golden holds no folder of an example that is gone", "[db][contract][check2]") {
  std::set<std::string> names;
  for (const Case& example : all_cases()) names.insert(example.name());
  if (!std::filesystem::exists(golden_folder)) return;
  for (const auto& kind : std::filesystem::directory_iterator(golden_folder))
    for (const auto& example : std::filesystem::directory_iterator(kind.path())) {
      const std::string name = kind.path().filename().string() + "/" + example.path().filename().string();
      if (names.contains(name)) continue;
      if (updates()) std::filesystem::remove_all(example.path());
      else FAIL_CHECK("tests/golden/" << name << " belongs to no example");
    }
}
