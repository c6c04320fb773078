// The pipelines in examples/pipelines: the shell one is run, and every command of all of them is one that there is.
#include "rollout_run.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

using namespace phasegate;
using phasegate::test::Project;

namespace {

const std::filesystem::path pipelines = std::filesystem::path(PHASEGATE_SOURCE_DIR) / "examples/pipelines";

// A script of ours in the project's folder, with the built program on the PATH.
test::Run run_script(const Project& project, const std::string& script, const std::string& arguments) {
  const std::string folder = std::filesystem::path(PHASEGATE_BINARY).parent_path().string();
  return test::run("cd " + project.path().string() + " && PATH=" + folder + ":$PATH PAUSE=1 DATABASE_URL='" + project.database().url() + "' " + (pipelines / script).string() + " " + arguments);
}

// "phasegate apply --phase expand …", and the argument lists of the Kubernetes files, as words.
std::vector<std::vector<std::string>> commands_in(const std::string& text) {
  std::vector<std::vector<std::string>> commands;
  const std::regex in_shell(R"(\bphasegate ((?:apply|advance|undo|gate|mark|status|plan|pause|resume|assert-compatible)\b[^\n|;`#>]*))"), in_yaml(R"(args: \[([a-z][^\]]*)\])");
  for (const std::regex& form : {in_shell, in_yaml})
    for (std::sregex_iterator match(text.begin(), text.end(), form), end; match != end; ++match) {
      std::istringstream words(std::regex_replace((*match)[1].str(), std::regex(","), " "));
      commands.emplace_back(std::istream_iterator<std::string>(words), std::istream_iterator<std::string>());
    }
  return commands;
}

}  // namespace

TEST_CASE("pipelines: the shell scripts carry a rollout through, and may be run again", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  for (const char* time : {"first", "second"}) {
    const auto deployed = run_script(project, "shell/deploy.sh", "directory 2.0.0 -- touch deployed");
    INFO(time << "\n" << deployed.out);
    REQUIRE(deployed.exit_code == 0);
    CHECK(std::filesystem::exists(project.path() / "deployed"));
  }
  for (int i = 0; i < 40; ++i) {
    const auto after = run_script(project, "shell/after-deploy.sh", "");
    INFO(after.out);
    REQUIRE(after.exit_code == 0);
    if (after.out.find("the rollout is complete") != std::string::npos) break;
    CHECK(after.out.find("a gate is shut; run this again later") != std::string::npos);
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
  }
  CHECK(project.database().value("SELECT state FROM phasegate.rollout") == "finished");
  CHECK(test::read_file(project.path() / "phasegate.jsonl").find("\"event\":\"finished\"") != std::string::npos);
}

TEST_CASE("pipelines: no deploy where the new version would meet a database that is not ready", "[db][e2e]") {
  const Project project("01-display-name");
  project.expect(0, "plan");
  // Nobody has said which version runs: the gate before expand is shut.
  const auto run = run_script(project, "shell/deploy.sh", "directory 2.0.0 -- touch deployed");
  INFO(run.out);
  CHECK(run.exit_code == 3);
  CHECK_FALSE(std::filesystem::exists(project.path() / "deployed"));
}

TEST_CASE("pipelines: a migrations folder as ConfigMaps, none above 1 MiB", "[e2e]") {
  const test::TemporaryFolder folder;
  folder.write("migrations/plan.json", "{}\n");
  folder.write("migrations/expand/V1__a.sql", "  SELECT 1;\n\n");
  const std::string script = (pipelines / "kubernetes/configmaps.sh").string(), at = " shop '" + (folder.path() / "migrations").string() + "'";
  const auto small = test::run(script + at);
  CHECK(small.exit_code == 0);
  CHECK(small.out == "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop-plan\ndata:\n  \"plan.json\": |2+\n    {}\n"
                     "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop-expand\ndata:\n  \"V1__a.sql\": |2+\n      SELECT 1;\n    \n");
  folder.write("migrations/expand/V2__b.sql", std::string(1'100'000, 'x'));
  const auto large = test::run(script + at);
  CHECK(large.exit_code == 1);
  CHECK(large.out.find("1 MiB") != std::string::npos);
}

TEST_CASE("pipelines: every command and option in them and in docs/operations.md is there", "[e2e]") {
  std::vector<std::filesystem::path> files = {std::filesystem::path(PHASEGATE_SOURCE_DIR) / "docs/operations.md"};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(pipelines))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::size_t checked = 0;
  for (const auto& file : files)
    for (const auto& words : commands_in(test::read_file(file))) {
      INFO(file << ": " << words.front());
      const auto help = test::phasegate(words.front() + " --help");
      CHECK(help.exit_code == 0);
      for (const std::string& word : words)
        if (const std::string option = word.substr(0, word.find('=')); option.starts_with("--") && option.size() > 2) {
          INFO(option);
          CHECK(help.out.find(option) != std::string::npos);
          ++checked;
        }
    }
  CHECK(checked > 30);
}
