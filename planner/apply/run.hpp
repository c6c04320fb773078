// Carries out a phase, or takes one back: the V- and U-files of a rollout, with Flyway's history and locks.
#pragma once

#include "apply/run_event.hpp"
#include "apply/stop.hpp"
#include "catalog/database.hpp"

#include <phasegate/error.hpp>
#include <phasegate/manifest.hpp>
#include <phasegate/settings.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace phasegate {

/// How a run goes about it.
struct RunOptions {
  std::filesystem::path directory;  ///< the migrations folder, where plan.json lies
  std::optional<Phase> phase;       ///< nullopt: all phases in order, until a gate is shut
  std::string override_reason;  ///< not empty: evidence about applications and people is overridden, and this
                                ///< is recorded
  std::chrono::milliseconds total_limit{
      10 * 60'000};  ///< longest waiting per file: other runners, old transactions, between tries
  std::chrono::milliseconds quiet_after{
      1000};      ///< transactions older than this are waited for before a lock is tried
  Report report;  ///< may be empty
  bool reconcile = false;  ///< a file whose work is done but which the history does not have is recorded, not run again
  /// A second session, which tells how far a long statement is and whom it waits for; may be empty.
  std::function<Database()> open_onlooker;
  std::chrono::milliseconds look_every{5000};  ///< how often it looks
  int workers = 1;  ///< sessions that work on a backfill together, the run's own included; more than one need `open_onlooker`
  std::vector<Replica> replicas;  ///< standbys whose readers a replayed lock would stop
  std::optional<std::uint32_t>
      seed;  ///< of the jitter between tries; nullopt: the server process id, so that runners differ
};

/// Runs the files of a phase that the history does not have yet, in order. Each file runs under phasegate's
/// and Flyway's advisory lock, held by this session; a file and its history row are one transaction where the
/// form of the file allows it. Safe to run again after whatever ended it. The settings of the session are
/// reset to those at its start.
///
/// Returns done; gate_shut when a guard says so (SQLSTATE PG003, event gate_shut); interrupted when a limit
/// ran out or the run was stopped (event stopped). Throws: Error(refused) when a file is missing or changed,
/// or its version is recorded with other content — before anything runs; DatabaseError, its message beginning
/// with the file, when a statement fails; Error(unreachable).
ExitCode run_phase(Database& session, const Manifest& manifest, const RunOptions& options, Stop& stop);

/// Takes back the applied files of a phase in reverse order, each with a history row of type DELETE. The
/// schema phasegate stays. Returns and throws as run_phase does; Error(refused) before anything runs also
/// when a file cannot be undone, or a later phase is applied.
ExitCode undo_phase(Database& session, const Manifest& manifest, Phase phase, const RunOptions& options,
                    Stop& stop);

}  // namespace phasegate
