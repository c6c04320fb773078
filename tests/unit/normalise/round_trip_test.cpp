// What inspect prints, planned against its own database, is an empty plan: always, at once, for every kind of object.
#include "gate/install.hpp"
#include "recipes/index_parts.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <regex>

namespace phasegate {
namespace {

std::string rich_schema() { return test::read_file(PHASEGATE_SOURCE_DIR "/tests/unit/normalise/rich_schema.sql"); }

std::string inspect(const test::TestDatabase& database) {
  Database session = database.connect();
  return print_desired(introspect(session, {}));
}

// Differences and findings of a desired schema against a database, one a line.
std::string disagreement(const test::TestDatabase& database, const std::string& toml) {
  const test::TemporaryFolder folder;
  Database session = database.connect();
  Settings settings;
  settings.approve_destructive = true;
  const PlanResult result = make_plan(session, folder.write("desired.toml", toml), std::move(settings));
  std::string text;
  for (const Finding& finding : result.findings) text += to_string(finding) + "\n";
  for (const Difference& difference : result.differences) text += to_string(difference) + "\n";
  return text;
}

}  // namespace

TEST_CASE("round trip: a schema with everything in it, printed and planned against its own database, is an empty plan", "[db]") {
  const test::TestDatabase database(rich_schema());
  const std::string printed = inspect(database);
  CHECK(disagreement(database, printed).empty());
}

TEST_CASE("round trip: the same schema made elsewhere prints the same bytes", "[db]") {
  const test::TestDatabase first("CREATE TYPE shift AS ENUM ('a'); CREATE TABLE shift_oids (); DROP TABLE shift_oids; DROP TYPE shift;" + rich_schema());
  const test::TestDatabase second(rich_schema());
  CHECK(inspect(first) == inspect(second));
}

TEST_CASE("round trip: nothing that is not modelled goes unseen", "[db]") {
  const test::TestDatabase database(rich_schema());
  Database session = database.connect();
  const Catalog live = introspect(session, {});
  for (const std::string type : {"aggregate", "cast", "default acl", "event trigger", "foreign table", "function", "grants",
                                 "materialized view", "operator", "operator family", "policy", "procedure", "publication", "rule", "statistics object", "table",
                                 "text search configuration", "text search dictionary", "trigger", "view"}) {
    INFO(type);
    CHECK(std::ranges::any_of(live.left_alone, [&](const LeftAlone& thing) { return thing.type == type; }));
  }
  for (const std::string identity : {"public.users.email", "shop", "public.a_function(integer)", "public.users"}) {
    INFO("grants on " << identity);
    CHECK(std::ranges::any_of(live.left_alone, [&](const LeftAlone& thing) { return thing.type == "grants" && thing.identity == identity; }));
  }
}

TEST_CASE("round trip: phasegate.index_is knows every index as plan has read it", "[db]") {
  const test::TestDatabase database(rich_schema());
  Database session = database.connect();
  session.query(install_sql());
  const Catalog live = introspect(session, {});
  session.query("SET search_path = shop, public; SET datestyle = 'SQL, DMY'; SET timezone = 'Asia/Tokyo'");
  for (const Object* object : live.objects()) {
    if (object->id.kind != "index") continue;
    INFO(to_string(object->id));
    CHECK(session.value("SELECT " + recipes::index_is_still(*object)) == "t");
    Object other = *object;
    other["elements"] = std::vector<std::string>{"another"};
    CHECK(session.value("SELECT " + recipes::index_is_still(other)) == "f");
  }
}

TEST_CASE("round trip: a change of anything left alone is seen", "[db]") {
  const test::TestDatabase database(rich_schema());
  const std::string printed = inspect(database);
  const auto change = GENERATE(as<std::string>{}, "CREATE OR REPLACE VIEW a_view AS SELECT id, email FROM users", "CREATE OR REPLACE FUNCTION a_function(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
                               "ALTER TABLE users DISABLE TRIGGER a_trigger", "ALTER POLICY a_policy ON rls_on USING (true)",
                               "ALTER TABLE partitioned ADD COLUMN x integer", "ALTER TABLE child ADD COLUMN y integer",
                               "GRANT INSERT ON users TO PUBLIC", "REVOKE SELECT (email) ON users FROM rich_schema_role", "GRANT USAGE ON SCHEMA shop TO PUBLIC",
                               "REVOKE EXECUTE ON FUNCTION an_event_function() FROM PUBLIC", "ALTER PUBLICATION a_publication ADD TABLE rls_on", "DROP STATISTICS some_statistics",
                               "ALTER TEXT SEARCH CONFIGURATION a_configuration DROP MAPPING FOR email", "DROP RULE a_rule ON no_columns", "ALTER EVENT TRIGGER an_event_trigger DISABLE",
                               "CREATE VIEW another AS SELECT 1", "ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT INSERT ON TABLES TO rich_schema_role");
  database.connect().query(change);
  INFO(change);
  CHECK(disagreement(database, printed).find("[left-alone]") != std::string::npos);
}

TEST_CASE("round trip: a change of every modelled field is a difference", "[db]") {
  const test::TestDatabase database(rich_schema());
  const std::string printed = inspect(database);
  const auto change = GENERATE(as<std::string>{}, "ALTER DOMAIN a_domain SET NOT NULL", "ALTER TYPE a_composite ADD ATTRIBUTE c integer CASCADE", "ALTER TABLE users ALTER id SET CACHE 4", "ALTER TABLE users ALTER id SET GENERATED ALWAYS", "ALTER TABLE users ALTER name TYPE varchar(255) COLLATE \"POSIX\"",
                               "ALTER TABLE users ALTER first_name SET STORAGE PLAIN", "ALTER TABLE users ALTER last_name SET COMPRESSION DEFAULT", "ALTER TABLE users ALTER score SET STATISTICS 499",
                               "ALTER TABLE users ALTER email RESET (n_distinct)", "COMMENT ON COLUMN users.email IS NULL", "ALTER TABLE users ALTER big DROP NOT NULL, ALTER flag DROP NOT NULL",
                               "ALTER TABLE users ALTER negative SET DEFAULT 1", "ALTER TABLE users ALTER full_name DROP EXPRESSION", "ALTER TABLE users ALTER span_field TYPE interval",
                               "ALTER TABLE shop.orders SET (fillfactor = 71)", "ALTER TABLE shop.orders RESET (toast.autovacuum_enabled)", "ALTER TABLE unlogged_one SET LOGGED",
                               "ALTER TABLE rls_forced NO FORCE ROW LEVEL SECURITY", "ALTER TABLE rls_forced_off ENABLE ROW LEVEL SECURITY", "ALTER TABLE identity_full REPLICA IDENTITY DEFAULT",
                               "ALTER TYPE mood ADD VALUE 'more'", "ALTER SEQUENCE small NO CYCLE", "ALTER SEQUENCE owned OWNED BY NONE", "ALTER TABLE shop.orders VALIDATE CONSTRAINT unproven",
                               "ALTER TABLE shop.orders ALTER CONSTRAINT to_user DEFERRABLE", "ALTER TABLE fk_off ENABLE TRIGGER ALL", "ALTER INDEX users_payload RESET (fastupdate)", "ALTER INDEX users_expr ALTER COLUMN 2 SET STATISTICS 301", "ALTER TABLE identity_key SET WITHOUT CLUSTER",
                               "COMMENT ON SCHEMA shop IS 'x'", "COMMENT ON COLLATION a_collation IS 'x'", "COMMENT ON VIEW a_view IS 'x'", "COMMENT ON INDEX users_pkey IS 'x'", "DROP TYPE sorted_range; DROP TYPE sorted_pair; DROP COLLATION plain; CREATE COLLATION plain FROM \"C\"", "COMMENT ON TYPE mood IS 'x'", "COMMENT ON INDEX \"Users; DROP --\" IS 'x'", "ALTER TABLE shop.orders RENAME CONSTRAINT \"The Key\" TO another",
                               "DROP INDEX users_pattern; CREATE INDEX users_pattern ON users (first_name text_pattern_ops, last_name DESC)",
                               "DROP INDEX users_nulls; CREATE UNIQUE INDEX users_nulls ON users (big)", "DROP INDEX users_name_unique; CREATE UNIQUE INDEX users_name_unique ON users (name COLLATE \"en-x-icu\" DESC NULLS LAST, id ASC NULLS FIRST) INCLUDE (day, score) WITH (fillfactor = 60)",
                               "DROP INDEX users_email_lower; CREATE INDEX users_email_lower ON users (lower(email::text)) WHERE flag",
                               "ALTER TABLE shop.orders DROP CONSTRAINT ck_between; ALTER TABLE shop.orders ADD CONSTRAINT ck_between CHECK (a BETWEEN 0 AND b)");
  database.connect().query(change);
  INFO(change);
  CHECK_FALSE(disagreement(database, printed).empty());
}

TEST_CASE("inspect: the number of queries does not grow with the number of tables", "[db]") {
  const auto queries = [](int tables) {
    const test::TestDatabase database("DO $$ BEGIN FOR i IN 1.." + std::to_string(tables) +
                                      " LOOP EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, a text DEFAULT ''x'' CHECK (a <> ''''), b integer UNIQUE)', i); END LOOP; END $$");
    database.connect().query("ALTER DATABASE " + database.name() + " SET log_statement = 'all'; ALTER DATABASE " + database.name() + " SET log_min_messages = 'log'");
    Database session = database.connect();
    introspect(session, {});
    const std::string log = test::read_file(test::server().folder() / "log"), mark = "[" + std::to_string(session.backend_pid()) + "] LOG:  ";
    std::size_t count = 0;
    for (std::size_t at = 0; (at = log.find(mark, at)) != std::string::npos; ++at) ++count;
    return count;
  };
  const std::size_t few = queries(2);
  CHECK(few > 10);
  CHECK(queries(60) == few);
}

}  // namespace phasegate
