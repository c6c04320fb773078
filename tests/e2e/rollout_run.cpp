// Copies an example and runs the built program on it.
#include "rollout_run.hpp"

#include "support/catch.hpp"

#include <phasegate/error.hpp>

#include <fstream>

namespace phasegate::test {

Project::Project(const std::string& example) {
  const std::filesystem::path source = std::filesystem::path(PHASEGATE_SOURCE_DIR) / "examples" / example;
  std::filesystem::copy(source, folder_.path(), std::filesystem::copy_options::recursive);
  database_.connect().query(read_file(source / "before.sql"));
}

std::string Project::command(const std::string& arguments) const {
  return "cd " + folder_.path().string() + " && DATABASE_URL='" + database_.url() + "' exec " + PHASEGATE_BINARY + " " + arguments;
}

Run Project::operator()(const std::string& arguments) const { return run(command(arguments)); }

std::string Project::expect(int exit_code, const std::string& arguments) const {
  const Run result = (*this)(arguments);
  INFO("phasegate " << arguments << "\n" << result.out);
  REQUIRE(result.exit_code == exit_code);
  return result.out;
}

void Project::up_to_deploy(const std::string& application, const std::string& from) const {
  expect(0, "plan");
  expect(0, "mark --app " + application + " --finished " + from);
  expect(0, "apply --phase expand");
  expect(0, "apply --phase backfill");
}

void Project::edit(const std::string& file, const std::string& from, const std::string& to) const {
  std::string text = read_file(folder_.path() / file);
  const auto at = text.find(from);
  if (at == std::string::npos) throw Bug(file + " has no " + from);
  text.replace(at, from.size(), to);
  std::ofstream(folder_.path() / file, std::ios::binary) << text;
}

}  // namespace phasegate::test
