// Change kind: add a unique constraint to a table that is there already.
//
// ADD UNIQUE builds its index under ACCESS EXCLUSIVE; an index that was built concurrently is taken over in an instant. From the second scan
// of the build on it rejects duplicates, which the running version may write: so all of it waits until that version is gone, and the next
// one cannot use it in ON CONFLICT before. Only where a unique index of that very form stands already does nobody notice.
#include "recipes/unique_keys.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is(What::missing, "unique constraint");
}

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) { return is_index_for_key(claimed, other, context); }

Recipe recipe(const Change& change, const Context& context) { return add_key(change, context, "add-unique"); }

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, \"E-mail\", org) VALUES ($1, 'n' || $1, 1)",
    "UPDATE users SET org = $1 WHERE id = $1 % 30",
    "SELECT id, \"E-mail\", org FROM users WHERE id = $1 % 30",
};
constexpr std::string_view upserts[] = {
    "INSERT INTO users (id, \"E-mail\", org) VALUES ($1, 'u1', 1) ON CONFLICT (\"E-mail\") DO UPDATE SET org = excluded.org + 1",
    "SELECT id, \"E-mail\", org FROM users WHERE id = $1 % 30",
};

constexpr Example examples[] = {
    {
        .name = "with-all-clauses",
        .shows = "INCLUDE, NULLS NOT DISTINCT, storage parameters, DEFERRABLE and a comment, under names that need quotes",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, \"E-mail\" text, org bigint);\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), i % 3 FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nE-mail = \"text\"\norg = \"bigint\"\n[table.users.unique]\n"
                        "\"we\\\"ird; --\" = { is = \"nulls not distinct (\\\"E-mail\\\", org) include (id) with (fillfactor = 70) deferrable\", comment = \"one of each; it's so\" }\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT id, \"E-mail\", org FROM users ORDER BY id",
    },
    {
        .name = "over-a-standing-index",
        .shows = "a unique index of the same name and form becomes a constraint in expand; N uses it in ON CONFLICT before and after",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, \"E-mail\" text, org bigint);\nCREATE UNIQUE INDEX users_mail_key ON users (\"E-mail\");\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), i % 3 FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nE-mail = \"text\"\norg = \"bigint\"\n[table.users.unique]\n"
                        "users_mail_key = { is = \"(\\\"E-mail\\\")\", uses_at = \"deploy\" }\n",
        .n_statements = upserts,
        .next_statements = upserts,
        .n_reads = "SELECT id, \"E-mail\", org FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: ADD table_constraint_using_index, whose index must be unique, not partial, of default order",
    "PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently: a unique one rejects duplicates before it is valid",
};

}  // namespace

extern constinit const ChangeKind add_unique = {
    .name = "add-unique",
    .summary = "adds a unique constraint: duplicates are counted, its index is built concurrently, and the constraint takes it over",
    .why = "`ADD UNIQUE` by itself builds an index while everybody waits. `CREATE UNIQUE INDEX CONCURRENTLY` takes `SHARE UPDATE EXCLUSIVE` and stands in a latched file of "
           "its own; `ADD CONSTRAINT … UNIQUE USING INDEX` takes `ACCESS EXCLUSIVE` for an instant. The index rejects duplicates even before it is valid, and N, which knows "
           "nothing of it, may write some: so everything lies in validate, after a count of the keys that occur more than once. `ON CONFLICT` on it waits until then.\n\n"
           "Where a unique index of the same name and form stands already, the constraint takes it over in expand: to nobody does anything change. An INVALID index of "
           "that name, left by a build that failed, is renamed out of the way, dropped concurrently and built again.",
    .when_not = "`uses_at = \"deploy\"` is refused, unless the index stands already. Duplicates stop the file with their number; no `clean_up` but `\"by hand\"` removes them, because nothing says which of two rows stays.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
