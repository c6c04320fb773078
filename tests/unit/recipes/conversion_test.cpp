// Which changes of type lose nothing.
#include "recipes/conversion.hpp"
#include "support/catch.hpp"

namespace phasegate::recipes {
TEST_CASE("conversion: only what is wider keeps every value") {
  CHECK(keeps_every_value("integer", "bigint"));
  CHECK(keeps_every_value("character varying(20)", "text"));
  CHECK(keeps_every_value("numeric(10,2)", "numeric"));
  CHECK(!keeps_every_value("bigint", "integer"));
  CHECK(!keeps_every_value("numeric", "numeric(10,2)"));
  CHECK(!keeps_every_value("bigint", "numeric(10,2)"));
  CHECK(!keeps_every_value("text", "character varying"));
  CHECK(!keeps_every_value("character(5)", "text"));
}

}  // namespace phasegate::recipes
