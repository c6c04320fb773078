// The seam to PostgreSQL over libpqxx (6.4 and 7). Its exceptions end here.
#include "catalog/database.hpp"

#include "catalog/denied.hpp"
#include "support/log.hpp"

#include <phasegate/error.hpp>

#include <pqxx/pqxx>

#include <cstdlib>
#include <regex>

namespace phasegate {
namespace {

std::string without_final_line_feed(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::string without_password(std::string message) {
  message = std::regex_replace(message, std::regex(R"((://[^:/@\s]*):[^@\s]*@)"), "$1@");
  return std::regex_replace(message, std::regex(R"(password=\S+)"), "password=…");
}

// "ERROR:  text\nDETAIL:  …\nHINT:  …\nCONTEXT: …" as the parts that a user needs.
std::string readable(const std::string& server_text) {
  std::string message = without_final_line_feed(server_text);
  message = std::regex_replace(message, std::regex(R"(^(ERROR|FATAL):\s+)"), "");
  message = std::regex_replace(message, std::regex(R"(\n(CONTEXT|LOCATION):[\s\S]*$)"), "");
  message = std::regex_replace(message, std::regex(R"(\nLINE \d+:.*\n\s*\^)"), "");
  message = std::regex_replace(message, std::regex(R"(\nDETAIL:\s+)"), "\n  ");
  message = std::regex_replace(message, std::regex(R"(\nHINT:\s*$)"), "");
  return std::regex_replace(message, std::regex(R"(\nHINT:\s+)"), "\n  help: ");
}

#if PQXX_VERSION_MAJOR < 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR < 10)
class NoticeHandler : public pqxx::errorhandler {
 public:
  NoticeHandler(pqxx::connection& connection, std::function<void(std::string_view)> handler)
      : pqxx::errorhandler(connection), handler_(std::move(handler)) {}
  bool operator()(const char message[]) noexcept override {
    if (handler_) handler_(without_final_line_feed(message));
    return false;
  }

 private:
  std::function<void(std::string_view)> handler_;
};
#endif

template <class Call>
pqxx::result guarded(std::string_view sql, Call call) {
  try {
    return call();
  } catch (const pqxx::broken_connection& error) {
    throw Error(ExitCode::unreachable,
                "the connection to the database was lost: " + without_final_line_feed(error.what()),
                "run the same command again: it continues");
  } catch (const pqxx::insufficient_privilege& error) {
    // libpqxx 6 keeps no SQLSTATE for it.
    throw DatabaseError(readable(error.what()), "42501", std::string(sql));
  } catch (const pqxx::sql_error& error) {
    // Class 57P: the server ended the session (shutdown, crash, or pg_terminate_backend).
    if (error.sqlstate().starts_with("57P"))
      throw Error(ExitCode::unreachable, "the server ended the session: " + readable(error.what()),
                  "run the same command again: it continues");
    throw DatabaseError(readable(error.what()), error.sqlstate(), std::string(sql));
#if PQXX_VERSION_MAJOR < 7
    // libpqxx 6 keeps no SQLSTATE of class 40: its exceptions stand for one each.
  } catch (const pqxx::deadlock_detected& error) {
    throw DatabaseError(readable(error.what()), "40P01", std::string(sql));
  } catch (const pqxx::serialization_failure& error) {
    throw DatabaseError(readable(error.what()), "40001", std::string(sql));
  } catch (const pqxx::statement_completion_unknown& error) {
    throw DatabaseError(readable(error.what()), "40003", std::string(sql));
  } catch (const pqxx::transaction_rollback& error) {
    throw DatabaseError(readable(error.what()), "40000", std::string(sql));
#endif
  } catch (const pqxx::failure& error) {
    throw DatabaseError(readable(error.what()), "", std::string(sql));
  }
}

}  // namespace

class Result::Impl {
 public:
  explicit Impl(pqxx::result result) : rows(std::move(result)) {}
  pqxx::result rows;
};

Result::Result(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Result::Result(Result&&) noexcept = default;
Result& Result::operator=(Result&&) noexcept = default;
Result::~Result() = default;

std::size_t Result::rows() const { return static_cast<std::size_t>(impl_->rows.size()); }
std::size_t Result::columns() const { return static_cast<std::size_t>(impl_->rows.columns()); }

std::optional<std::size_t> Result::column(std::string_view name) const {
  for (std::size_t i = 0; i < columns(); ++i)
    if (name == impl_->rows.column_name(static_cast<int>(i))) return i;
  return std::nullopt;
}

std::optional<std::string_view> Result::at(std::size_t row, std::size_t column) const {
  using RowIndex = pqxx::result::size_type;
  using ColumnIndex = decltype(impl_->rows.columns());
  const auto field = impl_->rows[static_cast<RowIndex>(row)][static_cast<ColumnIndex>(column)];
  if (field.is_null()) return std::nullopt;
  return std::string_view(field.c_str(), static_cast<std::size_t>(field.size()));
}

std::string Result::text(std::size_t row, std::string_view name) const {
  const auto index = column(name);
  if (!index) throw Bug("query has no column " + std::string(name));
  return std::string(at(row, *index).value_or(""));
}

bool Result::is_true(std::size_t row, std::string_view name) const { return text(row, name) == "t"; }

long long Result::number(std::size_t row, std::string_view name) const {
  const std::string value = text(row, name);
  return value.empty() ? 0 : std::stoll(value);
}

class Database::Impl {
 public:
  explicit Impl(const std::string& conninfo) : connection_(conninfo) {
#if PQXX_VERSION_MAJOR < 7
    // libpqxx 6 would open a lost connection again in silence, without our locks and settings.
    // (Deprecated there because libpqxx 7 never does so.)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection_.inhibit_reactivation(true);
#pragma GCC diagnostic pop
#endif
    session_ = std::make_unique<pqxx::nontransaction>(connection_);
  }

  pqxx::result run(const std::string& sql, const Parameters& parameters) {
    if (parameters.empty()) return session_->exec(sql);
#if PQXX_VERSION_MAJOR < 7
    std::vector<const char*> values;
    for (const auto& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
    return session_->exec_params(sql, pqxx::prepare::make_dynamic_params(values.begin(), values.end()));
#else
    pqxx::params values;
    for (const auto& parameter : parameters) values.append(parameter);
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 9
    return session_->exec(sql, values);
#else
    return session_->exec_params(sql, values);
#endif
#endif
  }

  [[nodiscard]] Connected connected() {
    const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
    const std::string host = text(connection_.hostname()), port = text(connection_.port());
    return {text(connection_.username()), text(connection_.dbname()), host.empty() || host.starts_with('/') ? "socket " + host + ", port " + port : host + ":" + port};
  }

  // Unknown, in a transaction that has failed, counts as no.
  bool is_in_recovery() noexcept {
    try {
      return run("SELECT pg_catalog.pg_is_in_recovery()", {})[0][0].as<bool>();
    } catch (const std::exception&) {
      return false;
    }
  }

  pqxx::connection connection_;
  std::unique_ptr<pqxx::nontransaction> session_;
#if PQXX_VERSION_MAJOR < 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR < 10)
  std::unique_ptr<NoticeHandler> notice_;
#endif
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database::~Database() = default;

Result Database::query(std::string_view sql) { return query(sql, {}); }

Result Database::query(std::string_view sql, const Parameters& parameters) {
  const std::string text(sql);
  const auto begin = std::chrono::steady_clock::now();
  auto rows = [&] {
    try {
      return guarded(sql, [&] { return impl_->run(text, parameters); });
    } catch (const DatabaseError& error) {
      if (error.sqlstate() == "42501") throw DatabaseError(explain_denied(error.what(), sql, impl_->connected()), error.sqlstate(), error.statement());
      if (error.sqlstate() == "25006") throw DatabaseError(explain_read_only(error.what(), impl_->is_in_recovery(), impl_->connected()), error.sqlstate(), error.statement());
      throw;
    }
  }();
  log_statement(sql, std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin), static_cast<std::size_t>(rows.size()));
  return Result(std::make_unique<Result::Impl>(std::move(rows)));
}

std::string Database::value(std::string_view sql, const Parameters& parameters) {
  const Result result = query(sql, parameters);
  if (result.rows() == 0 || result.columns() == 0) return {};
  return std::string(result.at(0, 0).value_or(""));
}

int Database::server_version_num() const { return impl_->connection_.server_version(); }
int Database::backend_pid() const { return impl_->connection_.backendpid(); }

void Database::cancel() noexcept {
  try {
    impl_->connection_.cancel_query();
  } catch (const std::exception&) {
    // Nothing runs any more, or the connection is gone: there is nothing left to cancel.
  }
}

void Database::on_notice(std::function<void(std::string_view)> handler) {
#if PQXX_VERSION_MAJOR < 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR < 10)
  impl_->notice_ = std::make_unique<NoticeHandler>(impl_->connection_, std::move(handler));
#else
  impl_->connection_.set_notice_handler([handler = std::move(handler)](pqxx::zview message) noexcept {
    if (handler) handler(without_final_line_feed(std::string(message)));
  });
#endif
}

Database connect(const std::string& url, std::chrono::seconds connect_timeout) {
  std::string target = url;
  if (target.empty())
    if (const char* variable = std::getenv("DATABASE_URL"); variable != nullptr) target = variable;
  // libpq reads the time limit from the environment when the connection string names none.
  setenv("PGCONNECT_TIMEOUT", std::to_string(connect_timeout.count()).c_str(), /*overwrite=*/0);
  setenv("PGAPPNAME", "phasegate", /*overwrite=*/0);
  try {
    Database database(std::make_unique<Database::Impl>(target));
    database.query("SET row_security = off; SET client_min_messages = notice; SET standard_conforming_strings = on");
    return database;
  } catch (const pqxx::failure& error) {
    throw Error(ExitCode::unreachable,
                "the database cannot be reached: " + without_password(without_final_line_feed(error.what())),
                "check --database-url, DATABASE_URL or libpq's PGHOST, PGPORT, PGDATABASE and PGUSER");
  }
}

}  // namespace phasegate
