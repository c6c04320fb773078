// What a user reads where the server only says "permission denied".
#include "support/catch.hpp"

#include "catalog/denied.hpp"

using namespace phasegate;
using test::Contains;

namespace {
const Connected who{"shop runner", "shop", "db.example:5432"};
}

TEST_CASE("denied: names role, server and what to type", "[catalog]") {
  const std::string table = explain_denied("permission denied for table users", "SELECT 1 FROM public.users", who);
  CHECK_THAT(table, Contains("permission denied for table users: role \"shop runner\" lacks a right in database shop on db.example:5432\n  help: "));
  CHECK_THAT(table, Contains("GRANT SELECT on table users to \"shop runner\""));
  CHECK_THAT(table, Contains("docs/roles.md"));
  CHECK_THAT(explain_denied("permission denied for function mark", "SELECT phasegate.mark($1)", who), Contains("SELECT phasegate.grant_right('marker', 'shop runner')"));
  CHECK_THAT(explain_denied("permission denied for function approve", "SELECT phasegate.approve($1)", who), Contains("grant_right('approver', "));
  CHECK_THAT(explain_denied("permission denied for table rollout", "SELECT name FROM phasegate.rollout", who), Contains("grant_right('reader', "));
  CHECK_THAT(explain_denied("permission denied for database shop", "DO …", who), Contains("GRANT CREATE ON DATABASE shop TO \"shop runner\""));
  CHECK_THAT(explain_denied("permission denied for schema we\"ird", "CREATE TABLE …", who), Contains("GRANT USAGE ON SCHEMA"));
  CHECK_THAT(explain_denied("must be owner of table users", "ALTER TABLE …", who), Contains("run it as the owner of table users"));
  CHECK_THAT(explain_denied("permission denied to create temporary tables in database \"shop\"", "CREATE TEMPORARY …", who), Contains("--scratch embedded"));
  CHECK_THAT(explain_denied("keine Berechtigung für Tabelle users", "SELECT", who), Contains("help: docs/roles.md"));
  const std::string own = "schema phasegate belongs to another role\n  help: run this file as its owner";
  CHECK(explain_denied(own, "DO …", who) == own);
}

TEST_CASE("denied: a standby is told from a session that may only read", "[catalog]") {
  CHECK_THAT(explain_read_only("cannot execute CREATE TABLE in a read-only transaction", true, who), Contains("db.example:5432 is a standby, and takes no writes\n  help: connect to the primary"));
  CHECK_THAT(explain_read_only("cannot execute CREATE TABLE in a read-only transaction", false, who), Contains("may only read\n  help: SHOW default_transaction_read_only"));
  CHECK_THAT(explain_read_only("cannot create temporary tables during recovery", true, who), Contains("--scratch embedded"));
}
