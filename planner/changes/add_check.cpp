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
  for (Finding& finding : refuse_clean_up(check, context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  if (check.is("not_valid")) {
    result.steps = {add_unproven(check, name)};
    result.steps.back().notes = {"a row from before that breaks it cannot be updated any more, whatever column the update is about"};
    return result;
  }
  result.steps = {add_unproven(check, name), validate_new(check, name, context)};
  const bool cleans = is_cleaned_up(check);
  result.steps.insert(cleans ? result.steps.begin() + 1 : result.steps.begin(), cleans ? clean_up(check, name, context) : prove(check, name, context));
  result.steps.back().promises = {{qualified_name(check.id) + ".check", "rely on every row of " + qualified_name(table_of(check.id)) + " obeying " + check.id.name, check.at}};
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO reviews (id, score) VALUES ($1, $1 % 100)",
    "INSERT INTO reviews (id, score) VALUES (-$1, NULL)",
    "UPDATE reviews SET score = $1 % 100 WHERE id = $1 % 30",
    "SELECT id, score, note FROM reviews WHERE id = $1 % 30",
};

constexpr std::string_view n_any[] = {
    "INSERT INTO reviews (id, score) VALUES ($1, $1 % 200)",
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
    {
        .name = "rows-deleted",
        .shows = "rows that break the check are deleted in batches when no new ones can come, which has been approved; a row of another table that only refers goes with nothing",
        .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, note text);\n"
                      "INSERT INTO reviews SELECT i, nullif(i * 10, 70), CASE WHEN i % 2 = 0 THEN 'it''s ' || i END FROM generate_series(1, 30) AS i;\n"
                      "CREATE TABLE replies (id bigint PRIMARY KEY, review bigint REFERENCES reviews);\nINSERT INTO replies SELECT i, i FROM generate_series(1, 5) AS i;",
        .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\nnote = \"text\"\n"
                        "[table.reviews.check]\nreviews_score_check = { is = \"score between 0 and 100\", clean_up = \"delete\" }\n"
                        "[table.replies]\nprimary_key = \"(id)\"\ncolumn.id = \"bigint\"\ncolumn.review = \"bigint\"\nforeign_key.replies_review_fkey = \"(review) references reviews(id)\"\n",
        .settings_toml = "approvals = [\"rows against check constraint public.reviews.reviews_score_check\"]\n",
        .n_statements = n_any,
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
           "updated any more, whatever column the update is about.\n\n"
           "With `clean_up = \"delete\"` nothing is counted before: the constraint comes `NOT VALID`, rows that break it are then deleted in batches, and it is validated. That cannot be undone, so it has to be "
           "approved, like a drop; rows that a foreign key of another table refers to are not deleted, and stop the file.",
    .when_not = "`uses_at = \"deploy\"` is refused, and so is a deletion by `clean_up` that would change rows of other tables. PostgreSQL does not check again when a function that the expression calls changes.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
