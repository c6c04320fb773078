// Change kind: what writes every row of a table anew under ACCESS EXCLUSIVE: logged or unlogged, tablespace, access method.
//
// PostgreSQL has no concurrent form of any of them, so only a small table is taken. That it is still small is asked again in the file:
// plans are made on small databases, and files run on large ones.
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/small_table.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

constexpr std::string_view way_out = "change it by hand in a maintenance window, or make a new table and move the rows";

bool claims(const Difference& difference, const Context&) {
  return difference.is_field("table", "unlogged") || difference.is_field("table", "tablespace") || difference.is_field("table", "access_method");
}

// One of the three, as it is in one of the schemas.
struct Form {
  std::string statement;
  std::string condition;  // on pg_class AS c
};

// Without a name, the tablespace is that of the database, whatever it is called.
std::string to_own_tablespace(const std::string& alter) {
  const std::string body = "DECLARE\n  own constant name := (SELECT s.spcname FROM pg_catalog.pg_database AS d JOIN pg_catalog.pg_tablespace AS s ON s.oid = d.dattablespace WHERE d.datname = pg_catalog.current_database());\n"
                           "BEGIN\n  EXECUTE " + sql::literal(alter + " SET TABLESPACE ") + " || pg_catalog.quote_ident(own);\nEND\n";
  return "DO " + sql::dollar_quoted("\n" + body, "tablespace");
}

Form form_of(const Object& table, std::string_view field) {
  const std::string alter = "ALTER TABLE " + sql::relation(table.id), value = table.text(field);
  if (field == "unlogged") return {alter + (table.is(field) ? " SET UNLOGGED" : " SET LOGGED"), std::string("c.relpersistence = ") + (table.is(field) ? "'u'" : "'p'")};
  if (field == "access_method") {
    const std::string method = value.empty() ? "heap" : value;
    return {alter + " SET ACCESS METHOD " + sql::identifier(method), "(SELECT a.amname FROM pg_catalog.pg_am AS a WHERE a.oid = c.relam) = " + sql::literal(method)};
  }
  if (value.empty()) return {to_own_tablespace(alter), "c.reltablespace = 0"};
  return {alter + " SET TABLESPACE " + sql::identifier(value),
          "COALESCE(NULLIF(c.reltablespace, 0), (SELECT d.dattablespace FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())) = (SELECT s.oid FROM pg_catalog.pg_tablespace AS s WHERE s.spcname = " + sql::literal(value) + ")"};
}

Finding refusal(const Object& table, std::string_view field, std::string message, std::string help) {
  return {Severity::error, "rewrite-table", "`" + std::string(field) + "` of " + to_string(table.id) + " " + std::move(message), std::move(help), table.spot(field)};
}


bool is_unlogged(const ElementId& table, const Context& context) {
  const Object* object = context.wanted.find(table);
  return object != nullptr && object->is("unlogged");
}

// A table that survives a crash may not refer to one that does not.
void add_foreign_keys(const Object& table, const Context& context, Step& step, std::vector<Finding>& findings) {
  for (const Object* key : context.wanted.objects()) {
    if (key->id.kind != "foreign key") continue;
    const ElementId from = table_of(key->id), to = referenced_table(*key);
    if (from == to || (table.is("unlogged") ? to : from) != table.id) continue;
    const ElementId& other = table.is("unlogged") ? from : to;
    if (is_unlogged(other, context) != table.is("unlogged"))
      findings.push_back(refusal(table, "unlogged", "cannot change: the " + to_string(key->id) + " would lead from a logged to an unlogged table", "change " + to_string(other) + " as well, or leave the foreign key out"));
    else step.needs.push_back({other, Side::wanted, Milestone::live});
  }
}

std::vector<Finding> refusals(const Object& table, std::string_view field, const Context& context) {
  std::vector<Finding> findings;
  if (!is_small(table.id, context))
    findings.push_back(refusal(table, field, fmt::format("cannot change while the table is used: it is written anew while everybody waits, and it has {}", size_text(context.size(table.id))),
                               fmt::format("up to the {} of [tables] small are taken; {}", small_text(context), way_out)));
  if (const Object* user = column_of_row_type(table.id, context))
    findings.push_back(refusal(table, field, "cannot change: PostgreSQL does not write it anew because " + to_string(user->id) + " has its rows as its type", "give " + to_string(user->id) + " another type first"));
  if (field == "access_method" && context.live.server_version_num < 150000) findings.push_back(refusal(table, field, "cannot change before PostgreSQL 15", "make a new table and move the rows"));
  if (field != "unlogged" || !table.is(field)) return findings;
  const std::string word = "unlogged " + to_string(table.id);
  const auto& approvals = context.settings.approvals;
  if (!context.settings.approve_destructive && std::ranges::find(approvals, word) == approvals.end())
    findings.push_back({Severity::error, "not-approved", to_string(table.id) + " becomes unlogged: a crash empties it, its replicas cannot read it, and nobody has approved that",
                        "approve it in phasegate.toml: approvals = ['" + word + "'], or plan with --approve-destructive", table.spot(field)});
  return findings;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& table = *context.wanted.find(change.claimed.element);
  const std::string_view field = change.claimed.field->key;
  Recipe result;
  result.findings = renamed_table(table.id, live.id, "rewrite-table", change.claimed.at);
  for (Finding& finding : refusals(table, field, context)) result.findings.push_back(std::move(finding));
  const Form to = form_of(table, field), from = form_of(live, field);
  const std::string what = field == "unlogged" ? (table.is(field) ? "make " + table.id.name + " unlogged" : "make " + table.id.name + " logged")
                           : field == "tablespace" ? "move " + table.id.name + " to " + (table.has(field) ? "tablespace " + table.text(field) : "the tablespace of its database")
                                                   : "store " + table.id.name + " by the access method " + (table.has(field) ? table.text(field) : "heap");
  Step step = brief(Phase::expand, Part::main, table.id, LockMode::access_exclusive, "rewrite-table " + qualified_name(table.id) + ": " + std::string(field), what);
  step.locks.front().work = Work::rewrites;
  step.transaction = Transaction::own;
  step.sql = {to.statement};
  step.before = still_small(table.id, std::string(way_out), context);
  step.done = {"EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table.id)) + ") AND " + to.condition + ")", "not done: " + what};
  step.undo = undo_by({from.statement});
  step.brings = {{table.id, Side::wanted, Milestone::live}};
  step.touches = {table.id};
  step.notes = {"writes " + size_text(context.size(table.id)) + " anew while everybody waits"};
  if (field == "unlogged") add_foreign_keys(table, context, step, result.findings);
  if (field == "unlogged" && table.is(field)) {
    std::tie(step.phase, step.part) = std::pair(Phase::contract, Part::retire);
    step.hurts = {.n_reads = true};
    step.promises = {{qualified_name(table.id) + ".unlogged", "rely on " + qualified_name(table.id) + " being cheaper to write", table.spot(field)}};
    step.notes.push_back("from then on a crash empties the table, and a replica cannot read it");
  }
  if (!refuses(result.findings)) result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "UPDATE users SET email = email WHERE id = $1 % 5",
    "SELECT id, email FROM users WHERE id = $1 % 5",
    "INSERT INTO cache (id, user_id) VALUES ($1, 1)",
};

constexpr Example examples[] = {{
    .name = "logged-and-unlogged",
    .shows = "two small tables with a foreign key between them become logged, the one that is referred to first; a third becomes unlogged when N is gone",
    .before_sql = "CREATE UNLOGGED TABLE users (id bigint PRIMARY KEY, email text);\nINSERT INTO users SELECT i, nullif('u' || i, 'u3') FROM generate_series(1, 5) AS i;\n"
                  "CREATE UNLOGGED TABLE \"a;ddress\" (id bigserial PRIMARY KEY, user_id bigint CONSTRAINT of_user REFERENCES users);\nINSERT INTO \"a;ddress\" (user_id) VALUES (1), (NULL);\n"
                  "CREATE TABLE cache (id bigint PRIMARY KEY, user_id bigint);",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n"
                    "[table.\"a;ddress\"]\nprimary_key = \"(id)\"\n[table.\"a;ddress\".column]\nid = \"bigserial\"\nuser_id = \"bigint\"\n[table.\"a;ddress\".foreign_key]\nof_user = \"(user_id) references users (id)\"\n"
                    "[table.cache]\nunlogged = true\nprimary_key = \"(id)\"\n[table.cache.column]\nid = \"bigint\"\nuser_id = \"bigint\"\n",
    .settings_toml = "approvals = [\"unlogged table public.cache\"]\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: SET LOGGED, SET TABLESPACE, SET ACCESS METHOD rewrite the table or copy its files under ACCESS EXCLUSIVE",
    "PostgreSQL manual, CREATE TABLE, UNLOGGED: truncated after a crash, not replicated",
};

}  // namespace

extern constinit const ChangeKind rewrite_table = {
    .name = "rewrite-table",
    .summary = "makes a small table logged or unlogged, moves it to another tablespace, or gives it another access method",
    .why = "Each of these writes the whole table anew under `ACCESS EXCLUSIVE`, and PostgreSQL has no concurrent form. A table of up to `tables.small` (16 MB by default) with its indexes is taken, in expand, in a transaction of its "
           "own; its size is asked again in the file, which stops when the table has grown. A table becomes unlogged only in contract: from then on a crash empties it and replicas cannot read it, so that "
           "wants an approval. A table becomes logged after the tables that it refers to, and unlogged after those that refer to it. The indexes of a table that moves stay in their tablespace.",
    .when_not = "A larger table is refused, and so is a foreign key from a logged to an unlogged table.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
