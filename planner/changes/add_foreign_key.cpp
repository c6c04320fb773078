// Change kind: add a foreign key, or validate one that was added NOT VALID.
//
// On a table of the same rollout there are no rows yet, so it follows right after the tables, in expand. On an older table the running
// version may write orphans until it is gone, so everything lies in validate: a count of the orphans, NOT VALID (an instant of SHARE ROW
// EXCLUSIVE on both tables), VALIDATE in a file of its own.
#include "recipes/conditions.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is(What::missing, "foreign key") || (difference.is_field("foreign key", "not_valid") && difference.live == Value(true));
}

std::string name_of(const Object& key) { return "add-foreign-key " + qualified_name(key.id); }
ElementId referenced(const Object& key) { return {"table", key.text("referenced_schema"), "", key.text("referenced_table")}; }
bool is_live(const ElementId& table, const Context& context) { return context.live.find(table) != nullptr; }
bool references_itself(const Object& key) { return referenced(key) == table_of(key.id); }

// Behind SELECT. MATCH SIMPLE: a row with any NULL in the key passes. MATCH FULL: only one with NULL in all of it.
std::string from_orphans(const Object& key) {
  const auto columns = key.list("columns"), targets = key.list("referenced_columns");
  std::string all_given, any_given, equal;
  for (std::size_t i = 0; i < columns.size() && i < targets.size(); ++i) {
    const std::string child = "c." + sql::identifier(columns[i]);
    all_given += (i == 0 ? "" : " AND ") + (child + " IS NOT NULL");
    any_given += (i == 0 ? "" : " OR ") + (child + " IS NOT NULL");
    equal += (i == 0 ? "" : " AND ") + ("p." + sql::identifier(targets[i]) + " = " + child);
  }
  const std::string given = key.text("match") == "full" ? "(" + any_given + ")" : all_given;
  return " FROM ONLY " + sql::relation(table_of(key.id)) + " AS c WHERE " + given + " AND NOT EXISTS (SELECT FROM ONLY " + sql::relation(referenced(key)) + " AS p WHERE " + equal + ")";
}

std::string orphans(const Object& key) { return "SELECT count(*)" + from_orphans(key); }

std::string orphan_keys(const Object& key) {
  std::string columns;
  for (const std::string& name : key.list("columns")) columns += (columns.empty() ? "" : ", ") + sql::literal(name + " ") + " || c." + sql::identifier(name) + "::text";
  return "SELECT pg_catalog.concat_ws(', ', " + columns + ")" + from_orphans(key) + " LIMIT 5";
}

std::vector<LockClaim> locks(const Object& key, LockMode child, LockMode parent, Work work) {
  std::vector<LockClaim> claims{{table_of(key.id), references_itself(key) ? std::max(child, parent) : child, work}};
  if (!references_itself(key)) claims.push_back({referenced(key), parent, work});
  return claims;
}

// The unique key that the foreign key stands on, where this rollout makes it.
std::vector<Fact> needed_key(const Object& key, const Context& context) {
  std::vector<std::string> targets = key.list("referenced_columns");
  std::ranges::sort(targets);
  std::vector<Fact> coming;
  for (const Object* object : context.wanted.children(referenced(key))) {
    std::vector<std::string> columns;
    if (object->id.kind == "primary key" || object->id.kind == "unique constraint") columns = object->list("columns");
    else if (object->id.kind == "index" && object->is("unique") && !object->has("where")) columns = sql::parse_index(object->kind->print_short(*object)).columns;
    std::ranges::sort(columns);
    if (columns != targets) continue;
    if (context.live.find(object->id) != nullptr) return {};
    if (is_live(referenced(key), context)) coming.push_back({object->id, Side::wanted, Milestone::exists});
  }
  return coming;
}

Step add(const Object& key, Phase phase, Part part, bool proven, const Context& context) {
  Object form = key;
  if (!proven) form["not_valid"] = true;
  Step step;
  step.id = name_of(key) + ": add";
  step.title = "add foreign key " + key.id.name + " of " + key.id.parent + " to " + qualified_name(referenced(key));
  step.phase = phase;
  step.part = part;
  step.transaction = phase == Phase::expand ? Transaction::shared : Transaction::own;
  step.sql = {key.kind->create(form, {})};
  if (key.has("comment")) step.sql.push_back("COMMENT ON " + key.kind->comment(key).target + " IS " + sql::literal(key.text("comment")));
  step.locks = locks(key, LockMode::share_row_exclusive, LockMode::share_row_exclusive, Work::instant);
  step.done = {constraint_exists(table_of(key.id), key.id.name), "the foreign key " + key.id.name + " of " + qualified_name(table_of(key.id)) + " is missing, or was taken back because of orphans"};
  step.needs = needed_key(key, context);
  step.brings = {{key.id, Side::wanted, Milestone::exists}, {key.id, Side::wanted, Milestone::enforced_for_new_rows}};
  step.undo = undo_by({"ALTER TABLE " + sql::relation(table_of(key.id)) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(key.id.name)});
  step.touches = {key.id};
  return step;
}

Promise promise(const Object& key) {
  const bool acts = key.has("on_delete") || key.has("on_update");
  const std::string name = qualified_name(key.id);
  return acts ? Promise{name + ".cascade", "rely on what " + key.id.name + " does when a row of " + qualified_name(referenced(key)) + " is deleted or gets another key", key.at}
              : Promise{name + ".foreign_key", "rely on every row of " + qualified_name(table_of(key.id)) + " having its row in " + qualified_name(referenced(key)), key.at};
}

// There is no statement that takes VALIDATE back.
std::vector<std::string> made_again_unproven(const Object& key) {
  Object unproven = key;
  unproven["not_valid"] = true;
  std::vector<std::string> statements{key.kind->drop(key), key.kind->create(unproven, {})};
  if (key.has("comment")) statements.push_back("COMMENT ON " + key.kind->comment(key).target + " IS " + sql::literal(key.text("comment")));
  return statements;
}

Step validate(const Object& key, bool was_there, const Context& context) {
  const ElementId table = table_of(key.id);
  Step step;
  step.id = name_of(key) + ": validate";
  step.title = "validate the foreign key " + key.id.name + " of " + key.id.parent;
  step.phase = Phase::validate;
  step.part = Part::enforce;
  step.transaction = Transaction::none;
  // A foreign key that was there before is never taken away because of orphans.
  step.sql = {was_there ? "ALTER TABLE " + sql::relation(table) + " VALIDATE CONSTRAINT " + sql::identifier(key.id.name) : validate_or_withdraw(table, key.id.name)};
  step.locks = locks(key, LockMode::share_update_exclusive, LockMode::row_share, Work::scans);
  step.timeouts.statement = std::chrono::milliseconds(0);
  if (!was_there) step.before = {constraint_exists(table, key.id.name), "the foreign key " + key.id.name + " was taken back: rows of " + qualified_name(table) + " are orphans"};
  step.done = {constraint_is_valid(table, key.id.name), "the foreign key " + key.id.name + " of " + qualified_name(table) + " is not valid"};
  step.brings = {{key.id, Side::wanted, Milestone::validated}};
  step.undo = was_there ? undo_by(made_again_unproven(key)) : nothing_to_undo("the foreign key goes with its own step");
  step.promises = {promise(key)};
  step.touches = {key.id};
  step.notes = {"scans " + size_text(context.size(table))};
  return step;
}

// True when an index, key or unique constraint of the wanted table begins with the columns of the foreign key.
bool has_leading_index(const Object& key, const Context& context) {
  std::vector<std::string> columns = key.list("columns");
  std::ranges::sort(columns);
  for (const Object* object : context.wanted.children(table_of(key.id))) {
    std::vector<std::string> leading;
    if (object->id.kind == "index" && !object->has("where")) leading = sql::parse_index(object->kind->print_short(*object)).columns;
    else if (object->id.kind == "primary key" || object->id.kind == "unique constraint") leading = object->list("columns");
    if (leading.size() < columns.size()) continue;
    leading.resize(columns.size());
    std::ranges::sort(leading);
    if (leading == columns) return true;
  }
  return false;
}

void tell(const Object& key, bool in_expand, const Context& context, Recipe& result) {
  const auto warn = [&](std::string message, std::string help) { result.findings.push_back({Severity::warning, "add-foreign-key", std::move(message), std::move(help), key.at}); };
  if (!has_leading_index(key, context))
    warn("no index of " + qualified_name(table_of(key.id)) + " begins with the columns of the foreign key " + key.id.name + ", so each DELETE and each change of a key in " + qualified_name(referenced(key)) + " scans the table",
         "add an index on these columns to the desired schema");
  if (in_expand && is_live(referenced(key), context) && (!key.has("on_delete") || key.text("on_delete") == "restrict"))
    warn("as soon as the next version writes rows into " + qualified_name(table_of(key.id)) + ", the running one cannot delete the rows of " + qualified_name(referenced(key)) + " that they refer to",
         "say on delete cascade or set null, or let the next version write there only when the running one is gone");
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& key = *context.wanted.find(change.claimed.element);
  const bool was_there = change.claimed.what == What::field, in_expand = !is_live(table_of(key.id), context);
  Recipe result;
  if (!in_expand)
    result.findings = used_at_deploy(key, "add-foreign-key", "the foreign key " + key.id.name, "the first version deletes and re-keys the referring rows itself; the second relies on the foreign key");
  if (refuses(result.findings)) return result;
  if (!was_there) tell(key, in_expand, context, result);
  if (in_expand) {
    result.steps = {add(key, Phase::expand, Part::main, !key.is("not_valid"), context)};
    result.steps.back().transaction = Transaction::own;
    result.steps.back().promises = {promise(key)};
    result.steps.back().notes = {"the table is new, so there is nothing to validate"};
    return result;
  }
  const bool is_to_be_proven = !key.is("not_valid");
  if (is_to_be_proven) {
    result.steps.push_back(proof(table_of(key.id), name_of(key) + ": proof", "prove that no row of " + key.id.parent + " is an orphan of " + qualified_name(referenced(key)),
                                 {orphans(key), "rows of " + qualified_name(table_of(key.id)) + " refer to no row of " + qualified_name(referenced(key)), "correct or delete these rows, and run this file again",
                                  orphan_keys(key), &key},
                                 context));
    result.steps.back().locks = locks(key, LockMode::access_share, LockMode::access_share, Work::scans);
  }
  if (!was_there) {
    result.steps.push_back(add(key, Phase::validate, Part::enforce, false, context));
    result.steps.back().hurts = {.n_writes = true};
    if (!is_to_be_proven) result.steps.back().promises = {promise(key)};
  }
  if (is_to_be_proven) result.steps.push_back(validate(key, was_there, context));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO orders (id, user_id) VALUES ($1, $1 % 20 + 1)",
    "INSERT INTO orders (id) VALUES (-$1)",
    "UPDATE orders SET user_id = $1 % 20 + 1 WHERE id = $1 % 30",
    "SELECT id, user_id FROM orders WHERE id = $1 % 30",
};

constexpr Example examples[] = {
    {
        .name = "old-tables",
        .shows = "two tables that have been there for long: orphans are counted, the foreign key comes NOT VALID, and is validated",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n"
                      "CREATE INDEX orders_user_idx ON orders (user_id);\n"
                      "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\nINSERT INTO orders SELECT i, nullif(i % 20 + 1, 7) FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\n[table.orders.index]\norders_user_idx = \"(user_id)\"\n"
                        "[table.orders.foreign_key]\norders_user_fk = { is = \"(user_id) references users(id) on delete cascade\", comment = \"who bought it\" }\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT o.id, o.user_id, u.name FROM orders AS o FULL JOIN users AS u ON u.id = o.user_id ORDER BY 1, 2, 3",
    },
    {
        .name = "validate-what-is-there",
        .shows = "a foreign key that was added NOT VALID is proven and validated",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);\n"
                      "CREATE INDEX orders_user_idx ON orders (user_id);\nINSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\n"
                      "INSERT INTO orders SELECT i, nullif(i % 20 + 1, 7) FROM generate_series(1, 30) AS i;\n"
                      "ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nuser_id = \"bigint\"\n[table.orders.index]\norders_user_idx = \"(user_id)\"\n"
                        "[table.orders.foreign_key]\norders_user_fk = \"(user_id) references users(id)\"\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT o.id, o.user_id, u.name FROM orders AS o FULL JOIN users AS u ON u.id = o.user_id ORDER BY 1, 2, 3",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: ADD FOREIGN KEY takes SHARE ROW EXCLUSIVE on both tables; VALIDATE takes SHARE UPDATE EXCLUSIVE and ROW SHARE on the referenced one",
    "PostgreSQL manual, 5.4.5: referential actions act from NOT VALID on",
};

}  // namespace

extern constinit const ChangeKind add_foreign_key = {
    .name = "add-foreign-key",
    .summary = "adds a foreign key: at once where its table is new, else with a count of orphans, NOT VALID and VALIDATE",
    .why = "`ADD FOREIGN KEY` stops the writes to both tables while it scans the referring one, and N may write orphans until its last instance is gone. So on a table that has "
           "been there before, the orphans are counted first in validate (any stops the file), then the foreign key comes `NOT VALID`, which stops writes for an instant, and "
           "`VALIDATE` scans beside them. Should an orphan slip in between, the foreign key is taken away again. N+1 does not rely on the foreign key or its actions before.\n\n"
           "A table that is new in the same rollout is empty, so its foreign keys follow right after the tables, in expand: also when tables refer to each other in a circle.",
    .when_not = "`uses_at = \"deploy\"` is refused on a table that has been there before. A foreign key of another form under the same name is not taken.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
