// The fingerprint: notices what the plan relies on, leaves out what the plan touches, and is the same from both callers.
#include "support/catch.hpp"

#include "support/server.hpp"

#include "gate/fingerprint.hpp"
#include "gate/install.hpp"

#include <set>

using namespace phasegate;

namespace {

const char* const schema = R"(
  CREATE TABLE public.orgs (id bigint PRIMARY KEY);
  CREATE TABLE public.users (id bigint PRIMARY KEY, email text NOT NULL, nick text DEFAULT 'x', born timestamptz DEFAULT '2020-01-01 00:00+00',
                             "order" int, "Odd Name" int, org bigint CONSTRAINT users_org REFERENCES public.orgs (id));
  CREATE INDEX users_email ON public.users (email);
  CREATE VIEW public.names AS SELECT id, email FROM public.users;
  CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  ALTER TABLE public.users ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
  CREATE TRIGGER stamp BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.f();
  CREATE POLICY mine ON public.users USING (true))";

const std::vector<std::string> tables = {"public.users"};

}  // namespace

TEST_CASE("fingerprint: every change that matters is noticed, and taking it back restores it", "[db][gate]") {
  test::TestDatabase database(schema);
  auto session = database.connect();
  const auto [before, lines] = fingerprint_with_lines(session, tables, {});
  CHECK(drift(session, tables, {}, lines).empty());
  const char* const changes[] = {
      "ALTER TABLE public.users ADD COLUMN extra int",
      "ALTER TABLE public.users ALTER COLUMN email TYPE varchar(99) USING email",
      "ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL",
      "ALTER TABLE public.users ALTER COLUMN nick SET DEFAULT 'y'",
      "ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
      "ALTER TABLE public.users ADD CONSTRAINT c CHECK (nick <> '') NOT VALID",
      "CREATE INDEX another ON public.users (nick)",
      "CREATE TRIGGER t BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.f()",
      "CREATE POLICY p ON public.users USING (true)",
      "ALTER TABLE public.users ENABLE ROW LEVEL SECURITY",
      "CREATE VIEW public.other AS SELECT nick FROM public.users",
      "CREATE VIEW public.second AS SELECT id FROM public.names",
      "CREATE MATERIALIZED VIEW public.kept AS SELECT id FROM public.users",
      "CREATE OR REPLACE VIEW public.names AS SELECT id, email, nick FROM public.users",
      "CREATE TABLE public.child (u bigint REFERENCES public.users (id))",
      "CREATE RULE r AS ON DELETE TO public.users DO ALSO NOTHING",
      "ALTER TABLE public.users SET UNLOGGED",
      "ALTER TABLE public.users ALTER COLUMN nick TYPE text COLLATE \"C\"",
      "ALTER TABLE public.users VALIDATE CONSTRAINT positive",
      "ALTER TABLE public.users DISABLE TRIGGER stamp",
      "ALTER POLICY mine ON public.users TO pg_monitor",
      "ALTER POLICY mine ON public.users WITH CHECK (id > 1)",
      "ALTER INDEX public.users_email RENAME TO users_email_2",
      "ALTER TABLE public.users RENAME TO people",
  };
  std::set<std::string> seen = {before};
  for (const char* change : changes) {
    INFO(change);
    session.query("BEGIN");
    if (std::string(change).find("TYPE") != std::string::npos) session.query("DROP VIEW public.names");
    session.query(change);
    CHECK(seen.insert(fingerprint(session, tables, {})).second);
    const std::vector<Drift> told = drift(session, tables, {}, lines);
    CHECK_FALSE(told.empty());
    for (const Drift& one : told) {
      INFO(one.element << " " << one.what << " " << one.before << " -> " << one.after);
      CHECK(one.before != one.after);
      CHECK((one.what == "appeared") == one.before.empty());
      CHECK((one.what == "is gone") == one.after.empty());
    }
    session.query("ROLLBACK");
    CHECK(fingerprint(session, tables, {}) == before);
  }
}

TEST_CASE("drift: told by element, with the definitions before and after, whatever the names", "[db][gate]") {
  test::TestDatabase database(std::string(schema) + R"(; ALTER TABLE public.orgs ADD COLUMN "we""ird; --" text DEFAULT 'a"b')");
  auto session = database.connect();
  const std::vector<std::string> both = {"public.users", "public.orgs"};
  const auto lines = fingerprint_with_lines(session, both, {"column public.users.nick"}).lines;
  session.query(R"(ALTER TABLE public.orgs ALTER COLUMN "we""ird; --" SET DEFAULT 'c'; ALTER TABLE public.orgs ADD COLUMN extra numeric(9,2) NOT NULL DEFAULT 0;
                   DROP INDEX public.users_email; ALTER TABLE public.users ALTER COLUMN nick SET DEFAULT 'left out'; DROP POLICY mine ON public.users)");
  const std::vector<Drift> told = drift(session, both, {"column public.users.nick"}, lines);
  std::string text;
  for (const Drift& one : told) text += one.element + " " + one.what + ": " + one.before + " -> " + one.after + "\n";
  CHECK(text == R"(column public.orgs."we""ird; --" changed: text default 'a"b'::text -> text default 'c'::text
column public.orgs.extra appeared:  -> numeric(9,2) not null default 0
index public.users_email is gone: CREATE INDEX users_email ON public.users USING btree (email) -> 
policy public.users.mine is gone: for all to public using (true) -> 
)");
  session.query("DROP TABLE public.users CASCADE");
  const std::vector<Drift> gone = drift(session, {"public.users"}, {}, fingerprint_with_lines(session, {"public.orgs"}, {}).lines);
  REQUIRE(gone.size() == 2);  // orgs and its index; columns and constraints go with their table
  CHECK(gone[1].element == "table public.orgs");
}

TEST_CASE("fingerprint: what the plan touches is left out, in every spelling", "[db][gate]") {
  test::TestDatabase database(schema);
  auto session = database.connect();
  const std::vector<std::pair<std::string, std::string>> touched = {
      {"column public.users.extra", "ALTER TABLE public.users ADD COLUMN extra int"},
      {"column public.users.order", "ALTER TABLE public.users DROP COLUMN \"order\""},
      {"column public.users.\"order\"", "ALTER TABLE public.users DROP COLUMN \"order\""},
      {"column public.users.\"Odd Name\"", "ALTER TABLE public.users DROP COLUMN \"Odd Name\""},
      {"constraint public.users.c", "ALTER TABLE public.users ADD CONSTRAINT c CHECK (nick <> '')"},
      {"check constraint public.users.c", "ALTER TABLE public.users ADD CONSTRAINT c CHECK (nick <> '')"},
      {"constraint public.users.u", "ALTER TABLE public.users ADD CONSTRAINT u UNIQUE (nick)"},
      {"unique constraint public.users.u", "ALTER TABLE public.users ADD CONSTRAINT u UNIQUE (nick)"},
      {"index public.another", "CREATE INDEX another ON public.users (nick)"},
      {"index public.users.another", "CREATE INDEX another ON public.users (nick)"},
      {"trigger public.users.t", "CREATE TRIGGER t BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.f()"},
      {"policy public.users.p", "CREATE POLICY p ON public.users USING (true)"},
      {"view public.other", "CREATE VIEW public.other AS SELECT nick FROM public.users"},
      {"table public.users", "ALTER TABLE public.users ENABLE ROW LEVEL SECURITY"},
  };
  for (const auto& [element, change] : touched) {
    INFO(element << ": " << change);
    const std::string before = fingerprint(session, tables, {element});
    const std::string whole = fingerprint(session, tables, {});
    session.query("BEGIN");
    session.query(change);
    CHECK(fingerprint(session, tables, {element}) == before);
    CHECK(fingerprint(session, tables, {}) != whole);
    session.query("ROLLBACK");
  }
}

TEST_CASE("fingerprint: the function in the database says the same under any settings", "[db][gate]") {
  test::TestDatabase database(schema);
  auto session = database.connect();
  const std::string before = fingerprint(session, tables, {"column public.users.nick"});
  ensure_installed(session);
  session.query("SET search_path = public; SET DateStyle = 'German'; SET TimeZone = 'Asia/Tokyo'; SET quote_all_identifiers = on;"
                "SET IntervalStyle = 'iso_8601'; SET standard_conforming_strings = off");
  CHECK(session.value("SELECT phasegate.fingerprint('{public.users}', '{column public.users.nick}')") == before);
  CHECK(fingerprint(session, tables, {"column public.users.nick"}) == before);
  CHECK(session.value("SHOW search_path") == "public");
  CHECK(session.value("SHOW DateStyle").find("German") != std::string::npos);
}

TEST_CASE("fingerprint: partitions come and go without a change, and rows do too", "[db][gate]") {
  test::TestDatabase database("CREATE TABLE public.p (id int, PRIMARY KEY (id)) PARTITION BY RANGE (id);"
                              "CREATE TABLE public.c (p int REFERENCES public.p (id)) PARTITION BY RANGE (p)");
  auto session = database.connect();
  const std::string before = fingerprint(session, {"public.p"}, {});
  session.query("CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES FROM (0) TO (10);"
                "CREATE TABLE public.c1 PARTITION OF public.c FOR VALUES FROM (0) TO (10); INSERT INTO public.p VALUES (1)");
  CHECK(fingerprint(session, {"public.p"}, {}) == before);
}

TEST_CASE("fingerprint: a missing table is part of it, and no table at all is a fingerprint too", "[db][gate]") {
  test::TestDatabase database;
  auto session = database.connect();
  const std::string missing = fingerprint(session, {"public.later"}, {});
  CHECK(missing != fingerprint(session, {}, {}));
  session.query("CREATE TABLE public.later (id int)");
  CHECK(fingerprint(session, {"public.later"}, {}) != missing);
}
