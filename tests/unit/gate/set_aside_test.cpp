// What depends on a column is set aside and put back: with hostile names, rights, default privileges and states, there and back.
#include "support/catch.hpp"

#include "scenario.hpp"

#include <sstream>

using namespace phasegate;

namespace {

const char* const roles =
    "DO $$ DECLARE r text; BEGIN FOREACH r IN ARRAY ARRAY['sa_owner', 'sa_alice', 'sa_bob', 'we\"ird; --'] LOOP\n"
    "  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN EXECUTE format('CREATE ROLE %I', r); END IF; END LOOP; END $$";

const char* const things = R"(
CREATE SCHEMA "s p"; GRANT ALL ON SCHEMA "s p" TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA "s p" GRANT ALL ON TABLES TO sa_bob WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
CREATE TABLE "s p"."T;--" (id int PRIMARY KEY, "we""ird; --" varchar(10), other int);
INSERT INTO "s p"."T;--" SELECT g, 'v' || g, g FROM generate_series(1, 20) g;
CREATE VIEW "s p".v1 WITH (security_barrier=true, check_option=local) AS SELECT id, "we""ird; --" AS w, other FROM "s p"."T;--" WHERE "we""ird; --" <> 'zz';
CREATE VIEW "s p".v2 WITH (security_invoker=true) AS SELECT a.id, a.w, b.other FROM "s p".v1 a JOIN "s p"."T;--" b USING (id);
CREATE VIEW "s p"."v 3" AS SELECT w, count(*) AS n FROM "s p".v2 GROUP BY w;
CREATE MATERIALIZED VIEW "s p".m1 WITH (fillfactor=70) AS SELECT id, w FROM "s p".v1;
CREATE UNIQUE INDEX m1_i ON "s p".m1 (id);
CREATE INDEX m1_x ON "s p".m1 (lower(w)) WHERE w <> 'q';
COMMENT ON INDEX "s p".m1_x IS 'idx; it''s';
ALTER MATERIALIZED VIEW "s p".m1 CLUSTER ON m1_i;
ALTER MATERIALIZED VIEW "s p".m1 ALTER id SET STATISTICS 7, ALTER w SET STORAGE EXTERNAL, ALTER w SET (n_distinct=5);
CREATE MATERIALIZED VIEW "s p".m2 AS SELECT w FROM "s p".m1 WITH NO DATA;
CREATE VIEW "s p".unrelated AS SELECT id, other FROM "s p"."T;--";
CREATE VIEW "s p".old AS SELECT 1 AS id, ''::varchar AS w;
CREATE VIEW "s p".young AS SELECT id, w::varchar FROM "s p".v1;
CREATE OR REPLACE VIEW "s p".old AS SELECT id, w FROM "s p".young;
ALTER VIEW "s p".v1 ALTER w SET DEFAULT 'dflt';
COMMENT ON VIEW "s p".v1 IS 'it''s v1'; COMMENT ON COLUMN "s p".v1.w IS 'col w';
ALTER VIEW "s p".v2 OWNER TO sa_owner; GRANT SELECT ON "s p"."T;--" TO sa_owner;
REVOKE ALL ON "s p".v1 FROM PUBLIC, sa_bob;
GRANT SELECT ON "s p".v1 TO sa_alice WITH GRANT OPTION;
SET ROLE sa_alice; GRANT SELECT ON "s p".v1 TO "we""ird; --"; RESET ROLE;
GRANT UPDATE (w), SELECT (id) ON "s p".v1 TO sa_bob;
REVOKE DELETE ON "s p".v1 FROM CURRENT_USER;
REVOKE ALL ON "s p".v2 FROM PUBLIC, sa_bob, sa_owner;
CREATE FUNCTION "s p".f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER "t;r" INSTEAD OF UPDATE ON "s p"."v 3" FOR EACH ROW EXECUTE FUNCTION "s p".f('a', 'b');
COMMENT ON TRIGGER "t;r" ON "s p"."v 3" IS 'trg';
CREATE TRIGGER upd BEFORE UPDATE OF "we""ird; --" ON "s p"."T;--" FOR EACH ROW WHEN (NEW."we""ird; --" <> 'k') EXECUTE FUNCTION "s p".f();
ALTER TABLE "s p"."T;--" ENABLE ALWAYS TRIGGER upd;
CREATE CONSTRAINT TRIGGER ct AFTER UPDATE OF "we""ird; --" ON "s p"."T;--" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "s p".f();
ALTER TABLE "s p"."T;--" DISABLE TRIGGER ct;
CREATE RULE r1 AS ON DELETE TO "s p".v2 DO INSTEAD DELETE FROM "s p"."T;--" WHERE id = OLD.id;
COMMENT ON RULE r1 ON "s p".v2 IS 'rule';
CREATE RULE r2 AS ON INSERT TO "s p".v1 WHERE NEW.w = 'rr' DO ALSO INSERT INTO "s p".unrelated VALUES (NEW.id + 1000, 1);
CREATE RULE r3 AS ON UPDATE TO "s p".v1 DO ALSO SELECT * FROM "s p"."v 3";
CREATE RULE tr AS ON INSERT TO "s p"."T;--" WHERE NEW."we""ird; --" = 'never' DO INSTEAD NOTHING;
ALTER TABLE "s p"."T;--" DISABLE RULE tr;
CREATE POLICY "p;ol" ON "s p"."T;--" AS RESTRICTIVE FOR UPDATE TO sa_alice, "we""ird; --" USING ("we""ird; --" = 'a')
  WITH CHECK ("we""ird; --" <> 'b' AND EXISTS (SELECT FROM "s p".v2 WHERE w = 'b'));
COMMENT ON POLICY "p;ol" ON "s p"."T;--" IS 'pol';
CREATE POLICY pub ON "s p"."T;--" USING ("we""ird; --" = 'a'))";

std::string dump(const test::TestDatabase& database) {
  std::istringstream lines(test::run("pg_dump --schema='\"s p\"' '" + database.url() + "'").out);
  std::string text;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with("\\restrict") && !line.starts_with("\\unrestrict")) text += line + "\n";
  return text;
}

// Lines on which no expression can stand.
std::string rights_and_states(const std::string& dumped) {
  std::istringstream lines(dumped);
  std::string text;
  for (std::string line; std::getline(lines, line);)
    for (const std::string_view start : {"GRANT ", "REVOKE ", "SET SESSION AUTHORIZATION", "COMMENT ", "ALTER TABLE \"s p\".v", "ALTER TABLE \"s p\".m", "ALTER VIEW", "ALTER MATERIALIZED", "ALTER TABLE \"s p\".\"T;--\" "})
      if (line.starts_with(start)) text += line + "\n";
  return text;
}

std::string alter_to(const std::string& type) {
  return "DO $$ BEGIN CALL phasegate.set_aside('\"s p\".\"T;--\"', ARRAY['we\"ird; --']);\nALTER TABLE \"s p\".\"T;--\" ALTER \"we\"\"ird; --\" TYPE " + type +
         ";\nCALL phasegate.put_back('\"s p\".\"T;--\"'); END $$";
}

}  // namespace

TEST_CASE("set aside: views on views, rules, triggers, policies and their rights are what they were, there and back", "[db][gate]") {
  test::GateDatabase database;
  auto session = database.connect();
  session.query(roles);
  session.query(things);
  const std::string first = dump(database);
  REQUIRE(first.find("CREATE VIEW") != std::string::npos);
  session.query(alter_to("text"));
  CHECK(rights_and_states(dump(database)) == rights_and_states(first));
  session.query(alter_to("varchar(10)"));
  CHECK(dump(database) == first);
}

TEST_CASE("set aside: an expression comes back as it was made, not as another type printed it", "[db][gate]") {
  test::GateDatabase database;
  auto session = database.connect();
  session.query("CREATE TABLE t (qty integer); CREATE VIEW v AS SELECT qty % 10 AS last FROM t");
  const auto alter = [&](const std::string& type) {
    session.query("DO $$ BEGIN CALL phasegate.set_aside('public.t', '{qty}'); ALTER TABLE t ALTER qty TYPE " + type + "; CALL phasegate.put_back('public.t'); END $$");
  };
  const std::string before = session.value("SELECT pg_get_viewdef('v')");
  alter("bigint");
  CHECK(session.value("SELECT pg_get_viewdef('v')") != before);
  alter("integer");
  CHECK(session.value("SELECT pg_get_viewdef('v')") == before);
}

TEST_CASE("set aside: what it cannot put back it refuses, and nothing is done", "[db][gate]") {
  test::GateDatabase database;
  auto session = database.connect();
  session.query("CREATE TABLE t (c varchar(5)); INSERT INTO t VALUES ('a'); CREATE VIEW v AS SELECT c FROM t; CREATE TABLE other (d text);\n"
                "CREATE POLICY p ON other USING (d IN (SELECT c FROM t));");
  const std::string alter = "DO $$ BEGIN CALL phasegate.set_aside('public.t', '{c}'); ALTER TABLE t ALTER c TYPE text; CALL phasegate.put_back('public.t'); END $$";
  const auto message = [&] {
    try {
      session.query(alter);
      return std::string();
    } catch (const DatabaseError& error) {
      return std::string(error.what());
    }
  };
  CHECK(message().find("policy p on public.other depends on c of public.t and cannot be set aside: it belongs to another table") != std::string::npos);
  session.query("DROP POLICY p ON other; CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'");
  CHECK(message().find("cannot drop view") != std::string::npos);
  session.query("DROP FUNCTION f(); CREATE MATERIALIZED VIEW m AS SELECT c FROM t; CREATE OR REPLACE FUNCTION phasegate.set_aside_limit() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint'");
  CHECK(message().find("filling it again would take too long") != std::string::npos);
  CHECK(session.value("SELECT pg_typeof(c)::text FROM (SELECT (NULL::t).c) AS x") == "character varying");
  CHECK(session.value("SELECT count(*) FROM phasegate.set_aside_dependant") == "0");
}

TEST_CASE("rows lost: values that do not come back, and values that raise, are counted", "[db][gate]") {
  test::GateDatabase database;
  auto session = database.connect();
  session.query("CREATE TABLE t (c text); INSERT INTO t VALUES ('7'), ('007'), ('x'), (NULL)");
  const auto lost = [&](const std::string& keeps) { return session.value("SELECT phasegate.rows_lost('public.t', $1)", {keeps}); };
  CHECK(lost("c::integer::text IS NOT DISTINCT FROM c") == "2");
  CHECK(lost("c IS NOT DISTINCT FROM c") == "0");
}
