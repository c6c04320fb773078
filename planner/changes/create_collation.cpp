// Change kind: create a collation. Nothing has it yet, so it lies in expand, before what is ordered by it.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::missing, "collation"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& collation = *context.wanted.find(change.claimed.element);
  Step step;
  step.id = "create-collation " + qualified_name(collation.id);
  step.title = "create " + to_string(collation.id);
  step.sql = {collation.kind->create(collation, {})};
  if (collation.has("comment")) step.sql.push_back(comment_on(collation));
  step.done = {collation_exists(collation.id), to_string(collation.id) + " is missing"};
  step.brings = {{collation.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({collation.kind->drop(collation)});
  step.touches = {collation.id};
  if (!collation.has("provider")) step.notes = {"needs the locale on the host of every server, replicas included"};
  return {{step}, {}};
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id, name) VALUES ($1, 'ä')", "SELECT id FROM users WHERE id = $1 % 5"};
constexpr std::string_view next_statements[] = {"INSERT INTO users (id, name) VALUES ($1, 'ä')", "SELECT id FROM users WHERE id = $1 % 5 ORDER BY name COLLATE \"by number\""};

constexpr std::string_view also[] = {"create-type", "add-column", "add-check", "create-index"};

constexpr Example examples[] = {{
    .name = "of-each-provider",
    .shows = "collations of icu and libc, and columns, a domain, a check and an index that are ordered by them",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nINSERT INTO users SELECT i, nullif('a' || i, 'a3') FROM generate_series(1, 5) AS i;",
    .desired_toml = "[collation]\n\"by number\" = { provider = \"icu\", locale = \"en-u-kn-true\", comment = \"it's 2 before 10\" }\n"
                    "same = { provider = \"icu\", locale = \"und-u-ks-level2\", nondeterministic = true }\nplain = { locale = \"C\" }\nmixed = { lc_collate = \"C\", lc_ctype = \"C.UTF-8\" }\n"
                    "[domain]\nlabel = \"text collate same\"\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n"
                    "sort = \"text collate plain\"\nlabel = \"label\"\n[table.users.check]\nusers_sort = \"sort collate mixed < 'zz'\"\n[table.users.index]\nusers_name = \"(name collate \\\"by number\\\")\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, name FROM users ORDER BY id",
    .also = also,
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE COLLATION: SHARE ROW EXCLUSIVE on pg_collation only"};

}  // namespace

extern constinit const ChangeKind create_collation = {
    .name = "create-collation",
    .summary = "creates a collation",
    .why = "Nothing is ordered by it yet, so no version sees it: it lies in expand, before the columns, types, indexes and expressions that name it, and takes no lock on any table. The order "
           "itself comes from a library of the host: a replica with another version of it orders otherwise.",
    .when_not = "The file fails where the host does not know the locale. Undo fails while something is ordered by it. Another provider or locale under the same name is no change that PostgreSQL has: "
                "create a second collation, and let the columns change to it.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
