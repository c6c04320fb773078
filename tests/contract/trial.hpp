// One example of a change kind, carried through its phases on a database of its own, with real markers.
#pragma once

#include "apply/run.hpp"
#include "support/server.hpp"

#include <phasegate/manifest.hpp>
#include <phasegate/pipeline.hpp>

#include <functional>
#include <string>
#include <vector>

namespace phasegate::test {

/// An example and the kind that it belongs to.
struct Case {
  const ChangeKind* kind;
  const Example* example;
  [[nodiscard]] std::string name() const { return std::string(kind->name) + "/" + std::string(example->name); }
};

/// Every example of every kind.
std::vector<Case> all_cases();

/// Counts what has run; its figures are printed at the end of the program.
void count_check(int check, const Case& example);

/// The database, the plan and the files of one example, and which versions may run.
class Trial {
 public:
  /// Plans the example. `soaks`: with the soak of its settings; else with none, so that contract may follow at once.
  /// `as`: the role that makes the live schema, plans, marks and runs; `owner`: the owner of the database.
  explicit Trial(Case example, bool soaks = false, const std::string& as = "postgres", const std::string& owner = "postgres");

  const Case what;
  TestDatabase database;
  TemporaryFolder folder;  ///< desired.toml, phasegate.toml, and the migrations as they are written
  Settings settings;
  PlanResult planned;
  Manifest manifest;
  bool n_runs = false, next_runs = false;
  mutable Database watcher;  ///< a session that looks on; application_name "watcher"

  /// Plans again, against the database as it is now.
  [[nodiscard]] PlanResult plan_again() const;
  /// The files of a plan, numbered from 1.
  [[nodiscard]] std::vector<RenderedFile> render(const Plan& plan) const;

  /// N is there: started and finished.
  void start();
  /// The deploy of N+1 begins; both run.
  void deploy();
  /// The last instance of N is gone.
  void finish_deploy();
  /// N comes back, and N+1 goes: `begin` starts it, `end` says that no N+1 is left.
  void begin_rollback();
  void end_rollback();

  /// Runs one file with a new session of the runner. Throws when it does not end as done.
  void apply_file(std::size_t index) const;
  /// Runs these files (a part of the manifest); `report` may be empty.
  ExitCode apply(const std::vector<ManifestFile>& files, Report report = {}) const;
  /// Takes a phase back. The text of what refused or stopped it goes to `why`.
  ExitCode undo(Phase phase, std::string& why);

  /// Called with what has just happened: a file was applied, N+1 was deployed, N is gone.
  using Hook = std::function<void(const std::string& moment)>;
  /// Applies the files up to `end` (exclusive), from where the last walk ended, with the deploy where it belongs.
  void walk(std::size_t end, const Hook& hook = {});
  /// Right before the file would be applied, with all markers that open its gate.
  void walk_before(const std::function<void(std::size_t index)>& before);

  /// Number of files up to the end of the phase.
  [[nodiscard]] std::size_t end_of(Phase phase) const;
  [[nodiscard]] std::size_t applied() const { return applied_; }
  [[nodiscard]] bool is_backfilled() const;
  [[nodiscard]] bool is_contracting() const;

 private:
  void mark(const std::string& event, std::string Application::*version);
  void prepare_for(Phase phase, const Hook& hook);

  std::size_t applied_ = 0;
  bool retired_ = false;
};

/// The live schema as desired TOML.
std::string schema_of(const Trial& trial);
/// Digests of the rows of the system catalogs, schema phasegate left out: the same only when nothing was made anew or changed. Quicker than schema_of.
std::string catalogs_of(const Trial& trial);
/// Names and contents of all tables of the user.
std::string contents_of(const Trial& trial);
/// Helper triggers, columns, constraints, indexes and functions of phasegate that are there.
std::string helpers_of(const Trial& trial);
/// The rows of a query, one line each; the error when it fails.
std::string rows_of(Database& session, std::string_view query);
/// What the example's own queries find wrong at this moment; empty: nothing.
std::string violations_of(const Trial& trial);

}  // namespace phasegate::test
