// The built program and a database of its own, for tests of the command line.
#pragma once

#include "support/server.hpp"

#include <string>

namespace phasegate::test {

/// A database, a folder, and the program run on both.
class Cli {
 public:
  explicit Cli(const std::string& setup_sql = {}) : database_(setup_sql) {}

  /// `phasegate WORDS --database-url …` run in the folder.
  [[nodiscard]] Run operator()(const std::string& words) const {
    return run("cd '" + folder_.path().string() + "' && " PHASEGATE_BINARY " " + words + " --database-url '" + database_.url() + "'");
  }
  /// Writes a file into the folder.
  void write(const std::string& name, const std::string& content) const { folder_.write(name, content); }
  [[nodiscard]] std::string read(const std::string& name) const { return read_file(folder_.path() / name); }
  [[nodiscard]] bool has(const std::string& name) const { return std::filesystem::exists(folder_.path() / name); }
  [[nodiscard]] const TestDatabase& database() const { return database_; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }

 private:
  TestDatabase database_;
  TemporaryFolder folder_;
};

inline bool has(const Run& run, const std::string& text) { return run.out.find(text) != std::string::npos; }

}  // namespace phasegate::test
