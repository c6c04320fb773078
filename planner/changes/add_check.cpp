// Change kind: add a check constraint to a table that is there already.
//
// ADD CHECK by itself scans the table under ACCESS EXCLUSIVE. NOT VALID spares the scan and enforces the check for every new and changed
// row from then on: also for rows that break it already, which then cannot be updated at all. So a count comes first, then NOT VALID,
// then VALIDATE, all of it when the running version, which knows nothing of the check, is gone.
#include "recipes/constraints.hpp"
#include "recipes/steps.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::missing, "check constraint"); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& check = *context.wanted.find(change.claimed.element);
  const std::string name = "add-check " + qualified_name(check.id);
  Recipe result;
  result.findings = used_at_deploy(check, "add-check", "the check " + check.id.name, "the first version writes only rows that obey it, and reads any; the second relies on it");
  if (refuses(result.findings)) return result;
  if (check.is("not_valid")) {
    result.steps = {add_unproven(check, name)};
    result.steps.back().notes = {"a row from before that breaks it cannot be updated any more, whatever column the update is about"};
    return result;
  }
  result.steps = {prove(check, name, context), add_unproven(check, name), validate_new(check, name, context)};
  result.steps.back().promises = {{qualified_name(check.id) + ".check", "rely on every row of " + qualified_name(table_of(check.id)) + " obeying " + check.id.name, check.at}};
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO reviews (id, score) VALUES ($1, $1 % 100)",
    "INSERT INTO reviews (id, score) VALUES (-$1, NULL)",
    "UPDATE reviews SET score = $1 % 100 WHERE id = $1 % 30",
    "SELECT id, score, note FROM reviews WHERE id = $1 % 30",
};

constexpr Example examples[] = {
    {
        .name = "plain",
        .shows = "a check over a nullable column: NULL passes, as it does in PostgreSQL",
        .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, note text);\n"
                      "INSERT INTO reviews SELECT i, nullif(i, 7), CASE WHEN i % 2 = 0 THEN 'it''s ' || i END FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\nnote = \"text\"\n"
                        "[table.reviews.check]\nreviews_score_check = { is = \"score between 0 and 100\", comment = \"per cent\" }\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT id, score, note FROM reviews ORDER BY id",
    },
    {
        .name = "not-valid",
        .shows = "a check for new rows only, as the desired schema says: rows from before it stay as they are",
        .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, note text);\n"
                      "INSERT INTO reviews SELECT i + 30, 1000 + i, NULL FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\nnote = \"text\"\n"
                        "[table.reviews.check]\nreviews_score_check = \"(score between 0 and 100) not valid\"\n",
        .n_statements = n_statements,
        .next_statements = n_statements,
        .n_reads = "SELECT id, score, note FROM reviews ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: ADD table_constraint NOT VALID, VALIDATE CONSTRAINT, and the locks of both",
    "PostgreSQL manual, 5.4.1: a check constraint is satisfied if its expression is true or NULL",
};

}  // namespace

extern constinit const ChangeKind add_check = {
    .name = "add-check",
    .summary = "adds a check constraint without a scan under an exclusive lock",
    .why = "N may write rows that break the check until its last instance is gone, so everything lies in validate. First the rows that break it are counted: any "
           "stops the file, and nothing has happened. Then `ADD CONSTRAINT … NOT VALID` (an instant of `ACCESS EXCLUSIVE`) and `VALIDATE` (a scan under `SHARE UPDATE "
           "EXCLUSIVE`, in a file of its own). Should a row slip in between, the constraint is taken away again, because a row that breaks it could not be "
           "updated any more, whatever column the update is about.",
    .when_not = "`uses_at = \"deploy\"` is refused. PostgreSQL does not check again when a function that the expression calls changes.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
