// Change kind: split one column into several, or into one of another form, with `backfill` (up) and `reverse` (down).
//
// The new columns are kept equal to the old one by a trigger, filled in batches, and take over when no version reads the old one any more.
#include "recipes/column_groups.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

bool claims(const Difference& difference, const Context& context) { return recipes::group_of(difference, context).olds.size() == 1; }

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, name) VALUES ($1, 'Nora N' || $1)",
    "INSERT INTO users (id, name) VALUES (-$1, NULL)",
    "UPDATE users SET name = 'Changed By N' || $1 WHERE id = $1 % 7",
    "UPDATE users SET seen = seen + 1 WHERE id = $1 % 50",
    "SELECT id, name, seen FROM users WHERE id = $1 % 50",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, first_name, last_name) VALUES ($1, 'Mara', 'M' || $1)",
    "INSERT INTO users (id, first_name, last_name) VALUES (-$1, 'Single', NULL)",
    "UPDATE users SET last_name = 'M' || $1 WHERE id = $1 % 7",
    "SELECT id, first_name, last_name FROM users WHERE id = $1 % 50",
};

constexpr Example examples[] = {{
    .name = "name-into-two",
    .shows = "one name becomes first and last name; names that cannot be put together again byte for byte are left alone",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text, seen integer NOT NULL DEFAULT 0);\n"
                  "INSERT INTO users (id, name) SELECT i, 'First' || i || ' Last' || i FROM generate_series(1, 40) AS i;\n"
                  "INSERT INTO users (id, name) VALUES (41, NULL), (42, 'Cher'), (43, 'Ludwig  van Beethoven'), (44, ''), (45, ' leading');",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nseen = \"integer not null default 0\"\n"
                    "first_name.is = \"text\"\nfirst_name.backfill = \"split_part(name, ' ', 1)\"\n"
                    "first_name.reverse.name = \"concat_ws(' ', first_name, last_name)\"\n"
                    "last_name = { is = \"text\", backfill = \"nullif(substr(name, length(split_part(name, ' ', 1)) + 2), '')\" }\n",
    .settings_toml = "approvals = [\"column public.users.name\"]\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, name, seen FROM users ORDER BY id",
    .next_never_sees = "SELECT id FROM users WHERE first_name LIKE '% %' OR last_name = ''",
    .disagreement = "SELECT id FROM users WHERE first_name IS DISTINCT FROM split_part(name, ' ', 1) AND name NOT IN ('', ' leading')",
}};

constexpr std::string_view sources[] = {"docs/decisions/0003-sync-trigger.md: why the trigger reads as it does"};

}  // namespace

extern constinit const ChangeKind split_column = {
    .name = "split-column",
    .summary = "splits a column into others, both sides kept equal by a trigger while two versions run",
    .why = "`backfill` says how each new column gets its value from the old one, `reverse` how the old one gets its value from rows that the next version "
           "writes. The trigger writes the old column only where the next version has changed a new one to something that `backfill` would not give, so a "
           "value that cannot be put together again is never touched by the backfill.\n\nRights that the old column has given away by itself (`GRANT SELECT (c) …`) are not guessed for the new ones: a warning names the column.",
    .when_not = "Without `reverse` for the column that goes away the plan is refused: N still reads it. An old column with a default and a new one that may be "
                "NULL are refused, because a NULL cannot be told from a value left out.",
    .claims = claims,
    .absorbs = recipes::group_absorbs,
    .recipe = recipes::group_recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
