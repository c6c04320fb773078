// Change kind: change the options of a sequence, or the column that owns it.
//
// ALTER SEQUENCE takes SHARE ROW EXCLUSIVE on the sequence, and nextval waits until its transaction ends; so each is alone in one. Ownership
// matters only when the column is dropped, so nobody notices it. Other numbers than before are noticed: whoever takes blocks of numbers at once
// (an ORM that counts on INCREMENT) would give one number twice.
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/sequence_options.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool is_option(const Difference& difference) {
  return difference.what == What::field && difference.element.kind == "sequence" && difference.field->key != "comment";
}

bool claims(const Difference& difference, const Context&) { return is_option(difference); }

bool absorbs(const Difference& claimed, const Difference& other, const Context&) { return is_option(other) && other.element == claimed.element; }

Step set_options(const Object& live, const Object& wanted) {
  const sql::SequenceValues from = values_of(live), to = values_of(wanted);
  // It may be renamed in the same rollout, later on.
  std::string sequence = "pg_catalog.to_regclass(" + sql::literal(sql::relation(live.id)) + ")";
  if (live.id != wanted.id) sequence = "COALESCE(" + sequence + ", pg_catalog.to_regclass(" + sql::literal(sql::relation(wanted.id)) + "))";
  Step step;
  step.id = "change-sequence " + qualified_name(wanted.id);
  step.title = "change the options of sequence " + qualified_name(live.id);
  step.phase = Phase::validate;
  step.part = Part::enforce;
  step.transaction = Transaction::own;
  step.locks = {{live.id, LockMode::share_row_exclusive, Work::instant}};
  fill_in(step, {sequence, live.id, from, to});
  step.touches = {live.id, wanted.id};
  if (!is_unnoticed(from, to)) step.promises = {{qualified_name(wanted.id) + ".numbers", "count on other numbers from " + qualified_name(live.id) + " than before", wanted.at}};
  return step;
}

// Nothing is to be done where the column only has got another table name: ownership follows.
bool is_renamed_with_table(const Object& live, const std::optional<ElementId>& column, const Context& context) {
  const auto owner = owner_of(live);
  return owner && column && context.live_name(*column) == *owner && column->name == owner->name;
}

std::string owner_text(const ElementId& column) { return sql::qualified(column.schema, column.parent) + "." + sql::identifier(column.name); }

// No column but the system's own: owned by nothing, or by something else than that.
std::string is_not_owned_by(const ElementId& sequence, const ElementId& column) { return "(" + relation_exists(sequence.schema, sequence.name) + " AND NOT " + sequence_is_owned(sequence, column) + ")"; }

Step set_owner(const Object& live, const Object& wanted, const std::optional<ElementId>& column, const Context& context) {
  const auto owner = owner_of(live);
  const std::string alter = "ALTER SEQUENCE " + sql::relation(live.id) + " OWNED BY ";
  Step step;
  step.id = "change-sequence " + qualified_name(wanted.id) + ": owner";
  step.title = column ? "sequence " + qualified_name(live.id) + " goes away with column " + column->parent + "." + column->name : "sequence " + qualified_name(live.id) + " goes away with no column any more";
  step.transaction = Transaction::own;
  step.sql = column ? link_to_column(live.id, *column) : std::vector<std::string>{alter + "NONE"};
  step.locks = {{live.id, LockMode::share_row_exclusive, Work::instant}};
  std::string done = column ? sequence_is_owned(live.id, *column) : is_not_owned_by(live.id, *owner);
  if (live.id != wanted.id) done = "(" + done + " OR " + (column ? sequence_is_owned(wanted.id, *column) : is_not_owned_by(wanted.id, *owner)) + ")";
  step.done = {done, "sequence " + qualified_name(live.id) + (column ? " is not owned by " + qualified_name(*column) : " is still owned by " + qualified_name(*owner))};
  step.undo = undo_by({alter + (owner ? owner_text(*owner) : "NONE")});
  if (column) {
    step.locks.push_back({table_of(*column), LockMode::access_share, Work::instant});
    if (context.wanted.find(*column) != nullptr) step.needs = {{*column, Side::wanted, Milestone::exists}};
  }
  step.touches = {live.id, wanted.id};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& wanted = *context.wanted.find(change.claimed.element);
  const Object& live = *context.live.find(change.claimed.live_element);
  Recipe result;
  const auto column = owner_of(wanted);
  if (live.text("owned_by") != wanted.text("owned_by") && !is_renamed_with_table(live, column, context)) {
    result.findings = unknown_owner(wanted, context);
    if (refuses(result.findings)) return result;
    result.steps.push_back(set_owner(live, wanted, column, context));
  }
  if (values_of(live) != values_of(wanted)) result.steps.push_back(set_options(live, wanted));
  return result;
}

constexpr std::string_view n_statements[] = {
    "SELECT nextval('invoice_numbers'), $1::bigint",
    "INSERT INTO invoices (id, number) VALUES ($1, nextval('fresh'))",
    "SELECT id, number FROM invoices WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "SELECT nextval('invoice_numbers'), $1::bigint",
    "INSERT INTO invoices (id, number) VALUES ($1, nextval('fresh'))",
    "SELECT id, number FROM invoices WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "options-and-owner",
    .shows = "a sequence in use gets another type, bounds and increment and loses its owner; one that is owned by another column than before",
    .before_sql = "CREATE TABLE invoices (id bigint PRIMARY KEY, number bigint);\nINSERT INTO invoices SELECT i, nullif(i, 7) FROM generate_series(1, 20) AS i;\n"
                  "CREATE SEQUENCE invoice_numbers AS integer INCREMENT 2 MINVALUE 5 START 9 OWNED BY invoices.id;\nSELECT nextval('invoice_numbers');\n"
                  "CREATE SEQUENCE fresh MAXVALUE 900000000 CYCLE OWNED BY invoices.id;\n"
                  "CREATE SEQUENCE \"never; used\";",
    .desired_toml = "[sequence]\ninvoice_numbers = \"increment 3 minvalue 3 start 9 cache 5\"\nfresh = \"maxvalue 990000000 owned by public.invoices.number\"\n"
                    "'\"never; used\"' = \"as smallint minvalue 1000 maxvalue 2000 start 1500\"\n"
                    "[table.invoices]\nprimary_key = \"(id)\"\n[table.invoices.column]\nid = \"bigint\"\nnumber = \"bigint\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, number FROM invoices ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER SEQUENCE: takes SHARE ROW EXCLUSIVE, blocks nextval, and leaves the last value as it is unless RESTART is said",
};

}  // namespace

extern constinit const ChangeKind change_sequence = {
    .name = "change-sequence",
    .summary = "changes the options of a sequence, or the column that owns it",
    .why = "Other bounds, another increment or `CYCLE` give N numbers that it could not get before, or none any more, and an application that takes blocks of numbers by the increment would give one "
           "twice; so options change when N is gone, each sequence in a transaction of its own, because `nextval` waits for it. The owner of a sequence counts only when that column is dropped, so it "
           "changes in expand.",
    .when_not = "The file stops when the last number drawn lies outside the new bounds. Undo of validate is refused once a number was drawn that the old bounds do not allow.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
