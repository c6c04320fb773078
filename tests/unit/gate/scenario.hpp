// What the gate tests share: a database with the schema phasegate, one application, and specs for its gates.
#pragma once

#include "gate/install.hpp"
#include "gate/mark.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <thread>

namespace phasegate::test {

using Json = nlohmann::json;

/// A table, schema phasegate, and nothing marked.
struct GateDatabase : TestDatabase {
  GateDatabase() : TestDatabase("CREATE TABLE public.users (id bigint PRIMARY KEY, nick text, name text)") {
    auto session = connect();
    ensure_installed(session);
  }

  std::string mark(const std::string& event, const std::string& version, const std::string& application = "app", bool is_new = false) const {
    auto session = connect();
    return phasegate::mark(session, {.application = application, .event = event, .version = version, .is_new = is_new, .scheme = {}, .environment = {}});
  }
  [[nodiscard]] std::string effective(const std::string& application = "app") const {
    return value("SELECT coalesce(phasegate.effective_version('" + application + "'), 'unknown')");
  }
  [[nodiscard]] bool has_column(const std::string& name) const {
    return value("SELECT count(*) FROM pg_attribute WHERE attrelid = 'public.users'::regclass AND attname = '" + name + "' AND NOT attisdropped") == "1";
  }
  [[nodiscard]] bool has_index(const std::string& name) const { return value("SELECT to_regclass('public." + name + "') IS NOT NULL") == "t"; }
};

/// app: from 1.0.0, adopts 2.0.0.
inline Json spec(const std::string& phase, const std::string& direction = "do") {
  return {{"rollout", "nicks"}, {"plan_id", "0a1b2c3d"}, {"environment", "default"}, {"phase", phase}, {"part", "main"},
          {"direction", direction}, {"applications", {{{"name", "app"}, {"scheme", "semver"}, {"from", "1.0.0"}, {"adopts", "2.0.0"}}}}};
}

inline std::string literal(const Json& json) {
  std::string text = "'";
  for (const char c : json.dump()) text += c == '\'' ? std::string("''") : std::string(1, c);
  return text + "'";
}

/// The DO statement of a transactional file.
inline std::string guarded(const Json& json, const std::string& ddl) {
  return "DO $pg$\nBEGIN\n  PERFORM phasegate.guard(" + literal(json) + ");\n  PERFORM set_config('lock_timeout', '500ms', true);\n  " + ddl +
         ";\nEND\n$pg$;\n";
}

/// The text of a file that runs outside a transaction.
inline std::string latched(const Json& json, const std::string& statement) {
  return "SET default_transaction_read_only = on;\nDO $pg$ BEGIN PERFORM phasegate.guard_latched(" + literal(json) + "); END $pg$;\n" + statement +
         ";\nRESET default_transaction_read_only;\n";
}

/// The SQLSTATE with which a statement fails; "" when it does not.
inline std::string sqlstate_of(Database& session, const std::string& sql) {
  try {
    session.query(sql);
    return "";
  } catch (const DatabaseError& error) {
    return error.sqlstate();
  }
}

/// Whether a statement fails for want of a right. libpqxx 6 keeps no SQLSTATE for 42501, so the message must do.
inline bool is_denied(Database& session, const std::string& sql) {
  try {
    session.query(sql);
    return false;
  } catch (const DatabaseError& error) {
    const std::string message = error.what();
    return message.starts_with("permission denied") || message.find("belongs to another role") != std::string::npos;
  }
}

/// psql in the state in which people run it: no ON_ERROR_STOP, no psqlrc of theirs.
inline Run psql(const TestDatabase& database, const std::string& options, const std::string& before = {}) {
  return run(before + " psql -X '" + database.url() + "' " + options);
}

/// Waits until a backend waits for a lock. False after five seconds.
inline bool waits_for_lock(const TestDatabase& database, int pid) {
  auto session = database.connect();
  for (int i = 0; i < 500; ++i) {
    if (session.value("SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = " + std::to_string(pid)) == "t") return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace phasegate::test
