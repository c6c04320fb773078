// Change kind: ALWAYS or BY DEFAULT of an identity, and the options of its sequence.
//
// The first is ALTER COLUMN under ACCESS EXCLUSIVE for an instant, the second ALTER SEQUENCE, for which nextval waits. BY DEFAULT accepts more than ALWAYS, which nobody notices; ALWAYS rejects
// numbers that N may give; other options change which numbers N gets.
#include "recipes/numbering.hpp"
#include "recipes/numbering_with_type.hpp"
#include "recipes/sequence_options.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"
#include "sql/sequence_values.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool has_value(const Value& value) { return !std::holds_alternative<std::monostate>(value); }

bool claims(const Difference& difference, const Context& context) {
  if (difference.is_field("column", "identity")) return has_value(difference.live) && has_value(difference.wanted);
  if (!difference.is_field("column", "identity_options")) return false;
  const bool has_other = std::ranges::any_of(context.differences, [&](const Difference& d) { return d.is_field("column", "identity") && d.element == difference.element; });
  return !has_other;
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return claimed.field->key == "identity" && other.is_field("column", "identity_options") && other.element == claimed.element;
}

Step set_kind(const Object& column, bool always) {
  const std::string alter = "ALTER TABLE " + sql::relation(table_of(column.id)) + " ALTER COLUMN " + sql::identifier(column.id.name) + " SET GENERATED ";
  Step step = brief(always ? Phase::validate : Phase::expand, always ? Part::enforce : Part::main, table_of(column.id), LockMode::access_exclusive, "change-identity " + qualified_name(column.id),
                    (always ? "reject numbers of the application in " : "let the application give ") + column.id.parent + "." + column.id.name);
  step.sql = {alter + (always ? "ALWAYS" : "BY DEFAULT")};
  step.done = {column_identity_is(column.id, always ? "always" : "by default"), "column " + qualified_name(column.id) + " is not generated " + (always ? "always" : "by default")};
  step.undo = undo_by({alter + (always ? "BY DEFAULT" : "ALWAYS")});
  step.hurts = {.n_writes = always};
  step.touches = {column.id};
  if (always) step.notes = {"from here on an INSERT that gives " + qualified_name(column.id) + " fails"};
  return step;
}

// `last`: with its last type, which a later step of the rollout may give it.
Step set_options(const Object& live, const Object& wanted, const Object& last) {
  const auto values = [](const Object& column) { return sql::complete(sql::parse_sequence(column.text("identity_options")), column.text("type")); };
  const SequenceChange change{identity_sequence(wanted.id), wanted.id, values(live), values(wanted)};
  Step step = brief(Phase::validate, Part::enforce, table_of(wanted.id), LockMode::access_exclusive, "change-identity " + qualified_name(wanted.id) + ": options",
                    "change how " + wanted.id.parent + "." + wanted.id.name + " is numbered");
  step.transaction = Transaction::own;
  // Its sequence alone is locked; the name is the one that the server gives it.
  step.locks = {{serial_sequence(wanted.id), LockMode::share_row_exclusive, Work::instant}};
  fill_in(step, change);
  if (last.text("type") != wanted.text("type")) {
    Step then;
    fill_in(then, {change.sequence, change.element, change.from, values(last)});
    step.done.sql = "(" + step.done.sql + " OR " + then.done.sql + ")";
  }
  step.touches = {wanted.id};
  step.promises = {{qualified_name(wanted.id) + ".numbers", "count on other numbers in " + qualified_name(wanted.id) + " than before", wanted.spot("identity_options")}};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object column = numbered_with_live_type(*context.wanted.find(change.claimed.element), context);
  const Object& live = *context.live.find(change.claimed.live_element);
  Recipe result;
  const auto refuse = [&](std::string message, std::string help) {
    result.findings.push_back({Severity::error, "change-identity", to_string(column.id) + " " + message, std::move(help), column.spot("identity")});
  };
  if (live.id != column.id) refuse("gets another name and another identity", "rename it in one rollout, and change the identity in another");
  for (Finding& finding : refuse_numbers_with_type(column.id, "change-identity", context)) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  if (live.text("identity") != column.text("identity")) result.steps.push_back(set_kind(column, column.text("identity") == "always"));
  if (live.text("identity_options") != column.text("identity_options")) result.steps.push_back(set_options(live, column, *context.wanted.find(column.id)));
  result.steps.back().brings = {numbered(column.id)};
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO orders (note) VALUES ('n ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view n_giving[] = {
    "INSERT INTO orders (id, note) VALUES (1000 + $1, 'n')",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO orders (note) VALUES ('m ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_giving[] = {
    "INSERT INTO orders (id, note) VALUES (5000 + $1, 'm')",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "by-default-with-options",
        .shows = "the next version may give numbers from its first statement on; other options come when the running one is gone",
        .before_sql = "CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY (START 100) PRIMARY KEY, note text);\nINSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint generated by default as identity (start 50 increment 10 minvalue 20 cache 3)\"\nnote = \"text\"\n",
        .n_statements = n_statements,
        .next_statements = next_giving,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
    {
        .name = "always",
        .shows = "the running version may give numbers, the next one leaves them out",
        .before_sql = "CREATE TABLE orders (id bigint GENERATED BY DEFAULT AS IDENTITY (START 2000000) PRIMARY KEY, note text);\nINSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint generated always as identity (start 2000000)\"\nnote = \"text\"\n",
        .n_statements = n_giving,
        .next_statements = next_statements,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TABLE: SET GENERATED, SET sequence_option", "PostgreSQL manual, ALTER SEQUENCE: blocks nextval until the transaction ends"};

}  // namespace

extern constinit const ChangeKind change_identity = {
    .name = "change-identity",
    .summary = "changes an identity column between ALWAYS and BY DEFAULT, and the options of its sequence",
    .why = "`BY DEFAULT` accepts all that `ALWAYS` does, so it comes in expand and N+1 may give numbers at once. `ALWAYS` rejects numbers that N may give, so it comes when N is gone; N+1 leaves "
           "them out. Options decide which numbers are drawn: N would see numbers that it could not get before, or get none, so they change when N is gone. A sequence that nobody has drawn from starts "
           "at its new start; any other goes on where it is.",
    .when_not = "A change of name at the same time is refused. The file stops when the numbers drawn so far lie outside the new bounds.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
