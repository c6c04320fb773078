// Change kind: rename a column, by a second column of the new name that a trigger keeps equal to the old one.
//
// RENAME COLUMN itself would be instant and fail every statement of the other version. So both names exist while both versions run; the
// old one is retired by renaming when no version uses it any more, and dropped after the soak. Not null and default of the new column come
// in the same rollout, in validate.
#include "recipes/carried_objects.hpp"
#include "recipes/conditions.hpp"
#include "recipes/conversion.hpp"
#include "recipes/steps.hpp"
#include "recipes/swapped_names.hpp"
#include "recipes/synced_columns.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

// A name that another column has today would mean two things at once: that is swap-column-names.
bool claims(const Difference& difference, const Context& context) { return difference.is(What::renamed, "column") && swapped_names_of(difference, context).empty(); }

// The new column gets these in its own recipe.
constexpr std::string_view settled_fields[] = {"type", "collation", "not_null", "default", "comment"};

Move move_of(const Difference& renamed) { return {renamed.live_element, renamed.element.name, renamed.element.name}; }

// Renamed columns that some index or constraint has in common change their names in one moment.
std::vector<Difference> renamed_together(const Difference& claimed, const Context& context) {
  std::vector<Difference> members{claimed};
  for (std::size_t known = 0; known != members.size();) {
    known = members.size();
    for (const Difference& other : context.differences)
      if (claims(other, context) && std::ranges::none_of(members, [&](const Difference& member) { return member.element == other.element; }) &&
          std::ranges::any_of(members, [&](const Difference& member) { return share_an_object(member.live_element, other.live_element, context); }))
        members.push_back(other);
  }
  return members;
}

Carriage carriage(const std::vector<Difference>& members, const Context& context) {
  std::vector<Move> moves;
  for (const Difference& member : members) moves.push_back(move_of(member));
  Carriage result = carriage_of("rename-column " + qualified_name(members.front().element), std::move(moves), false, context);
  result.renames = true;
  result.over = "NOT " + column_exists(members.front().live_element);
  return result;
}

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  const std::vector<Difference> members = renamed_together(claimed, context);
  for (const Difference& member : members) {
    if (other.what == What::renamed && other.element == member.element) return member.element != claimed.element;
    if (other.what == What::field && other.element == member.element && std::ranges::find(settled_fields, other.field->key) != std::ranges::end(settled_fields)) return true;
  }
  return other.element.kind != "column" && settles(carriage(members, context), other);
}

Recipe recipe(const Change& change, const Context& context) {
  Recipe result;
  const std::vector<Difference> members = renamed_together(change.claimed, context);
  std::vector<SyncedColumns> groups;
  for (const Difference& member : members) {
    const Object& wanted = *context.wanted.find(member.element);
    const Object& live = *context.live.find(member.live_element);
    const Conversion conversion = conversion_of(live, wanted, context);
    SyncedColumns group = complete({table_of(live.id), {{wanted, conversion.up}}, {{live, conversion.down}}, "rename-column " + qualified_name(wanted.id), {}, conversion.by_hint}, context);
    group.mirrors = true;
    group.keeps_all = conversion.may_lose;
    result.findings.insert(result.findings.end(), conversion.findings.begin(), conversion.findings.end());
    for (Finding& finding : refusals(group, context)) result.findings.push_back(std::move(finding));
    if (conversion.by_hint)
      for (Finding& finding : unapproved({live.id}, context)) result.findings.push_back(std::move(finding));
    groups.push_back(std::move(group));
  }
  const Carriage carried = carriage(members, context);
  for (Finding& finding : refusals(carried, context)) result.findings.push_back(std::move(finding));
  if (!refuses(result.findings)) result.steps = sync(groups, carried, context);
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, nick) VALUES ($1, 'n' || $1)",
    "INSERT INTO users (id) VALUES (-$1)",
    "UPDATE users SET nick = 'changed by n ' || $1 WHERE id = $1 % 7",
    "UPDATE users SET seen = seen + 1 WHERE id = $1 % 50",
    "SELECT id, nick, seen FROM users WHERE id = $1 % 50",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, nickname) VALUES ($1, 'm' || $1)",
    "UPDATE users SET nickname = 'changed by m ' || $1 WHERE id = $1 % 7",
    "INSERT INTO users (id, nickname) VALUES ($1 % 50, 'upsert') ON CONFLICT (id) DO UPDATE SET nickname = 'upsert ' || $1",
    "SELECT id, nickname, seen FROM users WHERE id = $1 % 50",
};

constexpr std::string_view n_players[] = {
    "INSERT INTO players (id, nick, team) VALUES ($1, 'n' || $1, 'red')",
    "INSERT INTO players (id, nick, team) VALUES (-$1, 'nick ' || $1 % 20, 'blue') ON CONFLICT (nick) DO UPDATE SET seen = players.seen + 1",
    "UPDATE players SET nick = 'nick n' || $1 WHERE id = $1 % 30 + 1",
    "UPDATE players SET team = NULL WHERE id = $1 % 30 + 1",
    "INSERT INTO posts (id, author) SELECT $1, nick FROM players WHERE id = $1 % 30 + 1",
    "SELECT id, nick, team, seen FROM players WHERE id = $1 % 30",
};
constexpr std::string_view next_players[] = {
    "INSERT INTO players (id, nickname, squad) VALUES ($1, 'm' || $1, 'blue')",
    "UPDATE players SET nickname = 'other nick ' || $1 WHERE id = $1 % 30 + 1",
    "UPDATE players SET squad = 'red' WHERE id = $1 % 30 + 1",
    "INSERT INTO posts (id, author) SELECT $1, nickname FROM players WHERE id = $1 % 30 + 1",
    "DELETE FROM players WHERE id = $1 - 100",
    "SELECT id, nickname, squad, seen FROM players WHERE id = $1 % 30",
};

constexpr std::string_view n_items[] = {
    "INSERT INTO items (price) VALUES ($1 % 1000)",
    "INSERT INTO items (no, price) VALUES (-$1, NULL)",
    "UPDATE items SET price = $1 % 100 WHERE no = $1 % 30",
    "SELECT no, price FROM items WHERE no = $1 % 30",
};
constexpr std::string_view next_items[] = {
    "INSERT INTO items (cents) VALUES (100 * ($1 % 1000))",
    "UPDATE items SET cents = 100 * ($1 % 100) WHERE number = $1 % 30",
    "SELECT number, cents FROM items WHERE number = $1 % 30",
};

// Values that are equal and not the same (1.0 and 1.00), of a type that has no equality (json), and that are NULL in part.
constexpr std::string_view n_readings[] = {
    "INSERT INTO readings (id, amount, doc, place) VALUES ($1, ($1 % 9)::numeric, '{}', row($1, NULL))",
    "UPDATE readings SET amount = CASE WHEN scale(amount) = 1 THEN round(amount, 2) ELSE round(amount, 1) END WHERE id = $1 % 20",
    "UPDATE readings SET doc = to_json($1), place = row(NULL, 'n') WHERE id = $1 % 20",
    "UPDATE readings SET found = NOT found WHERE id = $1 % 20",
    "SELECT id, amount, doc, place, found FROM readings WHERE id = $1 % 20",
};
constexpr std::string_view next_readings[] = {
    "UPDATE readings SET total = CASE WHEN scale(total) = 1 THEN round(total, 2) ELSE round(total, 1) END WHERE id = $1 % 20",
    "UPDATE readings SET body = to_json($1), spot = row($1, NULL) WHERE id = $1 % 20",
    "UPDATE readings SET was_found = NOT was_found WHERE id = $1 % 20",
    "SELECT id, total, body, spot, was_found FROM readings WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "equal-but-not-the-same",
        .shows = "values that equality takes for the same, or cannot compare, or that are NULL in part, and a column with a name of plpgsql's own",
        .before_sql = "CREATE TYPE place AS (x integer, y text);\nCREATE TABLE readings (id bigint PRIMARY KEY, amount numeric, doc json, place place, found boolean);\n"
                      "INSERT INTO readings SELECT i, nullif(1.0 * i, 5), nullif('{}', repeat('{}', i - 6))::json, CASE WHEN i <> 7 THEN row(nullif(i, 3), nullif('y', repeat('y', i % 3)))::place END, nullif(i, 4) % 2 = 0 FROM generate_series(0, 19) AS i;",
        .desired_toml = "[composite.place]\nattributes = { x = \"integer\", y = \"text\" }\n[table.readings]\nprimary_key = \"(id)\"\n[table.readings.column]\nid = \"bigint\"\n"
                        "total = { is = \"numeric\", renamed_from = \"amount\" }\nbody = { is = \"json\", renamed_from = \"doc\" }\nspot = { is = \"place\", renamed_from = \"place\" }\n"
                        "was_found = { is = \"boolean\", renamed_from = \"found\" }\n",
        .n_statements = n_readings,
        .next_statements = next_readings,
        .n_reads = "SELECT id, amount::text, doc::text, place::text, found FROM readings ORDER BY id",
        .disagreement = "SELECT id FROM readings WHERE (amount::text, doc::text, place::text, found) IS DISTINCT FROM (total::text, body::text, spot::text, was_found)",
    },
    {
        .name = "plain",
        .shows = "a nullable column, on which a role has rights of its own, gets a new name while both versions write it",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, nick text, seen integer NOT NULL DEFAULT 0);\n"
                      "INSERT INTO users (id, nick) SELECT i, nullif('nick ' || i, 'nick 7') FROM generate_series(1, 50) AS i;\n"
                      "GRANT SELECT (nick), UPDATE (nick) ON users TO pg_monitor WITH GRANT OPTION;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
                        "nickname = { is = \"text\", renamed_from = \"nick\" }\nseen = \"integer not null default 0\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, nick, seen FROM users ORDER BY id",
        .disagreement = "SELECT id FROM users WHERE nick IS DISTINCT FROM nickname",
    },
    {
        .name = "with-not-null-and-default",
        .shows = "rename, not null and a default on one column in one go",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, nick text NOT NULL DEFAULT 'nobody', seen integer NOT NULL DEFAULT 0);\n"
                      "INSERT INTO users (id, nick) SELECT i, 'nick ' || i FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
                        "nickname = { is = \"text not null default 'anonymous'\", renamed_from = \"nick\" }\nseen = \"integer not null default 0\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, nick, seen FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE nick IS NULL",
        .disagreement = "SELECT id FROM users WHERE nick IS DISTINCT FROM nickname",
    },
    {
        .name = "with-all-that-hangs-on-it",
        .shows = "two columns that an index ties together, with a unique constraint, a check, and foreign keys to them and from them",
        .before_sql = "CREATE TABLE teams (name text PRIMARY KEY);\nINSERT INTO teams VALUES ('red'), ('blue');\n"
                      "CREATE TABLE players (id bigint PRIMARY KEY, nick text NOT NULL UNIQUE CHECK (nick <> ''), team text REFERENCES teams (name) ON DELETE SET NULL, seen integer NOT NULL DEFAULT 0);\n"
                      "CREATE INDEX players_team_idx ON players (team, lower(nick) DESC, seen) WHERE (nick <> 'nobody');\nCOMMENT ON INDEX players_team_idx IS 'who plays where';\n"
                      "INSERT INTO players SELECT i, 'nick ' || i, CASE i % 3 WHEN 0 THEN 'red' WHEN 1 THEN 'blue' END FROM generate_series(1, 30) AS i;\n"
                      "CREATE TABLE posts (id bigint PRIMARY KEY, author text REFERENCES players (nick) ON UPDATE CASCADE ON DELETE CASCADE);\nINSERT INTO posts SELECT i, 'nick ' || i FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.teams]\nprimary_key = \"(name)\"\ncolumn.name = \"text\"\n[table.players]\nprimary_key = \"(id)\"\n[table.players.column]\nid = \"bigint\"\n"
                        "nickname = { is = \"text not null\", renamed_from = \"nick\" }\nsquad = { is = \"text\", renamed_from = \"team\" }\nseen = \"integer not null default 0\"\n"
                        "[table.players.unique]\nplayers_nick_key = \"(nickname)\"\n[table.players.check]\nplayers_nick_check = \"nickname <> ''\"\n"
                        "[table.players.index]\nplayers_team_idx = { is = \"(squad, lower(nickname) desc, seen) where nickname <> 'nobody'\", comment = \"who plays where\" }\n"
                        "[table.players.foreign_key]\nplayers_team_fkey = \"(squad) references teams(name) on delete set null\"\n"
                        "[table.posts]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.author = \"text\"\nforeign_key.posts_author_fkey = \"(author) references players(nickname) on update cascade on delete cascade\"\n",
        .n_statements = n_players,
        .next_statements = next_players,
        .n_reads = "SELECT p.id, p.nick, p.team, p.seen, count(o.id) FROM players AS p LEFT JOIN posts AS o ON o.author = p.nick GROUP BY p.id ORDER BY p.id",
        .n_never_sees = "SELECT id FROM posts WHERE author NOT IN (SELECT nick FROM players)",
        .disagreement = "SELECT id FROM players WHERE nick IS DISTINCT FROM nickname OR team IS DISTINCT FROM squad",
    },
    {
        .name = "another-type-too",
        .shows = "an identity key gets a name of its own and bigint, a price becomes cents; both sides read what the other writes",
        .before_sql = "CREATE TABLE items (no integer GENERATED BY DEFAULT AS IDENTITY (START WITH 100) PRIMARY KEY, price integer);\nINSERT INTO items (no, price) SELECT i, nullif(i, 5) FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.items]\nprimary_key = \"(number)\"\n[table.items.column]\nnumber = { is = \"bigint generated by default as identity (start with 100)\", renamed_from = \"no\" }\n"
                        "cents = { is = \"bigint\", renamed_from = \"price\", backfill = \"price * 100\", reverse.price = \"cents / 100\" }\n",
        .settings_toml = "approvals = [\"column public.items.price\"]\n",
        .n_statements = n_items,
        .next_statements = next_items,
        .n_reads = "SELECT no, price FROM items ORDER BY no",
        .n_never_sees = "SELECT no FROM items WHERE no IS NULL",
        .disagreement = "SELECT no FROM items WHERE no IS DISTINCT FROM number OR price IS DISTINCT FROM cents / 100",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: RENAME COLUMN",
    "docs/decisions/0003-sync-trigger.md: why the trigger reads as it does",
};

}  // namespace

extern constinit const ChangeKind rename_column = {
    .name = "rename-column",
    .summary = "renames a column by a second one, kept equal by a trigger until no version uses the old name",
    .why = "A `RENAME COLUMN` fails every statement of one of the two versions. Instead expand adds the new column and a trigger that keeps both "
           "equal; it gets the rights that the old one has given away by itself (`GRANT SELECT (c) …`). Batches fill the old rows, and after N is gone the new column gets its default and `NOT NULL`, and indexes, keys, checks and "
           "foreign keys over the old one are built on it; they take their names when the old ones are retired. Contract refuses to retire a column that has meanwhile given away rights which the "
           "new one lacks. A change of type in the same go needs no more than a "
           "cast, or `backfill` and `reverse`. Contract renames the old column "
           "away (undo brings it back with its data: the trigger still writes it) and drops it in a file of its own.",
    .when_not = "Identity, serial and generated columns are refused: a trigger cannot write them. A view, policy or function over the old column refuses "
                "the plan. A change of type together with the rename is not taken.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
