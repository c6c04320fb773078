// The history table on a server: made as Flyway makes it, and rows as Flyway reads them.
#include "apply/history.hpp"

#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

using namespace phasegate;
using phasegate::test::Contains;
using std::chrono::milliseconds;

namespace {

ManifestFile file(const std::string& version, const std::string& description, std::int32_t checksum) {
  ManifestFile result;
  result.path = "expand/V" + version + "__x.sql";
  result.version = version;
  result.description = description;
  result.checksum = checksum;
  return result;
}

struct Fixture {
  test::TestDatabase database;
  Database session = database.connect();
  History history{session, "public", "flyway_schema_history"};
  Fixture() { history.create_if_missing(); }
  void insert(int rank, const std::string& version, const std::string& type, const std::string& checksum,
              bool success) {
    session.query(
        "INSERT INTO flyway_schema_history VALUES ($1::int, $2, 'x', $3, 'V.sql', $4::int, 'u', now(), 1, "
        "$5::bool)",
        {std::to_string(rank), version, type, checksum.empty() ? Parameters::value_type() : checksum,
         std::string(success ? "t" : "f")});
  }
};

}  // namespace

TEST_CASE("history: the table is the one that Flyway makes", "[db][history]") {
  Fixture f;
  const std::string columns = f.session.value(
      "SELECT string_agg(format('%s %s%s%s', attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull "
      "THEN ' not null' "
      "ELSE '' END, CASE WHEN atthasdef THEN ' default' ELSE '' END), ', ' ORDER BY attnum) FROM "
      "pg_attribute "
      "WHERE attrelid = 'flyway_schema_history'::regclass AND attnum > 0");
  CHECK(columns ==
        "installed_rank integer not null, version character varying(50), description character varying(200) "
        "not null, "
        "type character varying(20) not null, script character varying(1000) not null, checksum integer, "
        "installed_by character varying(100) not null, installed_on timestamp without time zone not null "
        "default, "
        "execution_time integer not null, success boolean not null");
  CHECK(
      f.session.value(
          "SELECT string_agg(indexrelid::regclass || ' ' || indisprimary, ', ' ORDER BY 1) FROM "
          "(SELECT indexrelid, indisprimary FROM pg_index WHERE indrelid = 'flyway_schema_history'::regclass "
          "ORDER BY indexrelid::regclass::text) i") ==
      "flyway_schema_history_pk true, flyway_schema_history_s_idx false");
  f.history.create_if_missing();
  CHECK(f.history.rows().empty());
}

TEST_CASE("history: a missing table has no rows, a missing schema is refused", "[db][history]") {
  test::TestDatabase database;
  auto session = database.connect();
  History none(session, "Other \"x\"", "History");
  CHECK(none.rows().empty());
  CHECK_THROWS_AS(none.create_if_missing(), Error);
  session.query("CREATE SCHEMA \"Other \"\"x\"\"\"");
  none.create_if_missing();
  CHECK(none.exists());
  CHECK(session.value("SELECT count(*) FROM pg_class WHERE relname IN ('History_pk', 'History_s_idx')") ==
        "2");
}

TEST_CASE("history: a row holds what Flyway writes", "[db][history]") {
  Fixture f;
  f.history.record(file("1_0_3", "add zahlungsinfos", -320625225), milliseconds(42));
  f.history.record(file("002", "", 0), milliseconds(0));
  CHECK(
      f.session.value(
          "SELECT string_agg(concat_ws('|', installed_rank, version, description, type, script, checksum, "
          "installed_by = current_user, installed_on = date_trunc('day', installed_on), execution_time, "
          "success), E'\\n' "
          "ORDER BY installed_rank) FROM flyway_schema_history") ==
      "1|1.0.3|add "
      "zahlungsinfos|SQL|expand/V1_0_3__x.sql|-320625225|t|f|42|t\n2|002||SQL|expand/V002__x.sql|0|t|f|0|t");
}

TEST_CASE("history: ranks go on from the last one", "[db][history]") {
  Fixture f;
  f.insert(7, "5", "BASELINE", "", true);
  f.history.record(file("6", "x", 1), milliseconds(1));
  CHECK(f.history.rows().back().installed_rank == 8);
}

TEST_CASE("history: long descriptions and paths are abbreviated as Flyway does", "[db][history]") {
  Fixture f;
  ManifestFile longest = file("1", std::string(199, 'd') + "\xC3\xA9", 1);
  f.history.record(longest, milliseconds(1));
  CHECK(f.history.rows().back().description == longest.description);
  ManifestFile too_long = file("2", std::string(201, 'd'), 1);
  too_long.path = "expand/" + std::string(994, 'p');
  f.history.record(too_long, milliseconds(1));
  CHECK(f.history.rows().back().description == std::string(197, 'd') + "...");
  CHECK(f.history.rows().back().script == "...and/" + std::string(993, 'p'));
  CHECK(f.history.state(too_long).standing == Standing::applied);
}

TEST_CASE("history: a file is not applied, applied, or different", "[db][history]") {
  Fixture f;
  CHECK(f.history.state(file("1", "x", 7)).standing == Standing::not_applied);
  f.history.record(file("1.0", "x", 7), milliseconds(1));
  CHECK(f.history.state(file("1", "x", 7)).standing == Standing::applied);
  const FileState changed = f.history.state(file("1", "x", 8));
  CHECK(changed.standing == Standing::different);
  CHECK_THAT(changed.why, Contains("checksum 7, the file has 8"));
  CHECK(f.history.state(file("1", "y", 7)).standing == Standing::different);
  CHECK(f.history.state(file("10", "x", 7)).standing == Standing::not_applied);
}

TEST_CASE("history: a NULL checksum agrees with every content, another kind of row does not",
          "[db][history]") {
  Fixture f;
  f.insert(1, "1", "SQL", "", true);
  f.insert(2, "2", "JDBC", "7", true);
  CHECK(f.history.state(file("1", "x", 7)).standing == Standing::applied);
  CHECK(f.history.state(file("2", "x", 7)).standing == Standing::different);
}

TEST_CASE("history: a failed row says so and can be removed", "[db][history]") {
  Fixture f;
  f.insert(1, "1", "SQL", "7", false);
  CHECK(f.history.state(file("1", "x", 7)).standing == Standing::failed);
  f.history.remove_failed(file("1", "x", 7));
  CHECK(f.history.rows().empty());
}

TEST_CASE("history: undo writes one DELETE row, and the file can be applied and undone again",
          "[db][history]") {
  Fixture f;
  const ManifestFile once = file("3", "x", 7);
  CHECK_THROWS_AS(f.history.record_undo(once), Bug);
  f.history.record(once, milliseconds(5));
  f.history.record_undo(once);
  const HistoryRow row = f.history.rows().back();
  CHECK(row.type == "DELETE");
  CHECK(row.version == "3");
  CHECK(row.checksum == 7);
  CHECK(row.success);
  CHECK(row.installed_rank == 2);
  CHECK(f.history.state(once).standing == Standing::not_applied);
  f.history.record(once, milliseconds(5));
  CHECK(f.history.state(once).standing == Standing::applied);
  f.history.record_undo(once);
  CHECK(f.history.state(once).standing == Standing::not_applied);
  CHECK(f.history.rows().size() == 4);
}
