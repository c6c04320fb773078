// Change kind: switch row security of a table on or off, or force it upon the owner.
//
// On, the policies decide what everybody but the owner sees; without a permissive policy nobody sees a row, no UPDATE finds one, and
// every INSERT fails. So it comes on when the running version is gone, last in validate, and it goes off at the beginning of validate.
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is_field("table", "row_level_security"); }

struct Security {
  bool on, forced;
};

Security security_of(const Object& table) {
  const std::string text = table.text("row_level_security");
  return {text == "on" || text == "forced", text.ends_with("forced")};
}

std::string alter(const ElementId& table, std::string_view what) { return "ALTER TABLE " + sql::relation(table) + " " + std::string(what) + " ROW LEVEL SECURITY"; }

std::string state(const ElementId& table, std::string_view column, bool value) {
  return "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ") AND " + (value ? "" : "NOT ") + "c." + std::string(column) + ")";
}

// "p on public.users", as the server names a policy.
bool has_policy(const ElementId& table, const Context& context) {
  const auto is_its = [&](const std::string& identity) { return identity.ends_with(" on " + sql::relation(table)); };
  for (const Catalog* side : {&context.live, &context.wanted})
    if (std::ranges::any_of(side->left_alone, [&](const LeftAlone& thing) { return thing.type == "policy" && is_its(thing.identity); })) return true;
  return std::ranges::any_of(context.wanted.objects(), [&](const Object* object) { return object->id.kind == "policy" && object->id.schema == table.schema && object->id.parent == table.name; });
}

// One direction: what is switched on, or what is switched off.
Step change_step(const ElementId& table, Security from, Security to, bool tightens) {
  Step step = brief(Phase::validate, tightens ? Part::enforce : Part::open, table, LockMode::access_exclusive, "row-security " + qualified_name(table) + (tightens ? ": on" : ": off"), "");
  std::vector<std::string> conditions;
  if (from.on != to.on && to.on == tightens) {
    step.title = std::string(tightens ? "enable" : "disable") + " row security on " + table.name;
    step.sql.push_back(alter(table, tightens ? "ENABLE" : "DISABLE"));
    step.undo.sql.push_back(alter(table, tightens ? "DISABLE" : "ENABLE"));
    conditions.push_back(state(table, "relrowsecurity", to.on));
  }
  if (from.forced != to.forced && to.forced == tightens) {
    step.title += step.title.empty() ? std::string(tightens ? "force row security upon" : "no longer force row security upon") + " the owner of " + table.name : tightens ? ", and force it upon the owner" : ", and no longer force it upon the owner";
    step.sql.push_back(alter(table, tightens ? "FORCE" : "NO FORCE"));
    step.undo.sql.push_back(alter(table, tightens ? "NO FORCE" : "FORCE"));
    conditions.push_back(state(table, "relforcerowsecurity", to.forced));
  }
  for (const std::string& condition : conditions) step.done.sql += (step.done.sql.empty() ? "" : " AND ") + condition;
  step.done.otherwise = "row security of " + qualified_name(table) + " is not as wanted";
  step.undo.how = UndoHow::sql;
  step.hurts = {.n_reads = true, .n_writes = tightens};
  step.touches = {table};
  return step;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& table = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = renamed_table(table.id, live.id, "row-security", change.claimed.at);
  if (refuses(result.findings)) return result;
  const Security from = security_of(live), to = security_of(table);
  const SourceSpot at = table.spot("row_level_security");
  if ((from.on && !to.on) || (from.forced && !to.forced)) {
    result.steps.push_back(change_step(table.id, from, to, false));
    result.steps.back().promises = {{qualified_name(table.id) + ".row_security_off", "expect to see the rows of " + qualified_name(table.id) + " that its policies hide", at}};
    if (from.on && !to.on)
      result.findings.push_back({Severity::warning, "row-security", "row security of " + to_string(table.id) + " goes off, which opens all its rows to whoever may read the table", "look at its grants first", change.claimed.at});
  }
  if ((to.on && !from.on) || (to.forced && !from.forced)) {
    result.steps.push_back(change_step(table.id, from, to, true));
    result.steps.back().promises = {{qualified_name(table.id) + ".row_security", "rely on the policies of " + qualified_name(table.id) + " hiding rows", at}};
    result.steps.back().notes = {"before it runs, ask as each role whether its policies show the rows that it needs; undo switches it off again"};
    if (to.on && !has_policy(table.id, context))
      result.findings.push_back({Severity::warning, "row-security", to_string(table.id) + " has row security and no policy: only its owner" + (to.forced ? " with BYPASSRLS" : "") + " and superusers see its rows or write to it", "write its policies first, unless that is what you mean", at});
  }
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "UPDATE users SET email = email WHERE id = $1 % 5",
    "SELECT id, email FROM users WHERE id = $1 % 5",
};

constexpr Example examples[] = {{
    .name = "on-and-off",
    .shows = "row security comes on, with a policy there already, and is forced; of another table it goes off, of a third only the force",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nINSERT INTO users SELECT i, nullif('u' || i, 'u3') FROM generate_series(1, 5) AS i;\n"
                  "CREATE POLICY everybody ON users USING (id IS NOT NULL);\n"
                  "CREATE TABLE logs (id bigint PRIMARY KEY);\nALTER TABLE logs ENABLE ROW LEVEL SECURITY;\n"
                  "CREATE TABLE notes (id bigint PRIMARY KEY);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\nrow_level_security = \"forced\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n"
                    "[table.logs]\nprimary_key = \"(id)\"\n[table.logs.column]\nid = \"bigint\"\n"
                    "[table.notes]\nprimary_key = \"(id)\"\nrow_level_security = \"on\"\n[table.notes.column]\nid = \"bigint\"\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, 5.8 Row Security Policies: with no policy a default-deny policy is assumed",
    "PostgreSQL manual, ALTER TABLE: ENABLE, DISABLE, FORCE, NO FORCE ROW LEVEL SECURITY",
};

}  // namespace

extern constinit const ChangeKind row_security = {
    .name = "row-security",
    .summary = "switches row security of a table on or off, or forces it upon the owner",
    .why = "Switched on, row security hides from N what its policies do not show: a silent empty result, an `UPDATE` of no row, an `INSERT` that fails. So `ENABLE` and `FORCE` come last in validate, when N is gone; "
           "`DISABLE` and `NO FORCE` come first in validate, because N would see rows that it could not have seen. Each takes `ACCESS EXCLUSIVE` for an instant, and running sessions follow at "
           "their next statement. Undo is the other word.\n\n"
           "The plan warns when a table gets row security without a policy, and when it goes off, which opens the rows.",
    .when_not = "Never. Whether the policies show each role what it needs is not known to phasegate.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
