// Change kind: drop a table that the next version does not use.
//
// Its own foreign keys go first, when N is gone: as long as they stand, N+1, which no longer knows the table, cannot delete or re-key the
// rows that it refers to. Contract renames the table away, which undo takes back with all rows, and drops it behind the soak gate.
#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/loosened.hpp"
#include "recipes/steps.hpp"
#include "recipes/table_elements.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "table"); }

bool belongs_to(const Object& sequence, const ElementId& table) { return sequence.text("owned_by").starts_with(sql::relation(table) + "."); }

// Its foreign keys are differences of their own, and so are the sequences that its columns own; the rest goes without a word.
bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (other.what != What::extra) return false;
  if (other.element.kind == "foreign key") return table_of(other.element) == claimed.element;
  return other.element.kind == "sequence" && belongs_to(*context.live.find(other.element), claimed.element);
}

std::string name_of(const ElementId& table) { return "drop-table " + qualified_name(table); }

Finding refusal(const ElementId& table, std::string message, std::string help, SourceSpot at = {}) {
  return {Severity::error, "drop-table", to_string(table) + " is not in the desired schema, but " + std::move(message), std::move(help), std::move(at)};
}

std::vector<Finding> refusals(const ElementId& table, const Context& context) {
  std::vector<Finding> findings;
  for (const Dependency& dependency : context.live.dependencies) {
    const bool is_on_it = dependency.on == table || (dependency.on.kind == "column" && table_of(dependency.on) == table);
    if (!is_on_it || is_its_own(dependency, table)) continue;
    const std::string message = dependency.identity + " depends on it";
    if (std::ranges::none_of(findings, [&](const Finding& finding) { return finding.message.ends_with(message); }))
      findings.push_back(refusal(table, message, "change or drop that first; it is of a kind that phasegate leaves alone"));
  }
  for (const Object* object : context.wanted.objects())
    if (object->id.kind == "foreign key" && referenced_table(*object) == table)
      findings.push_back(refusal(table, "the foreign key " + qualified_name(object->id) + " refers to it", "leave that foreign key out as well, or keep the table", object->at));
  return findings;
}

// Foreign keys of other tables that go in the same rollout: the table cannot be taken away before them.
std::vector<Fact> referrers_gone(const ElementId& table, const Context& context) {
  std::vector<Fact> facts;
  for (const Difference& other : context.differences)
    if (other.is(What::extra, "foreign key") && table_of(other.element) != table && referenced_table(*context.live.find(other.element)) == table)
      facts.push_back({other.element, Side::live, Milestone::gone});
  return facts;
}

Step retire(const ElementId& table, const Context& context) {
  const ElementId retired = retired_id(table);
  Step step = brief(Phase::contract, Part::retire, table, LockMode::access_exclusive, name_of(table) + ": retire", "retire table " + qualified_name(table) + " by renaming");
  step.sql = {"ALTER TABLE " + sql::relation(table) + " RENAME TO " + sql::identifier(retired.name)};
  step.before = {table_unmentioned(table), "a view, function, publication, statistics object or foreign key of another table mentions " + qualified_name(table)};
  step.done = {negated(table_exists(table)), "table " + qualified_name(table) + " is still there"};
  step.undo = undo_by({"ALTER TABLE " + sql::relation(retired) + " RENAME TO " + sql::identifier(table.name)});
  step.hurts = {.n_reads = true, .n_writes = true};
  step.needs = referrers_gone(table, context);
  step.brings = {{table, Side::live, Milestone::retired}};
  step.touches = {table, retired};
  return step;
}

Step drop(const Change& change, const Context& context) {
  const ElementId& table = change.claimed.element;
  const ElementId retired = retired_id(table);
  Step step = brief(Phase::contract, Part::drop, retired, LockMode::access_exclusive, name_of(table) + ": drop", "drop table " + qualified_name(table));
  step.sql = {"DROP TABLE " + sql::relation(retired)};
  step.before = {table_unmentioned(retired), "a view, function, publication, statistics object or foreign key of another table mentions the retired " + qualified_name(retired)};
  step.done = {negated(table_exists(retired)), "the retired table " + qualified_name(retired) + " is still there"};
  step.undo = cannot_undo("the rows of " + qualified_name(table) + " are gone");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{table, Side::live, Milestone::gone}};
  step.touches = {table, retired};
  step.needs_approval = true;
  step.notes = {size_text(context.size(table))};
  for (const Object* child : context.live.children(table)) {
    step.touches.push_back(child->id);
    if (child->id.kind == "primary key") step.touches.back().name = objects::constraint_name(*child);
    if (child->id.kind == "index") step.locks.push_back({{"index", table.schema, retired.name, child->id.name}, LockMode::access_exclusive, Work::instant});
    if (child->id.kind == "column" && child->is("serial"))
      step.locks.push_back({{"sequence", table.schema, "", table.name + "_" + child->id.name + "_seq"}, LockMode::access_exclusive, Work::instant});
    if (child->id.kind == "primary key" || child->id.kind == "unique constraint")
      step.locks.push_back({{"index", table.schema, retired.name, objects::constraint_name(*child)}, LockMode::access_exclusive, Work::instant});
  }
  for (const Difference& other : change.absorbed) {
    if (other.element.kind != "sequence") continue;
    step.touches.push_back(other.element);
    step.brings.push_back({other.element, Side::live, Milestone::gone});
    step.locks.push_back({other.element, LockMode::access_exclusive, Work::instant});
    step.notes.push_back(to_string(other.element) + " goes with it");
  }
  for (const ElementId& element : own_elements(table, context)) {
    step.touches.push_back(element);
    step.notes.push_back(to_string(element) + " goes with it");
  }
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const ElementId& table = change.claimed.element;
  Recipe result;
  result.findings = refusals(table, context);
  for (Finding& finding : unapproved({table}, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  for (const Difference& other : change.absorbed) {
    const Object& object = *context.live.find(other.element);
    // A foreign key to itself goes with the table.
    if (object.id.kind == "foreign key" && referenced_table(object) != table) result.steps.push_back(loosen(object, name_of(table) + ": foreign key " + object.id.name, context));
  }
  result.steps.push_back(retire(table, context));
  result.steps.push_back(drop(change, context));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO logins (user_id, address) VALUES ($1 % 20 + 1, 'n' || $1)",
    "UPDATE logins SET address = 'changed ' || $1 WHERE id = $1 % 20",
    "SELECT user_id, address FROM logins WHERE user_id = $1 % 20",
    "SELECT id, name FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, name) VALUES ($1, 'm' || $1)",
    "SELECT id, name FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "with-foreign-keys",
    .shows = "a table that refers to another one and to itself, with a serial key and an index",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nINSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 20) AS i;\n"
                  "CREATE TABLE logins (id bigserial PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE, address text UNIQUE, earlier bigint REFERENCES logins);\n"
                  "CREATE INDEX logins_user_idx ON logins (user_id);\nCOMMENT ON TABLE logins IS 'Who came when';\n"
                  "INSERT INTO logins (user_id, address, earlier) SELECT nullif(i, 7), nullif('a' || i, 'a3'), nullif(i - 1, 0) FROM generate_series(1, 20) AS i;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nname = \"text\"\n",
    .settings_toml = "approvals = [\"table public.logins\"]\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT l.id, l.user_id, l.address, l.earlier, u.name FROM logins AS l FULL JOIN users AS u ON u.id = l.user_id ORDER BY 1, 2, 3",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, DROP TABLE: indexes, rules, triggers and constraints of the table go with it; views and foreign keys of others need CASCADE, which phasegate never says",
    "tests/contract: DROP CONSTRAINT of a foreign key takes ACCESS EXCLUSIVE on both tables",
};

}  // namespace

extern constinit const ChangeKind drop_table = {
    .name = "drop-table",
    .summary = "drops a table: its foreign keys when N is gone, then renamed away, and dropped after the soak",
    .why = "N uses the table until its last instance is gone, so nothing happens before. Then its foreign keys go first, each in a transaction of its own (`ACCESS EXCLUSIVE` on "
           "both tables for an instant): N+1 does not know the table, and could not delete the rows that it refers to. Contract renames it away, so that a forgotten "
           "reader fails while all rows are still there, and drops it in a file of its own behind the soak gate. Indexes, constraints, triggers, policies and the "
           "sequences of its columns go with it.",
    .when_not = "A drop without approval is refused, and so is a table that a view, function, publication or statistics object depends on, or that a foreign key of the desired "
                "schema refers to. Undo of validate is refused while rows of the table refer to rows that are gone.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
