// Change kind: create a sequence that stands on its own. Tables and columns may take their defaults from it, so it comes before them;
// the column that owns it may be as new as itself, so OWNED BY is a step behind both.
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

// One that a serial column owns is there already, as a part of that column.
bool claims(const Difference& difference, const Context& context) {
  return difference.is(What::missing, "sequence") && serial_column_of(difference.element, context.live) == nullptr;
}

Step create(const Object& sequence) {
  Object free = sequence;
  free["owned_by"] = {};
  Step step;
  step.id = "create-sequence " + qualified_name(sequence.id);
  step.title = "create sequence " + qualified_name(sequence.id);
  step.sql = {sequence.kind->create(free, {})};
  if (sequence.has("comment")) step.sql.push_back(comment_on(sequence));
  step.done = {relation_exists(sequence.id.schema, sequence.id.name), "sequence " + qualified_name(sequence.id) + " is missing"};
  step.brings = {{sequence.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({sequence.kind->drop(sequence)});
  step.touches = {sequence.id};
  return step;
}

Step own(const Object& sequence, const ElementId& column, const Context& context) {
  Step step;
  step.id = "create-sequence " + qualified_name(sequence.id) + ": owner";
  step.title = "sequence " + qualified_name(sequence.id) + " goes away with column " + column.parent + "." + column.name;
  step.sql = link_to_column(sequence.id, column);
  step.locks = {{sequence.id, LockMode::share_row_exclusive, Work::instant}, {table_of(column), LockMode::access_share, Work::instant}};
  // A column of a table that phasegate leaves alone is brought by nobody.
  if (context.wanted.find(column) != nullptr) step.needs = {{column, Side::wanted, Milestone::exists}};
  step.done = {sequence_is_owned(sequence.id, column), "sequence " + qualified_name(sequence.id) + " is not owned by " + qualified_name(column)};
  step.undo = undo_by({"ALTER SEQUENCE " + sql::relation(sequence.id) + " OWNED BY NONE"});
  step.touches = {sequence.id};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& sequence = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.steps.push_back(create(sequence));
  if (!sequence.has("owned_by")) return result;
  result.findings = unknown_owner(sequence, context);
  if (refuses(result.findings)) return result;
  result.steps.push_back(own(sequence, *owner_of(sequence), context));
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};
constexpr std::string_view next_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT nextval('invoice_numbers'), $1::bigint", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "with-options-and-owner",
    .shows = "a descending sequence, and one that an existing column owns",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
    .desired_toml = "[sequence]\ninvoice_numbers = \"start 1000 increment 5 maxvalue 99999999 cache 10 owned by public.users.id\"\n"
                    "countdown = { is = \"as integer increment -1 cycle\", comment = \"down\" }\n"
                    "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE SEQUENCE, ALTER SEQUENCE: OWNED BY"};

}  // namespace

extern constinit const ChangeKind create_sequence = {
    .name = "create-sequence",
    .summary = "creates a sequence, and ties it to the column that owns it",
    .why = "No version uses a sequence that is not there, so it lies in expand, before the tables and columns whose defaults take from it. `OWNED BY` follows when the column "
           "exists.",
    .when_not = "Undo loses the numbers that were drawn, and fails while a default takes from the sequence.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
