// Runs the SQL of one step for real and says which locks it took and which tables it rewrote.
#pragma once

#include "contract/trial.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace phasegate::test {

/// A relation of the user, as it was before a step.
struct Relation {
  std::string schema, name;
  char kind = 'r';          ///< pg_class.relkind
  std::int64_t table = 0;   ///< oid of the table of an index, or of the column that owns a sequence; 0 for others
  std::int64_t filenode = 0;
  [[nodiscard]] std::string text() const { return schema + "." + name; }
};

using Relations = std::map<std::int64_t, Relation>;  // by oid

/// What a step did.
struct Observed {
  Relations before, after;
  std::map<std::int64_t, LockMode> locks;  ///< strongest mode per relation that was there before
};

/// All relations of the user as they are now.
Relations relations_of(Database& session);

/// Carries the step out, in a transaction that is committed, or as it is where it cannot run in one; then its locks are seen from a
/// second session, while a third holds it up.
Observed run_and_watch(const Trial& trial, const Step& step);

}  // namespace phasegate::test
