// Change kind: drop a check constraint.
//
// The running version has never read a row that breaks the check, so none may be written before it is gone: DROP CONSTRAINT opens validate.
// N+1 must not write such rows until then.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

// A check over a column that goes away goes with that column.
bool claims(const Difference& difference, const Context&) { return difference.is(What::extra, "check constraint"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& check = *context.live.find(change.claimed.element);
  const ElementId table = table_of(check.id);
  Step step = brief(Phase::validate, Part::open, table, LockMode::access_exclusive, "drop-check " + qualified_name(check.id), "drop the check " + check.id.name + " of " + table.name);
  step.sql = {check.kind->drop(check)};
  step.done = {"NOT " + constraint_exists(table, check.id.name), "the constraint " + check.id.name + " of " + qualified_name(table) + " is still there"};
  step.undo = undo_by({check.kind->create(check, {})});
  if (check.has("comment")) step.undo.sql.push_back(comment_on(check));
  if (!check.is("not_valid")) step.undo.losses = {"SELECT count(*) FROM " + sql::relation(table) + " WHERE (" + check.text("expression") + ") IS FALSE"};
  step.hurts = {.n_reads = true};
  step.promises = {{qualified_name(check.id) + ".dropped", "write rows of " + qualified_name(table) + " that break " + check.id.name, {}}};
  step.brings = {{check.id, Side::live, Milestone::gone}};
  step.touches = {check.id};
  step.notes = {"undo scans the table under ACCESS EXCLUSIVE (" + size_text(context.size(table)) + "), within statement_timeout; on a large table, plan the way back as an add-check instead"};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO reviews (id, score) VALUES ($1, $1 % 100)",
    "UPDATE reviews SET score = $1 % 100 WHERE id = $1 % 30",
    "SELECT id, score FROM reviews WHERE id = $1 % 30",
};

constexpr Example examples[] = {{
    .name = "plain",
    .shows = "a check goes, with its comment; undo brings both back as long as no row breaks it",
    .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, CONSTRAINT reviews_score_check CHECK (score BETWEEN 0 AND 100));\n"
                  "COMMENT ON CONSTRAINT reviews_score_check ON reviews IS 'per cent; it''s old';\n"
                  "INSERT INTO reviews SELECT i, nullif(i, 7) FROM generate_series(1, 30) AS i;",
    .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, score FROM reviews ORDER BY id",
    .n_never_sees = "SELECT id FROM reviews WHERE score NOT BETWEEN 0 AND 100",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: DROP CONSTRAINT"};

}  // namespace

extern constinit const ChangeKind drop_check = {
    .name = "drop-check",
    .summary = "drops a check constraint once no version runs that relies on it",
    .why = "`DROP CONSTRAINT` takes `ACCESS EXCLUSIVE` for an instant. Before N is gone it would let N+1 show N a row that the check has always ruled out: no query "
           "fails, but N's code has never met such a value. So it is among the first things in validate.",
    .when_not = "Undo is refused while a row breaks the check; it scans the table under an exclusive lock, within statement_timeout.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
