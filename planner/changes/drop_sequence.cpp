// Change kind: drop a sequence that nothing draws from any more.
//
// Defaults that draw from it change in validate, columns and tables go in contract; then it is renamed away, so that whoever still calls nextval by
// its name fails while its last number is still there, and dropped behind the soak gate.
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  return difference.is(What::extra, "sequence") && !goes_with_its_column(difference.element, context);
}


// Nothing but the column that owns it depends on it: no default, view or function.
std::string is_unused(const ElementId& sequence) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass(" +
         sql::literal(sql::relation(sequence)) + ") AND d.deptype = 'n')";
}

Step retire(const ElementId& sequence) {
  const ElementId retired = retired_id(sequence);
  Step step;
  step.id = "drop-sequence " + qualified_name(sequence) + ": retire";
  step.title = "retire sequence " + qualified_name(sequence) + " by renaming";
  step.phase = Phase::contract;
  step.part = Part::retire;
  step.sql = {"ALTER SEQUENCE " + sql::relation(sequence) + " RENAME TO " + sql::identifier(retired.name)};
  step.locks = {{sequence, LockMode::access_exclusive, Work::instant}};
  step.done = {negated(relation_exists(sequence.schema, sequence.name)), "sequence " + qualified_name(sequence) + " is still there"};
  step.undo = undo_by({"ALTER SEQUENCE " + sql::relation(retired) + " RENAME TO " + sql::identifier(sequence.name)});
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{sequence, Side::live, Milestone::retired}};
  step.touches = {sequence, retired};
  return step;
}

Step drop(const ElementId& sequence, const Context& context) {
  const ElementId retired = retired_id(sequence);
  Step step;
  step.id = "drop-sequence " + qualified_name(sequence) + ": drop";
  step.title = "drop sequence " + qualified_name(sequence);
  step.phase = Phase::contract;
  step.part = Part::drop;
  step.sql = {"DROP SEQUENCE " + sql::relation(retired)};
  step.locks = {{retired, LockMode::access_exclusive, Work::instant}};
  step.before = {is_unused(retired), "a default, view or function still draws from the retired sequence " + qualified_name(retired)};
  step.done = {negated(relation_exists(retired.schema, retired.name)), "the retired sequence " + qualified_name(retired) + " is still there"};
  step.undo = cannot_undo("the last number of " + qualified_name(sequence) + " is gone");
  step.hurts = {.n_reads = true, .n_writes = true};
  step.brings = {{sequence, Side::live, Milestone::gone}};
  step.touches = {sequence, retired};
  step.needs_approval = true;
  // Columns that draw from it go first, by themselves or with their table.
  for (const Object* column : columns_that_draw(sequence, context.live))
    for (const ElementId& gone : {column->id, table_of(column->id)})
      for (const Difference& d : context.differences)
        if (d.what == What::extra && d.element == gone) step.needs.push_back({gone, Side::live, Milestone::gone});
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const ElementId& sequence = change.claimed.element;
  Recipe result;
  for (const Object* column : columns_that_draw(sequence, context.wanted))
    result.findings.push_back({Severity::error, "drop-sequence", to_string(sequence) + " is not in the desired schema, but the default of " + to_string(column->id) + " draws from it",
                               "keep the sequence, or give the column another default", column->spot("default")});
  for (Finding& finding : unapproved({sequence}, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  result.steps.push_back(retire(sequence));
  result.steps.push_back(drop(sequence, context));
  return result;
}

constexpr std::string_view n_statements[] = {
    "SELECT nextval('ticket_numbers'), $1::bigint",
    "SELECT id FROM users WHERE id = $1 % 5",
};
constexpr std::string_view next_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "drawn-from-by-name",
    .shows = "a sequence that only the running version draws from, and one that a column owns",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);\nCREATE SEQUENCE ticket_numbers;\nSELECT nextval('ticket_numbers');\n"
                  "CREATE SEQUENCE \"owned; one\" OWNED BY users.id;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
    .settings_toml = "approvals = [\"sequence public.ticket_numbers\", 'sequence public.\"owned; one\"']\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, DROP SEQUENCE: refused while a default depends on it", "tests/contract: RENAME and DROP take ACCESS EXCLUSIVE on the sequence"};

}  // namespace

extern constinit const ChangeKind drop_sequence = {
    .name = "drop-sequence",
    .summary = "drops a sequence: renamed away first, and dropped after the soak",
    .why = "N draws from the sequence until its last instance is gone. Contract first renames it away, so that a forgotten `nextval` by name fails while the last number is still there, and drops it in a "
           "file of its own behind the soak gate, after the columns that draw from it. The sequence of a column that goes, or that becomes an identity column, goes with that.",
    .when_not = "A drop without approval is refused, and so is a sequence that the default of a wanted column draws from. Functions that call `nextval` by name are not seen.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
