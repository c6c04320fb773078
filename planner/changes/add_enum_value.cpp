// Change kind: add values to an enum type, at any place.
//
// ADD VALUE locks no table and is done at once, but a version that does not know the value must not read it, and nothing takes it away again. So
// it opens validate, unless nothing uses the type. The value cannot be used in the transaction that adds it, which is therefore its own.
#include "recipes/enum_values.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

EnumChange change_of(const Difference& difference, const Context& context) { return enum_change(*context.live.find(difference.live_element), *context.wanted.find(difference.element)); }

bool claims(const Difference& difference, const Context& context) {
  if (!difference.is_field("enum type", "values")) return false;
  const EnumChange change = change_of(difference, context);
  return change.renamed.empty() && !change.needs_new_type();
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& wanted = *context.wanted.find(change.claimed.element);
  const Object& live = *context.live.find(change.claimed.live_element);
  Recipe result;
  if (is_used(live.id, context))
    result.findings = used_at_deploy(wanted, "add-enum-value", "the new value of " + to_string(wanted.id), "the first version reads the value and does not write it; the second, deployed after validate, writes it");
  if (refuses(result.findings)) return result;
  result.steps = add_values(change_of(change.claimed, context), live, wanted, context);
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, mood, moods) VALUES ($1, 'sad', '{sad,it''s ok}')",
    "UPDATE users SET mood = 'it''s ok' WHERE id = $1 % 7",
    "SELECT id, mood, moods FROM users WHERE id = $1 % 20 AND mood <= 'it''s ok'",
};

constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, mood, moods) VALUES ($1, 'sad', '{sad,it''s ok}')",
    "INSERT INTO users (id) VALUES (-$1)",
    "SELECT id, mood, moods FROM users WHERE id = $1 % 20",
};
constexpr std::string_view plain_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {
    {
        .name = "first-middle-and-last",
        .shows = "values at every place, with quotes in them; an array, a default and a partial index of the type; N never sees a new value",
        .before_sql = "CREATE TYPE mood AS ENUM ('sad', 'it''s ok');\n"
                      "CREATE TABLE users (id bigint PRIMARY KEY, mood mood DEFAULT 'sad', moods mood[]);\nCREATE INDEX users_mood_idx ON users (id) WHERE mood = 'sad';\n"
                      "INSERT INTO users SELECT i, CASE WHEN i % 3 > 0 THEN 'sad'::mood END, '{sad,NULL}' FROM generate_series(1, 20) AS i;",
        .desired_toml = "[enum]\nmood = [\"dead\", \"very sad\", \"sad\", \"so 'so'\", \"it's ok\", \"happy\", \"a,b\"]\n[table.users]\nprimary_key = \"(id)\"\n"
                        "[table.users.column]\nid = \"bigint\"\nmood = \"mood default 'sad'\"\nmoods = \"mood[]\"\n[table.users.index]\nusers_mood_idx = \"(id) where mood = 'sad'\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, mood, moods FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE mood::text NOT IN ('sad', 'it''s ok')",
    },
    {
        .name = "type-that-nothing-uses",
        .shows = "nothing has the type yet, so the value comes in expand, where it promises nothing",
        .before_sql = "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
        .desired_toml = "[enum]\nmood = [\"sad\", \"happy\"]\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
        .n_statements = plain_statements,
        .next_statements = plain_statements,
        .n_reads = "SELECT id FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TYPE: ADD VALUE; in a transaction block the new value cannot be used until it has been committed",
};

}  // namespace

extern constinit const ChangeKind add_enum_value = {
    .name = "add-enum-value",
    .summary = "adds values to an enum type once no version runs that does not know them",
    .why = "`ADD VALUE` locks no table and rewrites nothing. But N has never read the value: its code fails or falls through, so no row may have it before N is gone, and it comes "
           "first in validate, in a transaction of its own. N+1 must neither write nor name it until then. What spells the value (a default, a check, an index) comes after it. Where "
           "nothing uses the type, the value comes in expand.",
    .when_not = "`uses_at = \"deploy\"` is refused where the type is used. There is no way to take a value away: undo leaves it in the type, and is refused while a row has it. "
                "Other changes of the values are rename-enum-value (by hint) and rebuild-enum.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
