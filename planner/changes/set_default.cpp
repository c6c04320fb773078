// Change kind: give a column a default, or another one than it has.
//
// The running version may leave the column out and count on what it gets then, so the default changes when that version is gone.
#include "recipes/conditions.hpp"
#include "recipes/known_functions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (!difference.is_field("column", "default") || changes_its_source(difference.element, context)) return false;
  return !std::holds_alternative<std::monostate>(difference.wanted);
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  const ElementId table = table_of(column.id);
  const auto* live = std::get_if<std::string>(&change.claimed.live);
  Recipe result;
  result.findings = used_at_deploy(column, "set-default", "the default of " + qualified_name(column.id),
                                   "the first version writes the column in every INSERT; the second, deployed after validate, leaves it out");
  for (Finding& finding : unknown_functions(column, "default", context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  const std::string alter = "ALTER TABLE " + sql::relation(table) + " ALTER COLUMN " + sql::identifier(column.id.name);
  Step step = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, "set-default " + qualified_name(column.id),
                    std::string(live == nullptr ? "set" : "change") + " the default of " + column.id.parent + "." + column.id.name);
  step.sql = {alter + " SET DEFAULT " + column.text("default")};
  // What the server will print for the wanted text is not known here, but what it prints for the live one is.
  step.done = live == nullptr ? Check{column_has_default(column.id), "column " + qualified_name(column.id) + " has no default"}
                              : Check{column_default_is_not(column.id, *live), "the default of " + qualified_name(column.id) + " is still " + *live + ", or gone"};
  step.undo = undo_by({live == nullptr ? alter + " DROP DEFAULT" : alter + " SET DEFAULT " + *live});
  step.hurts = {.n_writes = true};
  step.promises = {{qualified_name(column.id) + ".default", "leave " + qualified_name(column.id) + " out of an INSERT and rely on its new default", column.spot("default")}};
  step.touches = {column.id};
  // Numbers go on where they were, in a sequence that is new.
  const auto from = live == nullptr ? std::nullopt : drawn_sequence(*live, column.id.schema), to = drawn_sequence(column.text("default"), column.id.schema);
  if (from && to && *from != *to && context.live.find(*from) != nullptr && context.live.find(*to) == nullptr && context.wanted.find(*to) != nullptr) {
    Source before = source_of(*context.live.find(change.claimed.live_element), from), after = source_of(column, to);
    look_up_sequence(before, change.claimed.live_element, context.live);
    look_up_sequence(after, column.id, context.wanted);
    for (Finding& finding : refuse_turned_numbers(column, before, after, "set-default")) result.findings.push_back(std::move(finding));
    step.transaction = Transaction::own;
    step.sql.insert(step.sql.begin(), go_on_after_last_drawn(regclass(*to), regclass(*from)));
    step.undo.sql.push_back(go_on_after_last_drawn(regclass(*from), regclass(*to)));
    step.locks.push_back({*from, LockMode::share_row_exclusive, Work::instant});
    step.locks.push_back({*to, LockMode::row_exclusive, Work::instant});
    step.needs = {{*to, Side::wanted, Milestone::exists}};
    step.notes = {"numbers go on in " + qualified_name(*to) + " where " + qualified_name(*from) + " is"};
  }
  step.brings = default_given_up(*context.live.find(change.claimed.live_element));
  step.notes.emplace_back("rows that are there keep their values");
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO orders (id) VALUES ($1)",
    "INSERT INTO orders (id, state) VALUES (-$1, 'paid')",
    "UPDATE orders SET state = NULL WHERE id = $1 % 11",
    "SELECT id, state FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO orders (id, state, placed_at) VALUES ($1, 'draft', '2026-01-02 03:04:05+00')",
    "UPDATE orders SET state = 'draft' WHERE id = $1 % 7",
    "SELECT id, state, placed_at FROM orders WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "changed",
        .shows = "another default than before, also of a type that prints differently from session to session",
        .before_sql = "CREATE TABLE orders (id bigint PRIMARY KEY, state text DEFAULT 'new', placed_at timestamptz DEFAULT '2020-01-01 00:00:00+01');\n"
                      "INSERT INTO orders (id, state) SELECT i, nullif('s' || i, 's4') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nstate = \"text default 'draft'\"\n"
                        "placed_at = \"timestamptz default now()\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, state, placed_at FROM orders ORDER BY id",
        .n_never_sees = "SELECT id FROM orders WHERE state = 'surprise'",
    },
    {
        .name = "first",
        .shows = "a default where there was none; the running version goes on getting NULL until it is gone",
        .before_sql = "CREATE TABLE orders (id bigint PRIMARY KEY, state text, placed_at timestamptz);\n"
                      "INSERT INTO orders (id, state) SELECT i, nullif('s' || i, 's4') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint\"\nstate = \"text default 'it''s new'\"\nplaced_at = \"timestamptz\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, state, placed_at FROM orders ORDER BY id",
    },
};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: SET DEFAULT applies to later INSERT commands only"};

}  // namespace

extern constinit const ChangeKind set_default = {
    .name = "set-default",
    .summary = "sets or changes the default of a column once no version runs that counts on the one before",
    .why = "`SET DEFAULT` takes `ACCESS EXCLUSIVE` for an instant and touches no row. But an `INSERT` of N that leaves the column out would get a value that N "
           "has never met, so it comes in validate; until then N+1 writes the column itself. The step counts as done when the default is there and prints "
           "otherwise than the one that was live when the plan was made.",
    .when_not = "`uses_at = \"deploy\"` is refused.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
