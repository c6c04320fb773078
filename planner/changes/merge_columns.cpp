// Change kind: merge several columns into one or more others, with `backfill` (up) and a `reverse` (down) for each that goes away.
#include "recipes/column_groups.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

bool claims(const Difference& difference, const Context& context) { return recipes::group_of(difference, context).olds.size() > 1; }

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, first_name, last_name) VALUES ($1, 'Nora', 'N' || $1)",
    "INSERT INTO users (id, first_name, last_name) VALUES (-$1, 'Solo', NULL)",
    "UPDATE users SET last_name = 'By N' || $1 WHERE id = $1 % 7",
    "UPDATE users SET seen = seen + 1 WHERE id = $1 % 50",
    "SELECT id, first_name, last_name, seen FROM users WHERE id = $1 % 50",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, display_name) VALUES ($1, 'Mara M' || $1)",
    "UPDATE users SET display_name = 'Renamed M' || $1 WHERE id = $1 % 7",
    "SELECT id, display_name FROM users WHERE id = $1 % 50",
};

constexpr Example examples[] = {{
    .name = "display-name",
    .shows = "first and last name become one display name that is never NULL",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, first_name text NOT NULL, last_name text, seen integer NOT NULL DEFAULT 0);\n"
                  "INSERT INTO users (id, first_name, last_name) SELECT i, 'First' || i, 'Last' || i FROM generate_series(1, 40) AS i;\n"
                  "INSERT INTO users (id, first_name, last_name) VALUES (41, 'Mary Ann', 'Lee'), (42, 'Ludwig', 'van Beethoven'), (43, 'Cher', NULL), (44, '', '');",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nseen = \"integer not null default 0\"\n"
                    "display_name.is = \"text not null\"\ndisplay_name.backfill = \"concat_ws(' ', first_name, last_name)\"\n"
                    "display_name.reverse.first_name = \"split_part(display_name, ' ', 1)\"\n"
                    "display_name.reverse.last_name = \"nullif(substr(display_name, length(split_part(display_name, ' ', 1)) + 2), '')\"\n",
    .settings_toml = "approvals = [\"column public.users.first_name\", \"column public.users.last_name\"]\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, first_name, last_name, seen FROM users ORDER BY id",
    .n_never_sees = "SELECT id FROM users WHERE first_name IS NULL",
    .next_never_sees = "SELECT id FROM users WHERE display_name IS NULL",
    .disagreement = "SELECT id FROM users WHERE display_name IS DISTINCT FROM concat_ws(' ', first_name, last_name)",
}};

constexpr std::string_view sources[] = {"docs/decisions/0003-sync-trigger.md: why the trigger reads as it does"};

}  // namespace

extern constinit const ChangeKind merge_columns = {
    .name = "merge-columns",
    .summary = "merges columns into others, both sides kept equal by a trigger while two versions run",
    .why = "As split-column, with several columns on the old side. `backfill` should be total: `a || ' ' || b` is NULL as soon as one part is, "
           "`concat_ws(' ', a, b)` is not. Rights that an old column has given away by itself are not guessed for the new ones: a warning names the column.",
    .when_not = "Each column that goes away and that `backfill` reads needs its `reverse`; without it the plan is refused.",
    .claims = claims,
    .absorbs = recipes::group_absorbs,
    .recipe = recipes::group_recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
