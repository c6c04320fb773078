// Change kind: give a column that is there a sequence of its own, as `serial` does, in place of nothing, of a default, or of an identity.
//
// CREATE SEQUENCE, OWNED BY and SET DEFAULT in one transaction under ACCESS EXCLUSIVE, the sequence set behind the numbers that are in use.
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/numbering_with_type.hpp"
#include "recipes/small_table.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is_field("column", "serial") && difference.wanted == Value(true); }

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (other.is(What::extra, "sequence")) return replaced_sequence(claimed.element, context) == other.element;
  if (other.what != What::field || other.element != claimed.element) return false;
  return other.field->key == "default" || other.field->key == "identity" || other.field->key == "identity_options";
}

std::vector<Finding> refusals(const Object& column, const Object& live, const Context& context) {
  const auto refusal = [&](std::string message, std::string help) {
    return Finding{Severity::error, "set-serial", to_string(column.id) + " " + message, std::move(help), column.spot("serial")};
  };
  std::vector<Finding> findings = used_at_deploy(column, "set-serial", "the sequence of " + qualified_name(column.id), "the first version gives the number itself; the second leaves it out");
  if (live.id != column.id) findings.push_back(refusal("gets another name and becomes serial", "rename it in one rollout, and make it serial in another"));
  for (Finding& finding : refuse_numbers_with_type(column.id, "set-serial", context)) findings.push_back(std::move(finding));
  const ElementId sequence = serial_sequence(column.id);
  if (sequence.name.size() > sql::longest_name_bytes)
    findings.push_back(refusal("would need a sequence of the name " + sequence.name + ", which is longer than a name can be", "write it as an identity column, or name a sequence and a default"));
  else if (context.live.find(sequence) != nullptr && replaced_sequence(column.id, context) != sequence)
    findings.push_back(refusal("needs a sequence of the name " + qualified_name(sequence) + ", which is taken by another one", "drop or rename that in a rollout before this one, or write the default as nextval('…')"));
  const bool draws = live.has("identity") || replaced_sequence(column.id, context);
  if (!draws && !highest_is_indexed(live.id, context) && !is_small(table_of(live.id), context))
    findings.push_back(refusal("gets a sequence that goes on after the highest number in " + size_text(context.size(table_of(live.id))) + ", and no index of the live schema begins with it",
                               "create an index on the column in a rollout before this one: without it, everybody would wait for a scan"));
  return findings;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object column = numbered_with_live_type(*context.wanted.find(change.claimed.element), context);
  const Object& live = *context.live.find(change.claimed.live_element);
  Recipe result;
  result.findings = refusals(column, live, context);
  if (refuses(result.findings)) return result;
  Source from = source_of(live, replaced_sequence(column.id, context));
  look_up_sequence(from, live.id, context.live);
  const Source to = source_of(column);
  OtherDrawers others;
  if (from.sequence) others = other_drawers(column, *from.sequence, "set-serial", context);
  result.findings.insert(result.findings.end(), others.findings.begin(), others.findings.end());
  for (Finding& finding : refuse_turned_numbers(column, from, to, "set-serial")) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  const bool draws = from.sequence || from.kind == Source::Kind::identity;
  const ElementId table = table_of(column.id), sequence = *to.sequence;
  Step step = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, "set-serial " + qualified_name(column.id), "give " + column.id.parent + "." + column.id.name + " a sequence of its own");
  step.transaction = Transaction::own;
  step.sql = move_numbers(column, from, to);
  step.needs = others.needs;
  step.done = {"(" + sequence_is_owned(sequence, column.id) + " AND " + column_has_default(column.id) + " AND " + column_identity_is(column.id, "") + ")", "column " + qualified_name(column.id) + " has no sequence of its own"};
  step.undo = undo_by(move_numbers_back(column, from, to));
  if (from.sequence && *from.sequence != sequence) step.locks.push_back({*from.sequence, LockMode::access_exclusive, Work::instant});
  step.preflight = draws_besides(column, from);
  step.brings = {numbered(column.id)};
  step.hurts = {.n_writes = true};
  step.touches = {column.id, sequence};
  if (from.sequence) step.touches.push_back(*from.sequence);
  step.notes = {draws ? "numbers go on where they were" : "numbers go on after the highest of " + column.id.name, "whoever may insert into " + table.name + " may use the sequence"};
  if (!draws) {
    step.promises = {{qualified_name(column.id) + ".serial", "leave " + qualified_name(column.id) + " out of an INSERT", column.spot("serial")}};
    if (!highest_is_indexed(column.id, context)) {
      step.before = still_small(table, "create an index on " + column.id.name + " first", context);
      step.locks.front().work = Work::scans;
    }
  }
  result.steps.push_back(std::move(step));
  for (Step& drop : drop_set_aside(column, from, "set-serial " + qualified_name(column.id))) result.steps.push_back(std::move(drop));
  return result;
}

constexpr std::string_view n_giving[] = {
    "INSERT INTO orders (id, note) VALUES (1000 + $1, 'n')",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_giving[] = {
    "INSERT INTO orders (id, note) VALUES (5000 + $1, 'm')",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view n_leaving[] = {
    "INSERT INTO orders (note) VALUES ('n ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_leaving[] = {
    "INSERT INTO orders (note) VALUES ('m ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "numbers-of-the-application",
        .shows = "a column without a default becomes serial; numbers go on after the highest",
        .before_sql = "CREATE TABLE orders (id integer PRIMARY KEY, note text);\nINSERT INTO orders SELECT 3 * i, nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"serial\"\nnote = \"text\"\n",
        .n_statements = n_giving,
        .next_statements = next_giving,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
    {
        .name = "identity",
        .shows = "an identity column becomes serial; no number is drawn twice, also by way of undo",
        .before_sql = "CREATE TABLE orders (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, note text);\nINSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigserial\"\nnote = \"text\"\n",
        .n_statements = n_leaving,
        .next_statements = next_leaving,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, Data Types, Serial Types: what serial stands for",
    "PostgreSQL manual, CREATE SEQUENCE: nextval needs USAGE or UPDATE on the sequence; the default of a column is computed with the rights of whoever inserts",
};

}  // namespace

extern constinit const ChangeKind set_serial = {
    .name = "set-serial",
    .summary = "gives a column a sequence of its own, as serial does, its numbers going on after those in use",
    .why = "One transaction creates the sequence, sets it behind the numbers in use, lets the column own it and makes it its default, under `ACCESS EXCLUSIVE` for an instant: a row that came "
           "in between would draw a number twice. It waits until N is gone, which may give numbers of its own. In place of an identity or of another sequence, numbers go on where they were.",
    .when_not = "Where no index begins with the column and it had no sequence, a table of more than `tables.small` (16 MB by default) is refused. So are a change of name at the same time, a name of the sequence "
                "that is taken, and `uses_at = \"deploy\"`.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
