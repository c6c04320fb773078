// Change kind: rename a sequence.
//
// A sequence has one name at a time. Defaults follow the rename, whoever calls nextval by name does not: so it waits until N is gone, and
// N+1 calls it by the old name until then.
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::renamed, "sequence"); }

// `nextval('old'::regclass)` prints with the new name once it is renamed.
bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  if (!other.is_field("column", "default")) return false;
  const auto *live = std::get_if<std::string>(&other.live), *wanted = std::get_if<std::string>(&other.wanted);
  return live != nullptr && wanted != nullptr && drawn_sequence(*live, other.element.schema) == claimed.live_element && drawn_sequence(*wanted, other.element.schema) == claimed.element;
}

Recipe recipe(const Change& change, const Context& context) {
  const ElementId &from = change.claimed.live_element, &to = change.claimed.element;
  Recipe result;
  for (const Object* column : columns_that_draw(from, context.live))
    if (column->text("default").find("::text") != std::string::npos)
      result.findings.push_back({Severity::error, "rename-sequence", to_string(from) + " is renamed, but the default of " + to_string(column->id) + " calls it by name: " + column->text("default"),
                                 "write that default as nextval('" + from.name + "'), without a cast to text, in a rollout before this one; then it follows", change.claimed.at});
  if (refuses(result.findings)) return result;
  const std::string alter = "ALTER SEQUENCE ";
  Step step;
  step.id = "rename-sequence " + qualified_name(to);
  step.title = "rename sequence " + qualified_name(from) + " to " + to.name;
  step.phase = Phase::contract;
  step.part = Part::swap;
  step.transaction = Transaction::own;
  step.sql = {alter + sql::relation(from) + " RENAME TO " + sql::identifier(to.name)};
  step.locks = {{from, LockMode::access_exclusive, Work::instant}};
  step.done = {"(" + relation_exists(to.schema, to.name) + " AND NOT " + relation_exists(from.schema, from.name) + ")", "sequence " + qualified_name(from) + " has its old name"};
  step.undo = undo_by({alter + sql::relation(to) + " RENAME TO " + sql::identifier(from.name)});
  step.hurts = {.n_reads = true, .n_writes = true};
  step.promises = {{qualified_name(to), "call nextval('" + qualified_name(to) + "') by that name", change.claimed.at}};
  step.touches = {from, to};
  step.notes = {"from here on nextval('" + qualified_name(from) + "') by that name fails, also in functions; defaults follow the new name"};
  for (const Difference& other : change.absorbed) {
    step.touches.push_back(other.element);
    step.notes.push_back("the default of " + qualified_name(other.element) + " follows");
  }
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO orders (note) VALUES ('n ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO orders (note) VALUES ('m ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "with-default",
    .shows = "a default draws from it and follows the new name",
    .before_sql = "CREATE SEQUENCE order_ids START 100;\nCREATE TABLE orders (id bigint DEFAULT nextval('order_ids') PRIMARY KEY, note text);\n"
                  "INSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
    .desired_toml = "[sequence]\n'\"we\"\"ird; --\"' = { is = \"start 100\", renamed_from = \"order_ids\" }\n[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\n"
                    "id = '''bigint default nextval('\"we\"\"ird; --\"')'''\nnote = \"text\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, note FROM orders ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER SEQUENCE: RENAME", "PostgreSQL manual, Sequence Manipulation Functions: nextval('s'::regclass) is bound to the sequence, nextval('s'::text) to its name"};

}  // namespace

extern constinit const ChangeKind rename_sequence = {
    .name = "rename-sequence",
    .summary = "renames a sequence once no version calls it by its old name",
    .why = "A sequence cannot have two names. Defaults are bound to the sequence and follow; `nextval('name')` in an application or a function is not. So the rename is a swap in contract, and N+1 calls the "
           "old name until `phasegate.open` says that the new one is there.",
    .when_not = "A default that calls the sequence by a text (`nextval('s'::text)`) refuses the plan. Functions that call it by name are not seen.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
