// How long a file may wait and work: by class of lock, kind of work, and table.
#include "render/timeouts.hpp"

#include "support/catch.hpp"

using namespace phasegate;
using std::chrono::milliseconds;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

Plan plan_of(LockMode mode, Work work, Transaction transaction, const std::string& sql, bool takes_long = false) {
  Plan plan;
  Step step;
  step.locks = {{{"table", "public", "", "orders"}, mode, work}};
  step.transaction = transaction;
  step.sql = {sql};
  step.takes_long = takes_long;
  plan.steps.push_back(step);
  PlannedFile file;
  file.steps = {0};
  plan.files.push_back(file);
  return plan;
}

Plan alter() { return plan_of(LockMode::access_exclusive, Work::instant, Transaction::shared, "ALTER TABLE orders ADD COLUMN a integer"); }
Plan build() { return plan_of(LockMode::share_update_exclusive, Work::builds, Transaction::none, "CREATE INDEX CONCURRENTLY i ON orders (a)", true); }
Plan validate() { return plan_of(LockMode::share_update_exclusive, Work::scans, Transaction::none, "ALTER TABLE orders VALIDATE CONSTRAINT c", true); }

render::Timeouts of(const Plan& plan) { return render::timeouts_of(plan, plan.files.front()); }

}  // namespace

TEST_CASE("timeouts: strong, weak and patient files wait for as long as nobody is hurt") {
  CHECK(of(alter()).lock == milliseconds(500));
  CHECK(of(validate()).lock == seconds(5));
  CHECK(of(build()).lock == hours(1));
  const Plan built = build();
  CHECK(render::undo_timeouts_of(built, built.files.front()).lock == milliseconds(500));
}

TEST_CASE("timeouts: work is limited by its kind, and a shorter limit is obeyed") {
  Plan plan = alter();
  CHECK(of(plan).statement == seconds(30));
  plan.settings.timeouts.statement = seconds(10);
  CHECK(of(plan).statement == seconds(10));
  Plan built = build();
  CHECK(of(built).statement == seconds(0));
  built.settings.timeouts.build = hours(4);
  built.settings.timeouts.scan = hours(2);
  CHECK(of(built).statement == hours(4));
  Plan scanned = validate();
  scanned.settings.timeouts.scan = hours(2);
  CHECK(of(scanned).statement == hours(2));
}

TEST_CASE("timeouts: a table's own go before the general ones") {
  Plan plan = alter();
  plan.settings.table_timeouts = {{"public.others", {}, {{"lock", milliseconds(1)}}}, {"public.orders", {}, {{"lock", milliseconds(200)}, {"statement", seconds(5)}}}};
  CHECK(of(plan).lock == milliseconds(200));
  CHECK(of(plan).statement == seconds(5));
}
