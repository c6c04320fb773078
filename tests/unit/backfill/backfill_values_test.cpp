// phasegate.backfill: what it writes, on which tables, and what it does with rows that cannot be filled.
#include "unit/backfill/fixture.hpp"

#include <vector>

using namespace phasegate;
using test::backfill;
using test::BackfillDatabase;
using test::failure;

namespace {

const char* const users = R"(
CREATE TABLE users (id int PRIMARY KEY, first_name text, last_name text, display_name text, touched int DEFAULT 0);
INSERT INTO users SELECT i, 'first ' || i, 'last ' || i FROM generate_series(1, 5000) i;)";

const test::Call fill_users{.target = "public.users", .assignments = "display_name = concat_ws(' ', first_name, last_name)",
                            .pending = "display_name IS NULL"};

}  // namespace

TEST_CASE("backfill: fills every row and writes nothing else", "[db][backfill]") {
  const BackfillDatabase database(users);
  auto session = database.connect();
  backfill(session, fill_users);
  CHECK(database.value("SELECT count(*) FROM users WHERE display_name = 'first ' || id || ' last ' || id AND touched = 0") == "5000");
  CHECK(database.value("SELECT state || ' ' || rows_done || ' ' || pass || ' ' || (next_page - last_page) FROM phasegate.backfill_progress") ==
        "done 5000 1 1");
  CHECK(database.value("SELECT phasegate.backfill_pending('users', 'display_name IS NULL')") == "0");
}

TEST_CASE("backfill: a second CALL writes nothing, new pending rows are filled by the next", "[db][backfill]") {
  const BackfillDatabase database(users);
  auto session = database.connect();
  backfill(session, fill_users);
  const std::string before = database.value("SELECT md5(string_agg(ctid::text, ',' ORDER BY id)) FROM users");
  backfill(session, fill_users);
  CHECK(database.value("SELECT md5(string_agg(ctid::text, ',' ORDER BY id)) FROM users") == before);
  session.query("INSERT INTO users VALUES (6000, 'a', 'b')");
  backfill(session, fill_users);
  CHECK(database.value("SELECT display_name FROM users WHERE id = 6000") == "a b");
}

TEST_CASE("backfill: an empty SET list deletes the pending rows and no other; rows that others refer to are set aside", "[db][backfill]") {
  const BackfillDatabase database(R"(
    CREATE TABLE "t; ""x""" (id int PRIMARY KEY, n int);
    INSERT INTO "t; ""x""" SELECT i, i % 2 FROM generate_series(1, 5000) i;
    CREATE TABLE gone (id int);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.gone VALUES (OLD.id); RETURN OLD; END $$;
    CREATE TRIGGER note BEFORE DELETE ON "t; ""x""" FOR EACH ROW EXECUTE FUNCTION note();
    CREATE TABLE child (t int REFERENCES "t; ""x""");
    INSERT INTO child VALUES (8), (4000), (4001);)");
  auto session = database.connect();
  const test::Call call{.target = R"("t; ""x""")", .assignments = "", .pending = "n = 0"};
  const std::string message = failure([&] { backfill(session, call); });
  CHECK(message.substr(0, 5) == "22000");
  CHECK(database.value("SELECT string_agg(key ->> 'id', ' ' ORDER BY (key ->> 'id')::int) || ' ' || min(sqlstate) FROM phasegate.quarantine") == "8 4000 23503");
  CHECK(database.value(R"(SELECT count(*) || ' ' || sum(n) FROM "t; ""x""")") == "2502 2500");
  CHECK(database.value("SELECT count(*) FROM gone") == "2498");
  session.query("DELETE FROM child");
  backfill(session, call);
  CHECK(database.value(R"(SELECT count(*) || ' ' || sum(n) FROM "t; ""x""")") == "2500 2500");
}

TEST_CASE("backfill: columns whose round trip loses something stay byte for byte", "[db][backfill]") {
  // The sync trigger of the rename recipe; names that split_part would cut must survive the backfill.
  const BackfillDatabase database(R"(
    CREATE TABLE users (id int PRIMARY KEY, first_name text, last_name text, display_name text);
    INSERT INTO users VALUES (1, 'Mary Ann', 'Lee'), (2, 'Ludwig', 'van Beethoven'), (3, 'Cher', NULL), (4, ' ', ''), (5, NULL, NULL);
    CREATE FUNCTION up(a text, b text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT concat_ws(' ', a, b) $$;
    CREATE FUNCTION sync() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.display_name IS DISTINCT FROM OLD.display_name AND NEW.display_name IS DISTINCT FROM up(NEW.first_name, NEW.last_name) THEN
        NEW.first_name := split_part(NEW.display_name, ' ', 1);
        NEW.last_name := split_part(NEW.display_name, ' ', 2);
      ELSIF NEW.display_name IS NULL THEN
        NEW.display_name := up(NEW.first_name, NEW.last_name);
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER zz_sync BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION sync();
    CREATE TABLE before AS SELECT id, first_name, last_name FROM users;)");
  auto session = database.connect();
  backfill(session, {.target = "users", .assignments = "display_name = up(first_name, last_name)", .pending = "display_name IS NULL"});
  CHECK(database.value("SELECT count(*) FROM users u JOIN before b USING (id) WHERE "
                       "u.first_name IS NOT DISTINCT FROM b.first_name AND u.last_name IS NOT DISTINCT FROM b.last_name") == "5");
  CHECK(database.value("SELECT string_agg(display_name, '|' ORDER BY id) FROM users") == "Mary Ann Lee|Ludwig van Beethoven|Cher|  |");
}

TEST_CASE("backfill: rows that fail are set aside with their reason, all others are filled", "[db][backfill]") {
  const BackfillDatabase database(R"(
    CREATE TABLE t (a int, b text, qty text, n int, PRIMARY KEY (a, b));
    INSERT INTO t SELECT i, 'k' || i, CASE i WHEN 700 THEN '12 pcs' WHEN 4000 THEN '-1' WHEN 4001 THEN '99' ELSE '5' END
      FROM generate_series(1, 5000) i;
    ALTER TABLE t ADD CONSTRAINT positive CHECK (n >= 0);
    CREATE FUNCTION no_99() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'ninety-nine is not allowed'; END $$;
    CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.n = 99) EXECUTE FUNCTION no_99();)");
  auto session = database.connect();
  const test::Call call{.target = "t", .assignments = "n = qty::int", .pending = "n IS NULL"};
  const std::string message = failure([&] { backfill(session, call); });
  CHECK(message.substr(0, 5) == "22000");
  CHECK(message.find("rows left: 3, of these set aside because they cannot be filled: 3") != std::string::npos);
  CHECK(database.value("SELECT count(*) FROM t WHERE n = 5") == "4997");
  CHECK(database.value("SELECT string_agg(target || key || sqlstate, ' ' ORDER BY key) FROM phasegate.quarantine") ==
        R"(public.t{"a": 700, "b": "k700"}22P02 public.t{"a": 4000, "b": "k4000"}23514 public.t{"a": 4001, "b": "k4001"}P0001)");
  CHECK(database.value("SELECT state FROM phasegate.backfill_progress") == "failed");

  session.query("UPDATE t SET qty = '12' WHERE a = 700; UPDATE t SET qty = '1' WHERE a = 4000; DELETE FROM t WHERE a = 4001");
  backfill(session, call);
  CHECK(database.value("SELECT count(*) FROM phasegate.quarantine") == "0");
  CHECK(database.value("SELECT count(*) FROM t WHERE n IS NULL") == "0");
}

TEST_CASE("backfill: a row that its update leaves pending is set aside, not written for ever", "[db][backfill]") {
  const BackfillDatabase database("CREATE TABLE t AS SELECT i AS id, CASE WHEN i <> 50 THEN 'x' END AS a, NULL::text AS b FROM generate_series(1, 200) i");
  auto session = database.connect();
  const std::string message = failure([&] { backfill(session, {.target = "t", .assignments = "b = a || '!'", .pending = "b IS NULL"}); });
  CHECK(message.find("rows left: 1, of these set aside because they cannot be filled: 1") != std::string::npos);
  CHECK(database.is_true("(SELECT message FROM phasegate.quarantine) = 'the row is still pending after its update'"));
  CHECK(database.is_true("(SELECT key ->> 'ctid' FROM phasegate.quarantine) = (SELECT ctid::text FROM t WHERE id = 50)"));
}

TEST_CASE("backfill: a proof that looks at what triggers wrote is asked after the statement", "[db][backfill]") {
  const BackfillDatabase database(R"(
    CREATE TABLE t (id int PRIMARY KEY, a text);
    CREATE TABLE copy (id int PRIMARY KEY, a text);
    INSERT INTO t SELECT i, 'x' || i FROM generate_series(1, 300) i;
    CREATE FUNCTION forward() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO copy VALUES (NEW.id, NEW.a); RETURN NULL; END $$;
    CREATE TRIGGER forward AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION forward();)");
  auto session = database.connect();
  backfill(session, {.target = "t", .assignments = "a = a", .pending = "NOT EXISTS (SELECT FROM copy WHERE copy.id = t.id)"});
  CHECK(database.value("SELECT count(*) FROM t JOIN copy USING (id, a)") == "300");
}

TEST_CASE("backfill: more than 1000 failing rows stop it", "[db][backfill]") {
  const BackfillDatabase database("CREATE TABLE t AS SELECT i AS id, NULL::int AS n FROM generate_series(1, 5000) i");
  auto session = database.connect();
  const std::string message = failure([&] { backfill(session, {.target = "t", .assignments = "n = 1 / (id - id)", .pending = "n IS NULL"}); });
  CHECK(message.find("more than 1000 rows cannot be filled") != std::string::npos);
}

TEST_CASE("backfill: a statement that is wrong for every row stops it at once, nothing is set aside", "[db][backfill]") {
  const BackfillDatabase database(users);
  auto session = database.connect();
  CHECK(failure([&] { backfill(session, {.target = "users", .assignments = "display_name = nope", .pending = "display_name IS NULL"}); }) ==
        "42703 backfill s: column \"nope\" does not exist");
  CHECK(database.value("SELECT count(*) FROM phasegate.quarantine") == "0");
}

TEST_CASE("backfill: partitions, sub-partitions and hostile names", "[db][backfill]") {
  const BackfillDatabase database(R"(
    CREATE SCHEMA "we""ird. S"; SET search_path = "we""ird. S";
    CREATE TABLE "O'Table%I" (id int, "sel""ect" text, "ctid_" text, "O'Table%I" text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
    CREATE TABLE "z""1" PARTITION OF "O'Table%I" FOR VALUES FROM (0) TO (1000);
    CREATE TABLE "a;DROP" PARTITION OF "O'Table%I" FOR VALUES FROM (1000) TO (3000) PARTITION BY RANGE (id);
    CREATE TABLE "$1" PARTITION OF "a;DROP" FOR VALUES FROM (1000) TO (2000);
    CREATE TABLE "empty" PARTITION OF "a;DROP" FOR VALUES FROM (2000) TO (3000);
    INSERT INTO "O'Table%I" SELECT i, 'v' || i FROM generate_series(1, 1999) i;)");
  auto session = database.connect();
  backfill(session, {.target = R"("we""ird. S"."O'Table%I")", .assignments = R"("ctid_" = "O'Table%I"."sel""ect" || '%s %1$I' -- why)",
                     .pending = R"("ctid_" IS NULL -- really)"});
  CHECK(database.value(R"(SELECT count(*) FROM "we""ird. S"."O'Table%I" WHERE "ctid_" = 'v' || id || '%s %1$I')") == "1999");
  CHECK(database.value("SELECT string_agg(leaf || ':' || rows_done || state, ' ' ORDER BY leaf COLLATE \"C\") FROM phasegate.backfill_progress") ==
        R"("we""ird. S"."$1":1000done "we""ird. S"."z""1":999done "we""ird. S".empty:0done)");
}

TEST_CASE("backfill: an empty table is done", "[db][backfill]") {
  const BackfillDatabase database("CREATE TABLE t (a int, b int)");
  auto session = database.connect();
  backfill(session, {.target = "t", .assignments = "b = a", .pending = "b IS NULL"});
  CHECK(database.value("SELECT state FROM phasegate.backfill_progress") == "done");
}

TEST_CASE("backfill: without ctid range scans (before 14) the result is the same", "[db][backfill]") {
  const BackfillDatabase database(users);
  auto session = database.connect();
  session.query("SET phasegate.no_tid_range = on");
  backfill(session, fill_users);
  CHECK(database.value("SELECT count(*) FROM users WHERE display_name = 'first ' || id || ' last ' || id") == "5000");
  CHECK(database.value("SELECT pass FROM phasegate.backfill_progress") == "1");
}

TEST_CASE("backfill: expressions see the caller's search_path, its own statements do not", "[db][backfill]") {
  const BackfillDatabase database(std::string(users) + R"(
    CREATE SCHEMA mine;
    CREATE FUNCTION mine.up(a text) RETURNS text LANGUAGE sql AS $$ SELECT 'mine ' || a $$;
    CREATE FUNCTION mine.lies(integer, integer) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
    CREATE OPERATOR mine.> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = mine.lies);
    CREATE OPERATOR mine.= (LEFTARG = tid, RIGHTARG = tid, FUNCTION = tidne);
    CREATE FUNCTION mine.count() RETURNS bigint LANGUAGE sql AS $$ SELECT 0::bigint $$;)");
  auto session = database.connect();
  session.query("SET search_path = mine, public, pg_catalog");
  backfill(session, {.target = "users", .assignments = "display_name = up(first_name)", .pending = "display_name IS NULL"});
  CHECK(database.value("SELECT count(*) FROM users WHERE display_name = 'mine first ' || id") == "5000");
  CHECK(session.value("SHOW search_path") == "mine, public, pg_catalog");
}

TEST_CASE("backfill: user triggers can tell that a backfill writes", "[db][backfill]") {
  const BackfillDatabase database(std::string(users) + R"(
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('phasegate.backfill', true) IS DISTINCT FROM 'on' THEN NEW.touched := 1; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();)");
  auto session = database.connect();
  backfill(session, fill_users);
  CHECK(database.value("SELECT sum(touched) FROM users") == "0");
  session.query("UPDATE users SET first_name = 'x' WHERE id = 1");
  CHECK(database.value("SELECT sum(touched) FROM users") == "1");
}

TEST_CASE("backfill: row security raises instead of hiding rows", "[db][backfill]") {
  const BackfillDatabase database(R"(
    DO $$ BEGIN CREATE ROLE backfill_owner LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;
    GRANT ALL ON SCHEMA phasegate TO backfill_owner; GRANT ALL ON ALL TABLES IN SCHEMA phasegate TO backfill_owner;
    CREATE TABLE t (id int PRIMARY KEY, tenant int, a text, b text);
    ALTER TABLE t OWNER TO backfill_owner;
    INSERT INTO t SELECT i, i % 2, 'a' FROM generate_series(1, 100) i;
    CREATE POLICY tenant ON t USING (tenant = 0);
    ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;)");
  auto owner = connect(database.url("backfill_owner"));
  const test::Call call{.target = "t", .assignments = "b = a", .pending = "b IS NULL"};
  for (const char* setting : {"on", "off"}) {
    owner.query(std::string("SET row_security = ") + setting);
    CHECK(failure([&] { backfill(owner, call); }).find("row security of table public.t hides rows from role backfill_owner") != std::string::npos);
    CHECK(failure([&] { owner.query("SELECT phasegate.backfill_pending('t', 'b IS NULL')"); }).find("would be affected by row-level security") !=
          std::string::npos);
  }
  CHECK(database.value("SELECT count(*) FROM t WHERE b IS NOT NULL") == "0");
  database.connect().query("ALTER TABLE t NO FORCE ROW LEVEL SECURITY");
  backfill(owner, call);
  CHECK(database.value("SELECT count(*) FROM t WHERE b = 'a'") == "100");
}

TEST_CASE("backfill: what has no pages to walk is refused", "[db][backfill]") {
  const BackfillDatabase database("CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT * FROM t");
  auto session = database.connect();
  CHECK(failure([&] { backfill(session, {.target = "v", .assignments = "b = a", .pending = "b IS NULL"}); }) ==
        "42809 cannot backfill public.v: it is not a table stored as a heap");
  CHECK(failure([&] { backfill(session, {.target = "t", .assignments = "b = a", .pending = "b IS NULL", .batch_ms = 0}); }).substr(0, 5) == "22023");
}
