// Durations of phasegate.toml and of the command line.
#include "support/catch.hpp"
#include "support/duration.hpp"

using namespace phasegate;
using std::chrono::milliseconds;

TEST_CASE("duration: a number with its unit, and nothing else", "[support]") {
  CHECK(parse_duration("500ms") == milliseconds(500));
  CHECK(parse_duration("30s") == milliseconds(30'000));
  CHECK(parse_duration("5m") == milliseconds(300'000));
  CHECK(parse_duration("5min") == milliseconds(300'000));
  CHECK(parse_duration(" 24 h ") == milliseconds(86'400'000));
  CHECK(parse_duration("7d") == milliseconds(604'800'000));
  for (const char* none : {"", "5", "s", "5 weeks", "-5s", "1.5h", "5s6", "1234567890s", "5M"}) {
    INFO(none);
    CHECK_FALSE(parse_duration(none).has_value());
  }
}
