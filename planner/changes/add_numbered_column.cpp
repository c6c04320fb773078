// Change kind: add a column that gives each row a number: serial, identity, or a default that draws from a sequence.
//
// ADD COLUMN with any of these rewrites the table under ACCESS EXCLUSIVE. So the column comes bare, with the default set right behind it for rows
// that either version writes; batches number the old rows; NOT NULL is proven when N is gone. An identity needs NOT NULL, so until then a
// sequence of the rollout gives the numbers, and the identity goes on where that one was.
#include "recipes/column_groups.hpp"
#include "recipes/conditions.hpp"
#include "recipes/numbering.hpp"
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) { 
  return difference.is(What::missing, "column") && is_numbered(*context.wanted.find(difference.element)) && !context.wanted.find(difference.element)->has("moved_from") && group_of(difference, context).olds.empty();
}

std::string alter_column(const ElementId& column) { return "ALTER TABLE " + sql::relation(table_of(column)) + " ALTER COLUMN " + sql::identifier(column.name); }
std::string nextval(const ElementId& sequence) { return "pg_catalog.nextval(" + sql::literal(sql::relation(sequence)) + "::pg_catalog.regclass)"; }

// What gives the numbers until an identity does.
Source first_source(const Object& column) {
  Source source = source_of(column, drawn_sequence(column.text("default"), column.id.schema));
  if (source.kind != Source::Kind::identity) return source;
  const ElementId own = serial_sequence(column.id);
  return {Source::Kind::serial, "", ElementId{"sequence", own.schema, "", retired_name(own.name)}, "", source.options};
}

Step add(const Object& column, const Source& source, const Context& context) {
  Object bare = column;
  for (const std::string_view key : {"serial", "identity", "identity_options", "default", "not_null"}) bare[key] = {};
  Step step = brief(Phase::expand, Part::main, table_of(column.id), LockMode::access_exclusive, "add-numbered-column " + qualified_name(column.id), "add column " + column.id.parent + "." + column.id.name + ", numbered");
  step.transaction = Transaction::own;
  step.sql = {bare.kind->create(bare, {})};
  if (source.kind == Source::Kind::serial)
    for (std::string& sql : create_owned_sequence(*source.sequence, column.id, column.text("type"), source.options)) step.sql.push_back(std::move(sql));
  else step.needs = {{*source.sequence, Side::wanted, Milestone::exists}};
  step.sql.push_back(alter_column(column.id) + " SET DEFAULT " + nextval(*source.sequence));
  if (column.has("comment")) step.sql.push_back(comment_on(column));
  step.done = {column_exists(column.id), "column " + qualified_name(column.id) + " is missing"};
  step.brings = {{column.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({column.kind->drop(column)});
  step.undo.losses = {if_next_has_run("SELECT count(*) FROM " + sql::relation(table_of(column.id)) + " WHERE " + sql::identifier(column.id.name) + " IS NOT NULL", context)};
  step.touches = {column.id, *source.sequence};
  step.notes = {"rows that either version writes from here on get a number by the default"};
  return step;
}

Step make_identity(const Object& column, const Source& from) {
  const Source to = source_of(column);
  Step step = brief(Phase::validate, Part::enforce, table_of(column.id), LockMode::access_exclusive, "add-numbered-column " + qualified_name(column.id) + ": identity", "make " + column.id.parent + "." + column.id.name + " an identity column");
  step.transaction = Transaction::own;
  const std::string helper = sql::relation(*from.sequence);
  step.sql = {alter_column(column.id) + " DROP DEFAULT", add_identity(column, to), go_on_after_last_drawn(identity_sequence(column.id), sql::literal(helper) + "::pg_catalog.regclass"), "DROP SEQUENCE " + helper};
  step.done = {column_identity_is(column.id, to.identity), "column " + qualified_name(column.id) + " has no identity"};
  step.undo.how = UndoHow::sql;
  step.undo.sql = create_owned_sequence(*from.sequence, column.id, column.text("type"), from.options);
  step.undo.sql.push_back(go_on_after_last_drawn(sql::literal(helper) + "::pg_catalog.regclass", identity_sequence(column.id)));
  step.undo.sql.push_back(alter_column(column.id) + " DROP IDENTITY");
  step.undo.sql.push_back(alter_column(column.id) + " SET DEFAULT " + nextval(*from.sequence));
  step.needs = {{column.id, Side::wanted, Milestone::live}};
  step.hurts = {.n_writes = true};
  step.touches = {column.id, *from.sequence};
  return step;
}

std::vector<Finding> refusals(const Object& column, const Source& source, const Context& context) {
  const auto refusal = [&](std::string_view key, std::string message, std::string help) {
    return Finding{Severity::error, "add-numbered-column", to_string(column.id) + " " + message, std::move(help), column.spot(key)};
  };
  std::vector<Finding> findings;
  if (column.has("backfill")) findings.push_back(refusal("backfill", "has a backfill, but each of its rows gets a number of its own", "remove backfill, or add a plain column with it"));
  if (column.is("serial") && serial_sequence(column.id).name.size() > sql::longest_name_bytes)
    findings.push_back(refusal("serial", "would need a sequence of the name " + serial_sequence(column.id).name + ", which is longer than a name can be", "write it as an identity column, or name a sequence and a default"));
  else if (source.kind == Source::Kind::serial && context.live.find(*source.sequence) != nullptr)
    findings.push_back(refusal("serial", "needs a sequence of the name " + qualified_name(*source.sequence) + ", which is taken", "drop or rename that in a rollout before this one"));
  if (source.kind == Source::Kind::expression && context.live.find(*source.sequence) == nullptr && context.wanted.find(*source.sequence) == nullptr && serial_column_of(*source.sequence, context.live) == nullptr &&
      serial_column_of(*source.sequence, context.wanted) == nullptr)
    findings.push_back(refusal("default", "draws from " + to_string(*source.sequence) + ", which neither the live nor the desired schema has", "add it to [sequence], or correct the name"));
  return findings;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  const Source source = first_source(column);
  Recipe result;
  result.findings = refusals(column, source, context);
  if (refuses(result.findings)) return result;
  const std::string id = "add-numbered-column " + qualified_name(column.id), name = sql::identifier(column.id.name);
  result.steps.push_back(add(column, source, context));
  const Fill rows{table_of(column.id), id, name + " = " + nextval(*source.sequence), name + " IS NULL", "number the rows of " + column.id.parent + " in batches"};
  result.steps.push_back(fill(rows, Phase::backfill, Part::main, context));
  result.steps.back().brings = {{column.id, Side::wanted, Milestone::filled}};
  if (source.kind == Source::Kind::expression) result.steps.back().locks.push_back({*source.sequence, LockMode::row_exclusive, Work::batches});
  if (column.is("not_null"))
    for (Step& step : proven_not_null(column.id, id + ": not null", true, context)) result.steps.push_back(std::move(step));
  if (column.has("identity")) result.steps.push_back(make_identity(column, source));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (email) VALUES ('n' || $1)",
    "UPDATE users SET email = 'changed ' || $1 WHERE email = 'u' || $1 % 20",
    "SELECT email FROM users WHERE email = 'u' || $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (email) VALUES ('m' || $1)",
    "SELECT email, number, code, ticket FROM users WHERE number = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "serial-identity-and-default",
    .shows = "a serial column, an identity column and one that draws from a sequence, each numbered for old and new rows",
    .before_sql = "CREATE TABLE users (email text);\nINSERT INTO users SELECT nullif('u' || i, 'u7') FROM generate_series(1, 50) AS i;\nCREATE SEQUENCE tickets START 1000;",
    .desired_toml = "[sequence]\ntickets = \"start 1000\"\n[table.users.column]\nemail = \"text\"\nnumber = { is = \"bigserial\", comment = \"of each row\" }\n"
                    "code = \"integer generated always as identity (start 500 increment 5)\"\nticket = \"bigint default nextval('tickets')\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT email FROM users ORDER BY email",
    .next_never_sees = "SELECT 1 FROM users WHERE number IS NULL OR code IS NULL OR ticket IS NULL",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE, Notes: a volatile default, identity and serial rewrite the table",
    "PostgreSQL manual, ALTER TABLE: SET DEFAULT applies to later INSERT commands only",
};

}  // namespace

extern constinit const ChangeKind add_numbered_column = {
    .name = "add-numbered-column",
    .summary = "adds a serial or identity column, or one whose default draws from a sequence, numbering old rows in batches",
    .why = "`ADD COLUMN` with a number for each row rewrites the table while everybody waits. Instead the column comes without a default, and gets it in the same transaction: rows that N and N+1 write from "
           "then on draw a number, and batches number the old ones. `NOT NULL` is proven when N is gone. An identity needs `NOT NULL`, so a sequence of the rollout stands in for it until then. Whoever "
           "may insert into the table may use the sequence.",
    .when_not = "A name of the sequence that is taken, and `backfill`, are refused.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
