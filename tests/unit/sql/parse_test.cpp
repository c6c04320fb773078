// Checks, splitting, and columns changed at their place.
#include "sql/parse.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

using namespace phasegate;
using Texts = std::vector<std::string>;

TEST_CASE("check_expression: one expression and nothing more", "[sql]") {
  for (const auto* good : {"1", "-1", "lower(a) || 'x'", "a IS NOT NULL", "(a)", "CASE WHEN a THEN 1 END",
                           "a -- note", "ARRAY[1,2]", "a IN (1, 2)"})
    CHECK_FALSE(sql::check_expression(good));
  for (const auto* bad : {"", "  ", "a b", "1, 2", "a; DROP TABLE t", "a;", "a GROUP BY b", "a FROM t",
                          "a) FROM (t", "a LIMIT 1", "a FOR UPDATE", "*", "a UNION SELECT 2", "a ORDER BY 1",
                          "'open", "/* open", "a = ", "a OFFSET 2", "a WINDOW w AS ()"})
    CHECK(sql::check_expression(bad));
}

TEST_CASE("check_expression: the offset is in bytes of the text", "[sql]") {
  const auto error = sql::check_expression("'é' || 1 1");
  REQUIRE(error);
  CHECK(error->message == "syntax error at or near \"1\"");
  CHECK(std::string_view("'é' || 1 1").substr(static_cast<std::size_t>(error->offset)) == "1");
  CHECK(sql::check_expression("a =")->offset == 3);
}

TEST_CASE("check_expression: very deep nesting is refused, not a crash", "[sql]") {
  std::string chain = "1";
  for (int i = 0; i < 400; ++i) chain += " || 1";
  CHECK_FALSE(sql::check_expression(chain));
  for (int i = 0; i < 5000; ++i) chain += " || 1";
  const auto error = sql::check_expression(chain);
  REQUIRE(error);
  CHECK(error->message == "this nests too deeply to be read");
  for (int i = 0; i < 100000; ++i) chain += "+1";
  CHECK(sql::check_expression(chain));
  std::string wide = "a";
  for (int i = 0; i < 5000; ++i) wide += " and a";
  CHECK_FALSE(sql::check_expression(wide));
}

TEST_CASE("check_type: a name of a type and nothing more", "[sql]") {
  for (const auto* good : {"int", "varchar(255)", "numeric(10,2)[]", "timestamp with time zone", "app.mood",
                           "\"My Type\"", "interval year to month", "int array[3]"})
    CHECK_FALSE(sql::check_type(good));
  for (const auto* bad : {"", "int not null", "int = 1", "int, int", "setof int", "int collate \"C\"",
                          "int::text", "select", "varchar(", "int;", "1"})
    CHECK(sql::check_type(bad));
}

TEST_CASE("check_statement: several statements, or where it is wrong", "[sql]") {
  CHECK_FALSE(sql::check_statement("SELECT 1; CREATE TABLE t (a int);"));
  CHECK_FALSE(sql::check_statement("-- nothing\n"));
  const auto error = sql::check_statement("SELECT 1;\nCREATE TABEL t (a int);");
  REQUIRE(error);
  CHECK(error->offset == 17);
  CHECK(sql::check_statement(std::string("SELECT 1\0", 9)));
}

TEST_CASE("split_statements: by tokens", "[sql]") {
  CHECK(sql::split_statements("SELECT 1; SELECT 2") == Texts{"SELECT 1", "SELECT 2"});
  CHECK(sql::split_statements("") == Texts{});
  CHECK(sql::split_statements(" ; ;\n-- only a comment;\n") == Texts{});
  CHECK(sql::split_statements("/* a; b */ SELECT ';' ; -- c;\n SELECT $$;$$;") ==
        Texts{"SELECT ';'", "SELECT $$;$$"});
  CHECK(sql::split_statements("SELECT \";\" -- inside;\n, 2; SELECT $q$ $$;$$ $q$") ==
        Texts{"SELECT \";\" -- inside;\n, 2", "SELECT $q$ $$;$$ $q$"});
  CHECK(sql::split_statements("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3").size() ==
        2);
  CHECK(sql::split_statements("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 "
                              "END; SELECT 2; END; SELECT 3")
            .size() == 2);
  CHECK(sql::split_statements("BEGIN; UPDATE t SET a = 1; END; SELECT 1").size() == 4);
  CHECK(sql::split_statements("MERGE INTO t USING s ON a = b WHEN NOT MATCHED BY SOURCE THEN DELETE "
                              "RETURNING merge_action(); SELECT 1")
            .size() == 2);
  CHECK_THROWS_AS(sql::split_statements("SELECT 'open"), Error);
  const auto parts = sql::split_statements_with_offsets("-- é\nSELECT 1;\n  SELECT 2;");
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].offset == 6);
  CHECK(parts[1].offset == 18);
}

TEST_CASE("column_references: last parts, once, in order", "[sql]") {
  CHECK(sql::column_references("b + a * t.c - a") == Texts{"b", "a", "c"});
  CHECK(sql::column_references("concat_ws(' ', \"First Name\", (row_value).x, now())") ==
        Texts{"First Name", "row_value"});
  CHECK(sql::column_references("count(t.*) + 1") == Texts{});
  CHECK(sql::column_references("current_date - created") == Texts{"created"});
  CHECK_THROWS_AS(sql::column_references("a +"), Error);
}

TEST_CASE("with_renamed_columns: the rest of the text stays as typed", "[sql]") {
  CHECK(sql::with_renamed_columns("lower( nick ) || 'nick' -- nick", {{"nick", "nickname"}}) ==
        "lower( nickname ) || 'nick' -- nick");
  CHECK(sql::with_renamed_columns("t . nick = \"nick\"", {{"nick", "Nick Name"}}) ==
        "t . \"Nick Name\" = \"Nick Name\"");
  CHECK(sql::with_renamed_columns("a + b", {{"a", "b"}, {"b", "a"}}) == "b + a");
  CHECK(sql::with_renamed_columns("'é' || NICK || U&\"n\\0069ck\"", {{"nick", "n"}}) == "'é' || n || n");
  CHECK(sql::with_renamed_columns("nick(nick)", {{"nick", "n"}}) == "nick(n)");
  CHECK_THROWS_AS(sql::with_renamed_columns("(SELECT a FROM t)", {{"a", "b"}}), Error);
}

TEST_CASE("with_qualified_columns: every column of the row", "[sql]") {
  CHECK(sql::with_qualified_columns("concat_ws(' ', first_name, last_name)", "new") ==
        "concat_ws(' ', new.first_name, new.last_name)");
  CHECK(sql::with_qualified_columns("users.a + app.users.b + other.c + \"D\"", "new", "users") ==
        "new.a + new.b + other.c + new.\"D\"");
  CHECK(sql::with_qualified_columns("users . a", "new") == "users . a");
  CHECK(sql::with_qualified_columns("(address).city || tags[1]", "new") ==
        "(new.address).city || new.tags[1]");
  CHECK(sql::with_qualified_columns("now() - interval '1 day'", "new") == "now() - interval '1 day'");
  CHECK(sql::with_qualified_columns("a /* b */ + b", "new") == "new.a /* b */ + new.b");
  CHECK_THROWS_AS(sql::with_qualified_columns("EXISTS (SELECT 1 FROM x)", "new"), Error);
  CHECK_THROWS_AS(sql::with_qualified_columns("a = ANY (SELECT b FROM x)", "new"), Error);
}

TEST_CASE("function_names and calls_volatile", "[sql]") {
  CHECK(sql::function_names("app.f(lower(a)) + coalesce(b, \"My\".\"F\"()) + lower(b)") ==
        Texts{"app.f", "lower", "\"My\".\"F\""});
  CHECK(sql::calls_volatile("lower(random()::text)"));
  CHECK(sql::calls_volatile("public.gen_random_uuid()"));
  CHECK_FALSE(sql::calls_volatile("now()"));
  CHECK_FALSE(sql::calls_volatile("random"));
}

TEST_CASE("calls_volatile: as the server classes its functions", "[db][sql]") {
  test::TestDatabase database;
  auto session = database.connect();
  for (const auto* name : {"clock_timestamp", "random", "gen_random_uuid", "nextval", "setval", "timeofday",
                           "currval", "pg_sleep", "set_config", "now", "lower", "txid_current", "date_trunc",
                           "current_setting", "statement_timestamp", "pg_relation_size", "md5"}) {
    const bool server =
        session.value("SELECT bool_or(provolatile = 'v') FROM pg_catalog.pg_proc WHERE proname = $1",
                      {name}) == "t";
    CHECK(sql::calls_volatile(std::string(name) + "()") == server);
  }
}

TEST_CASE("is_constant and has_subselect", "[sql]") {
  for (const auto* yes : {"1", "-1", "'x'::text", "NULL", "ARRAY[1, 2]::int[]", "date '2020-01-01'", "true"})
    CHECK(sql::is_constant(yes));
  for (const auto* no : {"a", "now()", "1 + 1", "ARRAY[a]", "a::text", "current_date", "1 +"})
    CHECK_FALSE(sql::is_constant(no));
  CHECK(sql::has_subselect("a IN (SELECT 1)"));
  CHECK_FALSE(sql::has_subselect("a IN (1)"));
}
