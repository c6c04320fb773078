// Copies of a database find their gates shut: pg_dump and restore, createdb -T.
#include "rollout_run.hpp"
#include "support/catch.hpp"

using namespace phasegate;
using namespace phasegate::test;

namespace {

// The commands of the project on another database.
Run on(const Project& project, const std::string& database, const std::string& arguments) {
  return run("cd " + project.path().string() + " && DATABASE_URL='" + server().url(database) + "' " + PHASEGATE_BINARY + " " + arguments);
}

void check_shut_everywhere(const Project& project, const std::string& copy) {
  for (const std::string phase : {"deploy", "validate", "contract"}) {
    const Run asked = on(project, copy, "gate --phase " + phase);
    INFO(asked.out);
    CHECK(asked.exit_code == 3);
    CHECK(asked.out.find("this database is a copy or a restore of one that was bound to environment \"default\"") != std::string::npos);
  }
  Database session = connect(server().url(copy));
  const std::string before = session.value("SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0");
  const Run applied = on(project, copy, "apply --phase validate");
  CHECK(applied.exit_code == 3);
  CHECK(session.value("SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0") == before);
  // A marker for the copy is refused until somebody says what it is; and then the old markers do not count.
  CHECK(on(project, copy, "mark --app directory --finished 2.0.0").exit_code == 3);
  CHECK(on(project, copy, "mark --adopt-environment default").exit_code == 0);
  CHECK(on(project, copy, "gate --phase validate").out.find("no version of it was ever marked finished") != std::string::npos);
  CHECK(on(project, copy, "mark --app directory --finished 2.0.0").exit_code == 0);
  const Run open = on(project, copy, "apply --phase validate");
  INFO(open.out);
  CHECK(open.exit_code == 0);
  // The original goes on as if nothing had been copied.
  project.expect(0, "gate --phase validate");
}

struct Copy {
  explicit Copy(const Project& project) : name(project.database().name() + "_copy") {}
  ~Copy() { connect(server().url()).query("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); }
  std::string name;
};

}  // namespace

TEST_CASE("clone: a restored dump finds its gates shut", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  project.expect(0, "gate --phase validate");
  const Copy copy(project);
  const Run restored = run("createdb --maintenance-db='" + server().url() + "' " + copy.name + " && pg_dump --dbname='" + project.database().url() +
                           "' | psql -X -q -v ON_ERROR_STOP=1 '" + server().url(copy.name) + "' >/dev/null");
  INFO(restored.out);
  REQUIRE(restored.exit_code == 0);
  check_shut_everywhere(project, copy.name);
}

TEST_CASE("clone: a database made with createdb -T finds its gates shut", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  const Copy copy(project);
  const Run made = run("createdb --maintenance-db='" + server().url() + "' -T " + project.database().name() + " " + copy.name);
  INFO(made.out);
  REQUIRE(made.exit_code == 0);
  check_shut_everywhere(project, copy.name);
}

TEST_CASE("clone: a database that was restored over itself knows that its markers are of another day", "[db][e2e]") {
  const Project project("01-display-name");
  project.up_to_deploy("directory", "1.4.0");
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  project.expect(0, "gate --phase validate");
  const auto dump = project.path() / "dump.sql";
  const Run restored = run("pg_dump --clean --if-exists --dbname='" + project.database().url() + "' --file=" + dump.string() + " && psql -X -q -v ON_ERROR_STOP=1 '" +
                           project.database().url() + "' -f " + dump.string() + " >/dev/null");
  INFO(restored.out);
  REQUIRE(restored.exit_code == 0);
  CHECK(project.expect(3, "gate --phase validate").find("copy or a restore") != std::string::npos);
  project.expect(3, "apply --phase validate");
  project.expect(0, "mark --adopt-environment default");
  project.expect(0, "mark --app directory --finished 2.0.0");
  project.expect(0, "apply --phase validate");
}
