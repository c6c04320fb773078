// What phasegate.toml and the command line say: project, applications, gates, timeouts, approvals, the rollout.
#pragma once

#include <phasegate/source_spot.hpp>
#include <phasegate/step.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phasegate {

/// How the versions of an application compare. Never as text.
enum class VersionScheme {
  semver,   ///< SemVer 2.0.0, pre-releases included
  integer,  ///< one number
  calendar  ///< numbers separated by dots, compared one by one: 2026.11.2
};
std::string_view to_string(VersionScheme scheme);

/// One application of the database. Every version is text of its scheme.
struct Application {
  std::string name;
  VersionScheme scheme = VersionScheme::semver;
  std::string from;     ///< N: the lowest version that may run when expand starts
  std::string adopts;   ///< N+1: the first version made for the desired schema
  std::string retires;  ///< the first version that N will not return from; default: adopts
  bool assumed = false; ///< no phasegate.toml names it: the versions are assumed, and printed as such
  SourceSpot at;
};

/// Evidence that the gates ask for.
struct GateSettings {
  std::chrono::seconds soak_before_drop{24 * 3600};  ///< uninterrupted time of all applications ≥ retires before a drop
  std::chrono::seconds soak{0};                       ///< the same before retire and swap
  std::chrono::seconds backup_max_age{0};             ///< 0: no backup marker is asked for
  bool sessions = false;                              ///< look at pg_stat_activity too
};

/// How long a step may wait and work. All > 0, but a limit for work of 0 is none.
struct WaitSettings {
  std::chrono::milliseconds lock{500};          ///< lock_timeout of the class strong
  std::chrono::milliseconds weak_lock{5'000};   ///< of the class weak: long enough for autovacuum to give way (deadlock_timeout)
  std::chrono::milliseconds patient{3'600'000}; ///< of the class patient
  std::chrono::milliseconds statement{30'000};  ///< steps that only change the catalog, or rewrite a small table
  std::chrono::milliseconds scan{0};            ///< steps that scan
  std::chrono::milliseconds build{0};           ///< steps that build or drop indexes concurrently

  /// The value of a key of [timeouts], which are named like the fields; nullptr: there is no such key.
  std::chrono::milliseconds* find(std::string_view key) {
    using Row = std::pair<std::string_view, std::chrono::milliseconds*>;
    for (const auto& [name, value] : {Row{"lock", &lock}, Row{"weak_lock", &weak_lock}, Row{"patient", &patient}, Row{"statement", &statement}, Row{"scan", &scan}, Row{"build", &build}})
      if (name == key) return value;
    return nullptr;
  }
};

/// The same for one table, where it differs.
struct TableWait {
  std::string table;  ///< schema.name
  SourceSpot at;
  std::vector<std::pair<std::string, std::chrono::milliseconds>> keys;  ///< key of [timeouts], value
};

/// A standby that is read from.
struct Replica {
  std::string name;   ///< application_name of its walreceiver, as pg_stat_replication on the primary shows it
  std::string url;    ///< how the runner and the gates reach it; empty: its transactions and sessions cannot be seen
  bool reads = true;  ///< applications read from it; false: its replay position and its transactions are not asked for
  SourceSpot at;
};

/// How large a table may be for a change that holds everybody up for as long as it takes.
struct TableSettings {
  std::int64_t small_bytes = std::int64_t{16} << 20;  ///< with indexes and TOAST; 0: every table takes the phased way
};

/// What backfills keep to. Limits of 0 are none. It is written into the files, so every runner keeps to it.
struct BackfillSettings {
  std::chrono::milliseconds batch{10};             ///< how long a batch may hold its rows
  int max_load_percent = 100;                      ///< 1 to 100: how much of the time a session works
  std::chrono::milliseconds max_replica_lag{0};    ///< the farthest that a replica may be behind in time
  std::int64_t max_replica_lag_bytes = 0;          ///< … in WAL
  std::int64_t max_wal_bytes_per_s = 0;            ///< WAL that the server as a whole may write
  bool yield_to_locks = true;                      ///< wait while somebody waits for a lock on the table, smaller batches while for a row
  bool yield_to_vacuum = false;                    ///< wait while the table is vacuumed
  std::string go_on_when;                          ///< SQL expression of type boolean; empty: always
  SourceSpot go_on_when_at;
};

/// How V-files are numbered.
struct Naming {
  enum class Scheme { sequential, timestamp } scheme = Scheme::sequential;
  int width = 1;  ///< sequential: zeros in front up to this many digits
};

/// The one plan that is carried through its phases.
struct Rollout {
  std::string name;  ///< lower case, digits and underscores; empty: made from the changes
  std::string ticket;
  std::string feature_flag;
  std::string risk;
};

/// Everything that is not the schema.
struct Settings {
  std::string project;
  std::string environment = "default";
  std::vector<std::string> schemas;         ///< managed schemas; empty: every non-system schema
  std::string desired = "schema";           ///< file or folder, relative to phasegate.toml
  std::string migrations = "migrations";    ///< folder, relative to phasegate.toml
  std::string templates;                    ///< folder with templates of the user; empty: the built-in ones
  Naming naming;
  std::vector<Application> applications;    ///< in the order of the file
  GateSettings gates;
  std::vector<Replica> replicas;            ///< in the order of the file
  WaitSettings timeouts;
  std::vector<TableWait> table_timeouts;
  TableSettings tables;
  BackfillSettings backfill;
  std::vector<std::string> approvals;       ///< what may be dropped: "column public.users.first_name"
  bool approve_destructive = false;         ///< --approve-destructive: all drops of this plan
  bool clients_reprepare = false;           ///< every client prepares again after "cached plan must not change result type"
  Rollout rollout;
  std::string history_schema = "public";
  std::string history_table = "flyway_schema_history";
  std::string directory;                    ///< where phasegate.toml lies; empty: there is none
};

}  // namespace phasegate
