// What apply leaves for machines: JSON lines on stdout and in a file, and Prometheus' text format.
#include "cli/cli.hpp"
#include "cli/metrics.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <sstream>

using namespace phasegate;
using namespace phasegate::test;

namespace {

void prepare(const Cli& cli) {
  cli.write("desired.toml", "[table.t]\n[table.t.column]\nid = \"integer\"\nnote = \"text\"\n");
  REQUIRE(cli("plan --desired desired.toml --out migrations").exit_code == 0);
  REQUIRE(cli("mark --app app --new --finished 1.0.0").exit_code == 0);
}

std::vector<nlohmann::json> lines_of(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

}  // namespace

TEST_CASE("cli: apply tells its events as JSON lines on stdout and in a file", "[db][cli]") {
  const Cli cli("CREATE TABLE t (id integer)");
  prepare(cli);
  const Run run = cli("apply --dir migrations --phase expand --log-format json --log-file events.jsonl");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(lines_of(run.out).size() == lines_of(cli.read("events.jsonl")).size());
  std::set<std::string> words;
  for (const auto& event : lines_of(run.out)) {
    words.insert(event["event"].get<std::string>());
    CHECK(event["version"] == 1);
    CHECK(event["rollout"] != "");
    CHECK(event["environment"] == "default");
    CHECK(event["at"].get<std::string>().size() == std::string("2026-01-01T00:00:00.000Z").size());
  }
  CHECK(words == std::set<std::string>{"phase", "file", "statement", "done", "phase done", "finished"});
  CHECK(lines_of(run.out).back()["exit_code"] == 0);
}

TEST_CASE("cli: a run that cannot connect ends its log with the reason", "[cli]") {
  const TemporaryFolder folder;
  folder.write("plan.json", read_file(PHASEGATE_SOURCE_DIR "/tests/golden/add-column/with-default/plan.json"));
  const Run run = test::run("cd '" + folder.path().string() + "' && " PHASEGATE_BINARY " apply --dir . --phase expand --log-file e.jsonl --database-url 'host=/nowhere/at/all' 2>&1");
  CHECK(run.exit_code == 69);
  const auto last = nlohmann::json::parse(read_file(folder.path() / "e.jsonl"));
  CHECK(last["event"] == "failed");
  CHECK(last["exit_code"] == 69);
}

TEST_CASE("cli: the metrics file holds the run, and keeps the last success through a failure", "[db][cli]") {
  const Cli cli("CREATE TABLE t (id integer)");
  prepare(cli);
  REQUIRE(cli("apply --dir migrations --phase expand --metrics-file run.prom").exit_code == 0);
  const std::string first = cli.read("run.prom");
  const auto line = [](const std::string& text, const std::string& start) {
    const std::size_t at = text.find("\n" + start);
    return at == std::string::npos ? "" : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
  };
  CHECK(line(first, "phasegate_run_exit_code{").ends_with("} 0"));
  CHECK(line(first, "phasegate_run_active{").ends_with("} 0"));
  CHECK(line(first, "phasegate_phase{").find("phase=\"expand\"} 1") != std::string::npos);
  const std::string success = line(first, "phasegate_last_success_timestamp_seconds{");
  CHECK_FALSE(success.empty());
  CHECK(run("for file in '" + (cli.folder() / "migrations/expand").string() + "'/V2__*.sql; do echo '-- changed' >> \"$file\"; done").exit_code == 0);
  CHECK(cli("apply --dir migrations --phase expand --metrics-file run.prom").exit_code == 1);
  const std::string second = cli.read("run.prom");
  INFO(second);
  CHECK(line(second, "phasegate_run_exit_code{").ends_with("} 1"));
  CHECK(line(second, "phasegate_last_success_timestamp_seconds{") == success);
  CHECK(cli("apply --dir migrations --phase expand --metrics-file no/such/folder/run.prom").exit_code == 64);
}

TEST_CASE("metrics: labels are escaped and files are counted once", "[cli]") {
  const TemporaryFolder folder;
  Manifest manifest;
  manifest.rollout = "a\"b\\c\nd";
  manifest.environment = "default";
  manifest.files.resize(2);
  cli::Metrics metrics(folder.path() / "m.prom", manifest);
  RunEvent event;
  event.kind = RunEvent::Kind::phase_start;
  metrics.add(event);
  event.kind = RunEvent::Kind::skipped;
  metrics.add(event);
  event.kind = RunEvent::Kind::retry;
  metrics.add(event);
  const std::string text = metrics.text();
  CHECK(text.find(R"(rollout="a\"b\\c\nd",environment="default",phase="expand"} 1)") != std::string::npos);
  CHECK(text.find("phasegate_files{") != std::string::npos);
  CHECK(text.find("\nphasegate_retries{rollout=\"a\\\"b\\\\c\\nd\",environment=\"default\"} 1\n") != std::string::npos);
}
