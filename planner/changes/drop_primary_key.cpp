// Change kind: drop a primary key.
//
// The running version relies on it as on any unique key, and the subscribers of a published table know its rows by it. Its columns stay not null
// (PostgreSQL keeps that); where they are to be nullable, that is a change of its own, which waits for this one.
#include "recipes/unique_keys.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is(What::extra, "primary key");
}

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) { return is_index_after_key(claimed, other, context); }

Recipe recipe(const Change& change, const Context& context) { return drop_key(change, context, "drop-primary-key"); }

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "UPDATE users SET email = 'changed ' || $1 WHERE id = $1 % 20",
    "SELECT id, email FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "published-with-full-identity",
    .shows = "the key of a published table goes: its subscribers know the rows as a whole",
    .before_sql = "CREATE TABLE users (id bigint CONSTRAINT \"The Key\" PRIMARY KEY, email text);\nALTER TABLE users REPLICA IDENTITY FULL;\nCREATE PUBLICATION everything FOR ALL TABLES;\n"
                  "INSERT INTO users SELECT i, nullif('u' || i, 'u7') FROM generate_series(1, 20) AS i;",
    .desired_toml = "[table.users]\nreplica_identity = \"full\"\n[table.users.column]\nid = \"bigint not null\"\nemail = \"text\"\n",
    .n_statements = n_statements,
    .next_statements = n_statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
    .n_never_sees = "SELECT id FROM users GROUP BY id HAVING count(*) > 1",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: DROP CONSTRAINT; REPLICA IDENTITY",
    "PostgreSQL manual, 31.1: a published table needs a replica identity for UPDATE and DELETE",
};

}  // namespace

extern constinit const ChangeKind drop_primary_key = {
    .name = "drop-primary-key",
    .summary = "drops a primary key once no version runs that relies on it, and moves its foreign keys to another key",
    .why = "`DROP CONSTRAINT` takes `ACCESS EXCLUSIVE` for an instant, and the index is gone with it; the columns stay not null. As with a unique constraint, N may rely on it in `ON CONFLICT`, "
           "in its queries, and in its belief that there is one row at most, and a build inside an undo file would stop all writes: so the drop lies in contract, and cannot be undone. "
           "The file asks whether the table is published, because without a replica identity it would take no UPDATE and no DELETE.\n\n"
           "Foreign keys that rely on it, and that stay, are made again on another unique key over their columns in the same transaction, and then validated.",
    .when_not = "A key of a published table without another replica identity is refused, and so is one that a view or function relies on (`GROUP BY` of the key), or that a foreign "
                "key needs for want of another key.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
