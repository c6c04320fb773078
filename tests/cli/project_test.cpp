// init, inspect --split, explain, requires and scratch databases, as a user meets them.
#include "cli/cli.hpp"
#include "support/catch.hpp"

namespace phasegate {
namespace {

using test::Cli;
using test::has;
using test::Run;

constexpr const char* shop =
    "CREATE TYPE mood AS ENUM ('a', 'b');\nCREATE TABLE users (id bigint PRIMARY KEY, email text, mood mood);\n"
    "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, note text DEFAULT 'x');\n"
    "CREATE SCHEMA \"we\"\"ird; --\";\nCREATE TABLE \"we\"\"ird; --\".\"t/x\" (a integer);\nCREATE VIEW v AS SELECT 1 AS one;";

}  // namespace

TEST_CASE("init: a project from a live database is planned empty, and is never written over", "[db]") {
  const Cli cli(shop);
  const Run first = cli("init");
  INFO(first.out);
  CHECK(first.exit_code == 0);
  for (const char* file : {"phasegate.toml", "schema/public.users.toml", "schema/public.toml", "schema/we_ird__--.t_x.toml", "schema/left_alone.toml"}) CHECK(cli.has(file));
  CHECK(cli("plan --check").exit_code == 0);
  CHECK(cli("init").exit_code == 1);
}

TEST_CASE("init --update: edits what differs, and keeps comments and order", "[db]") {
  const Cli cli(shop);
  REQUIRE(cli("init").exit_code == 0);
  cli.write("schema/public.users.toml",
            "schema = \"public\"\n# the people\n[table.users]\nprimary_key = \"(id)\"\n\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"   # where they are reached\nmood = \"mood\"\n");
  REQUIRE(cli("plan --check").exit_code == 0);
  cli.database().connect().query("ALTER TABLE users ADD COLUMN age integer; ALTER TABLE users ALTER email SET NOT NULL; DROP TABLE orders; CREATE TABLE \"New one\" (id integer PRIMARY KEY); "
                                 "CREATE INDEX users_age_idx ON users (age); COMMENT ON TABLE users IS 'hey'");
  const Run update = cli("init --update");
  INFO(update.out);
  CHECK(update.exit_code == 0);
  const std::string users = cli.read("schema/public.users.toml");
  CHECK(users ==
        "schema = \"public\"\n# the people\n[table.users]\ncomment = \"hey\"\nprimary_key = \"(id)\"\n\n[table.users.column]\nid = \"bigint\"\nemail = \"text not null\"  # where they are reached\n"
        "mood = \"mood\"\nage = \"integer\"\n\n[table.users.index]\nusers_age_idx = \"(age)\"\n");
  CHECK(cli.has("schema/public.New one.toml"));
  CHECK(cli("plan --check").exit_code == 0);
}

TEST_CASE("init --update: comments inside and behind what it writes anew stay", "[db]") {
  const Cli cli(shop);
  REQUIRE(cli("init").exit_code == 0);
  cli.write("schema/public.users.toml",
            "schema = \"public\"\n[table.users]\nprimary_key = \"(id)\"\n\n[table.users.column]\nid = \"bigint\"\n  email.is = \"text\"  # reached # here\n  email.comment = \"a # b\"   # said by law\n"
            "mood = { is = \"mood\", comment = 'it # is' } # how they are\n");
  const std::string moods = cli.read("schema/public.toml");
  INFO(moods);
  const std::size_t at = moods.find("mood = [");
  REQUIRE(at != std::string::npos);
  cli.write("schema/public.toml", moods.substr(0, at) + "mood = [\n  \"sad\",  # seldom\n  # between\n  \"o#k\", \"\"\"\\\"hap\"py\"\"\"\"  # often\n]  # all\n" + moods.substr(moods.find('\n', at) + 1));
  cli.database().connect().query("ALTER TABLE users ALTER email TYPE varchar(99); ALTER TYPE mood ADD VALUE 'new'; COMMENT ON COLUMN users.mood IS 'other'");
  const Run update = cli("init --update");
  INFO(update.out);
  CHECK(update.exit_code == 0);
  CHECK(cli.read("schema/public.users.toml") ==
        "schema = \"public\"\n[table.users]\nprimary_key = \"(id)\"\n\n[table.users.column]\nid = \"bigint\"\n  # said by law\n  email = \"character varying(99)\"  # reached # here\nmood = { is = \"public.mood\", comment = \"other\" }  # how they are\n");
  CHECK(has(cli("inspect"), "new"));
  const std::string after = cli.read("schema/public.toml");
  INFO(after);
  CHECK(after.find("# seldom\n# between\n# often\nmood = [") != std::string::npos);
  CHECK(after.find("]  # all\n") != std::string::npos);
  CHECK(cli("plan --check").exit_code == 0);
}

TEST_CASE("init --update: a second run changes nothing, and a schema that is not managed is not taken for one that is gone", "[db]") {
  const Cli cli(shop);
  REQUIRE(cli("init").exit_code == 0);
  const std::string users = cli.read("schema/public.users.toml"), left_alone = cli.read("schema/left_alone.toml");
  for (int run = 0; run < 2; ++run) CHECK(cli("init --update").out.find("no changes") != std::string::npos);
  CHECK(cli.read("schema/left_alone.toml") == left_alone);
  cli.write("other.toml", "schemas = [\"publik\"]\ndesired = \"schema\"\n");
  const Run update = cli("init --update --config other.toml");
  INFO(update.out);
  CHECK(update.exit_code == 1);
  CHECK(update.out.find("which phasegate.toml does not manage") != std::string::npos);
  CHECK(cli.read("schema/public.users.toml") == users);
}

TEST_CASE("inspect: a key that refers to a table of a schema that is not managed is no difference, and a new one is told", "[db]") {
  const Cli cli("CREATE SCHEMA others; CREATE TABLE others.y (id integer PRIMARY KEY); CREATE TABLE x (a integer REFERENCES others.y, b integer);");
  cli.write("phasegate.toml", "desired = \"schema\"\nschemas = [\"public\"]\n");
  const std::string live = cli("inspect").out;
  cli.write("schema/s.toml", live);
  const Run same = cli("plan --check");
  INFO(same.out);
  CHECK(same.exit_code == 0);
  cli.write("schema/s.toml", live.substr(0, live.find("[table.x.foreign_key]")) + "[table.x.foreign_key]\nx_a_fkey = \"(a) references others.y(id)\"\nx_b_fkey = \"(b) references others.y(id)\"\n");
  const Run other = cli("plan --check");
  INFO(other.out);
  CHECK(other.exit_code == 1);
  CHECK(has(other, "foreign key public.x.x_b_fkey refers to table others.y, which is not in the desired schema"));
  CHECK(!has(other, "x_a_fkey"));
  cli.write("schema/s.toml", "[table.x.column]\nnew = { is = \"integer\", renamed_from = \"a\" }\nb = \"integer\"\n[table.x.foreign_key]\nx_a_fkey = \"(new) references others.y(id)\"\n");
  CHECK(cli("plan --check").exit_code == 2);
  cli.database().connect().query("ALTER TABLE x RENAME a TO new");
  CHECK(cli("plan --check").exit_code == 0);
}

TEST_CASE("inspect --split: a file for each table or schema says the same as the whole", "[db]") {
  const Cli cli(shop);
  CHECK(cli("inspect --split table --out tables").exit_code == 0);
  CHECK(cli("inspect --split schema --out schemas").exit_code == 0);
  CHECK(cli("plan --check --desired tables").exit_code == 0);
  CHECK(cli("plan --check --desired schemas").exit_code == 0);
  CHECK(cli("inspect --split table").exit_code == 64);
}

TEST_CASE("explain: why a step is where it is, and the graph as DOT and SVG", "[db]") {
  const Cli cli("CREATE TABLE users (id bigint PRIMARY KEY, nick text);\nINSERT INTO users VALUES (1, 'a')");
  cli.write("d.toml", "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nnickname = { is = \"text\", renamed_from = \"nick\" }\n");
  CHECK(has(cli("explain --desired d.toml retire"), "recipe order"));
  CHECK(has(cli("explain --desired d.toml --format dot"), "subgraph cluster_contract"));
  CHECK(has(cli("explain --desired d.toml --format svg"), "</svg>"));
  CHECK(cli("explain --desired d.toml no-such-step").exit_code == 64);

  // When the rollout has begun, the live schema is another one; the plan says the same as before.
  const Run before = cli("explain --desired d.toml"), graph = cli("explain --desired d.toml --format dot"), json = cli("explain --desired d.toml --format json");
  CHECK(cli("plan --desired d.toml --out m").exit_code == 0);
  CHECK(cli("mark --app app --new --finished 1.0.0").exit_code == 0);
  CHECK(cli("apply --phase expand --dir m").exit_code == 0);
  CHECK(cli("explain --desired d.toml --dir m").out == before.out);
  CHECK(cli("explain --desired d.toml --dir m --format dot").out == graph.out);
  CHECK(cli("explain --desired d.toml --dir m --format json").out == json.out);
  const Run lost = cli("explain --desired d.toml --dir elsewhere");
  CHECK(lost.exit_code == 1);
  CHECK(has(lost, "elsewhere/plan.json cannot be read"));
}

TEST_CASE("requires: what others own must be there as written, may be referred to, and is never changed", "[db]") {
  const Cli cli("CREATE SCHEMA theirs; CREATE TABLE theirs.messages (id bigint PRIMARY KEY, status varchar(16), secret text);\nCREATE TABLE receipts (id bigint PRIMARY KEY, message_id bigint);\n"
                "CREATE INDEX receipts_message_idx ON receipts (message_id)");
  cli.write("phasegate.toml", "schemas = [\"public\"]\ndesired = \"d.toml\"\n");
  const std::string own = "[table.receipts]\nprimary_key = \"(id)\"\n[table.receipts.column]\nid = \"bigint\"\nmessage_id = \"bigint\"\n[table.receipts.index]\nreceipts_message_idx = \"(message_id)\"\n"
                          "[table.receipts.foreign_key]\nreceipts_message_fk = \"(message_id) references theirs.messages(id)\"\n[requires.table.\"theirs.messages\"]\nprimary_key = \"(id)\"\n"
                          "[requires.table.\"theirs.messages\".column]\nid = \"bigint\"\n";
  cli.write("d.toml", own + "status = \"varchar(16)\"\n");
  const Run fine = cli("plan --check");
  INFO(fine.out);
  CHECK(fine.exit_code == 2);
  CHECK_FALSE(has(fine, "secret"));
  cli.write("d.toml", own + "status = \"varchar(20)\"\nsent_at = \"timestamptz\"\n");
  const Run refused = cli("plan --check");
  INFO(refused.out);
  CHECK(refused.exit_code == 1);
  CHECK(has(refused, "column theirs.messages.status is required, but its type is character varying(16), not character varying(20)"));
  CHECK(has(refused, "column theirs.messages.sent_at is required, but the live schema does not have it"));
}

TEST_CASE("scratch: another server prints what this one may not be asked", "[db]") {
  const Cli cli("CREATE TYPE mood AS ENUM ('a', 'b');\nCREATE TABLE users (id bigint PRIMARY KEY, mood mood, score integer, CHECK (score >= 1 AND score <= 5 AND mood <> 'b'));");
  cli.write("d.toml", "[enum]\nmood = [\"a\", \"b\"]\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nmood = \"mood\"\nscore = \"integer\"\n"
                      "[table.users.check]\nusers_check = \"(score between 1 and 5) and mood != 'b'::mood\"\n");
  const Run embedded = cli("plan --check --desired d.toml --scratch embedded");
  INFO(embedded.out);
  CHECK(embedded.exit_code == 0);
  CHECK(cli("plan --check --desired d.toml --scratch embedded --scratch-url x").exit_code == 64);
}

}  // namespace phasegate
