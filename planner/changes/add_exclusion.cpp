// Change kind: add an exclusion constraint to a small table that is there already.
//
// There is neither NOT VALID nor USING INDEX nor CONCURRENTLY for EXCLUDE: the index is built under ACCESS EXCLUSIVE. On a table of a few
// megabytes that is a moment; on a larger one it is an outage, and is refused. The file asks the size again where it runs.
#include "recipes/exclusion.hpp"
#include "recipes/steps.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::missing, "exclusion constraint"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& exclusion = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = too_large(exclusion, "add-exclusion", context);
  for (Finding& finding : used_at_deploy(exclusion, "add-exclusion", "the exclusion constraint " + exclusion.id.name, "the first version sees to it by itself that no two rows conflict; the second, deployed after validate, relies on the constraint"))
    result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  result.steps = build_exclusion(exclusion, exclusion.id.name, "add-exclusion " + qualified_name(exclusion.id), context);
  result.steps.back().promises = {{qualified_name(exclusion.id) + ".excludes", "rely on " + exclusion.id.name + " of " + qualified_name(table_of(exclusion.id)) + " to rule out rows that conflict", exclusion.at}};
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO bookings (id, room, during) VALUES ($1, int4range(100 + $1::integer, 101 + $1::integer), '[2026-06-01,2026-06-02)')",
    "UPDATE bookings SET state = 'changed ' || $1 WHERE id = $1 % 30",
    "SELECT id, room, during, state FROM bookings WHERE id = $1 % 30",
};

constexpr Example examples[] = {{
    .name = "no-double-booking",
    .shows = "no room is booked twice at once, unless the booking is cancelled",
    .before_sql = "CREATE TABLE bookings (id bigint PRIMARY KEY, room int4range, during tsrange, state text);\n"
                  "INSERT INTO bookings SELECT i, int4range(i, i, '[]'), nullif(tsrange('2026-01-01'::timestamp + i * interval '1 day', '2026-01-02'::timestamp + i * interval '1 day'), tsrange('2026-01-08', '2026-01-09')), 'ok' FROM generate_series(1, 30) AS i;",
    .desired_toml = "[table.bookings]\nprimary_key = \"(id)\"\n[table.bookings.column]\nid = \"bigint\"\nroom = \"int4range\"\nduring = \"tsrange\"\nstate = \"text\"\n"
                    "[table.bookings.exclude]\nbookings_no_overlap = { is = \"using gist (room with =, during with &&) where (state is distinct from 'cancelled') deferrable\", comment = \"once\" }\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, room, during, state FROM bookings ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE TABLE, EXCLUDE", "PostgreSQL manual, ALTER TABLE: NOT VALID is for checks and foreign keys, USING INDEX for unique ones"};

}  // namespace

extern constinit const ChangeKind add_exclusion = {
    .name = "add-exclusion",
    .summary = "adds an exclusion constraint to a small table, whose index is built while everybody waits",
    .why = "`EXCLUDE` knows neither `NOT VALID` nor `USING INDEX` nor `CONCURRENTLY`: its index is built under `ACCESS EXCLUSIVE`, so readers wait as well. On a table of up to `tables.small` (16 MB by default) that takes a "
           "moment. The size stands in the file as a check, because plans are made on small databases and files run on large ones. N may write rows that conflict, so it "
           "lies in validate, after a count of the pairs that do, where counting them is cheap.",
    .when_not = "A larger table is refused, and so is `uses_at = \"deploy\"`. A table that has grown meanwhile stops the file, and so do rows that conflict.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
