// The keys of phasegate.toml.
#include "desired/settings_keys.hpp"

namespace phasegate::desired {
namespace {

constexpr SettingKey keys[] = {
    {"", "name", "string", "", "name of the project, for people"},
    {"", "environment", "string", "default", "name of the environment: markers of another one do not count here"},
    {"", "schemas", "array of strings", "every schema that is not the system's", "the schemas that phasegate manages; everything in them that the desired schema does not name goes"},
    {"", "desired", "string", "schema", "the desired schema, a file or a folder, relative to phasegate.toml"},
    {"", "migrations", "string", "migrations", "folder for the V-files, relative to phasegate.toml"},
    {"", "templates", "string", "the built-in ones", "folder with templates of your own for the generated files"},
    {"", "approvals", "array of strings", "none", "what may be dropped with its data, or deleted: \"column public.users.nick\", as the refused plan prints it"},
    {"app.<name>", "from", "version", "required", "N: the lowest version that may run when expand starts"},
    {"app.<name>", "adopts", "version", "required", "N+1: the first version made for the desired schema"},
    {"app.<name>", "retires", "version", "the same as adopts", "the first version after which N will not come back; contract waits for it"},
    {"app.<name>", "scheme", "semver, integer or calendar", "semver", "how its versions compare"},
    {"replica.<name>", "url", "connection string", "", "how apply and gate reach this standby: before a lock that stops its readers they look for old transactions on it. Keep the password in ~/.pgpass or a service file. Its name is the application_name that pg_stat_replication shows"},
    {"replica.<name>", "reads", "boolean", "true", "false: nobody reads from it, so neither its replay position nor its transactions are asked for"},
    {"gates", "soak_before_drop", "duration", "24h", "how long every application has to be at or above retires, without interruption, before data is dropped"},
    {"gates", "soak", "duration", "0s", "the same before anything else of contract"},
    {"gates", "backup_max_age", "duration", "0s: no backup is asked for", "a drop needs a backup marker that is younger"},
    {"gates", "sessions", "boolean", "false", "true: look for sessions of old versions in pg_stat_activity too (needs pg_read_all_stats)"},
    {"gates", "clients_reprepare", "boolean", "false", "true: every client prepares its statements again after \"cached plan must not change result type\"; a swap asks for it"},
    {"timeouts", "lock", "duration", "500ms", "how long a step waits in a lock queue where reads or writes of the application stand behind it"},
    {"timeouts", "weak_lock", "duration", "5s", "the same where only DDL and VACUUM stand behind it; above deadlock_timeout, so that autovacuum gives way"},
    {"timeouts", "patient", "duration", "1h", "how long a concurrent index build or drop waits for transactions each time; nobody stands behind it"},
    {"timeouts", "statement", "duration", "30s", "how long a step may take that neither scans nor builds nor fills"},
    {"timeouts", "scan", "duration", "0s: no limit", "how long a step may take that scans"},
    {"timeouts", "build", "duration", "0s: no limit", "how long a concurrent index build or drop may take"},
    {"timeouts", "table", "table of tables", "none", "the six keys above for the steps of one table: [timeouts.table.\"public.orders\"]"},
    {"tables", "small", "size", "16 MB", "tables up to this size, with indexes and TOAST, may be rewritten while everybody waits; \"0 kB\": none"},
    {"backfill", "batch", "duration", "10ms", "how long a batch of a backfill may hold its rows: a write to one of them waits no longer"},
    {"backfill", "max_load", "percentage", "100%", "how much of the time a session of a backfill works, from 1% to 100%: after a batch it rests, and the application has the processor and the disk to itself"},
    {"backfill", "max_replica_lag", "duration", "0s: no limit", "a backfill waits while a replica is further behind than this (needs pg_monitor)"},
    {"backfill", "max_replica_lag_bytes", "size", "no limit", "the same in bytes of WAL"},
    {"backfill", "max_wal", "size", "no limit", "how much WAL the server as a whole may write in a second while a backfill runs"},
    {"backfill", "yield_to_locks", "boolean", "true", "a backfill waits while somebody waits for a lock on its table, and makes smaller batches while somebody waits for a row"},
    {"backfill", "yield_to_vacuum", "boolean", "false", "a backfill waits while its table is vacuumed (needs pg_monitor)"},
    {"backfill", "go_on_when", "string", "", "an SQL condition that is asked every second; a backfill waits while it is not true"},
    {"rollout", "name", "string", "made from the first change", "name of the rollout: lower case letters, digits, underscores"},
    {"rollout", "ticket", "string", "", "printed into every file"},
    {"rollout", "feature_flag", "string", "", "printed into every file"},
    {"rollout", "risk", "string", "", "printed into every file"},
    {"versions", "naming", "sequential or timestamp", "sequential", "how V-files are numbered"},
    {"versions", "width", "1 to 12", "1", "sequential: digits, with zeros in front"},
    {"history", "schema", "string", "public", "schema of Flyway's history table"},
    {"history", "table", "string", "flyway_schema_history", "name of Flyway's history table"},
};

}  // namespace

std::span<const SettingKey> setting_keys() { return keys; }

std::vector<std::string> keys_of(std::string_view section) {
  std::vector<std::string> result;
  for (const SettingKey& key : keys)
    if (key.section == section) result.emplace_back(key.key);
  return result;
}

}  // namespace phasegate::desired
