// A folder with a phasegate.toml and a database of its own, and the commands of the built program on them.
#pragma once

#include "support/server.hpp"

#include <filesystem>
#include <string>

namespace phasegate::test {

/// A copy of an example's files, its before.sql in a database.
class Project {
 public:
  /// Copies `example` (a folder below examples/) and runs its before.sql.
  explicit Project(const std::string& example);

  /// Runs `phasegate ARGUMENTS` in the copy, on its database.
  [[nodiscard]] Run operator()(const std::string& arguments) const;
  /// The same, and requires the exit code.
  std::string expect(int exit_code, const std::string& arguments) const;
  /// The command line that `operator()` runs, for starting it in the background.
  [[nodiscard]] std::string command(const std::string& arguments) const;

  /// plan, mark FROM, expand, backfill.
  void up_to_deploy(const std::string& application, const std::string& from) const;

  [[nodiscard]] const TestDatabase& database() const { return database_; }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path(); }
  /// Replaces text in one of the copied files. Throws: Bug when it is not there.
  void edit(const std::string& file, const std::string& from, const std::string& to) const;

 private:
  TemporaryFolder folder_;
  TestDatabase database_;
};

}  // namespace phasegate::test
