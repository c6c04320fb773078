// The shape of the source itself: one direction of includes, each library in one folder, short files, whole kinds.
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace phasegate {
namespace {

namespace fs = std::filesystem;

const fs::path root = PHASEGATE_SOURCE_DIR;

// Earlier stages first. Folders of one line do not include each other.
const std::vector<std::vector<std::string>> stages = {{"support"}, {"sql"}, {"objects", "catalog"}, {"desired", "normalise", "diff", "gate", "preflight"}, {"recipes"}, {"changes"},
                                                      {"graph"}, {"phases"}, {"render", "lint"}, {"apply"}, {"cli"}};

const std::map<std::string, std::set<std::string>> homes = {
    {"toml++", {"planner/desired"}}, {"pg_query", {"planner/sql"}}, {"pqxx", {"planner/catalog", "tests", "examples"}}, {"boost", {"planner/graph"}}, {"gvc", {"planner/graph"}}, {"ctemplate", {"planner/render"}}, {"CLI", {"planner/cli", "tests"}}, {"spdlog", {"planner/support"}}};

std::vector<fs::path> files_below(const std::vector<std::string>& folders, const std::set<std::string>& endings) {
  std::vector<fs::path> files;
  for (const std::string& folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder))
      if (entry.is_regular_file() && endings.contains(entry.path().extension().string())) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::istringstream in(test::read_file(file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string shown(const fs::path& file) { return file.lexically_relative(root).generic_string(); }

// "planner/graph/rules.cpp" → "graph"; "" for what lies in planner/ itself.
std::string stage_of(const fs::path& file) {
  const fs::path inside = file.lexically_relative(root / "planner");
  return std::distance(inside.begin(), inside.end()) > 1 ? inside.begin()->string() : "";
}

std::size_t rank(const std::string& stage) {
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (std::ranges::find(stages[i], stage) != stages[i].end()) return i;
  throw Bug("planner/" + stage + " has no place among the stages: add it to structure_test.cpp");
}

}  // namespace

TEST_CASE("structure: a stage includes only itself, include/phasegate, and earlier stages") {
  const std::regex own_include(R"(\s*#include "([a-z_]+)/[^"]+".*)");
  for (const fs::path& file : files_below({"planner"}, {".cpp", ".hpp"})) {
    const std::string stage = stage_of(file);
    if (stage.empty()) continue;
    for (const std::string& line : lines_of(file)) {
      std::smatch match;
      if (!std::regex_match(line, match, own_include) || match[1] == stage) continue;
      INFO(shown(file) << ": " << line);
      CHECK(rank(match[1]) < rank(stage));
    }
  }
  for (const fs::path& file : files_below({"include"}, {".hpp"}))
    for (const std::string& line : lines_of(file)) {
      INFO(shown(file) << ": " << line);
      CHECK_FALSE(std::regex_match(line, std::regex(R"(\s*#include "[^"]*".*)")));
    }
}

TEST_CASE("structure: each library has one home") {
  const std::regex include(R"(\s*#include <(toml\+\+|pg_query|pqxx|boost|ctemplate|CLI|spdlog)[/.].*)");
  for (const fs::path& file : files_below({"planner", "include", "tests", "examples"}, {".cpp", ".hpp"}))
    for (const std::string& line : lines_of(file)) {
      std::smatch match;
      if (!std::regex_match(line, match, include)) continue;
      const std::string path = shown(file);
      INFO(path << ": " << line);
      CHECK(std::ranges::any_of(homes.at(match[1]), [&](const std::string& home) { return path.starts_with(home + "/"); }));
    }
}

TEST_CASE("structure: public headers include the standard library and each other only") {
  const std::regex allowed(R"(\s*#include <(phasegate/[a-z_]+\.hpp|[a-z_]+)>.*)");
  for (const fs::path& file : files_below({"include"}, {".hpp"}))
    for (const std::string& line : lines_of(file)) {
      if (line.find("#include") == std::string::npos) continue;
      INFO(shown(file) << ": " << line);
      CHECK(std::regex_match(line, allowed));
    }
}

TEST_CASE("structure: no file is longer than 600 lines, and each says first what it is for") {
  for (const fs::path& file : files_below({"planner", "include", "tests", "examples"}, {".cpp", ".hpp", ".sql"})) {
    if (shown(file).starts_with("tests/golden/")) continue;
    const auto lines = lines_of(file);
    INFO(shown(file) << ": " << lines.size() << " lines");
    CHECK(lines.size() <= 600);
    if (lines.size() > 400) WARN(shown(file) << " has " << lines.size() << " lines: can it be split?");
    REQUIRE_FALSE(lines.empty());
    const bool is_part_of_query = lines.front().starts_with(",");
    CHECK((is_part_of_query || lines.front().starts_with("// ") || lines.front().starts_with("-- ")));
  }
}

// sql/memo.hpp remembers what pure functions returned, support/file_name.cpp the paths of files: nobody can tell that from doing it again.
TEST_CASE("structure: no function keeps state between calls") {
  const std::regex local_static(R"(\s+(static|thread_local)\s+(?!constexpr|constinit)[^(]*(=.*|\{.*|;)\s*)");
  for (const fs::path& file : files_below({"planner"}, {".cpp", ".hpp"})) {
    if (shown(file) == "planner/sql/memo.hpp" || shown(file) == "planner/support/file_name.cpp") continue;
    for (const std::string& line : lines_of(file)) {
      INFO(shown(file) << ": " << line);
      CHECK_FALSE(std::regex_match(line, local_static));
    }
  }
}

TEST_CASE("structure: every object kind has its query, and every change kind its examples and texts") {
  for (const ObjectKind* kind : all_objects()) {
    std::string name(kind->name);
    std::ranges::replace(name, ' ', '_');
    INFO(name);
    CHECK(fs::exists(root / "planner/objects" / (name + ".sql")));
    CHECK(fs::exists(root / "planner/objects" / (name + ".cpp")));
    for (const Field& field : kind->fields) CHECK_FALSE(field.doc.empty());
  }
  for (const ChangeKind* kind : all_changes()) {
    std::string file(kind->name);
    std::ranges::replace(file, '-', '_');
    INFO(kind->name);
    CHECK(fs::exists(root / "planner/changes" / (file + ".cpp")));
    CHECK_FALSE(kind->examples.empty());
    CHECK_FALSE(kind->sources.empty());
    for (const std::string_view text : {kind->summary, kind->why, kind->when_not}) CHECK_FALSE(text.empty());
    for (const Example& example : kind->examples) {
      CHECK_FALSE(example.desired_toml.empty());
      CHECK_FALSE(example.before_sql.empty());
    }
  }
}

}  // namespace phasegate
