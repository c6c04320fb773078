// Change kind: build an index on a table that is there already, or build again one that a failed build has left INVALID.
//
// CREATE INDEX stops all writes while it builds; CONCURRENTLY does not. An index can fail a write, too: a unique one by its nature, any
// other by an expression that raises or by a value that is too long for an entry. One that cannot is built before the deploy of N+1,
// every other when the running version is gone.
#include "recipes/harmless_index.hpp"
#include "recipes/index_parts.hpp"
#include "recipes/steps.hpp"
#include "recipes/unique_index.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (difference.is(What::renamed, "index")) return context.live.find(difference.live_element)->is("invalid");
  return difference.is(What::missing, "index") || (difference.is_field("index", "invalid") && difference.live == Value(true));
}

// The build makes a new index, so whatever else differs is settled with it.
bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return claimed.what != What::missing && other.what == What::field && other.element == claimed.element;
}

std::vector<Finding> refusals(const Object& index, const std::string& reason) {
  if (reason.empty()) return {};
  return used_at_deploy(index, "create-index", "the index " + index.id.name + " (" + reason + ")",
                        index.is("unique") ? "the first version does without ON CONFLICT and writes no duplicates; the second, deployed after validate, relies on the index" : "the first version bears that its queries have no index");
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& index = *context.wanted.find(change.claimed.element);
  const std::string reason = could_reject(index, context);
  const Phase phase = reason.empty() ? Phase::expand : Phase::validate;
  const Part part = reason.empty() ? Part::main : Part::enforce;
  Recipe result;
  result.findings = refusals(index, reason);
  if (refuses(result.findings)) return result;
  if (change.claimed.what != What::missing) result.steps = clear_away(*context.live.find(change.claimed.live_element), "create-index " + qualified_name(index.id), phase, part);
  Step build = build_index(index, phase, part, context);
  if (reason.empty()) {
    build.notes.push_back("built before the deploy: it can fail no write of the running version");
  } else {
    build.notes.push_back("built after the running version is gone: " + reason);
    build.hurts = {.n_writes = true};
  }
  if (index.is("unique")) {
    const ElementId table = table_of(index.id);
    for (Step& step : prove_unique(index, index.id.name, "create-index " + qualified_name(index.id), index, context)) result.steps.push_back(std::move(step));
    build.promises = {{qualified_name(index.id) + ".unique", "use the key of " + index.id.name + " on " + qualified_name(table) + " in ON CONFLICT, or rely on it being unique", index.at}};
  }
  result.steps.push_back(std::move(build));
  if (auto settings = settings_of_index(index, "create-index", phase, part)) result.steps.push_back(std::move(*settings));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, country, data) VALUES ($1, 'N' || $1 || '@example.org', 'de', '{\"a\": 1}')",
    "INSERT INTO users (id) VALUES (-$1)",
    "UPDATE users SET country = 'fr' WHERE id = $1 % 50",
    "SELECT id, email, country FROM users WHERE id = $1 % 50",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email, country) VALUES ($1, 'M' || $1 || '@example.org', 'de')",
    "UPDATE users SET country = 'it' WHERE id = $1 % 50",
    "SELECT id, email, country FROM users WHERE country = 'de' LIMIT 5",
};

constexpr Example examples[] = {
    {
        .name = "cannot-fail-a-write",
        .shows = "indexes over columns of bounded length, one of them partial, and a gin index, are built while N runs",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, country varchar(2), data jsonb);\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), 'de', jsonb_build_object('a', i) FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\ncountry = \"varchar(2)\"\ndata = \"jsonb\"\n"
                        "[table.users.index]\nusers_country_idx = { is = \"(country desc nulls last, id) include (id) where country <> 'xx' and id > 0\", comment = \"for the report\" }\n"
                        "users_data_idx = \"using gin (data)\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, country, data FROM users ORDER BY id",
    },
    {
        .name = "unique-expression",
        .shows = "a unique index over an expression waits for the end of N, and for the proof that there are no duplicates",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, country varchar(2), data jsonb);\n"
                      "INSERT INTO users SELECT i, nullif('U' || i, 'U7'), nullif('de', CASE WHEN i % 2 = 0 THEN 'de' END) FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\ncountry = \"varchar(2)\"\ndata = \"jsonb\"\n"
                        "[table.users.index]\nusers_email_key = \"unique (lower(email) desc nulls last) where email is not null\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, country, data FROM users ORDER BY id",
    },
    {
        .name = "unbounded-text",
        .shows = "an index over text of any length could fail an INSERT of N, so it waits, too",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, country varchar(2), data jsonb);\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), 'de' FROM generate_series(1, 50) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\ncountry = \"varchar(2)\"\ndata = \"jsonb\"\n"
                        "[table.users.index]\nusers_email_idx = \"(email)\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, country, data FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently: two scans, INVALID when it fails, a unique one rejects duplicates before it is valid",
    "PostgreSQL manual, 67.4: an entry of a btree index takes no more than a third of a page",
};

}  // namespace

extern constinit const ChangeKind create_index = {
    .name = "create-index",
    .summary = "builds an index concurrently: before the deploy where it can fail no write, else when no version runs that does not know it",
    .why = "`CREATE INDEX CONCURRENTLY` takes `SHARE UPDATE EXCLUSIVE`, so reads and writes go on, and it stands in a latched file of its own. It is built in expand when "
           "it is not unique, its columns are of bounded length (2000 bytes together; hash, and gin over jsonb and tsvector, of any length), and its predicate only "
           "compares columns with constants. Every other index may fail a write of N (a duplicate, `index row requires … bytes`, an expression that raises), so it is "
           "built in validate; a unique one after a count of the duplicates, and `ON CONFLICT` on it waits until then.\n\n"
           "An INVALID index that a failed build left behind is renamed out of the way, dropped concurrently and built again.",
    .when_not = "`uses_at = \"deploy\"` on an index that cannot come before the deploy is refused.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
