// Change kind: rename a column, by a second column of the new name that a trigger keeps equal to the old one.
//
// RENAME COLUMN itself would be instant and fail every statement of the other version. So both names exist while both versions run; the
// old one is retired by renaming when no version uses it any more, and dropped after the soak. Not null and default of the new column come
// in the same rollout, in validate.
#include "recipes/steps.hpp"
#include "recipes/synced_columns.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::renamed, "column"); }

// The new column gets these in its own recipe.
bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  if (other.what != What::field || other.element != claimed.element) return false;
  return other.field->key == "not_null" || other.field->key == "default" || other.field->key == "comment";
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& wanted = *context.wanted.find(change.claimed.element);
  const Object& live = *context.live.find(change.claimed.live_element);
  const SyncedColumns group = complete({table_of(live.id), {{wanted, sql::identifier(live.id.name)}}, {{live, sql::identifier(wanted.id.name)}}, "rename-column " + qualified_name(wanted.id), {}, false}, context);
  Recipe result;
  result.findings = refusals(group, context);
  if (!refuses(result.findings)) result.steps = sync(group, context);
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, nick) VALUES ($1, 'n' || $1)",
    "INSERT INTO users (id) VALUES (-$1)",
    "UPDATE users SET nick = 'changed by n ' || $1 WHERE id = $1 % 7",
    "UPDATE users SET seen = seen + 1 WHERE id = $1 % 50",
    "SELECT id, nick, seen FROM users WHERE id = $1 % 50",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, nickname) VALUES ($1, 'm' || $1)",
    "UPDATE users SET nickname = 'changed by m ' || $1 WHERE id = $1 % 7",
    "INSERT INTO users (id, nickname) VALUES ($1 % 50, 'upsert') ON CONFLICT (id) DO UPDATE SET nickname = 'upsert ' || $1",
    "SELECT id, nickname, seen FROM users WHERE id = $1 % 50",
};

constexpr Example examples[] = {
    {
        .name = "plain",
        .shows = "a nullable column gets a new name while both versions write it",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, nick text, seen integer NOT NULL DEFAULT 0);\n"
                      "INSERT INTO users (id, nick) SELECT i, nullif('nick ' || i, 'nick 7') FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
                        "nickname = { is = \"text\", renamed_from = \"nick\" }\nseen = \"integer not null default 0\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, nick, seen FROM users ORDER BY id",
        .disagreement = "SELECT id FROM users WHERE nick IS DISTINCT FROM nickname",
    },
    {
        .name = "with-not-null-and-default",
        .shows = "rename, not null and a default on one column in one go",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, nick text NOT NULL DEFAULT 'nobody', seen integer NOT NULL DEFAULT 0);\n"
                      "INSERT INTO users (id, nick) SELECT i, 'nick ' || i FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
                        "nickname = { is = \"text not null default 'anonymous'\", renamed_from = \"nick\" }\nseen = \"integer not null default 0\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, nick, seen FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE nick IS NULL",
        .disagreement = "SELECT id FROM users WHERE nick IS DISTINCT FROM nickname",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: RENAME COLUMN",
    "docs/decisions/0003-sync-trigger.md: why the trigger reads as it does",
};

}  // namespace

extern constinit const ChangeKind rename_column = {
    .name = "rename-column",
    .summary = "renames a column by a second one, kept equal by a trigger until no version uses the old name",
    .why = "A `RENAME COLUMN` fails every statement of one of the two versions. Instead expand adds the new column and a trigger that keeps both "
           "equal, batches fill the old rows, and after N is gone the new column gets its default and `NOT NULL`. Contract renames the old column "
           "away (undo brings it back with its data: the trigger still writes it) and drops it in a file of its own.",
    .when_not = "Identity, serial and generated columns are refused: a trigger cannot write them. A view, policy or function over the old column refuses "
                "the plan. A change of type together with the rename is not taken.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
