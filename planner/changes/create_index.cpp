// Change kind: build an index on a table that is there already, or build again one that a failed build has left INVALID.
//
// CREATE INDEX stops all writes while it builds; CONCURRENTLY does not. An index can fail a write, too: a unique one by its nature, any
// other by an expression that raises or by a value that is too long for an entry. One that cannot is built before the deploy of N+1,
// every other when the running version is gone.
#include "recipes/conditions.hpp"
#include "recipes/harmless_index.hpp"
#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is(What::missing, "index") || (difference.is_field("index", "invalid") && difference.live == Value(true));
}

// The build makes a new index, so whatever else differs is settled with it.
bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return claimed.what == What::field && other.what == What::field && other.element == claimed.element;
}

// `lower(email) desc nulls last` → `lower(email)`; "" when there is more behind it than the order.
std::string key_expression(const std::string& element) {
  std::string text = element;
  const auto cut = [&](std::string_view word) {
    if (text.size() <= word.size()) return false;
    const std::size_t at = text.size() - word.size();
    for (std::size_t i = 0; i < word.size(); ++i)
      if ((text[at + i] | 0x20) != word[i]) return false;
    if (text[at - 1] != ' ' && text[at - 1] != ')') return false;
    text.erase(text.find_last_not_of(' ', at - 1) + 1);
    return true;
  };
  if (cut("first") || cut("last")) cut("nulls");
  if (!cut("asc")) cut("desc");
  return sql::check_expression(text) ? std::string() : text;
}

// Counts the keys that occur more than once; "" when an element has an operator class of its own, whose equality may be another.
std::string duplicates(const Object& index) {
  const sql::IndexDefinition definition = sql::parse_index(index.kind->print_short(index));
  std::string keys, filter;
  for (const std::string& element : definition.elements) {
    const std::string key = key_expression(element);
    if (key.empty()) return {};
    keys += (keys.empty() ? "" : ", ") + ("(" + key + ")");
    if (!definition.nulls_not_distinct) filter += (filter.empty() ? "" : " AND ") + ("(" + key + ") IS NOT NULL");
  }
  if (!definition.where.empty()) filter += (filter.empty() ? "" : " AND ") + ("(" + definition.where + ")");
  return "SELECT count(*) FROM (SELECT FROM " + sql::relation(table_of(index.id)) + (filter.empty() ? "" : " WHERE " + filter) + " GROUP BY " + keys + " HAVING count(*) > 1) AS duplicate";
}

Step comment_step(const Object& index, Phase phase, Part part) {
  Step step;
  step.id = "create-index " + qualified_name(index.id) + ": comment";
  step.title = "comment on index " + index.id.name;
  step.phase = phase;
  step.part = part;
  step.sql = {"COMMENT ON " + index.kind->comment(index).target + " IS " + sql::literal(index.text("comment"))};
  step.locks = {{index.id, LockMode::share_update_exclusive, Work::instant}};
  step.done = {"(" + index.kind->comment(index).current + ") IS NOT DISTINCT FROM " + sql::literal(index.text("comment")),
               "the comment of index " + index.id.name + " is missing"};
  step.undo = nothing_to_undo("it goes with the index");
  step.touches = {index.id};
  return step;
}

// The INVALID index moves out of the way first, so that no file ever drops an index that is in use.
std::vector<Step> clear_away(const Object& index, Phase phase, Part part) {
  const ElementId& id = index.id;
  const ElementId away{"index", id.schema, id.parent, retired_name(id.name)};
  Step rename;
  rename.id = "create-index " + qualified_name(id) + ": move away";
  rename.title = "move the INVALID index " + id.name + " out of the way";
  rename.phase = phase;
  rename.part = part;
  rename.sql = {"ALTER INDEX " + sql::qualified(id.schema, id.name) + " RENAME TO " + sql::identifier(away.name)};
  rename.locks = {{id, LockMode::share_update_exclusive, Work::instant}};
  rename.done = {"(" + negated(index_exists(id)) + " OR " + index_is_valid(id) + ")", "index " + id.name + " is still there, and INVALID"};
  rename.undo = nothing_to_undo("an INVALID index serves nobody");
  rename.touches = {id, away};
  Object left = index;
  left.id = away;
  Step drop = drop_index(left, phase, part);
  drop.undo = nothing_to_undo("an INVALID index serves nobody");
  drop.touches.push_back(id);
  return {rename, drop};
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
  if (change.claimed.what == What::field) result.steps = clear_away(*context.live.find(change.claimed.live_element), phase, part);
  Step build = build_index(index, phase, part, context);
  if (reason.empty()) {
    build.notes.push_back("built before the deploy: it can fail no write of the running version");
  } else {
    build.notes.push_back("built after the running version is gone: " + reason);
    build.hurts = {.n_writes = true};
  }
  if (index.is("unique")) {
    const ElementId table = table_of(index.id);
    if (const std::string query = duplicates(index); !query.empty())
      result.steps.push_back(proof(table, "create-index " + qualified_name(index.id) + ": proof", "prove that " + table.name + " has no duplicates for " + index.id.name,
                                   {query, "keys of " + index.id.name + " occur more than once in " + qualified_name(table), "remove the duplicates, and run this file again", {}, &index}, context));
    build.promises = {{qualified_name(index.id) + ".unique", "use the key of " + index.id.name + " on " + qualified_name(table) + " in ON CONFLICT, or rely on it being unique", index.at}};
  }
  result.steps.push_back(std::move(build));
  if (index.has("comment")) result.steps.push_back(comment_step(index, phase, part));
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
    .when_not = "`uses_at = \"deploy\"` on an index that cannot come before the deploy is refused. Another definition under the same name is not taken: give the new index a "
                "new name, and leave the old one out.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
