// A column moves into a table that is there already: what is refused, with its place and the way out, and values that would find no row.
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* live =
    "CREATE TABLE users (id bigint PRIMARY KEY, code text, phone text, age integer DEFAULT 7, born date NOT NULL DEFAULT current_date);\n"
    "CREATE TABLE profiles (user_id bigint PRIMARY KEY, kind integer, theme text);\n"
    "INSERT INTO users (id, phone) SELECT i, nullif('phone ' || i, 'phone 4') FROM generate_series(1, 6) AS i;\nINSERT INTO profiles (user_id) SELECT generate_series(1, 4)";

// `users` without the column that moves.
std::string wanted(const std::string& users, const std::string& moved) {
  return "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n" + users + "[table.profiles]\nprimary_key = \"(user_id)\"\n[table.profiles.column]\nuser_id = \"bigint\"\nkind = \"integer\"\ntheme = \"text\"\n" + moved;
}

constexpr const char *age = "age = \"integer default 7\"\n", *born = "born = \"date not null default current_date\"\n", *code = "code = \"text\"\n", *phone = "phone = \"text\"\n";

}  // namespace

TEST_CASE("move into a standing table: keys that are not unique, other types, defaults and wrong hints are refused", "[db]") {
  const Cli cli(live);
  const auto refused = [&](const std::string& toml, const std::string& message, const std::string& help) {
    cli.write("d.toml", toml);
    const Run run = cli("plan --desired d.toml --check");
    INFO(run.out);
    CHECK(run.exit_code == 1);
    CHECK(has(run, message));
    CHECK(has(run, help));
  };
  const std::string rest = std::string(code) + age + born;
  refused(wanted(rest, "phone = { is = \"text\", moved_from = \"users.phone\" }\n"), "d.toml:14:37: error: column public.profiles.phone is to come from public.users.phone, but moved_by does not say which rows", "moved_by.<key of public.profiles>");
  refused(wanted(rest, "phone = { is = \"text\", moved_from = \"users.phone\", moved_by.kind = \"id\" }\n"), "the key of moved_by is not unique in public.profiles", "name its primary key");
  refused(wanted(rest, "phone = { is = \"text\", moved_from = \"users.phone\", moved_by.user_id = \"code\" }\n"), "the key of moved_by is not unique in public.users", "name its primary key");
  refused(wanted(rest, "phone = { is = \"varchar(9)\", moved_from = \"users.phone\", moved_by.user_id = \"id\" }\n"), "the one is character varying(9) and the other text", "change the type in a rollout before");
  refused(wanted(rest, "phone = { is = \"text default 'x'\", moved_from = \"users.phone\", moved_by.user_id = \"id\" }\n"), "default of column public.profiles.phone would give values that nobody has written", "say it in a later rollout");
  refused(wanted(std::string(code) + phone + born, "age = { is = \"integer\", moved_from = \"users.age\", moved_by.user_id = \"id\" }\n"), "default of column public.users.age would give values", "");
  refused(wanted(std::string(code) + phone + age, "born = { is = \"date\", moved_from = \"users.born\", moved_by.user_id = \"id\" }\n"), "that is not null, and the next version does not write it", "let it be NULL");
  refused(wanted(rest, "phone = { is = \"text\", moved_from = \"users.phone\", moved_by.user_id = \"id\", backfill = \"theme\" }\n"), "says backfill too", "moves with the values that it has");
  refused(wanted(rest + phone, "phone = { is = \"text\", moved_from = \"users.phone\", moved_by.user_id = \"id\" }\n"), "that column stays in the desired schema", "remove it there");
  refused(wanted(rest + phone, "phone = { is = \"text\", moved_from = \"users.fax\", moved_by.user_id = \"id\" }\n"), "is to come from `users.fax`, which is no column of the live schema", "correct or remove moved_from");
  refused(wanted(rest, "phone = { is = \"text\", moved_from = \"users.phone\", moved_by.user_id = \"id\" }\nfax = { is = \"text\", moved_from = \"users.phone\", moved_by.user_id = \"id\" }\n"), "is to come from there, too", "say moved_from once");
}

TEST_CASE("move into a standing table: values that would find no row are counted with their keys, and so are rows that would stay empty under not null", "[db]") {
  const Cli cli(live);
  const std::string rest = std::string(code) + age + born;
  cli.write("d.toml", wanted(rest, "phone = { is = \"text not null\", moved_from = \"users.phone\", moved_by.user_id = \"id\" }\n"));
  Run run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "d.toml:14:1: error: 2 rows of public.users have a value in phone and no row in public.profiles that could take it, e.g. id 5, id 6"));
  CHECK(has(run, "insert these rows into public.profiles, where a row may mean something that nobody but you knows, or set phone to NULL in them"));
  CHECK(has(run, "1 rows of public.profiles get no value for phone, which is to be not null, e.g. user_id 4"));
  CHECK_FALSE(cli.has("out"));

  cli.write("d.toml", wanted(rest, "phone = { is = \"text\", moved_from = \"users.phone\", moved_by.user_id = \"id\", clean_up = \"by hand\" }\n"));
  run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run, "warning: 2 rows of public.users have a value in phone"));
  CHECK(has(run, "must not yet insert a row with NULL in public.profiles.phone"));
}

}  // namespace phasegate
