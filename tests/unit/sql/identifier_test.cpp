// Quoting against the server's own rule, and generated names.
#include "sql/identifier.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <set>

using namespace phasegate;

namespace {

// clang-format off
const std::vector<std::string> hostile_names = {
    "plain",      "we\"ird; --", "Upper",   "two words", "ünïcödé", "名前",   "1st",  "_under",     "a$b", "$a",
    "select",     "user",        "between", "left",      "int",     "name",   "text", "value",      "''",  "back\\slash",
    "line\nfeed", "{braces}",    "${var}",  ".",         "a.b",     "\"",     " ",    "tab\tinside", "é",  std::string(63, 'x'),
    std::string(63, 'X')};
// clang-format on

bool newer_than_15(const std::string& word) {
  return word == "system_user" || word == "merge_action" || word.starts_with("json");
}

}  // namespace

TEST_CASE("identifier: hostile names are quoted as the server quotes them", "[db][sql]") {
  test::TestDatabase database;
  auto session = database.connect();
  for (const auto& name : hostile_names)
    CHECK(sql::identifier(name) == session.value("SELECT pg_catalog.quote_ident($1)", {name}));
}

TEST_CASE("identifier: every keyword of the server is quoted as the server does", "[db][sql]") {
  test::TestDatabase database;
  auto session = database.connect();
  const auto words =
      session.query("SELECT word, pg_catalog.quote_ident(word) AS quoted FROM pg_catalog.pg_get_keywords()");
  REQUIRE(words.rows() > 400);
  for (std::size_t row = 0; row < words.rows(); ++row) {
    const auto word = words.text(row, "word");
    if (words.text(row, "quoted") == word && newer_than_15(word)) continue;
    CHECK(sql::identifier(word) == words.text(row, "quoted"));
  }
}

TEST_CASE("identifier: a quoted name comes back from the server as it was", "[db][sql]") {
  test::TestDatabase database;
  auto session = database.connect();
  for (const auto& name : hostile_names) {
    const auto rows = session.query("SELECT 1 AS " + sql::identifier(name));
    CHECK(rows.column(name).has_value());
  }
}

TEST_CASE("literal: texts come back from the server as they were", "[db][sql]") {
  test::TestDatabase database;
  auto session = database.connect();
  for (const auto& text : {"", "it's", "back\\slash", "\\' OR 1=1 --", "line\nfeed", "$$", "E'x'", "名前"}) {
    CHECK(session.value("SELECT " + sql::literal(text)) == text);
    CHECK(session.value("SELECT " + sql::dollar_quoted(text, "body")) == text);
    CHECK(session.value("SELECT " + sql::dollar_quoted(text, "")) == text);
  }
}

TEST_CASE("literal: null and a NUL byte", "[sql]") {
  CHECK(sql::literal_or_null(std::nullopt) == "NULL");
  CHECK(sql::literal_or_null("a") == "'a'");
  CHECK_THROWS_AS(sql::literal(std::string("a\0b", 3)), Error);
  CHECK_THROWS_AS(sql::identifier(std::string("a\0b", 3)), Error);
}

TEST_CASE("dollar_quoted: the tag is not in the text", "[sql]") {
  CHECK(sql::dollar_quoted("BEGIN", "do") == "$do$BEGIN$do$");
  CHECK(sql::dollar_quoted("a $do$ b", "do") == "$do1$a $do$ b$do1$");
  CHECK(sql::dollar_quoted("ends in $do", "do") == "$do1$ends in $do$do1$");
  CHECK(sql::dollar_quoted("price in $", "") == "$q1$price in $$q1$");
}

TEST_CASE("qualified: parts are quoted on their own", "[sql]") {
  CHECK(sql::qualified("public", "users") == "public.users");
  CHECK(sql::qualified("My Schema", "order") == "\"My Schema\".\"order\"");
  CHECK(sql::qualified("", "users") == "users");
  CHECK(sql::relation({.kind = "table", .schema = "app", .parent = "", .name = "a.b"}) == "app.\"a.b\"");
}

TEST_CASE("bounded_name: at most 63 bytes, whole characters, and different for different names", "[sql]") {
  CHECK(sql::bounded_name("users", "_sync") == "users_sync");
  CHECK(sql::bounded_name(std::string(58, 'a'), "_sync") == std::string(58, 'a') + "_sync");
  std::set<std::string> names;
  for (const auto* end : {"1", "2", "3", "4"}) {
    const auto name = sql::bounded_name(std::string(70, 'a') + end, "_sync");
    CHECK(name.size() == 63);
    CHECK(name.ends_with("_sync"));
    names.insert(name);
  }
  CHECK(names.size() == 4);
  std::string wide;
  for (int i = 0; i < 40; ++i) wide += "é";
  for (const auto* suffix : {"_s", "_sy"}) {
    const auto name = sql::bounded_name(wide, suffix);
    CHECK(name.size() <= 63);
    const auto before_hash = name.substr(0, name.size() - 9 - std::string(suffix).size());
    CHECK(before_hash.size() % 2 == 0);
    CHECK(before_hash == wide.substr(0, before_hash.size()));
  }
  CHECK_THROWS_AS(sql::bounded_name("x", std::string(51, 's')), Bug);
}

TEST_CASE("joined_name: reads like its parts, and different parts give different names", "[sql]") {
  CHECK(sql::joined_name("up_", {"public", "users", "nickname"}) == "up_public_users_nickname");
  CHECK(sql::joined_name("up_", {"public", "users"}, "_back") == "up_public_users_back");
  const std::string one = sql::joined_name("up_", {"public", "a", "b_d"}), other = sql::joined_name("up_", {"public", "a_b", "d"});
  CHECK(one != other);
  CHECK(one.starts_with("up_public_a_b_d_"));
  CHECK(sql::joined_name("", {"a_b", "c"}) != sql::joined_name("", {"a", "b", "c"}));
  CHECK(sql::joined_name("up_", {"public", std::string(60, 'a'), "b_c"}).size() == 63);
  CHECK(sql::joined_name("up_", {"public", std::string(60, 'a'), "b_c"}) != sql::joined_name("up_", {"public", std::string(60, 'a') + "_b", "c"}));
}
