// What the data would make fail is counted by `plan`, with sample keys and the ways out.
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* orders =
    "CREATE TABLE users (id bigint PRIMARY KEY);\n"
    "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, code text, amount integer);\n"
    "CREATE INDEX orders_user_idx ON orders (user_id);\n"
    "INSERT INTO users SELECT i FROM generate_series(1, 5) AS i;\n"
    "INSERT INTO orders SELECT i, CASE WHEN i > 7 THEN i ELSE 1 END, CASE WHEN i < 7 THEN 'same ' || i / 3 ELSE 'code ' || i END, nullif(i, 4) - 3 FROM generate_series(1, 9) AS i";

constexpr const char* wanted =
    "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
    "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\ncode = \"text\"\namount = \"integer not null\"\n"
    "[table.orders.index]\norders_user_idx = \"(user_id)\"\norders_code_key = \"unique (code)\"\n"
    "[table.orders.check]\norders_amount_check = \"amount > 0\"\n"
    "[table.orders.foreign_key]\norders_user_fk = \"(user_id) references users(id)\"\n";

}  // namespace

TEST_CASE("preflight: NULLs, duplicated keys, orphans and broken checks refuse the plan with counts and keys", "[db]") {
  const Cli cli(orders);
  cli.write("d.toml", wanted);
  const Run run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run, "d.toml:11:1: error: 1 rows of public.orders have NULL in amount, e.g. id 4"));
  CHECK(has(run, "d.toml:14:1: error: 2 keys of orders_code_key occur more than once in public.orders"));
  CHECK(has(run, "d.toml:16:1: error: 3 rows of public.orders break the check orders_amount_check, e.g. id 1, id 2, id 3"));
  CHECK(has(run, "d.toml:18:1: error: 2 rows of public.orders refer to no row of public.users, e.g. user_id 8, user_id 9"));
  CHECK(has(run, "clean_up = \"by hand\""));
  CHECK_FALSE(cli.has("out/plan.json"));
  CHECK(cli("plan --desired d.toml --check").exit_code == 2);  // asks about the schema, not about rows
}

TEST_CASE("preflight: clean_up = \"by hand\" turns the refusal into a warning; other words are refused", "[db]") {
  const Cli cli("CREATE TABLE users (id bigint PRIMARY KEY, email text);\nINSERT INTO users VALUES (1, NULL)");
  const std::string head = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n";
  cli.write("d.toml", head + "email = { is = \"text not null\", clean_up = \"by hand\" }\n");
  const Run run = cli("plan --desired d.toml --out out");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run, "warning: 1 rows of public.users have NULL in email"));
  cli.write("d.toml", head + "email = { is = \"text not null\", clean_up = \"by hnd\" }\n");
  CHECK(has(cli("plan --desired d.toml --out out"), "did you mean \"by hand\"?"));
  cli.write("d.toml", head + "email = { is = \"text not null\", backfill = \"'nobody'\" }\n");
  CHECK_FALSE(has(cli("plan --desired d.toml --out out2"), "have NULL"));  // the rollout fills them itself
}

TEST_CASE("preflight: clean_up = \"set null\" and \"delete\" tell what becomes of the rows; where that is not certain, or not approved, the plan is refused", "[db]") {
  const Cli cli("CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users VALUES (1);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, must bigint NOT NULL, amount integer);\n"
                "CREATE INDEX ON orders (user_id);\nINSERT INTO orders VALUES (1, 1, 1, 1), (2, 8, 1, 1), (3, 9, 1, -1);\n"
                "CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint REFERENCES orders ON DELETE CASCADE)");
  const auto wanted = [](const std::string& foreign_key, const std::string& check = {}) {
    return "[table.users]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\n[table.orders]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.user_id = \"bigint\"\ncolumn.must = \"bigint not null\"\ncolumn.amount = \"integer\"\n"
           "index.orders_user_id_idx = \"(user_id)\"\n" + (foreign_key.empty() ? "" : "foreign_key.fk = " + foreign_key + "\n") + check +
           "[table.lines]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.order_id = \"bigint\"\nforeign_key.lines_order_id_fkey = \"(order_id) references orders(id) on delete cascade\"\n";
  };
  const auto plan = [&](const std::string& toml, int exit_code, const std::string& message, const std::string& further = {}) {
    cli.write("d.toml", toml);
    const Run run = cli("plan --desired d.toml --out out" + further);
    INFO(run.out);
    CHECK(run.exit_code == exit_code);
    CHECK(has(run, message));
    return run;
  };
  const Run warned = plan(wanted("{ is = \"(user_id) references users(id)\", clean_up = \"set null\" }"), 0, "warning: 2 rows of public.orders refer to no row of public.users, e.g. user_id 8, user_id 9");
  CHECK(has(warned, "validate sets user_id to NULL in them, as clean_up says"));
  plan(wanted("{ is = \"(must) references users(id)\", clean_up = \"set null\" }"), 1, "would set public.orders.must to NULL, which can not be NULL");
  plan(wanted("{ is = \"(user_id) references users(id) not valid\", clean_up = \"set null\" }"), 1, "has nothing to do");
  plan(wanted("{ is = \"(user_id) references orders(id)\", clean_up = \"delete\" }"), 1, "would make orphans of the rows that refer to the deleted ones");
  plan(wanted("{ is = \"(fresh) references users(id)\", clean_up = \"set null\" }", "column.fresh = \"bigint\"\n"), 1, "is about rows that nobody can count today, because column public.orders.fresh comes in this rollout");
  const std::string check = "check.ck = { is = \"amount > 0\", clean_up = \"delete\" }\n";
  plan(wanted("", check), 1, "would change rows of public.lines, too, by on delete cascade of foreign key public.lines.lines_order_id_fkey", " --approve-destructive");
  cli.database().connect().query("DROP TABLE lines");
  std::string without = wanted("", check);
  without.resize(without.find("[table.lines]"));
  plan(without, 1, "approve it in phasegate.toml: approvals = ['rows against check constraint public.orders.ck']");
  const Run approved = plan(without, 0, "warning: 1 rows of public.orders break the check ck, e.g. id 3", " --approve-destructive");
  CHECK(has(approved, "validate deletes them, as clean_up says and the approval allows"));
  cli.database().connect().query("ALTER TABLE orders ADD CONSTRAINT ck CHECK (amount > -5)");
  plan(without, 1, "is for a constraint that is new, and this one changes", " --approve-destructive");
  without.replace(without.find("delete\" }"), 6, "set null");
  plan(without, 1, "clean_up");  // a check tells nothing about which column
}

TEST_CASE("preflight: an extension that only a superuser may install is told to everybody else", "[db]") {
  const Cli cli("DO $$ BEGIN CREATE ROLE preflight_plain LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\nCREATE TABLE users (id bigint PRIMARY KEY);\nALTER TABLE users OWNER TO preflight_plain;\n"
                "DO $$ BEGIN EXECUTE format('GRANT ALL ON DATABASE %I TO preflight_plain', current_database()); END $$;\nGRANT ALL ON SCHEMA public TO preflight_plain");
  cli.write("d.toml", "[extension]\npageinspect = { comment = \"pages\" }\nhstore = { comment = \"pairs\" }\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n");
  CHECK_FALSE(has(cli("plan --desired d.toml --out as_superuser"), "only a superuser may install"));
  const Run run = test::run("cd '" + cli.folder().string() + "' && " PHASEGATE_BINARY " plan --desired d.toml --out out --database-url '" + cli.database().url("preflight_plain") + "'");
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run, "warning: 1 extension that only a superuser may install: pageinspect"));
  CHECK_FALSE(has(run, "may install: hstore"));  // trusted
}

}  // namespace phasegate
