// Canonical types and expressions against what a real server prints.
#include "sql/canonical.hpp"
#include "sql/identifier.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <set>

using namespace phasegate;

namespace {

const std::string setup = R"sql(
CREATE SCHEMA app;
CREATE EXTENSION citext;
CREATE TYPE app.mood AS ENUM ('a', 'b');
CREATE DOMAIN app.dom AS text;
CREATE TYPE public."My Type" AS (a int);
CREATE SEQUENCE app.seq;
CREATE SEQUENCE public.seq2;
CREATE FUNCTION app.is_valid(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION app.pick(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION app.pick(varchar) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION app.initcap(app.mood) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE TABLE app.t (id int, big bigint, sm smallint, n numeric, n2 numeric(10,2), f float8, r real, v varchar(20), v0 varchar, tx text,
  c char(3), b bool, d date, ts timestamptz, tsn timestamp, j jsonb, arr text[], iarr int[], varr varchar[], m app.mood, dm app.dom,
  ct public.citext, u uuid, iv interval, mo money, nm name, ip inet, vec tsvector, "Odd Name" text);
)sql";

sql::Names names_of_table(Database& session) {
  sql::Names names{.known = {"app.dom", "app.initcap", "app.is_valid", "app.mood", "app.pick",
                             "public.My Type", "public.citext"},
                   .search_path = {"app", "public"},
                   .column_types = {},
                   .table_schema = "app",
                   .table_name = "t",
                   .result_type = {}};
  session.query("SET search_path = ''");
  const auto columns = session.query(
      "SELECT attname, pg_catalog.format_type(atttypid, atttypmod) AS type FROM pg_catalog.pg_attribute "
      "WHERE attrelid = 'app.t'::regclass AND attnum > 0 ORDER BY attnum");
  for (std::size_t row = 0; row < columns.rows(); ++row)
    names.column_types[columns.text(row, "attname")] = columns.text(row, "type");
  return names;
}

// What the server prints for the expression in a check of app.t; "" when it refuses it.
std::string printed(Database& session, const std::string& expression) {
  try {
    session.query("BEGIN");
    session.query("SET LOCAL search_path = app, public");
    session.query("ALTER TABLE t ADD CONSTRAINT printed CHECK ((" + expression + ") IS NOT NULL)");
    session.query("SET LOCAL search_path = ''");
    auto text = session.value(
        "SELECT pg_catalog.pg_get_expr(conbin, conrelid) FROM pg_catalog.pg_constraint WHERE conname = "
        "'printed'");
    session.query("ROLLBACK");
    REQUIRE(text.ends_with(" IS NOT NULL)"));
    return text.substr(1, text.size() - 14);
  } catch (const DatabaseError&) {
    session.query("ROLLBACK");
    return {};
  }
}

std::string printed_default(Database& session, const std::string& type, const std::string& expression) {
  session.query("BEGIN");
  session.query("SET LOCAL search_path = app, public");
  session.query("CREATE TABLE with_default (printed " + type + " DEFAULT " + expression + ")");
  session.query("SET LOCAL search_path = ''");
  auto text = session.value(
      "SELECT pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef d "
      "JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE attname = "
      "'printed'");
  session.query("ROLLBACK");
  return text;
}

// Fragments as people write them; each must be recognised in what the server prints of it.
// clang-format off
const std::vector<std::string> recognised = {
    "tx in ('a','b')", "v in ('a','b')", "v0 not in ('a','b')", "v = 'a'", "v = 'b'", "v = 'A'", "c = 'a'", "c in ('a','b')", "big in (1,2)",
    "n in (1,2)", "id in (1,2)", "id in (2,1)", "id in (1)", "id not in (1,2,3)", "n > 0", "n > -1", "n > -5", "n > 1.5", "f > 0", "f > 1.5",
    "r > 0", "sm > 0", "sm + 1", "big > 3000000000", "big > -3000000000", "n between 0 and 10", "n not between 0 and 10", "id between 0 and 100 and b",
    "d >= '2020-01-01'", "d >= '2020-01-01' and d < '2021-01-01'", "tx like 'a%'", "v like 'a%'", "v not like 'a%'", "v ilike 'a%'", "v not ilike 'a%'",
    "tx similar to 'a%'", "tx ~ '^a'", "tx ~* '^a'", "v !~ '^a'", "lower(v)", "lower(tx)", "lower(c)", "lower(ct)", "upper(v)", "length(v) > 3", "length(c)",
    "coalesce(v, 'x')", "coalesce(big, 0)", "coalesce(n, 0)", "coalesce(tx, '')", "coalesce(tx, v)", "case when b then 'x' else 'y' end", "case when b then 'x' end",
    "case v when 'a' then 1 when 'b' then 2 end", "case when b then v else 'y' end", "case when b then n else 0 end", "j ->> 'a'", "j -> 'a' ->> 'b'", "j -> 1",
    "j -> '1'", "j ? 'a'", "j ?| '{a,b}'", "j #>> '{a,b}'", "arr @> '{a}'", "arr @> array['a']", "arr && array['a','b']", "'a' = any(arr)", "v = any(array['a','b'])",
    "v = any('{a,b}')", "m = 'a'", "m in ('a','b')", "ct = 'a'", "ct <> 'a'", "u = '00000000-0000-0000-0000-000000000000'",
    "ts > now() - interval '1 day'", "ts + '1 day'", "ts at time zone 'UTC'", "extract(year from ts)", "date_trunc('day', ts)", "b is true", "b is not false",
    "b = true", "b = 't'", "not b", "b", "id is distinct from 1", "id is not distinct from 1", "nullif(v, '')", "nullif(id, 0)", "greatest(big, 0)", "least(big, 0)",
    "tx || 'a'", "v || 'a'", "v || ' ' || v0", "v collate \"C\"", "substring(v from 1 for 2)", "substr(v, 1, 2)", "trim(v)", "btrim(v)", "position('a' in v)",
    "app.is_valid(tx)", "is_valid(tx)", "row(id, big) is null", "current_date", "current_timestamp", "now()", "localtimestamp", "tsn > current_timestamp",
    "array_length(arr, 1)", "arr[1] = 'a'", "cardinality(arr) > 0", "mo / 2", "iv > '1 day'", "char_length(v) > 0", "v <> ''", "v != 'x'",
    "to_tsvector('english', tx)", "j - 'a'", "concat(v, 'a')", "id::text", "id::bigint", "v::text", "tx::varchar", "(tx)::varchar(5)", "round(n, 2)", "id % 2 = 0",
    "- id", "id - 1", "id = -1", "id = -5", "id = 0", "id > 0 and (v = 'a' or v = 'b') and b", "(id > 0 and b) and v = 'a'", "id > 0 and (b and v = 'a')",
    "regexp_replace(v, 'a', 'b', 'g')", "current_setting('app.tenant')::int", "ip << '10.0.0.0/8'", "tx is null", "tx is not null", "tx is null or tx <> ''",
    "t.id > 0", "app.t.id > 0", "((id)) > (0)", "\"Odd Name\" = 'x'", "id < big", "n2 * 100", "f * 2", "n / 2", "big / 2", "big + 1", "date_part('year', ts)",
    "id in (1, big)", "id in (1, 2, big)", "id not in (1, big)", "nextval('seq')", "tx = any (array['a'::text])", "array[1,2]", "array['a'::varchar]", "array['a']::text[]",
    "'x'::mood", "m = 'a'::app.mood", "id::numeric(10,2)", "tx = 'it''s'", "tx = 'back\\slash'", "v = ''", "ts is null", "coalesce(id, 0) > 0", "num_nonnulls(id, big) = 1",
    "tx like 'a!%' escape '!'", "true", "false", "b and true", "tx <> all (array['a','b'])", "(b or id > 0) and (b or id < 0)", "split_part(v, ' ', 1)",
    "concat_ws(' ', v, v0)", "array['a','b']::varchar[]", "ts > '2020-01-01 00:00:00+00'", "lower(v) = 'a'", "lower(tx) like 'a%'", "length(tx) between 1 and 10",
    "case when id = 1 then 'a' when id = 2 then 'b' else 'c' end", "case id when 1 then true else false end", "j ->> 'a' = 'b'",
    "(j ->> 'a')::int > 0", "(j -> 'a') is not null", "j @> '{}'"};
// clang-format on

// Fragments that differ little from others, or that only the server can tell: nothing else may be taken for
// them.
// clang-format off
const std::vector<std::string> confusing = {
    "c::text = 'a'", "j || '\"a\"'", "j || '1'::text", "j - '{a}'::text[]", "j - '{a}'", "j - 1", "arr || '{a}'", "arr || 'a'::text", "arr || '{a}'::text", "ts - '2020-01-01'",
    "d > '2020-01-01'::timestamptz", "d >= '2020-01-01'::timestamp", "ts > '2020-01-01'::date", "mo / 2::money", "sm + 1::smallint", "sm + 1::bigint", "r + 1", "r + 1::real",
    "r + 1::float8", "n > 0::bigint", "n > 0::float8", "id / 2", "id / 2.0", "id / 2::numeric", "id / 2::bigint", "big / 2::numeric", "f > 0::numeric", "app.pick(v)",
    "app.pick(v::text)", "app.pick(tx)", "pick('a')", "pick('a'::varchar)", "initcap(m)", "app.initcap(m)", "initcap(tx)", "lower(m::text)", "pg_catalog.lower(tx)", "sqrt(2)", "sqrt(2::numeric)",
    "power(n, 2)", "power(n, 2::float8)", "round(n)", "round(n::float8)", "coalesce(big, 0::numeric)", "coalesce(n, 0::bigint)", "case when b then 1 else 0 end",
    "case when b then 1::numeric else 0 end", "case when b then 1::bigint else 0::bigint end", "case when b then 'x'::varchar else 'y' end", "tx = 'a'::varchar", "nm = 'a'",
    "nm = 'a'::text", "v = 'a'::varchar", "v::text = 'a'", "ct = 'a'::text", "ct::text = 'a'", "ct ~ 'a'", "dm = 'a'", "dm = 'a'::text", "id = '1'", "id = '1'::bigint",
    "id = 1::bigint", "n = '1'", "n = 1", "n = 1.0", "n = '1.0'", "id > 0 or b and v = 'a'", "(id > 0 or b) and v = 'a'", "v = 'a' and id > 0", "id > 0 and v = 'a'",
    "b is not true", "b is false", "b is unknown", "tx like 'a%' escape ''", "tx similar to 'a!%' escape '!'", "position('b' in v)", "overlay(tx placing 'x' from 1 for 2)",
    "vec @@ 'a'", "vec @@ 'a'::tsquery", "to_tsvector(tx)", "to_tsvector('simple', tx)", "to_tsvector('english'::text)", "(id, big) = (1, 2)", "row(id, big) = row(1, 2)",
    "nextval('app.seq')", "nextval('seq2')", "nextval('public.seq2')", "nextval('seq'::text)", "id in (1,2,3)", "id = any ('{1,2}')", "id = any ('{1,2}'::bigint[])",
    "big = any (array[1,2])", "v = any (array['a','b']::varchar[])", "c = any (array['a','b'])", "c::text in ('a','b')", "tx collate \"C\" = 'a'", "tx collate \"POSIX\" = 'a'",
    "ts at time zone 'utc'", "timezone('UTC', ts)", "date_trunc('hour', ts)", "date_trunc('day', tsn)", "substring(v from 1)", "substring(v, 1, 2)", "iv > '24 hours'",
    "iv > '1 day 1 second'", "f = 'NaN'", "n = 'NaN'", "u = '00000000-0000-0000-0000-000000000001'", "m = 'b'", "m > 'a'", "b = false", "1 + 1", "1 + 2", "'a' || 'b'",
    "null::int is null", "concat('a', v)", "concat(v, 'a'::varchar)", "ip <<= '10.0.0.0/8'",
    "arr[2] = 'a'", "arr[1:2] = '{a}'", "iarr[1] = 1", "iarr @> '{1}'", "iarr @> array[1]", "iarr && array[1]::int[]", "varr @> array['a']::varchar[]",
    "least(big, 0) > greatest(id, 0)", "nullif(v, 'x')", "nullif(big, 0)", "tx < 'a'", "tx <= 'a'", "'a' < tx", "coalesce(null, tx)", "b or null",
    "jsonb_build_object('a', 1)", "jsonb_build_object('a', 2)", "j = '{}'", "j = '[]'", "j @> '{\"a\": 1}'", "j @> '{\"a\": 2}'", "d + 1", "d - 1", "d + '1 day'::interval", "ts - '1 day'::interval",
    "to_char(ts, 'YYYY')", "to_char(ts, 'yyyy')", "v ~~ 'b%'", "length(v) > 4", "length(v) >= 3", "upper(tx)", "md5(tx)", "md5(v)", "tx || v", "tx || id", "id || tx"};
// clang-format on

// Printed differently by the server, yet one and the same in meaning.
// clang-format off
const std::vector<std::set<std::string>> same_meaning = {
    {"v in ('a','b')", "v = any(array['a','b'])"}, {"v = 'a'", "v::text = 'a'", "v = 'a'::varchar"}, {"big in (1,2)", "big = any (array[1,2])"},
    {"ts at time zone 'UTC'", "timezone('UTC', ts)"}, {"substring(v from 1 for 2)", "substring(v, 1, 2)"}, {"trim(v)", "btrim(v)"},
    {"(id > 0 and b) and v = 'a'", "id > 0 and (b and v = 'a')"}, {"n = 1", "n = '1'"}};
// clang-format on

// Casts between varchar and text change neither bytes nor comparisons.
std::string without_text_casts(std::string text) {
  for (const std::string cast : {"::text", "::character varying", "(", ")"})
    for (auto at = text.find(cast); at != std::string::npos; at = text.find(cast))
      text.erase(at, cast.size());
  return text;
}

bool have_same_meaning(const std::string& one, const std::string& other) {
  return std::ranges::any_of(same_meaning,
                             [&](const auto& group) { return group.contains(one) && group.contains(other); });
}

}  // namespace

TEST_CASE("same_expression: what people write is recognised in what the server prints", "[db][sql]") {
  test::TestDatabase database(setup);
  auto session = database.connect();
  const auto names = names_of_table(session);
  std::size_t count = 0;
  for (const auto& fragment : recognised) {
    const auto live = printed(session, fragment);
    if (live.empty()) continue;
    ++count;
    INFO(fragment << "   ->   " << live);
    CHECK(sql::same_expression(fragment, live, names));
    CHECK(sql::same_expression(live, live, names));
  }
  CHECK(count >= 170);
}

TEST_CASE("same_expression: no fragment is taken for another that the server prints differently",
          "[db][sql]") {
  test::TestDatabase database(setup);
  auto session = database.connect();
  const auto names = names_of_table(session);
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto* list : {&recognised, &confusing})
    for (const auto& fragment : *list)
      if (auto live = printed(session, fragment); !live.empty()) all.emplace_back(fragment, std::move(live));
  REQUIRE(all.size() > 300);
  for (const auto& [fragment, live] : all)
    for (const auto& [other, other_live] : all)
      if (live != other_live && !have_same_meaning(fragment, other) &&
          sql::same_expression(fragment, other_live, names))
        FAIL_CHECK(fragment << "  (" << live << ")  is taken for  " << other_live << "  of  " << other);
}

TEST_CASE("same_expression: a column, an operator and many constants, each with each", "[db][sql]") {
  test::TestDatabase database(setup);
  auto session = database.connect();
  const auto names = names_of_table(session);
  // clang-format off
  const std::vector<std::string> constants = {"1", "-1", "0", "1.0", "1.5", "'1'", "'-1'", "'1'::text", "'1'::varchar", "'1'::bpchar", "1::bigint", "1::smallint", "1::numeric",
                                              "1::float8", "1::real", "'{1}'", "'{1}'::text[]", "'{1}'::int[]", "'2020-01-01'", "'2020-01-01'::date", "'2020-01-01'::timestamptz",
                                              "'1 day'", "'1 day'::interval", "'a'", "'a'::text", "'a'::varchar", "'a'::mood", "'a'::name", "'a'::citext", "'a'::char(3)", "null", "null::text", "true"};
  // clang-format on
  // clang-format off
  const std::vector<std::string> shapes = {"@ = #", "# < @", "@ + #", "@ - #", "@ * #", "# / @", "@ || #", "# || @", "@ -> #", "@ ->> #", "@ ? #", "@ @> #", "@ ~~ #", "@ in (#, #)",
                                           "@ = any (array[#])", "@ = any (#)", "# = any (@)", "coalesce(@, #)", "nullif(@, #)", "greatest(#, @)", "case when b then @ else # end",
                                           "case @ when # then 1 end", "array[@, #]", "concat(@, #)", "pick(#)", "power(@, #)", "@ is distinct from #", "(case when b then # else # end)",
                                           "lower(#)", "jsonb_build_array(@, #)", "position(# in @)", "round(@, #)", "@ is null or # is null"};
  // clang-format on
  // clang-format off
  const std::vector<std::string> columns = {"id", "big", "sm", "n", "f", "r", "v", "tx", "c", "d", "ts", "j", "arr", "iarr", "m", "ct", "iv", "mo", "nm", "dm"};
  // clang-format on
  const auto filled = [](std::string shape, const std::string& column, const std::string& constant) {
    std::string text;
    for (const char c : shape)
      text += c == '@' && shape.find("@>") == std::string::npos ? column
              : c == '#'                                        ? constant
                                                                : std::string(1, c);
    return text;
  };
  std::size_t compared = 0;
  for (const auto& column : columns)
    for (const auto& shape : shapes) {
      std::vector<std::pair<std::string, std::string>> all;
      for (const auto& constant : constants) {
        const auto fragment =
            shape == "@ @> #" ? column + " @> " + constant : filled(shape, column, constant);
        if (auto live = printed(session, fragment); !live.empty())
          all.emplace_back(fragment, std::move(live));
      }
      for (const auto& [fragment, live] : all)
        for (const auto& [other, other_live] : all) {
          ++compared;
          const bool text_only =
              (column == "v" || column == "tx") && without_text_casts(live) == without_text_casts(other_live);
          if (live != other_live && !text_only && sql::same_expression(fragment, other_live, names))
            FAIL_CHECK(fragment << "  (" << live << ")  is taken for  " << other_live << "  of  " << other);
        }
    }
  CHECK(compared > 10000);
}

TEST_CASE("same_expression: defaults of columns", "[db][sql]") {
  test::TestDatabase database(setup);
  auto session = database.connect();
  auto names = names_of_table(session);
  // clang-format off
  const std::vector<std::pair<std::string, std::string>> defaults = {
      {"text", "'x'"}, {"varchar(20)", "'x'"}, {"varchar", "''"}, {"char(3)", "'x'"}, {"int", "0"}, {"int", "-1"}, {"int", "'5'"}, {"bigint", "0"}, {"bigint", "-1"},
      {"bigint", "3000000000"}, {"smallint", "1"}, {"numeric", "0"}, {"numeric(10,2)", "0"}, {"numeric(10,2)", "1.50"}, {"numeric", "-1.5"}, {"numeric", "'0'"}, {"float8", "0"},
      {"float8", "1.5"}, {"boolean", "true"}, {"boolean", "false"}, {"boolean", "'t'"}, {"timestamptz", "now()"}, {"timestamptz", "current_timestamp"}, {"date", "current_date"},
      {"date", "'2020-01-01'"}, {"uuid", "gen_random_uuid()"}, {"jsonb", "'{}'"}, {"jsonb", "'[]'::jsonb"}, {"text[]", "'{}'"}, {"text[]", "array[]::text[]"}, {"text[]", "array['a']"},
      {"int[]", "'{1,2}'"}, {"int[]", "array[1,2]"}, {"mood", "'a'"}, {"mood", "'a'::mood"}, {"app.dom", "'x'"}, {"citext", "'x'"}, {"bigint", "nextval('seq')"}, {"bigint", "nextval('app.seq')"},
      {"bigint", "nextval('seq'::regclass)"}, {"interval", "'1 day'"}, {"interval", "interval '1 day'"}, {"text", "current_user"}, {"text", "current_setting('app.tenant')"},
      {"timestamptz", "now() + interval '1 day'"}, {"text", "md5(random()::text)"}, {"inet", "'127.0.0.1'"}, {"bytea", "'\\x00'"}, {"text", "lower('X')"}, {"text", "('x')"}, {"int", "(1 + 2)"}};
  // clang-format on
  for (const auto& [type, expression] : defaults) {
    const auto live = printed_default(session, type, expression);
    INFO(type << " default " << expression << "   ->   " << live);
    CHECK(sql::same_expression(expression, live, names));
    names.result_type = sql::canonical_type(type, names);
    CHECK(sql::same_expression(expression, live, names));
    names.result_type.clear();
  }
  for (const auto& [type, expression] : defaults)
    for (const auto& [other_type, other] : defaults) {
      const auto live = printed_default(session, type, expression);
      const bool both_zero = (expression == "0" || expression == "'0'") && (other == "0" || other == "'0'");
      if (type == other_type && !both_zero && live != printed_default(session, other_type, other) &&
          sql::same_expression(other, live, names))
        FAIL_CHECK(other << " is taken for " << live << " of " << expression);
    }
}

TEST_CASE("canonical_type: what format_type prints", "[db][sql]") {
  test::TestDatabase database(setup);
  auto session = database.connect();
  const auto names = names_of_table(session);
  // clang-format off
  const std::vector<std::string> spellings = {
      "int", "int4", "integer", "int2", "smallint", "int8", "bigint", "pg_catalog.int4", "INT", "bool", "boolean", "text", "varchar", "varchar(255)", "character varying(3)",
      "character varying", "char", "char(5)", "character(5)", "character", "bpchar", "\"char\"", "pg_catalog.\"char\"", "pg_catalog.bpchar", "nchar(4)", "national character varying(7)",
      "numeric", "numeric(10)", "numeric(10,2)", "numeric(5,-2)", "decimal(10, 2)", "dec", "float", "float(24)", "float(25)", "float4", "float8", "real", "double precision", "money",
      "timestamp", "timestamptz", "timestamp(3)", "timestamptz(0)", "timestamp(3) with time zone", "timestamp without time zone", "time", "timetz", "time(2)", "time(2) with time zone",
      "date", "interval", "interval(3)", "interval year", "interval year to month", "interval day to second(2)", "interval second(3)", "interval minute", "bit", "bit(3)", "bit varying",
      "bit varying(8)", "varbit", "varbit(2)", "pg_catalog.bit", "json", "jsonb", "uuid", "bytea", "inet", "cidr", "macaddr", "xml", "tsvector", "tsquery", "oid", "name", "regclass", "regtype", "point", "box",
      "int4range", "tstzrange", "daterange", "int4multirange", "pg_lsn", "int[]", "int array", "int array[4]", "integer[3][2]", "text[]", "varchar(5)[]", "numeric(10,2)[]",
      "timestamptz[]", "mood", "app.mood", "mood[]", "app.dom", "citext", "public.citext", "citext[]", "\"My Type\"", "public.\"My Type\"[]", "char(3)[]", "\"bit\"", "\"varchar\"", "\"numeric\"(3,1)"};
  // clang-format on
  for (const auto& spelling : spellings) {
    session.query("BEGIN");
    session.query("SET LOCAL search_path = app, public");
    session.query("CREATE TEMP TABLE printed (a " + spelling + ")");
    session.query("SET LOCAL search_path = ''");
    const auto live = session.value(
        "SELECT pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute "
        "WHERE attrelid = 'pg_temp.printed'::regclass AND attnum = 1");
    session.query("ROLLBACK");
    INFO(spelling);
    CHECK(sql::canonical_type(spelling, names) == live);
    CHECK(sql::canonical_type(live, names) == live);
  }
}

TEST_CASE("canonical_type: every type of the server is known", "[db][sql]") {
  test::TestDatabase database;
  auto session = database.connect();
  session.query("SET search_path = ''");
  const auto types = session.query(
      "SELECT pg_catalog.quote_ident(typname) AS name, pg_catalog.format_type(oid, -1) AS printed FROM "
      "pg_catalog.pg_type "
      "WHERE typnamespace = 'pg_catalog'::regnamespace AND typrelid = 0 AND typtype IN ('b', 'r', 'm') AND "
      "typname NOT LIKE '\\_%' "
      "AND typname NOT LIKE 'pg\\_%' ORDER BY 1");
  REQUIRE(types.rows() > 60);
  // A user's type of the same name in the search path must not win over the server's.
  for (std::size_t row = 0; row < types.rows(); ++row) {
    auto name = types.text(row, "name");
    if (name.starts_with('"') && name != "\"char\"") name = "pg_catalog." + name;
    if (!name.starts_with('"') && sql::identifier(name) != name) continue;
    sql::Names names;
    names.known = {"public." + name};
    names.search_path = {"public"};
    CHECK(sql::canonical_type(name, names) == types.text(row, "printed"));
  }
}
