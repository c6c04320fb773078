// What plan.json tells the runner and the gate about the files of a rollout.
#pragma once

#include <phasegate/plan.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace phasegate {

/// A lock that a file takes, by name.
struct ManifestLock {
  std::string relation;  ///< quoted for SQL: public.users
  LockMode mode = LockMode::access_exclusive;
  Work work = Work::instant;
};

/// One V-file.
struct ManifestFile {
  std::string path;         ///< relative to the migrations folder: "expand/V2__display_name_expand.sql"
  std::string version;      ///< as in the file name: "2", "20261120120000"
  std::string description;  ///< as Flyway reads it from the name: "display name expand"
  std::string undo_path;    ///< "undo/U2__display_name_expand.sql"; empty: nothing to undo
  std::string undo_impossible;  ///< why it cannot be undone; empty: it can
  std::int32_t checksum = 0;    ///< Flyway's checksum of the content
  Phase phase = Phase::expand;
  Part part = Part::main;
  FileForm form = FileForm::transactional;
  std::vector<std::string> titles;  ///< of its steps
  std::vector<ManifestLock> locks;
  std::int64_t lock_timeout_ms = 500;
  std::int64_t statement_timeout_ms = 30'000;  ///< 0: no limit
  std::int64_t undo_lock_timeout_ms = 500;     ///< of the U-file, whose locks are strong whatever the V-file's are
  /// Boolean SQL expressions, all true once the file is done.
  std::vector<std::string> done;
  /// Indexes that the file builds concurrently, quoted for SQL: an INVALID one left behind is dropped before a new try.
  std::vector<std::string> builds_indexes;
};

/// The gate before one phase, as the guard gets it: a JSON object, see planner/gate/install.
struct ManifestGate {
  std::string name;  ///< "expand", "backfill", "deploy", "validate", "contract/retire", "contract/drop", "undo expand" …
  std::string spec;  ///< JSON text
};

/// A rollout as it lies in a folder.
struct Manifest {
  int format = 1;              ///< version of plan.json
  std::string rollout;
  std::string plan_id;
  std::string environment;
  std::string history_schema, history_table;
  std::vector<Application> applications;
  std::vector<ManifestFile> files;   ///< in the order in which they run; empty: nothing to do
  std::vector<ManifestGate> gates;
  std::vector<std::string> fingerprint_lines;  ///< of the plan; empty in a plan.json of an earlier phasegate
  std::vector<ExplainedStep> steps;  ///< for `explain`; empty where an earlier phasegate wrote the plan
  std::vector<std::string> must_not; ///< "app 2.0.0 must not yet …", one line each
};

/// plan.json as text.
std::string to_json(const Manifest& manifest);
/// Reads DIR/plan.json. Throws: Error(refused) when it is missing or not one of ours.
Manifest read_manifest(const std::filesystem::path& directory);

/// Flyway's checksum of a migration: CRC-32 over the lines without their ends, a leading byte order mark skipped.
/// Source: Flyway, ChecksumCalculator.java; tests/unit/render/checksum_test.cpp holds its rules.
std::int32_t flyway_checksum(std::string_view content);

}  // namespace phasegate
