// Change kind: give an exclusion constraint of a small table another form under the same name.
//
// No statement changes one, and none builds one beside the table's users. On a small table, the new form is added under a name of phasegate's
// own when the running version is gone; contract drops the old one and gives its name to the new one, an instant without a gap.
#include "recipes/conditions.hpp"
#include "recipes/exclusion.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.what == What::field && difference.element.kind == "exclusion constraint" && difference.field->key != "comment";
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return claimed.what == What::field && other.what == What::field && other.element == claimed.element && other.field->key != "comment";
}

Step exchange(const Object& live, const Object& wanted, const std::string& helper, const std::string& why) {
  const ElementId table = table_of(wanted.id);
  Step step = brief(Phase::contract, Part::drop, table, LockMode::access_exclusive, why + ": exchange", "put the new exclusion constraint " + wanted.id.name + " of " + table.name + " in the place of the old one");
  step.transaction = Transaction::own;
  step.sql = {live.kind->drop(live), "ALTER TABLE " + sql::relation(table) + " RENAME CONSTRAINT " + sql::identifier(helper) + " TO " + sql::identifier(wanted.id.name)};
  step.done = {constraint_exists(table, wanted.id.name) + " AND " + negated(constraint_exists(table, helper)), "the exclusion constraint " + wanted.id.name + " of " + qualified_name(table) + " still has its old form"};
  step.brings = {{wanted.id, Side::live, Milestone::gone}, {wanted.id, Side::wanted, Milestone::live}};
  step.undo = cannot_undo("everybody would wait while the old index is built again: " + live.kind->create(live, {}));
  step.hurts = {.n_reads = true, .n_writes = true};
  step.promises = {{qualified_name(wanted.id) + ".form", "write rows of " + qualified_name(table) + " that " + wanted.id.name + " rejects as it is now, or rely on what is new in it", wanted.at}};
  step.touches = {wanted.id, {wanted.id.kind, wanted.id.schema, wanted.id.parent, helper}};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object &live = *context.live.find(change.claimed.live_element), &wanted = *context.wanted.find(change.claimed.element);
  const std::string why = "change-exclusion " + qualified_name(wanted.id), helper = sql::joined_name("phasegate_excl_", {wanted.id.parent, wanted.id.name});
  Recipe result;
  result.findings = too_large(wanted, "change-exclusion", context);
  for (Finding& finding : used_at_deploy(wanted, "change-exclusion", "the new form of the exclusion constraint " + wanted.id.name, "the first version obeys both forms; the second, deployed after contract, relies on the new one"))
    result.findings.push_back(std::move(finding));
  if (live.id != wanted.id)
    result.findings.push_back({Severity::error, "change-exclusion", to_string(wanted.id) + " gets another name and another form at once", "rename it, or its table, in a rollout of its own", wanted.at});
  if (refuses(result.findings)) return result;
  result.steps = build_exclusion(wanted, helper, why, context);
  Step last = exchange(live, wanted, helper, why);
  last.ends = {result.steps.back().id};
  result.steps.push_back(std::move(last));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO bookings (id, room, during) VALUES ($1, int4range(100 + $1::integer, 101 + $1::integer), '[2026-06-01,2026-06-02)')",
    "SELECT id, room, during FROM bookings WHERE id = $1 % 30",
};

constexpr Example examples[] = {{
    .name = "looser",
    .shows = "rooms that overlap are allowed at different times: an element is added, and the comment stays",
    .before_sql = "CREATE TABLE bookings (id bigint PRIMARY KEY, room int4range, during tsrange, CONSTRAINT bookings_excl EXCLUDE USING gist (room WITH &&));\nCOMMENT ON CONSTRAINT bookings_excl ON bookings IS 'once';\n"
                  "INSERT INTO bookings SELECT i, nullif(int4range(i, i, '[]'), '[7,8)'), '[2026-01-01,2026-01-02)' FROM generate_series(1, 30) AS i;\nANALYZE bookings;",
    .desired_toml = "[table.bookings]\nprimary_key = \"(id)\"\n[table.bookings.column]\nid = \"bigint\"\nroom = \"int4range\"\nduring = \"tsrange\"\n"
                    "[table.bookings.exclude]\nbookings_excl = { is = \"using gist (room with &&, during with &&) initially deferred\", comment = \"once\" }\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, room, during FROM bookings ORDER BY id",
    .n_never_sees = "SELECT a.id FROM bookings AS a JOIN bookings AS b ON a.id < b.id AND a.room && b.room",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE TABLE, EXCLUDE", "PostgreSQL manual, ALTER TABLE: RENAME CONSTRAINT renames the index with it"};

}  // namespace

extern constinit const ChangeKind change_exclusion = {
    .name = "change-exclusion",
    .summary = "changes an exclusion constraint of a small table: the new form is added beside the old one, and takes its name",
    .why = "PostgreSQL cannot change an exclusion constraint, and builds one under `ACCESS EXCLUSIVE` only: on a table of up to `tables.small` (16 MB by default) that takes a moment, and the file asks the size again. The new form is added "
           "under a name of its own in validate, when N, which may have written rows that conflict by it, is gone. Contract drops the old one and renames the new one in one transaction, so there is no gap; "
           "until then both hold.",
    .when_not = "A larger table is refused, and so is `uses_at = \"deploy\"`. Rows that conflict stop the file.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
