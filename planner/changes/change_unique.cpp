// Change kind: give a unique constraint another form under the same name: other columns, INCLUDE, NULLS NOT DISTINCT, DEFERRABLE, tablespace.
//
// No statement changes one. The new index is built beside the old one when the running version is gone, so both reject duplicates; contract
// puts it in the old one's place in one statement. What the old one rejects, nobody writes before that.
#include "recipes/unique_keys.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.what == What::field && difference.element.kind == "unique constraint" && difference.field->key != "comment";
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) { return is_field_of_same_key(claimed, other); }

Recipe recipe(const Change& change, const Context& context) { return change_key(change, context, "change-unique"); }

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, org) VALUES ($1, 'n' || $1, 1) ON CONFLICT (email) DO UPDATE SET org = 2",
    "INSERT INTO mails (id, author) VALUES ($1, $1 % 20 + 1)",
    "SELECT id, email, org FROM users WHERE email = 'u' || $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email, org) VALUES ($1, 'm' || $1, 1)",
    "INSERT INTO mails (id, author) VALUES ($1, $1 % 20 + 1)",
    "UPDATE users SET org = org + 1 WHERE id = $1 % 20",
    "SELECT id, email, org FROM users WHERE id = $1 % 20",
};
constexpr std::string_view n_statements_alone[] = {
    "INSERT INTO users (id, email, org) VALUES ($1, 'n' || $1, 1) ON CONFLICT (email) DO UPDATE SET org = 2",
    "SELECT id, email, org FROM users WHERE email = 'u' || $1 % 20",
};
constexpr std::string_view next_statements_alone[] = {
    "INSERT INTO users (id, email, org) VALUES ($1, 'm' || $1, 1)",
    "SELECT id, email, org FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "columns-and-include",
        .shows = "a constraint over one column becomes one over two; one that is referenced gets INCLUDE, and its foreign key moves along; another gets a fillfactor",
        .before_sql = "CREATE TABLE users (id bigint NOT NULL, email text NOT NULL, org bigint NOT NULL, nick text, CONSTRAINT users_email_key UNIQUE (email), CONSTRAINT users_id_key UNIQUE (id), "
                      "CONSTRAINT users_nick_key UNIQUE (nick) WITH (fillfactor = 90, deduplicate_items = off));\n"
                      "COMMENT ON CONSTRAINT users_email_key ON users IS 'one each';\n"
                      "CREATE TABLE mails (id bigint PRIMARY KEY, author bigint, CONSTRAINT mails_author_fk FOREIGN KEY (author) REFERENCES users (id));\nCREATE INDEX mails_author_idx ON mails (author);\n"
                      "INSERT INTO users SELECT i, 'u' || i, i % 3, nullif('n' || i, 'n7') FROM generate_series(1, 20) AS i;\nINSERT INTO mails SELECT i, nullif(i, 7) FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users.column]\nid = \"bigint not null\"\nemail = \"text not null\"\norg = \"bigint not null\"\nnick = \"text\"\n"
                        "[table.users.unique]\nusers_email_key = { is = \"(org, email)\", comment = \"one each\" }\nusers_id_key = \"(id) include (email)\"\nusers_nick_key = \"(nick) with (fillfactor = 70)\"\n"
                        "[table.mails]\nprimary_key = \"(id)\"\n[table.mails.column]\nid = \"bigint\"\nauthor = \"bigint\"\n[table.mails.index]\nmails_author_idx = \"(author)\"\n"
                        "[table.mails.foreign_key]\nmails_author_fk = \"(author) references users(id)\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, org, nick FROM users ORDER BY id",
        .n_never_sees = "SELECT email FROM users GROUP BY email HAVING count(*) > 1",
    },
    {
        .name = "deferrable",
        .shows = "NULLs become distinct and the constraint deferrable: the old form rules out all that the new one rejects, so nothing is counted",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, org bigint, CONSTRAINT users_email_key UNIQUE NULLS NOT DISTINCT (email));\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), i % 3 FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\norg = \"bigint\"\n[table.users.unique]\n"
                        "users_email_key = \"(email) deferrable initially deferred\"\n",
        .n_statements = n_statements_alone,
        .next_statements = next_statements_alone,
        .n_reads = "SELECT id, email, org FROM users ORDER BY id",
        .n_never_sees = "SELECT email FROM users GROUP BY email HAVING count(*) > 1",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE, Examples: DROP CONSTRAINT …, ADD CONSTRAINT … USING INDEX in one statement",
    "PostgreSQL manual, INSERT, ON CONFLICT: a deferrable constraint is no arbiter",
};

}  // namespace

extern constinit const ChangeKind change_unique = {
    .name = "change-unique",
    .summary = "changes a unique constraint: the new index is built beside the old one, and takes its place in one statement",
    .why = "PostgreSQL cannot change a unique constraint, not even from `DEFERRABLE` to `NOT DEFERRABLE`. A unique index of the new form is built concurrently in validate, after a count of "
           "duplicates where the old form does not rule them out; N is gone, which might have written some. Contract drops the old constraint and gives its name to the new one in one "
           "`ALTER TABLE`, an instant of `ACCESS EXCLUSIVE`, so there is no gap. Foreign keys that rely on it are made again in the same transaction, `NOT VALID`, and then validated.\n\n"
           "Storage parameters alone are set by `ALTER INDEX` in expand, under `SHARE UPDATE EXCLUSIVE`.",
    .when_not = "`uses_at = \"deploy\"` is refused. A constraint that a view or function relies on is refused, and so is one that a foreign key refers to and that no longer has its columns.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
