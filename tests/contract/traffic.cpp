// Prepares and calls the statements of the versions.
#include "contract/traffic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace phasegate::test {

Client::Client(const Trial& trial, std::string name, std::span<const std::string_view> statements, bool is_next, bool isolated)
    : name_(std::move(name)), statements_(statements), isolated_(isolated), tries_again_(isolated || (is_next && std::ranges::any_of(trial.planned.plan.steps, &Step::next_retries))), reprepares_(trial.planned.plan.asks_reprepare), session_(trial.database.connect()) {
  session_.query("SET row_security = on; SET lock_timeout = '10s'; SET application_name = 'client'");
  for (std::size_t i = 0; i < statements_.size(); ++i) prepare(i);
}

void Client::prepare(std::size_t statement) { session_.query(fmt::format("PREPARE s{} (bigint) AS {}", statement, statements_[statement])); }

void Client::call_once(std::size_t statement, std::int64_t number) {
  const std::string call = fmt::format("EXECUTE s{}({})", statement, number);
  if (!isolated_) {
    session_.query(call);
    return;
  }
  session_.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  try {
    session_.query("SELECT pg_catalog.pg_current_snapshot()");  // the snapshot is older than what the call meets
    session_.query(call);
    session_.query("COMMIT");
  } catch (const DatabaseError&) {
    session_.query("ROLLBACK");
    throw;
  }
}

void Client::call(int times, std::atomic<std::int64_t>& numbers) {
  for (int time = 0; time < times; ++time)
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      for (int attempt = 0;; ++attempt) {
        const std::int64_t number = ++numbers;
        try {
          ++calls;
          call_once(i, number);
          break;
        } catch (const DatabaseError& error) {
          if (tries_again_ && error.sqlstate() == "40001" && attempt < 100) {
            ++retries;
            continue;
          }
          // "cached plan must not change result type": the plan says that clients prepare again.
          if (reprepares_ && error.sqlstate() == "0A000" && attempt < 100) {
            ++reprepared;
            session_.query(fmt::format("DEALLOCATE s{}", i));
            prepare(i);
            continue;
          }
          failures.push_back(fmt::format("{}: {} in `{}` ($1 = {}): {}", name_, error.sqlstate(), statements_[i], number, error.what()));
          break;
        }
      }
    }
}

std::string Clients::round(int times) {
  const Example& example = *trial_.what.example;
  const auto open = [&](std::vector<std::unique_ptr<Client>>& clients, std::string_view version, std::span<const std::string_view> statements) {
    if (!clients.empty()) return;
    const bool is_next = &clients == &next_;
    clients.push_back(std::make_unique<Client>(trial_, fmt::format("{} in autocommit", version), statements, is_next, false));
    clients.push_back(std::make_unique<Client>(trial_, fmt::format("{} in REPEATABLE READ", version), statements, is_next, true));
  };
  std::vector<Client*> running;
  if (trial_.n_runs) open(n_, "N", example.n_statements);
  if (trial_.next_runs) open(next_, "N+1", example.next_statements);
  for (auto* clients : {&n_, &next_})
    if (clients == &n_ ? trial_.n_runs : trial_.next_runs)
      for (const auto& client : *clients) running.push_back(client.get());
  {
    std::vector<std::jthread> threads;
    for (Client* client : running) threads.emplace_back([client, times, this] { client->call(times, numbers_); });
  }
  std::string text;
  for (Client* client : running) {
    for (const std::string& failure : client->failures) text += failure + "\n";
    client->failures.clear();
  }
  return text + violations_of(trial_);
}

long Clients::calls() const {
  long sum = 0;
  for (const auto* clients : {&n_, &next_})
    for (const auto& client : *clients) sum += client->calls;
  return sum;
}

}  // namespace phasegate::test
