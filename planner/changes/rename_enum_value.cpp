// Change kind: rename values of an enum type, by the hint `renamed_values`.
//
// RENAME VALUE is done at once and locks no table; columns, defaults, checks and indexes follow, because they know the value by its number. Statements
// and function bodies know it by its text: the old text fails from then on, the new one before. So it comes in contract, and N+1 names neither.
#include "recipes/conditions.hpp"
#include "recipes/enum_values.hpp"
#include "recipes/renamed_values.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

EnumChange change_of(const Difference& difference, const Context& context) { return enum_change(*context.live.find(difference.live_element), *context.wanted.find(difference.element)); }

bool claims(const Difference& difference, const Context& context) {
  if (!difference.is_field("enum type", "values")) return false;
  const EnumChange change = change_of(difference, context);
  return !change.renamed.empty() && !change.needs_new_type();
}

// Defaults, checks and predicates follow by themselves: one that differs by renamed values only is settled with them.
bool absorbs(const Difference& claimed, const Difference& other, const Context& context) { return follows_values_of(claimed, other, context); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& wanted = *context.wanted.find(change.claimed.element);
  const Object& live = *context.live.find(change.claimed.live_element);
  const EnumChange values = change_of(change.claimed, context);
  Recipe result;
  result.findings = used_at_deploy(wanted, "rename-enum-value", "the new name of a value of " + to_string(wanted.id),
                                   "add the value under its new name, let the next version write that and both read it, correct the rows, and leave the old one unused");
  if (refuses(result.findings)) return result;
  result.steps = add_values(values, live, wanted, context);
  const std::string name = sql::relation(live.id);
  for (const auto& [from, to] : values.renamed) {
    const auto rename = [&](const std::string& old_value, const std::string& new_value) { return "ALTER TYPE " + name + " RENAME VALUE " + sql::literal(old_value) + " TO " + sql::literal(new_value); };
    Step step;
    step.id = "rename-enum-value " + qualified_name(wanted.id) + ": " + to;
    step.title = "rename " + sql::literal(from) + " of " + to_string(wanted.id) + " to " + sql::literal(to);
    step.phase = Phase::contract;
    step.part = Part::retire;
    step.sql = {rename(from, to)};
    step.done = {has_value(live, wanted, to) + " AND " + negated(has_value(live, wanted, from)), to_string(wanted.id) + " does not have " + sql::literal(to) + " in place of " + sql::literal(from)};
    step.brings = {{{"enum value", wanted.id.schema, wanted.id.name, to}, Side::wanted, Milestone::exists}};
    step.undo = undo_by({rename(to, from)});
    step.hurts = {.n_reads = true, .n_writes = true, .next_reads = true, .next_writes = true};
    step.promises = {{qualified_name(wanted.id) + "." + to, "name the value " + sql::literal(to) + " of " + qualified_name(wanted.id) + ": until then it is " + sql::literal(from) + ", which fails from then on",
                      wanted.spot("renamed_values")}};
    step.touches = {wanted.id};
    for (const Difference& other : change.absorbed) step.touches.push_back(other.element);
    step.notes = {"statements and function bodies that name " + sql::literal(from) + " fail from here on; a version that reads and writes the value around this step asks phasegate.open(…) which of the two it is"};
    result.steps.push_back(std::move(step));
  }
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, mood) VALUES ($1, CASE WHEN $1 % 2 = 0 THEN 'glad'::mood ELSE 'sad' END)",
    "UPDATE users SET mood = 'glad' WHERE id = $1 % 7",
    "SELECT id, mood FROM users WHERE id = $1 % 20 AND mood = 'glad'",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, mood) VALUES ($1, 'sad')",
    "SELECT id, mood::text IN ('glad', 'happy') AS is_happy FROM users WHERE id = $1 % 20",
};

constexpr Example examples[] = {{
    .name = "with-a-new-one",
    .shows = "a value gets another name in contract, after another value was added beside it in validate; the defaults, of an array and of a domain too, and the checks follow",
    .before_sql = "CREATE TYPE mood AS ENUM ('sad', 'glad');\nCREATE DOMAIN felt AS mood DEFAULT 'glad' CONSTRAINT felt_check CHECK (VALUE <> 'glad' OR VALUE IS NOT NULL);\n"
                  "CREATE TABLE users (id bigint PRIMARY KEY, mood mood DEFAULT 'glad', moods mood[] DEFAULT '{sad,glad}', felt felt, CONSTRAINT users_check CHECK (mood <> 'glad' OR id IS NOT NULL));\n"
                  "INSERT INTO users SELECT i, CASE WHEN i % 3 = 0 THEN 'sad'::mood WHEN i % 3 = 1 THEN 'glad' END FROM generate_series(1, 20) AS i;",
    .desired_toml = "[enum.mood]\nvalues = [\"sad\", \"it's ok\", \"happy\"]\nrenamed_values = { happy = \"glad\" }\n[domain.felt]\nis = \"mood default 'happy'\"\ncheck = { felt_check = \"value <> 'happy' or value is not null\" }\n[table.users]\nprimary_key = \"(id)\"\n"
                    "[table.users.column]\nid = \"bigint\"\nmood = \"mood default 'happy'\"\nmoods = \"mood[] default '{sad, happy}'\"\nfelt = \"felt\"\n[table.users.check]\nusers_check = \"mood <> 'happy' or id is not null\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, mood FROM users ORDER BY id",
    .n_never_sees = "SELECT id FROM users WHERE mood::text = 'it''s ok'",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TYPE: RENAME VALUE"};

}  // namespace

extern constinit const ChangeKind rename_enum_value = {
    .name = "rename-enum-value",
    .summary = "renames values of an enum type once only one version runs, which names neither",
    .why = "`RENAME VALUE` takes an instant, locks no table and rewrites nothing; defaults, checks and indexes follow. But statements spell the value: those of N fail from then on, those with the new name "
           "fail before. So it comes in contract, where N will not return, and N+1 spells neither around it, or asks `phasegate.open(…)` which one it is. Undo renames it back.",
    .when_not = "Only values named in `renamed_values` are renamed; without the hint one value goes and another comes. `uses_at = \"deploy\"` is refused: add the new value beside the old one instead, and correct the rows.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
