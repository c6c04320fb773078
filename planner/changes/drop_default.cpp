// Change kind: take the default of a column away.
//
// The running version may leave the column out of its INSERTs, so the default stays until that version is gone.
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (!difference.is_field("column", "default") || changes_its_source(difference.element, context)) return false;
  return std::holds_alternative<std::monostate>(difference.wanted);
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  const ElementId table = table_of(column.id);
  Recipe result;
  result.findings = used_at_deploy(column, "drop-default", "the end of the default of " + qualified_name(column.id), "the first version writes the column in every INSERT; the second may count on a NULL");
  if (refuses(result.findings)) return result;
  const std::string alter = "ALTER TABLE " + sql::relation(table) + " ALTER COLUMN " + sql::identifier(column.id.name);
  Step step = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, "drop-default " + qualified_name(column.id), "drop the default of " + column.id.parent + "." + column.id.name);
  step.sql = {alter + " DROP DEFAULT"};
  step.done = {column_exists(column.id) + " AND NOT " + column_has_default(column.id), "column " + qualified_name(column.id) + " still has a default"};
  step.undo = undo_by({alter + " SET DEFAULT " + std::get<std::string>(change.claimed.live)});
  step.hurts = {.n_writes = true};
  step.promises = {{qualified_name(column.id) + ".no_default", "leave " + qualified_name(column.id) + " out of an INSERT and expect no value there", column.at}};
  step.touches = {column.id};
  step.brings = default_given_up(*context.live.find(change.claimed.live_element));
  if (column.is("not_null")) step.notes = {"the column is not null: from here on, an INSERT without it fails"};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO orders (id) VALUES ($1)",
    "INSERT INTO orders (id, state) VALUES (-$1, 'paid')",
    "SELECT id, state FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO orders (id, state) VALUES ($1, 'draft')",
    "UPDATE orders SET state = 'draft' WHERE id = $1 % 7",
    "SELECT id, state FROM orders WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "not-null-column",
    .shows = "a required column loses its default; the running version leaves the column out to the end",
    .before_sql = "CREATE SEQUENCE order_states;\nCREATE TABLE orders (id bigint PRIMARY KEY, state text NOT NULL DEFAULT 'state ' || nextval('order_states'));\n"
                  "INSERT INTO orders (id) SELECT i FROM generate_series(1, 20) AS i;",
    .desired_toml = "[sequence]\norder_states = \"as bigint\"\n[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nstate = \"text not null\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, state FROM orders ORDER BY id",
    .n_never_sees = "SELECT id FROM orders WHERE state IS NULL",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: DROP DEFAULT"};

}  // namespace

extern constinit const ChangeKind drop_default = {
    .name = "drop-default",
    .summary = "drops the default of a column once no version runs that leaves the column out",
    .why = "`DROP DEFAULT` takes `ACCESS EXCLUSIVE` for an instant. An `INSERT` of N without the column would store NULL, or fail where the column is not null, "
           "so the default stays until N is gone. N+1 writes the column itself from its first statement on.",
    .when_not = "`uses_at = \"deploy\"` is refused.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
