// Change kind: add a check constraint to a table that is there already, or validate one that was added NOT VALID.
//
// ADD CHECK by itself scans the table under ACCESS EXCLUSIVE. NOT VALID spares the scan and enforces the check for every new and changed
// row from then on: also for rows that break it already, which then cannot be updated at all. So a count comes first, then NOT VALID,
// then VALIDATE, all of it when the running version, which knows nothing of the check, is gone.
#include "recipes/conditions.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is(What::missing, "check constraint") || (difference.is_field("check constraint", "not_valid") && difference.live == Value(true));
}

std::string name_of(const Object& check) { return "add-check " + qualified_name(check.id); }

Step count_first(const Object& check, const Context& context) {
  const ElementId table = table_of(check.id);
  const std::string broken = "(" + check.text("expression") + ") IS FALSE";
  return proof(table, name_of(check) + ": proof", "prove that no row of " + table.name + " breaks " + check.id.name,
               {"SELECT count(*) FROM " + sql::relation(table) + " WHERE " + broken, "rows of " + qualified_name(table) + " break the check " + check.id.name, "correct these rows, and run this file again",
                sample_rows(table, broken, context), &check},
               context);
}

Step add(const Object& check) {
  const ElementId table = table_of(check.id);
  Object unproven = check;
  unproven["not_valid"] = true;
  Step step = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, name_of(check) + ": add", "new rows of " + table.name + " obey the check " + check.id.name);
  step.sql = {check.kind->create(unproven, {})};
  if (check.has("comment")) step.sql.push_back("COMMENT ON " + check.kind->comment(check).target + " IS " + sql::literal(check.text("comment")));
  step.done = {constraint_exists(table, check.id.name), "the constraint " + check.id.name + " of " + qualified_name(table) + " is missing, or was taken back because rows break it"};
  step.brings = {{check.id, Side::wanted, Milestone::exists}, {check.id, Side::wanted, Milestone::enforced_for_new_rows}};
  step.undo = undo_by({"ALTER TABLE " + sql::relation(table) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(check.id.name)});
  step.hurts = {.n_writes = true};
  step.touches = {check.id};
  return step;
}

// There is no statement that takes VALIDATE back.
std::vector<std::string> made_again_unproven(const Object& check) {
  Object unproven = check;
  unproven["not_valid"] = true;
  std::vector<std::string> statements{check.kind->drop(check), check.kind->create(unproven, {})};
  if (check.has("comment")) statements.push_back("COMMENT ON " + check.kind->comment(check).target + " IS " + sql::literal(check.text("comment")));
  return statements;
}

Step validate(const Object& check, const Context& context) {
  const ElementId table = table_of(check.id);
  Step step;
  step.id = name_of(check) + ": validate";
  step.title = "validate the check " + check.id.name + " of " + table.name;
  step.phase = Phase::validate;
  step.part = Part::enforce;
  step.transaction = Transaction::none;
  step.locks = {{table, LockMode::share_update_exclusive, Work::scans}};
  step.timeouts.statement = std::chrono::milliseconds(0);
  step.done = {constraint_is_valid(table, check.id.name), "the constraint " + check.id.name + " of " + qualified_name(table) + " is not valid"};
  step.brings = {{check.id, Side::wanted, Milestone::validated}};
  step.promises = {{qualified_name(check.id) + ".check", "rely on every row of " + qualified_name(table) + " obeying " + check.id.name, check.at}};
  step.touches = {check.id};
  step.notes = {"scans " + size_text(context.size(table))};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& check = *context.wanted.find(change.claimed.element);
  const ElementId table = table_of(check.id);
  Recipe result;
  result.findings = used_at_deploy(check, "add-check", "the check " + check.id.name, "the first version writes only rows that obey it, and reads any; the second relies on it");
  if (refuses(result.findings)) return result;
  const bool is_there = change.claimed.what == What::field;
  if (!is_there && check.is("not_valid")) {
    result.steps = {add(check)};
    return result;
  }
  result.steps.push_back(count_first(check, context));
  if (!is_there) result.steps.push_back(add(check));
  Step last = validate(check, context);
  // A constraint that was there before is never taken away because rows break it.
  last.sql = {is_there ? "ALTER TABLE " + sql::relation(table) + " VALIDATE CONSTRAINT " + sql::identifier(check.id.name) : validate_or_withdraw(table, check.id.name)};
  if (!is_there) last.before = {constraint_exists(table, check.id.name), "the constraint " + check.id.name + " was taken back: rows of " + qualified_name(table) + " break it"};
  last.undo = is_there ? undo_by(made_again_unproven(check)) : nothing_to_undo("the constraint goes with its own step");
  result.steps.push_back(std::move(last));
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
    {
        .name = "validate-what-is-there",
        .shows = "a check that was added NOT VALID is proven and validated",
        .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, note text);\n"
                      "INSERT INTO reviews SELECT i, nullif(i, 7), 'n' FROM generate_series(1, 30) AS i;\n"
                      "ALTER TABLE reviews ADD CONSTRAINT reviews_score_check CHECK (score BETWEEN 0 AND 100) NOT VALID;",
        .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\nnote = \"text\"\n"
                        "[table.reviews.check]\nreviews_score_check = \"score between 0 and 100\"\n",
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
    .summary = "adds a check constraint without a scan under an exclusive lock, or validates one that was added NOT VALID",
    .why = "N may write rows that break the check until its last instance is gone, so everything lies in validate. First the rows that break it are counted: any "
           "stops the file, and nothing has happened. Then `ADD CONSTRAINT … NOT VALID` (an instant of `ACCESS EXCLUSIVE`) and `VALIDATE` (a scan under `SHARE UPDATE "
           "EXCLUSIVE`, in a file of its own). Should a row slip in between, the constraint is taken away again, because a row that breaks it could not be "
           "updated any more, whatever column the update is about.",
    .when_not = "`uses_at = \"deploy\"` is refused. A check with another expression under the same name is not taken: give the new one a new name. PostgreSQL does not "
                "check again when a function that the expression calls changes.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
