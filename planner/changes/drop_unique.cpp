// Change kind: drop a unique constraint.
//
// The running version relies on it: its ON CONFLICT, its queries by the index, its belief that there is one row at most. An undo would have to
// build the index again, which no undo file can do without stopping the writes. So it goes in contract, and the next version writes no
// duplicates before.
#include "recipes/unique_keys.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is(What::extra, "unique constraint");
}

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) { return is_index_after_key(claimed, other, context); }

Recipe recipe(const Change& change, const Context& context) { return drop_key(change, context, "drop-unique"); }

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1) ON CONFLICT (email) DO NOTHING",
    "INSERT INTO mails (id, email) VALUES ($1, 'u' || $1 % 20 + 1)",
    "SELECT id, email FROM users WHERE email = 'u' || $1 % 20",
};
constexpr std::string_view n_alone[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1) ON CONFLICT (email) DO NOTHING",
    "SELECT id, email FROM users WHERE email = 'u' || $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'm' || $1)",
    "SELECT id, email FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "with-foreign-key",
        .shows = "a constraint goes, and a foreign key that relied on it moves to the one that stays",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email_key UNIQUE (email), CONSTRAINT users_email_too UNIQUE (email) INCLUDE (id));\n"
                      "CREATE TABLE mails (id bigint PRIMARY KEY, email text, CONSTRAINT mails_email_fk FOREIGN KEY (email) REFERENCES users (email) ON UPDATE CASCADE);\n"
                      "CREATE INDEX mails_email_idx ON mails (email);\nCOMMENT ON CONSTRAINT mails_email_fk ON mails IS 'whose';\n"
                      "INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\nINSERT INTO mails SELECT i, nullif('u' || i, 'u7') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text not null\"\n[table.users.unique]\nusers_email_too = \"(email) include (id)\"\n"
                        "[table.mails]\nprimary_key = \"(id)\"\n[table.mails.column]\nid = \"bigint\"\nemail = \"text\"\n[table.mails.index]\nmails_email_idx = \"(email)\"\n"
                        "[table.mails.foreign_key]\nmails_email_fk = { is = \"(email) references users(email) on update cascade\", comment = \"whose\" }\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT u.id, u.email, m.id FROM users AS u LEFT JOIN mails AS m ON m.email = u.email ORDER BY 1, 3",
        .n_never_sees = "SELECT email FROM users GROUP BY email HAVING count(*) > 1",
    },
    {
        .name = "becomes-an-index",
        .shows = "a partial unique index takes the name of the constraint: it is built beside it, and renamed in its place",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, gone boolean, CONSTRAINT users_email_key UNIQUE (email));\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), i % 5 = 0 FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\ngone = \"boolean\"\n"
                        "[table.users.index]\nusers_email_key = { is = \"unique (email) where not gone\", comment = \"one that is there\" }\n",
        .n_statements = n_alone,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, gone FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: DROP CONSTRAINT",
    "PostgreSQL manual, 5.13: a foreign key depends on the index of the key that it refers to",
};

}  // namespace

extern constinit const ChangeKind drop_unique = {
    .name = "drop-unique",
    .summary = "drops a unique constraint once no version runs that relies on it, and moves its foreign keys to another key",
    .why = "`DROP CONSTRAINT` takes `ACCESS EXCLUSIVE` for an instant, and the index is gone with it. A query of N that loses the index scans the table, an `ON CONFLICT` that "
           "loses it fails, and code that reads one row finds two. So the drop lies in contract, in the part that waits for the soak, and N+1 writes no duplicates until then. Undo is "
           "impossible rather than slow: a build inside the transaction of an undo file stops all writes.\n\n"
           "A foreign key that relies on the constraint, and that stays, is made again on another unique key over its columns: dropped and added `NOT VALID` in the same "
           "transaction, so that no orphan slips in, then validated. An index that takes the constraint's name is built beside it first, and renamed in its place.",
    .when_not = "A constraint that is the replica identity of its table, or that a view or function relies on, is refused, and so is one that a foreign key needs for want of another key.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
