// Contract check 5: all phases applied, nothing is left to do, and nothing of phasegate's helpers is left either.
#include "contract/trial.hpp"
#include "support/catch.hpp"

using namespace phasegate;
using namespace phasegate::test;

TEST_CASE("contract 5: after all phases nothing is left", "[db][contract][check5]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      Trial trial(example);
      trial.start();
      trial.walk(trial.manifest.files.size());
      const PlanResult again = trial.plan_again();
      for (const Difference& difference : again.differences) FAIL_CHECK(to_string(difference));
      for (const Finding& finding : again.findings)
        if (finding.severity == Severity::error) FAIL_CHECK(to_string(finding));
      CHECK(again.plan.empty());
      CHECK(helpers_of(trial) == "");
      CHECK(trial.database.value("SELECT state FROM phasegate.rollout") == "finished");
      count_check(5, example);
    }
}
