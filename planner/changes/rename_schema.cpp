// Change kind: rename a schema, by a second schema with a view for each table until the running version is gone.
//
// RENAME TO itself would be instant and fail every statement of the other version. So expand creates the schema under the new name, with views over the tables:
// N notices nothing, and N+1 reads and writes through the views. When N is gone, contract exchanges the names of the two schemas in one transaction: the views,
// which know their tables by number, are now what the old name leads to. They and their schema go behind the soak gate. No table and no row is changed.
#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/schema_mentions.hpp"
#include "recipes/second_name.hpp"
#include "recipes/second_schema.hpp"
#include "recipes/steps.hpp"
#include "recipes/table_elements.hpp"
#include "sql/identifier.hpp"
#include "sql/schema_names.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>
#include <set>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::renamed, "schema"); }

struct Renaming {
  const ElementId &from, &to;  // of kind schema
  SchemaNames names;
  std::vector<std::string> in_foreign_keys;  // those of the tables that a foreign key leads from or to
  SourceSpot at;

  [[nodiscard]] ElementId table(const std::string& schema, const std::string& name) const { return {"table", schema, "", name}; }
  [[nodiscard]] ElementId view(const std::string& schema, const std::string& name) const { return {"view", schema, "", name}; }
  [[nodiscard]] std::string id(std::string_view what) const { return "rename-schema " + qualified_name(to) + ": " + std::string(what); }
};

Renaming renaming(const Change& change, const Context& context) {
  Renaming the{change.claimed.live_element, change.claimed.element, {change.claimed.live_element.name, change.claimed.element.name, {}}, {}, context.wanted.find(change.claimed.element)->spot("renamed_from")};
  for (const Object* object : context.live.objects())
    if (object->id.kind == "table" && object->id.schema == the.from.name) the.names.tables.push_back(object->id.name);
  std::set<std::string> in_foreign_keys;
  const auto add = [&](const std::string& schema, const std::string& table) {
    if (schema == the.from.name) in_foreign_keys.insert(table);
  };
  for (const Object* object : context.live.objects())
    if (object->id.kind == "foreign key") {
      add(object->id.schema, object->id.parent);
      add(object->text("referenced_schema"), object->text("referenced_table"));
    }
  for (const Dependency& dependency : context.live.dependencies)  // also of tables that are not modelled
    if (dependency.dependent.kind == "foreign key") add(dependency.on.schema, dependency.on.parent);
  the.in_foreign_keys.assign(in_foreign_keys.begin(), in_foreign_keys.end());
  return the;
}

// Steps on what is a view until contract would have to know under which of its names they run; a second schema that is renamed may hold what refers to the first.
bool stands_in_the_way(const Difference& other, const Change& change, const Context& context) {
  if (other.element == change.claimed.element && other.what == What::renamed) return false;
  if (other.is(What::renamed, "schema")) return true;
  std::vector<const Object*> objects{context.wanted.find(other.element), context.live.find(other.live_element)};
  if (other.what == What::missing)
    for (const Object* child : context.wanted.children(other.element)) objects.push_back(child);
  return std::ranges::any_of(objects, [&](const Object* object) {
    return object != nullptr && (has_to_do_with_schema(*object, change.claimed.element.name) || has_to_do_with_schema(*object, change.claimed.live_element.name));
  });
}

// What phasegate does not model and a view cannot stand for. Triggers, policies, rules and statistics belong to their tables; functions are asked for by the plan's preflight, which knows
// those of triggers.
bool lies_in_the_way(const LeftAlone& thing, const std::string& schema) {
  constexpr std::string_view harmless[] = {"function", "statistics object", "trigger", "policy", "rule", "grants"};
  return thing.identity.starts_with(sql::identifier(schema) + ".") && std::ranges::find(harmless, thing.type) == std::ranges::end(harmless);
}

class Refusals {
 public:
  Refusals(const Change& change, const Context& context, const Renaming& the) : change_(change), context_(context), the_(the) {}

  std::vector<Finding> run() {
    for (const Difference& other : context_.differences)
      if (stands_in_the_way(other, change_, context_)) refuse("at the same time " + to_string(other), "make this change in a rollout before this one, or behind it");
    names();
    what_lies_in_it();
    tables();
    late_names();
    return std::move(findings_);
  }

 private:
  void refuse(const std::string& message, std::string help) {
    findings_.push_back({Severity::error, "rename-schema", to_string(the_.to) + " is renamed from " + the_.from.name + ", but " + message, std::move(help), the_.at});
  }

  void names() {
    if (context_.live.find(the_.to) != nullptr) refuse("the name is taken by " + to_string(the_.to), "free the name in a rollout before this one; nothing is moved from one schema into another");
    if (the_.names.tables.empty())
      refuse("no table lies in it", "take renamed_from out: an empty schema is made anew, and the old one dropped; one with types alone is renamed by hand while no version names them (ALTER SCHEMA … RENAME TO …)");
    if (context_.settings.history_schema == the_.from.name)
      refuse("the history table of the migrations lies in it", "rename it by hand while nothing runs, with [history] schema in phasegate.toml");
  }

  void what_lies_in_it() {
    for (const Object* object : context_.wanted.objects())
      if (object->id.schema == the_.from.name && object->id.parent.empty()) refuse(to_string(object->id) + " stays under its old name", "write it under the new name, or leave the schema as it is called: its owners ask for that name");
    const std::string help = "move it to another schema in a rollout before this one, or drop it: no view can stand for it while two versions run";
    for (const LeftAlone& thing : context_.live.left_alone)
      if (lies_in_the_way(thing, the_.from.name)) refuse(thing.type + " " + thing.identity + " lies in it", help);
    for (const Object* object : context_.live.objects()) {
      if (object->id.kind == "sequence" && object->id.schema == the_.from.name && !object->has("owned_by"))
        refuse(to_string(object->id) + " lies in it and has no owner", "give it to the column that draws from it (owned_by) in a rollout before this one: no view can stand for a sequence that versions call by its name");
      if (object->id.kind == "extension" && object->text("schema") == the_.from.name) refuse(to_string(object->id) + " lies in it", help);
    }
  }

  void tables() {
    for (const std::string& name : the_.names.tables) {
      const ElementId table = the_.table(the_.from.name, name);
      for (const Dependency& dependency : context_.live.dependencies)
        if (dependency.on == table && dependency.identity.starts_with("publication "))
          refuse(dependency.identity + " sends rows of " + qualified_name(table) + ", and subscribers look for their table by its name", "rename it by hand together with the subscribers, or take it out of the publication first");
      if (context_.live.children(table, "column").empty()) refuse(to_string(table) + " has no columns, and there is no such view", "give it one, or drop it, in a rollout before this one");
      if (context_.live.server_version_num < 150000 && context_.live.find(table)->has("row_level_security"))
        refuse(to_string(table) + " has row level security, which a view passes by before PostgreSQL 15", "rename the schema in a maintenance window, or after an upgrade");
    }
  }

  void late_names() {
    for (const Object* object : context_.live.objects())
      for (const std::string& text : texts_with_names(*object))
        for (const std::string& name : sql::late_names(text, the_.from.name))
          refuse(to_string(object->id) + " finds '" + name + "' by a text, which stays as it is: " + text, "write it so that the server knows it as a name ('" + name + "'::regclass, without a cast to text), or without the schema, in a rollout before this one; then it follows");
  }

  const Change& change_;
  const Context& context_;
  const Renaming& the_;
  std::vector<Finding> findings_;
};

// All that the fingerprint shows under a name that goes away, and what both schemas have themselves.
std::vector<ElementId> touched(const Renaming& the, const Context& context) {
  std::vector<ElementId> elements{the.from, the.to};
  for (const std::string& name : the.names.tables) {
    for (ElementId& element : all_elements(the.table(the.from.name, name), context)) elements.push_back(std::move(element));
    for (const std::string& schema : {the.from.name, the.to.name})
      for (const std::string_view kind : {"table", "view"}) elements.push_back({kind, schema, "", name});
  }
  for (const Object* object : context.live.objects())
    if (object->id.schema == the.from.name && object->id.parent.empty() && object->id.kind != "table") elements.push_back(object->id);
  return elements;
}

std::vector<LockClaim> locks_on(const std::vector<std::string>& names, const std::string& schema, std::string_view kind, LockMode mode) {
  std::vector<LockClaim> locks;
  for (const std::string& name : names) locks.push_back({{kind, schema, "", name}, mode, Work::instant});
  return locks;
}

// `names`: the schemas that the texts of defaults name, where those have other names when the file runs.
std::vector<std::string> make_views(const Renaming& the, const std::string& tables, const std::string& views, const std::map<std::string, std::string>& names, const Context& context) {
  std::vector<std::string> statements = create_second_schema(tables, views);
  std::vector<std::pair<ElementId, ElementId>> pairs;
  for (const std::string& name : the.names.tables) {
    std::vector<Object> columns;
    for (const Object* column : context.live.children(the.table(the.from.name, name), "column")) {
      columns.push_back(*column);
      if (column->has("default")) columns.back()["default"] = sql::with_renamed_schemas(column->text("default"), names);
    }
    std::vector<const Object*> list;
    for (const Object& column : columns) list.push_back(&column);
    pairs.emplace_back(the.table(tables, name), the.view(views, name));
    for (std::string& statement : view_over(pairs.back().first, pairs.back().second, list, context.live.server_version_num)) statements.push_back(std::move(statement));
  }
  statements.push_back(copy_rights(pairs));
  return statements;
}

std::vector<std::string> drop_views(const Renaming& the, const std::string& schema, std::string_view if_exists) {
  std::vector<std::string> views;
  for (const std::string& name : the.names.tables) views.push_back(sql::qualified(schema, name));
  return {"DROP VIEW " + std::string(if_exists) + objects::joined(views, ", "), "DROP SCHEMA " + std::string(if_exists) + sql::identifier(schema)};
}

Step step_of(const Renaming& the, Phase phase, Part part, std::string_view what, std::string title) {
  Step step;
  step.id = the.id(what);
  step.title = std::move(title);
  step.phase = phase;
  step.part = part;
  step.transaction = Transaction::own;
  return step;
}

Step add_views(const Renaming& the, const Context& context) {
  Step step = step_of(the, Phase::expand, Part::main, "views", "give the tables of " + to_string(the.from) + " their new names in " + to_string(the.to) + " by views");
  for (const Obstacle& obstacle : {things_without_second_name(the.names), subscribed_tables(the.names), texts_with_old_name(the.names), paths_to_old_name(the.names), paths_through_new_name(the.names)}) {
    step.sql.push_back(stop_at(obstacle));
    step.preflight.push_back(counted(obstacle, the.at));
  }
  for (std::string& statement : make_views(the, the.from.name, the.to.name, {}, context)) step.sql.push_back(std::move(statement));
  step.locks = locks_on(the.names.tables, the.from.name, "table", LockMode::access_share);
  step.before = {negated(schema_exists(the.to.name)), "the name of " + to_string(the.to) + " is taken"};
  step.done = {views_lie_in(the.to.name, the.names.tables) + " OR " + tables_lie_in(the.to.name, the.names.tables), to_string(the.to) + " does not have a view for each table of " + to_string(the.from)};
  step.undo = undo_by(drop_views(the, the.to.name, "IF EXISTS "));
  step.touches = touched(the, context);
  std::vector<ElementId> tables;
  for (const std::string& name : the.names.tables) tables.push_back(the.table(the.from.name, name));
  for (Preflight& asked : rights_on_some_columns(tables, context.live.server_version_num, the.at)) step.preflight.push_back(std::move(asked));
  return step;
}

// The old name is free for an instant, under which nobody else looks: all of it is one transaction.
std::vector<std::string> exchange(const std::string& tables, const std::string& views) {
  const std::string aside = retired_name(tables);
  const auto rename = [](const std::string& from, const std::string& to) { return "ALTER SCHEMA " + sql::identifier(from) + " RENAME TO " + sql::identifier(to); };
  return {rename(views, aside), rename(tables, views), rename(aside, tables)};
}

// No foreign key may be at work: its trigger writes the names of tables into its query, and keeps what that finds. Nothing else knows a table by its name for longer than it
// takes to look it up.
std::vector<std::string> lock_tables(const Renaming& the, const std::string& schema) {
  std::string list;
  for (const std::string& name : the.in_foreign_keys) list += (list.empty() ? "ONLY " : ", ONLY ") + sql::qualified(schema, name);
  if (list.empty()) return {};
  return {"LOCK TABLE " + list + " IN EXCLUSIVE MODE"};
}

std::string exchange_back(const Renaming& the) {
  std::string body = "BEGIN\n  -- run twice, it must not exchange them again\n  IF " + tables_lie_in(the.to.name, the.names.tables) + " THEN\n";
  for (const std::vector<std::string>& statements : {lock_tables(the, the.to.name), exchange(the.to.name, the.from.name)})
    for (const std::string& statement : statements) body += "    " + statement + ";\n";
  return "DO " + sql::dollar_quoted("\n" + body + "  END IF;\nEND\n", "exchange");
}

// The types and collations of the schema, which N+1 names under neither name.
std::string named_things(const Renaming& the, const Context& context) {
  std::string text;
  for (const Object* object : context.live.objects())
    if (object->id.schema == the.from.name && (object->kind->is_type || object->id.kind == "collation")) text += (text.empty() ? "" : ", ") + to_string(object->id);
  return text;
}

Step exchange_names(const Renaming& the, const Context& context) {
  Step step = step_of(the, Phase::contract, Part::retire, "exchange", "rename " + to_string(the.from) + " to " + the.to.name + "; views keep the old names");
  step.sql = {stop_at(things_without_second_name(the.names)), stop_at(subscribed_tables(the.names))};
  for (const std::vector<std::string>& statements : {lock_tables(the, the.from.name), exchange(the.from.name, the.to.name)}) step.sql.insert(step.sql.end(), statements.begin(), statements.end());
  step.locks = locks_on(the.in_foreign_keys, the.from.name, "table", LockMode::exclusive);
  step.before = {only_views_lie_in(the.to.name, the.names.tables) + " AND " + views_unmentioned(the.to.name) + " AND " + schema_unpublished(the.from.name),
                 "something else than the views of this rollout lies in " + to_string(the.to) + ", or stands on one of them, or a publication sends a table of " + to_string(the.from)};
  step.done = {tables_lie_in(the.to.name, the.names.tables), "the tables do not lie in " + to_string(the.to) + " yet"};
  step.undo = undo_by({exchange_back(the)});
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{the.to, Side::wanted, Milestone::exists}, {the.from, Side::live, Milestone::retired}};
  const std::string things = named_things(the, context);
  step.promises = {{qualified_name(the.to) + ".schema",
                    "use what lies in schema " + qualified_name(the.to) + " as more than a view: TRUNCATE, COPY of the table, LOCK TABLE, MERGE, TABLESAMPLE, ON CONFLICT ON CONSTRAINT, SET <serial column> = DEFAULT, ctid, a row type as an argument, a foreign key, trigger or index on a "
                    "table, CREATE in the schema, or a sequence by its name" + (things.empty() ? "" : "; and name, under either name, " + things + " (write values of these types without a cast)"), the.at}};
  step.touches = touched(the, context);
  step.notes = {the.in_foreign_keys.empty() ? "no table and no row is changed; nobody waits" : "no table and no row is changed; reads go on, writes of tables with foreign keys wait for an instant", "what stores names as text cannot be seen (sessions with a search_path of their own, clients, jobs): views serve the old names until they are dropped"};
  if (!things.empty()) step.notes.push_back("from here on the old names fail of " + things);
  return step;
}

Step drop_old(const Renaming& the, const Context& context) {
  Step step = step_of(the, Phase::contract, Part::drop, "drop", "drop " + to_string(the.from) + " with the views that kept the old names");
  step.sql = {stop_at(texts_with_old_name(the.names)), stop_at(paths_to_old_name(the.names))};
  for (std::string& statement : drop_views(the, the.from.name, "")) step.sql.push_back(std::move(statement));
  step.locks = locks_on(the.names.tables, the.from.name, "view", LockMode::access_exclusive);
  step.before = {only_views_lie_in(the.from.name, the.names.tables) + " AND " + views_unmentioned(the.from.name), "something else than the views of this rollout lies in " + to_string(the.from) + ", or stands on one of them"};
  step.done = {negated(schema_exists(the.from.name)), to_string(the.from) + " is still there"};
  step.undo = undo_by(make_views(the, the.to.name, the.from.name, {{the.from.name, the.to.name}}, context));
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{the.from, Side::live, Milestone::gone}};
  step.touches = {the.from};
  for (const std::string& name : the.names.tables) step.touches.push_back(the.view(the.from.name, name));
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Renaming the = renaming(change, context);
  Recipe result;
  result.findings = Refusals(change, context, the).run();
  if (!refuses(result.findings)) result.steps = {add_views(the, context), exchange_names(the, context), drop_old(the, context)};
  return result;
}

constexpr std::string_view n_shop[] = {
    "INSERT INTO shop.users (id, email, mood) VALUES ($1, nullif('n' || $1, 'n' || $1 / 3 * 3), 'sad')",
    "INSERT INTO shop.users (email) VALUES ('default ' || $1)",
    "UPDATE shop.users SET email = 'changed by n ' || $1 WHERE id = $1 % 20",
    "INSERT INTO shop.orders (user_id, total) VALUES ($1 % 20 + 1, $1 % 9)",
    "SELECT u.id, u.email, u.mood, o.total, o.doubled FROM shop.users AS u JOIN shop.orders AS o ON o.user_id = u.id WHERE u.id = $1 % 20",
    "DELETE FROM shop.users WHERE id = $1",
};
constexpr std::string_view next_store[] = {
    "INSERT INTO store.users (id, email, mood) VALUES ($1, 'm' || $1, 'ok')",
    "INSERT INTO store.users (email) VALUES ('default by m ' || $1) RETURNING id, mood",
    "INSERT INTO store.users (id, email) VALUES ($1 % 20 + 1, 'upsert') ON CONFLICT (id) DO UPDATE SET email = 'upsert ' || $1",
    "UPDATE store.users SET mood = DEFAULT, number = DEFAULT WHERE id = $1 % 20",
    "INSERT INTO store.orders (user_id, total) VALUES ($1 % 20 + 1, $1 % 9) RETURNING id, doubled",
    "SELECT u.id, u.email, u.mood, o.total, o.doubled FROM store.users AS u JOIN store.orders AS o ON o.user_id = u.id WHERE u.id = $1 % 20 FOR UPDATE OF u",
    "DELETE FROM store.users WHERE id = $1",
};
constexpr std::string_view n_odd[] = {
    "INSERT INTO \"Old \"\"Schema\"\"; --\".\"some 't'able\" (id, \"Full Name\") VALUES ($1, 'n' || $1)",
    "SELECT id, \"Full Name\" FROM \"Old \"\"Schema\"\"; --\".\"some 't'able\" WHERE id = $1 % 20",
    "SELECT id FROM seniors WHERE id = $1 % 20",
};
constexpr std::string_view next_odd[] = {
    "INSERT INTO \"we\"\"ird; --\".\"some 't'able\" (id, \"Full Name\") VALUES ($1, 'm' || $1)",
    "INSERT INTO \"we\"\"ird; --\".\"some 't'able\" (\"Full Name\") VALUES (NULL)",
    "UPDATE \"we\"\"ird; --\".\"some 't'able\" SET \"Full Name\" = DEFAULT WHERE id = $1 % 7",
    "SELECT id, \"Full Name\" FROM \"we\"\"ird; --\".\"some 't'able\" WHERE id = $1 % 20",
    "SELECT id FROM seniors WHERE id = $1 % 20",
};
constexpr std::string_view n_people[] = {
    "INSERT INTO people.users (id, name) VALUES ($1, 'n' || $1)",
    "INSERT INTO logins (user_id, rank) VALUES ($1 % 5 + 1, 'low')",
    "SELECT u.name, l.rank FROM logins AS l JOIN people.users AS u ON u.id = l.user_id WHERE l.id = $1 % 5",
    "DELETE FROM people.users WHERE id = $1",
};
constexpr std::string_view next_people[] = {
    "INSERT INTO crm.users (id, name) VALUES ($1, 'm' || $1)",
    "INSERT INTO logins (user_id) VALUES ($1 % 5 + 1)",
    "SELECT u.name, l.rank FROM logins AS l JOIN crm.users AS u ON u.id = l.user_id WHERE l.id = $1 % 5",
    "UPDATE crm.users SET name = lower(name) WHERE id = $1 % 5",
    "DELETE FROM crm.users WHERE id = $1",
};

constexpr Example examples[] = {
    {
        .name = "tables-types-and-numbers",
        .shows = "two tables with a foreign key between them, numbers from a serial, an identity and a sequence with an owner, a type, and the function of a trigger",
        .before_sql = "CREATE SCHEMA shop;\nCOMMENT ON SCHEMA shop IS 'What is sold';\nGRANT USAGE ON SCHEMA shop TO PUBLIC;\nCREATE TYPE shop.mood AS ENUM ('sad', 'ok');\n"
                      "CREATE TABLE shop.users (id bigserial PRIMARY KEY, email text CONSTRAINT users_email_key UNIQUE, mood shop.mood DEFAULT 'ok', number bigint,\n"
                      "  CONSTRAINT users_mood_check CHECK (mood <> 'sad'::shop.mood OR id IS NOT NULL));\n"
                      "CREATE SEQUENCE shop.user_numbers START 7 OWNED BY shop.users.number;\nALTER TABLE shop.users ALTER number SET DEFAULT nextval('shop.user_numbers');\n"
                      "CREATE INDEX users_mood_idx ON shop.users (mood) WHERE mood = 'ok'::shop.mood;\n"
                      "CREATE TABLE shop.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id bigint CONSTRAINT orders_user_fkey REFERENCES shop.users ON DELETE CASCADE,\n"
                      "  total integer, doubled integer GENERATED ALWAYS AS (total * 2) STORED);\n"
                      "CREATE FUNCTION shop.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\nCREATE TRIGGER stamp BEFORE INSERT ON shop.users FOR EACH ROW EXECUTE FUNCTION shop.stamp();\n"
                      "GRANT SELECT, INSERT ON shop.users TO pg_monitor;\n"
                      "INSERT INTO shop.users (email) SELECT nullif('u' || i, 'u7') FROM generate_series(1, 20) AS i;\nINSERT INTO shop.orders (user_id, total) SELECT nullif(i, 3), nullif(i, 5) FROM generate_series(1, 20) AS i;\n"
                      "SELECT setval('shop.users_id_seq', 1000000000)",
        .desired_toml = "schema = \"store\"\n[schemas.public]\n[schemas.store]\nrenamed_from = \"shop\"\ncomment = \"What is sold\"\n[enum]\nmood = [\"sad\", \"ok\"]\n[sequence]\nuser_numbers = \"start 7 owned by store.users.number\"\n"
                        "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigserial\"\nemail = \"text\"\nmood = \"mood default 'ok'\"\nnumber = \"bigint default nextval('user_numbers')\"\n"
                        "[table.users.unique]\nusers_email_key = \"(email)\"\n[table.users.check]\nusers_mood_check = \"mood <> 'sad'::mood or id is not null\"\n[table.users.index]\nusers_mood_idx = \"(mood) where mood = 'ok'::store.mood\"\n"
                        "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint generated always as identity\"\nuser_id = \"bigint\"\ntotal = \"integer\"\ndoubled = \"integer generated always as (total * 2) stored\"\n"
                        "[table.orders.foreign_key]\norders_user_fkey = \"(user_id) references store.users(id) on delete cascade\"\n",
        .n_statements = n_shop,
        .next_statements = next_store,
        .n_reads = "SELECT u.id, u.email, u.mood, u.number, o.id, o.total, o.doubled FROM shop.users AS u LEFT JOIN shop.orders AS o ON o.user_id = u.id ORDER BY 1, 5",
    },
    {
        .name = "odd-names-views-and-rights",
        .shows = "names that need quotes, a view elsewhere over the table, a default that draws from a sequence by its name, and forced row security",
        .before_sql = "CREATE SCHEMA \"Old \"\"Schema\"\"; --\";\nCREATE SEQUENCE \"Old \"\"Schema\"\"; --\".\"ids'; --\" START 1000000000;\n"
                      "CREATE TABLE \"Old \"\"Schema\"\"; --\".\"some 't'able\" (id bigint DEFAULT nextval('\"Old \"\"Schema\"\"; --\".\"ids''; --\"') CONSTRAINT keeps_its_name PRIMARY KEY, \"Full Name\" text DEFAULT 'Old.Name');\n"
                      "ALTER SEQUENCE \"Old \"\"Schema\"\"; --\".\"ids'; --\" OWNED BY \"Old \"\"Schema\"\"; --\".\"some 't'able\".id;\n"
                      "INSERT INTO \"Old \"\"Schema\"\"; --\".\"some 't'able\" SELECT i, nullif('u' || i, 'u7') FROM generate_series(1, 20) AS i;\n"
                      "CREATE VIEW seniors AS SELECT id, \"Full Name\" FROM \"Old \"\"Schema\"\"; --\".\"some 't'able\" WHERE id < 15;\n"
                      "ALTER TABLE \"Old \"\"Schema\"\"; --\".\"some 't'able\" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;\nCREATE POLICY everybody ON \"Old \"\"Schema\"\"; --\".\"some 't'able\" USING (true);\n"
                      "GRANT USAGE ON SCHEMA \"Old \"\"Schema\"\"; --\" TO pg_monitor WITH GRANT OPTION;\nGRANT SELECT ON \"Old \"\"Schema\"\"; --\".\"some 't'able\" TO PUBLIC",
        .desired_toml = "schema = 'we\"ird; --'\n[schemas.public]\n[schemas.'\"we\"\"ird; --\"']\nrenamed_from = 'Old \"Schema\"; --'\n[sequence]\n\"\\\"ids'; --\\\"\" = '''start 1000000000 owned by \"we\"\"ird; --\".\"some 't'able\".id'''\n"
                        "[table.\"\\\"some 't'able\\\"\"]\nrow_level_security = \"forced\"\nprimary_key = { columns = [\"id\"], constraint_name = \"keeps_its_name\" }\n"
                        "[table.\"\\\"some 't'able\\\"\".column]\nid = '''bigint default nextval('\"we\"\"ird; --\".\"ids''; --\"')'''\n\"Full Name\" = \"text default 'Old.Name'\"\n",
        .n_statements = n_odd,
        .next_statements = next_odd,
        .n_reads = "SELECT id, \"Full Name\" FROM \"Old \"\"Schema\"\"; --\".\"some 't'able\" ORDER BY id",
    },
    {
        .name = "referred-to-from-elsewhere",
        .shows = "a table of another schema refers to it and has a domain of it; the other one changes nothing",
        .before_sql = "CREATE SCHEMA people;\nCREATE DOMAIN people.rank AS text CHECK (VALUE IN ('low', 'high'));\n"
                      "CREATE TABLE people.users (id bigint PRIMARY KEY, name text);\nINSERT INTO people.users SELECT i, nullif('u' || i, 'u3') FROM generate_series(1, 5) AS i;\n"
                      "CREATE TABLE logins (id bigserial PRIMARY KEY, user_id bigint CONSTRAINT logins_user_fkey REFERENCES people.users ON DELETE SET NULL, rank people.rank DEFAULT 'low');\n"
                      "INSERT INTO logins (user_id) SELECT nullif(i, 4) FROM generate_series(1, 5) AS i",
        .desired_toml = "[schemas.crm]\nrenamed_from = \"people\"\n[domain.\"crm.rank\"]\ntype = \"text\"\ncheck = { rank_check = \"value in ('low', 'high')\" }\n"
                        "[table.\"crm.users\"]\nprimary_key = \"(id)\"\n[table.\"crm.users\".column]\nid = \"bigint\"\nname = \"text\"\n"
                        "[table.logins]\nprimary_key = \"(id)\"\n[table.logins.column]\nid = \"bigserial\"\nuser_id = \"bigint\"\nrank = \"crm.rank default 'low'\"\n"
                        "[table.logins.foreign_key]\nlogins_user_fkey = \"(user_id) references crm.users(id) on delete set null\"\n",
        .n_statements = n_people,
        .next_statements = next_people,
        .n_reads = "SELECT l.id, l.rank, u.id, u.name FROM people.users AS u FULL JOIN logins AS l ON l.user_id = u.id ORDER BY 1, 3",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER SCHEMA: RENAME TO; everything in a schema knows it by number",
    "PostgreSQL manual, CREATE VIEW, Updatable Views: a view over all columns of one table is written through, and security_invoker asks the rights of whoever uses it",
    "PostgreSQL source, ri_triggers.c: the queries of a foreign key hold the names of both tables, and are made anew when a plan is no longer valid and both are locked",
    "tests/contract: prepared statements of N+1 go on across the exchange of the names",
};

}  // namespace

extern constinit const ChangeKind rename_schema = {
    .name = "rename-schema",
    .summary = "renames a schema by a second one with a view for each table, and exchanges the names of the two when no version uses the old one any more",
    .why = "A `RENAME TO` fails every statement of one of the two versions. Instead expand creates a schema with the new name, with the owner and rights of the old one, and in it a view for each table, with the "
           "table's rights and defaults: N notices nothing, and N+1 reads, inserts, updates, deletes and upserts through the views.\n\n"
           "When N is gone, one transaction exchanges the names of the two schemas. Views know their tables by number, so those that bore the new names bear the old ones from then on, for readers that nobody knew "
           "of; types, sequences, indexes, constraints, triggers, rights and comments stay with their tables. Reads never wait; writes of tables with foreign keys wait for an instant, because a foreign key's trigger finds tables by their names. "
           "The views go with their schema behind the soak gate. No row is copied or scanned, and every step can be undone.\n\n"
           "In the desired schema everything stands under the new name, with `renamed_from` in the section of the schema; `schemas` of phasegate.toml, where it is stated, names both until the rollout is finished.",
    .when_not = "Any other change of what lies in the schema or refers to it, in the same rollout, is refused, and so is a second renamed schema. So is a schema with what a view cannot stand for: functions other than those of triggers, views, "
                "partitioned or foreign tables, sequences without an owner, extensions, tables of a publication or a subscription (these find them by name), and before PostgreSQL 15 a table with row level security.\n\n"
                "What names the schema by text does not follow: functions whose text names it, and search_paths of roles, databases and functions that have the old name and not the new one, refuse the plan, and are asked for again where the "
                "files run. A search_path with both names, the old one first, serves before and after: `ALTER ROLE app SET search_path = shop, store`. A role that is called like the schema finds it by `\"$user\"`, and needs such a setting too. "
                "Types and collations have one name at a time: N+1 names those of the schema nowhere until contract is done.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
