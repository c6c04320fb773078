// Pairs of what a user typed and what a server printed: equal, and not equal however close.
#include "sql/canonical.hpp"
#include "support/catch.hpp"

#include <utility>

using namespace phasegate;
using Pairs = std::vector<std::pair<const char*, const char*>>;

namespace {

const sql::Names names{.known = {"app.dom", "app.is_valid", "app.mood", "public.citext", "public.helper"},
                       .search_path = {"app", "public"},
                       .column_types = {{"id", "integer"},
                                        {"big", "bigint"},
                                        {"n", "numeric"},
                                        {"f", "double precision"},
                                        {"r", "real"},
                                        {"sm", "smallint"},
                                        {"v", "character varying(20)"},
                                        {"tx", "text"},
                                        {"c", "character(3)"},
                                        {"b", "boolean"},
                                        {"d", "date"},
                                        {"ts", "timestamp with time zone"},
                                        {"j", "jsonb"},
                                        {"arr", "text[]"},
                                        {"m", "app.mood"},
                                        {"ct", "public.citext"},
                                        {"mo", "money"}},
                       .table_schema = "app",
                       .table_name = "t"};

}  // namespace

TEST_CASE("same_expression: equal pairs", "[sql]") {
  // clang-format off
  const Pairs pairs = {
      {"'x'", "'x'::text"}, {"'x'", "'x'::character varying"}, {"''", "''::text"}, {"'a'", "'a'::app.mood"}, {"'a'::mood", "'a'::app.mood"}, {"'{}'", "'{}'::jsonb"}, {"'2020-01-01'", "'2020-01-01'::date"},
      {"0", "0"}, {"0", "0::numeric"}, {"0", "'0'::numeric"}, {"-1", "'-1'::integer"}, {"-1", "-1"}, {"-3000000000", "'-3000000000'::bigint"}, {"'5'", "5"}, {"-1.5", "'-1.5'::numeric"}, {"true", "true"},
      {"'t'::bool", "true"}, {"TRUE", "true"}, {"'t'", "true"}, {"NULL", "NULL::text"}, {"now()", "now()"}, {"NOW( )", "now()"}, {"pg_catalog.now()", "now()"}, {"current_timestamp", "CURRENT_TIMESTAMP"},
      {"nextval('s')", "nextval('app.s'::regclass)"}, {"nextval('app.s')", "nextval('app.s'::regclass)"}, {"nextval('\"S\"')", "nextval('app.\"S\"'::regclass)"}, {"nextval('s'::regclass)", "nextval('app.s'::regclass)"},
      {"v = 'a'", "((v)::text = 'a'::text)"}, {"v in ('a','b')", "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
      {"v in ('a','b')", "((v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))"}, {"tx not in ('a','b')", "(tx <> ALL (ARRAY['a'::text, 'b'::text]))"},
      {"c = 'a'", "(c = 'a'::bpchar)"}, {"c in ('a', 'b')", "(c = ANY (ARRAY['a'::bpchar, 'b'::bpchar]))"}, {"big in (1, 2)", "(big = ANY (ARRAY[(1)::bigint, (2)::bigint]))"}, {"tx in ('a')", "(tx = 'a'::text)"},
      {"n > -1", "(n > ('-1'::integer)::numeric)"}, {"n between 0 and 10", "((n >= (0)::numeric) AND (n <= (10)::numeric))"}, {"id not between 0 and 10", "((id < 0) OR (id > 10))"},
      {"id between 0 and 1 and b", "(((id >= 0) AND (id <= 1)) AND b)"}, {"f > 1.5", "(f > (1.5)::double precision)"}, {"r > 0", "(r > (0)::double precision)"}, {"id != 1", "(id <> 1)"},
      {"tx like 'a%'", "(tx ~~ 'a%'::text)"}, {"v not ilike 'a%'", "((v)::text !~~* 'a%'::text)"}, {"tx similar to 'a'", "(tx ~ similar_to_escape('a'::text))"}, {"tx like 'a' escape '!'", "(tx ~~ like_escape('a'::text, '!'::text))"},
      {"lower(v)", "lower((v)::text)"}, {"lower(c)", "lower((c)::text)"}, {"lower(ct)", "lower((ct)::text)"}, {"v || ' ' || tx", "(((v)::text || ' '::text) || tx)"}, {"coalesce(v, 'x')", "COALESCE(v, 'x'::character varying)"},
      {"coalesce(big, 0)", "COALESCE(big, (0)::bigint)"}, {"case when b then 'x' end", "CASE WHEN b THEN 'x'::text ELSE NULL::text END"}, {"case when b then n else 0 end", "CASE WHEN b THEN n ELSE (0)::numeric END"},
      {"case v when 'a' then 1 else 2 end", "CASE v WHEN 'a'::text THEN 1 ELSE 2 END"}, {"j ->> 'a'", "(j ->> 'a'::text)"}, {"j ->> 'a' = 'b'", "((j ->> 'a'::text) = 'b'::text)"}, {"j @> '{}'", "(j @> '{}'::jsonb)"},
      {"arr && array['a']", "(arr && ARRAY['a'::text])"}, {"arr @> '{a}'", "(arr @> '{a}'::text[])"}, {"'a' = any(arr)", "('a'::text = ANY (arr))"}, {"m in ('a','b')", "(m = ANY (ARRAY['a'::app.mood, 'b'::app.mood]))"},
      {"ct = 'a'", "(ct OPERATOR(public.=) 'a'::public.citext)"}, {"d >= '2020-01-01'", "(d >= '2020-01-01'::date)"}, {"ts > now() - interval '1 day'", "(ts > (now() - '1 day'::interval))"},
      {"ts at time zone 'UTC'", "(ts AT TIME ZONE 'UTC'::text)"}, {"date_trunc('day', ts)", "date_trunc('day'::text, ts)"}, {"id is not distinct from 1", "(NOT (id IS DISTINCT FROM 1))"}, {"is_valid(tx)", "app.is_valid(tx)"},
      {"helper(tx)", "public.helper(tx)"}, {"t.id > 0", "(id > 0)"}, {"app.t.id > 0", "(id > 0)"}, {"((id)) > (0)", "(id > 0)"}, {"id > 0 and b and v is null", "((id > 0) AND b AND (v IS NULL))"},
      {"cast(id as int8)", "(id)::bigint"}, {"id::int", "id"}, {"array['a']::varchar[]", "ARRAY['a'::character varying]"}, {"array[]::text[]", "ARRAY[]::text[]"}, {"to_tsvector('english', tx)", "to_tsvector('english'::regconfig, tx)"},
      {"tx collate \"C\"", "(tx COLLATE \"C\")"}, {"tx collate pg_catalog.\"C\"", "(tx COLLATE \"C\")"}, {"mo / 2", "(mo / 2)"}, {"current_setting('app.tenant')::uuid", "(current_setting('app.tenant'::text))::uuid"},
      {"(id, big) is null", "(ROW(id, big) IS NULL)"}, {"id operator(pg_catalog.=) 1", "(id = 1)"}, {"exists (select 1 from m where m.a = t.id)", "(EXISTS ( SELECT 1 FROM app.m WHERE (m.a = t.id)))"}};
  // clang-format on
  CHECK(pairs.size() >= 80);
  for (const auto& [wanted, live] : pairs) {
    INFO(wanted << "   |   " << live);
    CHECK(sql::same_expression(wanted, live, names));
  }
}

TEST_CASE("same_expression: pairs that are not equal", "[sql]") {
  // clang-format off
  const Pairs pairs = {
      {"-1", "'-5'::integer"}, {"-1", "0"}, {"0", "'-1'::integer"}, {"1", "'1.0'::numeric"}, {"1.0", "1.00"}, {"'x'", "'X'::text"}, {"'x'", "'x '::text"}, {"''", "NULL::text"}, {"NULL", "''::text"}, {"'x'::text", "'x'::character varying"},
      {"'x'::varchar(3)", "'x'::character varying"}, {"true", "false"}, {"'f'", "true"}, {"1", "true"}, {"current_timestamp", "now()"}, {"now()", "CURRENT_TIMESTAMP"}, {"now()", "statement_timestamp()"}, {"now()", "app.now()"},
      {"current_timestamp", "LOCALTIMESTAMP"}, {"current_timestamp(0)", "CURRENT_TIMESTAMP"}, {"nextval('s')", "nextval('public.s'::regclass)"}, {"nextval('public.s')", "nextval('app.s'::regclass)"}, {"nextval('s')", "nextval(('s'::text)::regclass)"},
      {"nextval('s')", "nextval('app.\"S\"'::regclass)"}, {"nextval('s')", "currval('app.s'::regclass)"}, {"code = 'a'", "((code)::text = 'a'::text)"}, {"c = 'a'", "((c)::text = 'a'::text)"}, {"c::text = 'a'", "(c = 'a'::bpchar)"},
      {"c = any (array['a','b'])", "(c = ANY (ARRAY['a'::bpchar, 'b'::bpchar]))"}, {"length(c)", "length((c)::text)"}, {"v = 'a'", "((v)::text = 'A'::text)"}, {"v = 'a'", "((v)::text <> 'a'::text)"}, {"tx like 'a'", "(tx ~~* 'a'::text)"},
      {"tx like 'a'", "(tx ~ 'a'::text)"}, {"tx in ('a','b')", "(tx = ANY (ARRAY['b'::text, 'a'::text]))"}, {"tx in ('a','b')", "(tx = ANY (ARRAY['a'::text]))"}, {"tx in ('a','b')", "(tx <> ALL (ARRAY['a'::text, 'b'::text]))"},
      {"tx in ('a','b')", "(tx = ALL (ARRAY['a'::text, 'b'::text]))"}, {"a and b", "(b AND a)"}, {"a or b", "(a AND b)"}, {"a or b and id = 1", "((a OR b) AND (id = 1))"}, {"not a", "a"}, {"not (a and b)", "((NOT a) AND b)"},
      {"id between 0 and 10", "((id > 0) AND (id <= 10))"}, {"id between 0 and 10", "((id >= 0) AND (id <= 11))"}, {"id between 0 and 10", "((id >= 0) OR (id <= 10))"}, {"id > 0", "(id >= 0)"}, {"id - 1", "(1 - id)"}, {"id", "big"},
      {"id", "(id)::bigint"}, {"id::bigint", "id"}, {"id::int8", "(id)::numeric"}, {"id::numeric(10,2)", "(id)::numeric(10,3)"}, {"id / 2", "((id)::numeric / (2)::numeric)"}, {"f(id) / 2", "((f(id))::numeric / (2)::numeric)"}, {"mo / 2", "(mo / (2)::money)"},
      {"sm + 1", "(sm + (1)::smallint)"}, {"r + 1", "(r + (1)::real)"}, {"sqrt(2)", "sqrt((2)::numeric)"}, {"j || '1'", "(j || '1'::text)"}, {"j - '{a}'", "(j - '{a}'::text[])"}, {"j -> '1'", "(j -> 1)"}, {"j -> 1", "(j -> '1'::text)"},
      {"arr || '{a}'", "(arr || '{a}'::text)"}, {"ts > '2020-01-01'", "(ts > '2020-01-01'::date)"}, {"ts - '1'", "(ts - '1'::interval)"}, {"ct = 'a'", "((ct)::text = 'a'::text)"}, {"ct = 'a'", "(ct OPERATOR(other.=) 'a'::public.citext)"},
      {"lower(tx)", "upper(tx)"}, {"lower(tx)", "app.lower(tx)"}, {"app.lower(tx)", "lower(tx)"}, {"is_valid(tx)", "public.is_valid(tx)"}, {"other(tx)", "app.other(tx)"}, {"is_valid(v)", "app.is_valid((v)::text)"}, {"f(a, b)", "f(b, a)"}, {"f(a)", "f(a, b)"},
      {"count(distinct id)", "count(id)"}, {"coalesce(a, b)", "COALESCE(b, a)"}, {"coalesce(0, 1)", "COALESCE((0)::numeric, (1)::numeric)"}, {"case when b then 1 else 0 end", "CASE WHEN b THEN 0 ELSE 1 END"}, {"case when b then 1 else 0 end", "CASE WHEN b THEN 1 ELSE NULL::integer END"},
      {"case when b then 1 else 0 end", "CASE WHEN b THEN (1)::numeric ELSE (0)::numeric END"}, {"greatest(id, 1)", "LEAST(id, 1)"}, {"a is null", "(a IS NOT NULL)"}, {"b is true", "(b IS NOT FALSE)"}, {"b is not true", "(b IS FALSE)"},
      {"tx collate \"C\"", "(tx COLLATE \"POSIX\")"}, {"tx collate \"C\"", "tx"}, {"tx", "(tx COLLATE \"C\")"}, {"'a'::mood", "'a'::public.mood"}, {"ts at time zone 'UTC'", "(ts AT TIME ZONE 'utc'::text)"}, {"to_tsvector('english', tx)", "to_tsvector('simple'::regconfig, tx)"},
      {"other.id > 0", "(id > 0)"}, {"id > 0", "(other.id > 0)"}, {"interval '1 day'", "'1 days'::interval"}, {"array[1,2]", "ARRAY[2, 1]"}, {"arr[1]", "arr[2]"}, {"exists (select 1 from m)", "(EXISTS ( SELECT 1 FROM other.m))"},
      {"\"A\"", "a"}, {"id = 1", "id = 1; DROP TABLE t"}, {"id = ", "(id = 1)"}};
  // clang-format on
  CHECK(pairs.size() >= 80);
  for (const auto& [wanted, live] : pairs) {
    INFO(wanted << "   |   " << live);
    CHECK_FALSE(sql::same_expression(wanted, live, names));
  }
}

TEST_CASE("same_expression: the type of the column decides over its default", "[sql]") {
  sql::Names with_type = names;
  with_type.result_type = "timestamp with time zone";
  CHECK(sql::same_expression("'2020-01-01 00:00:00+00'", "'2020-01-01 00:00:00+00'::timestamp with time zone",
                             with_type));
  CHECK_FALSE(sql::same_expression("'2020-01-01'", "'2020-01-01'::date", with_type));
  with_type.result_type = "character varying(20)";
  CHECK(sql::same_expression("'x'", "'x'::character varying", with_type));
  with_type.result_type = "bigint";
  CHECK(sql::same_expression("-1", "'-1'::integer", with_type));
}

TEST_CASE("same_expression: a name that two schemas have is left to the server", "[sql]") {
  sql::Names shadowed = names;
  shadowed.known = {"app.lower", "app.pick", "public.pick"};
  CHECK_FALSE(sql::same_expression("lower(tx)", "lower(tx)  ", shadowed));
  CHECK(sql::same_expression("lower(tx)", "lower(tx)", shadowed));
  CHECK(sql::same_expression("pick(tx)", "app.pick(tx)", shadowed));
  CHECK_FALSE(sql::same_expression("pick(tx)", "public.pick(tx)", shadowed));
}

TEST_CASE("same_index_element: defaults may be left out", "[sql]") {
  // clang-format off
  const Pairs equal = {{"a", "a"}, {"(a)", "a"}, {"a asc", "a"}, {"a", "a ASC NULLS LAST"}, {"a desc", "a DESC NULLS FIRST"}, {"a desc nulls first", "a DESC"}, {"lower(v)", "lower((v)::text)"},
                       {"lower(v) text_pattern_ops", "lower((v)::text) text_pattern_ops"}, {"a collate \"C\"", "a COLLATE \"C\""}, {"a pg_catalog.text_ops", "a text_ops"},
                       {"(v || 'x')", "(((v)::text || 'x'::text))"}, {"j jsonb_path_ops", "j jsonb_path_ops"}, {"(j ->> 'a')", "((j ->> 'a'::text))"}};
  // clang-format on
  // clang-format off
  const Pairs different = {{"a", "b"}, {"a", "a DESC"}, {"a desc", "a DESC NULLS LAST"}, {"a nulls first", "a"}, {"a", "a COLLATE \"C\""}, {"a text_pattern_ops", "a"}, {"a text_pattern_ops", "a varchar_pattern_ops"},
                           {"lower(v)", "upper((v)::text)"}, {"a", "a, b"}, {"a", "a) WHERE (b"}, {"\"A\"", "a"}};
  // clang-format on
  for (const auto& [wanted, live] : equal) {
    INFO(wanted << "   |   " << live);
    CHECK(sql::same_index_element(wanted, live, names));
  }
  for (const auto& [wanted, live] : different) {
    INFO(wanted << "   |   " << live);
    CHECK_FALSE(sql::same_index_element(wanted, live, names));
  }
}

TEST_CASE("canonical_type: what is unknown stays as written", "[sql]") {
  CHECK(sql::canonical_type("nowhere", names) == "nowhere");
  CHECK(sql::canonical_type("\"No Where\"[]", names) == "\"No Where\"[]");
  CHECK(sql::canonical_type("not a type at all", names) == "not a type at all");
  CHECK(sql::canonical_type("t.c%type", names) == "t.c%type");
  CHECK(sql::canonical_type("mood", names) == "app.mood");
  CHECK(sql::canonical_type("other.mood", names) == "other.mood");
  CHECK(sql::canonical_type("public.geometry(Point,4326)", names) == "public.geometry(point,4326)");
}
