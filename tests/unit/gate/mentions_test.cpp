// Functions whose text names what a plan takes away: which are found, and how they shut the gate.
#include "support/catch.hpp"

#include "scenario.hpp"

#include "gate/evaluate.hpp"
#include "gate/mentions.hpp"

#include <map>

using namespace phasegate;
using test::GateDatabase;
using test::Json;
using test::spec;

namespace {

std::map<std::string, std::string> found(const test::TestDatabase& database, const Json& going) {
  auto session = database.connect();
  session.query("BEGIN READ ONLY; SET LOCAL search_path = ''; SET LOCAL quote_all_identifiers = on");
  std::map<std::string, std::string> list;
  for (const Mention& mention : mentions(session, going.dump())) list[mention.function] = mention.names;
  session.query("ROLLBACK");
  return list;
}

Json column(const std::string& table, const std::string& name) { return {{"what", "column " + name}, {"tables", Json::array({table})}, {"column", name}}; }
Json table(const std::string& name) { return {{"what", "table " + name}, {"tables", Json::array({name})}}; }

void create(const test::TestDatabase& database, const std::string& signature, const std::string& body) {
  database.connect().query("CREATE FUNCTION public." + signature + " LANGUAGE plpgsql AS $body$BEGIN " + body + "; END$body$");
}

// The checks about mentions, by name.
std::map<std::string, GateCheck> checks(const GateDatabase& database, const Json& json) {
  auto session = database.connect();
  std::map<std::string, GateCheck> list;
  for (const GateCheck& check : evaluate(session, json.dump()))
    if (check.name.starts_with("mentions")) list[check.name] = check;
  return list;
}

using Names = std::map<std::string, std::string>;

}  // namespace

TEST_CASE("mentions: a function that has to do with the table and names the column", "[db][gate]") {
  const test::TestDatabase database(
      "CREATE TABLE public.t (id integer, points integer); CREATE TABLE public.other (points integer);\n"
      "CREATE TABLE public.parent (points integer) PARTITION BY LIST (points); CREATE TABLE public.part PARTITION OF public.parent DEFAULT");
  create(database, "by_trigger() RETURNS trigger", "NEW.points := 1; RETURN NEW");
  create(database, "elsewhere() RETURNS trigger", "NEW.points := 1; RETURN NEW");
  create(database, "by_partition() RETURNS trigger", "NEW.points := 1; RETURN NEW");
  database.connect().query(
      "CREATE TRIGGER a BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.by_trigger();\n"
      "CREATE TRIGGER a BEFORE INSERT ON public.other FOR EACH ROW EXECUTE FUNCTION public.elsewhere();\n"
      "CREATE TRIGGER a BEFORE INSERT ON public.part FOR EACH ROW EXECUTE FUNCTION public.by_partition();\n"
      "CREATE PROCEDURE public.p(integer) LANGUAGE sql AS 'UPDATE public.t SET points = $1';\n"
      "CREATE FUNCTION public.known() RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT points FROM public.t LIMIT 1; END");
  create(database, "of_rows(public.t[]) RETURNS integer", "RETURN $1[1].points");
  create(database, "by_string() RETURNS void", "EXECUTE format('SELECT %I FROM %I', 'points', 't')");
  create(database, "in_comment() RETURNS void", "NULL /* t.points */");
  create(database, "of_another_table() RETURNS void", "PERFORM points FROM public.other");
  create(database, "of_another_column() RETURNS void", "PERFORM points2, my_points FROM public.t");
  database.connect().query("CREATE SCHEMA phasegate; CREATE FUNCTION phasegate.own() RETURNS integer LANGUAGE sql AS 'SELECT points FROM public.t'");
  CHECK(found(database, Json::array({column("public.t", "points")})) == Names{{"function public.by_trigger()", "column points"}, {"procedure public.p(integer)", "column points"}, {"function public.of_rows(public.t[])", "column points"},
                                                                 {"function public.by_string()", "column points"}, {"function public.in_comment()", "column points"}});
  CHECK(found(database, Json::array({column("public.parent", "points")})) == Names{{"function public.by_partition()", "column points"}});
  CHECK(found(database, Json::array({table("public.other")})) == Names{{"function public.of_another_table()", "table public.other"}});
  CHECK(found(database, Json::array({column("public.t", "id")})).empty());
  Json renamed = column("public.before", "points");
  renamed["tables"].push_back("public.other");
  CHECK(found(database, Json::array({renamed, column("public.t", "points2")})) == Names{{"function public.elsewhere()", "column points"}, {"function public.of_another_table()", "column points"}, {"function public.of_another_column()", "column points2"}});
}

TEST_CASE("mentions: names are found as SQL reads them", "[db][gate]") {
  const test::TestDatabase database("CREATE TABLE public.t (a integer)");
  struct Case {
    std::string name, text;
    bool is_found;
  };
  const std::vector<Case> cases = {
      {"nick", "t.NICK", true},         {"nick", "t.\"nick\"", true},   {"nick", "t.\"NICK\"", false}, {"nick", "t.nick2", false},   {"nick", "t.nické", false},
      {"nick", "'t' = 'nick'", true},   {"nick", "(nick)-t", true},     {"nick", "t.a_nick", false},   {"Nick", "t.\"Nick\"", true}, {"Nick", "t.nick", false},
      {"Nick", "t.Nick", false},        {"Nick", "'t' > 'Nick'", true}, {"order", "t.order", true},    {"order", "t ORDER BY 1", false},
      {"order", "t.\"order\"", true},   {"größe", "t.größe", true},     {"größe", "t.große", false},   {"größe", "t.größen", false},
      {"a$b", "t.a$b", true},           {"a.b", "t.a.b", false},        {"a.b", "t.\"a.b\"", true},    {"we\"ird'; --", "t.\"we\"\"ird'; --\"", true},
      {"we\"ird'; --", "'t' || 'we\"ird''; --'", true},                 {"1st", "t.\"1st\"", true},    {"1st", "t.1st", false},
  };
  for (const Case& one : cases) {
    INFO(one.name << " in " << one.text);
    auto session = database.connect();
    session.query("SET check_function_bodies = off");
    session.query("CREATE OR REPLACE FUNCTION public.f() RETURNS integer LANGUAGE sql AS $body$SELECT " + one.text + "$body$");
    CHECK(found(database, Json::array({column("public.t", one.name)})).empty() != one.is_found);
  }
  database.connect().query("CREATE TABLE public.\"we\"\"ird; --\" (a integer); CREATE OR REPLACE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT a FROM \"we\"\"ird; --\"'");
  CHECK(found(database, Json::array({table("public.\"we\"\"ird; --\""), column("public.\"we\"\"ird; --\"", "a")})) == Names{{"function public.f()", "column a, table public.\"we\"\"ird; --\""}});
}

TEST_CASE("gate: a function that mentions what goes shuts contract until it is replaced or approved", "[db][gate]") {
  const GateDatabase database;
  database.mark("finished", "2.0.0");
  create(database, "greet() RETURNS text", "RETURN nick FROM public.users");
  create(database, "\"we\"\"ird; --\"() RETURNS text", "RETURN nick FROM public.users");
  Json json = spec("contract");
  CHECK(checks(database, json).empty());
  json["going"] = Json::array({column("public.users", "nick")});
  const std::string greet = "mentions function public.greet()", weird = "mentions function public.\"we\"\"ird; --\"()";
  auto shut = checks(database, json);
  CHECK(shut.size() == 2);
  CHECK_FALSE(shut[greet].open);
  CHECK(shut[greet].reason == "its text mentions column nick");
  CHECK(shut[greet].remedy == "replace the body of function public.greet(), or, where it works without that: phasegate mark --approve \"mentions in function public.greet()\" --plan 0a1b2c3d");
  auto session = database.connect();
  const std::string drop = test::guarded(json, "ALTER TABLE public.users DROP COLUMN nick");
  CHECK(test::sqlstate_of(session, drop) == "PG003");
  session.query("SET phasegate.override = 'we know better'");
  CHECK(test::sqlstate_of(session, drop) == "PG003");
  session.query("RESET phasegate.override");

  approve(session, "ffffffff", "mentions in function public.greet()");
  CHECK_FALSE(checks(database, json)[greet].open);
  approve(session, "0a1b2c3d", "mentions in function public.greet()");
  CHECK(checks(database, json)[greet].open);
  CHECK_FALSE(checks(database, json)[weird].open);
  session.query("CREATE OR REPLACE FUNCTION public.\"we\"\"ird; --\"() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN name FROM public.users; END'");
  CHECK_FALSE(checks(database, json).contains(weird));
  json["direction"] = "undo";
  CHECK(checks(database, json).empty());
  CHECK(test::sqlstate_of(session, drop).empty());
  CHECK_FALSE(database.has_column("nick"));
}
