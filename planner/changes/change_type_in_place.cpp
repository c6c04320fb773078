// Change kind: another type or collation for a column under its own name, where one brief statement can do it.
//
// Either PostgreSQL changes the catalog alone, or the table is small enough to be rewritten while everybody waits. Both are bridge changes:
// statements that were prepared before fail with "cached plan must not change result type" until they are prepared again, on either version,
// so the change opens contract. What depends on the column is set aside and put back in the same transaction. Checks over the column are
// read again under the lock; on a table that is not known to be small they come back NOT VALID and are validated behind.
#include "recipes/cast.hpp"
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/numbering.hpp"
#include "recipes/numbering_with_type.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/set_aside.hpp"
#include "recipes/steps.hpp"
#include "recipes/swapped_columns.hpp"
#include "recipes/type_change.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool is_here(const Difference& difference, std::string_view key, const Context& context) {
  if (!difference.is_field("column", key) || difference.element != difference.live_element) return false;
  return !swaps_columns(difference, context);
}

bool claims(const Difference& difference, const Context& context) {
  if (is_here(difference, "type", context)) return true;
  const auto type_too = [&](const Difference& other) { return other.is_field("column", "type") && other.element == difference.element; };
  return is_here(difference, "collation", context) && std::ranges::none_of(context.differences, type_too);
}

bool mentions(const Object* object, const std::string& column) {
  if (object == nullptr || object->kind->columns == nullptr) return false;
  const auto columns = object->kind->columns(*object);
  return std::ranges::find(columns, column) != columns.end();
}

// What ALTER COLUMN TYPE resets or cannot cast comes with it, and so do checks and indexes that the server prints otherwise for another type.
bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (other.what != What::field) return false;
  if (other.element == claimed.element)
    return other.field->key == "collation" || (other.field->key == "default" && !changes_its_source(other.element, context)) || other.field->key == "storage" || other.field->key == "compression";
  if (table_of(other.element) != table_of(claimed.element)) return false;
  const bool is_check = other.element.kind == "check constraint" && other.field->key == "expression";
  const bool is_index = other.element.kind == "index" && (other.field->key == "elements" || other.field->key == "where");
  if (!is_check && !is_index) return false;
  return mentions(context.live.find(other.live_element), claimed.element.name) && mentions(context.wanted.find(other.element), claimed.element.name);
}

// Everything that the recipe asks of the two catalogs.
struct Case {
  const Object& live;
  const Object& wanted;
  const Change& change;
  const Context& context;
  ElementId table;
  bool in_place;
  std::string name;                        // of the change; ids of steps begin with it
  std::vector<const Object*> foreign_keys;
  std::vector<ElementId> tables;           // this one first, then those at the other end of foreign keys
};


Case case_of(const Change& change, const Context& context) {
  const Object &live = *context.live.find(change.claimed.element), &wanted = *context.wanted.find(change.claimed.element);
  Case the{live, wanted, change, context, table_of(wanted.id), changes_in_place(live, wanted, context), "change-type " + qualified_name(wanted.id), foreign_keys_of(live.id, context.live), {}};
  the.tables.push_back(the.table);
  for (const Object* key : the.foreign_keys)
    for (const ElementId& end : {table_of(key->id), referenced_table(*key)})
      if (std::ranges::find(the.tables, end) == the.tables.end()) the.tables.push_back(end);
  return the;
}

std::string typed(const Object& column) { return column.text("type") + (column.has("collation") ? " collate " + column.text("collation") : ""); }

Finding refusal(const Case& the, std::string message, std::string help) {
  const std::string_view key = the.change.claimed.field->key;
  return {Severity::error, "change-type-in-place", std::move(message), std::move(help), the.wanted.spot(key)};
}

// The constraint is made again by the statement itself, under ACCESS EXCLUSIVE on both tables.
void refuse_foreign_keys(const Case& the, std::vector<Finding>& findings) {
  for (const Object* key : the.foreign_keys) {
    const std::string way_out = "drop " + to_string(key->id) + " in a rollout before this one, and add it again in one behind";
    if (key->is("triggers_disabled")) findings.push_back(refusal(the, to_string(key->id) + " has its triggers switched off, and the new type would switch them on", way_out));
    const auto from = key->list("columns"), to = key->list("referenced_columns");
    for (std::size_t i = 0; i < from.size() && i < to.size(); ++i) {
      const ElementId one{"column", key->id.schema, key->id.parent, from[i]}, two{"column", key->text("referenced_schema"), key->text("referenced_table"), to[i]};
      if (one != the.live.id && two != the.live.id) continue;
      const ElementId& other = one == the.live.id ? two : one;
      for (const Catalog* side : {&the.context.live, &the.context.wanted})
        if (const Object* column = side->find(other); column != nullptr && other != the.live.id && !comparable(the.wanted.text("type"), column->text("type"))) {
          findings.push_back(refusal(the, to_string(key->id) + " would lead between " + the.wanted.text("type") + " and " + column->text("type"), way_out));
          break;
        }
    }
    if (the.in_place) continue;
    for (const ElementId& end : the.tables)
      if (!is_small(end, the.context))
        findings.push_back(refusal(the, to_string(key->id) + " would be checked again under ACCESS EXCLUSIVE, and " + to_string(end) + " is not known to be small (" + size_text(the.context.size(end)) + ")", way_out));
  }
}

std::vector<Finding> refusals(const Case& the) {
  std::vector<Finding> findings = used_at_deploy(the.wanted, "change-type-in-place", "another type for " + qualified_name(the.wanted.id),
                                                 "the first version reads and writes only what both types take; the second, deployed after contract, what the new one takes");
  for (const Difference& other : the.context.differences)
    if (other.element == the.wanted.id && other.what == What::field && (other.field->key == "generated"))
      findings.push_back(refusal(the, to_string(the.wanted.id) + " gets another type and becomes a generated or a plain column at once", "do one of them in a rollout of its own"));
  std::ranges::move(cannot_be_set_aside(the.live, the.wanted.spot(the.change.claimed.field->key), the.context), std::back_inserter(findings));
  if (const Object* user = column_of_row_type(table_of(the.live.id), the.context))
    findings.push_back(refusal(the, to_string(the.wanted.id) + " gets another type, which PostgreSQL refuses because " + to_string(user->id) + " has rows of " + qualified_name(table_of(the.live.id)) + " as its type", "give " + to_string(user->id) + " another type first"));
  refuse_foreign_keys(the, findings);
  return findings;
}

std::string alter(const Case& the) { return "ALTER TABLE " + sql::relation(the.table); }

// One statement: the default goes first, because it need not cast, and comes back in the new type.
std::string change_to(const Case& the, const Object& from, const Object& to, const std::string& expression) {
  const std::string column = sql::identifier(to.id.name), part = " ALTER COLUMN " + column;
  std::string text = alter(the);
  if (from.has("default")) text += part + " DROP DEFAULT,\n ";
  text += part + " TYPE " + to.text("type") + (to.has("collation") ? " COLLATE " + to.text("collation") : "") + (expression.empty() ? "" : " USING " + expression);
  if (to.has("default")) text += ",\n " + part + " SET DEFAULT " + to.text("default");
  if (to.has("storage")) text += ",\n " + part + " SET STORAGE " + to.text("storage");
  if (to.has("compression")) text += ",\n " + part + " SET COMPRESSION " + to.text("compression");
  return text;
}

// A serial column keeps its sequence, whose type does not follow. Its name is what makes it serial.
std::vector<std::string> sequence_follows(const Case& the, const Object& to) {
  if (!to.is("serial")) return {};
  return {"ALTER SEQUENCE " + sql::qualified(the.table.schema, the.table.name + "_" + to.id.name + "_seq") + " AS " + to.text("type")};
}

// An expression over a column of another type is another one: `qty % 10` becomes `qty % (10)::bigint`, and does not become itself again on the
// way back. So what holds one is made from the text that was written for the type: checks, and indexes with an expression or a predicate. In
// place there are no such indexes, and the rows of the checks would be read.
struct MadeAgain {
  Object before, after;
};

std::vector<MadeAgain> made_again(const Case& the) {
  std::vector<MadeAgain> result;
  for (const Object* live : the.context.live.children(the.table)) {
    if (live->id.kind != "check constraint" && live->id.kind != "index") continue;
    const Object* wanted = the.context.wanted.find(live->id);
    if (wanted == nullptr || (!mentions(live, the.live.id.name) && !mentions(wanted, the.live.id.name))) continue;
    const bool is_check = live->id.kind == "check constraint";
    if (the.in_place && (!is_check || live->is("not_valid"))) continue;
    const auto computes = [](const std::string& element) { return element.find('(') != std::string::npos; };
    if (is_check || live->has("where") || wanted->has("where") || std::ranges::any_of(live->list("elements"), computes) || std::ranges::any_of(wanted->list("elements"), computes))
      result.push_back({*live, wanted->as_written()});
  }
  return result;
}

void create(std::vector<std::string>& sql, Object made, bool not_valid) {
  if (not_valid) made["not_valid"] = true;
  sql.push_back(made.kind->create(made, {}));
  if (made.has("comment")) sql.push_back(comment_on(made));
}

// A rewritten table is empty to a transaction whose snapshot is older. Whoever has one and has not touched the table yet could still read it.
std::string no_old_snapshots() {
  return stop_unless_none("SELECT count(*) FROM pg_catalog.pg_stat_activity AS a WHERE a.backend_type = 'client backend' AND a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() "
                          "AND a.backend_xmin IS NOT NULL AND (a.state = 'idle in transaction' OR a.query_start < pg_catalog.clock_timestamp() - interval '5 s')",
                          "sessions hold a snapshot from before, and would see the rewritten table without rows", "wait until their transactions end, or end them, and run this file again");
}

constexpr std::string_view way_out = "change these values, or give the new type to a column of another name, with backfill and reverse";

std::string lost_values(const Case& the) {
  return "rows of " + qualified_name(the.table) + " have a value in " + the.wanted.id.name + " that does not come back the same from " + the.wanted.text("type");
}

std::string nothing_lost(const Case& the, const Cast& cast) {
  return stop_unless_none("SELECT phasegate.rows_lost(" + sql::literal(sql::relation(the.table)) + ", " + sql::literal(cast.keeps) + ")", lost_values(the), std::string(way_out));
}

// Whatever mentions the column may be printed otherwise for the new type.
std::vector<ElementId> touched(const Case& the) {
  std::vector<ElementId> elements{the.wanted.id};
  for (const Catalog* side : {&the.context.live, &the.context.wanted})
    for (const Object* child : side->children(the.table))
      if (mentions(child, the.wanted.id.name) && !child->id.name.empty() && std::ranges::find(elements, child->id) == elements.end()) elements.push_back(child->id);
  return elements;
}

Step type_step(const Case& the, const Cast& cast) {
  Step step = brief(Phase::contract, Part::swap, the.table, LockMode::access_exclusive, the.name, "give " + the.table.name + "." + the.wanted.id.name + " the type " + typed(the.wanted));
  step.transaction = Transaction::own;
  const auto add = [](std::vector<std::string>& to, std::vector<std::string> more) { to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); };
  const std::vector<MadeAgain> others = made_again(the);
  const Object before = with_numbers_at_change(the.live, the.context), wanted = with_numbers_at_change(the.wanted.as_written(), the.context);
  const std::string lock = "LOCK TABLE " + sql::relation(the.table) + " IN ACCESS EXCLUSIVE MODE";
  step.undo.how = UndoHow::sql;
  if (!the.in_place) {
    add(step.sql, {lock, no_old_snapshots()});
    if (!cast.keeps.empty()) step.sql.push_back(nothing_lost(the, cast));
  }
  add(step.undo.sql, {lock, no_old_snapshots()});
  for (const MadeAgain& other : others) {
    step.sql.push_back(other.before.kind->drop(other.before));
    step.undo.sql.push_back(other.after.kind->drop(other.after));
  }
  step.sql.push_back(change_to(the, before, wanted, the.in_place ? "" : cast.using_forward));
  step.undo.sql.push_back(change_to(the, wanted, before, the.in_place ? "" : cast.using_back));
  add(step.sql, sequence_follows(the, wanted));
  add(step.undo.sql, sequence_follows(the, before));
  step.needs = numbers_first(the.wanted.id, the.context);
  for (const MadeAgain& other : others) {
    create(step.sql, other.after, the.in_place);
    create(step.undo.sql, other.before, false);
  }
  if (!the.in_place) step.sql.push_back("ANALYZE " + sql::relation(the.table) + " (" + sql::identifier(the.wanted.id.name) + ")");
  set_dependants_aside(step, the.live.id, the.context);
  return step;
}

void describe(const Case& the, const Cast& cast, Step& step) {
  const std::string column = qualified_name(the.wanted.id), rows = sql::relation(the.table);
  if (!the.in_place && the.live.text("type") != the.wanted.text("type")) step.locks.front().work = Work::rewrites;
  for (const ElementId& other : the.tables)
    if (other != the.table) {
      std::erase_if(step.locks, [&](const LockClaim& lock) { return lock.relation == other; });
      step.locks.push_back({other, LockMode::access_exclusive, Work::instant});
    }
  if (!the.in_place) step.before = {still_small(the.tables, the.context), qualified_name(the.table) + ", or a table that a foreign key joins to it, has grown too large to be rewritten while everybody waits: plan again"};
  step.done = {"COALESCE(phasegate.column_type(" + sql::literal(rows) + ", " + sql::literal(the.wanted.id.name) + ") = " + sql::literal(typed(the.wanted)) + ", false)",
               "column " + column + " does not have the type " + typed(the.wanted)};
  if (the.in_place) {
    if (const std::string fits = fits_back(the.live, the.wanted); !fits.empty()) step.undo.losses = {"SELECT count(*) FROM " + rows + " WHERE (" + fits + ") IS NOT TRUE"};
  } else if (!cast.keeps_back.empty()) {
    step.undo.losses = {"SELECT phasegate.rows_lost(" + sql::literal(rows) + ", " + sql::literal(cast.keeps_back) + ")"};
  }
  step.hurts = {.n_reads = true, .n_writes = true, .next_reads = true};
  step.changes_result_type = true;
  step.brings = {{the.wanted.id, Side::live, Milestone::restored}};
  if (!the.in_place) step.brings.push_back({the.wanted.id, Side::wanted, Milestone::exists});
  step.promises = {{column + ".type", "read " + column + " as " + typed(the.wanted) + ", or write a value into it that " + typed(the.live) + " does not take", the.wanted.spot(the.change.claimed.field->key)}};
  for (ElementId& element : std::vector<ElementId>(touched(the))) step.touches.push_back(element);
  step.notes.push_back("prepared statements that return the column fail with \"cached plan must not change result type\" until they are prepared again");
  step.notes.push_back(the.in_place ? "changes the catalog only; undo rewrites the table under ACCESS EXCLUSIVE (" + size_text(the.context.size(the.table)) + "), within statement_timeout"
                                    : "rewrites the table or builds its indexes under ACCESS EXCLUSIVE (" + size_text(the.context.size(the.table)) + "), which must not exceed " +
                                          std::to_string(2 * the.context.settings.tables.small_bytes / 1'048'576) + " MB where the file runs");
}

// Before anything else of the rollout: the same is asked again under the lock.
Step early_proof(const Case& the, const Cast& cast) {
  Step step = proof(the.table, the.name + ": proof", "prove that no value of " + the.table.name + "." + the.wanted.id.name + " is lost in " + the.wanted.text("type"), {}, the.context);
  step.preflight = {{"SELECT pg_catalog.count(*) FROM " + sql::relation(the.table) + " WHERE (" + cast.keeps + ") IS NOT TRUE", {}, lost_values(the), std::string(way_out), the.wanted.spot(the.change.claimed.field->key)}};
  step.phase = Phase::expand;
  step.part = Part::main;
  step.sql = {nothing_lost(the, cast)};
  for (const ElementId& type : cast.stands_on) step.needs.push_back({type, Side::wanted, Milestone::exists});
  return step;
}

Step validate(const Case& the, const Object& check) {
  Step step;
  step.id = the.name + ": validate " + check.id.name;
  step.title = "validate the check " + check.id.name + " of " + the.table.name;
  step.phase = Phase::contract;
  step.part = Part::swap;
  step.transaction = Transaction::none;
  step.sql = {alter(the) + " VALIDATE CONSTRAINT " + sql::identifier(check.id.name)};
  step.locks = {{the.table, LockMode::share_update_exclusive, Work::scans}};
  step.takes_long = true;
  step.done = {constraint_is_valid(the.table, check.id.name), "the constraint " + check.id.name + " of " + qualified_name(the.table) + " is not valid"};
  step.undo = nothing_to_undo("the check is made again with the type");
  step.touches = {check.id};
  step.notes = {"scans " + size_text(the.context.size(the.table))};
  return step;
}

// The statistics of a column go with its type. The latch does not stop ANALYZE, so the statement asks for it.
Step analyze(const Case& the) {
  Step step;
  step.id = the.name + ": analyze";
  step.title = "gather the statistics of " + the.table.name + "." + the.wanted.id.name + " again";
  step.phase = Phase::contract;
  step.part = Part::swap;
  step.transaction = Transaction::none;
  const std::string statement = "ANALYZE " + sql::relation(the.table) + " (" + sql::identifier(the.wanted.id.name) + ")";
  step.sql = {"DO " + sql::dollar_quoted("\nBEGIN\n  IF pg_catalog.current_setting('transaction_read_only') = 'on' THEN\n    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the gate is shut';\n  END IF;\n  " + statement + ";\nEND\n", "analyze")};
  step.locks = {{the.table, LockMode::share_update_exclusive, Work::scans}};
  step.takes_long = true;
  step.undo = nothing_to_undo("statistics of the other type go with it");
  step.notes = {"reads a sample of " + size_text(the.context.size(the.table))};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Case the = case_of(change, context);
  Recipe result;
  result.findings = refusals(the);
  Cast cast;
  const bool converts = !the.in_place && the.live.text("type") != the.wanted.text("type") && !the.live.has("generated");
  if (converts) {
    CastResult found = cast_between(the.live, the.wanted, context);
    std::ranges::move(found.findings, std::back_inserter(result.findings));
    cast = std::move(found.cast);
  }
  if (refuses(result.findings)) return result;
  if (converts) result.steps.push_back(early_proof(the, cast));
  Step step = type_step(the, cast);
  describe(the, cast, step);
  result.steps.push_back(std::move(step));
  if (!the.in_place) return result;
  for (const MadeAgain& check : made_again(the)) result.steps.push_back(validate(the, check.after));
  result.steps.push_back(analyze(the));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, nick, code) VALUES ($1, 'n' || $1, 'c' || $1 % 10)",
    "INSERT INTO users (id) VALUES (-$1)",
    "UPDATE users SET nick = 'n' || $1 % 1000 WHERE id = $1 % 7",
    "SELECT id, nick, code FROM users WHERE id = $1 % 20",
    "SELECT nick FROM long_nicks WHERE id = $1 % 20",
};

constexpr std::string_view small_statements[] = {
    "INSERT INTO items (amount, code, score) VALUES ($1 % 1000, '42', 3)",
    "INSERT INTO items (amount) VALUES ($1 % 50)",
    "UPDATE items SET amount = $1 % 500 WHERE id = $1 % 7",
    "SELECT id, amount, code, score FROM items WHERE id = $1 % 20",
    "SELECT id, item_id FROM lines WHERE id = $1 % 20",
};

constexpr std::string_view n_numbered[] = {
    "INSERT INTO items (note) VALUES ('n ' || $1)",
    "INSERT INTO lines (item_id) SELECT max(id) FROM items",
    "INSERT INTO codes (note) VALUES ('n ' || $1)",
    "SELECT i.id, i.note, l.id FROM items AS i LEFT JOIN lines AS l ON l.item_id = i.id WHERE i.id = $1 % 20",
};
constexpr std::string_view next_numbered[] = {
    "INSERT INTO items (note) VALUES ('m ' || $1)",
    "INSERT INTO lines (item_id) SELECT max(id) FROM items",
    "INSERT INTO codes (id, note) VALUES (5000 + $1, 'm')",
    "SELECT i.id, i.note, l.id FROM items AS i LEFT JOIN lines AS l ON l.item_id = i.id WHERE i.id = $1 % 20",
};
constexpr std::string_view with_numbers[] = {"set-identity", "set-serial", "drop-identity"};

constexpr Example examples[] = {
    {
        .name = "in-place",
        .shows = "longer and unbounded text in the catalog alone, with a check, a default, an index, views on views, a policy, a rule and a trigger over it",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, nick varchar(12) DEFAULT 'nobody', code varchar(3), CONSTRAINT users_nick_check CHECK (nick <> ''));\n"
                      "COMMENT ON CONSTRAINT users_nick_check ON users IS 'it''s said';\n"
                      "CREATE INDEX users_nick_idx ON users (nick DESC, id);\n"
                      "INSERT INTO users SELECT i, nullif('nick ' || i, 'nick 7'), 'c' FROM generate_series(1, 20) AS i;\n"
                      "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;\n"
                      "CREATE VIEW nicks WITH (security_barrier = true) AS SELECT id, nick FROM users WHERE nick <> 'nobody';\n"
                      "REVOKE ALL ON nicks FROM PUBLIC;\n"
                      "COMMENT ON COLUMN nicks.nick IS 'its name';\n"
                      "CREATE VIEW long_nicks AS SELECT n.id, n.nick, length(n.nick) AS long FROM nicks AS n;\n"
                      "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
                      "CREATE TRIGGER users_nick BEFORE UPDATE OF nick ON users FOR EACH ROW WHEN (NEW.nick <> 'x') EXECUTE FUNCTION note();\n"
                      "ALTER TABLE users DISABLE TRIGGER users_nick;\n"
                      "CREATE POLICY \"by; nick\" ON users USING (nick <> 'hidden');\n"
                      "CREATE RULE users_rule AS ON INSERT TO users WHERE NEW.nick = 'never' DO INSTEAD NOTHING;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nnick = \"text default 'nobody'\"\ncode = \"varchar(5)\"\n"
                        "[table.users.check]\nusers_nick_check = { is = \"nick <> ''\", comment = \"it's said\" }\n"
                        "[table.users.index]\nusers_nick_idx = \"(nick desc, id)\"\n",
        .settings_toml = "[gates]\nclients_reprepare = true\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT id, nick, code FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE length(nick) > 12 OR length(code) > 3",
    },
    {
        .name = "small-table",
        .shows = "a small table is rewritten: a serial key with a foreign key, an index with an expression, a check, defaults that do not cast",
        .before_sql = "CREATE TABLE items (id serial PRIMARY KEY, amount integer DEFAULT 1, code text DEFAULT '7', score smallint, CONSTRAINT items_amount_check CHECK (amount >= 0));\n"
                      "CREATE INDEX items_amount_idx ON items ((amount % 10)) WHERE amount > 5;\n"
                      "INSERT INTO items (amount, code, score) SELECT i, nullif(i::text, '7'), i FROM generate_series(1, 20) AS i;\n"
                      "CREATE TABLE lines (id bigint PRIMARY KEY, item_id integer REFERENCES items);\n"
                      "INSERT INTO lines SELECT i, i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.items]\nprimary_key = \"(id)\"\n[table.items.column]\nid = \"bigserial\"\namount = \"bigint default 2\"\ncode = \"integer default 8\"\nscore = \"numeric(8,2)\"\n"
                        "[table.items.check]\nitems_amount_check = \"amount >= 0\"\n"
                        "[table.items.index]\nitems_amount_idx = \"((amount % 10)) where amount > 5\"\n"
                        "[table.lines]\nprimary_key = \"(id)\"\n[table.lines.column]\nid = \"bigint\"\nitem_id = \"integer\"\n"
                        "[table.lines.foreign_key]\nlines_item_id_fkey = \"(item_id) references items(id)\"\n",
        .settings_toml = "[gates]\nclients_reprepare = true\n",
        .n_statements = small_statements,
        .next_statements = small_statements,
        .n_reads = "SELECT id, amount, code, score FROM items ORDER BY id",
    },
    {
        .name = "numbers-too",
        .shows = "on small tables a serial key becomes a bigint identity and an identity a bigserial, and an identity goes for good",
        .before_sql = "CREATE TABLE items (id serial PRIMARY KEY, note text);\nINSERT INTO items (note) SELECT nullif('i' || i, 'i7') FROM generate_series(1, 20) AS i;\nDELETE FROM items WHERE id > 18;\n"
                      "CREATE TABLE lines (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item_id integer REFERENCES items);\nINSERT INTO lines (item_id) SELECT i FROM generate_series(1, 18) AS i;\n"
                      "CREATE TABLE codes (id smallint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT -5 MINVALUE -30000 MAXVALUE 100) PRIMARY KEY, note text);\nINSERT INTO codes (note) SELECT 'c' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.items]\nprimary_key = \"(id)\"\n[table.items.column]\nid = \"bigint generated always as identity\"\nnote = \"text\"\n"
                        "[table.lines]\nprimary_key = \"(id)\"\n[table.lines.column]\nid = \"bigserial\"\nitem_id = \"bigint\"\n[table.lines.foreign_key]\nlines_item_id_fkey = \"(item_id) references items(id)\"\n"
                        "[table.codes]\nprimary_key = \"(id)\"\n[table.codes.column]\nid = \"integer\"\nnote = \"text\"\n",
        .settings_toml = "[gates]\nclients_reprepare = true\n",
        .n_statements = n_numbered,
        .next_statements = next_numbered,
        .n_reads = "SELECT i.id, i.note, l.id FROM items AS i FULL JOIN lines AS l ON l.item_id = i.id ORDER BY i.id, l.id",
        .also = with_numbers,
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: SET DATA TYPE; Notes: rewrites, and which changes need none",
    "PostgreSQL manual, Concurrency Control, Caveats: a rewritten table appears empty to a snapshot from before",
    "type_change_test.cpp: each entry of the list with pg_relation_filenode of table and indexes",
};

}  // namespace

extern constinit const ChangeKind change_type_in_place = {
    .name = "change-type-in-place",
    .summary = "gives a column another type or collation in one brief step, in the catalog alone or by rewriting a small table",
    .why = "Some changes of a type touch no row: a longer or unbounded `varchar`, a higher precision of `numeric` at the same scale, of `bit varying` and of times, `cidr` to `inet`, "
           "`citext` to and from `text` without an index. Every other one rewrites the table and builds its indexes under `ACCESS EXCLUSIVE`, which only a small table bears "
           "(`tables.small` in phasegate.toml); the file asks for the size again where it runs, and that no value is lost: each must come back the same from the new type.\n\n"
           "Either way the type of a result changes: statements that were prepared before fail for good with \"cached plan must not change result type\", until they are prepared "
           "again. So the change opens contract, and its gate asks for `clients_reprepare`. Until then both versions write only what both types take.\n\n"
           "Views, materialized views, rules, policies and triggers that stand on the column are dropped and made again in the same transaction, and compared with what they were: owner, "
           "rights, options, defaults, comments, state. A check over the column would be read again under the lock; it comes back `NOT VALID`, and is validated behind. "
           "The statistics of the column go with its type, so it is analyzed.",
    .when_not = "Refused: functions, row filters of publications and generated columns over the column; a materialized view that is large, or reads large tables, where the file runs; a "
                "conversion that no cast of PostgreSQL makes in the same way in every session (say `backfill` and `reverse` in the column's own name); a foreign key to a column of another family "
                "of types, or to a large table; becoming generated or plain at the same time. Another source of numbers comes first, in validate, and the type takes it along. A large table that would be rewritten is not this kind's.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
