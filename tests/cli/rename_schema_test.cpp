// A schema that gets another name: what refuses the plan, what the files ask again, and what is left of it while the rollout is open.
#include "cli/cli.hpp"
#include "support/catch.hpp"

#include <vector>

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

const std::string shop = "CREATE SCHEMA shop;\nCREATE TABLE shop.users (id bigint PRIMARY KEY, name text DEFAULT 'shop.name');\nINSERT INTO shop.users VALUES (1);\n";
const std::string store = "[schemas.store]\nrenamed_from = \"shop\"\n[table.\"store.users\"]\nprimary_key = \"(id)\"\n[table.\"store.users\".column]\nid = \"bigint\"\nname = \"text default 'shop.name'\"\n[schemas.public]\n";

struct Case {
  std::string before, desired;  // beside `shop`; instead of `store` where it is not empty
  std::string says, help;
  std::string after = {};  // what a database cannot be dropped with is taken away by it
};

// Everything that refuses is told at the place of the hint, with a way out.
void check_refused(const Case& one) {
  INFO(one.before << "\n" << one.desired);
  const Cli cli(shop + one.before);
  cli.write("d.toml", one.desired.empty() ? store : one.desired);
  const Run run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, one.says));
  CHECK(has(run, one.help));
  CHECK_FALSE(cli.has("out/plan.json"));
  if (!one.after.empty()) cli.database().connect().query(one.after);
}

}  // namespace

TEST_CASE("rename-schema: what cannot have a second name, and what changes at the same time, refuses the plan", "[db]") {
  const std::string place = "d.toml:2:16: error: schema store is renamed from shop, but ";
  const std::vector<Case> cases = {
      {"CREATE VIEW shop.v AS SELECT 1 AS one;", "", place + "view shop.v lies in it", "no view can stand for it"},
      {"CREATE MATERIALIZED VIEW shop.m AS SELECT 1 AS one;", "", place + "materialized view shop.m lies in it", "move it to another schema"},
      {"CREATE TABLE shop.p (id bigint) PARTITION BY RANGE (id);", "", place + "table shop.p lies in it", "move it to another schema"},
      {"CREATE EXTENSION citext SCHEMA shop;", store + "[extension]\ncitext = { schema = \"shop\" }\n", place + "extension citext lies in it", "move it to another schema"},
      {"CREATE SEQUENCE shop.numbers;", store + "[sequence]\n\"store.numbers\" = \"\"\n", place + "sequence shop.numbers lies in it and has no owner", "owned_by"},
      {"CREATE PUBLICATION all_of_it FOR TABLE shop.users;", "", place + "publication", "take it out of the publication first"},
      {"CREATE TABLE shop.nothing ();", store + "[table.\"store.nothing\"]\n", place + "table shop.nothing has no columns", "give it one"},
      {"CREATE SCHEMA store;", "", place + "the name is taken by schema store", "free the name"},
      {"CREATE TABLE logins (id bigint);", store + "[table.logins.column]\nid = \"bigint\"\nuser_id = \"bigint\"\n[table.logins.foreign_key]\nlogins_user_fkey = \"(user_id) references store.users(id)\"\n",
       place + "at the same time foreign key public.logins.logins_user_fkey is missing", "in a rollout before this one"},
      {"", "[schemas.store]\nrenamed_from = \"shop\"\n[table.\"store.users\"]\nprimary_key = \"(id)\"\n[table.\"store.users\".column]\nid = \"bigint\"\nname = \"text default 'store.name'\"\n[schemas.public]\n",
       place + "at the same time column store.users.name: default is 'shop.name'::text, wanted 'store.name'", "in a rollout before this one"},
      {"", store + "[table.\"store.more\".column]\nid = \"bigint\"\n", place + "at the same time table store.more is missing", "in a rollout before this one"},
      {"CREATE TABLE shop.old (id bigint);", "", place + "at the same time table shop.old is in the live schema but not in the desired one", "behind it"},
      {"COMMENT ON SCHEMA shop IS 'What is sold';", "", place + "at the same time schema store: comment is What is sold, wanted none", "behind it"},
      {"CREATE SCHEMA people; CREATE TABLE people.t (id bigint);", store + "[schemas.crm]\nrenamed_from = \"people\"\n[table.\"crm.t\".column]\nid = \"bigint\"\n", place + "at the same time schema crm is people in the live schema", "behind it"},
      {"CREATE SEQUENCE shop.ids OWNED BY shop.users.id; ALTER TABLE shop.users ALTER id SET DEFAULT nextval('shop.ids'::text::regclass);",
       "[schemas.store]\nrenamed_from = \"shop\"\n[sequence]\n\"store.ids\" = \"owned by store.users.id\"\n[table.\"store.users\"]\nprimary_key = \"(id)\"\n[table.\"store.users\".column]\n"
       "id = \"bigint default nextval('shop.ids'::text::regclass)\"\nname = \"text default 'shop.name'\"\n[schemas.public]\n",
       place + "column shop.users.id finds 'shop.ids' by a text, which stays as it is", "then it follows"},
      {"DROP SCHEMA shop CASCADE; CREATE SCHEMA shop;", "[schemas.public]\n[schemas.store]\nrenamed_from = \"shop\"\n", "schema store is renamed from shop, but no table lies in it", "take renamed_from out"},
      {"", "[schemas.store]\nrenamed_from = \"sop\"\n[table.\"store.users\".column]\nid = \"bigint\"\n", "schema store is said to be renamed from `sop`, which the live schema does not have", "schemas in phasegate.toml"},
  };
  for (const Case& one : cases) check_refused(one);
}

TEST_CASE("rename-schema: functions and settings that name the schema by text refuse the plan, unless they name both", "[db]") {
  const std::string exists = "DO $$ BEGIN CREATE ROLE NAME; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n";
  const auto role = [&](const std::string& name) { return std::string(exists).replace(exists.find("NAME"), 4, name); };
  const std::vector<Case> cases = {
      {"CREATE FUNCTION shop.f() RETURNS int LANGUAGE sql AS 'SELECT 1';", "", "d.toml:2:16: error: 1 things in schema shop cannot have a second name", "e.g. function shop.f()"},
      {"CREATE SUBSCRIPTION rename_schema_feed CONNECTION '' PUBLICATION none WITH (connect = false); INSERT INTO pg_subscription_rel SELECT s.oid, 'shop.users'::regclass, 'r', NULL FROM pg_subscription AS s WHERE s.subname = 'rename_schema_feed'; "
       "ALTER SUBSCRIPTION rename_schema_feed SET (slot_name = NONE)", "", "1 tables of schema shop are written by a subscription", "e.g. users", "DROP SUBSCRIPTION rename_schema_feed"},
      {"CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM SHOP.users';", "", "1 functions name schema shop in their text", "e.g. function public.f()"},
      {"CREATE FUNCTION f() RETURNS bigint LANGUAGE plpgsql AS $$BEGIN RETURN nextval('\"shop\".ids'); END$$;", "", "1 functions name schema shop in their text", "SET search_path = shop, store"},
      {"CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = shop AS 'SELECT 1';", "", "1 settings name schema shop and not what it will be called", "function public.f() finds it by search_path"},
      {role("rename_schema_app") + "DO $$ BEGIN EXECUTE format('ALTER ROLE rename_schema_app IN DATABASE %I SET search_path = public, shop', current_database()); END $$;", "",
       "1 settings name schema shop", "e.g. role rename_schema_app finds it by search_path public, shop"},
      {"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = shop', current_database()); END $$;", "", "1 settings name schema shop", "every role finds it by search_path shop"},
      {"CREATE TABLE users (id bigint);\nDO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = store, public', current_database()); END $$;",
       store + "[table.users.column]\nid = \"bigint\"\n", "1 settings would let the running version find the views of schema store", "put store last"},
      {"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = store, shop', current_database()); END $$;", "", "1 settings would let the running version find the views of schema store", "every role has search_path"},
  };
  for (const Case& one : cases) check_refused(one);

  // A role that is called like the schema finds it by its name.
  const std::string named = role("rename_schema_named") + "CREATE SCHEMA rename_schema_named; CREATE TABLE rename_schema_named.users (id bigint);";
  const std::string wanted = "[schemas.other]\nrenamed_from = \"rename_schema_named\"\n[table.\"other.users\".column]\nid = \"bigint\"\n[schemas.public]\n";
  check_refused({"DROP SCHEMA shop CASCADE;" + named, wanted, "1 settings name schema rename_schema_named", "e.g. role rename_schema_named, by its name,"});

  const Cli cli(shop + role("rename_schema_app") + "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SET search_path = shop, store, pg_temp AS 'SELECT count(*) FROM users';\n"
                "CREATE FUNCTION workshop() RETURNS text LANGUAGE sql AS $$SELECT 'a workshop.'$$;\nCREATE FUNCTION shop.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = \"$user\", public, shop, store', current_database()); END $$;\n"
                "DO $$ BEGIN EXECUTE format('ALTER ROLE rename_schema_app IN DATABASE %I SET search_path = \"shop\", \"store\"', current_database()); END $$;");
  cli.write("d.toml", store);
  const Run run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run, "must not yet use what lies in schema store as more than a view"));
  CHECK(cli.has("out/plan.json"));
}

TEST_CASE("rename-schema: while the rollout is open no other plan is made for the schema, and what is left alone may be stated under either name", "[db]") {
  const Cli cli(shop + "CREATE FUNCTION shop.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\nCREATE TRIGGER stamp BEFORE INSERT ON shop.users FOR EACH ROW EXECUTE FUNCTION shop.stamp();\nGRANT SELECT ON shop.users TO pg_monitor;\nGRANT USAGE ON SCHEMA shop TO PUBLIC");
  const std::string inspected = cli("inspect").out;
  const std::string left_alone = inspected.substr(inspected.find("[left_alone]"));
  std::string renamed = left_alone;
  for (std::size_t at = 0; (at = renamed.find("shop", at)) != std::string::npos; at += 5) renamed.replace(at, 4, "store");
  cli.write("phasegate.toml", "schemas = [\"public\", \"shop\", \"store\"]\n");
  for (const std::string& stated : {left_alone, renamed}) {
    cli.write("d.toml", store + stated);
    const Run plan = cli("plan --desired d.toml --check");
    INFO(plan.out);
    CHECK(plan.exit_code == 2);
    CHECK_FALSE(has(plan, "error"));
  }
  REQUIRE(cli("plan --desired d.toml --out out").exit_code == 0);
  const auto runs = [&](const std::string& words, int exit_code = 0) {
    const Run run = cli(words);
    INFO(words << "\n" << run.out);
    REQUIRE(run.exit_code == exit_code);
  };
  const auto is_open = [&](const std::string& next) {
    cli.write("d.toml", store + renamed);
    const Run again = cli("plan --desired d.toml --check");
    INFO(again.out);
    CHECK(again.exit_code == 2);
    CHECK(has(again, "is open with this desired schema; next: phase " + next));
    cli.write("d.toml", store + renamed + "\n[table.more.column]\nid = \"bigint\"\n");
    const Run other = cli("plan --desired d.toml --out other");
    INFO(other.out);
    CHECK(other.exit_code == 1);
    CHECK(has(other, "rollout rename_schema_store (plan "));
    CHECK(has(other, ") is open on "));
    CHECK_FALSE(has(other, "live schema has both"));
    CHECK_FALSE(has(other, "left-alone"));
  };
  runs("mark --app app --starting 1.0.0 --finished 1.0.0 --new");
  runs("apply --dir out --phase expand");
  is_open("backfill");
  runs("apply --dir out --phase backfill");
  runs("mark --app app --starting 2.0.0 --finished 2.0.0");
  runs("apply --dir out --phase validate");
  is_open("contract");
  const auto stops_at = [&](const std::string& made, const std::string& says, const std::string& taken_away) {
    cli.database().connect().query(made);
    const Run run = cli("apply --dir out --phase contract --override-gates test");
    INFO(made << "\n" << run.out);
    CHECK(run.exit_code != 0);
    CHECK(has(run, says));
    cli.database().connect().query(taken_away);
  };
  const std::string else_in_store = "something else than the views of this rollout lies in schema store, or stands on one of them";
  stops_at("CREATE VIEW readers AS SELECT id FROM store.users", "fingerprint: others have changed what the plan relies on:\n    view public.readers appeared", "DROP VIEW readers");
  stops_at("CREATE FUNCTION reads(store.users) RETURNS bigint LANGUAGE sql AS 'SELECT 1'", else_in_store, "DROP FUNCTION reads");
  stops_at("CREATE TABLE reads (users store.users[])", else_in_store, "DROP TABLE reads");
  stops_at("CREATE TABLE store.more (id bigint)", else_in_store, "DROP TABLE store.more");
  stops_at("CREATE TABLE shop.more (id bigint)", "1 things in schema shop cannot have a second name", "DROP TABLE shop.more");
  stops_at("CREATE PUBLICATION feed FOR TABLE shop.users", "subscribers shop.users: published by feed", "DROP PUBLICATION feed");
  CHECK(cli.database().value("SELECT relkind FROM pg_class WHERE oid = 'shop.users'::regclass") == "r");
  runs("apply --dir out --phase contract", 3);  // the soak
  CHECK(cli.database().value("SELECT count(*) FROM store.users AS u JOIN pg_class AS c ON c.oid = u.tableoid WHERE c.relnamespace = 'store'::regnamespace") == "1");
  CHECK(cli.database().value("SELECT relkind FROM pg_class WHERE oid = 'shop.users'::regclass") == "v");
  is_open("contract");
  stops_at("CREATE FUNCTION late() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM shop.users'", "1 functions name schema shop in their text", "DROP FUNCTION late");
  stops_at("CREATE TABLE shop.late (id bigint)", "something else than the views of this rollout lies in schema shop", "DROP TABLE shop.late");
  runs("apply --dir out --phase contract --override-gates test");
  CHECK(cli.database().value("SELECT to_regnamespace('shop') IS NULL") == "t");
  // The hint may stay; digests of what follows the table are those of the new names.
  const std::string now = cli("inspect").out;
  cli.write("d.toml", store + now.substr(now.find("[left_alone]")));
  runs("plan --desired d.toml --check");
}

}  // namespace phasegate
