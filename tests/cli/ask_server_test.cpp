// What the server would refuse in a phase is refused by `plan`: it is asked about every new or changed expression and definition.
#include "catalog/database.hpp"
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* users =
    "CREATE FUNCTION is_adult(age integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT age >= 18';\n"
    "CREATE FUNCTION moment() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';\n"
    "CREATE TABLE users (id bigint PRIMARY KEY, name text, age integer, place point);\n"
    "INSERT INTO users SELECT i, 'name ' || i, 20 FROM generate_series(1, 9) AS i";

const std::string head = "[table.users]\nprimary_key = \"(id)\"\n";
const std::string columns = "[table.users.column]\nid = \"bigint\"\nname = \"text\"\nage = \"integer\"\nplace = \"point\"\n";

Run planned(const Cli& cli, const std::string& toml, const std::string& options = "") {
  cli.write("d.toml", toml);
  Run run = cli("plan --desired d.toml --out out " + options);
  return run;
}

}  // namespace

TEST_CASE("asking: what an expression names must be there, each told at its place; nothing is written", "[db]") {
  const Cli cli(users);
  const Run run = planned(cli, head + columns +
                                   "bad_default = \"integer default lowerr('A')\"\n"                                              // 8
                                   "bad_type = { is = \"integer\", default = \"'many'\" }\n"                                       // 9
                                   "bad_generated = \"text generated always as (uper(name)) stored\"\n"                            // 10
                                   "bad_collation = \"text collate \\\"xx_XX\\\"\"\n"                                              // 11
                                   "bad_backfill = { is = \"integer not null default 0\", backfill = \"lenght(name)\" }\n"         // 12
                                   "bad_assignment = { is = \"integer not null default 0\", backfill = \"name || 'x'\" }\n"        // 13
                                   "[table.users.check]\nbad_check = \"is_adlt(age)\"\nbad_operator = \"name + 1 > 2\"\nbad_cast = \"name::nope is null\"\n"  // 15, 16, 17
                                   "[table.users.index]\nbad_element = \"(lowr(name))\"\nbad_class = \"(name nope_ops)\"\nbad_method = \"using gits (place)\"\n"  // 19, 20, 21
                                   "bad_option = { is = \"(name)\", options = [\"filfactor=70\"] }\nbad_place = { is = \"(name)\", tablespace = \"nowhere\" }\nbad_where = \"(name) where agee(age) > 3\"\n"  // 22, 23, 24
                                   "bad_point = \"(place)\"\n"  // 25
                                   "[table.users.exclude]\nbad_exclude = \"using gist (place with <<<)\"\n"  // 27
                                   "[domain]\nbad_domain = { is = \"text\", check = { bad = \"VALUE ~~~~ 'x'\" } }\n");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "d.toml:8:15: error: default of column public.users.bad_default: function lowerr(unknown) does not exist [server-refuses]\n  help: did you mean `lower`?"));
  CHECK(has(run, "d.toml:9:40: error: default of column public.users.bad_type: invalid input syntax for type integer: \"many\""));
  CHECK(has(run, "d.toml:10:17: error: generated of column public.users.bad_generated: function uper(text) does not exist [server-refuses]\n  help: did you mean `upper`?"));
  CHECK(has(run, "d.toml:11:17: error: collation of column public.users.bad_collation: collation \"xx_XX\""));
  CHECK(has(run, "d.toml:12:64: error: backfill of column public.users.bad_backfill: function lenght(text) does not exist [server-refuses]\n  help: did you mean `length`?"));
  CHECK(has(run, "d.toml:13:66: error: backfill of column public.users.bad_assignment: column \"bad_assignment\" is of type integer but expression is of type text"));
  CHECK(has(run, "d.toml:15:13: error: expression of check constraint public.users.bad_check: function is_adlt(integer) does not exist [server-refuses]\n  help: did you mean `is_adult`?"));
  CHECK(has(run, "d.toml:16:16: error: expression of check constraint public.users.bad_operator: operator does not exist: text + integer"));
  CHECK(has(run, "d.toml:17:12: error: expression of check constraint public.users.bad_cast: type \"nope\" does not exist"));
  CHECK(has(run, "d.toml:19:15: error: elements of index public.users.bad_element: function lowr(text) does not exist"));
  CHECK(has(run, "d.toml:20:13: error: elements of index public.users.bad_class: operator class \"nope_ops\" does not exist for access method \"btree\""));
  CHECK(has(run, "d.toml:21:14: error: method of index public.users.bad_method: access method \"gits\" does not exist"));
  CHECK(has(run, "d.toml:22:41: error: options of index public.users.bad_option: unrecognized parameter \"filfactor\""));
  CHECK(has(run, "d.toml:23:43: error: tablespace of index public.users.bad_place: tablespace \"nowhere\" does not exist"));
  CHECK(has(run, "d.toml:24:13: error: where of index public.users.bad_where: function agee(integer) does not exist"));
  CHECK(has(run, "d.toml:25:13: error: elements of index public.users.bad_point: data type point has no default operator class for access method \"btree\""));
  CHECK(has(run, "d.toml:27:15: error: elements of exclusion constraint public.users.bad_exclude: operator does not exist: point <<< point"));
  CHECK(has(run, "error: check of domain public.bad_domain: operator does not exist: text ~~~~ unknown"));
  CHECK_FALSE(cli.has("out/plan.json"));
  CHECK(cli("plan --desired d.toml --check").exit_code == 1);
}

TEST_CASE("asking: what the server does not take in its place is refused, too", "[db]") {
  const Cli cli(users);
  const Run run = planned(cli, head + columns +
                                   "sub = \"bigint default (select count(*) from pg_class)\"\n"                   // 8
                                   "whole = \"bigint default sum(1)\"\n"                                          // 9
                                   "several = \"integer default generate_series(1, 2)\"\n"                        // 10
                                   "at = \"timestamptz generated always as (moment()) stored\"\n"                 // 11
                                   "[table.users.check]\nsub_check = \"exists (select from pg_class)\"\n"         // 13
                                   "[table.users.index]\nvolatile_idx = \"((moment()))\"\n"                       // 15
                                   "[table.other]\noptions = [\"fillfactor=7\"]\n[table.other.column]\na = \"xml\"\nb = { is = \"text\", statistics = 200000 }\n"  // 17, 19, 20
                                   "[table.other.unique]\nother_key = \"(a)\"\n");                                // 22
  CHECK(run.exit_code == 1);
  INFO(run.out);
  for (const char* text : {"d.toml:8:7: error: default of column public.users.sub: cannot use subquery in DEFAULT expression", "d.toml:9:9: error: default of column public.users.whole: aggregate functions are not allowed in DEFAULT",
                           "d.toml:10:11: error: default of column public.users.several: set-returning functions are not allowed in DEFAULT", "d.toml:11:6: error: generated of column public.users.at: generation expression is not immutable",
                           "d.toml:13:13: error: expression of check constraint public.users.sub_check: cannot use subquery in check constraint",
                           "d.toml:15:16: error: elements of index public.users.volatile_idx: functions in index expression must be marked IMMUTABLE [server-refuses]\n  help: use only functions that are immutable",
                           "d.toml:17:11: error: options of table public.other: value 7 out of bounds for option \"fillfactor\"", "d.toml:22:13: error: columns of unique constraint public.other.other_key: data type xml has no default operator class"})
    CHECK(has(run, text));
}

TEST_CASE("asking: what the plan itself brings is known, and what stands live", "[db]") {
  const Cli cli(std::string(users) + ";\nCREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TYPE address AS (street text);\nALTER TABLE users ADD COLUMN mood mood, ADD COLUMN home address;\n"
                                     "CREATE FUNCTION is_sad(mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = ''sad'''");
  const Run run = planned(cli, "[enum]\nmood = [\"sad\", \"ok\", \"happy\"]\n\"shop.colour\" = [\"red\", \"blue\"]\n"
                               "[domain]\n\"shop.percent\" = { is = \"integer\", check = { percent_check = \"VALUE between 0 and 100\" } }\n"
                               "[composite]\naddress = { attributes = { street = \"text\", zip = \"text\" } }\n\"shop.pair\" = { attributes = { a = \"shop.colour\", b = \"shop.percent\" } }\n"
                               "[collation]\n\"shop.plain\" = { locale = \"C\" }\n[sequence]\n\"shop.numbers\" = \"start 7\"\n" +
                                   head + columns +
                                   "mood = \"mood\"\nhome = \"address\"\n"
                                   "colour = \"shop.colour default 'red'::shop.colour\"\nshare = \"shop.percent default 50\"\nnumber = \"bigint default nextval('shop.numbers')\"\nlabel = \"text collate shop.plain\"\n"
                                   "[table.users.check]\nadult = \"is_adult(age)\"\nsad = \"not is_sad(mood)\"\nhappier = \"mood <> 'happy'\"\nzip = \"(home).zip <> ''\"\npaint = \"colour <> any ('{blue}'::shop.colour[])\"\n"
                                   "[table.users.index]\ncolour_idx = \"(colour) where colour = 'red'\"\nlabel_idx = \"((label || 'x') collate shop.plain)\"\n"
                                   "[table.\"shop.goods\".column]\nid = \"bigint default nextval('shop.numbers'::regclass)\"\npair = \"shop.pair\"\n",
                          "--approve-destructive");
  INFO(run.out);
  CHECK_FALSE(has(run, "server-refuses"));
  CHECK_FALSE(has(run, "does not exist"));
  CHECK_FALSE(has(run, "invalid input"));
  CHECK_FALSE(has(run, "not asked of the server"));
  const Run typo = planned(cli, "[enum]\nmood = [\"sad\", \"ok\"]\n\"shop.colour\" = [\"red\", \"blue\"]\n[composite]\naddress = { attributes = { street = \"text\" } }\n" + head + columns +
                                    "mood = \"mood\"\nhome = \"address\"\ncolour = \"shop.colour default 'read'\"\nother = \"mood default 'hapy'\"\n[table.users.check]\npaint = \"shop.is_red(colour)\"\n");
  INFO(typo.out);
  CHECK(typo.exit_code == 1);
  CHECK(has(typo, "default of column public.users.colour: invalid input value for enum colour: \"read\""));
  CHECK(has(typo, "default of column public.users.other: invalid input value for enum mood: \"hapy\""));
  CHECK(has(typo, "expression of check constraint public.users.paint: "));
}

TEST_CASE("asking: backfill, reverse, drops and go_on_when", "[db]") {
  const Cli cli(users);
  cli.write("phasegate.toml", "[backfill]\ngo_on_when = \"phase_of_moon() = 'full'\"\n");
  const std::string toml = "[table.users]\nprimary_key = \"(id)\"\ndrops.age = \"'old'\"\n[table.users.column]\nid = \"bigint\"\nplace = \"point\"\n"
                           "full_name = { is = \"text\", renamed_from = \"name\", reverse = { name = \"initcp(full_name)\" } }\nnick = { is = \"text not null default ''\", backfill = \"left(name, 3)\" }\n";
  cli.write("d.toml", toml);
  const Run run = cli("plan --desired d.toml --out out --approve-destructive");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "phasegate.toml:2:14: error: go_on_when of [backfill]: function phase_of_moon() does not exist"));
  CHECK(has(run, "d.toml:7:61: error: reverse of column public.users.full_name: function initcp(text) does not exist [server-refuses]\n  help: did you mean `initcap`?"));
  CHECK(has(run, "d.toml:3:1"));
  CHECK(has(run, "error: drops of table public.users: invalid input syntax for type integer: \"old\""));
  CHECK_FALSE(has(run, "backfill of column"));
}

TEST_CASE("asking: a column of another type, and what mentions it as it stands", "[db]") {
  const Cli cli(std::string(users) + ";\nALTER TABLE users ADD CONSTRAINT young CHECK (age < 200)");
  const Run run = planned(cli, head + "[table.users.column]\nid = \"bigint\"\nname = \"text\"\nage = { is = \"text\", backfill = \"age::text\", reverse = { age = \"age::integer\" } }\nplace = \"point\"\n[table.users.check]\nyoung = \"age < 200\"\n");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "d.toml:9:9: error: expression of check constraint public.users.young: operator does not exist: text < integer"));
}

TEST_CASE("asking runs nothing: no number is drawn, no function with a side effect called", "[db]") {
  const Cli cli(std::string(users) + ";\nCREATE SEQUENCE numbers;\nCREATE FUNCTION drawn() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT nextval(''numbers'')';\n"
                                     "CREATE FUNCTION fixed(bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS 'BEGIN PERFORM nextval(''numbers''); RETURN $1; END'");
  const Run run = planned(cli, "[sequence]\nnumbers = \"as bigint\"\n" + head + columns + "a = \"bigint default nextval('numbers')\"\nb = \"bigint default drawn()\"\nc = \"bigint default fixed(1)\"\nd = { is = \"bigint not null default 0\", backfill = \"fixed(drawn())\" }\n"
                                                      "[table.users.check]\nc_check = \"c > fixed(2)\"\n");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  Database session = connect(cli.database().url());
  CHECK(session.value("SELECT last_value || ' ' || is_called FROM numbers") == "1 false");
  CHECK(session.value("SELECT count(*) FROM pg_class WHERE relpersistence = 't'") == "0");
}

TEST_CASE("asking: hostile names, statements inside of values, and 1,600 columns", "[db]") {
  std::string many = "CREATE TABLE wide (\"we\"\"ird; --\" integer";
  std::string toml = "[table.wide.column]\n'we\"ird; --' = \"integer\"\n";
  for (int i = 1; i < 1590; ++i) {
    many += ", c" + std::to_string(i) + " integer";
    toml += "c" + std::to_string(i) + " = \"integer\"\n";
  }
  const Cli cli(many + ");\nCREATE TABLE \"ta\"\"ble; --\" (\"co\"\"l; --\" text)");
  const std::string rest = "[table.wide.check]\n'ch\"eck; --' = '\"we\"\"ird; --\" > 0'\n[table.'\"ta\"\"ble; --\"'.column]\n'co\"l; --' = \"text\"\n[table.'\"ta\"\"ble; --\"'.index]\n";
  CHECK(planned(cli, toml + rest + "'in\"dex; --' = '(lower(\"co\"\"l; --\"))'\n").exit_code == 0);
  const Run run = planned(cli, toml + rest + "'in\"dex; --' = '(lowr(\"co\"\"l; --\"))'\nother = { is = '(\"co\"\"l; --\")', options = [\"fillfactor=70); COMMIT; DROP TABLE wide; --\"] }\n", "--check");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "function lowr(text) does not exist"));
  CHECK(has(run, "options of index public.\"ta\"\"ble; --\".other"));
  Database session = connect(cli.database().url());
  CHECK(session.value("SELECT pg_catalog.to_regclass('wide')") == "wide");
}

TEST_CASE("asking: a name that only the schema of its table would find", "[db]") {
  const Cli cli("CREATE SCHEMA app;\nCREATE FUNCTION app.is_good(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';\nCREATE TABLE app.users (id bigint PRIMARY KEY, name text)");
  const std::string table = "[table.\"app.users\"]\nprimary_key = \"(id)\"\n[table.\"app.users\".column]\nid = \"bigint\"\nname = \"text\"\n[table.\"app.users\".check]\n";
  const Run run = planned(cli, table + "good = \"is_good(name)\"\n", "--approve-destructive");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "d.toml:7:8: error: expression of check constraint app.users.good: function is_good(text) does not exist where search_path does not name app [search-path]\n  help: write the schema before the name"));
  CHECK(planned(cli, table + "good = \"app.is_good(name)\"\n", "--approve-destructive").exit_code == 0);
}

TEST_CASE("asking: where no temporary table can be made, plan says what it has not asked, or asks the scratch database", "[db]") {
  const Cli cli(std::string(users) + ";\nDO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$");
  const std::string good = head + columns + "[table.users.check]\nadult = \"is_adult(age)\"\nnamed = \"name <> ''\"\n";
  const Run run = planned(cli, good);
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run, "warning: not asked of the server, cannot execute CREATE TABLE in a read-only transaction"));
  CHECK(has(run, ": expression of check constraint public.users.adult, expression of check constraint public.users.named [not-asked]"));
  CHECK(has(run, "--scratch embedded"));
  const Cli scratch("SELECT 1");
  const std::string option = "--scratch-url '" + scratch.database().url() + "'";
  const Run there = planned(cli, good, option);
  INFO(there.out);
  CHECK(there.exit_code == 0);
  CHECK(has(there, "warning: not asked of the server, function is_adult(integer) does not exist: expression of check constraint public.users.adult"));
  CHECK_FALSE(has(there, "public.users.named\n"));
  const Run nobody = planned(cli, head + columns + "[table.users.check]\nadult = \"is_adlt(age)\"\n", option);
  INFO(nobody.out);
  CHECK(has(nobody, "error: expression of check constraint public.users.adult: function is_adlt(integer) does not exist [server-refuses]\n  help: did you mean `is_adult`?"));
  const Run bad = planned(cli, head + columns + "nick = { is = \"text\", backfill = \"name || 1\" }\n[table.users.check]\nnamed = \"name <> '' and age = 'x'\"\n[table.users.index]\nplace_idx = \"(place)\"\n", option);
  INFO(bad.out);
  CHECK(bad.exit_code == 1);
  CHECK(has(bad, "invalid input syntax for type integer: \"x\""));
  CHECK(has(bad, "data type point has no default operator class"));
  CHECK_FALSE(has(bad, "backfill of column"));
}

TEST_CASE("asking: the table's own name before a column, and a whole row, which is of another type in a copy", "[db]") {
  const Cli cli(std::string(users) + ";\nCREATE FUNCTION is_whole(users) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'");
  const std::string checks = head + columns + "[table.users.check]\nqualified = \"length(users.name) + length(public.users.name) > 0\"\n";
  const Run good = planned(cli, checks);
  INFO(good.out);
  CHECK(good.exit_code == 0);
  CHECK_FALSE(has(good, "not asked"));
  const Run run = planned(cli, checks + "whole = \"is_whole(users.*)\"\nnobody = \"is_hole(users.*)\"\nother = \"lenght(public.users.name) > 0\"\n", "--check");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "warning: not asked of the server, it is about a whole row: expression of check constraint public.users.whole [not-asked]"));
  CHECK(has(run, "expression of check constraint public.users.nobody: function is_hole(users) does not exist"));
  CHECK(has(run, "expression of check constraint public.users.other: function lenght(text) does not exist"));
}

TEST_CASE("asking: an extension brings what nobody knows before; a missing right is no mistake", "[db]") {
  const Cli cli(users);
  const Run run = planned(cli, "[extension]\npg_trgm = {}\n" + head + columns + "[table.users.index]\nname_idx = \"using gin (name gin_trgm_ops)\"\n");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run, "warning: not asked of the server, it may be about what comes with pg_trgm: elements of index public.users.name_idx"));
}

}  // namespace phasegate
