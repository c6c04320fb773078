// Change kind: give a table's primary key other columns, another form, or another name.
//
// A table has one primary key at most, so the new one is a plain unique index beside it until contract, which exchanges the two in one statement.
// Foreign keys stand on the old index: they are made again on a key that stays. A new name alone is a rename when the running version is gone.
#include "recipes/unique_keys.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.what == What::field && difference.element.kind == "primary key" && difference.field->key != "comment";
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) { return is_field_of_same_key(claimed, other); }

Recipe recipe(const Change& change, const Context& context) { return change_key(change, context, "change-primary-key"); }

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, org) VALUES ($1, 'n' || $1, 1) ON CONFLICT (id) DO NOTHING",
    "INSERT INTO mails (id, author) VALUES ($1, $1 % 20 + 1)",
    "SELECT id, email, org FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email, org) VALUES ($1, 'm' || $1, 1)",
    "INSERT INTO mails (id, author) VALUES ($1, $1 % 20 + 1)",
    "SELECT id, email, org FROM users WHERE org = 1 AND email = 'u' || $1 % 20",
};
constexpr std::string_view by_name[] = {
    "INSERT INTO users (id, email, org) VALUES ($1 % 20 + 1, 'n' || $1, 1) ON CONFLICT ON CONSTRAINT \"the; key\" DO NOTHING",
    "SELECT id, email, org FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_by_name[] = {
    "INSERT INTO users (id, email, org) VALUES ($1 % 20 + 1, 'm' || $1, 1) ON CONFLICT (id) DO NOTHING",
    "SELECT id, email, org FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "other-columns",
        .shows = "the key moves to two columns, and a foreign key moves from it to a unique constraint over the old column",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, org bigint NOT NULL);\nALTER TABLE users ADD CONSTRAINT users_id_key UNIQUE (id);\nCOMMENT ON CONSTRAINT users_pkey ON users IS 'by tenant';\n"
                      "CREATE TABLE mails (id bigint PRIMARY KEY, author bigint, CONSTRAINT mails_author_fk FOREIGN KEY (author) REFERENCES users (id), boss bigint);\nCREATE INDEX mails_author_idx ON mails (author);\n"
                      "INSERT INTO users SELECT i, 'u' || i, i % 3 FROM generate_series(1, 20) AS i;\nINSERT INTO mails SELECT i, nullif(i, 7) FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = { is = \"(org, email)\", comment = \"by tenant\" }\n[table.users.column]\nid = \"bigint not null\"\nemail = \"text\"\norg = \"bigint\"\n"
                        "[table.users.unique]\nusers_id_key = \"(id)\"\n"
                        "[table.mails]\nprimary_key = \"(id)\"\n[table.mails.column]\nid = \"bigint\"\nauthor = \"bigint\"\nboss = \"bigint\"\n[table.mails.index]\nmails_author_idx = \"(author)\"\n"
                        "[table.mails.foreign_key]\nmails_author_fk = \"(author) references users(id)\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, org FROM users ORDER BY id",
    },
    {
        .name = "other-name",
        .shows = "the constraint is renamed when no version is left that may name it",
        .before_sql = "CREATE TABLE users (id bigint, email text, org bigint, CONSTRAINT \"the; key\" PRIMARY KEY (id));\n"
                      "INSERT INTO users SELECT i, 'u' || i, i % 3 FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\norg = \"bigint\"\n",
        .n_statements = by_name,
        .next_statements = next_by_name,
        .n_reads = "SELECT id, email, org FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE, Examples: DROP CONSTRAINT …, ADD CONSTRAINT … PRIMARY KEY USING INDEX in one statement",
    "PostgreSQL manual, 5.13: a foreign key depends on the index of the key that it refers to",
};

}  // namespace

extern constinit const ChangeKind change_primary_key = {
    .name = "change-primary-key",
    .summary = "changes the columns, the form or the name of a primary key: the new index is built beside the old one and takes its place",
    .why = "A unique index over the new columns is built concurrently in validate, when N, which may have written duplicates, is gone; the columns are made not null first, as a change of their own. "
           "Contract drops the old key and makes that index the new one in one `ALTER TABLE`, an instant of `ACCESS EXCLUSIVE`: there is no moment without a key, so a published table "
           "keeps its replica identity. Foreign keys that stay as they are are made again in the same transaction, `NOT VALID`, and then validated; those that change go before.\n\n"
           "A new name alone is `RENAME CONSTRAINT`, first thing in validate, because N may name it in `ON CONFLICT ON CONSTRAINT`. Storage parameters alone are set in expand.",
    .when_not = "A key that a view or function relies on (`GROUP BY` of the key) is refused, and so is one that a foreign key refers to, for want of another unique key over its columns: keep "
                "one over them as a unique constraint.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
