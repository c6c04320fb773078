// Change kind: move a column into another table that has one row for a row of the old one.
//
// Triggers on both tables keep the two sides equal while both versions write; each writes the other side only where it differs, so neither goes
// round in a circle. Rows of a new table are made on the way: batches touch the rows of the old one, and the trigger makes them. In a table that is
// there already (recipes/moved_to_standing) no row is made, so every value must find its row. When N is gone, a last pass finds
// what is left, and the old column is renamed away and dropped as any other.
#include "recipes/column_grants.hpp"
#include "recipes/conditions.hpp"
#include "recipes/moved_columns.hpp"
#include "recipes/moved_to_standing.hpp"
#include "recipes/refused_moves.hpp"
#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool is_standing(const ElementId& column, const Context& context) { return context.live.find(context.live_name(table_of(column))) != nullptr; }

// Of a new table the columns are no differences of their own, so the one that goes is what there is to claim.
bool claims(const Difference& difference, const Context& context) {
  if (difference.is(What::missing, "column")) return context.wanted.find(difference.element)->has("moved_from");
  if (!difference.is(What::extra, "column")) return false;
  const Object* column = moved_to(difference.element, context);
  return column != nullptr && !is_standing(column->id, context);
}

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (!claimed.is(What::missing, "column") || !other.is(What::extra, "column")) return false;
  const Object* column = moved_to(other.element, context);
  return column != nullptr && column->id == claimed.element;
}

MovedColumn move_of(const Change& change, const Context& context) {
  const Object& column = *moved_to(change.claimed.element, context);
  return {column, *context.live.find(change.claimed.element), column.map("moved_by")};
}

std::string name_of(const MovedColumn& move) { return "move-column " + qualified_name(move.column.id); }
ElementId source(const MovedColumn& move) { return table_of(move.old.id); }
ElementId target(const MovedColumn& move) { return table_of(move.column.id); }

ElementId trigger_id(const MovedColumn& move, const ElementId& table) { return {"trigger", table.schema, table.name, move_names(move).trigger}; }
ElementId retired_id(const MovedColumn& move) { return recipes::retired_id(move.old.id); }

std::string or_later(const MovedColumn& move, const std::string& condition) { return "(" + condition + " OR NOT " + column_exists(move.old.id) + ")"; }

Step keep_equal(const MovedColumn& move, const Context& context) {
  const std::string trigger = move_names(move).trigger;
  Step step = brief(Phase::expand, Part::main, source(move), LockMode::share_row_exclusive, name_of(move) + ": sync",
                    "keep " + move.old.id.parent + "." + move.old.id.name + " and " + move.column.id.parent + "." + move.column.id.name + " equal (triggers)");
  step.transaction = Transaction::own;
  step.locks.push_back({target(move), LockMode::share_row_exclusive, Work::instant});
  step.sql = move_functions(move, move.old.id.name);
  for (const std::string& statement : move_triggers(move)) step.sql.push_back(statement);
  step.sql.push_back(copy_column_grants(move.old.id, move.column.id));
  step.done = {or_later(move, trigger_is_enabled(source(move), trigger) + " AND " + trigger_is_enabled(target(move), trigger)), "the triggers " + trigger + " are missing or disabled"};
  step.needs = {{target(move), Side::wanted, Milestone::exists}, {key_with_cascade(move, context)->id, Side::wanted, Milestone::exists}};
  step.brings = {{move.column.id, Side::wanted, Milestone::synced}};
  // Without the triggers, taking the copies away does not reach the old column.
  step.undo = undo_by(drop_move(move));
  step.undo.sql.push_back("DELETE " + mere_copies(move, context));
  step.touches = {trigger_id(move, source(move)), trigger_id(move, target(move))};
  step.next_retries = true;
  step.notes = {"each write of either version to the one table writes to the other as well, in the same transaction", next_tries_again(move)};
  return step;
}

Step moved(const MovedColumn& move, Phase phase, Part part, const Context& context) {
  const std::string name = sql::identifier(move.old.id.name);
  const Fill rows{source(move), name_of(move), name + " = " + sql::identifier(move.old.id.parent) + "." + name, unmoved_rows(move),
                  std::string(part == Part::catch_up ? "catch up: move what is left of " : "move ") + move.old.id.parent + "." + move.old.id.name + " to " + move.column.id.parent + " in batches"};
  Step step = fill(rows, phase, part, context);
  step.locks.push_back({target(move), LockMode::row_exclusive, Work::batches});
  if (part != Part::catch_up) step.brings = {{move.column.id, Side::wanted, Milestone::filled}};
  return step;
}

Step retire(const MovedColumn& move) {
  const std::string alter = "ALTER TABLE " + sql::relation(source(move)) + " RENAME COLUMN ", name = sql::identifier(move.old.id.name), retired = sql::identifier(retired_id(move).name);
  Step step = brief(Phase::contract, Part::retire, source(move), LockMode::access_exclusive, name_of(move) + ": retire", "retire column " + move.old.id.parent + "." + move.old.id.name + " by renaming");
  step.sql = {require_column_grants(move.old.id, move.column.id), alter + name + " TO " + retired};
  for (const std::string& statement : move_functions(move, retired_id(move).name)) step.sql.push_back(statement);
  step.undo = undo_by({alter + retired + " TO " + name});
  for (const std::string& statement : move_functions(move, move.old.id.name)) step.undo.sql.push_back(statement);
  step.before = {unmentioned(move.old.id), "a view, policy, trigger, function, publication or statistics object mentions " + qualified_name(move.old.id)};
  step.done = {"NOT " + column_exists(move.old.id), "column " + qualified_name(move.old.id) + " is still there"};
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{move.old.id, Side::live, Milestone::retired}};
  step.touches = {move.old.id, retired_id(move)};
  return step;
}

Step drop(const MovedColumn& move) {
  Step step = brief(Phase::contract, Part::drop, source(move), LockMode::access_exclusive, name_of(move) + ": drop", "drop column " + move.old.id.parent + "." + move.old.id.name + " and the triggers of the move");
  step.transaction = Transaction::own;
  step.locks.push_back({target(move), LockMode::access_exclusive, Work::instant});
  step.sql = drop_move(move);
  step.sql.push_back("ALTER TABLE " + sql::relation(source(move)) + " DROP COLUMN IF EXISTS " + sql::identifier(retired_id(move).name));
  step.done = {"NOT " + column_exists(retired_id(move)), "the retired column " + retired_id(move).name + " is still there"};
  step.undo = cannot_undo("the triggers that kept both sides equal are gone");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{move.old.id, Side::live, Milestone::gone}};
  step.touches = {move.old.id, retired_id(move), trigger_id(move, source(move)), trigger_id(move, target(move))};
  return step;
}

Recipe into_standing(const Object& column, const Context& context) {
  const Object* old = context.live.find(moved_from(column));
  if (old == nullptr || old->id.kind != "column")
    return {{}, {{Severity::error, "move-column", to_string(column.id) + " is to come from `" + column.text("moved_from") + "`, which is no column of the live schema", "correct or remove moved_from: \"<table>.<column>\"", column.spot("moved_from")}}};
  const MovedColumn move{column, *old, column.map("moved_by")};
  Recipe result;
  result.findings = refuse_move(move, true, context);
  if (!refuses(result.findings)) result.steps = standing_move(move, context);
  return result;
}

Recipe recipe(const Change& change, const Context& context) {
  if (change.claimed.is(What::missing, "column")) return into_standing(*context.wanted.find(change.claimed.element), context);
  const MovedColumn move = move_of(change, context);
  Recipe result;
  result.findings = refuse_move(move, false, context);
  if (!refuses(result.findings)) result.steps = {keep_equal(move, context), moved(move, Phase::backfill, Part::main, context), moved(move, Phase::validate, Part::catch_up, context), retire(move), drop(move)};
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, name, bio) VALUES ($1, 'n' || $1, nullif('bio ' || $1, 'bio ' || $1 / 3 * 3))",
    "UPDATE users SET bio = 'changed by n ' || $1 WHERE id = $1 % 7",
    "UPDATE users SET bio = NULL WHERE id = $1 % 50",
    "UPDATE users SET name = 'n' || $1 WHERE id = $1 % 50",
    "SELECT id, name, bio FROM users WHERE id = $1 % 50",
    "DELETE FROM users WHERE id = $1 - 5",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, name) VALUES ($1, 'm' || $1)",
    "INSERT INTO profiles (user_id, bio, theme) VALUES ($1 % 20 + 1, 'm' || $1, 'dark') ON CONFLICT (user_id) DO UPDATE SET bio = excluded.bio, theme = excluded.theme",
    "INSERT INTO profiles (user_id, bio) VALUES ($1 % 40 + 1, 'upsert') ON CONFLICT (user_id) DO UPDATE SET bio = 'upsert ' || $1",
    "UPDATE profiles SET bio = NULL WHERE user_id = $1 % 7",
    "DELETE FROM profiles WHERE user_id = $1 % 50",
    "SELECT u.id, u.name, p.bio FROM users AS u LEFT JOIN profiles AS p ON p.user_id = u.id WHERE u.id = $1 % 50",
};

constexpr std::string_view n_phones[] = {
    "WITH u AS (INSERT INTO users (id, name, phone) VALUES ($1, 'n' || $1, 'phone n' || $1) RETURNING id) INSERT INTO profiles (user_id, theme) SELECT id, 'dark' FROM u",
    "INSERT INTO users (id, name) VALUES (-$1, 'no profile')",
    "INSERT INTO profiles (user_id) SELECT u.id FROM users AS u WHERE u.id = $1 - 3 ON CONFLICT (user_id) DO UPDATE SET seen = profiles.seen + 1",
    "UPDATE users SET phone = 'changed by n ' || $1 WHERE id = $1 % 25 * 2",
    "UPDATE users SET phone = NULL WHERE id = $1 % 50 AND id % 2 = 0",
    "UPDATE profiles SET seen = seen + 1 WHERE user_id = $1 % 50",
    "DELETE FROM users WHERE id = $1 - 9",
    "DELETE FROM profiles WHERE user_id = -$1",
    "SELECT u.id, u.name, u.phone, p.seen FROM users AS u LEFT JOIN profiles AS p ON p.user_id = u.id WHERE u.id = $1 % 50",
};
constexpr std::string_view next_phones[] = {
    "WITH u AS (INSERT INTO users (id, name) VALUES ($1, 'm' || $1) RETURNING id) INSERT INTO profiles (user_id, phone) SELECT id, 'phone m' || $1 FROM u",
    "UPDATE profiles SET phone = 'changed by m ' || $1 WHERE user_id = $1 % 25 * 2 + 1",
    "UPDATE profiles SET phone = NULL, seen = seen + 1 WHERE user_id = $1 % 50 AND user_id % 2 = 1",
    "INSERT INTO profiles (user_id, phone) VALUES ($1 % 25 * 2 + 1, 'upsert') ON CONFLICT (user_id) DO UPDATE SET phone = 'upsert ' || $1",
    "UPDATE users SET name = 'm' || $1 WHERE id = $1 % 50",
    "SELECT u.id, u.name, p.phone, p.seen FROM users AS u LEFT JOIN profiles AS p ON p.user_id = u.id WHERE u.id = $1 % 50",
};

constexpr std::string_view n_orders[] = {
    "WITH o AS (INSERT INTO \"Or\"\"ders; --\" (id, \"no\", fee, \"ad$$dress\") VALUES ($1, $1, $1 % 100, 'street ' || $1)) INSERT INTO deliveries (id, order_no) VALUES ($1, $1)",
    "WITH d AS (INSERT INTO deliveries (id, order_no) VALUES (-$1, -$1)) INSERT INTO \"Or\"\"ders; --\" (id, \"no\", fee) VALUES (-$1, -$1, 0.5)",
    "UPDATE \"Or\"\"ders; --\" SET fee = $1 % 100 + 0.25, \"ad$$dress\" = nullif('street ' || $1 % 5, 'street 3') WHERE id = $1 % 12 * 2 + 2",
    "UPDATE deliveries SET state = 'n' || $1 WHERE order_no = $1 % 25 + 1",
    "SELECT id, \"no\", fee, \"ad$$dress\" FROM \"Or\"\"ders; --\" WHERE id = $1 % 25",
};
constexpr std::string_view next_orders[] = {
    "WITH o AS (INSERT INTO \"Or\"\"ders; --\" (id, \"no\") VALUES ($1, $1)) INSERT INTO deliveries (id, order_no, \"fee %s\", address) VALUES ($1, $1, $1 % 100, NULL)",
    "UPDATE deliveries SET \"fee %s\" = $1 % 100 + 0.75, address = nullif('road ' || $1 % 5, 'road 3') WHERE order_no = $1 % 12 * 2 + 1",
    "WITH d AS (DELETE FROM deliveries WHERE order_no = $1 - 9) DELETE FROM \"Or\"\"ders; --\" WHERE \"no\" = $1 - 9",
    "SELECT id, order_no, \"fee %s\", address, state FROM deliveries WHERE order_no = $1 % 25",
};

constexpr std::string_view also[] = {"create-table", "add-foreign-key"};

constexpr Example examples[] = {{
    .name = "into-a-new-table",
    .shows = "a column with NULLs moves into a new table that is made in the same rollout; either version writes, clears and deletes on its side",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text, bio text);\nINSERT INTO users SELECT i, 'u' || i, nullif(nullif('bio ' || i, 'bio 7'), 'bio 9') FROM generate_series(1, 50) AS i;\n"
                  "INSERT INTO users VALUES (51, 'empty', '');\nGRANT SELECT (bio) ON users TO PUBLIC;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                    "[table.profiles]\nprimary_key = \"(user_id)\"\n[table.profiles.column]\nuser_id = \"bigint\"\n"
                    "bio = { is = \"text\", moved_from = \"users.bio\", moved_by.user_id = \"id\" }\ntheme = \"text not null default 'light'\"\nlinks = \"text[]\"\n"
                    "[table.profiles.foreign_key]\nprofiles_user_fk = \"(user_id) references users(id) on delete cascade on update cascade\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, name, bio FROM users ORDER BY id",
    .also = also,
    .disagreement = "SELECT u.id FROM users AS u LEFT JOIN profiles AS p ON p.user_id = u.id WHERE u.bio IS DISTINCT FROM p.bio",
}, {
    .name = "into-a-standing-table",
    .shows = "a table that both versions write takes the column; rows of it come and go by either, some users have none, and either side is written and cleared",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text, phone text);\nINSERT INTO users SELECT i, 'u' || i, nullif('phone ' || i, 'phone 7') FROM generate_series(1, 50) AS i;\nINSERT INTO users VALUES (99, 'no profile');\n"
                  "CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE, theme text NOT NULL DEFAULT 'light', seen integer NOT NULL DEFAULT 0);\n"
                  "INSERT INTO profiles (user_id) SELECT generate_series(1, 50);",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                    "[table.profiles]\nprimary_key = \"(user_id)\"\n[table.profiles.column]\nuser_id = \"bigint\"\ntheme = \"text not null default 'light'\"\nseen = \"integer not null default 0\"\n"
                    "phone = { is = \"text\", moved_from = \"users.phone\", moved_by.user_id = \"id\", comment = \"as dialled\" }\n"
                    "[table.profiles.foreign_key]\nprofiles_user_id_fkey = \"(user_id) references users(id) on delete cascade on update cascade\"\n",
    .n_statements = n_phones,
    .next_statements = next_phones,
    .n_reads = "SELECT id, name, phone FROM users ORDER BY id",
    .n_never_sees = "SELECT id FROM users WHERE phone NOT LIKE 'phone %' AND phone NOT LIKE 'changed by %' AND phone NOT LIKE 'upsert%'",
    .disagreement = "SELECT u.id FROM users AS u JOIN profiles AS p ON p.user_id = u.id WHERE u.phone IS DISTINCT FROM p.phone",
}, {
    .name = "two-columns-by-another-key",
    .shows = "two columns move at once, by a key that is no primary key and with no foreign key; one of them becomes not null on the way, and names need quotes",
    .before_sql = "CREATE TABLE \"Or\"\"ders; --\" (id bigint PRIMARY KEY, \"no\" bigint NOT NULL UNIQUE, fee numeric(10,2), \"ad$$dress\" text);\n"
                  "INSERT INTO \"Or\"\"ders; --\" SELECT i, i, i, nullif('street ' || i, 'street 7') FROM generate_series(1, 25) AS i;\nGRANT SELECT (\"ad$$dress\"), UPDATE (\"ad$$dress\") ON \"Or\"\"ders; --\" TO pg_monitor WITH GRANT OPTION;\n"
                  "CREATE TABLE deliveries (id bigint PRIMARY KEY, order_no bigint NOT NULL UNIQUE, state text);\nINSERT INTO deliveries SELECT i, i, 'open' FROM generate_series(1, 25) AS i;",
    .desired_toml = "[table.\"\\\"Or\\\"\\\"ders; --\\\"\"]\nprimary_key = \"(id)\"\n[table.\"\\\"Or\\\"\\\"ders; --\\\"\".column]\nid = \"bigint\"\nno = \"bigint not null\"\n[table.\"\\\"Or\\\"\\\"ders; --\\\"\".unique]\n\"Or\\\"ders; --_no_key\" = \"(no)\"\n"
                    "[table.deliveries]\nprimary_key = \"(id)\"\n[table.deliveries.column]\nid = \"bigint\"\norder_no = \"bigint not null\"\nstate = \"text\"\n"
                    "\"fee %s\" = { is = \"numeric(10,2) not null\", moved_from = \"\\\"Or\\\"\\\"ders; --\\\".fee\", moved_by.order_no = \"no\" }\n"
                    "address = { is = \"text\", moved_from = \"\\\"Or\\\"\\\"ders; --\\\".\\\"ad$$dress\\\"\", moved_by.order_no = \"no\" }\n"
                    "[table.deliveries.unique]\ndeliveries_order_no_key = \"(order_no)\"\n",
    .n_statements = n_orders,
    .next_statements = next_orders,
    .n_reads = "SELECT id, \"no\", fee, \"ad$$dress\" FROM \"Or\"\"ders; --\" ORDER BY id",
    .n_never_sees = "SELECT id FROM \"Or\"\"ders; --\" WHERE fee IS NULL",
    .disagreement = "SELECT o.id FROM \"Or\"\"ders; --\" AS o JOIN deliveries AS d ON d.order_no = o.\"no\" WHERE o.fee IS DISTINCT FROM d.\"fee %s\" OR o.\"ad$$dress\" IS DISTINCT FROM d.address",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, Overview of Trigger Behavior: AFTER triggers see what their statement has written, and run in its transaction",
    "PostgreSQL manual, INSERT: ON CONFLICT DO UPDATE … WHERE writes nothing where the condition is false",
    "PostgreSQL manual, Explicit Locking, Row-Level Locks: FOR SHARE holds off writers, FOR NO KEY UPDATE leaves foreign keys alone",
    "PostgreSQL manual, Composite Type Comparison: *<> compares the bytes, whatever operators a type has",
    "tests/contract/move_standing_test.cpp: batches, both versions at the same rows, and rows that come, in every order",
};

}  // namespace

extern constinit const ChangeKind move_column = {
    .name = "move-column",
    .summary = "moves a column into another table with one row for a row of the old one, both sides kept equal by triggers while two versions run",
    .why = "`moved_from` says where the column comes from, `moved_by` which key of its table is which key of the old one; both keys are unique. Triggers on each side keep the two equal: each writes the other "
           "side only where it differs, so they come to rest without a flag. The column gets the rights that the old one has given away by itself (`GRANT SELECT (c) …`); rights on the table are yours to grant.\n\n"
           "**Into a new table.** Expand makes the table. "
           "What N writes into the old column makes or changes the row of the new table, and what N+1 writes there reaches the old column. Batches touch the old rows, and the trigger moves them; a last pass runs when N is gone. "
           "N+1 must be ready to find a row in the new table that N has made: it upserts by the key. Undo of expand takes away the rows that hold nothing but copies.\n\n"
           "**Into a table that is there already.** A row there may mean something, so none is ever made or taken away; every value must have a row to go to. `plan` counts those that have none, and validate stops with their keys while there are any. "
           "Nothing tells of which version a statement is. So a row that comes, or gets another key, with no value of its own takes that of its partner; a value that a statement changes goes to the partner; what says nothing new changes nothing. "
           "A row of the table that goes leaves the old value where it is, until N is gone: from then on it takes the value along. Who writes the old column always locks the partner's row, and a row that comes locks its partner's against change, so neither misses what the other has not committed yet. "
           ""
           "Batches touch the rows of the table, and the trigger fills them from their partners. The column may become NOT NULL on the way, in validate.\n\n"
           "**Deadlocks.** A write of either side locks its own row and then the partner's, so a transaction of N and one of N+1 that write the same pair can wait for each other. The one of N+1 gives way at once and gets 40001: N+1 tries its transaction again, and N never pays for a deadlock. "
           "Where nobody waits for it, N+1 waits for the other row as long as its lock_timeout says.\n\n"
           "Contract renames the old column away "
           "(the triggers go on, so undo loses nothing), and drops it with the triggers behind the soak gate.",
    .when_not = "Into a new table, the foreign key `(key) references <old table> on delete cascade` must be "
                "there; `NOT NULL` on either side and a required column of the new table without a default are refused. Into a standing one, keys that are not unique in both tables now and in the end, or not of one type, and an old column that is NOT NULL are refused. "
                "Either way, defaults and generated values on either side, another type and row level security are. TRUNCATE fires none of the triggers.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
