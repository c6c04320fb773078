// Change kind: move a column into a new table that has one row for each row of the old one.
//
// Triggers on both tables keep the two sides equal while both versions write; each writes the other side only where it differs, so neither goes
// round in a circle. Batches touch the rows of the old table, and the trigger makes the rows of the new one. When N is gone, a last pass finds
// what is left, and the old column is renamed away and dropped as any other.
#include "recipes/column_grants.hpp"
#include "recipes/conditions.hpp"
#include "recipes/moved_columns.hpp"
#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) { return difference.is(What::extra, "column") && moved_to(difference.element, context) != nullptr; }

// A column of a table that is there already is a difference of its own.
bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  const Object* column = moved_to(claimed.element, context);
  return other.is(What::missing, "column") && column != nullptr && other.element == column->id;
}

MovedColumn move_of(const Change& change, const Context& context) {
  const Object& column = *moved_to(change.claimed.element, context);
  return {column, *context.live.find(change.claimed.element), column.map("moved_by")};
}

std::string name_of(const MovedColumn& move) { return "move-column " + qualified_name(move.column.id); }
ElementId source(const MovedColumn& move) { return table_of(move.old.id); }
ElementId target(const MovedColumn& move) { return table_of(move.column.id); }

std::vector<std::string> keys(const MovedColumn& move, bool of_new) {
  std::vector<std::string> names;
  for (const auto& [new_key, old_key] : move.keys) names.push_back(of_new ? new_key : old_key);
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::ranges::sort(names);
  return names;
}

bool is_unique(const std::vector<std::string>& columns, const ElementId& table, const Catalog& catalog) {
  return std::ranges::any_of(catalog.children(table), [&](const Object* object) {
    if (object->id.kind == "primary key" || object->id.kind == "unique constraint") return !object->is("deferrable") && sorted(object->list("columns")) == columns;
    if (object->id.kind != "index" || !object->is("unique") || object->has("where")) return false;
    return sorted(sql::parse_index(object->kind->print_short(*object)).columns) == columns;
  });
}

// With it, the row of the new table comes after its row of the old one, and goes with it.
const Object* cascade(const MovedColumn& move, const Context& context) {
  for (const Object* key : context.wanted.children(target(move), "foreign key"))
    if (key->text("referenced_schema") == move.old.id.schema && key->text("referenced_table") == move.old.id.parent && sorted(key->list("columns")) == keys(move, true) &&
        sorted(key->list("referenced_columns")) == keys(move, false) && key->text("on_delete") == "cascade" && !key->is("not_valid"))
      return key;
  return nullptr;
}

bool has_equality(const std::string& type) {
  for (const std::string_view odd : {"json", "xml", "point", "polygon", "line", "lseg", "path", "box", "circle", "txid_snapshot"})
    if (type == odd || type.starts_with(std::string(odd) + "[")) return false;
  return true;
}

class Refusals {
 public:
  Refusals(const MovedColumn& move, const Context& context) : move_(move), context_(context) {}

  std::vector<Finding> run() {
    const std::string there = qualified_name(target(move_)), from = qualified_name(source(move_));
    if (context_.live.find(target(move_)) != nullptr)
      add(there + " is used by the running version, which would see rows come into being that it has not written", "move the column into a new table");
    if (context_.wanted.find(source(move_)) == nullptr) add(from + " itself goes away", "keep the table in this rollout");
    if (move_.keys.empty()) add("moved_by does not say which rows of both tables belong together", "say so: moved_by.<key of " + there + "> = \"<key of " + from + ">\"");
    else check_keys(there, from);
    check_column();
    for (const ElementId& table : {source(move_), target(move_)})
      for (const Catalog* side : {&context_.live, &context_.wanted})
        if (const Object* object = side->find(table); object != nullptr && object->has("row_level_security")) {
          add(qualified_name(table) + " has row level security, and the triggers write past it", "move the column by hand");
          break;
        }
    for (const Object* other : context_.wanted.children(target(move_), "column"))
      if (other->is("not_null") && !other->has("default") && !other->is("serial") && !other->has("identity") && !other->has("generated") && !is_key(other->id.name))
        add(to_string(other->id) + " is not null and has no default, so no row can be made there for what the running version writes", "give it a default, or let it be NULL");
    for (const Dependency& dependency : context_.live.dependencies)
      if (dependency.on == move_.old.id) add(dependency.identity + " depends on " + to_string(move_.old.id) + ", which goes away", "change or drop that first; it is of a kind that phasegate leaves alone");
    return std::move(findings_);
  }

 private:
  void add(const std::string& message, std::string help) {
    findings_.push_back({Severity::error, "move-column", to_string(move_.column.id) + " is to come from " + qualified_name(move_.old.id) + ", but " + message, std::move(help), move_.column.spot("moved_from")});
  }

  bool is_key(const std::string& name) const {
    return std::ranges::any_of(move_.keys, [&](const auto& key) { return key.first == name; });
  }

  void check_keys(const std::string& there, const std::string& from) {
    if (!is_unique(keys(move_, true), target(move_), context_.wanted)) add("the key of moved_by is not unique in " + there, "make it the primary key of the new table");
    if (!is_unique(keys(move_, false), source(move_), context_.live)) add("the key of moved_by is not unique in " + from, "name its primary key");
    const Object* key = cascade(move_, context_);
    if (key == nullptr) {
      add("no foreign key of " + there + " on the columns of moved_by refers to " + from + " with on delete cascade, and without it, rows that the running version deletes would come back",
          "add it: (…) references " + from + " on delete cascade");
      return;
    }
    for (const auto& [new_key, old_key] : move_.keys)
      if (const Object* column = context_.live.find({"column", move_.old.id.schema, move_.old.id.parent, old_key});
          column != nullptr && !column->has("identity") && !column->is("serial") && !column->has("default") && key->text("on_update") != "cascade")
        add("the running version may change " + qualified_name(column->id) + ", which a row of " + there + " would then forbid", "say on update cascade in " + to_string(key->id));
  }

  void check_column() {
    if (move_.column.text("type") != move_.old.text("type")) add("the one is " + move_.column.text("type") + " and the other " + move_.old.text("type"), "change the type in a rollout before this one, or behind it");
    else if (!has_equality(move_.old.text("type"))) add("two values of type " + move_.old.text("type") + " cannot be compared", "change the type to one with an equality operator first");
    for (const Object* side : {&move_.column, &move_.old})
      for (const std::string_view key : {"not_null", "default", "serial", "identity", "generated"})
        if (side->has(key)) {
          add(std::string(key) + " of " + to_string(side->id) + " would give or ask for values that nobody has written", "let it be NULL without a default while it moves, and say the rest in a later rollout");
          break;
        }
  }

  const MovedColumn& move_;
  const Context& context_;
  std::vector<Finding> findings_;
};

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
  step.needs = {{target(move), Side::wanted, Milestone::exists}, {cascade(move, context)->id, Side::wanted, Milestone::exists}};
  step.brings = {{move.column.id, Side::wanted, Milestone::synced}};
  // Without the triggers, taking the copies away does not reach the old column.
  step.undo = undo_by(drop_move(move));
  step.undo.sql.push_back("DELETE " + mere_copies(move, context));
  step.touches = {trigger_id(move, source(move)), trigger_id(move, target(move))};
  step.notes = {"each write of either version to the one table writes to the other as well, in the same transaction"};
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

Recipe recipe(const Change& change, const Context& context) {
  const MovedColumn move = move_of(change, context);
  Recipe result;
  result.findings = Refusals(move, context).run();
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
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, Overview of Trigger Behavior: AFTER triggers see what their statement has written, and run in its transaction",
    "PostgreSQL manual, INSERT: ON CONFLICT DO UPDATE … WHERE writes nothing where the condition is false",
};

}  // namespace

extern constinit const ChangeKind move_column = {
    .name = "move-column",
    .summary = "moves a column into a new table with one row per row of the old one, both sides kept equal by triggers while two versions run",
    .why = "`moved_from` says where the column comes from, `moved_by` which key of the new table is which key of the old one. Expand makes the new table and a trigger on each side: "
           "the new column gets the rights that the old one has given away by itself (rights on the new table are yours to grant); what N writes into the old column makes or changes the row of the new table, and what N+1 writes there reaches the old column. Each writes the other side only where it "
           "differs, so they come to rest without a flag. Batches touch the old rows, and the trigger moves them; a last pass runs when N is gone. Contract renames the old column away "
           "(the triggers go on, so undo loses nothing), and drops it with the triggers behind the soak gate.\n\n"
           "N+1 must be ready to find a row in the new table that N has made: it upserts by the key. Undo of expand takes away the rows that hold nothing but copies. Two transactions that write the same "
           "row from both sides in opposite order can deadlock; the server ends one of them, as it does with any two tables.",
    .when_not = "A table that N uses already is refused as target, because N would see rows that it has not written. The foreign key `(key) references <old table> on delete cascade` must be "
                "there. `NOT NULL`, defaults and generated values on either side, another type, row level security, and a required column of the new table without a default are refused.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
