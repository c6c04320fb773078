// Change kind: make a column not null that has been nullable so far.
//
// SET NOT NULL by itself scans the table under ACCESS EXCLUSIVE; a validated check constraint spares the scan. And it rejects what the
// running version may still write, so all of it waits until that version is gone: a fill of the rows that hold NULL, where the desired
// schema says with what, then the proof. N's rows stay as N wrote them for as long as N may run.
#include "recipes/proven_not_null.hpp"
#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  return difference.is_field("column", "not_null") && difference.wanted == Value(true);
}

Finding refusal(const Object& column, std::string message, std::string help) {
  return {Severity::error, "set-not-null", "backfill of " + to_string(column.id) + " " + message, std::move(help), column.spot("backfill")};
}

// The fill runs when only the next version does, over rows of the desired form.
std::vector<Finding> refusals(const Object& column, const Context& context) {
  std::vector<Finding> findings = used_at_deploy(column, "set-not-null", "SET NOT NULL on " + qualified_name(column.id),
                                                 "the first version writes the column always, and reads it as one that may be NULL; the second relies on it");
  if (!column.has("backfill")) return findings;
  const std::string text = column.text("backfill");
  for (const std::string& name : sql::column_references(text))
    for (const Catalog* side : {&context.live, &context.wanted})
      if (side->find({"column", column.id.schema, column.id.parent, name}) == nullptr) {
        findings.push_back(refusal(column, "names the column `" + name + "`, which " + qualified_name(table_of(column.id)) + (side == &context.live ? " does not have" : " is about to lose"),
                                   "use columns that both versions have"));
        break;
      }
  std::string upper = text;
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
  if (sql::is_constant(text) && upper.starts_with("NULL")) findings.push_back(refusal(column, "is NULL, so it fills nothing", "give a value, or leave backfill out"));
  return findings;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& column = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = refusals(column, context);
  if (refuses(result.findings)) return result;
  const std::string name = "set-not-null " + qualified_name(column.id), quoted = sql::identifier(column.id.name);
  if (column.has("backfill")) {
    const Fill rows{table_of(column.id), name, quoted + " = (" + column.text("backfill") + ")", is_null(quoted, column.text("type")), "fill the NULLs of " + column.id.parent + "." + column.id.name + " in batches"};
    Step step = fill(rows, Phase::validate, Part::catch_up, context);
    step.undo = nothing_to_undo("the filled values stay: nothing tells them from values that an application wrote");
    step.brings = {{column.id, Side::wanted, Milestone::filled}};
    result.steps.push_back(std::move(step));
  }
  for (Step& step : proven_not_null(column.id, name, column.has("backfill"), context)) result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, email, seen) VALUES ($1, nullif('n' || $1, 'n' || $1 / 3 * 3), 0)",
    "INSERT INTO users (id) VALUES (-$1)",
    "UPDATE users SET seen = seen + 1 WHERE id = $1 % 60",
    "UPDATE users SET email = NULL WHERE id = $1 % 60",
    "SELECT id, email, seen FROM users WHERE id = $1 % 60",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'm' || $1)",
    "INSERT INTO users (id, email) VALUES ($1 % 60, 'upsert') ON CONFLICT (id) DO UPDATE SET email = 'upsert ' || $1",
    "UPDATE users SET email = 'changed by m ' || $1 WHERE id = $1 % 60",
    "UPDATE users SET seen = seen + 1 WHERE id = $1 % 60",
    "SELECT id, coalesce(email, ''), seen FROM users WHERE id = $1 % 60",
};
constexpr std::string_view n_careful[] = {
    "INSERT INTO users (id, email, seen) VALUES ($1, 'n' || $1, 0)",
    "UPDATE users SET email = 'changed by n ' || $1 WHERE id = $1 % 60",
    "SELECT id, email, seen FROM users WHERE id = $1 % 60",
};

constexpr Example examples[] = {
    {
        .name = "with-backfill",
        .shows = "NULLs that the running version writes up to its end are filled when it is gone, and then proven away",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, seen integer NOT NULL DEFAULT 0);\n"
                      "INSERT INTO users (id, email) SELECT i, CASE WHEN i % 3 = 0 THEN NULL WHEN i % 7 = 0 THEN '' ELSE 'u' || i END FROM generate_series(1, 60) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
                        "email = { is = \"text not null\", backfill = \"'unknown-' || id\" }\nseen = \"integer not null default 0\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, seen FROM users ORDER BY id",
    },
    {
        .name = "proof-only",
        .shows = "no row holds NULL and no version writes one: the proof alone",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, seen integer NOT NULL DEFAULT 0);\n"
                      "INSERT INTO users (id, email) SELECT i, 'u' || i FROM generate_series(1, 60) AS i;",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text not null\"\nseen = \"integer not null default 0\"\n",
        .n_statements = n_careful,
        .next_statements = next_statements,
        .n_reads = "SELECT id, email, seen FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: SET NOT NULL scans the table unless a valid CHECK constraint proves that no NULL can exist",
    "PostgreSQL manual, ALTER TABLE, Notes: VALIDATE CONSTRAINT takes SHARE UPDATE EXCLUSIVE",
};

}  // namespace

extern constinit const ChangeKind set_not_null = {
    .name = "set-not-null",
    .summary = "makes a column not null without a scan under an exclusive lock, filling its NULLs first where the desired schema says how",
    .why = "The running version may write NULL until its last instance is gone, so everything lies in validate: batches fill the rows that hold NULL "
           "(`backfill`), a count proves that none is left, and then `CHECK (c IS NOT NULL) NOT VALID`, `VALIDATE` and `SET NOT NULL` follow, of which only "
           "`VALIDATE` reads the table, under `SHARE UPDATE EXCLUSIVE`. In the other order, a row that N left behind would fail the next update of N+1 to any "
           "column of it. The fill does not start before N is gone, because N would read values in its own column that it never wrote.",
    .when_not = "Without `backfill`, the proof stops while NULLs are left, says how many, and changes nothing. `uses_at = \"deploy\"` is refused.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
