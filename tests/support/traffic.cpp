// Runs the connections of an application, each on a thread of its own.
#include "support/traffic.hpp"

#include "catalog/database.hpp"
#include "sql/identifier.hpp"

#include <phasegate/error.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <mutex>
#include <regex>
#include <thread>

namespace phasegate::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kept_examples = 20;
constexpr int never_every = 25;  // rounds between two looks at what must never be seen: they read whole tables

AppStatement heading(const std::string& line, const std::filesystem::path& file) {
  static const std::regex never(R"(-- never: *(.+))"), full(R"(-- name: *(\S+) +\(full row of (\S+)\))"), plain(R"(-- name: *(\S+).*)");
  std::smatch match;
  AppStatement statement;
  if (std::regex_match(line, match, never)) {
    statement.name = match[1];
    statement.role = AppStatement::Role::never;
  } else if (std::regex_match(line, match, full)) {
    statement.name = match[1];
    statement.loaded_by = match[2];
    statement.role = AppStatement::Role::full_row;
  } else if (std::regex_match(line, match, plain)) {
    statement.name = match[1];
  } else {
    throw Bug(file.string() + ": no heading: " + line);
  }
  return statement;
}

void check(const std::vector<AppStatement>& statements, const std::filesystem::path& file) {
  if (statements.empty()) throw Bug(file.string() + " has no statements");
  for (const AppStatement& statement : statements) {
    if (statement.sql.find_first_not_of(" \n") == std::string::npos) throw Bug(file.string() + ": " + statement.name + " has no SQL");
    if (statement.role != AppStatement::Role::full_row) continue;
    const auto loader = std::ranges::find(statements, statement.loaded_by, &AppStatement::name);
    if (loader == statements.end()) throw Bug(file.string() + ": " + statement.name + " writes the row of " + statement.loaded_by + ", which is not there");
  }
}

}  // namespace

std::vector<AppStatement> read_statements(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw Bug("cannot read " + file.string());
  std::vector<AppStatement> statements;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("-- name:") || line.starts_with("-- never:")) statements.push_back(heading(line, file));
    else if (line.starts_with("--") || line.empty()) continue;
    else if (statements.empty()) throw Bug(file.string() + ": SQL before the first `-- name:`: " + line);
    else statements.back().sql += line + "\n";
  }
  check(statements, file);
  return statements;
}

std::string to_json(const TrafficResult& result) {
  nlohmann::ordered_json json = {{"version", 1},
                                 {"queries", result.queries},
                                 {"failures", result.failures},
                                 {"outside_domain", result.outside_domain},
                                 {"retries", result.retries},
                                 {"longest_ms", result.longest_ms},
                                 {"longest_statement", result.longest_statement},
                                 {"examples", nlohmann::ordered_json::array()}};
  for (const TrafficFailure& failure : result.examples)
    json["examples"].push_back({{"statement", failure.statement}, {"sqlstate", failure.sqlstate}, {"message", failure.message}});
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

struct Traffic::State {
  explicit State(TrafficOptions given) : options(std::move(given)), next(options.first) {}

  void count(const std::string& statement, double milliseconds) {
    const std::lock_guard lock(mutex);
    ++result.queries;
    if (milliseconds <= result.longest_ms) return;
    result.longest_ms = milliseconds;
    result.longest_statement = statement;
  }
  void keep(TrafficFailure example, std::int64_t TrafficResult::*counter, std::int64_t times = 1) {
    const std::lock_guard lock(mutex);
    result.*counter += times;
    if (result.examples.size() < kept_examples) result.examples.push_back(std::move(example));
  }

  const TrafficOptions options;
  std::atomic<std::int64_t> next;
  std::atomic<bool> stopping{false};
  std::atomic<int> under_way{0};
  std::mutex mutex;
  TrafficResult result;
  std::vector<std::thread> threads;
};

namespace {

using Row = std::vector<std::optional<std::string>>;

// One connection: prepares once, and then works through the statements again and again.
template <class State>
class Connection {
 public:
  Connection(State& state, bool repeatable_read)
      : state_(state), database_(connect(state.options.url)), repeatable_read_(repeatable_read) {
    for (std::size_t i = 0; i < statements().size(); ++i) {
      // Types of further parameters are taken from the columns that they are written to.
      database_.query("PREPARE app_" + std::to_string(i) + " (bigint) AS " + statements()[i].sql);
      loaded_.emplace_back();
    }
  }

  void work() {
    for (long round = 0; !state_.stopping; ++round) {
      if (repeatable_read_) transaction(round);
      else each(round, [&](std::size_t i) { attempt(i); });
      if (round == 0 && !state_.stopping) ++state_.under_way;
    }
  }

 private:
  const std::vector<AppStatement>& statements() const { return state_.options.statements; }

  void pause() const { std::this_thread::sleep_for(std::chrono::milliseconds(state_.options.pause_ms)); }

  template <class Use>
  void each(long round, Use use) {
    for (std::size_t i = 0; i < statements().size() && !state_.stopping; ++i) {
      if (statements()[i].role == AppStatement::Role::never && round % never_every != 0) continue;
      use(i);
      pause();
    }
  }

  // Every statement in a REPEATABLE READ transaction of its own with a read before it, so that its snapshot is older
  // than the write. A serialization failure is tried again, as the manual tells applications to.
  void transaction(long round) {
    each(round, [&](std::size_t i) {
      for (bool again = true; again && !state_.stopping;) again = try_transaction(i);
    });
  }

  bool try_transaction(std::size_t i) {
    try {
      database_.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
      execute(0);
      execute(i);
      database_.query("COMMIT");
      return false;
    } catch (const DatabaseError& error) {
      database_.query("ROLLBACK");
      if (error.sqlstate() == "40001") {
        const std::lock_guard lock(state_.mutex);
        ++state_.result.retries;
        return true;
      }
      state_.keep({statements()[i].name, error.sqlstate(), error.what()}, &TrafficResult::failures);
      return false;
    }
  }

  void attempt(std::size_t i) {
    try {
      execute(i);
    } catch (const DatabaseError& error) {
      state_.keep({statements()[i].name, error.sqlstate(), error.what()}, &TrafficResult::failures);
    }
  }

  std::string call(std::size_t i) {
    std::string text = "EXECUTE app_" + std::to_string(i) + "(" + std::to_string(state_.next++);
    const AppStatement& statement = statements()[i];
    if (statement.role == AppStatement::Role::full_row) {
      const auto loader = std::ranges::find(statements(), statement.loaded_by, &AppStatement::name) - statements().begin();
      for (const auto& value : loaded_[static_cast<std::size_t>(loader)]) text += ", " + (value ? sql::literal(*value) : "NULL");
    }
    return text + ")";
  }

  void execute(std::size_t i) {
    const AppStatement& statement = statements()[i];
    const bool is_full_row = statement.role == AppStatement::Role::full_row;
    if (is_full_row && loaded_of(statement).empty()) return;  // its row is not there
    const std::string text = call(i);
    const auto begin = Clock::now();
    const auto passed = [&] { return std::chrono::duration<double, std::milli>(Clock::now() - begin).count(); };
    try {
      const Result rows = database_.query(text);
      state_.count(statement.name, passed());
      if (statement.role == AppStatement::Role::never) complain(statement, rows);
      else keep_row(i, rows);
    } catch (const DatabaseError&) {
      state_.count(statement.name, passed());
      throw;
    }
  }

  const Row& loaded_of(const AppStatement& statement) const {
    return loaded_[static_cast<std::size_t>(std::ranges::find(statements(), statement.loaded_by, &AppStatement::name) - statements().begin())];
  }

  void keep_row(std::size_t i, const Result& rows) {
    loaded_[i].clear();
    for (std::size_t c = 0; rows.rows() > 0 && c < rows.columns(); ++c) {
      const auto value = rows.at(0, c);
      loaded_[i].push_back(value ? std::optional<std::string>(*value) : std::nullopt);
    }
  }

  void complain(const AppStatement& statement, const Result& rows) {
    if (rows.rows() == 0) return;
    std::string row;
    for (std::size_t c = 0; c < rows.columns(); ++c) row += (c == 0 ? "" : ", ") + std::string(rows.at(0, c).value_or("NULL"));
    state_.keep({statement.name, "", "outside the domain, first of " + std::to_string(rows.rows()) + " rows: " + row}, &TrafficResult::outside_domain,
                static_cast<std::int64_t>(rows.rows()));
  }

  State& state_;
  Database database_;
  bool repeatable_read_;
  std::vector<Row> loaded_;  // by statement: the row that it read last
};

}  // namespace

Traffic::Traffic(TrafficOptions options) : state_(std::make_unique<State>(std::move(options))) {
  std::vector<std::unique_ptr<Connection<State>>> connections;
  for (int i = 0; i < state_->options.connections; ++i) connections.push_back(std::make_unique<Connection<State>>(*state_, i == 0));
  for (auto& connection : connections)
    state_->threads.emplace_back([state = state_.get(), own = std::move(connection)] {
      try {
        own->work();
      } catch (const std::exception& error) {
        state->keep({"(connection)", "", error.what()}, &TrafficResult::failures);  // it ended; the traffic goes on without it
      }
    });
}

Traffic::~Traffic() { stop(); }

bool Traffic::is_under_way() const { return state_->under_way >= state_->options.connections; }

void Traffic::wait_until_under_way(int seconds) const {
  const auto end = Clock::now() + std::chrono::seconds(seconds);
  while (!is_under_way()) {
    if (Clock::now() > end) throw Bug("the traffic does not get under way");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

TrafficResult Traffic::stop() {
  state_->stopping = true;
  for (std::thread& thread : state_->threads)
    if (thread.joinable()) thread.join();
  const std::lock_guard lock(state_->mutex);
  return state_->result;
}

}  // namespace phasegate::test
