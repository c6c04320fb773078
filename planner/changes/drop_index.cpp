// Change kind: drop an index that belongs to no constraint.
//
// The running version's queries may need it, and its ON CONFLICT may name a unique one, so it goes when that version will not return. An
// index holds no data of its own, so nobody need approve; but building it again takes a concurrent build, which no undo file can hold.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "index"); }

std::vector<Finding> refusals(const Object& index, const Context& context) {
  std::vector<Finding> findings;
  const Object* table = context.wanted.find(table_of(index.id));
  if (table != nullptr && table->text("replica_identity") == index.id.name)
    findings.push_back({Severity::error, "drop-index", to_string(index.id) + " is not in the desired schema, but it is the replica identity of its table; without it, a published table takes no UPDATE and no DELETE",
                        "keep the index, or change replica_identity of " + qualified_name(table->id) + " first", table->spot("replica_identity")});
  return findings;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& index = *context.live.find(change.claimed.element);
  Recipe result;
  result.findings = refusals(index, context);
  if (refuses(result.findings)) return result;
  const std::string create = index.kind->create(index, {}), again = "CREATE " + std::string(index.is("unique") ? "UNIQUE " : "") + "INDEX CONCURRENTLY" + create.substr(create.find("INDEX ") + 5);
  Step step = drop_index(index, Phase::contract, Part::drop);
  step.before = {no_foreign_key_uses(index.id), "a foreign key relies on the unique index " + index.id.name + ": drop that first"};
  step.undo = cannot_undo("an index is built again outside a transaction, while the applications write: " + again);
  step.hurts = {.n_reads = true, .n_writes = index.is("unique")};
  step.notes = {"ask pg_stat_user_indexes.idx_scan on the primary and on every replica whether anything still uses it", "waits for every transaction that may still read the index"};
  if (index.is("unique"))
    step.promises = {{qualified_name(index.id) + ".gone", "write duplicates that " + index.id.name + " of " + qualified_name(table_of(index.id)) + " rejects", {}}};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "INSERT INTO users (id, email) VALUES ($1, 'n 1') ON CONFLICT (lower(email)) WHERE email IS NOT NULL DO NOTHING",
    "SELECT id, email FROM users WHERE email = 'u' || $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'm' || $1)",
    "SELECT id, email FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "plain-and-unique",
    .shows = "two indexes go, one of them unique, partial and over an expression",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX users_email_idx ON users (email DESC);\n"
                  "CREATE UNIQUE INDEX users_lower_idx ON users (lower(email)) WHERE email IS NOT NULL;\n"
                  "INSERT INTO users SELECT i, nullif('u' || i, 'u7') FROM generate_series(1, 20) AS i;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, DROP INDEX: CONCURRENTLY waits for conflicting transactions instead of locking out the table; not inside a transaction",
};

}  // namespace

extern constinit const ChangeKind drop_index = {
    .name = "drop-index",
    .summary = "drops an index concurrently once no version runs that may need it",
    .why = "A query of N that loses its index scans the table, and an `ON CONFLICT` that loses its unique index fails. So the drop lies in contract, in the part that "
           "waits for the soak. `DROP INDEX CONCURRENTLY` takes `SHARE UPDATE EXCLUSIVE` on the table and stops nobody; its file is latched, so that it cannot run while "
           "the gate is shut.\n\n"
           "There is no retired state for an index, because renaming it takes nothing out of use. Undo is impossible rather than slow: an undo file is one "
           "transaction, and a build inside one stops all writes to the table. The file says which statement builds the index again.",
    .when_not = "An index that is the replica identity of its table is refused; one that a foreign key relies on stops the file.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
