// Schemas inside pieces of SQL: what is a name gets another one, what is a value stays.
#include "sql/schema_names.hpp"

#include "support/catch.hpp"
#include "support/server.hpp"

namespace phasegate::sql {
namespace {

std::string renamed(std::string_view text) { return with_renamed_schemas(text, {{"shop", "store"}, {"Old \"S\"", "we\"ird; --"}, {"store", "warehouse"}}); }

}  // namespace

TEST_CASE("schema names: functions, types, operators and collations follow, each name once") {
  CHECK(renamed("shop.f(a) > 0") == "store.f(a) > 0");
  CHECK(renamed("SHOP . f(a)") == "store . f(a)");
  CHECK(renamed("shop.f(store.g('x'::shop.mood))") == "store.f(warehouse.g('x'::store.mood))");
  CHECK(renamed("a OPERATOR(shop.=) b") == "a OPERATOR(store.=) b");
  CHECK(renamed("(name COLLATE shop.german)") == "(name COLLATE store.german)");
  CHECK(renamed("\"Old \"\"S\"\"\".f(a)") == "\"we\"\"ird; --\".f(a)");
  CHECK(renamed("shop.mood[]") == "store.mood[]");
  CHECK(renamed("lower(x) shop.text_ops desc") == "lower(x) store.text_ops desc");
}

TEST_CASE("schema names: columns, other parts of names, values and comments stay") {
  for (const char* text : {"shop", "shop > 0", "other.shop", "a.shop.b", "'shop.users'", "'shop.users'::text", "lower('shop.name')", "shop_f(a)", "\"Shop\".f(a)", "f(a) -- shop.x", "now('shop.x'::text::regclass)"})
    CHECK(renamed(text) == text);
  CHECK(renamed("'not closed") == "'not closed");
}

TEST_CASE("schema names: a string that names something at once follows") {
  CHECK(renamed("nextval('shop.ids'::regclass)") == "nextval('store.ids'::regclass)");
  CHECK(renamed("nextval('shop.ids')") == "nextval('store.ids')");
  CHECK(renamed("pg_catalog.nextval('\"Old \"\"S\"\"\".\"it''s\"'::regclass)") == "pg_catalog.nextval('\"we\"\"ird; --\".\"it''s\"'::regclass)");
  CHECK(renamed("nextval('Shop.IDs')") == "nextval('store.IDs')");
  CHECK(renamed("nextval('ids'::regclass)") == "nextval('ids'::regclass)");
  CHECK(renamed("nextval('shop.ids'::text::regclass)") == "nextval('shop.ids'::text::regclass)");
}

TEST_CASE("schema names: a string that is looked up when the expression runs is told; a value is not") {
  CHECK(late_names("nextval(('shop.ids'::text)::regclass)", "shop") == std::vector<std::string>{"shop.ids"});
  CHECK(late_names("f('shop.ids', 'other.ids')", "shop") == std::vector<std::string>{"shop.ids"});
  CHECK(late_names("nextval('shop.ids'::regclass)", "shop").empty());
  CHECK(late_names("'shop.ids'::text", "shop").empty());
  CHECK(late_names("f('a shop.', 'shop', 'shop.')", "shop").empty());
  CHECK(late_names("not an (expression", "shop").empty());
}

TEST_CASE("schema names: what the server prints before a rename becomes what it prints after it", "[db]") {
  const test::TestDatabase database(
      "CREATE SCHEMA \"Old \"\"S\"\"\"; CREATE SEQUENCE \"Old \"\"S\"\"\".\"i''d\"; CREATE TYPE \"Old \"\"S\"\"\".mood AS ENUM ('a', 'Old.a'); CREATE COLLATION \"Old \"\"S\"\"\".c (lc_collate = 'C', lc_ctype = 'C');\n"
      "CREATE FUNCTION \"Old \"\"S\"\"\".f(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1';\n"
      "CREATE TABLE t (a bigint DEFAULT nextval('\"Old \"\"S\"\"\".\"i''''d\"'), b text DEFAULT \"Old \"\"S\"\"\".f('Old.x' COLLATE \"Old \"\"S\"\"\".c), c \"Old \"\"S\"\"\".mood DEFAULT 'Old.a', d \"Old \"\"S\"\"\".mood[] DEFAULT ARRAY['a'::\"Old \"\"S\"\"\".mood])");
  Database session = database.connect();
  session.query("SET search_path = ''");
  const auto texts = [&] { return session.query("SELECT pg_get_expr(adbin, adrelid) AS text FROM pg_attrdef WHERE adrelid = 'public.t'::regclass ORDER BY adnum"); };
  const Result before = texts();
  session.query("ALTER SCHEMA \"Old \"\"S\"\"\" RENAME TO \"we\"\"ird; --\"");
  const Result after = texts();
  REQUIRE(before.rows() == 4);
  for (std::size_t row = 0; row < before.rows(); ++row) CHECK(renamed(before.text(row, "text")) == after.text(row, "text"));
}

TEST_CASE("names: in another schema, by schema and name") {
  const std::set<std::pair<std::string, std::string>> names = {{"app", "mood"}, {"app", "Num\"bers; --"}, {"app", "plain"}};
  CHECK(with_names_in("a::app.mood[] = 'x'::App.Mood", names, "pg_temp") == "a::pg_temp.mood[] = 'x'::pg_temp.Mood");
  CHECK(with_names_in("nextval('app.\"Num\"\"bers; --\"'::regclass)", names, "pg_temp") == "nextval('pg_temp.\"Num\"\"bers; --\"'::regclass)");
  CHECK(with_names_in("a COLLATE plain || b collate app.plain", names, "pg_temp") == "a COLLATE pg_temp.plain || b collate pg_temp.plain");
  CHECK(with_names_in("app.mode(app) || 'app.moods' || x.app.mood || mood", names, "pg_temp") == "app.mode(app) || 'app.moods' || x.app.mood || mood");
}

TEST_CASE("names: all of a text, and a table as a whole row") {
  CHECK(all_names("\"A\".b + Lower('app.\"C\"')") == std::set<std::string>{"A", "b", "lower", "app", "C"});
  for (const char* text : {"f(users)", "f(users.*)", "f(a, app.users.*)", "users IS NOT NULL"}) CHECK(mentions_row(text, "users"));
  for (const char* text : {"users.name", "app.users.name", "UPDATE x SET a = 1 FROM app.users", "f('users')", "\"Users\""}) CHECK_FALSE(mentions_row(text, "users"));
}

}  // namespace phasegate::sql
