// Change kind: add a column that no column of the running version is the source of.
//
// ADD COLUMN takes ACCESS EXCLUSIVE for an instant as long as the default is a constant or a stable expression: old rows share it
// (PostgreSQL 11 and later). A volatile default rewrites the table: the column comes bare, and batches fill it. NOT NULL without a default would reject what N writes, so it waits until N is gone.
#include "recipes/column_groups.hpp"
#include "recipes/conditions.hpp"
#include "recipes/domain_columns.hpp"
#include "recipes/known_functions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "recipes/synced_columns.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (!difference.is(What::missing, "column")) return false;
  const Object& column = *context.wanted.find(difference.element);
  if (is_numbered(column) || column.has("generated") || column.has("moved_from")) return false;  // kinds of their own
  return group_of(difference, context).olds.empty();  // with old columns it is a split or a merge
}

Finding refusal(const Object& column, std::string_view key, std::string message, std::string help) {
  return {Severity::error, "add-column", to_string(column.id) + " " + message, std::move(help), column.spot(key)};
}

Step add(const Object& column, const Object& bare, const Context& context) {
  Step step = brief(Phase::expand, Part::main, table_of(column.id), LockMode::access_exclusive, "add-column " + qualified_name(column.id),
                    "add column " + column.id.parent + "." + column.id.name);
  step.sql = {bare.kind->create(bare, {})};
  step.done = {column_exists(column.id), "column " + qualified_name(column.id) + " is missing"};
  step.brings = {{column.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({column.kind->drop(column)});
  step.undo.losses = {};
  step.touches = {column.id};
  say_rewrite(step, bare, context);
  return step;
}

Step comment_step(const Object& column) {
  Step step = brief(Phase::expand, Part::main, table_of(column.id), LockMode::share_update_exclusive, "comment " + qualified_name(column.id), "comment on column " + qualified_name(column.id));
  step.sql = {comment_on(column)};
  step.undo = nothing_to_undo("it goes with the column");
  step.touches = {column.id};
  return step;
}

// Undo drops the column: refused while it holds what only N+1 can have written, that is anything but its default.
std::string losses_query(const Object& column, const Context& context) {
  const std::string rows = "SELECT count(*) FROM " + sql::relation(table_of(column.id)) + " WHERE ", name = sql::identifier(column.id.name);
  const std::string given = is_not_null(name, column.text("type"));
  if (!column.has("default")) return rows + given;
  if (sql::is_constant(column.text("default"))) return rows + name + " IS DISTINCT FROM " + column.text("default");
  return if_next_has_run(rows + given, context);
}

// Whether a function of the user gives every row the same value is not known.
bool calls_user_function(const std::string& expression, const Context& context) {
  return std::ranges::any_of(sql::function_names(expression), [&](const std::string& name) {
    if (name.find('.') != std::string::npos) return !name.starts_with("pg_catalog.");
    return std::ranges::any_of(context.live.known_names, [&](const std::string& known) { return known.ends_with("." + name); });
  });
}

// Only the size of its file says so for certain: statistics may be old.
bool is_empty(const ElementId& table, const Context& context) {
  const auto size = context.live.sizes.find(table);
  return size != context.live.sizes.end() && size->second.heap_bytes == 0;
}

// In an empty table no row waits for a value. Rows that the running version writes from now on have none: the proof counts them.
void require_later(const Object& column, Recipe& result, const Context& context) {
  const ElementId table = table_of(column.id);
  Step& added = result.steps.front();
  const std::string also = added.before.sql.empty() ? "" : " AND (" + added.before.sql + ")";
  added.before = {"NOT EXISTS (SELECT FROM ONLY " + sql::relation(table) + ")" + also,
                  qualified_name(table) + " was empty when the plan was made and now has rows, which would get no value in " + column.id.name + ": give the column a backfill or a default, and plan again"};
  added.notes.push_back(qualified_name(table) + " is empty (0 bytes), so " + column.id.name + " comes without a value for old rows, and is made not null when the running version is gone");
  for (Step& step : proven_not_null(column.id, "add-column " + qualified_name(column.id) + ": not null", true, context)) result.steps.push_back(std::move(step));
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = unknown_functions(column, "default", context);
  if (refuses(result.findings)) return result;
  const bool is_volatile = column.has("default") && (sql::calls_volatile(column.text("default")) || calls_user_function(column.text("default"), context));
  const std::string source = column.has("backfill") ? column.text("backfill") : is_volatile ? column.text("default") : "";
  const bool has_no_value = column.is("not_null") && !column.has("default") && source.empty();
  if (has_no_value && !is_empty(table_of(column.id), context)) {
    result.findings.push_back(refusal(column, "not_null", "is not null, and nothing says which value old rows and rows of the running version get (" + size_text(context.size(table_of(column.id))) + ")",
                                      "give it a default, or a backfill: " + column.id.name + " = { is = \"…\", backfill = \"<expression>\" }"));
    return result;
  }
  Object bare = column;
  if (!source.empty()) bare["default"] = {};
  if (!source.empty() || has_no_value) bare["not_null"] = {};
  result.findings = refuse_domain(bare, column, "add-column", context);
  if (refuses(result.findings)) return result;
  result.steps.push_back(add(column, bare, context));
  if (source.empty()) result.steps.back().undo.losses = {losses_query(column, context)};
  if (column.has("comment")) result.steps.push_back(comment_step(column));
  if (has_no_value) require_later(column, result, context);
  if (!source.empty()) {
    const SyncedColumns group = complete({table_of(column.id), {{column, source}}, {}, "add-column " + qualified_name(column.id)}, context);
    result.findings = missing_reverse(group, change.claimed, context);
    if (refuses(result.findings)) return {{}, std::move(result.findings)};
    const std::vector<Step> further = keep_filled(group, context);
    result.steps.insert(result.steps.end(), further.begin(), further.end());
  }
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1 || '@example.org')",
    "UPDATE users SET email = email WHERE id = $1 % 5",
    "SELECT id, email FROM users WHERE id = $1 % 5",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email, locale) VALUES ($1, 'm' || $1 || '@example.org', 'de')",
    "INSERT INTO users (id, email) VALUES (-$1, 'd' || $1 || '@example.org')",
    "SELECT id, email, locale FROM users WHERE id = $1 % 5",
};

constexpr std::string_view n_empty[] = {"SELECT id, email FROM users WHERE id = $1 % 5", "DELETE FROM users WHERE id = -$1"};
constexpr std::string_view next_given[] = {
    "INSERT INTO users (id, email, locale) VALUES ($1, 'm' || $1 || '@example.org', 'de')",
    "UPDATE users SET locale = 'en' WHERE id = $1",
    "SELECT id, email, locale FROM users WHERE id = $1",
};

constexpr std::string_view next_stamped[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'm' || $1)",
    "SELECT id, email, joined_on FROM users WHERE id = $1 % 5",
};

constexpr Example examples[] = {
    {
        .name = "with-stable-default",
        .shows = "now() is the same for all old rows, the time of the ALTER TABLE, so nothing is rewritten either",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n"
                      "INSERT INTO users SELECT i, 'u' || i || '@example.org' FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n"
                        "joined_on = \"date not null default now()\"\n",
        .n_statements = n_statements,
        .next_statements = next_stamped,
        .n_reads = "SELECT id, email FROM users ORDER BY id",
        .next_never_sees = "SELECT id FROM users WHERE joined_on IS NULL",
    },
    {
        .name = "with-default",
        .shows = "a new column with a constant default: old rows share it, and nothing is rewritten",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n"
                      "INSERT INTO users SELECT i, 'u' || i || '@example.org' FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n"
                        "locale = { is = \"text not null default 'en'\", comment = \"BCP 47 tag\" }\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email FROM users ORDER BY id",
        .next_never_sees = "SELECT id FROM users WHERE locale IS NULL",
    },
    {
        .name = "not-null-on-an-empty-table",
        .shows = "no default and no backfill: an empty table has no row that would wait for a value, and the proof says whether that is still so",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text);",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\nlocale = \"text not null\"\n",
        .n_statements = n_empty,
        .next_statements = next_given,
        .n_reads = "SELECT id, email FROM users ORDER BY id",
    },
    {
        .name = "of-a-domain-with-rules",
        .shows = "PostgreSQL writes the table anew to hold every row against the rules of a domain: a small one is taken, in a transaction of its own",
        .before_sql = "CREATE DOMAIN tag AS text CONSTRAINT tag_check CHECK (VALUE <> '');\nCREATE TABLE users (id bigint PRIMARY KEY, email text);\n"
                      "INSERT INTO users SELECT i, 'u' || i || '@example.org' FROM generate_series(1, 50) AS i;",
        .desired_toml = "[domain]\ntag = { is = \"text\", check = { tag_check = \"VALUE <> ''\" } }\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n"
                        "locale = \"tag not null default 'en'\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email FROM users ORDER BY id",
        .next_never_sees = "SELECT id FROM users WHERE locale IS NULL",
    },
    {
        .name = "with-backfill",
        .shows = "a not null column whose old rows get a computed value; rows that N writes meanwhile are filled by a trigger",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n"
                      "INSERT INTO users SELECT i, nullif('u' || i || '@example.org', 'u7@example.org') FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n"
                        "locale = { is = \"text not null default 'en'\", backfill = \"case when email like '%.de' then 'de' else 'en' end\" }\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email FROM users ORDER BY id",
        .next_never_sees = "SELECT id FROM users WHERE locale IS NULL",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE, Notes: a constant default is stored in the catalog, a volatile one rewrites the table",
    "tests/contract: every lock and every rewrite is measured",
};

}  // namespace

extern constinit const ChangeKind add_column = {
    .name = "add-column",
    .summary = "adds a column, and fills it in batches where a constant default does not do",
    .why = "`ADD COLUMN` stops everybody for an instant, and old rows share a constant default without being written. A default that differs from "
           "row to row (`gen_random_uuid()`, `clock_timestamp()`) would rewrite the table under `ACCESS EXCLUSIVE`; then the column comes bare in "
           "expand, a trigger fills what either version leaves out, batches fill the old rows, and default and `NOT NULL` follow in validate.\n\n"
           "A function of your own counts as volatile; `now()` and the like do not: old rows share the time of the `ALTER TABLE`.",
    .when_not = "`NOT NULL` without a default and without `backfill` is refused where the table has rows: N does not write the column. In an empty table the column "
                "comes nullable; validate proves that no row has NULL and makes it not null. A domain with checks, with `NOT NULL` or with a default that each row computes for itself makes PostgreSQL write the "
                "whole table anew: only tables up to `tables.small` (16 MB by default) get such a column, and a domain that takes no NULL needs a default. Elsewhere the column gets the type below the domain, and the rules as checks.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
