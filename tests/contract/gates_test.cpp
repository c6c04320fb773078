// Contract check 10: a gated file whose gate is shut does nothing, whatever runs it: psql without ON_ERROR_STOP, with -1, under
// REPEATABLE READ, and with no marker at all. Each file is tried where it would be next.
#include "contract/trial.hpp"
#include "support/catch.hpp"

using namespace phasegate;
using namespace phasegate::test;

namespace {

std::string state_of(const Trial& trial) {
  return catalogs_of(trial) + contents_of(trial) + trial.watcher.value("SELECT pg_catalog.string_agg(a::text, ' ') FROM phasegate.application AS a") +
         trial.watcher.value("SELECT pg_catalog.string_agg(r::text, ' ') FROM phasegate.rollout AS r");
}

// psql ends well however many statements fail, so what counts is that the guard's SQLSTATE is in its output (`times` at least), and that in
// the end nothing has changed.
void check_shut(const Trial& trial, const std::string& environment, const std::string& options, const std::string& sqlstate, int times) {
  INFO(environment << " psql " << options);
  const Run result = run(environment + " psql -X -v VERBOSITY=verbose '" + trial.database.url() + "' " + options);
  INFO(result.out);
  int found = 0;
  for (std::size_t at = result.out.find(sqlstate); at != std::string::npos; at = result.out.find(sqlstate, at + 1)) ++found;
  CHECK(found >= times);
}

// Takes these markers away while `body` runs.
void without_markers(const Trial& trial, const std::string& which, const std::function<void()>& body) {
  Database& session = trial.watcher;
  session.query("CREATE TABLE phasegate.set_aside AS SELECT * FROM phasegate.marker WHERE " + which);
  session.query("DELETE FROM phasegate.marker WHERE " + which);
  body();
  session.query("INSERT INTO phasegate.marker OVERRIDING SYSTEM VALUE SELECT * FROM phasegate.set_aside");
  session.query("DROP TABLE phasegate.set_aside");
}

// Every gated file: as it is, in one transaction (what -1 does), and under REPEATABLE READ; the opening file of each phase also by the
// very options, and with N+1 started but N not known to be gone.
void check_file(const Trial& trial, std::size_t index) {
  const ManifestFile& file = trial.manifest.files[index];
  const std::string before = state_of(trial);
  const std::string as_file = "-f '" + (trial.folder.path() / "migrations" / file.path).string() + "'";
  const std::string repeatable_read = "PGOPTIONS='-c default_transaction_isolation=repeatable\\ read'";
  const bool opening = trial.planned.plan.files[index].opening;
  without_markers(trial, "true", [&] {
    check_shut(trial, "", as_file + " -c BEGIN " + as_file + " -c COMMIT", "PG003", 2);
    if (!opening) return;
    check_shut(trial, "", "-1 " + as_file, "PG003", 1);
    check_shut(trial, repeatable_read, as_file, "ERROR:", 1);
  });
  if (opening && file.phase >= Phase::validate)
    without_markers(trial, "event = 'finished' AND id > (SELECT min(id) FROM phasegate.marker WHERE event = 'finished')",
                    [&] { check_shut(trial, "", as_file + " -c BEGIN " + as_file + " -c COMMIT", "PG003", 2); });
  // Open as far as markers go; but a snapshot taken before the lock on them proves nothing.
  check_shut(trial, repeatable_read, as_file, "ERROR:", 1);
  CHECK(state_of(trial) == before);
}

}  // namespace

TEST_CASE("contract 10: a file whose gate is shut does nothing under any runner", "[db][contract][check10]") {
  for (const Case& example : all_cases())
    DYNAMIC_SECTION(example.name()) {
      Trial trial(example);
      trial.start();
      trial.walk_before([&](std::size_t index) {
        if (trial.manifest.files[index].form != FileForm::ungated) check_file(trial, index);
      });
      count_check(10, example);
    }
}
