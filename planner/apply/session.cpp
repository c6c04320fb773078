// Settings of the session, set before each file and taken back after it.
#include "apply/session.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

namespace phasegate {
namespace {

constexpr std::string_view query_canceled = "57014", in_failed_transaction = "25P02",
                           invalid_parameter_value = "22023";
constexpr int tries = 5;
constexpr int check_client_since = 140000;

}  // namespace

FileSession::FileSession(Database& database, std::string override_reason, std::string planned_lines)
    : database_(database),
      override_reason_(std::move(override_reason)),
      planned_lines_(std::move(planned_lines)),
      pid_(database.value("SELECT pg_catalog.pg_backend_pid()")) {
  // A pooler hands out whichever server session is free, so a few looks may all meet the same one; `look`
  // goes on looking.
  for (int i = 0; i < tries; ++i) check_process(database_.value("SELECT pg_catalog.pg_backend_pid()"));
}

void FileSession::check_process(const std::string& pid) const {
  if (pid == pid_) return;
  throw Error(ExitCode::refused,
              fmt::format("two statements of one session ran in two server processes ({} and {}): a "
                          "transaction pooler stands between",
                          pid_, pid),
              "connect to the server directly, or to a pool in session mode");
}

void FileSession::prepare(const std::string& path, std::chrono::milliseconds lock_timeout, std::chrono::milliseconds statement_timeout) {
  if (lock_timeout.count() <= 0)
    throw Error(ExitCode::refused,
                path + ": its lock_timeout is 0, so it could wait in a lock queue for ever",
                "write the plan again with a lock timeout above 0");
  reset();
  database_.query(
      "SELECT pg_catalog.set_config('lock_timeout', $1, false), pg_catalog.set_config('statement_timeout', "
      "$2, false), "
      // A runner that is frozen in the middle of a transaction must not keep its locks.
      "pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', false), "
      "pg_catalog.set_config('phasegate.override', $3, false), "
      "pg_catalog.set_config('phasegate.planned_lines', $4, false)",
      {fmt::format("{}ms", lock_timeout.count()), fmt::format("{}ms", statement_timeout.count()), override_reason_, planned_lines_});
  if (database_.server_version_num() >= check_client_since) notice_lost_client();
}

void FileSession::notice_lost_client() {
  try {
    database_.query("SET client_connection_check_interval = '2s'");
  } catch (const DatabaseError& error) {
    // Not every platform has it; then the server process of a killed runner ends with its statement.
    if (error.sqlstate() != invalid_parameter_value) throw;
  }
}

void FileSession::reset() {
  // A cancel request may still be on its way when its statement has ended; it then hits one of these.
  for (int i = 1;; ++i) {
    try {
      database_.query(
          "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET row_security = off; "
          "SET client_min_messages = notice; SET standard_conforming_strings = on");
      return;
    } catch (const DatabaseError& error) {
      if (i == tries || (error.sqlstate() != query_canceled && error.sqlstate() != in_failed_transaction))
        throw;
      if (error.sqlstate() == in_failed_transaction) rollback();
    }
  }
}

void FileSession::rollback() noexcept {
  for (int i = 0; i < tries; ++i) {
    try {
      database_.query("ROLLBACK");
      return;
    } catch (const DatabaseError&) {
      // Cancelled: once more.
    } catch (const std::exception&) {
      return;  // the connection is gone, and the transaction with it
    }
  }
}

FileSession::Settings FileSession::look() {
  const Result now = database_.query(
      "SELECT pg_catalog.pg_backend_pid() AS pid, pg_catalog.current_setting('lock_timeout') = '0' AS "
      "waits_for_ever, "
      "pg_catalog.current_setting('default_transaction_read_only') = 'on' AS is_latched");
  check_process(now.text(0, "pid"));
  return {.waits_for_ever = now.is_true(0, "waits_for_ever"), .is_latched = now.is_true(0, "is_latched")};
}

void FileSession::before_record(std::chrono::milliseconds lock_timeout) {
  database_.query("RESET ROLE");
  database_.query(
      "SELECT pg_catalog.set_config('lock_timeout', $1, true), pg_catalog.set_config('statement_timeout', "
      "'30s', true)",
      {fmt::format("{}ms", lock_timeout.count())});
}

FileTransaction::FileTransaction(FileSession& session) : session_(session) {
  session_.database().query("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
}

FileTransaction::~FileTransaction() {
  if (open_) session_.rollback();
}

void FileTransaction::commit() {
  session_.database().query("COMMIT");
  open_ = false;
}

}  // namespace phasegate
