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

constexpr std::string_view n_orders[] = {
    "INSERT INTO orders (id, user_id) VALUES ($1, $1 % 20 + 1)",
    "INSERT INTO items (id, order_id, note) VALUES ($1, $1 % 20 + 1, nullif('n' || $1, 'n' || $1 / 3 * 3))",
    "UPDATE orders SET first_item = $1 % 20 + 1 WHERE id = $1",
    "SELECT o.id, i.note FROM orders AS o LEFT JOIN items AS i ON i.id = o.first_item WHERE o.id = $1 % 20",
    "SELECT id, name FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_orders[] = {
    "INSERT INTO users (id, name) VALUES ($1, 'm' || $1)",
    "UPDATE users SET name = 'changed ' || $1 WHERE id = $1 % 20",
    "SELECT id, name FROM users WHERE id = $1 % 20",
};

constexpr std::string_view n_tickets[] = {
    "INSERT INTO tickets (id, title) VALUES ($1, nullif('n' || $1, 'n' || $1 / 3 * 3))",
    "UPDATE tickets SET title = 'changed ' || $1 WHERE id = $1 % 20",
    "SELECT id, title FROM tickets WHERE id = $1 % 20",
    "INSERT INTO teams (id) VALUES ($1)",
};
constexpr std::string_view next_tickets[] = {
    "INSERT INTO tickets (id, title, team_id, points) VALUES ($1, 'm' || $1, $1 % 5 + 1, $1 % 10)",
    "INSERT INTO tickets (id, title) VALUES (-$1, 'without ' || $1)",
    "UPDATE tickets SET team_id = NULL, points = 3 WHERE id = $1 % 20",
    "SELECT id, title, team_id, points FROM tickets WHERE team_id = $1 % 5 + 1",
};

constexpr std::string_view n_numbers[] = {
    "INSERT INTO orders (note) VALUES ('n ' || $1)",
    "INSERT INTO twins DEFAULT VALUES",
    "INSERT INTO parts (code, note) VALUES (1000 + $1, 'n')",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
    "SELECT code, note FROM parts WHERE code = $1 % 20",
};
constexpr std::string_view next_numbers[] = {
    "INSERT INTO orders (note) VALUES ('m ' || $1)",
    "INSERT INTO twins (twin) VALUES ($1)",
    "INSERT INTO parts (code, note) VALUES (5000 + $1, 'm')",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
    "SELECT code, note FROM parts WHERE code = $1 % 20",
};

constexpr std::string_view n_accounts[] = {
    "INSERT INTO accounts (id, org, email) VALUES ($1, 1, 'n' || $1) ON CONFLICT (id) DO NOTHING",
    "UPDATE accounts SET email = 'by n ' || $1 WHERE id = $1 % 20",
    "SELECT id, org, email FROM accounts WHERE id = $1 % 20",
};
constexpr std::string_view next_accounts[] = {
    "INSERT INTO accounts (id, org, email, handle) VALUES ($1, 1, 'm' || $1, 'm' || $1)",
    "SELECT id, org, email, handle FROM accounts WHERE org = 1 AND email = 'm' || $1 % 20",
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
        .name = "new-columns-with-all-over-them",
        .shows = "two new columns, one filled, the other with an index, and at once a check over both, a foreign key and an index over an expression",
        .before_sql = "CREATE TABLE teams (id bigint PRIMARY KEY);\nINSERT INTO teams SELECT generate_series(1, 5);\nCREATE TABLE tickets (id bigint PRIMARY KEY, title text);\n"
                      "INSERT INTO tickets SELECT i, nullif('t' || i, 't3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.teams]\nprimary_key = \"(id)\"\n[table.teams.column]\nid = \"bigint\"\n"
                        "[table.tickets]\nprimary_key = \"(id)\"\n[table.tickets.column]\nid = \"bigint\"\ntitle = \"text\"\nteam_id = \"bigint\"\n"
                        "points = { is = \"integer not null default 1\", backfill = \"coalesce(length(title), 0)\" }\n"
                        "[table.tickets.index]\ntickets_team_idx = \"(team_id, points desc) where team_id is not null\"\n[table.tickets.check]\ntickets_points_check = \"points >= 0 and team_id > 0\"\n"
                        "[table.tickets.foreign_key]\ntickets_team_fk = \"(team_id) references teams(id) on delete set null\"\n",
        .n_statements = n_tickets,
        .next_statements = next_tickets,
        .n_reads = "SELECT id, title FROM tickets ORDER BY id",
        .next_never_sees = "SELECT id FROM tickets WHERE points IS NULL",
    },
    {
        .name = "tables-dropped-in-a-circle",
        .shows = "two tables that refer to each other go, one of them refers to itself and to a table that stays, which loses its column that refers to them",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text, last_order bigint);\nINSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\n"
                      "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, first_item bigint, repeats bigint REFERENCES orders);\n"
                      "CREATE TABLE items (id serial PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders, note text);\n"
                      "ALTER TABLE orders ADD FOREIGN KEY (first_item) REFERENCES items;\nALTER TABLE users ADD FOREIGN KEY (last_order) REFERENCES orders;\n"
                      "INSERT INTO orders SELECT i, i, NULL, nullif(i - 1, 0) FROM generate_series(1, 20) AS i;\nINSERT INTO items (order_id) SELECT i FROM generate_series(1, 20) AS i;\n"
                      "UPDATE orders SET first_item = id;\nUPDATE users SET last_order = id WHERE id % 2 = 0;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n",
        .settings_toml = "approvals = [\"table public.orders\", \"table public.items\", \"column public.users.last_order\"]\n",
        .n_statements = n_orders,
        .next_statements = next_orders,
        .n_reads = "SELECT o.id, o.user_id, o.first_item, o.repeats, i.note, u.name, u.last_order FROM orders AS o JOIN items AS i ON i.order_id = o.id JOIN users AS u ON u.id = o.user_id ORDER BY 1, 5",
    },
    {
        .name = "numbers-from-elsewhere",
        .shows = "a serial column draws from a new sequence that goes on where its own was, and another one becomes an identity, after the defaults of other columns that draw from them are gone; a nullable column becomes not null and an identity; a generated column is indexed",
        .before_sql = "CREATE TABLE orders (id bigserial PRIMARY KEY, note text, twin bigint DEFAULT nextval('orders_id_seq'));\nINSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;\n"
                      "CREATE TABLE twins (id serial PRIMARY KEY, twin bigint DEFAULT 1000 + nextval('twins_id_seq'));\nINSERT INTO twins SELECT FROM generate_series(1, 20);\n"
                      "CREATE TABLE parts (code bigint, note text);\nCREATE INDEX parts_code_idx ON parts (code);\nINSERT INTO parts SELECT i * 7, 'p' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[sequence]\nnumbers = \"cache 5\"\n[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint default nextval('numbers')\"\nnote = \"text\"\ntwin = \"bigint default 7\"\n"
                        "[table.twins]\nprimary_key = \"(id)\"\n[table.twins.column]\nid = \"integer generated always as identity\"\ntwin = \"bigint\"\n"
                        "[table.parts.column]\ncode = \"bigint generated by default as identity\"\nnote = \"text\"\nlength = \"smallint generated always as (length(note)::smallint) stored\"\n"
                        "[table.parts.index]\nparts_code_idx = \"(code)\"\nparts_length_idx = \"(length)\"\n",
        .n_statements = n_numbers,
        .next_statements = next_numbers,
        .n_reads = "SELECT id, twin, note FROM orders UNION ALL SELECT code, NULL, note FROM parts UNION ALL SELECT id, twin, NULL FROM twins ORDER BY 1, 2, 3",
    },
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
        .name = "key-moves-to-other-columns",
        .shows = "a primary key over a nullable column that is proven not null, its old column nullable at last, and a unique constraint over a column that is new",
        .before_sql = "CREATE TABLE accounts (id bigint PRIMARY KEY, org bigint NOT NULL, email text);\nINSERT INTO accounts SELECT i, i % 3, 'a' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.accounts]\nprimary_key = \"(org, email)\"\n[table.accounts.column]\nid = \"bigint\"\norg = \"bigint\"\nemail = \"text\"\n"
                        "handle = { is = \"text not null\", backfill = \"'h' || id\" }\n[table.accounts.unique]\naccounts_handle_key = \"(handle)\"\n",
        .n_statements = n_accounts,
        .next_statements = next_accounts,
        .n_reads = "SELECT id, org, email FROM accounts ORDER BY id",
        .n_never_sees = "SELECT id FROM accounts WHERE id IS NULL",
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
