// Change kind: give a column that is there an identity, in place of nothing, of a default, or of serial.
//
// ADD GENERATED takes ACCESS EXCLUSIVE for an instant, needs NOT NULL and no default. Its sequence is new, so it must first be set behind the
// numbers that are in use: under the same lock, or a row that comes in between draws a number twice.
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

bool claims(const Difference& difference, const Context&) {
  return difference.is_field("column", "identity") && std::holds_alternative<std::monostate>(difference.live);
}

bool absorbs(const Difference& claimed, const Difference& other, const Context& context) {
  if (other.is(What::extra, "sequence")) return replaced_sequence(claimed.element, context) == other.element;
  if (other.what != What::field || other.element != claimed.element) return false;
  return other.field->key == "default" || other.field->key == "serial" || other.field->key == "identity_options";
}

std::vector<Finding> refusals(const Object& column, const Object& live, const Change& change, const Context& context) {
  const auto refusal = [&](std::string message, std::string help) {
    return Finding{Severity::error, "set-identity", to_string(column.id) + " " + message, std::move(help), column.spot("identity")};
  };
  std::vector<Finding> findings = used_at_deploy(column, "set-identity", "the identity of " + qualified_name(column.id), "the first version gives the number itself; the second leaves it out");
  if (live.id != column.id) findings.push_back(refusal("gets another name and an identity", "rename it in one rollout, and give it the identity in another"));
  for (Finding& finding : refuse_numbers_with_type(column.id, "set-identity", context)) findings.push_back(std::move(finding));
  const bool draws = change.claimed.element == column.id && (live.is("serial") || replaced_sequence(column.id, context));
  if (!draws && !highest_is_indexed(live.id, context) && !is_small(table_of(live.id), context))
    findings.push_back(refusal("gets an identity that goes on after the highest number in " + size_text(context.size(table_of(live.id))) + ", and no index of the live schema begins with it",
                               "create an index on the column in a rollout before this one: without it, everybody would wait for a scan"));
  return findings;
}

Step give(const Object& column, const Object& live, const Source& from, const Source& to, const Context& context) {
  const ElementId table = table_of(column.id);
  Step step = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, "set-identity " + qualified_name(column.id), "make " + column.id.parent + "." + column.id.name + " an identity column");
  step.transaction = Transaction::own;
  step.sql = move_numbers(column, from, to);
  step.done = {"(" + column_identity_is(column.id, "by default") + " OR " + column_identity_is(column.id, "always") + ")", "column " + qualified_name(column.id) + " has no identity"};
  step.undo = undo_by(move_numbers_back(column, from, to));
  if (from.sequence) step.locks.push_back({*from.sequence, LockMode::access_exclusive, Work::instant});
  // The column may become not null in the same rollout.
  if (!live.is("not_null")) step.needs = {{column.id, Side::wanted, Milestone::live}};
  step.hurts = {.n_writes = true};
  step.touches = {column.id};
  step.preflight = numbers_that_do_not_fit(column, from, to);
  for (Preflight& question : draws_besides(column, from)) step.preflight.push_back(std::move(question));
  if (from.sequence) {
    step.touches.push_back(*from.sequence);
    step.notes = {"the identity goes on where " + qualified_name(*from.sequence) + " was, and takes the place of it",
                  "who has rights on that sequence gets them on that of the identity; INSERT needs none"};
    return step;
  }
  step.promises = {{qualified_name(column.id) + ".identity", "leave " + qualified_name(column.id) + " out of an INSERT", column.spot("identity")}};
  step.notes = {"the identity goes on after the highest number of " + column.id.name};
  if (!highest_is_indexed(column.id, context)) {
    step.before = still_small(table, "create an index on " + column.id.name + " first", context);
    step.locks.front().work = Work::scans;
  }
  return step;
}

Step make_always(const Object& column) {
  const std::string alter = "ALTER TABLE " + sql::relation(table_of(column.id)) + " ALTER COLUMN " + sql::identifier(column.id.name) + " SET GENERATED ";
  Step step = brief(Phase::contract, Part::swap, table_of(column.id), LockMode::access_exclusive, "set-identity " + qualified_name(column.id) + ": always",
                    "reject numbers of the application in " + column.id.parent + "." + column.id.name);
  step.sql = {alter + "ALWAYS"};
  step.done = {column_identity_is(column.id, "always"), "column " + qualified_name(column.id) + " still takes numbers of the application"};
  step.undo = undo_by({alter + "BY DEFAULT"});
  step.hurts = {.n_writes = true};
  step.touches = {column.id};
  step.notes = {"from here on an INSERT that gives " + qualified_name(column.id) + " fails: the next version leaves it out once phasegate.open('" + qualified_name(column.id) + ".identity') is true"};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  const Object& live = *context.live.find(change.claimed.live_element);
  Recipe result;
  result.findings = refusals(column, live, change, context);
  if (refuses(result.findings)) return result;
  Source from = source_of(live, replaced_sequence(column.id, context));
  look_up_sequence(from, live.id, context.live);
  OtherDrawers others;
  if (from.sequence) others = other_drawers(column, *from.sequence, "set-identity", context);
  result.findings.insert(result.findings.end(), others.findings.begin(), others.findings.end());
  if (refuses(result.findings)) return result;
  Source to = source_of(column);
  for (Finding& finding : refuse_turned_numbers(column, from, to, "set-identity")) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  // The next version gives the number itself until the identity is there, so it must be able to for a while longer.
  const bool is_given = !from.sequence && to.identity == "always";
  if (is_given) to.identity = "by default";
  result.steps.push_back(give(column, live, from, to, context));
  result.steps.back().needs.insert(result.steps.back().needs.end(), others.needs.begin(), others.needs.end());
  if (is_given) result.steps.push_back(make_always(column));
  result.steps.back().brings = {numbered(column.id)};
  for (Step& step : drop_set_aside(column, from, "set-identity " + qualified_name(column.id))) result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_giving[] = {
    "INSERT INTO orders (id, note) VALUES (1000 + $1, 'n')",
    "UPDATE orders SET note = 'n ' || $1 WHERE id = $1 % 20",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view n_leaving[] = {
    "INSERT INTO orders (note) VALUES ('n ' || $1)",
    "UPDATE orders SET note = 'n ' || $1 WHERE id = $1 % 20",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_leaving[] = {
    "INSERT INTO orders (note) VALUES ('m ' || $1)",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};
constexpr std::string_view next_giving[] = {
    "INSERT INTO orders (id, note) OVERRIDING SYSTEM VALUE VALUES (5000 + $1, 'm')",
    "SELECT id, note FROM orders WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "numbers-of-the-application",
        .shows = "the application has given the numbers so far; the identity goes on after the highest, and later it alone gives them",
        .before_sql = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\nINSERT INTO orders SELECT 3 * i, nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint generated always as identity (start 10 increment 2)\"\nnote = \"text\"\n",
        .n_statements = n_giving,
        .next_statements = next_giving,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
    {
        .name = "serial",
        .shows = "a serial column becomes an identity column; no number is drawn twice",
        .before_sql = "CREATE TABLE orders (id serial PRIMARY KEY, note text);\nINSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;\nDELETE FROM orders WHERE id > 17;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"integer generated always as identity\"\nnote = \"text\"\n",
        .n_statements = n_leaving,
        .next_statements = next_leaving,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
    {
        .name = "default-of-a-sequence",
        .shows = "a column that draws from a sequence of another name becomes an identity column and takes the place of that sequence",
        .before_sql = "CREATE SEQUENCE \"order; numbers\" START 100;\nCREATE TABLE orders (id bigint DEFAULT nextval('\"order; numbers\"'), note text, PRIMARY KEY (id));\n"
                      "INSERT INTO orders (note) SELECT nullif('o' || i, 'o3') FROM generate_series(1, 20) AS i;",
        .desired_toml = "[table.orders]\nprimary_key = \"(id)\"\n[table.orders.column]\nid = \"bigint generated by default as identity\"\nnote = \"text\"\n",
        .n_statements = n_leaving,
        .next_statements = next_leaving,
        .n_reads = "SELECT id, note FROM orders ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: ADD GENERATED … AS IDENTITY needs a column that is not null; SET GENERATED",
    "tests/contract: ALTER SEQUENCE … RENAME takes ACCESS EXCLUSIVE on the sequence, so nobody draws from it between reading and setting",
};

}  // namespace

extern constinit const ChangeKind set_identity = {
    .name = "set-identity",
    .summary = "makes a column an identity column, its numbers going on after those in use",
    .why = "In place of `serial` or of a default that draws from a sequence, the identity takes over in one transaction: the old sequence is renamed away (nobody draws from it any "
           "more) and dropped in contract, the new one set to where it was. Without a sequence so far, it goes on after the highest number in the table, read under the same lock. "
           "Both wait until N is gone: N may give numbers of its own. `ALWAYS` comes later still where the application has given the numbers, because N+1 must go on doing so until the "
           "identity is there.",
    .when_not = "Where no index begins with the column, the highest number is found by a scan under the lock, so a table of more than `tables.small` (16 MB by default) is refused. A change of name at the same "
                "time is refused, and so is a sequence that the default of another column draws from, unless this rollout changes that default. `uses_at = \"deploy\"` is refused.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
