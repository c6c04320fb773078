// Hand-written TOML against the server's own texts: what means the same is no difference, what only looks the same is one.
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate {
namespace {

struct Pair {
  std::string live;     // a column definition as CREATE TABLE takes it
  std::string desired;  // as a person writes it
};

std::vector<std::string> differences(Database& database, const std::string& toml) {
  const test::TemporaryFolder folder;
  Desired desired = read_desired(folder.write("desired.toml", toml));
  for (const Finding& finding : desired.findings) FAIL(to_string(finding));
  const Catalog live = introspect(database, {});
  normalise(desired.catalog, live, database);
  std::vector<std::string> result;
  for (const Difference& difference : diff(live, desired.catalog).differences) result.push_back(to_string(difference));
  return result;
}

std::string escaped(const std::string& sql) {
  std::string text;
  for (const char c : sql) text += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return text;
}

// One column each: c0, c1 …
std::pair<std::string, std::string> schemas(const std::vector<Pair>& pairs) {
  std::string sql = "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (", toml = "enum.mood = [\"sad\", \"ok\"]\n[table.t.column]\n";
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::string name = "c" + std::to_string(i);
    sql += (i == 0 ? "" : ", ") + name + " " + pairs[i].live;
    toml += name + " = \"" + escaped(pairs[i].desired) + "\"\n";
  }
  return {sql + ")", toml};
}

}  // namespace

TEST_CASE("normalise: columns that mean the same are no difference", "[db]") {
  const std::vector<Pair> pairs = {
      {"integer", "int"}, {"integer", "INT4"}, {"bigint", "int8"}, {"smallint", "int2"}, {"boolean", "bool"}, {"varchar(255)", "character varying(255)"}, {"varchar(255)", "VarChar( 255 )"},
      {"character(1)", "char"}, {"char(3)", "character(3)"}, {"numeric(10,2)", "decimal(10, 2)"}, {"double precision", "float8"}, {"double precision", "float"}, {"real", "float4"}, {"real", "float(24)"},
      {"timestamptz", "timestamp with time zone"}, {"timestamp", "timestamp without time zone"}, {"timestamptz(3)", "timestamp(3) with time zone"}, {"time", "time without time zone"},
      {"text[]", "text array"}, {"integer[]", "int[][]"}, {"mood", "mood"}, {"mood[]", "public.mood[]"}, {"bit varying(8)", "varbit(8)"}, {"bit(1)", "bit"},
      {"text DEFAULT 'x'", "text default 'x'::text"}, {"text DEFAULT 'x'::text", "text default 'x'"}, {"varchar(9) DEFAULT 'x'", "varchar(9) default 'x'"}, {"mood DEFAULT 'sad'", "mood default 'sad'"},
      {"mood DEFAULT 'sad'", "mood default 'sad'::mood"}, {"integer DEFAULT 5", "int default 5"}, {"integer DEFAULT -1", "int default -1"}, {"bigint DEFAULT 0", "bigint default 0"},
      {"numeric DEFAULT 0", "numeric default 0"}, {"boolean DEFAULT true", "bool default true"}, {"boolean DEFAULT 't'", "bool default true"}, {"timestamptz DEFAULT now()", "timestamptz default now()"},
      {"timestamptz DEFAULT now()", "timestamptz default NOW()"}, {"timestamptz DEFAULT CURRENT_TIMESTAMP", "timestamptz default current_timestamp"}, {"jsonb DEFAULT '{}'", "jsonb default '{}'"},
      {"text[] DEFAULT '{}'", "text[] default '{}'"}, {"text[] DEFAULT ARRAY[]::text[]", "text[] default array[]::text[]"}, {"uuid DEFAULT gen_random_uuid()", "uuid default gen_random_uuid()"},
      {"date DEFAULT CURRENT_DATE", "date default current_date"}, {"interval DEFAULT '1 day'", "interval default '1 day'"}, {"timestamptz DEFAULT now() - interval '1 day'", "timestamptz default now() - interval '1 day'"},
      {"text DEFAULT lower('A' || 'b')", "text default lower('A'||'b')"}, {"serial", "serial"}, {"bigserial", "bigserial not null"}, {"integer NOT NULL", "not null"}, {"text COLLATE \"C\"", "text collate \"C\""},
      {"text DEFAULT NULL", "text"}, {"text", "text default null"}, {"varchar(9) DEFAULT NULL", "varchar(9) default null"}, {"integer GENERATED ALWAYS AS IDENTITY", "int generated always as identity"},
      {"integer GENERATED ALWAYS AS (1 + 1) STORED", "int generated always as (1+1) stored"}, {"bytea DEFAULT '\\x00'", "bytea default '\\x00'"}, {"double precision DEFAULT 1.5", "float8 default 1.5"}};
  std::vector<Pair> usable;
  for (const Pair& pair : pairs)
    if (pair.desired != "not null") usable.push_back(pair);
  const auto [sql, toml] = schemas(usable);
  const test::TestDatabase database(sql);
  Database session = database.connect();
  CHECK(differences(session, toml) == std::vector<std::string>{});
}

TEST_CASE("normalise: columns that only look the same are differences", "[db]") {
  const std::vector<Pair> pairs = {
      {"integer", "bigint"}, {"varchar(255)", "varchar(254)"}, {"varchar(255)", "varchar"}, {"varchar", "text"}, {"char(1)", "\\\"char\\\""}, {"numeric(10,2)", "numeric(10)"}, {"numeric", "numeric(10,2)"},
      {"timestamptz", "timestamp"}, {"timestamptz(3)", "timestamptz"}, {"text", "text[]"}, {"text DEFAULT 'x'", "text default 'X'"}, {"text DEFAULT 'x'", "text default 'x '"}, {"text DEFAULT ''", "text"},
      {"integer DEFAULT 1", "int default -1"}, {"integer DEFAULT 1", "int default 10"}, {"timestamptz DEFAULT now()", "timestamptz default clock_timestamp()"}, {"timestamptz DEFAULT now()", "timestamptz default 'now'"},
      {"boolean DEFAULT true", "bool default false"}, {"mood DEFAULT 'sad'", "mood default 'ok'"}, {"date DEFAULT CURRENT_DATE", "date default current_timestamp"}, {"interval DEFAULT '1 day'", "interval default '1 month'"},
      {"jsonb DEFAULT '{}'", "jsonb default '[]'"}, {"text COLLATE \"C\"", "text"}, {"text COLLATE \"C\"", "text collate \\\"POSIX\\\""}, {"serial", "integer not null"}, {"serial", "bigserial"},
      {"integer GENERATED ALWAYS AS IDENTITY", "int generated by default as identity"}, {"integer GENERATED ALWAYS AS (1 + 1) STORED", "int generated always as (1 + 2) stored"}, {"text", "text not null"},
      {"text DEFAULT 1", "text default '01'"}, {"numeric DEFAULT 1.0", "numeric default 1.00"}, {"text DEFAULT upper('a')", "text default lower('a')"}};
  std::vector<Pair> plain = pairs;
  for (Pair& pair : plain)
    for (std::size_t at = 0; (at = pair.desired.find("\\\"", at)) != std::string::npos;) pair.desired.erase(at, 1);
  const auto [sql, toml] = schemas(plain);
  const test::TestDatabase database(sql);
  Database session = database.connect();
  const auto found = differences(session, toml);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    INFO(plain[i].live << " | " << plain[i].desired);
    CHECK(std::ranges::any_of(found, [&](const std::string& text) { return text.find("public.t.c" + std::to_string(i) + ":") != std::string::npos; }));
  }
}

TEST_CASE("normalise: checks, indexes and keys that mean the same are no difference", "[db]") {
  const test::TestDatabase database(
      "CREATE TABLE o (id integer PRIMARY KEY);"
      "CREATE TABLE t (id integer PRIMARY KEY, s text, v varchar(20), n numeric(10,2), a integer REFERENCES o, at timestamptz, gone timestamptz,"
      " CONSTRAINT in_list CHECK (s IN ('a', 'b')), CONSTRAINT v_list CHECK (v IN ('a', 'b')), CONSTRAINT between_ CHECK (n BETWEEN 0 AND 100), CONSTRAINT like_ CHECK (s LIKE 'x%'),"
      " CONSTRAINT len CHECK (char_length(v) > 2 OR v IS NULL), CONSTRAINT one_of CHECK (num_nonnulls(s, v) = 1));"
      "CREATE UNIQUE INDEX lower_idx ON t (lower(s)) WHERE gone IS NULL; CREATE INDEX two_idx ON t (a, at DESC NULLS LAST); CREATE INDEX plain_idx ON t (at ASC NULLS LAST)");
  Database session = database.connect();
  const std::string toml = R"toml(
[table.o]
primary_key = "(id)"
column.id = "int not null"
[table.t]
primary_key = "(id)"
[table.t.column]
id = "int"
s = "text"
v = "varchar(20)"
n = "decimal(10,2)"
a = "int"
at = "timestamptz"
gone = "timestamp with time zone"
[table.t.check]
in_list = "s in ('a', 'b')"
v_list = "v in ('a', 'b')"
between_ = "n between 0 and 100"
like_ = "s like 'x%'"
len = "char_length(v) > 2 or v is null"
one_of = "num_nonnulls(s, v) = 1"
[table.t.index]
lower_idx = "unique (lower(s)) where gone is null"
two_idx = "(a, at desc nulls last)"
plain_idx = "(at)"
[table.t.foreign_key]
t_a_fkey = "(a) references o"
)toml";
  CHECK(differences(session, toml) == std::vector<std::string>{});
}

TEST_CASE("normalise: in a renamed schema every text that names it means the same, and a value that looks like its name does not", "[db]") {
  const std::string live =
      "CREATE SCHEMA old; CREATE TYPE old.mood AS ENUM ('sad', 'old.x'); CREATE DOMAIN old.word AS text CHECK (VALUE <> 'old.x'); CREATE TYPE old.pair AS (a old.mood, b text COLLATE \"C\"); CREATE COLLATION old.c (lc_collate = 'C', lc_ctype = 'C');\n"
      "CREATE FUNCTION old.f(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1'; CREATE SEQUENCE old.numbers;\n"
      "CREATE TABLE old.t (id bigserial PRIMARY KEY, n bigint DEFAULT nextval('old.numbers'), mood old.mood DEFAULT 'sad', moods old.mood[] DEFAULT ARRAY['sad'::old.mood], word old.word, pair old.pair, name text COLLATE old.c DEFAULT old.f('old.x'),\n"
      "  up text GENERATED ALWAYS AS (old.f('x'::text)) STORED, CONSTRAINT k CHECK (old.f(name) <> 'old.x' AND mood <> 'sad'::old.mood), EXCLUDE USING btree ((old.f(name)) WITH =));\n"
      "ALTER SEQUENCE old.numbers OWNED BY old.t.n; CREATE INDEX i ON old.t (old.f(name), name COLLATE old.c) WHERE mood = 'sad'; CREATE TABLE old.u (id bigint REFERENCES old.t);\n"
      "CREATE TABLE v (id bigint REFERENCES old.t, mood old.mood DEFAULT 'sad'::old.mood)";
  const auto desired = [](const std::string& name_default, const std::string& check) {
    return "[schemas.new]\nrenamed_from = \"old\"\n[enum]\n\"new.mood\" = [\"sad\", \"old.x\"]\n[domain.\"new.word\"]\ntype = \"text\"\ncheck = { word_check = \"value <> 'old.x'\" }\n"
           "[composite.\"new.pair\".attributes]\na = \"mood\"\nb = \"text\"\n[composite.\"new.pair\".collations]\nb = '\"C\"'\n[collation]\n\"new.c\" = { lc_collate = \"C\", lc_ctype = \"C\" }\n[sequence]\n\"new.numbers\" = \"owned by new.t.n\"\n"
           "[table.\"new.t\"]\nprimary_key = \"(id)\"\n[table.\"new.t\".column]\nid = \"bigserial\"\nn = \"bigint default nextval('numbers')\"\nmood = \"mood default 'sad'\"\nmoods = \"new.mood[] default array['sad'::new.mood]\"\n"
           "word = \"word\"\npair = \"new.pair\"\nname = \"text collate c default " + name_default + "\"\nup = \"text generated always as (new.f('x')) stored\"\n"
           "[table.\"new.t\".check]\nk = \"" + check + "\"\n[table.\"new.t\".exclude]\nt_f_excl = \"using btree ((new.f(name)) with =)\"\n[table.\"new.t\".index]\ni = \"(new.f(name), name collate new.c) where (mood = 'sad')\"\n"
           "[table.\"new.u\".column]\nid = \"bigint\"\n[table.\"new.u\".foreign_key]\nu_id_fkey = \"(id) references t(id)\"\n"
           "[table.v.column]\nid = \"bigint\"\nmood = \"new.mood default 'sad'::new.mood\"\n[table.v.foreign_key]\nv_id_fkey = \"(id) references new.t(id)\"\n";
  };
  const test::TestDatabase database(live);
  Database session = database.connect();
  const std::string same = "f(name) <> 'old.x' and mood <> 'sad'";
  CHECK(differences(session, desired("f('old.x')", same)) == std::vector<std::string>{"schema new is old in the live schema"});
  CHECK(differences(session, desired("new.f('new.x')", same)).size() == 2);
  CHECK(differences(session, desired("'new.x'", same)).size() == 2);
  CHECK(differences(session, desired("new.f('old.x')", "new.f(name) <> 'new.x' and mood <> 'sad'")).size() == 2);
  session.query("ALTER TABLE old.t ALTER name SET DEFAULT 'old.x'");
  CHECK(differences(session, desired("'new.x'", same)).size() == 2);
  CHECK(differences(session, desired("'old.x'", same)).size() == 1);
  // Once it is renamed, the hint says nothing any more.
  session.query("ALTER SCHEMA old RENAME TO new");
  CHECK(differences(session, desired("'old.x'", same)).empty());
}

}  // namespace phasegate
