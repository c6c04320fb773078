// Change kind: remove values of an enum type or put them into another order, by a new type of the same name.
//
// PostgreSQL can do neither in place. A new type takes over, and every column that has the old one is rewritten under ACCESS EXCLUSIVE, all in one
// transaction: only where the tables are small, which the file asks again. It comes in contract: N may write the values that go, and statements that
// were prepared before have to be prepared again.
#include "recipes/conditions.hpp"
#include "recipes/enum_values.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/small_table.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

EnumChange change_of(const Difference& difference, const Context& context) { return enum_change(*context.live.find(difference.live_element), *context.wanted.find(difference.element)); }

bool claims(const Difference& difference, const Context& context) {
  return difference.is_field("enum type", "values") && change_of(difference, context).needs_new_type();
}

// The default of a column of the type is taken away and given again around it.
bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (!other.is_field("column", "default")) return false;
  return std::ranges::any_of(holders_of(claimed.live_element, context), [&](const Holder& holder) { return holder.column == other.live_element && !holder.nested && !holder.by_domain; });
}

std::string listed(const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + sql::literal(value);
  return list;
}

struct Rebuild {
  const Object& live;
  const Object& wanted;
  EnumChange change;
  std::vector<Holder> holders;
  std::vector<const Object*> around;  ///< wanted indexes and checks that mention the type: taken away before, made again after
};

std::string help(const Rebuild& rebuild) {
  std::string text;
  if (!rebuild.change.removed.empty()) {
    const std::string list = listed(rebuild.change.removed);
    text = "keep " + list + " among the values and rule it out with a check on each column that has the type (\"<column> not in (" + list + ")\"): no row can have it then";
  }
  if (rebuild.change.reordered) text += (text.empty() ? "" : "; ") + std::string("keep the order of the live values, and order by an expression of your own");
  return text + "; or give each column a new type of another name, which a second column brings while everybody works, and drop this one in the next rollout (change-type: backfill = \"(case <column>::text when '<value>' then … else <column>::text end)::<new type>\", reverse.<column> = \"<column>::text::<this type>\")";
}

std::vector<Finding> refusals(Rebuild& rebuild, const Context& context) {
  std::vector<Finding> findings;
  const SourceSpot at = rebuild.wanted.spot("values");
  const std::string what = to_string(rebuild.wanted.id) + (rebuild.change.removed.empty() ? " has its values in another order than live" : " no longer has " + listed(rebuild.change.removed)) +
                           ", which takes a new type and a rewrite of every column that has it";
  const auto refuse = [&](const std::string& why) { findings.push_back({Severity::error, "rebuild-enum", what + ", but " + why, help(rebuild), at}); };
  for (const Dependency& dependency : context.live.dependencies) {
    const bool is_column = std::ranges::any_of(rebuild.holders, [&](const Holder& holder) { return holder.column == dependency.on; });
    if (is_column) refuse(dependency.identity + " depends on " + to_string(dependency.on));
    if (dependency.on != rebuild.live.id) continue;
    const auto holder = std::ranges::find_if(rebuild.holders, [&](const Holder& one) { return one.column == dependency.dependent; });
    if (holder != rebuild.holders.end() && !holder->nested && !holder->by_domain) continue;
    const Object* wanted = context.wanted.find(dependency.dependent);
    const bool is_around = wanted != nullptr && (wanted->id.kind == "index" || wanted->id.kind == "check constraint");
    if (is_around) rebuild.around.push_back(wanted);
    else refuse(dependency.identity + " uses it");
  }
  for (const Holder& holder : rebuild.holders) {
    if (context.wanted.find(holder.column) == nullptr) refuse(to_string(holder.column) + " is renamed or goes in the same plan");
    for (const Object* other : context.live.children(table_of(holder.column))) {
      const auto columns = other->kind->columns == nullptr ? std::vector<std::string>{} : other->kind->columns(*other);
      if (std::ranges::find(columns, holder.column.name) != columns.end() && (other->id.kind == "column" || other->id.kind == "foreign key")) refuse(to_string(other->id) + " stands on " + to_string(holder.column));
    }
    for (const Object* other : context.live.objects())
      if (other->id.kind == "foreign key" && other->text("referenced_table") == holder.column.parent && other->text("referenced_schema") == holder.column.schema) {
        const auto targets = other->list("referenced_columns");
        if (std::ranges::find(targets, holder.column.name) != targets.end()) refuse(to_string(other->id) + " refers to " + to_string(holder.column));
      }
  }
  for (const LeftAlone& thing : context.live.left_alone)
    if (thing.type == "grants" && thing.identity == sql::qualified(rebuild.live.id.schema, rebuild.live.id.name)) refuse("rights on it have been given to others than its owner, and would be lost");
  const std::vector<ElementId> tables = tables_of(rebuild.holders);
  if (!are_small(tables, context)) {
    std::string sizes;
    for (const ElementId& table : tables) sizes += (sizes.empty() ? "" : ", ") + qualified_name(table) + " has " + size_text(context.size(table));
    refuse("everybody would wait while its tables are written anew, and together they have more than the " + small_text(context) + " of [tables] small: " + sizes);
  }
  return findings;
}

// One direction: the type `from` stands under its name, `to` has the values that it gets. `defaults` by column, empty for none.
std::vector<std::string> statements(const Rebuild& rebuild, const Object& to, const std::vector<std::pair<std::string, std::string>>& renamed, const std::vector<std::string>& defaults) {
  const ElementId& id = rebuild.live.id;
  Object fresh = to, old = to;
  fresh.id = id;
  fresh.id.name = retired_name(id.name);
  old.id.name = sql::bounded_name("zz_phasegate_old_" + id.name, "");
  old.id.schema = id.schema;
  std::vector<std::string> result{fresh.kind->create(fresh, {})};
  result.push_back("DO $owner$ BEGIN EXECUTE (SELECT pg_catalog.format('ALTER TYPE %s OWNER TO %I', " + sql::literal(sql::relation(fresh.id)) + ", r.rolname) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_roles AS r ON r.oid = t.typowner "
                   "WHERE t.oid = " + sql::literal(sql::relation(id)) + "::pg_catalog.regtype); END $owner$");
  for (const Object* object : rebuild.around) result.push_back(object->kind->drop(*object));
  for (const ElementId& table : tables_of(rebuild.holders)) {
    std::string actions;
    for (const Holder& holder : rebuild.holders) {
      if (table_of(holder.column) != table) continue;
      const std::string column = sql::identifier(holder.column.name);
      std::string text = column + "::pg_catalog.text";
      if (!renamed.empty()) {
        std::string cases;
        for (const auto& [from_value, to_value] : renamed) cases += " WHEN " + sql::literal(from_value) + " THEN " + sql::literal(to_value);
        text = "(CASE " + text + cases + " ELSE " + text + " END)";
      }
      actions += (actions.empty() ? "" : ", ") + ("ALTER COLUMN " + column + " DROP DEFAULT, ALTER COLUMN " + column + " TYPE " + sql::relation(fresh.id) + " USING " + text + "::" + sql::relation(fresh.id));
    }
    result.push_back("ALTER TABLE " + sql::relation(table) + " " + actions);
  }
  result.push_back("ALTER TYPE " + sql::relation(id) + " RENAME TO " + sql::identifier(old.id.name));
  result.push_back("ALTER TYPE " + sql::relation(fresh.id) + " RENAME TO " + sql::identifier(id.name));
  for (std::size_t i = 0; i < rebuild.holders.size(); ++i)
    if (!defaults[i].empty())
      result.push_back("ALTER TABLE " + sql::relation(table_of(rebuild.holders[i].column)) + " ALTER COLUMN " + sql::identifier(rebuild.holders[i].column.name) + " SET DEFAULT " + defaults[i]);
  result.push_back(old.kind->drop(old));
  if (to.has("comment")) result.push_back("COMMENT ON TYPE " + sql::relation(id) + " IS " + sql::literal(to.text("comment")));
  return result;
}

void put_back(std::vector<std::string>& sql, const std::vector<const Object*>& around, const Catalog& catalog) {
  for (const Object* object : around) {
    const Object* form = catalog.find(object->id);
    sql.push_back(form->kind->create(*form, {}));
    if (form->has("comment")) sql.push_back(comment_on(*form));
  }
}

// True when the type has exactly these values, in this order.
std::string has_exactly(const ElementId& type, const std::vector<std::string>& values) {
  return "COALESCE((SELECT pg_catalog.array_agg(e.enumlabel::pg_catalog.text ORDER BY e.enumsortorder) = ARRAY[" + listed(values) + "]::pg_catalog.text[] FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = pg_catalog.to_regtype(" +
         sql::literal(sql::relation(type)) + ")), false)";
}

Recipe recipe(const Change& change, const Context& context) {
  Rebuild rebuild{*context.live.find(change.claimed.live_element), *context.wanted.find(change.claimed.element), change_of(change.claimed, context), holders_of(change.claimed.live_element, context), {}};
  Recipe result;
  result.findings = refusals(rebuild, context);
  for (Finding& finding : used_at_deploy(rebuild.wanted, "rebuild-enum", "the new form of " + to_string(rebuild.wanted.id), "the first version uses only the values that both have")) result.findings.push_back(std::move(finding));
  if (rebuild.wanted.list("values").empty()) result.findings.push_back({Severity::error, "rebuild-enum", to_string(rebuild.wanted.id) + " would have no value at all", "leave it out of the desired schema to drop it", rebuild.wanted.spot("values")});
  if (refuses(result.findings)) return result;
  std::vector<std::string> wanted_defaults, live_defaults;
  std::vector<std::pair<std::string, std::string>> back;
  for (const auto& [from, to] : rebuild.change.renamed) back.emplace_back(to, from);
  for (const Holder& holder : rebuild.holders) {
    wanted_defaults.push_back(context.wanted.find(holder.column)->text("default"));
    live_defaults.push_back(context.live.find(holder.column)->text("default"));
  }
  const std::vector<ElementId> tables = tables_of(rebuild.holders);
  Step step;
  step.id = "rebuild-enum " + qualified_name(rebuild.wanted.id);
  step.title = "give " + to_string(rebuild.live.id) + " the values " + listed(rebuild.wanted.list("values"));
  step.phase = Phase::contract;
  step.part = Part::swap;
  step.transaction = Transaction::own;
  for (const ElementId& table : tables) {
    step.locks.push_back({table, LockMode::access_exclusive, Work::rewrites});
    step.sql.push_back("LOCK TABLE " + sql::relation(table) + " IN ACCESS EXCLUSIVE MODE");
  }
  if (!rebuild.change.removed.empty())
    for (const std::string& query : rows_with(rebuild.change.removed, rebuild.live, context))
      step.sql.push_back(stop_unless_none(query, "rows still have one of the values that go: " + listed(rebuild.change.removed), "give them another value, and run this file again"));
  for (std::string& statement : statements(rebuild, rebuild.wanted, rebuild.change.renamed, wanted_defaults)) step.sql.push_back(std::move(statement));
  put_back(step.sql, rebuild.around, context.wanted);
  if (!tables.empty()) step.before = still_small_together(tables, "the tables that have " + to_string(rebuild.live.id), help(rebuild), context);
  step.done = {has_exactly(rebuild.live.id, rebuild.wanted.list("values")), to_string(rebuild.live.id) + " does not have the wanted values"};
  if (rebuild.wanted.id != rebuild.live.id) step.done.sql = "(" + step.done.sql + " OR " + has_exactly(rebuild.wanted.id, rebuild.wanted.list("values")) + ")";
  step.undo = undo_by(statements(rebuild, rebuild.live, back, live_defaults));
  put_back(step.undo.sql, rebuild.around, context.live);
  if (!rebuild.change.added.empty()) step.undo.losses = rows_with(rebuild.change.added, rebuild.live, context);
  step.hurts = {.n_reads = true, .n_writes = true, .next_reads = true};
  step.brings = {};
  for (const std::string& value : rebuild.change.added) step.brings.push_back({{"enum value", rebuild.wanted.id.schema, rebuild.wanted.id.name, value}, Side::wanted, Milestone::exists});
  step.promises = {{qualified_name(rebuild.wanted.id) + ".values", "write or name other values of " + qualified_name(rebuild.wanted.id) + " than those that it has and keeps, nor rely on their new order", rebuild.wanted.spot("values")}};
  step.touches = {rebuild.wanted.id};
  for (const Holder& holder : rebuild.holders) step.touches.push_back(holder.column);
  for (const Object* object : rebuild.around) step.touches.push_back(object->id);
  for (const ElementId& table : tables) step.notes.push_back("rewrites " + qualified_name(table) + ": " + size_text(context.size(table)));
  step.notes.push_back("statements prepared before that return a column of the type fail from here on until they are prepared again");
  if (!rebuild.change.removed.empty())
    for (const std::string& query : rows_with(rebuild.change.removed, rebuild.live, context))
      step.preflight.push_back({query, "", "rows have one of the values that go from " + to_string(rebuild.wanted.id) + ": " + listed(rebuild.change.removed), "give them another value first", rebuild.wanted.spot("values"), false});
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, mood) VALUES ($1, 'sad')",
    "UPDATE users SET mood = 'ok' WHERE id = $1 % 7",
    "SELECT id, mood::text FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, mood) VALUES ($1, 'sad')",
    "INSERT INTO users (id) VALUES (-$1)",
    "UPDATE users SET mood = 'ok' WHERE id = $1 % 7",
    "SELECT id, mood::text FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "remove-reorder-rename-and-add",
        .shows = "a value that no row has goes, the order changes, one is renamed and one is new; default, check and partial index are rebuilt around it",
        .before_sql = "CREATE TYPE mood AS ENUM ('unused', 'sad', 'ok', 'glad');\nCOMMENT ON TYPE mood IS 'it''s how';\n"
                      "CREATE TABLE users (id bigint PRIMARY KEY, mood mood DEFAULT 'sad', CONSTRAINT users_check CHECK (mood <> 'ok' OR id IS NOT NULL));\n"
                      "CREATE TABLE others (id bigint PRIMARY KEY, \"the mood\" mood NOT NULL);\n"
                      "CREATE INDEX users_mood_idx ON users (mood);\nCREATE INDEX users_sad_idx ON users (id) WHERE mood = 'sad';\nCOMMENT ON INDEX users_sad_idx IS 'it''s sad';\n"
                      "INSERT INTO users SELECT i, CASE WHEN i % 3 = 0 THEN 'sad'::mood WHEN i % 3 = 1 THEN 'glad' END FROM generate_series(1, 20) AS i;\nINSERT INTO others VALUES (1, 'glad');",
        .desired_toml = "[enum.mood]\nvalues = [\"happy\", \"it's new\", \"ok\", \"sad\"]\ncomment = \"it's how\"\nrenamed_values = { happy = \"glad\" }\n"
                        "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nmood = \"mood default 'it''s new'\"\n[table.users.check]\nusers_check = \"mood <> 'ok' or id is not null\"\n"
                        "[table.users.index]\nusers_mood_idx = \"(mood)\"\nusers_sad_idx = { is = \"(id) where mood = 'sad'\", comment = \"it's sad\" }\n"
                        "[table.others]\nprimary_key = \"(id)\"\n[table.others.column]\nid = \"bigint\"\n\"the mood\" = \"mood not null\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, mood FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE mood::text NOT IN ('unused', 'sad', 'ok', 'glad')",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TYPE: existing values cannot be removed, and their order cannot be changed",
    "PostgreSQL manual, ALTER TABLE: SET DATA TYPE with USING rewrites the table; the default is dropped before and set again after",
};

}  // namespace

extern constinit const ChangeKind rebuild_enum = {
    .name = "rebuild-enum",
    .summary = "removes values of an enum type or reorders them, by a new type under the same name, where its tables are small",
    .why = "PostgreSQL neither removes nor moves a value. N may write the values that go, so it comes in contract, after N: a new type is made, each column is rewritten onto it under `ACCESS EXCLUSIVE`, and the names "
           "change, all in one transaction that first asks that no row has such a value and that the tables are still small. Defaults, checks and indexes that mention the type are set aside and made again. "
           "Statements prepared before that return such a column must be prepared again. Undo does the same the other way round.",
    .when_not = "Refused where the tables together have more than `tables.small` (16 MB by default), and where an array, a domain, another type, a foreign key, a generated column, a view, a function, a policy or a trigger stands on the type or on a column that has it. The "
                "way out for a value that goes is to keep it in the type and rule it out with a check: no row has it then, and nothing is rewritten. Where the value must be gone from the type itself, the columns get a new type of another name by a second column (change-type, example enum-without-a-value).",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
