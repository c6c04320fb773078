// Change kind: change a check constraint that keeps its name.
//
// Nobody can tell from two expressions which one allows more, so both readings are minded: the running version may break the new check, and
// rows that the old one rejects are new to it. Everything lies in validate. The new check comes under a helper name, NOT VALID, is
// proven, and takes the name of the old one in the transaction that drops it; until then both are in force.
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/replaced_constraint.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool is_form(const Difference& difference) { return difference.what == What::field && difference.element.kind == "check constraint" && difference.field->key != "comment"; }

bool claims(const Difference& difference, const Context&) { return is_form(difference); }

bool absorbs(const Difference& claimed, const Difference& other, const Context&) { return is_form(other) && other.element == claimed.element; }

constexpr const char* unprovable_note = "a row from before that breaks it cannot be updated any more, whatever column the update is about";

// What the server will print for the wanted expression is not known here, but what it prints for the live one is.
std::string is_replaced(const Object& live, const Object& wanted) {
  const ElementId table = table_of(live.id);
  if (live.text("expression") != wanted.text("expression")) return check_text_is_not(table, live.id.name, live.text("expression"));
  return "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ") AND c.conname = " + sql::literal(live.id.name) +
         " AND c.connoinherit = " + (wanted.is("no_inherit") ? "true" : "false") + ")";
}

Promise relies_on(const Object& check) {
  return {qualified_name(check.id) + ".check", "rely on every row of " + qualified_name(table_of(check.id)) + " obeying " + check.id.name, check.at};
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& wanted = *context.wanted.find(change.claimed.element);
  ReplacedConstraint constraint = replaced_constraint(change, context);
  Recipe result;
  result.findings = used_at_deploy(wanted, "change-check", "the new form of the check " + wanted.id.name, "the first version writes only rows that obey both checks; the second relies on the new one");
  for (Finding& finding : refuse_clean_up_of_change(wanted)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  const bool has_new_form = change.field("check constraint", "expression") != nullptr || change.field("check constraint", "no_inherit") != nullptr;
  if (has_new_form) {
    constraint.replaced = is_replaced(constraint.live, constraint.wanted);
    constraint.promise = {qualified_name(wanted.id) + ".check", "write rows of " + qualified_name(table_of(wanted.id)) + " that the old check " + wanted.id.name + " rejects, or rely on the new one", wanted.at};
    result.steps = wanted.is("not_valid") ? replace_at_once(constraint, context) : replace_beside(constraint, context);
    if (wanted.is("not_valid")) result.steps.back().notes.push_back(unprovable_note);
  } else if (wanted.is("not_valid")) {
    result.steps = forget_proof(constraint, context);
  } else {
    result.steps = {prove(constraint.wanted, constraint.name, context), validate_there(constraint.wanted, constraint.name, context)};
    result.steps.back().promises = {relies_on(wanted)};
  }
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO reviews (id, score) VALUES ($1, $1 % 100)",
    "INSERT INTO reviews (id, score) VALUES (-$1, NULL)",
    "UPDATE reviews SET score = $1 % 100 WHERE id = $1 % 30",
    "SELECT id, score, note FROM reviews WHERE id = $1 % 30",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO reviews (id, score) VALUES ($1, $1 % 90 + 10)",
    "UPDATE reviews SET score = $1 % 90 + 10 WHERE id = $1 % 30",
    "SELECT id, score, note FROM reviews WHERE id = $1 % 30",
};

constexpr Example examples[] = {
    {
        .name = "other-expression",
        .shows = "neither check implies the other; both are in force until the new one is proven, and the comment and the odd name stay",
        .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, note text, CONSTRAINT \"score; --\" CHECK (score BETWEEN 0 AND 100));\n"
                      "COMMENT ON CONSTRAINT \"score; --\" ON reviews IS 'per cent';\n"
                      "INSERT INTO reviews SELECT i, nullif(i, 7), 'n' FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\nnote = \"text\"\n"
                        "[table.reviews.check]\n\"score; --\" = { is = \"score > -5 and score <= 99\", comment = \"per cent\" }\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, score, note FROM reviews ORDER BY id",
        .n_never_sees = "SELECT id FROM reviews WHERE score NOT BETWEEN 0 AND 100",
    },
    {
        .name = "inheritance-and-validity",
        .shows = "three checks keep their expressions: child tables no longer take one over, one is made NOT VALID, and one gets a new expression for new rows only",
        .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, note text,\n"
                      "  CONSTRAINT a_check CHECK (score >= 0), CONSTRAINT b_check CHECK (score < 101), CONSTRAINT c_check CHECK (note <> ''));\n"
                      "INSERT INTO reviews SELECT i, nullif(i, 7), CASE i WHEN 30 THEN 'n' ELSE 'nn' END FROM generate_series(1, 30) AS i;",
        .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\nnote = \"text\"\n"
                        "[table.reviews.check]\na_check = \"(score >= 0) no inherit\"\nb_check = \"(score < 101) not valid\"\nc_check = \"(length(note) > 1) not valid\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
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
    "PostgreSQL manual, ALTER TABLE: ADD table_constraint NOT VALID, VALIDATE CONSTRAINT, DROP CONSTRAINT, RENAME CONSTRAINT, and their locks",
    "PostgreSQL manual, 5.4.1: a check constraint is satisfied if its expression is true or NULL",
};

}  // namespace

extern constinit const ChangeKind change_check = {
    .name = "change-check",
    .summary = "changes the expression, NO INHERIT or NOT VALID of a check constraint, without a scan under an exclusive lock and without a gap",
    .why = "Whether a new expression allows more or less than the old one cannot be told from the two texts, so the change is taken for both at once: N may write rows "
           "that break the new check, and has never met one that breaks the old. So it lies in validate. The rows that break the new check are counted; it comes "
           "`NOT VALID` under a helper name; `VALIDATE` scans under `SHARE UPDATE EXCLUSIVE`; and one brief transaction drops the old check and gives the new one its name. "
           "Until then both are in force.\n\n"
           "A check that was added `NOT VALID` is proven and validated where it stands. One that shall be `NOT VALID` is made again in one transaction, because there is no "
           "statement that takes `VALIDATE` back; that changes only the word of the catalog.",
    .when_not = "`uses_at = \"deploy\"` is refused. Undo is refused while a row breaks the old check.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
