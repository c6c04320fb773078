// Change kind: rename a table, by a view under the new name until the running version is gone.
//
// RENAME TO itself would be instant and fail every statement of the other version. So expand puts a view with the new name over the
// table: N notices nothing, and N+1 reads and writes through the view. When N is gone, contract drops the view, renames the table and leaves
// a view under the old name, all in one transaction; that view goes behind the soak gate. No row is copied.
#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/second_name.hpp"
#include "recipes/steps.hpp"
#include "recipes/table_elements.hpp"
#include "sql/canonical.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>
#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <limits>
#include <set>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::renamed, "table"); }

// As expressions in the columns of the live table: they have kept their names.
bool same_text(const Field& field, const Value& live, const Value& wanted, const ElementId& table, const Context& context) {
  sql::Names names;
  names.known = context.live.known_names;
  names.search_path = {table.schema, "public"};
  names.table_schema = table.schema;
  names.table_name = table.name;
  for (const Object* column : context.live.children(table, "column")) names.column_types[column->id.name] = column->text("type");
  const auto *a = std::get_if<std::string>(&live), *b = std::get_if<std::string>(&wanted);
  if (field.compare == Compare::expression) return a != nullptr && b != nullptr && sql::same_expression(*b, *a, names);
  const auto *list = std::get_if<std::vector<std::string>>(&live), *other = std::get_if<std::vector<std::string>>(&wanted);
  if (field.compare != Compare::index_elements || list == nullptr || other == nullptr) return false;
  return std::ranges::equal(*other, *list, [&](const std::string& x, const std::string& y) { return sql::same_index_element(x, y, names); });
}

// Equal but for the name; a foreign key to the table itself refers to it by either name.
bool equal_but_for_name(const Object& live, const Object& wanted, const Difference& renamed, const Context& context) {
  for (std::size_t i = 0; i < wanted.values.size(); ++i) {
    const Field& field = wanted.kind->fields[i];
    if (field.compare == Compare::hint || live.values[i] == wanted.values[i]) continue;
    const bool is_itself = field.key == "referenced_table" && live.values[i] == Value(renamed.live_element.name) && wanted.values[i] == Value(renamed.element.name);
    if (!is_itself && !same_text(field, live.values[i], wanted.values[i], renamed.live_element, context)) return false;
  }
  return true;
}

struct Pair {
  const Difference* live;
  const Difference* wanted;
};

// Constraints and indexes that the desired schema has under other names, as in users_email_key and accounts_email_key: renaming the one gives exactly the other.
std::vector<Pair> renamed_children(const Difference& renamed, const Context& context) {
  const auto is_child = [](const Difference& d, const ElementId& table) { return d.element.kind != "column" && d.element.schema == table.schema && d.element.parent == table.name; };
  std::vector<Pair> pairs;
  std::set<const Difference*> taken;
  for (const Difference& extra : context.differences) {
    if (extra.what != What::extra || !is_child(extra, renamed.live_element)) continue;
    for (const Difference& missing : context.differences) {
      if (missing.what != What::missing || !is_child(missing, renamed.element) || missing.element.kind != extra.element.kind || taken.contains(&missing)) continue;
      if (!equal_but_for_name(*context.live.find(extra.element), *context.wanted.find(missing.element), renamed, context)) continue;
      pairs.push_back({&extra, &missing});
      taken.insert(&missing);
      break;
    }
  }
  return pairs;
}

// `public.users.id` and `accounts.id` are the same column of the table that is renamed.
bool follows(const Difference& owned, const Difference& renamed) {
  const auto* live = std::get_if<std::string>(&owned.live);
  const auto* wanted = std::get_if<std::string>(&owned.wanted);
  if (live == nullptr || wanted == nullptr) return false;
  std::vector<std::string> before = sql::names_in(*live), after = sql::names_in(*wanted);
  if (after.size() == 2) after.insert(after.begin(), owned.element.schema);
  if (before.size() != 3 || after.size() != 3) return false;
  return before[0] == renamed.element.schema && before[1] == renamed.live_element.name && after[0] == before[0] && after[1] == renamed.element.name && after[2] == before[2];
}

// What is said of the table under its other name.
bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (other.is_field("foreign key", "referenced_table"))
    return other.live == Value(claimed.live_element.name) && other.wanted == Value(claimed.element.name) && context.wanted.find(other.element)->text("referenced_schema") == claimed.element.schema;
  if (other.is_field("sequence", "owned_by")) return follows(other, claimed);
  if (other.is_field("primary key", "constraint_name")) return table_of(other.element) == claimed.element;
  if (other.what != What::extra && other.what != What::missing) return false;
  return std::ranges::any_of(renamed_children(claimed, context), [&](const Pair& pair) { return pair.live->element == other.element || pair.wanted->element == other.element; });
}

std::string name_of(const ElementId& table) { return "rename-table " + qualified_name(table); }
ElementId view_of(const ElementId& table) { return {"view", table.schema, "", table.name}; }

Finding refusal(const Change& change, const Context& context, std::string message, std::string help) {
  return {Severity::error, "rename-table", to_string(change.claimed.element) + " is renamed from " + change.claimed.live_element.name + ", but " + std::move(message), std::move(help),
          context.wanted.find(change.claimed.element)->spot("renamed_from")};
}

// What runs under the live name while the next version has the table by a view over it, and does not change what the view shows but by whole columns.
bool goes_along(const Difference& other, const Context& context) {
  const std::string_view kind = other.element.kind;
  if (other.what == What::field && other.field->key == "comment") return true;
  if (kind == "index" || object_kind(kind).is_constraint) return other.what != What::renamed;
  if (kind != "column") return false;
  const auto is_made = [](const Object& column) { return is_numbered(column) || column.has("generated") || column.has("moved_from") || column.has("reverse"); };
  if (other.what == What::missing) return !is_made(*context.wanted.find(other.element));
  if (other.what == What::extra) return true;
  return other.what == What::field && (other.field->key == "not_null" || other.field->key == "default") && !changes_its_source(other.element, context);
}

// Steps on a table that is a view until contract have to know under which of its names they run: see recipes/held_names.hpp.
bool stands_in_the_way(const Difference& other, const Change& change, const Context& context) {
  const ElementId &table = change.claimed.element, &live = change.claimed.live_element;
  if (absorbs(change.claimed, other, context) || goes_along(other, context)) return false;
  if (other.element == table) return other.what == What::field;
  for (const ElementId& id : {other.element, other.live_element})
    if (id.schema == table.schema && (id.parent == table.name || id.parent == live.name)) return true;
  const Object* object = context.wanted.find(other.element);
  if (object == nullptr || object->kind->refers_to == nullptr) return false;
  const auto others = object->kind->refers_to(*object);
  return std::ranges::find(others, table) != others.end();
}

struct Renaming {
  std::string there, back;
  std::string to;
};

// What bears a name after the table's.
std::vector<Renaming> further_names(const Change& change, const Context& context) {
  const ElementId &table = change.claimed.element, &live = change.claimed.live_element;
  const std::string alter = "ALTER TABLE " + sql::relation(table) + " RENAME CONSTRAINT ";
  std::vector<Renaming> names;
  const auto constraint = [&](const std::string& from, const std::string& to) {
    if (from != to) names.push_back({alter + sql::identifier(from) + " TO " + sql::identifier(to), alter + sql::identifier(to) + " TO " + sql::identifier(from), to});
  };
  const auto relation = [&](std::string_view word, const std::string& from, const std::string& to) {
    const std::string start = "ALTER " + std::string(word) + " ";
    names.push_back({start + sql::qualified(table.schema, from) + " RENAME TO " + sql::identifier(to), start + sql::qualified(table.schema, to) + " RENAME TO " + sql::identifier(from), to});
  };
  const Object *live_key = context.live.find({"primary key", live.schema, live.name, ""}), *key = context.wanted.find({"primary key", table.schema, table.name, ""});
  if (live_key != nullptr && key != nullptr) constraint(objects::constraint_name(*live_key), objects::constraint_name(*key));
  for (const Pair& pair : renamed_children(change.claimed, context)) {
    if (pair.live->element.kind == "index") relation("INDEX", pair.live->element.name, pair.wanted->element.name);
    else constraint(pair.live->element.name, pair.wanted->element.name);
  }
  for (const Object* column : context.live.children(live, "column"))
    if (column->is("serial")) relation("SEQUENCE", live.name + "_" + column->id.name + "_seq", table.name + "_" + column->id.name + "_seq");
  return names;
}

std::vector<Finding> refusals(const Change& change, const Context& context) {
  const ElementId &table = change.claimed.element, &live = change.claimed.live_element;
  std::vector<Finding> findings;
  for (const Difference& other : context.differences)
    if (stands_in_the_way(other, change, context))
      findings.push_back(refusal(change, context, "at the same time " + to_string(other), "make this change in a rollout before this one, or behind it"));
  for (const Object* object : context.live.objects())
    if (object->kind->relation_name != nullptr && object->id.schema == table.schema && object->kind->relation_name(*object) == table.name)
      findings.push_back(refusal(change, context, "the name is taken by " + to_string(object->id), "free the name in a rollout before this one"));
  for (const Renaming& name : further_names(change, context))
    if (const ElementId other{"sequence", table.schema, "", name.to}; context.live.find(other) != nullptr && std::ranges::none_of(context.differences, [&](const Difference& d) { return d.is(What::extra, "sequence") && d.element == other; }))
      findings.push_back(refusal(change, context, "the name " + name.to + ", which follows, is taken by " + to_string(other), "free the name in a rollout before this one"));
  for (const LeftAlone& thing : context.live.left_alone)
    if (thing.identity == sql::relation(table) && (thing.type.ends_with("view") || thing.type.ends_with("table") || thing.type.ends_with("type")))
      findings.push_back(refusal(change, context, "the name is taken by " + thing.type + " " + thing.identity, "free the name in a rollout before this one"));
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.on == live && dependency.identity.starts_with("publication "))
      findings.push_back(refusal(change, context, dependency.identity + " sends its rows, and subscribers look for their table by its name", "rename it by hand together with the subscribers, or take it out of the publication first"));
  if (context.live.server_version_num < 150000 && context.live.find(live)->has("row_level_security"))
    findings.push_back(refusal(change, context, "it has row level security, which a view passes by before PostgreSQL 15", "rename the table in a maintenance window, or after an upgrade"));
  return findings;
}

// What the next version has: columns that stay, in the order of the table, and then those that come. A default that changes on the way is left to the table.
std::vector<Object> seen_columns(const Change& change, const Context& context) {
  std::vector<Object> seen;
  std::vector<const Object*> all = context.wanted.children(change.claimed.element, "column");
  std::ranges::stable_sort(all, {}, [&](const Object* column) {
    const Object* live = context.live.find(context.live_name(column->id));
    return live == nullptr ? std::numeric_limits<int>::max() : live->position;
  });
  for (const Object* column : all) {
    const Object* live = context.live.find(context.live_name(column->id));
    seen.push_back(*column);
    if (live == nullptr || (*live)["default"] != (*column)["default"]) seen.back()["default"] = {};
  }
  return seen;
}

std::vector<std::string> view_of_columns(const ElementId& table, const ElementId& view, const Change& change, const Context& context) {
  const std::vector<Object> seen = seen_columns(change, context);
  std::vector<const Object*> columns;
  for (const Object& column : seen) columns.push_back(&column);
  return second_name(table, view, columns, context.live.server_version_num);
}

bool has_default_of_its_own(const Change& change, const Context& context) {
  return std::ranges::any_of(context.wanted.children(change.claimed.element, "column"), [&](const Object* column) {
    const Object* live = context.live.find(context.live_name(column->id));
    return column->has("default") && (live == nullptr || (*live)["default"] != (*column)["default"]);
  });
}

std::vector<ElementId> touched(const Change& change, const Context& context) {
  const ElementId &table = change.claimed.element, &live = change.claimed.live_element;
  std::vector<ElementId> elements = all_elements(live, context);
  for (const ElementId& id : {live, table, view_of(live), view_of(table)}) elements.push_back(id);
  for (const Difference& other : change.absorbed) elements.push_back(other.element);
  return elements;
}

std::vector<std::string> joined(std::vector<std::string> statements, const std::vector<std::string>& further) {
  statements.insert(statements.end(), further.begin(), further.end());
  return statements;
}

Step add_view(const Change& change, const Context& context) {
  const ElementId &table = change.claimed.element, &live = change.claimed.live_element;
  Step step = brief(Phase::expand, Part::main, live, LockMode::access_share, name_of(table) + ": view", "give " + qualified_name(live) + " its new name " + table.name + " by a view");
  step.sql = view_of_columns(live, view_of(table), change, context);
  for (const Difference& other : context.differences)
    if (other.is(What::missing, "column") && table_of(other.element) == table) step.needs.push_back({{"column", live.schema, live.name, other.element.name}, Side::wanted, Milestone::exists});
  step.before = {"NOT " + type_exists(table.schema, table.name) + " AND NOT " + relation_exists(table.schema, table.name), "the name " + qualified_name(table) + " is taken"};
  step.done = {is_view(table) + " OR (" + relation_exists(table.schema, table.name) + " AND (NOT " + relation_exists(live.schema, live.name) + " OR " + is_view(live) + "))",
               "the view " + qualified_name(table) + " is missing, or something else bears its name"};
  step.undo = undo_by({"DROP VIEW IF EXISTS " + sql::relation(table)});
  step.touches = touched(change, context);
  std::string further;
  for (const Renaming& name : further_names(change, context)) further += (further.empty() ? "" : ", ") + sql::literal(name.to);
  step.preflight = rights_on_some_columns({live}, context.live.server_version_num, context.wanted.find(table)->spot("renamed_from"));
  // Only contract gives these names, when it is late to find out that somebody has one. What is modelled is looked at by the rule that a name is free before it is taken.
  if (!further.empty()) {
    const std::string taken = "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = " + sql::literal(table.schema) + " AND c.relkind IN ('v', 'm', 'f', 'p', 'I', 'c') AND c.relname IN (" + further + ")";
    step.preflight.push_back({"SELECT count(*) " + taken, "SELECT c.relname::text " + taken + " LIMIT 5", "names that follow the new name of " + qualified_name(live) + " are taken", "free them in a rollout before this one, or by hand", context.wanted.find(table)->spot("renamed_from")});
  }
  return step;
}

Step rename(const Change& change, const Context& context) {
  const ElementId &table = change.claimed.element, &live = change.claimed.live_element;
  const auto columns = context.live.children(live, "column");
  const std::string drop_new = "DROP VIEW " + sql::relation(table), drop_old = "DROP VIEW IF EXISTS " + sql::relation(live);
  const std::string there = "ALTER TABLE " + sql::relation(live) + " RENAME TO " + sql::identifier(table.name), back = "ALTER TABLE " + sql::relation(table) + " RENAME TO " + sql::identifier(live.name);
  Step step = brief(Phase::contract, Part::retire, live, LockMode::access_exclusive, name_of(table) + ": rename", "rename table " + qualified_name(live) + " to " + table.name + "; a view keeps the old name");
  step.transaction = Transaction::own;
  step.locks.push_back({view_of(table), LockMode::access_exclusive, Work::instant});
  step.sql = {drop_new, there};
  std::vector<std::string> undo{drop_old};
  const std::vector<Renaming> names = further_names(change, context);
  for (const Renaming& name : names) step.sql.push_back(name.there);
  for (auto name = names.rbegin(); name != names.rend(); ++name) undo.push_back(name->back);
  undo.push_back(back);
  step.sql = joined(step.sql, view_of_columns(table, view_of(live), change, context));
  step.undo = undo_by(joined(undo, view_of_columns(live, view_of(table), change, context)));
  for (const Object* column : columns)
    if (column->is("serial")) step.locks.push_back({{"sequence", live.schema, "", live.name + "_" + column->id.name + "_seq"}, LockMode::access_exclusive, Work::instant});
  step.before = {table_unmentioned(table) + " AND " + unpublished(live),
                 "a view, function or statistics object mentions the view " + qualified_name(table) + ", which the table takes the place of, or a publication sends " + qualified_name(live) + " under its old name"};
  step.done = {relation_exists(table.schema, table.name) + " AND NOT " + is_view(table), qualified_name(table) + " is not the table yet"};
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{table, Side::wanted, Milestone::exists}, {live, Side::live, Milestone::retired}};
  step.promises = {{qualified_name(table) + ".table", "use " + qualified_name(table) + " as more than a view: TRUNCATE, COPY … FROM, LOCK TABLE, MERGE, ON CONFLICT ON CONSTRAINT, SET <serial column> = DEFAULT, " + std::string(has_default_of_its_own(change, context) ? "SET <column with a new default> = DEFAULT, " : "") + "ctid, its row type as an argument, a foreign key, trigger or index on it, or the new names of its sequences and constraints",
                     context.wanted.find(table)->spot("renamed_from")}};
  step.touches = touched(change, context);
  step.notes = {"no row is touched (" + size_text(context.size(live)) + ")", "functions whose text says " + live.name + " are served by the view of that name until it is dropped; the gate before contract asks for them"};
  return step;
}

Step drop_view(const Change& change, const Context& context) {
  const ElementId &table = change.claimed.element, &live = change.claimed.live_element;
  Step step = brief(Phase::contract, Part::drop, view_of(live), LockMode::access_exclusive, name_of(table) + ": drop", "drop the view that kept the old name " + qualified_name(live));
  step.sql = {"DROP VIEW " + sql::relation(live)};
  step.before = {table_unmentioned(live), "a view, function or statistics object mentions the view " + qualified_name(live)};
  step.done = {negated(is_view(live)), "the view " + qualified_name(live) + " is still there"};
  step.undo = undo_by(view_of_columns(table, view_of(live), change, context));
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{live, Side::live, Milestone::gone}};
  step.touches = {view_of(live)};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  Recipe result;
  result.findings = refusals(change, context);
  if (!refuses(result.findings)) result.steps = {add_view(change, context), rename(change, context), drop_view(change, context)};
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, inviter) VALUES ($1, nullif('n' || $1, 'n' || $1 / 3 * 3), $1 % 20 + 1)",
    "INSERT INTO users (email) VALUES ('default ' || $1)",
    "UPDATE users SET email = 'changed by n ' || $1 WHERE id = $1 % 20",
    "INSERT INTO logins (user_id) VALUES ($1 % 20 + 1)",
    "SELECT u.id, u.email, u.state, u.inviter FROM users AS u WHERE u.id = $1 % 20",
    "DELETE FROM users WHERE id = $1",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO accounts (id, email, inviter) VALUES ($1, 'm' || $1, $1 % 20 + 1)",
    "INSERT INTO accounts (email) VALUES ('default by m ' || $1) RETURNING id, state",
    "INSERT INTO accounts (id, email) VALUES ($1 % 20 + 1, 'upsert') ON CONFLICT (id) DO UPDATE SET email = 'upsert ' || $1",
    "UPDATE accounts SET state = DEFAULT WHERE id = $1 % 20",
    "SELECT a.id, a.email, a.state, a.inviter FROM accounts AS a WHERE a.id = $1 % 20 FOR UPDATE",
    "SELECT l.id, a.email FROM logins AS l JOIN accounts AS a ON a.id = l.user_id WHERE l.id = $1 % 20",
    "DELETE FROM accounts WHERE id = $1",
};
constexpr std::string_view n_both[] = {
    "INSERT INTO users (id, email, nick, fax) VALUES ($1, 'n' || $1, nullif('n' || $1, 'n' || $1 / 3 * 3), 'f')",
    "INSERT INTO users (email, nick) VALUES ('default ' || $1, 'd')",
    "UPDATE users SET fax = 'changed by n ' || $1, nick = 'n' WHERE id = $1 % 20",
    "INSERT INTO logins (id, account) VALUES ($1, $1 % 20 + 1)",
    "SELECT id, email, nick, fax, state FROM users WHERE id = $1 % 20",
    "DELETE FROM users WHERE id = $1",
};
constexpr std::string_view next_both[] = {
    "INSERT INTO accounts (id, email, nick, level, points) VALUES ($1, 'm' || $1, 'm', 3, 7)",
    "INSERT INTO accounts (email, nick) VALUES ('default by m ' || $1, 'm') RETURNING id, level",
    "INSERT INTO accounts (id, email, nick) VALUES ($1 % 20 + 1, 'upsert', 'm') ON CONFLICT (id) DO UPDATE SET email = 'upsert ' || $1, level = 4",
    "UPDATE accounts SET points = points + 1, level = 2 WHERE id = $1 % 20",
    "INSERT INTO logins (id, account) VALUES ($1, $1 % 20 + 1)",
    "SELECT a.id, a.email, a.level, a.points, a.state, l.id FROM accounts AS a LEFT JOIN logins AS l ON l.account = a.id WHERE a.id = $1 % 20",
    "DELETE FROM accounts WHERE id = $1",
};
constexpr std::string_view with_changes[] = {"add-column", "drop-column", "create-index", "drop-index", "replace-index", "add-check", "drop-check", "add-foreign-key", "add-unique", "set-not-null", "set-default", "comment"};
constexpr std::string_view n_odd[] = {
    "INSERT INTO \"Old \"\"Table\"\"\" (id, \"Full Name\") VALUES ($1, 'n' || $1)",
    "SELECT id, \"Full Name\" FROM \"Old \"\"Table\"\"\" WHERE id = $1 % 20",
    "SELECT id FROM seniors WHERE id = $1 % 20",
};
constexpr std::string_view next_odd[] = {
    "INSERT INTO \"we\"\"ird; --\" (id, \"Full Name\") VALUES ($1, 'm' || $1)",
    "UPDATE \"we\"\"ird; --\" SET \"Full Name\" = NULL WHERE id = $1 % 7",
    "SELECT id, \"Full Name\" FROM \"we\"\"ird; --\" WHERE id = $1 % 20",
    "SELECT id FROM eldest WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "with-all-names",
        .shows = "a table that refers to itself, with a foreign key on it from elsewhere, and names of key, unique constraint, index and sequence that follow",
        .before_sql = "CREATE TABLE users (id bigserial PRIMARY KEY, email text CONSTRAINT users_email_key UNIQUE, state text NOT NULL DEFAULT 'new', inviter bigint CONSTRAINT users_inviter_fkey REFERENCES users);\n"
                      "CREATE INDEX users_state_idx ON users (state DESC) WHERE email IS NOT NULL;\nCOMMENT ON TABLE users IS 'People who sign in';\n"
                      "CREATE SEQUENCE user_numbers START 7 OWNED BY users.email;\n"
                      "INSERT INTO users (email, inviter) SELECT nullif('u' || i, 'u7'), nullif(i - 1, 0) FROM generate_series(1, 20) AS i;\n"
                      "SELECT setval('users_id_seq', 1000000000);\nCREATE TABLE logins (id bigserial PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);\n"
                      "INSERT INTO logins (user_id) SELECT generate_series(1, 20);",
        .desired_toml = "[table.accounts]\nrenamed_from = \"users\"\ncomment = \"People who sign in\"\nprimary_key = \"(id)\"\n[table.accounts.column]\nid = \"bigserial\"\nemail = \"text\"\n"
                        "state = \"text not null default 'new'\"\ninviter = \"bigint\"\n[table.accounts.unique]\naccounts_email_key = \"(email)\"\n"
                        "[table.accounts.index]\naccounts_state_idx = \"(state desc) where (email is not null)\"\n[table.accounts.foreign_key]\naccounts_inviter_fkey = \"(inviter) references accounts(id)\"\n"
                        "[sequence]\nuser_numbers = \"start 7 owned by public.accounts.email\"\n"
                        "[table.logins]\nprimary_key = \"(id)\"\n[table.logins.column]\nid = \"bigserial\"\nuser_id = \"bigint\"\n"
                        "[table.logins.foreign_key]\nlogins_user_id_fkey = \"(user_id) references accounts(id) on delete cascade\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT u.id, u.email, u.state, u.inviter, l.id FROM users AS u LEFT JOIN logins AS l ON l.user_id = u.id ORDER BY 1, 5",
    },
    {
        .name = "with-other-changes",
        .shows = "columns come and go with the name, among them one that is filled; so do indexes and checks, one index is replaced, a column becomes not null, another gets another default; a new foreign key leads to the table",
        .before_sql = "CREATE TABLE users (id serial PRIMARY KEY, email text, nick text, fax text NOT NULL DEFAULT '-', state text DEFAULT 'new', CONSTRAINT users_email_check CHECK (email <> ''));\n"
                      "CREATE INDEX users_state_idx ON users (state);\nCREATE INDEX users_nick_idx ON users (nick);\nCREATE INDEX users_fax_idx ON users (fax, id);\nCREATE UNIQUE INDEX users_both_idx ON users (id, email);\n"
                      "COMMENT ON TABLE users IS 'old';\nINSERT INTO users (email, nick) SELECT 'u' || i, 'n' || i FROM generate_series(1, 20) AS i;\nSELECT setval('users_id_seq', 1000000000);\n"
                      "CREATE TABLE logins (id bigint PRIMARY KEY, account integer);\nINSERT INTO logins SELECT i, i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.accounts]\nrenamed_from = \"users\"\ncomment = \"new\"\nprimary_key = \"(id)\"\n[table.accounts.column]\nid = \"serial\"\nlevel = \"smallint not null default 1\"\nemail = \"text not null\"\n"
                        "nick = { is = \"text\", comment = \"said\" }\nstate = \"text default 'fresh'\"\npoints = { is = \"integer not null default 0\", backfill = \"coalesce(length(nick), 0)\" }\n"
                        "[table.accounts.index]\naccounts_state_idx = \"(state)\"\nusers_nick_idx = \"(nick, id desc)\"\naccounts_level_idx = \"(level) where points > 0\"\n"
                        "[table.accounts.unique]\naccounts_both_key = \"(email, id)\"\n"
                        "[table.accounts.check]\naccounts_level_check = \"level between 0 and 9 and points >= 0\"\n"
                        "[table.logins]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.account = \"integer\"\nforeign_key.logins_account_fkey = \"(account) references accounts(id) on delete set null\"\n",
        .settings_toml = "approvals = [\"column public.users.fax\"]\n",
        .n_statements = n_both,
        .next_statements = next_both,
        .n_reads = "SELECT id, email, nick, fax, state FROM users ORDER BY id",
        .next_never_sees = "SELECT id FROM accounts WHERE points IS NULL OR level IS NULL",
        .also = with_changes,
    },
    {
        .name = "odd-names-views-and-rights",
        .shows = "names that need quotes, a view on a view over the table, a trigger, forced row security, and rights on table and column",
        .before_sql = "CREATE TABLE \"Old \"\"Table\"\"\" (id bigint CONSTRAINT keeps_its_name PRIMARY KEY, \"Full Name\" text);\n"
                      "INSERT INTO \"Old \"\"Table\"\"\" SELECT i, nullif('u' || i, 'u7') FROM generate_series(1, 20) AS i;\n"
                      "CREATE VIEW seniors AS SELECT id, \"Full Name\" FROM \"Old \"\"Table\"\"\" WHERE id < 15;\nCREATE VIEW eldest AS SELECT id FROM seniors WHERE id < 10;\n"
                      "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\nCREATE TRIGGER \"stamp it\" BEFORE INSERT ON \"Old \"\"Table\"\"\" FOR EACH ROW EXECUTE FUNCTION stamp();\n"
                      "ALTER TABLE \"Old \"\"Table\"\"\" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\nCREATE POLICY everybody ON \"Old \"\"Table\"\"\" USING (true);\n"
                      "GRANT SELECT ON \"Old \"\"Table\"\"\" TO PUBLIC;\nGRANT INSERT (id) ON \"Old \"\"Table\"\"\" TO pg_monitor WITH GRANT OPTION;",
        .desired_toml = "[table.\"\\\"we\\\"\\\"ird; --\\\"\"]\nrenamed_from = \"Old \\\"Table\\\"\"\nrow_level_security = \"forced\"\nprimary_key = { columns = [\"id\"], constraint_name = \"keeps_its_name\" }\n"
                        "[table.\"\\\"we\\\"\\\"ird; --\\\"\".column]\nid = \"bigint\"\n\"Full Name\" = \"text\"\n",
        .n_statements = n_odd,
        .next_statements = next_odd,
        .n_reads = "SELECT id, \"Full Name\" FROM \"Old \"\"Table\"\"\" ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, CREATE VIEW, Updatable Views: a view over all columns of one table is written through, and security_invoker asks the rights of whoever uses it",
    "PostgreSQL manual, ALTER TABLE: RENAME; views, foreign keys, policies and triggers follow the table",
    "tests/contract: prepared statements of N+1 go on across the change from view to table",
};

}  // namespace

extern constinit const ChangeKind rename_table = {
    .name = "rename-table",
    .summary = "renames a table by a view under the new name, and renames the table itself when no version uses the old name any more",
    .why = "A `RENAME TO` fails every statement of one of the two versions. Instead expand creates a view with the new name over the table, with the table's rights: N notices "
           "nothing, and N+1 reads, inserts (defaults of the table apply), updates, deletes and upserts through it. Turned the other way round, with the view under the old name, N "
           "would be the one to find out that a view takes no `TRUNCATE`, no `COPY … FROM` and no `ON CONFLICT ON CONSTRAINT`; N+1 can be tested before its deploy.\n\n"
           "When N is gone, one transaction drops the view, renames the table with the primary key, constraints, indexes and serial sequences that bear other names in the "
           "desired schema, and leaves a view under the old name for readers that nobody knew of. That view is dropped behind the soak gate. No row is copied or scanned, and every step can "
           "be undone.\n\n"
           "What else changes on the table runs under its old name until then, and what drops for good runs under the new one; the view shows the columns that the next version has. A column whose default is new or another one "
           "has that from the table, not from the view: `UPDATE … SET c = DEFAULT` through the view would store NULL.",
    .when_not = "In the same rollout columns may come (with defaults and backfills, not with numbers, `generated`, `moved_from` or `reverse`) and go, become not null or nullable and change their defaults; indexes, keys, checks, "
                "exclusions and foreign keys on the table or to it, and comments, may come, go and change. Every other change on the table is refused: until contract the new name is a view. So is a table of a publication, because "
                "subscribers find their table by its name, and before PostgreSQL 15 a table with row level security.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .holds_name = true,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
