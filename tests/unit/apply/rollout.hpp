// A hand-written rollout in a folder, and ways to run it: here, or in a process of its own that can be
// killed.
#pragma once

#include "apply/run.hpp"
#include "support/server.hpp"

#include <phasegate/manifest.hpp>

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace phasegate::test {

/// Files and their manifest.
class RolloutFolder {
 public:
  RolloutFolder();

  /// Adds a V-file; the version is the next number. Its locks and timeouts may be changed afterwards.
  ManifestFile& add(Phase phase, FileForm form, const std::string& name, const std::string& sql);
  /// Adds the U-file of the last V-file.
  void add_undo(const std::string& sql);
  /// A latched file that builds an index concurrently, as the render stage writes it, with a block that lifts
  /// the latch for a guard.
  ManifestFile& add_index(Phase phase, const std::string& index, const std::string& table,
                          const std::string& columns);

  Manifest manifest;
  [[nodiscard]] RunOptions options() const;
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

/// What a run in this process came to.
struct Ran {
  ExitCode code = ExitCode::bug;
  std::vector<RunEvent> events;

  [[nodiscard]] std::size_t count(RunEvent::Kind kind) const;
  [[nodiscard]] const RunEvent& first(RunEvent::Kind kind) const;
};

/// Runs a phase (nullopt: all) with a session of its own. `change` may change the options.
Ran apply(const TestDatabase& database, const RolloutFolder& rollout,
          const std::function<void(RunOptions&)>& change = {});
Ran undo(const TestDatabase& database, const RolloutFolder& rollout, Phase phase);

/// Runs it in a child process that obeys SIGINT and SIGTERM, with application_name `child`; returns its
/// process id.
pid_t apply_in_child(const TestDatabase& database, const RolloutFolder& rollout,
                     const std::function<void(RunOptions&)>& change = {});
/// Exit code of the child, or 128 + the signal that killed it.
int wait_for_child(pid_t child);
/// Asks until the query gives `t`. Throws: Bug after ten seconds.
void wait_until(const TestDatabase& database, const std::string& query);

/// "1 SQL expand/V1__x.sql t, 2 DELETE …": the history by rank.
std::string history_of(const TestDatabase& database);

}  // namespace phasegate::test
