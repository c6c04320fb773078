// Contract check 8: statements of N and of N+1 work between any two files where that version may run, and neither sees what it must not.
#include "contract/traffic.hpp"
#include "support/catch.hpp"

using namespace phasegate;
using namespace phasegate::test;

TEST_CASE("contract 8: both versions work between any two files", "[db][contract][check8]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      Trial trial(example);
      trial.start();
      Clients traffic(trial);
      // More than five calls before the first file: from then on the server may use generic plans.
      if (const std::string wrong = traffic.round(6); !wrong.empty()) FAIL("before the first file:\n" << wrong);
      trial.walk(trial.manifest.files.size(), [&](const std::string& moment) {
        if (const std::string wrong = traffic.round(); !wrong.empty()) FAIL_CHECK("after " << moment << ":\n" << wrong);
      });
      CHECK(!trial.n_runs);
      CHECK(trial.next_runs);
      if (const std::string wrong = traffic.round(); !wrong.empty()) FAIL_CHECK("at the end:\n" << wrong);
      const PlanResult again = trial.plan_again();
      for (const Difference& difference : again.differences) FAIL_CHECK(to_string(difference));
      CHECK(traffic.calls() > 0);
      count_check(8, example);
    }
}
