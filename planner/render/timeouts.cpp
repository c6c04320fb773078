// Timeouts by class of lock and kind of work.
#include "render/timeouts.hpp"

#include <algorithm>
#include <string_view>

namespace phasegate::render {
namespace {

using std::chrono::milliseconds;

bool is_concurrent(const Step& step) {
  return step.transaction == Transaction::none &&
         std::ranges::any_of(step.sql, [](const std::string& sql) { return sql.find("INDEX CONCURRENTLY") != std::string::npos; });
}

// The settings as they are for the tables of a step: of several tables with settings of their own, those of the first claim.
WaitSettings settings_for(const Plan& plan, const Step& step) {
  WaitSettings result = plan.settings.timeouts;
  for (const LockClaim& claim : step.locks)
    for (const TableWait& own : plan.settings.table_timeouts) {
      if (own.table != claim.relation.schema + "." + claim.relation.name) continue;
      for (const auto& [key, value] : own.keys)
        if (milliseconds* limit = result.find(key)) *limit = value;
      return result;
    }
  return result;
}

milliseconds lock_limit(const WaitSettings& settings, LockClass lock_class) {
  switch (lock_class) {
    case LockClass::strong: return settings.lock;
    case LockClass::weak: return settings.weak_lock;
    case LockClass::patient: return settings.patient;
  }
  return settings.lock;
}

// Batches have no limit: they are limited one by one.
milliseconds work_limit(const WaitSettings& settings, const Step& step) {
  if (!step.takes_long) return settings.statement;
  if (is_concurrent(step)) return settings.build;
  const bool fills = std::ranges::any_of(step.locks, [](const LockClaim& claim) { return claim.work == Work::batches; });
  return fills ? milliseconds(0) : settings.scan;
}

}  // namespace

LockClass lock_class(const Step& step) {
  if (is_concurrent(step)) return LockClass::patient;
  const bool strong = std::ranges::any_of(step.locks, [](const LockClaim& claim) { return claim.mode >= LockMode::share; });
  return strong || step.transaction != Transaction::none ? LockClass::strong : LockClass::weak;
}

Timeouts timeouts_of(const Plan& plan, const PlannedFile& file) {
  Timeouts result{plan.settings.timeouts.lock, plan.settings.timeouts.statement};
  for (bool is_first = true; const std::size_t s : file.steps) {
    const Step& step = plan.steps[s];
    const WaitSettings settings = settings_for(plan, step);
    const milliseconds lock = lock_limit(settings, lock_class(step)), work = work_limit(settings, step);
    result.lock = is_first ? lock : std::min(result.lock, lock);
    const bool unlimited = work.count() == 0 || (!is_first && result.statement.count() == 0);
    result.statement = unlimited ? milliseconds(0) : is_first ? work : std::max(result.statement, work);
    is_first = false;
  }
  return result;
}

Timeouts undo_timeouts_of(const Plan& plan, const PlannedFile& file) {
  Timeouts result{plan.settings.timeouts.lock, timeouts_of(plan, file).statement};
  for (const std::size_t s : file.steps) result.lock = std::min(result.lock, settings_for(plan, plan.steps[s]).lock);
  return result;
}

}  // namespace phasegate::render
