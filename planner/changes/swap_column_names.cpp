// Change kind: columns of one table change names among each other.
//
// From the moment of the change on, a name means another column, so there is no time at which both versions could use it. The columns are renamed
// in one transaction at the start of contract, when N is gone; N+1 asks a promise which of both holds. The server looks names up under a lock on
// the table that the renaming needs exclusively, so whoever asks under that lock gets the answer that its statement goes by.
#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/swapped_names.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) { return !swapped_names_of(difference, context).empty(); }

ElementId table_of(const std::vector<Difference>& members) { return recipes::table_of(members.front().live_element); }
std::string name_of(const std::vector<Difference>& members) { return "swap-column-names " + qualified_name(members.front().live_element); }

std::string promise_of(const Difference& member) { return qualified_name(member.element) + ".named"; }

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  const std::vector<Difference> members = swapped_names_of(claimed, context);
  if (other.what == What::renamed) return other.element != claimed.element && std::ranges::any_of(members, [&](const Difference& member) { return member.element == other.element; });
  return is_settled_by_names(members, other, context);
}

std::string array_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + sql::literal(name);
  return "ARRAY[" + text + "]::pg_catalog.text[]";
}

std::vector<std::string> names(const std::vector<Difference>& members, ElementId Difference::*side) {
  std::vector<std::string> result;
  for (const Difference& member : members) result.push_back((member.*side).name);
  return result;
}

std::string listed(const std::vector<Difference>& members) {
  std::string text;
  for (const Difference& member : members) text += (text.empty() ? "" : ", ") + member.live_element.name + " → " + member.element.name;
  return text;
}

std::string key_of(const std::vector<Difference>& members, const Context& context) { return sql::literal(context.settings.rollout.name) + ", " + sql::literal(name_of(members)); }
std::string renamed(const std::vector<Difference>& members, const Context& context) { return "phasegate.columns_renamed(" + key_of(members, context) + ")"; }

// Both names are there before and after, so nothing but their order in the table tells which column is which; it may differ between databases.
Step note(const std::vector<Difference>& members, const Context& context) {
  const ElementId table = table_of(members);
  const std::string where = "(rollout, change) = (" + key_of(members, context) + ")";
  Step step = brief(Phase::expand, Part::main, table, LockMode::access_share, name_of(members) + ": note", "note which column of " + table.name + " has which name: " + listed(members));
  step.sql = {"LOCK TABLE " + sql::relation(table) + " IN ACCESS SHARE MODE",
              "INSERT INTO phasegate.column_names (rollout, change, table_schema, table_name, relation, names, becomes)\nSELECT " + key_of(members, context) + ", " + sql::literal(table.schema) + ", " + sql::literal(table.name) +
                  ", pg_catalog.min(a.attrelid), pg_catalog.array_agg(c.name ORDER BY a.attnum), pg_catalog.array_agg(c.becomes ORDER BY a.attnum)\nFROM ROWS FROM (pg_catalog.unnest(" + array_of(names(members, &Difference::live_element)) +
                  "), pg_catalog.unnest(" + array_of(names(members, &Difference::element)) + ")) AS c (name, becomes)\nJOIN pg_catalog.pg_attribute AS a ON a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) +
                  ") AND a.attname = c.name AND NOT a.attisdropped\nHAVING pg_catalog.count(*) = " + std::to_string(members.size())};
  step.done = {"EXISTS (SELECT FROM phasegate.column_names AS n WHERE " + where + ")", "it is not noted which column of " + qualified_name(table) + " has which name"};
  step.undo = undo_by({"DELETE FROM phasegate.column_names WHERE " + where});
  return step;
}

std::vector<ElementId> touched(const std::vector<Difference>& members, const Context& context) {
  std::vector<ElementId> elements;
  for (const Difference& member : members)
    for (const ElementId& id : {member.live_element, member.element, retired_id(member.live_element)}) elements.push_back(id);
  for (const Object* live : context.live.objects())
    if (hangs_on_names(*live, moves_of(members)))
      elements.push_back(live->id.kind == "primary key" ? ElementId{"constraint", live->id.schema, live->id.parent, objects::constraint_name(*live)} : live->id);
  for (const Dependency& dependency : context.live.dependencies)
    if (std::ranges::any_of(members, [&](const Difference& member) { return dependency.on == member.live_element; })) elements.push_back(dependency.dependent);
  std::ranges::sort(elements);
  elements.erase(std::unique(elements.begin(), elements.end()), elements.end());
  return elements;
}

std::vector<std::string> followers(const std::vector<Difference>& members, const Context& context) {
  std::vector<std::string> notes;
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.dependent.kind != "foreign key" && std::ranges::any_of(members, [&](const Difference& member) { return dependency.on == member.live_element; }))
      notes.push_back(dependency.identity + " goes on with the columns that it has, by whatever name" + (dependency.dependent.kind.ends_with("view") ? "; the names of its own columns stay" : ""));
  std::ranges::sort(notes);
  notes.erase(std::unique(notes.begin(), notes.end()), notes.end());
  if (!notes.empty()) notes.emplace_back("[left_alone] knows these by a digest of their text: take it over from phasegate inspect when the rollout is finished");
  return notes;
}

std::vector<Preflight> counted(const ElementId& table, const std::string& functions, const SourceSpot& at) {
  const std::string publications = "FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = " + sql::literal(table.schema) + " AND p.tablename = " + sql::literal(table.name);
  return {{"SELECT pg_catalog.count(*) " + functions, "SELECT p.oid::pg_catalog.regprocedure::text " + functions + " ORDER BY 1 LIMIT 5", "functions spell columns of " + qualified_name(table) + " that change names, and would mean others by them",
           "let each ask phasegate.open(…) for the promise, name the promise in a comment of its body when it may stay as it is, or do without it", at},
          {"SELECT pg_catalog.count(*) " + publications, "SELECT p.pubname " + publications + " ORDER BY 1 LIMIT 5", "publications send " + qualified_name(table) + ", and subscribers tell its columns by their names",
           "cross in two rollouts over names that no other column has, the subscribers with it, or take the table out of the publication first", at}};
}

// The type that a name shows is another one afterwards.
bool changes_types(const std::vector<Difference>& members, const Context& context) {
  return std::ranges::any_of(members, [&](const Difference& member) {
    const Object *before = context.live.find(member.element), *after = context.live.find(member.live_element);
    return before != nullptr && (before->text("type") != after->text("type") || before->text("collation") != after->text("collation"));
  });
}

Step swap(const std::vector<Difference>& members, const Context& context) {
  const ElementId table = table_of(members);
  Step step = brief(Phase::contract, Part::swap, table, LockMode::access_exclusive, name_of(members) + ": swap", "let columns of " + table.name + " change names: " + listed(members));
  step.transaction = Transaction::own;
  step.undo.how = UndoHow::sql;
  const auto rename = [&](const std::string& start, const std::string& from, const std::string& to) {
    step.sql.push_back(start + sql::identifier(from) + " TO " + sql::identifier(to));
    step.undo.sql.push_back(start + sql::identifier(to) + " TO " + sql::identifier(from));
  };
  std::vector<std::pair<std::string, std::string>> columns;
  for (const Difference& member : members) columns.emplace_back(member.live_element.name, member.element.name);
  for (const auto& [from, to] : in_free_order(columns)) rename("ALTER TABLE " + sql::relation(table) + " RENAME COLUMN ", from, to);
  for (const auto& [from, to] : in_free_order(serial_names(members, context))) {
    const std::string start = "ALTER SEQUENCE ";
    step.sql.push_back(start + sql::qualified(table.schema, from) + " RENAME TO " + sql::identifier(to));
    step.undo.sql.push_back(start + sql::qualified(table.schema, to) + " RENAME TO " + sql::identifier(from));
  }
  for (const auto& [from, to] : serial_names(members, context)) step.locks.push_back({{"sequence", table.schema, "", from}, LockMode::access_exclusive, Work::instant});
  std::ranges::reverse(step.undo.sql);

  std::vector<std::string> spelled, promises;
  for (const Difference& member : members) {
    const std::string name = qualified_name(member.element);
    for (const std::string& one : {member.live_element.name, member.element.name})
      if (std::ranges::find(spelled, one) == spelled.end()) spelled.push_back(one);
    promises.push_back(promise_of(member));
    step.promises.push_back({promise_of(member), "mean by " + name + " what is " + qualified_name(member.live_element) + " until then, in reading or in writing; ask in the statement itself, or later in a transaction that has used the table",
                             context.wanted.find(member.element)->spot("renamed_from")});
  }
  const std::string functions = functions_spelling(table, spelled, promises);
  step.before = {renamed(members, context) + " IS FALSE AND " + unpublished(table) + " AND NOT EXISTS (SELECT " + functions + ")",
                 "the columns " + listed(members) + " of " + qualified_name(table) + " do not have the names that were noted, or a function spells one of them without asking phasegate.open, or the table is published"};
  step.done = {renamed(members, context), "the columns of " + qualified_name(table) + " have not changed names: " + listed(members)};
  step.preflight = counted(table, functions, members.front().at);
  step.hurts = {.n_reads = true, .n_writes = true};
  step.changes_result_type = changes_types(members, context);
  step.touches = touched(members, context);
  step.notes = followers(members, context);
  step.notes.insert(step.notes.begin(), "no row is touched; what PostgreSQL binds by column (keys, indexes, checks, defaults, rights, comments) follows");
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const std::vector<Difference> members = swapped_names_of(change.claimed, context);
  Recipe result;
  result.findings = refuse_swapped_names(members, context);
  if (!refuses(result.findings)) result.steps = {note(members, context), swap(members, context)};
  return result;
}

// Of people, first_name has held the last names since an import.
constexpr std::string_view n_people[] = {
    "INSERT INTO people (id, first_name, last_name) VALUES ($1, 'last n' || $1, 'first n' || $1)",
    "INSERT INTO people (id, last_name) VALUES (-$1, NULL)",
    "UPDATE people SET first_name = 'last changed ' || $1 WHERE id = $1 % 30",
    "SELECT id, first_name, last_name FROM people WHERE id = $1 % 30",
};
constexpr std::string_view next_people[] = {
    "INSERT INTO people (id, first_name, last_name) SELECT $1, CASE WHEN o.named THEN f ELSE l END, CASE WHEN o.named THEN l ELSE f END "
    "FROM (SELECT phasegate.open('public.people.first_name.named')) AS o (named), (VALUES ('first m' || $1, 'last m' || $1)) AS v (f, l)",
    "UPDATE people SET first_name = CASE WHEN (SELECT phasegate.open('public.people.first_name.named')) THEN 'first of ' || $1 ELSE 'last of ' || $1 END WHERE id = $1 % 30",
    "SELECT id, CASE WHEN (SELECT phasegate.open('public.people.first_name.named')) THEN first_name ELSE last_name END AS first_name FROM people WHERE id = $1 % 30",
};

constexpr std::string_view n_places[] = {
    "INSERT INTO places (id, x, y, z) VALUES ($1, 'town ' || $1 % 5 + 1, 'code n' || $1, NULL)",
    "INSERT INTO visits (id, place) SELECT $1, y FROM places WHERE id = $1 % 20 + 1",
    "UPDATE places SET z = 'note ' || $1, y = 'code ' || $1 WHERE id = $1 % 20 + 1",
    "INSERT INTO places (id, y) VALUES (-$1, 'code ' || $1 % 20 + 1) ON CONFLICT (y) DO UPDATE SET z = 'note again'",
    "SELECT id, x, y, z FROM places WHERE id = $1 % 20 + 1",
};
// What the names of one statement mean at both times is the same for what it does not spell.
constexpr std::string_view next_places[] = {
    "INSERT INTO places (id, x, y, z) SELECT $1, CASE WHEN o.named THEN note ELSE town END, CASE WHEN o.named THEN town ELSE code END, CASE WHEN o.named THEN code ELSE note END "
    "FROM (SELECT phasegate.open('public.places.x.named')) AS o (named), (VALUES ('note m', 'town ' || $1 % 5 + 1, 'code m' || $1)) AS v (note, town, code)",
    "INSERT INTO visits (id, place) SELECT $1, CASE WHEN (SELECT phasegate.open('public.places.z.named')) THEN z ELSE y END FROM places WHERE id = $1 % 20 + 1",
    "DELETE FROM places WHERE id = $1 - 100",
    "SELECT id, CASE WHEN (SELECT phasegate.open('public.places.y.named')) THEN y ELSE x END AS town FROM places WHERE id = $1 % 20 + 1",
};

constexpr std::string_view n_tasks[] = {
    "INSERT INTO tasks (id, author, owner) VALUES ($1, 'author ' || $1, $1)",
    "UPDATE tasks SET owner = $1 WHERE id = $1 % 20 + 1",
    "SELECT id, author, owner FROM tasks WHERE id = $1 % 20 + 1",
};
constexpr std::string_view next_tasks[] = {
    "SELECT save_task($1, 'author ' || $1, $1)",
    "SELECT save_task($1 % 20 + 1, 'author ' || $1, $1)",
    "SELECT id, to_jsonb(t) ->> CASE WHEN (SELECT phasegate.open('public.tasks.owner.named')) THEN 'owner' ELSE 'author' END AS owner FROM tasks AS t WHERE id = $1 % 20 + 1",
};

constexpr std::string_view n_odd[] = {
    "INSERT INTO \"Odd \"\"T\"\"\" (\"%s 'q' $$\") VALUES ($1)",
    "UPDATE \"Odd \"\"T\"\"\" SET \"%s 'q' $$\" = $1 % 100 WHERE \"we\"\"ird; --\" = $1 % 20",
    "SELECT \"we\"\"ird; --\", \"%s 'q' $$\" FROM \"Odd \"\"T\"\"\" WHERE \"we\"\"ird; --\" = $1 % 20",
};
constexpr std::string_view next_odd[] = {
    "UPDATE \"Odd \"\"T\"\"\" SET \"%s 'q' $$\" = $1 % 100 WHERE \"we\"\"ird; --\" = $1 % 20 AND NOT (SELECT phasegate.open('public.\"Odd \"\"T\"\"\".\"we\"\"ird; --\".named'))",
    "UPDATE \"Odd \"\"T\"\"\" SET \"we\"\"ird; --\" = $1 % 100 WHERE \"%s 'q' $$\" = $1 % 20 AND (SELECT phasegate.open('public.\"Odd \"\"T\"\"\".\"we\"\"ird; --\".named'))",
    "SELECT number, size FROM shown WHERE number = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "two",
        .shows = "two columns whose names were mixed up; not null, default, check and comment go along with each",
        .before_sql = "CREATE TABLE people (id bigint PRIMARY KEY, first_name text NOT NULL DEFAULT 'last unknown' CHECK (first_name LIKE 'last %'), last_name text);\n"
                      "COMMENT ON COLUMN people.first_name IS 'of the family';\nINSERT INTO people SELECT i, 'last ' || i, nullif('first ' || i, 'first 7') FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.people]\nprimary_key = \"(id)\"\n[table.people.column]\nid = \"bigint\"\nfirst_name = { is = \"text\", renamed_from = \"last_name\" }\n"
                        "last_name = { is = \"text not null default 'last unknown'\", renamed_from = \"first_name\", comment = \"of the family\" }\n"
                        "[table.people.check]\npeople_first_name_check = \"last_name like 'last %'\"\n",
        .n_statements = n_people,
        .next_statements = next_people,
        .n_reads = "SELECT id, first_name, last_name FROM people ORDER BY id",
        .n_never_sees = "SELECT id FROM people WHERE last_name LIKE 'last %'",
        .next_never_sees = "SELECT id FROM people WHERE CASE WHEN (SELECT phasegate.open('public.people.first_name.named')) THEN first_name ELSE last_name END LIKE 'last %'",
    },
    {
        .name = "three-in-a-circle",
        .shows = "three columns with an index over all of them, a unique constraint, a check, and foreign keys from them and to them",
        .before_sql = "CREATE TABLE towns (name text PRIMARY KEY);\nINSERT INTO towns SELECT 'town ' || i FROM generate_series(1, 5) AS i;\n"
                      "CREATE TABLE places (id bigint PRIMARY KEY, x text REFERENCES towns (name) ON DELETE SET NULL, y text NOT NULL UNIQUE CHECK (y LIKE 'code %'), z text);\n"
                      "CREATE INDEX places_idx ON places (x, lower(y) DESC) INCLUDE (z) WHERE z IS NOT NULL;\n"
                      "INSERT INTO places SELECT i, 'town ' || i % 5 + 1, 'code ' || i, nullif('note ' || i, 'note 7') FROM generate_series(1, 20) AS i;\n"
                      "CREATE TABLE visits (id bigint PRIMARY KEY, place text REFERENCES places (y) ON UPDATE CASCADE ON DELETE CASCADE);",
        .desired_toml = "[table.towns]\nprimary_key = \"(name)\"\ncolumn.name = \"text\"\n[table.places]\nprimary_key = \"(id)\"\n[table.places.column]\nid = \"bigint\"\n"
                        "x = { is = \"text\", renamed_from = \"z\" }\ny = { is = \"text\", renamed_from = \"x\" }\nz = { is = \"text not null\", renamed_from = \"y\" }\n"
                        "[table.places.unique]\nplaces_y_key = \"(z)\"\n[table.places.check]\nplaces_y_check = \"z like 'code %'\"\n"
                        "[table.places.index]\nplaces_idx = \"(y, lower(z) desc) include (x) where x is not null\"\n"
                        "[table.places.foreign_key]\nplaces_x_fkey = \"(y) references towns(name) on delete set null\"\n"
                        "[table.visits]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.place = \"text\"\nforeign_key.visits_place_fkey = \"(place) references places(z) on update cascade on delete cascade\"\n",
        .n_statements = n_places,
        .next_statements = next_places,
        .n_reads = "SELECT p.id, p.x, p.y, p.z, count(v.id) FROM places AS p LEFT JOIN visits AS v ON v.place = p.y GROUP BY p.id ORDER BY p.id",
        .next_never_sees = "SELECT id FROM places WHERE CASE WHEN (SELECT phasegate.open('public.places.x.named')) THEN x ELSE z END NOT LIKE 'note %'",
    },
    {
        .name = "one-takes-the-name-of-another",
        .shows = "a chain: owner is what author was, keeper what owner was, and the name owner shows another type; a function of the next version asks under a lock which of the names hold",
        .before_sql = "CREATE TABLE tasks (id bigint PRIMARY KEY, author text NOT NULL, owner bigint);\nINSERT INTO tasks SELECT i, 'author ' || i, i FROM generate_series(1, 20) AS i;\n"
                      "CREATE FUNCTION save_task(task bigint, who text, keeps bigint) RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  LOCK TABLE tasks IN ROW EXCLUSIVE MODE;\n"
                      "  IF phasegate.open('public.tasks.owner.named') THEN\n    INSERT INTO tasks (id, owner, keeper) VALUES (task, who, keeps) ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, keeper = excluded.keeper;\n"
                      "  ELSE\n    INSERT INTO tasks (id, author, owner) VALUES (task, who, keeps) ON CONFLICT (id) DO UPDATE SET author = excluded.author, owner = excluded.owner;\n  END IF;\nEND\n$$;",
        .desired_toml = "[table.tasks]\nprimary_key = \"(id)\"\n[table.tasks.column]\nid = \"bigint\"\nowner = { is = \"text not null\", renamed_from = \"author\" }\nkeeper = { is = \"bigint\", renamed_from = \"owner\" }\n",
        .settings_toml = "[gates]\nclients_reprepare = true\n",
        .n_statements = n_tasks,
        .next_statements = next_tasks,
        .n_reads = "SELECT id, author, owner FROM tasks ORDER BY id",
        .next_never_sees = "SELECT id FROM tasks AS t WHERE to_jsonb(t) ->> CASE WHEN (SELECT phasegate.open('public.tasks.owner.named')) THEN 'owner' ELSE 'author' END NOT LIKE 'author %'",
    },
    {
        .name = "odd-names-view-trigger-and-serial",
        .shows = "names that need quotes, a serial whose sequence is named after it, and a view, a trigger, a policy and statistics that follow their columns",
        .before_sql = "CREATE TABLE \"Odd \"\"T\"\"\" (\"we\"\"ird; --\" serial PRIMARY KEY, \"%s 'q' $$\" integer NOT NULL);\nINSERT INTO \"Odd \"\"T\"\"\" (\"%s 'q' $$\") SELECT i * 10 FROM generate_series(1, 20) AS i;\n"
                      "CREATE VIEW shown AS SELECT \"we\"\"ird; --\" AS number, \"%s 'q' $$\" AS size FROM \"Odd \"\"T\"\"\";\n"
                      "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n"
                      "CREATE TRIGGER stamp BEFORE UPDATE OF \"%s 'q' $$\" ON \"Odd \"\"T\"\"\" FOR EACH ROW WHEN (NEW.\"%s 'q' $$\" IS NOT NULL) EXECUTE FUNCTION stamp();\n"
                      "CREATE POLICY mine ON \"Odd \"\"T\"\"\" USING (\"%s 'q' $$\" > 0);\nCREATE STATISTICS pairs ON \"we\"\"ird; --\", \"%s 'q' $$\" FROM \"Odd \"\"T\"\"\";",
        .desired_toml = "[table.\"\\\"Odd \\\"\\\"T\\\"\\\"\\\"\"]\nprimary_key = { columns = [\"%s 'q' $$\"] }\n[table.\"\\\"Odd \\\"\\\"T\\\"\\\"\\\"\".column]\n"
                        "\"we\\\"ird; --\" = { is = \"integer not null\", renamed_from = \"%s 'q' $$\" }\n\"%s 'q' $$\" = { is = \"serial\", renamed_from = \"we\\\"ird; --\" }\n",
        .n_statements = n_odd,
        .next_statements = next_odd,
        .n_reads = "SELECT \"we\"\"ird; --\", \"%s 'q' $$\" FROM \"Odd \"\"T\"\"\" ORDER BY 1",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: RENAME COLUMN takes ACCESS EXCLUSIVE",
    "PostgreSQL manual, Explicit Locking: a lock on a table is held until the end of the transaction",
    "PostgreSQL manual, PREPARE: a statement is analysed again when an object that it uses has changed, with the types of its parameters as they were",
    "tests/contract/swap_names_test.cpp: statements that ask, under traffic, while the columns change names again and again",
};

}  // namespace

extern constinit const ChangeKind swap_column_names = {
    .name = "swap-column-names",
    .summary = "lets columns of a table change names among each other, in one transaction when no version uses the old meaning any more",
    .why = "Two columns swap their names, more do it in a circle, or one takes the name that another gives up: by one name the running version means one column and the next version "
           "another. No trigger can serve both, because a statement does not say which version it is of. So nothing is copied: expand notes which column has which name, and the "
           "columns are renamed at the start of contract, when only the next version runs. Keys, indexes, checks, foreign keys, defaults, identity, views, policies, triggers and rights are bound to the "
           "column and follow; the desired schema says them by the new names.\n\n"
           "Until then the next version uses the names of today, and afterwards the new ones. It asks which hold, in the statement itself:\n\n"
           "    SELECT CASE WHEN (SELECT phasegate.open('public.people.first_name.named')) THEN first_name ELSE last_name END FROM people …\n\n"
           "or in a transaction that has used the table before (`LOCK TABLE people IN ACCESS SHARE MODE` is enough), and then sends the one statement or the other. That is free of a race: PostgreSQL looks "
           "names up under a lock on the table, which it keeps until the transaction ends, and `RENAME COLUMN` needs that lock alone. So the names that a statement was given hold as long as its transaction, "
           "and the answer is read from the catalog as it is now, not from the snapshot of the transaction, which may be older (REPEATABLE READ). Asked in a transaction of its own, or remembered, the "
           "answer may be wrong by the time of the next statement. In a chain (b is what a was, c what b was) a statement that spells c or a exists only at one of the times; there the application asks first.\n\n"
           "Contract is taken back by renaming the columns back; the applications that ask notice it by themselves. When the rollout is finished, a desired schema that still says `renamed_from` "
           "means what has been done: phasegate knows it from its note, and says so.",
    .when_not = "`uses_at = \"deploy\"` is refused: cross in two rollouts over names that no other column has, each of which is a plain rename. Any other change on these columns, or on what hangs on them, "
                "is a rollout of its own. So is what hangs on them and is said by the old names. A function whose text spells such a column is refused unless its text names the promise; a published table is "
                "refused, because subscribers tell columns by their names. Where a name gets another type, prepared statements fail until they are prepared again, and the gate asks for `clients_reprepare`.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
