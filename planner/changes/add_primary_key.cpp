// Change kind: add a primary key to a table that is there already.
//
// Its columns are made not null first, each proven by a check, because ADD PRIMARY KEY would scan the table under ACCESS EXCLUSIVE; its index
// is built concurrently and taken over. The running version may write duplicates and NULLs, so all of it waits until it is gone.
#include "recipes/unique_keys.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is(What::missing, "primary key");
}

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) { return is_index_for_key(claimed, other, context); }

Recipe recipe(const Change& change, const Context& context) { return add_key(change, context, "add-primary-key"); }

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "UPDATE users SET email = 'changed ' || $1 WHERE id = $1 % 20",
    "SELECT id, email FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "not-null-already",
    .shows = "a key over two columns with a comment and a name of its own",
    .before_sql = "CREATE TABLE users (id bigint NOT NULL, email text NOT NULL, nick text);\nINSERT INTO users SELECT i, 'u' || i, nullif('n' || i, 'n7') FROM generate_series(1, 20) AS i;",
    .desired_toml = "[table.users]\nprimary_key = { is = \"(email, id) include (nick) with (fillfactor = 80)\", constraint_name = \"The Key\", comment = \"who it is\" }\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\nnick = \"text\"\n",
    .n_statements = n_statements,
    .next_statements = n_statements,
    .n_reads = "SELECT id, email, nick FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: ADD PRIMARY KEY USING INDEX does ALTER COLUMN SET NOT NULL for each column that is not, with a full scan",
};

}  // namespace

extern constinit const ChangeKind add_primary_key = {
    .name = "add-primary-key",
    .summary = "adds a primary key: columns proven not null, its index built concurrently, and taken over",
    .why = "`ADD PRIMARY KEY` scans the table for NULLs and builds an index while everybody waits. Where the columns are not null already and a unique index stands, it takes an "
           "instant of `ACCESS EXCLUSIVE`. So each column is made not null first, proven by a validated check (a change of its own), duplicates are counted, and the index is built "
           "concurrently, all of it in validate: N may write NULLs and duplicates until it is gone. A unique index of the key's name and form that stands already is taken over.",
    .when_not = "`uses_at = \"deploy\"` is refused. NULLs and duplicates stop the files that count them.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
