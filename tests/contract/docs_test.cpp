// Contract check 9: docs/changes holds what `phasegate kinds` prints. PHASEGATE_UPDATE_DOCS=1 writes it instead (CMake target `docs`).
#include "contract/trial.hpp"
#include "support/catch.hpp"

#include <cstdlib>
#include <fstream>
#include <map>

using namespace phasegate;
using namespace phasegate::test;

namespace {

const std::filesystem::path docs_folder = std::filesystem::path(PHASEGATE_SOURCE_DIR) / "docs" / "changes";

std::string printed(const std::string& arguments) {
  const Run result = test::phasegate(arguments);
  INFO(result.out);
  REQUIRE(result.exit_code == 0);
  return result.out;
}

std::string index_page() {
  std::string text = "# Change kinds\n\nWhat phasegate can carry out, as `phasegate kinds` prints it; one page each, printed by `phasegate kinds NAME`.\n\n";
  for (const ChangeKind* kind : all_changes()) text += "- [" + std::string(kind->name) + "](" + std::string(kind->name) + ".md)\n";
  return text + "\n```\n" + printed("kinds") + "```\n";
}

std::map<std::string, std::string> pages() {
  std::map<std::string, std::string> result{{"README.md", index_page()}};
  for (const ChangeKind* kind : all_changes()) result[std::string(kind->name) + ".md"] = printed("kinds " + std::string(kind->name));
  return result;
}

void write(const std::map<std::string, std::string>& wanted) {
  std::filesystem::remove_all(docs_folder);
  std::filesystem::create_directories(docs_folder);
  for (const auto& [name, text] : wanted) std::ofstream(docs_folder / name, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("contract 9: docs/changes is what phasegate kinds prints", "[contract][check9]") {
  const std::map<std::string, std::string> wanted = pages();
  if (std::getenv("PHASEGATE_UPDATE_DOCS") != nullptr) write(wanted);
  for (const auto& [name, text] : wanted) {
    INFO("docs/changes/" << name << ": if the new text is right, build the target `docs` and commit what it writes");
    REQUIRE(std::filesystem::exists(docs_folder / name));
    CHECK(read_file(docs_folder / name) == text);
  }
  for (const auto& entry : std::filesystem::directory_iterator(docs_folder))
    if (!wanted.contains(entry.path().filename().string())) FAIL_CHECK("docs/changes/" << entry.path().filename().string() << " belongs to no kind");
  for (const Case& example : all_cases()) count_check(9, example);
}

TEST_CASE("contract 9: docs/reference.md is what phasegate reference prints", "[contract][check9]") {
  const std::filesystem::path page = docs_folder.parent_path() / "reference.md";
  const std::string wanted = printed("reference");
  if (std::getenv("PHASEGATE_UPDATE_DOCS") != nullptr) std::ofstream(page, std::ios::binary) << wanted;
  REQUIRE(std::filesystem::exists(page));
  CHECK(read_file(page) == wanted);
}
