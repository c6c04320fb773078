// Change kind: drop an enum, domain, composite or range type that nothing uses any more.
//
// DROP TYPE takes no lock on a table and fails while anything uses the type; casts in the statements of applications and in bodies of functions
// are unknown to PostgreSQL. So contract renames it away first, which undo takes back with its owner and rights, and drops it behind the soak gate.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/swapped_columns.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (difference.what != What::extra) return false;
  const Object* type = context.live.find(difference.element);
  return type != nullptr && type->kind->is_type;
}


Step retire(const Object& type) {
  const ElementId retired = retired_id(type.id);
  const auto rename = [](const ElementId& from, const ElementId& to) { return "ALTER TYPE " + sql::relation(from) + " RENAME TO " + sql::identifier(to.name); };
  Step step;
  step.id = "drop-type " + qualified_name(type.id) + ": retire";
  step.title = "retire " + to_string(type.id) + " by renaming";
  step.phase = Phase::contract;
  step.part = Part::retire;
  step.sql = {rename(type.id, retired)};
  if (type.kind->relation_name != nullptr) step.locks = {{type.id, LockMode::access_exclusive, Work::instant}};  // a composite is a relation too
  step.done = {negated(type_exists(type.id.schema, type.id.name)), to_string(type.id) + " is still there"};
  step.brings = {{type.id, Side::live, Milestone::retired}};
  step.undo = undo_by({rename(retired, type.id)});
  step.hurts = {.n_reads = true, .n_writes = true};
  step.touches = {type.id, retired};
  return step;
}

Step drop(const Object& type) {
  const ElementId retired = retired_id(type.id);
  Object gone = type;
  gone.id = retired;
  Step step;
  step.id = "drop-type " + qualified_name(type.id) + ": drop";
  step.title = "drop " + to_string(type.id);
  step.phase = Phase::contract;
  step.part = Part::drop;
  step.sql = {type.kind->drop(gone)};
  if (type.kind->relation_name != nullptr) step.locks = {{retired, LockMode::access_exclusive, Work::instant}};
  step.before = {type_unused(retired), "something uses " + to_string(retired)};
  step.done = {negated(type_exists(retired.schema, retired.name)), "the retired " + to_string(retired) + " is still there"};
  step.brings = {{type.id, Side::live, Milestone::gone}};
  step.undo = cannot_undo("what used " + to_string(type.id) + " is gone; create it again as it was: " + type.kind->create(type, {}));
  step.hurts = {.n_reads = true, .n_writes = true};
  step.touches = {type.id, retired};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& type = *context.live.find(change.claimed.element);
  Recipe result;
  result.findings = refuse_users(staying_users(type.id, context), "drop-type", to_string(type.id) + " is not in the desired schema", "change or drop that first, or keep the type", {});
  // The function that keeps the old column of a swap names the type until that column is dropped, which is after the soak.
  for (const Holder& holder : holders_of(type.id, context))
    for (const Difference& difference : context.differences)
      if (difference.is_field("column", "type") && difference.live_element == holder.column && swaps_columns(difference, context))
        result.findings.push_back({Severity::error, "drop-type", to_string(type.id) + " is not in the desired schema, but " + to_string(holder.column) + " keeps a second column of it until the end of this rollout",
                                   "keep the type in the desired schema now, and drop it in the next rollout", difference.at});
  if (refuses(result.findings)) return result;
  result.steps.push_back(retire(type));
  result.steps.push_back(drop(type));
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5", "SELECT 'x'::\"the name\""};
constexpr std::string_view next_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "on-each-other",
    .shows = "an enum goes after the composite that has it; a domain goes with its comment and its rights, which undo of the retiring brings back",
    .before_sql = "CREATE TYPE mood AS ENUM ('sad', 'it''s ok');\nCREATE TYPE \"a place\" AS (street text, moods mood[]);\nCREATE DOMAIN \"the name\" AS text CHECK (length(VALUE) < 100);\n"
                  "COMMENT ON DOMAIN \"the name\" IS 'it''s'; REVOKE USAGE ON TYPE \"the name\" FROM PUBLIC;\n"
                  "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, DROP TYPE: refuses while anything depends on it (RESTRICT)"};

}  // namespace

extern constinit const ChangeKind drop_type = {
    .name = "drop-type",
    .summary = "drops an enum, domain, composite or range type: renamed away first, and dropped after the soak",
    .why = "N may name the type in casts until its last instance is gone, and PostgreSQL does not know what the bodies of functions say. Contract first renames it away, so that a "
           "forgotten cast fails while undo can still bring the type back, and drops it behind the soak gate, after the columns that had it. No table is locked.",
    .when_not = "A type is refused that a column, another type, a function, a view or a cast uses and that does not go or change in the same plan, and so is the type of a column of a large table that gets another one: drop it in the next rollout.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
