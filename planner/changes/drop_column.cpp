// Change kind: drop a column that nothing replaces.
//
// N+1 leaves the column out of its INSERTs, so one that is not null and has no default would fail them: `drops` gives it a value from
// expand on; without it, N+1 waits with that until N is gone and validate has dropped the not null. Contract renames the column away,
// which undo takes back with its data, and drops it behind the soak gate. What hangs on the column goes with it; what of that could reject
// a row of N+1 goes as soon as N is gone.
#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/loosened.hpp"
#include "recipes/moved_columns.hpp"
#include "recipes/numbering.hpp"
#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) { return difference.is(What::extra, "column") && moved_to(difference.element, context) == nullptr; }

bool is_dropped(const ElementId& column, const Context& context) {
  return std::ranges::any_of(context.differences, [&](const Difference& d) { return d.is(What::extra, "column") && d.element == column; });
}

// What hangs on the column goes with it, as PostgreSQL itself lets it go: indexes, constraints, and the sequences that it owns.
bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (other.what != What::extra) return false;
  const Object* object = context.live.find(other.element);
  if (other.element.kind == "sequence") return owner_of(*object) == claimed.element;
  if (other.element.schema != claimed.element.schema || other.element.parent != claimed.element.parent) return false;
  if (object->kind->columns == nullptr || (other.element.kind != "index" && !object->kind->is_constraint)) return false;
  // Of several dropped columns, the first in order takes it.
  for (const std::string& name : object->kind->columns(*object))
    if (const ElementId id{"column", claimed.element.schema, claimed.element.parent, name}; is_dropped(id, context)) return id == claimed.element;
  return false;
}

Finding refusal(const Object& column, const Context& context, std::string message, std::string help) {
  const Object* table = context.wanted.find(table_of(column.id));
  return {Severity::error, "drop-column", to_string(column.id) + " " + message, std::move(help), table == nullptr ? SourceSpot{} : table->at};
}

std::string stated_value(const Object& column, const Context& context) {
  const Object* table = context.wanted.find(table_of(column.id));
  if (table == nullptr) return {};
  for (const auto& [name, value] : table->map("drops"))
    if (name == column.id.name) return value;
  return {};
}

bool must_be_given(const Object& column) {
  return column.is("not_null") && !column.has("default") && !column.has("identity") && !column.is("serial") && !column.has("generated");
}

// What a row gets there that the next version writes: nothing, always the same, or a value of its own.
enum class LeftOut { nothing, same, own };
LeftOut left_out(const Object& column, const Context& context) {
  if (column.has("identity") || column.is("serial") || column.has("generated")) return LeftOut::own;
  if (column.has("default")) return sql::calls_volatile(column.text("default")) ? LeftOut::own : LeftOut::same;
  return must_be_given(column) && !stated_value(column, context).empty() ? LeftOut::same : LeftOut::nothing;
}

// What a row of the next version gets in the dropped columns of a key or an index.
std::vector<LeftOut> left_out_of(const Object& object, const Context& context) {
  std::vector<LeftOut> values;
  for (const std::string& name : object.kind->columns(object))
    if (const ElementId id{"column", object.id.schema, object.id.parent, name}; is_dropped(id, context)) values.push_back(left_out(*context.live.find(id), context));
  return values;
}

bool rejects_duplicates(const Object& object) {
  if (object.id.kind == "index") return object.is("unique");
  return object.kind->is_constraint && object.id.kind != "check constraint" && object.id.kind != "foreign key";
}

// True where rows of the next version, which does not know the column, might be duplicates.
bool rejects_same(const Object& object, const Context& context) {
  if (!rejects_duplicates(object)) return false;
  const std::vector<LeftOut> values = left_out_of(object, context);
  const bool is_key = object.id.kind == "primary key", any_null = std::ranges::find(values, LeftOut::nothing) != values.end();
  if (is_key && any_null) return true;
  const bool nulls_differ = object.id.kind == "exclusion constraint" || (!is_key && !object.is("nulls_not_distinct"));
  return std::ranges::find(values, LeftOut::own) == values.end() && !(any_null && nulls_differ);
}

// A check may reject what is left out, and a foreign key holds rows of the other table that the next version deletes.
bool must_go_early(const Object& object, const Context& context) {
  return object.id.kind == "check constraint" || object.id.kind == "foreign key" || rejects_same(object, context);
}

// Foreign keys stand on a key, so they go before it; a column of the key may be NULL after it.
std::vector<Fact> gone_before(const Object& key, const Context& context) {
  std::vector<Fact> facts;
  if (!rejects_duplicates(key)) return facts;
  for (const Difference& other : context.differences) {
    if (other.element.kind != "foreign key" || other.what == What::missing) continue;
    const Object& foreign = *context.live.find(other.live_element);
    if (foreign.text("referenced_schema") != key.id.schema || foreign.text("referenced_table") != key.id.parent) continue;
    facts.push_back(other.what == What::extra ? Fact{other.element, Side::live, Milestone::gone} : Fact{other.element, Side::wanted, Milestone::exists});
  }
  return facts;
}

std::vector<Step> loosen_early(const Change& change, const Context& context) {
  std::vector<Step> steps;
  for (const bool foreign : {true, false})  // a foreign key may stand on a key of the same table
    for (const Difference& other : change.absorbed) {
      if ((other.element.kind == "foreign key") != foreign || other.element.kind == "sequence") continue;
      const Object& object = *context.live.find(other.element);
      if (!must_go_early(object, context)) continue;
      const std::string name = object.kind->is_constraint ? objects::constraint_name(object) : object.id.name;
      steps.push_back(loosen(object, "drop-column " + qualified_name(change.claimed.element) + ": " + std::string(object.id.kind) + " " + name, context));
      steps.back().needs = gone_before(object, context);
    }
  return steps;
}

bool stands_on(const ElementId& key, const Object& column, const Context& context) {
  const Object* object = context.live.find(key);
  if (object == nullptr) return false;
  const std::vector<std::string> names = object->kind->columns(*object);
  return std::ranges::find(names, column.id.name) != names.end();
}

Step let_be_null(const Object& column, const Context& context) {
  const ElementId table = table_of(column.id);
  const std::string alter = "ALTER TABLE " + sql::relation(table) + " ALTER COLUMN " + sql::identifier(column.id.name);
  Step step = brief(Phase::validate, Part::open, table, LockMode::access_exclusive, "drop-column " + qualified_name(column.id) + ": null",
                    "let " + column.id.parent + "." + column.id.name + " be NULL in rows that leave it out");
  step.sql = {alter + " DROP NOT NULL"};
  step.done = {negated(column_is_not_null(column.id)), "column " + qualified_name(column.id) + " is still not null"};
  step.undo = undo_by({alter + " SET NOT NULL"});
  step.undo.losses = {"SELECT count(*) FROM " + sql::relation(table) + " WHERE " + is_null(sql::identifier(column.id.name), column.text("type"))};
  step.hurts = {.n_reads = true};
  step.promises = {{qualified_name(column.id) + ".null", "leave " + qualified_name(column.id) + " out of an INSERT", {}}};
  // A column of the primary key cannot be NULL: where the key goes or changes in the same rollout, that comes first.
  for (const Difference& other : context.differences)
    if (other.element.kind == "primary key" && other.live_element.schema == table.schema && other.live_element.parent == table.name && stands_on(other.live_element, column, context))
      step.needs.push_back(other.what == What::extra ? Fact{other.element, Side::live, Milestone::gone} : Fact{other.element, Side::wanted, Milestone::exists});
  step.touches = {column.id};
  step.notes = {"to let the next version leave the column out from its deploy on, say what the running one reads in such rows: drops." + column.id.name + " = \"<constant>\" in the table",
                "undo scans the table under ACCESS EXCLUSIVE (" + size_text(context.size(table)) + "), within statement_timeout"};
  return step;
}

Step give_default(const Object& column, const std::string& value) {
  const std::string alter = "ALTER TABLE " + sql::relation(table_of(column.id)) + " ALTER COLUMN " + sql::identifier(column.id.name);
  Step step = brief(Phase::expand, Part::main, table_of(column.id), LockMode::access_exclusive, "drop-column " + qualified_name(column.id) + ": default",
                    "give " + column.id.parent + "." + column.id.name + " a default for rows that the next version writes");
  step.sql = {alter + " SET DEFAULT " + value};
  step.done = {"(" + column_has_default(column.id) + " OR NOT " + column_exists(column.id) + ")", "column " + qualified_name(column.id) + " has no default"};
  step.undo = undo_by({alter + " DROP DEFAULT"});
  step.touches = {column.id};
  return step;
}

Step retire(const Object& column) {
  const std::string alter = "ALTER TABLE " + sql::relation(table_of(column.id)) + " RENAME COLUMN ";
  const std::string name = sql::identifier(column.id.name), retired = sql::identifier(retired_id(column.id).name);
  Step step = brief(Phase::contract, Part::retire, table_of(column.id), LockMode::access_exclusive, "drop-column " + qualified_name(column.id) + ": retire",
                    "retire column " + column.id.parent + "." + column.id.name + " by renaming");
  step.sql = {alter + name + " TO " + retired};
  step.before = {unmentioned(column.id), "a view, policy, trigger, function, publication or statistics object mentions " + qualified_name(column.id)};
  step.done = {"NOT " + column_exists(column.id), "column " + qualified_name(column.id) + " is still there"};
  step.undo = undo_by({alter + retired + " TO " + name});
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{column.id, Side::live, Milestone::retired}};
  step.touches = {column.id, retired_id(column.id)};
  return step;
}

Step drop(const Object& column, const Change& change, const Context& context) {
  const ElementId table = table_of(column.id);
  Step step = brief(Phase::contract, Part::drop, table, LockMode::access_exclusive, "drop-column " + qualified_name(column.id) + ": drop", "drop column " + column.id.parent + "." + column.id.name);
  step.sql = {"ALTER TABLE " + sql::relation(table) + " DROP COLUMN " + sql::identifier(retired_id(column.id).name)};
  step.done = {"NOT " + column_exists(retired_id(column.id)), "the retired column " + retired_id(column.id).name + " is still there"};
  step.undo = cannot_undo("the values of " + qualified_name(column.id) + " are gone");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{column.id, Side::live, Milestone::gone}};
  step.touches = {column.id, retired_id(column.id)};
  step.needs_approval = true;
  for (const Difference& other : change.absorbed) {
    const Object& object = *context.live.find(other.element);
    if (must_go_early(object, context)) continue;
    const std::string name = object.kind->is_constraint ? objects::constraint_name(object) : object.id.name;
    step.touches.push_back(other.element);
    if (object.kind->is_constraint) step.touches.back().name = name;
    step.brings.push_back({other.element, Side::live, Milestone::gone});
    step.notes.push_back(to_string(other.element) + " goes with it");
    if (other.element.kind == "sequence") step.locks.push_back({other.element, LockMode::access_exclusive, Work::instant});
    else step.locks.push_back({{"index", table.schema, table.name, name}, LockMode::access_exclusive, Work::instant});
  }
  return step;
}

// The constant that rows of the next version get while the running one still reads the column.
void check_stated(const Object& column, const std::string& value, const Change& change, const Context& context, std::vector<Finding>& findings) {
  if (!sql::is_constant(value)) findings.push_back(refusal(column, context, "gets a value in drops that is no constant: " + value, "write a constant"));
  for (const Difference& other : change.absorbed)
    if (const Object& object = *context.live.find(other.element); rejects_same(object, context))
      findings.push_back(refusal(column, context, "gets the same value in all rows of the next version, by drops, and " + to_string(other.element) + " rejects the second of them",
                                 "leave drops." + column.id.name + " out: then the next version waits until validate before it leaves the column out"));
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.live.find(change.claimed.element);
  Recipe result;
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.on == column.id)
      result.findings.push_back(refusal(column, context, "is not in the desired schema, but " + dependency.identity + " depends on it", "change or drop that first; it is of a kind that phasegate leaves alone"));
  const std::string value = must_be_given(column) ? stated_value(column, context) : "";
  if (!value.empty()) check_stated(column, value, change, context, result.findings);
  for (Finding& finding : unapproved({column.id}, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  if (!value.empty()) result.steps.push_back(give_default(column, value));
  for (Step& step : loosen_early(change, context)) result.steps.push_back(std::move(step));
  if (must_be_given(column) && value.empty()) result.steps.push_back(let_be_null(column, context));
  result.steps.push_back(retire(column));
  result.steps.push_back(drop(column, change, context));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, legacy_code) VALUES ($1, 'n' || $1, 'code ' || $1)",
    "UPDATE users SET legacy_code = 'changed ' || $1 WHERE id = $1 % 7",
    "SELECT id, email, legacy_code FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'm' || $1)",
    "UPDATE users SET email = 'changed ' || $1 WHERE id = $1 % 7",
    "SELECT id, email FROM users WHERE id = $1 % 20",
};

constexpr std::string_view n_required[] = {
    "INSERT INTO users (id, email, code, org_id, kind) VALUES ($1, 'n' || $1, 'code ' || $1, $1 % 5 + 1, 'n')",
    "UPDATE users SET code = 'changed ' || $1 WHERE id = $1",
    "SELECT id, email, code, org_id, kind FROM users WHERE id = $1 % 20",
    "SELECT id, name FROM orgs WHERE id = $1 % 5",
};
constexpr std::string_view next_required[] = {
    "UPDATE users SET email = 'changed ' || $1 WHERE id = $1 % 7",
    "DELETE FROM users WHERE id = $1",
    "SELECT id, email FROM users WHERE id = $1 % 20",
};
constexpr std::string_view n_numbered[] = {
    "INSERT INTO users (email, kind) VALUES ('n' || $1, 'n')",
    "INSERT INTO users (id, email) VALUES (-$1, 'n' || $1)",
    "UPDATE users SET kind = 'changed ' || $1 WHERE id = $1 % 20",
    "SELECT id, email, kind FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_numbered[] = {
    "INSERT INTO users (email) VALUES ('m' || $1)",
    "UPDATE users SET email = email || 'm' WHERE email = 'u' || $1 % 20",
    "SELECT email FROM users WHERE email = 'u' || $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "required-with-all-that-hangs-on-it",
        .shows = "not null, no default and no `drops`: the next version leaves the column out from validate on, when its check, unique and foreign keys go too",
        .before_sql = "CREATE TABLE orgs (id bigint PRIMARY KEY, name text);\nINSERT INTO orgs SELECT i, 'o' || i FROM generate_series(1, 5) AS i;\n"
                      "CREATE TABLE users (id bigint PRIMARY KEY, email text, code text NOT NULL CHECK (code <> ''), org_id bigint REFERENCES orgs, kind text NOT NULL DEFAULT 'plain', UNIQUE (code, kind));\n"
                      "CREATE INDEX users_org_idx ON users (org_id);\nCOMMENT ON CONSTRAINT users_org_id_fkey ON users IS 'who pays';\n"
                      "INSERT INTO users SELECT i, 'u' || i, 'code ' || i, nullif(i % 5, 0), CASE WHEN i % 2 = 0 THEN 'x' ELSE 'plain' END FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orgs]\nprimary_key = \"(id)\"\n[table.orgs.column]\nid = \"bigint\"\nname = \"text\"\n"
                        "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
        .settings_toml = "approvals = [\"column public.users.code\", \"column public.users.org_id\", \"column public.users.kind\"]\n",
        .n_statements = n_required,
        .next_statements = next_required,
        .n_reads = "SELECT u.id, u.email, u.code, u.org_id, u.kind, o.name FROM users AS u LEFT JOIN orgs AS o ON o.id = u.org_id ORDER BY u.id",
        .n_never_sees = "SELECT id FROM users WHERE code IS NULL OR code = '' OR kind IS NULL",
    },
    {
        .name = "numbered-key",
        .shows = "the primary key goes with its column and the sequence that numbers it; a unique constraint over a default goes when N is gone",
        .before_sql = "CREATE SEQUENCE numbers START 100;\nCREATE TABLE users (id bigint PRIMARY KEY DEFAULT nextval('numbers'), email text, kind text NOT NULL DEFAULT 'plain', UNIQUE (kind, email));\n"
                      "ALTER SEQUENCE numbers OWNED BY users.id;\nINSERT INTO users (email, kind) SELECT 'u' || i, 'k' || i % 3 FROM generate_series(1, 20) AS i;\nINSERT INTO users (email) VALUES (NULL), (NULL);",
        .desired_toml = "[table.users.column]\nemail = \"text\"\n",
        .settings_toml = "approvals = [\"column public.users.id\", \"column public.users.kind\"]\n",
        .n_statements = n_numbered,
        .next_statements = next_numbered,
        .n_reads = "SELECT id, email, kind FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE kind IS NULL",
    },
    {
        .name = "not-null-without-default",
        .shows = "a required column goes: rows of the next version get the stated constant while N still reads it",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, legacy_code text NOT NULL);\n"
                      "CREATE INDEX users_legacy_code_idx ON users (legacy_code);\n"
                      "INSERT INTO users SELECT i, 'u' || i, 'code ' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\ndrops.legacy_code = \"'n/a'\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
        .settings_toml = "approvals = [\"column public.users.legacy_code\"]\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, legacy_code FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE legacy_code IS NULL",
    },
    {
        .name = "nullable",
        .shows = "a nullable column goes: N sees NULL in rows of the next version, as it may anyway",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, legacy_code text);\n"
                      "INSERT INTO users SELECT i, 'u' || i, 'code ' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
        .settings_toml = "approvals = [\"column public.users.legacy_code\"]\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, legacy_code FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: DROP COLUMN marks the column as dropped, takes ACCESS EXCLUSIVE, and gives no space back",
};

}  // namespace

extern constinit const ChangeKind drop_column = {
    .name = "drop-column",
    .summary = "drops a column with all that hangs on it: renamed away when N is gone, and dropped after the soak",
    .why = "Between the deploy of N+1 and its end N still reads the column, and N+1 does not know it. A column that is not null and has no default would fail N+1's "
           "`INSERT`: with a constant in `drops`, the column gets it as a default in expand, and N reads it in such rows; without, N never sees a row without a value, because N+1 "
           "leaves the column out only from validate on, which begins with `DROP NOT NULL`. Checks, foreign keys and unique keys over the column that could reject a row of N+1, "
           "or hold a row that it deletes, go there as well. Contract renames the column away, so that a forgotten reader fails while the data is still there, and drops it in a "
           "file of its own behind the soak gate; its indexes, what is left of its constraints, and the sequences that it owns go with it.",
    .when_not = "A drop without approval is refused, and so is a column that a view, policy, trigger, function, publication or statistics object mentions. A constant in "
                "`drops` is refused for a column of a unique key: the second row of N+1 would be a duplicate. Undo of validate is refused while rows break what it makes again.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
