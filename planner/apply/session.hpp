// The session that files run in: its settings before and after each file, and whether it is one session at
// all.
#pragma once

#include "catalog/database.hpp"

#include <chrono>
#include <string>

namespace phasegate {

/// Keeps the settings of one session as the runner needs them.
class FileSession {
 public:
  /// `override_reason` empty: no gate is overridden. `planned_lines`: Manifest::fingerprint_lines as one JSON array, by which a shut gate tells what
  /// others have changed.
  /// Throws: Error(refused) when a transaction pooler stands between us and the server: it would run each
  /// statement in another session, without our locks and settings.
  FileSession(Database& database, std::string override_reason, std::string planned_lines);

  /// Before a file: all settings as at the start of the session, then the file's timeouts and the override.
  /// Throws: Error(refused) when lock_timeout is 0.
  void prepare(const std::string& path, std::chrono::milliseconds lock_timeout, std::chrono::milliseconds statement_timeout);
  /// After a file or a failed try: no transaction, and all settings as at the start of the session. Undoes
  /// the latch.
  void reset();
  /// Ends the open transaction, if there is one.
  void rollback() noexcept;

  /// Before each statement of a file.
  struct Settings {
    bool waits_for_ever = false;  ///< lock_timeout is 0
    bool is_latched = false;      ///< default_transaction_read_only is on
  };
  /// Throws: Error(refused) when the server process is not the one that the run began with.
  Settings look();

  /// In the open transaction of a file, before its history row: our own role and a lock_timeout, whatever its
  /// statements have set. The transaction may hold strong locks by now, so it must not wait long for the
  /// history table.
  void before_record(std::chrono::milliseconds lock_timeout);

  [[nodiscard]] Database& database() { return database_; }

 private:
  void check_process(const std::string& pid) const;
  /// The work of a killed runner ends soon, and so do its locks.
  void notice_lost_client();

  Database& database_;
  std::string override_reason_;
  std::string planned_lines_;
  std::string pid_;
};

/// One transaction: READ COMMITTED, as the guard asks for, and writing. Rolled back unless committed.
class FileTransaction {
 public:
  explicit FileTransaction(FileSession& session);
  ~FileTransaction();
  FileTransaction(const FileTransaction&) = delete;
  FileTransaction& operator=(const FileTransaction&) = delete;
  void commit();

 private:
  FileSession& session_;
  bool open_ = true;
};

}  // namespace phasegate
