// Many trials in one message: each gets its own answer, and nothing of any stays.
#include "preflight/try_out.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

namespace phasegate {

TEST_CASE("try_out: each trial has its own answer, and nothing stays, not even a lock", "[db]") {
  const test::TestDatabase database("CREATE TABLE users (id bigint)");
  Database session = connect(database.url());
  session.query("BEGIN; CREATE TEMPORARY TABLE kept (a integer)");
  std::vector<TrialGroup> groups;
  for (int i = 0; i < 300; ++i) {
    groups.push_back({{"CREATE TEMPORARY TABLE copy (a integer, b text) -- a comment"}, {{"CREATE INDEX ON copy (a)"}, {"ALTER TABLE copy ADD CONSTRAINT c CHECK (a > 0) NOT VALID", "ALTER TABLE copy DROP CONSTRAINT c"}}});
    if (i == 17 || i == 18 || i == 250) groups.back().trials.insert(groups.back().trials.begin() + 1, {"CREATE INDEX ON copy (nope(a))"});
    if (i == 99) groups.back().setup = {"CREATE TEMPORARY TABLE copy (a nope)"};
  }
  groups.push_back({{}, {{"DROP TABLE users; COMMIT"}, {"SELECT 1 /* open"}, {"SELECT ';' || $$;$$"}, {"SELECT 1 -- end"}}});
  const auto answers = try_out(groups, session);
  REQUIRE(answers.size() == 301);
  for (std::size_t i = 0; i < 300; ++i) {
    INFO(i);
    const bool has_mistake = i == 17 || i == 18 || i == 250;
    REQUIRE(answers[i].size() == (has_mistake ? 3 : 2));
    for (std::size_t trial = 0; trial < answers[i].size(); ++trial) {
      const bool is_mistake = has_mistake && trial == 1;
      CHECK(answers[i][trial].has_value() == (is_mistake || i == 99));
      if (is_mistake) CHECK(answers[i][trial]->sqlstate == "42883");
      if (i == 99) CHECK((answers[i][trial]->of_setup && answers[i][trial]->sqlstate == "42704"));
    }
  }
  CHECK(answers.back()[0]->message == "syntax error");
  CHECK(answers.back()[1]->message == "syntax error");
  CHECK_FALSE(answers.back()[2]);
  CHECK_FALSE(answers.back()[3]);
  CHECK(session.value("SELECT pg_catalog.string_agg(relname, ',') FROM pg_catalog.pg_class WHERE relpersistence = 't' AND relkind = 'r'") == "kept");
  CHECK(session.value("SELECT count(*) FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid() AND mode = 'AccessExclusiveLock' AND relation IS NOT NULL") == "1");
  session.query("ROLLBACK");
  CHECK(session.value("SELECT pg_catalog.to_regclass('users')") == "users");
}

}  // namespace phasegate
