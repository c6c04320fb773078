// Several kinds at once on the same tables: what no example of one kind can show. They run through the same checks.
#include "contract/combinations.hpp"

namespace phasegate::test {
namespace {

constexpr std::string_view n_users[] = {
    "INSERT INTO users (id, name) VALUES ($1, 'n' || $1)",
    "UPDATE users SET name = 'changed ' || $1 WHERE id = $1 % 20",
    "DELETE FROM users WHERE id = $1",
    "SELECT id, name FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_users[] = {
    "INSERT INTO users (id, name) VALUES ($1, 'm' || $1)",
    "INSERT INTO orders (id, user_id) VALUES ($1, $1 % 20 + 1)",
    "SELECT o.id, u.name FROM orders AS o JOIN users AS u ON u.id = o.user_id WHERE o.id = $1",
};
constexpr std::string_view n_reviews[] = {
    "INSERT INTO reviews (id, score) VALUES ($1, $1 % 100)",
    "UPDATE reviews SET score = $1 % 100 WHERE id = $1 % 30",
    "SELECT id, score, note FROM reviews WHERE id = $1 % 30",
};
constexpr std::string_view n_people[] = {
    "INSERT INTO people (id, nick, email, code) VALUES ($1, 'n' || $1, 'n' || $1 || '@example.org', 'c' || $1)",
    "INSERT INTO people (id, nick, code) VALUES (-$1, NULL, 'c' || $1)",
    "UPDATE people SET nick = 'by n ' || $1 WHERE id = $1 % 20",
    "UPDATE people SET visits = visits + 1 WHERE id = $1 % 20",
    "SELECT id, nick, email, code, visits FROM people WHERE id = $1 % 20",
};
constexpr std::string_view next_people[] = {
    "INSERT INTO people (id, nickname, email, level) VALUES ($1, 'm' || $1, 'm' || $1 || '@example.org', 2)",
    "UPDATE people SET nickname = 'by m ' || $1 WHERE id = $1 % 20",
    "UPDATE people SET email = 'new' || $1 || '@example.org' WHERE id = $1 % 20",
    "SELECT id, nickname, email, level, visits FROM people WHERE id = $1 % 20",
};

constexpr std::string_view n_guests[] = {
    "INSERT INTO guests (id, mood, colour, tags) VALUES ($1, 'sad', 'red', 'a=>1')",
    "UPDATE guests SET mood = 'ok' WHERE id = $1 % 7",
    "SELECT id, mood, colour, tags FROM guests WHERE id = $1 % 20",
    "INSERT INTO audit.events (kind) VALUES (CASE WHEN $1 > 0 THEN 'a'::audit.kind END)",
};
constexpr std::string_view next_guests[] = {
    "INSERT INTO guests (id, email, home.street) VALUES ($1, 'm' || $1, 'it''s')",  // gets the new default once it is there
    "SELECT id, mood, email, home FROM guests WHERE id = $1 % 20",
    "INSERT INTO rooms (id, words) VALUES ($1, 'b')",
};

constexpr Example examples[] = {
    {
        .name = "tables-in-a-circle",
        .shows = "two new tables that refer to each other, one of them also to itself and to an old table",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nINSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\nfirst_item = \"bigint\"\nrepeats = \"bigint\"\n"
                        "[table.orders.index]\norders_user_idx = \"(user_id)\"\norders_first_idx = \"(first_item)\"\norders_repeats_idx = \"(repeats)\"\n"
                        "[table.orders.foreign_key]\norders_user_fk = \"(user_id) references users(id) on delete set null\"\n"
                        "orders_first_fk = \"(first_item) references items(id) deferrable initially deferred\"\norders_repeats_fk = \"(repeats) references orders(id)\"\n"
                        "[table.items]\nprimary_key = \"(id)\"\n[table.items.column]\nid = \"bigint\"\norder_id = \"bigint not null\"\n[table.items.index]\nitems_order_idx = \"(order_id)\"\n"
                        "[table.items.foreign_key]\nitems_order_fk = \"(order_id) references orders(id) on delete cascade\"\n",
        .n_statements = n_users,
        .next_statements = next_users,
        .n_reads = "SELECT id, name FROM users ORDER BY id",
    },
    {
        .name = "check-over-a-new-column",
        .shows = "a new column and a check that compares it with an old one",
        .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, note text);\n"
                      "INSERT INTO reviews SELECT i, nullif(i, 7), 'n' FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\nnote = \"text\"\nmost = \"integer not null default 100\"\n"
                        "[table.reviews.check]\nreviews_most_check = \"score <= most\"\n",
        .n_statements = n_reviews,
        .next_statements = n_reviews,
        .n_reads = "SELECT id, score, note FROM reviews ORDER BY id",
    },
    {
        .name = "one-table-in-all-phases",
        .shows = "a rename, a not null with backfill, a new column of a new type with an index, and a dropped column with its index, all on one table",
        .before_sql = "CREATE TABLE people (id bigint PRIMARY KEY, nick text, email text, code text NOT NULL, visits integer NOT NULL DEFAULT 0);\n"
                      "CREATE INDEX people_code_idx ON people (code);\n"
                      "INSERT INTO people (id, nick, email, code) SELECT i, nullif('nick ' || i, 'nick 3'), nullif('p' || i || '@example.org', 'p4@example.org'), 'code ' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[enum]\nmood = [\"sad\", \"ok\"]\n[table.people]\nprimary_key = \"(id)\"\ndrops.code = \"'none'\"\n[table.people.column]\nid = \"bigint\"\n"
                        "nickname = { is = \"text\", renamed_from = \"nick\" }\nemail = { is = \"text not null\", backfill = \"'unknown'\" }\n"
                        "visits = \"integer not null default 0\"\nlevel = \"integer not null default 1\"\nmood = \"mood\"\n[table.people.index]\npeople_level_idx = \"(level, visits)\"\n",
        .settings_toml = "approvals = [\"column public.people.code\"]\n",
        .n_statements = n_people,
        .next_statements = next_people,
        .n_reads = "SELECT id, nick, code, visits FROM people ORDER BY id",
        .n_never_sees = "SELECT id FROM people WHERE code IS NULL",
        .disagreement = "SELECT id FROM people WHERE nick IS DISTINCT FROM nickname",
    },
    {
        .name = "types-and-extensions-come-and-go",
        .shows = "a new extension and new types before the columns that have them, a new enum value before the default that spells it; a type and an extension go after their last columns, and a schema after all that lies in it",
        .before_sql = "CREATE EXTENSION hstore;\nCREATE SCHEMA audit;\nCREATE TYPE audit.kind AS ENUM ('a', 'b');\nCREATE TABLE audit.events (id bigserial PRIMARY KEY, kind audit.kind);\nINSERT INTO audit.events (kind) VALUES ('a'), ('b');\n"
                      "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE TYPE colour AS ENUM ('red');\nCREATE TABLE guests (id bigint PRIMARY KEY, mood mood NOT NULL DEFAULT 'sad', colour colour DEFAULT 'red', tags hstore);\n"
                      "INSERT INTO guests SELECT i, 'ok', CASE WHEN i % 2 = 0 THEN 'red'::colour END, hstore('a', nullif(i, 3)::text) FROM generate_series(1, 20) AS i;",
        .desired_toml = "[extension]\ncitext = {}\n[enum]\nmood = [\"sad\", \"it's new\", \"ok\"]\n[domain]\nzip = \"varchar(10)\"\n[composite]\nplace = { attributes = { street = \"citext\", zip = \"zip\" } }\n"
                        "[table.guests]\nprimary_key = \"(id)\"\n[table.guests.column]\nid = \"bigint\"\nmood = \"mood not null default 'it''s new'\"\nemail = \"citext\"\nhome = \"place\"\n"
                        "[table.rooms]\nprimary_key = \"(id)\"\n[table.rooms.column]\nid = \"bigint\"\nwords = \"public.citext default lower('A')\"\n",
        .settings_toml = "approvals = ['schema audit', 'table audit.events', 'column public.guests.colour', 'column public.guests.tags', 'extension hstore']\n",
        .n_statements = n_guests,
        .next_statements = next_guests,
        .n_reads = "SELECT id, mood, colour, tags FROM guests ORDER BY id",
        .n_never_sees = "SELECT id FROM guests WHERE mood::text = 'it''s new'",
    },
};

}  // namespace

const ChangeKind& combinations() {
  static constexpr ChangeKind kind = {.name = "combinations", .summary = "several kinds at once", .why = "", .when_not = "", .examples = examples, .sources = {}};
  return kind;
}

}  // namespace phasegate::test
