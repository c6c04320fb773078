// Contract check 3: every statement parses, and every step has its title, timeouts and undo. Whether the declared locks are the
// whole truth is check 4's.
#include "contract/trial.hpp"
#include "sql/parse.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace phasegate;
using namespace phasegate::test;

namespace {

bool may_take_long(const Step& step) {
  const bool by_work = std::ranges::any_of(step.locks, [](const LockClaim& lock) { return lock.work == Work::scans || lock.work == Work::builds || lock.work == Work::batches; });
  // CONCURRENTLY waits for every old transaction, whatever it does itself.
  return by_work || std::ranges::any_of(step.sql, [](const std::string& sql) { return sql.find(" CONCURRENTLY ") != std::string::npos; });
}

void check_sql(const std::string& sql) {
  INFO(sql);
  const auto wrong = sql::check_statement(sql);
  CHECK(!wrong.has_value());
  CHECK(sql.find("${") == std::string::npos);
  CHECK(!sql.ends_with(";"));
}

void check_undo(const Step& step) {
  CHECK((step.undo.how == UndoHow::sql) == !step.undo.sql.empty());
  CHECK((step.undo.how == UndoHow::sql || !step.undo.reason.empty()));
  CHECK((step.phase == Phase::contract || step.undo.how != UndoHow::impossible || !step.undo.reason.empty()));
  for (const std::string& sql : step.undo.sql) check_sql(sql);
  for (const std::string& query : step.undo.losses) check_sql(query);
}

void check_step(const Step& step) {
  INFO(step.id);
  CHECK(!step.title.empty());
  REQUIRE(!step.sql.empty());
  CHECK((step.transaction != Transaction::none || step.sql.size() == 1));
  for (const std::string& sql : step.sql) check_sql(sql);
  for (const std::string* condition : {&step.before.sql, &step.done.sql})
    if (!condition->empty()) {
      INFO(*condition);
      CHECK(!sql::check_expression(*condition).has_value());
    }
  CHECK((step.before.sql.empty() || !step.before.otherwise.empty()));
  CHECK((!step.takes_long || may_take_long(step)));
  check_undo(step);
}

}  // namespace

TEST_CASE("contract 3: every statement parses; every step has timeouts, undo and a title", "[db][contract][check3]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      const Trial trial(example);
      for (const Step& step : trial.planned.plan.steps) check_step(step);
      for (const RenderedFile& file : trial.render(trial.planned.plan)) {
        if (!file.path.ends_with(".sql")) continue;
        INFO(file.path);
        CHECK(!sql::check_statement(file.content).has_value());
      }
      count_check(3, example);
    }
}
