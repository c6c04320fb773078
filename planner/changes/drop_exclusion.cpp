// Change kind: drop an exclusion constraint.
//
// The running version believes that no two rows conflict. Making the constraint again stops the whole table, so an undo would be an outage:
// it goes in contract, when nobody comes back, and the next version writes no rows that conflict before.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "exclusion constraint"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& exclusion = *context.live.find(change.claimed.element);
  const ElementId table = table_of(exclusion.id);
  Step step = brief(Phase::contract, Part::drop, table, LockMode::access_exclusive, "drop-exclusion " + qualified_name(exclusion.id), "drop the exclusion constraint " + exclusion.id.name + " of " + table.name);
  step.sql = {exclusion.kind->drop(exclusion)};
  step.done = {negated(constraint_exists(table, exclusion.id.name)), "the exclusion constraint " + exclusion.id.name + " of " + qualified_name(table) + " is still there"};
  step.brings = {{exclusion.id, Side::live, Milestone::gone}};
  step.undo = cannot_undo("everybody would wait while its index is built again: " + exclusion.kind->create(exclusion, {}));
  step.hurts = {.n_reads = true, .n_writes = true};
  step.promises = {{qualified_name(exclusion.id) + ".gone", "write rows of " + qualified_name(table) + " that " + exclusion.id.name + " rejects", {}}};
  step.touches = {exclusion.id};
  step.notes = {"queries lose its index: ask pg_stat_user_indexes.idx_scan on the primary and on every replica"};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO bookings (id, room) VALUES ($1, int4range(100 + $1::integer, 101 + $1::integer))",
    "SELECT id, room FROM bookings WHERE room && int4range($1::integer % 30, $1::integer % 30 + 1)",
};

constexpr Example examples[] = {{
    .name = "plain",
    .shows = "rooms may overlap from now on",
    .before_sql = "CREATE TABLE bookings (id bigint PRIMARY KEY, room int4range, CONSTRAINT bookings_room_excl EXCLUDE USING gist (room WITH &&));\n"
                  "INSERT INTO bookings SELECT i, nullif(int4range(i, i, '[]'), '[7,8)') FROM generate_series(1, 30) AS i;",
    .desired_toml = "[table.bookings]\nprimary_key = \"(id)\"\n[table.bookings.column]\nid = \"bigint\"\nroom = \"int4range\"\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, room FROM bookings ORDER BY id",
    .n_never_sees = "SELECT a.id FROM bookings AS a JOIN bookings AS b ON a.id < b.id AND a.room && b.room",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: DROP CONSTRAINT"};

}  // namespace

extern constinit const ChangeKind drop_exclusion = {
    .name = "drop-exclusion",
    .summary = "drops an exclusion constraint once no version runs that relies on it",
    .why = "`DROP CONSTRAINT` takes `ACCESS EXCLUSIVE` for an instant. N has never met two rows that conflict, and an undo would build the index again while everybody waits: so it lies "
           "in contract, in the part that waits for the soak, and N+1 writes no such rows until then.",
    .when_not = "Nothing refuses it.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
