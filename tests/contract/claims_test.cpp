// Contract check 1: an example yields changes of its kind only, and each difference is claimed once.
#include "contract/combinations.hpp"
#include "contract/trial.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace phasegate;
using namespace phasegate::test;

TEST_CASE("contract 1: an example yields its kind and no other, and each difference is claimed once", "[db][contract][check1]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      const Trial trial(example);
      std::vector<std::string> claimed, differences;
      for (const Change& change : trial.planned.plan.changes) {
        if (example.kind != &combinations() && std::ranges::find(example.example->also, change.kind->name) == example.example->also.end())
          CHECK(change.kind->name == example.kind->name);
        claimed.push_back(to_string(change.claimed));
        for (const Difference& other : change.absorbed) claimed.push_back(to_string(other));
      }
      for (const Difference& difference : trial.planned.differences) differences.push_back(to_string(difference));
      std::ranges::sort(claimed);
      std::ranges::sort(differences);
      CHECK(!claimed.empty());
      CHECK(claimed == differences);
      count_check(1, example);
    }
}
