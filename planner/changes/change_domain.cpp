// Change kind: change the checks, NOT NULL or the default of a domain.
//
// A check that is NOT VALID locks no table and binds every new value; VALIDATE and SET NOT NULL scan every table that has the domain under SHARE, where all
// writes wait. So new rules come in validate, after a count, and are proven only where the tables are small, which the file asks again. What
// loosens a rule opens validate: N has never read such a value.
#include "recipes/conditions.hpp"
#include "recipes/renamed_values.hpp"
#include "recipes/small_table.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool is_ours(const Difference& difference) {
  if (difference.what != What::field || difference.element.kind != "domain") return false;
  const std::string_view key = difference.field->key;
  return key == "check" || key == "not_valid" || key == "default" || key == "not_null";
}

bool claims(const Difference& difference, const Context& context) {
  if (!is_ours(difference) || follows_renamed_values(difference, context)) return false;
  return std::ranges::none_of(context.differences, [&](const Difference& other) {
    if (other.what != What::field || other.element != difference.element) return false;
    // Another base takes a new type; a check brings along whether it is valid.
    return other.field->key == "type" || other.field->key == "collation" || (difference.field->key == "not_valid" && other.field->key == "check" && !follows_renamed_values(other, context));
  });
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return claimed.field->key == "check" && other.what == What::field && other.element == claimed.element && other.field->key == "not_valid";
}

struct Case {
  const Object& live;
  const Object& wanted;
  const Context& context;
  std::vector<Holder> holders = holders_of(live.id, context);
  std::vector<ElementId> tables = tables_of(holders);
  [[nodiscard]] std::string alter() const { return "ALTER DOMAIN " + sql::relation(live.id) + " "; }
  [[nodiscard]] std::string name() const { return "change-domain " + qualified_name(wanted.id); }
};

std::string of_type(const Case& c) {
  return "t.oid IN (pg_catalog.to_regtype(" + sql::literal(sql::relation(c.live.id)) + "), pg_catalog.to_regtype(" + sql::literal(sql::relation(c.wanted.id)) + "))";
}

std::string has_check(const Case& c, const std::string& name, const std::string& further = "") {
  return "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE " + of_type(c) + " AND k.conname = " + sql::literal(name) + further + ")";
}

std::string is_true(const Case& c, const std::string& condition) { return "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE " + of_type(c) + " AND " + condition + ")"; }

std::string entry(const TextMap& map, const std::string& name) {
  for (const auto& [key, text] : map)
    if (key == name) return text;
  return {};
}

bool lists(const Object& domain, const std::string& name) {
  const auto names = domain.list("not_valid");
  return std::ranges::find(names, name) != names.end();
}

// Rows of the table that break the rule, which is said of VALUE.
std::string violations(const Case& c, const ElementId& table, const std::string& broken) {
  std::string any;
  for (const Holder& holder : c.holders)
    if (table_of(holder.column) == table && !holder.nested)
      any += (any.empty() ? "" : " OR ") + sql::with_renamed_columns(broken, {{"value", holder.column.name}});
  return any.empty() ? "" : "SELECT count(*) FROM " + sql::relation(table) + " WHERE " + any;
}

std::vector<std::string> all_violations(const Case& c, const std::string& broken) {
  std::vector<std::string> queries;
  for (const ElementId& table : c.tables)
    if (std::string query = violations(c, table, broken); !query.empty()) queries.push_back(std::move(query));
  return queries;
}

std::vector<Step> proofs(const Case& c, const std::string& what, const std::string& broken) {
  std::vector<Step> steps;
  for (const ElementId& table : c.tables)
    if (const std::string query = violations(c, table, broken); !query.empty())
      steps.push_back(proof(table, c.name() + ": " + what + ": proof on " + qualified_name(table), "prove that no row of " + table.name + " breaks " + what + " of " + to_string(c.wanted.id),
                            Violations{.count = query, .what = "rows of " + qualified_name(table) + " break " + what + " of " + to_string(c.wanted.id), .hint = "correct these rows, and run this file again"}, c.context));
  return steps;
}

Step step_of(const Case& c, const std::string& what, Part part, std::string title) {
  Step step;
  step.id = c.name() + ": " + what;
  step.title = std::move(title);
  step.phase = Phase::validate;
  step.part = part;
  step.touches = {c.wanted.id};
  return step;
}

// What scans every table of the domain while writes to them wait.
void scan_all(const Case& c, Step& step) {
  if (c.tables.empty()) return;
  step.transaction = Transaction::none;
  step.takes_long = true;
  for (const ElementId& table : c.tables) {
    step.locks.push_back({table, LockMode::share, Work::scans});
    step.notes.push_back("writes to " + qualified_name(table) + " wait while all tables of the domain are scanned: " + size_text(c.context.size(table)));
  }
  step.before = still_small_together(c.tables, "the tables of " + to_string(c.live.id), "name the check in not_valid, and give each column the same check", c.context);
}

std::vector<Finding> too_much(const Case& c, const std::string& what, const std::string& help, const SourceSpot& at) {
  std::vector<Finding> findings;
  for (const Holder& holder : c.holders)
    if (holder.nested) findings.push_back({Severity::error, "change-domain", what + " of " + to_string(c.wanted.id) + " cannot be proven: " + to_string(holder.column) + " holds the domain inside another type, which PostgreSQL refuses", help, at});
  if (!are_small(c.tables, c.context)) {
    std::string sizes;
    for (const ElementId& table : c.tables) sizes += (sizes.empty() ? "" : ", ") + qualified_name(table) + " has " + size_text(c.context.size(table));
    findings.push_back({Severity::error, "change-domain", what + " of " + to_string(c.wanted.id) + " would be proven by a scan of all tables that have it, with every write to them waiting, and together they have more than the " +
                        small_text(c.context) + " of [tables] small: " + sizes, help, at});
  }
  return findings;
}

std::string add_check(const Case& c, const std::string& name, const std::string& expression, bool unproven) {
  return c.alter() + "ADD CONSTRAINT " + sql::identifier(name) + " CHECK (" + expression + ")" + (unproven ? " NOT VALID" : "");
}
std::string drop_check(const Case& c, const std::string& name) { return c.alter() + "DROP CONSTRAINT " + sql::identifier(name); }

Step dropped_check(const Case& c, const std::string& name, const std::string& expression) {
  Step step = step_of(c, "drop check " + name, Part::open, "drop the check " + name + " of " + to_string(c.wanted.id));
  step.sql = {drop_check(c, name)};
  step.done = {negated(has_check(c, name)), "the check " + name + " of " + to_string(c.wanted.id) + " is still there"};
  const bool nested = std::ranges::any_of(c.holders, &Holder::nested), was_valid = !lists(c.live, name);
  step.undo = undo_by({add_check(c, name, expression, !was_valid || nested)});
  if (was_valid && nested) step.undo.leaves = "the check " + name + " as not valid";
  if (was_valid) step.undo.losses = all_violations(c, "(" + expression + ") IS FALSE");
  step.hurts = {.n_reads = true};
  step.promises = {{qualified_name(c.wanted.id) + "." + name + ".dropped", "write values of " + qualified_name(c.wanted.id) + " that break " + name, c.wanted.spot("check")}};
  if (!c.tables.empty()) step.notes = {"undo scans every table of the domain while writes to it wait"};
  return step;
}

Step validated(const Case& c, const std::string& name) {
  Step step = step_of(c, "validate check " + name, Part::enforce, "validate the check " + name + " of " + to_string(c.wanted.id));
  step.sql = {c.alter() + "VALIDATE CONSTRAINT " + sql::identifier(name)};
  step.done = {has_check(c, name, " AND k.convalidated"), "the check " + name + " of " + to_string(c.wanted.id) + " is not valid"};
  step.promises = {{qualified_name(c.wanted.id) + "." + name, "rely on every value of " + qualified_name(c.wanted.id) + " obeying " + name, c.wanted.spot("check")}};
  scan_all(c, step);
  return step;
}

// `before`: the live expression of the same name; empty: the check is new.
void added_check(const Case& c, const std::string& name, const std::string& before, Recipe& result) {
  const std::string expression = entry(c.wanted.map("check"), name);
  const bool unproven = lists(c.wanted, name), used = !c.holders.empty();
  if (!unproven) {
    for (Finding& finding : too_much(c, "the check " + name, "name it in not_valid of the domain, and give each column that has the domain the same check", c.wanted.spot("check"))) result.findings.push_back(std::move(finding));
    for (Step& step : proofs(c, "the check " + name, "(" + expression + ") IS FALSE")) result.steps.push_back(std::move(step));
  }
  Step step = step_of(c, "add check " + name, Part::enforce, "new values of " + to_string(c.wanted.id) + " obey " + name);
  const bool at_once = unproven || used;
  if (!before.empty()) step.sql.push_back(drop_check(c, name));
  step.sql.push_back(add_check(c, name, expression, at_once));
  step.done = {has_check(c, name, before.empty() ? "" : " AND (pg_catalog.pg_get_expr(k.conbin, 0) <> " + sql::literal(before) + " OR " + (lists(c.live, name) ? "" : "NOT ") + "k.convalidated)"),
               "the check " + name + " of " + to_string(c.wanted.id) + " is missing"};
  step.undo = undo_by({drop_check(c, name)});
  if (!before.empty()) {
    const bool nested = std::ranges::any_of(c.holders, &Holder::nested);
    step.undo.sql.push_back(add_check(c, name, before, lists(c.live, name) || nested));
    if (!lists(c.live, name)) step.undo.losses = all_violations(c, "(" + before + ") IS FALSE");
    if (nested && !lists(c.live, name)) step.undo.leaves = "the check " + name + " as not valid";
  }
  step.hurts = {.n_writes = true};
  result.steps.push_back(std::move(step));
  if (!unproven && used) {
    Step last = validated(c, name);
    last.undo = nothing_to_undo("the check goes with its own step");
    result.steps.push_back(std::move(last));
  }
}

void change_checks(const Case& c, const Difference& difference, Recipe& result) {
  const TextMap live = c.live.map("check"), wanted = c.wanted.map("check");
  for (const auto& [name, expression] : live)
    if (entry(wanted, name).empty()) result.steps.push_back(dropped_check(c, name, expression));
  for (const auto& [name, expression] : wanted) {
    const std::string before = entry(live, name);
    const bool was_unproven = lists(c.live, name), is_unproven = lists(c.wanted, name);
    const bool same = before == expression || (!before.empty() && follows_renamed_values(expression, before, difference, c.context));
    if (same && was_unproven == is_unproven) continue;
    if (!same || is_unproven) {
      added_check(c, name, before, result);
      continue;
    }
    for (Finding& finding : too_much(c, "the check " + name, "leave it in not_valid of the domain, and give each column that has the domain the same check", c.wanted.spot("not_valid"))) result.findings.push_back(std::move(finding));
    for (Step& step : proofs(c, "the check " + name, "(" + expression + ") IS FALSE")) result.steps.push_back(std::move(step));
    Step step = validated(c, name);
    step.undo = undo_by({drop_check(c, name), add_check(c, name, expression, true)});
    result.steps.push_back(std::move(step));
  }
}

void change_not_null(const Case& c, Recipe& result) {
  const std::string set = c.alter() + "SET NOT NULL", drop = c.alter() + "DROP NOT NULL";
  const SourceSpot at = c.wanted.spot("not_null");
  if (c.wanted.is("not_null")) {
    result.findings = too_much(c, "NOT NULL", "leave the domain nullable, and say not null of each column that has it", at);
    for (Step& step : proofs(c, "NOT NULL", "value IS NULL")) result.steps.push_back(std::move(step));
    Step step = step_of(c, "set not null", Part::enforce, to_string(c.wanted.id) + " becomes NOT NULL");
    step.sql = {set};
    step.done = {is_true(c, "t.typnotnull"), to_string(c.wanted.id) + " is still nullable"};
    step.undo = undo_by({drop});
    step.hurts = {.n_writes = true};
    step.promises = {{qualified_name(c.wanted.id) + ".not_null", "rely on " + qualified_name(c.wanted.id) + " never being NULL", at}};
    scan_all(c, step);
    result.steps.push_back(std::move(step));
    return;
  }
  Step step = step_of(c, "drop not null", Part::open, "let " + to_string(c.wanted.id) + " be NULL");
  step.sql = {drop};
  step.done = {is_true(c, "NOT t.typnotnull"), to_string(c.wanted.id) + " is still not null"};
  step.undo = undo_by({set});
  step.undo.losses = all_violations(c, "value IS NULL");
  step.hurts = {.n_reads = true};
  step.promises = {{qualified_name(c.wanted.id) + ".null", "write NULL as a value of " + qualified_name(c.wanted.id), at}};
  if (!c.tables.empty()) step.notes = {"undo scans every table of the domain while writes to it wait"};
  result.steps.push_back(std::move(step));
}

void change_default(const Case& c, Recipe& result) {
  const std::string live = c.live.text("default"), wanted = c.wanted.text("default");
  const auto statement = [&](const std::string& text) { return c.alter() + (text.empty() ? "DROP DEFAULT" : "SET DEFAULT " + text); };
  Step step = step_of(c, "default", Part::enforce, std::string(wanted.empty() ? "drop" : "set") + " the default of " + to_string(c.wanted.id));
  step.sql = {statement(wanted)};
  std::string done = wanted.empty() ? "t.typdefaultbin IS NULL" : "t.typdefaultbin IS NOT NULL";
  if (!live.empty() && !wanted.empty()) done += " AND pg_catalog.pg_get_expr(t.typdefaultbin, 0) <> " + sql::literal(live);
  step.done = {is_true(c, done), "the default of " + to_string(c.wanted.id) + " is not as wanted"};
  step.undo = undo_by({statement(live)});
  step.hurts = {.n_writes = true};
  step.promises = {{qualified_name(c.wanted.id) + ".default", "leave a column of " + qualified_name(c.wanted.id) + " without a default of its own out of an INSERT", c.wanted.spot("default")}};
  for (const Holder& holder : c.holders)
    if (const Object* column = c.context.live.find(holder.column); column != nullptr && !column->has("default")) step.notes.push_back("is the default of " + to_string(holder.column) + ", which has none of its own");
  result.steps.push_back(std::move(step));
}

Recipe recipe(const Change& change, const Context& context) {
  const Case c{*context.live.find(change.claimed.live_element), *context.wanted.find(change.claimed.element), context};
  Recipe result;
  if (change.claimed.field->key == "not_null") change_not_null(c, result);
  else if (change.claimed.field->key == "default") change_default(c, result);
  else change_checks(c, change.claimed, result);
  for (Finding& finding : used_at_deploy(c.wanted, "change-domain", "the change of " + to_string(c.wanted.id), "the first version lives with both forms; the second, deployed after validate, relies on the new one")) result.findings.push_back(std::move(finding));
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, code, nick) VALUES ($1, 'n' || $1, 'x' || $1)",
    "UPDATE users SET code = 'changed ' || $1 WHERE id = $1 % 7",
    "SELECT id, code, nick FROM users WHERE id = $1 % 20",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, code, nick) VALUES ($1, 'm' || $1, 'x' || $1)",
    "SELECT id, code, nick FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {
    {
        .name = "checks",
        .shows = "of a domain in two tables and below another domain, one check is new, one changes, one goes and one stays not valid",
        .before_sql = "CREATE DOMAIN \"a code\" AS text CONSTRAINT \"it's old\" CHECK (VALUE <> 'old') CONSTRAINT long CHECK (length(VALUE) < 100);\nCREATE DOMAIN nick AS \"a code\";\n"
                      "CREATE TABLE users (id bigint PRIMARY KEY, code \"a code\", nick nick);\nCREATE TABLE others (id bigint PRIMARY KEY, code \"a code\");\n"
                      "INSERT INTO users SELECT i, CASE WHEN i % 3 > 0 THEN 'code ' || i END, 'n' || i FROM generate_series(1, 20) AS i;\nINSERT INTO others VALUES (1, 'it''s'), (2, NULL);",
        .desired_toml = "[domain]\nnick = '\"a code\"'\n\"a code\" = { is = \"text\", check = { \"it's new\" = \"VALUE <> ''\", long = \"length(VALUE) < 50\", later = \"VALUE <> 'it''s'\" }, not_valid = [\"later\"] }\n"
                        "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\ncode = '\"a code\"'\nnick = \"nick\"\n"
                        "[table.others]\nprimary_key = \"(id)\"\n[table.others.column]\nid = \"bigint\"\ncode = '\"a code\"'\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, code, nick FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE code = 'old'",
    },
    {
        .name = "not-null-and-default",
        .shows = "one domain becomes not null with another default, another one nullable without a default; a check is validated",
        .before_sql = "CREATE DOMAIN code AS text DEFAULT 'none';\nALTER DOMAIN code ADD CONSTRAINT short CHECK (length(VALUE) < 100) NOT VALID;\nCREATE DOMAIN nick AS text NOT NULL DEFAULT 'nobody';\n"
                      "CREATE TABLE users (id bigint PRIMARY KEY, code code, nick nick);\nINSERT INTO users SELECT i, 'code ' || i, 'n' || i FROM generate_series(1, 20) AS i;",
        .desired_toml = "[domain]\ncode = { is = \"text not null default 'it''s new'\", check = { short = \"length(VALUE) < 100\" } }\nnick = \"text\"\n"
                        "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\ncode = \"code\"\nnick = \"nick\"\n",
        .n_statements = n_statements,
        .next_statements = next_statements,
        .n_reads = "SELECT id, code, nick FROM users ORDER BY id",
        .n_never_sees = "SELECT id FROM users WHERE nick IS NULL",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER DOMAIN: NOT VALID, VALIDATE CONSTRAINT, SET NOT NULL; refused while a composite, array or range column has the domain",
};

}  // namespace

extern constinit const ChangeKind change_domain = {
    .name = "change-domain",
    .summary = "changes the checks, NOT NULL or the default of a domain, and proves new rules where its tables are small",
    .why = "N may write what a new rule forbids, and has never read what a dropped one forbade, so both come in validate: what loosens first, what tightens after a count of the rows that break it. "
           "`ADD CONSTRAINT … NOT VALID` and the default lock no table; `VALIDATE CONSTRAINT` and `SET NOT NULL` scan every table that has the domain while writes to all of them wait (`SHARE`), so they stand in a file of "
           "their own that asks first whether the tables are still small.",
    .when_not = "A new check or NOT NULL is refused where the tables together have more than `tables.small` (16 MB by default), or where a column holds the domain inside an array, a composite or a range: name the check in `not_valid`, and give the columns the same check. "
                "`uses_at = \"deploy\"` is refused. Another base type is replace-type.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
