// Change kind: rename a check constraint, unique constraint, foreign key, or whatever else is a constraint and has a name of its own.
//
// RENAME CONSTRAINT is instant, and fails ON CONFLICT ON CONSTRAINT, SET CONSTRAINTS and whoever compares the name in an error message. There
// cannot be two names at once, so it waits for contract, and no version relies on either name across it.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (difference.what != What::renamed) return false;
  const Object* wanted = context.wanted.find(difference.element);
  return wanted != nullptr && wanted->kind->is_constraint && !wanted->kind->one_per_parent;
}

// The comment comes with the new name.
bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return other.what == What::field && other.element == claimed.element && other.field->key == "comment";
}

std::string comment_or_none(const Object& constraint) {
  return "COMMENT ON " + constraint.kind->comment(constraint).target + " IS " + (constraint.has("comment") ? sql::literal(constraint.text("comment")) : "NULL");
}

// The constraint of the table that bears the name now.
const Object* holder_of(const ElementId& id, const Context& context) {
  for (const Object* other : context.live.children(table_of(id)))
    if (other->kind->is_constraint && other->id.name == id.name) return other;
  return nullptr;
}

// The name that a live constraint gets; null: it keeps its own, or goes.
const Object* new_name_of(const ElementId& live_id, const Context& context) {
  for (const Object* wanted : context.wanted.objects())
    if (wanted->id.kind == live_id.kind && wanted->id.name != live_id.name && context.live_name(wanted->id) == live_id) return wanted;
  return nullptr;
}

// Who bears the wanted name now has to give it up first.
std::vector<Fact> name_is_free(const ElementId& wanted, const Context& context) {
  const Object* holder = holder_of(wanted, context);
  if (holder == nullptr) return {};
  return {{holder->id, Side::live, new_name_of(holder->id, context) != nullptr ? Milestone::retired : Milestone::gone}};
}

// In a row of constraints that take each other's names, the old names are there before and after: only the last new name is new.
std::string has_its_name(const ElementId& wanted, const ElementId& live, const Context& context) {
  const ElementId table = table_of(live);
  std::string condition = constraint_exists(table, wanted.name);
  const Object* holder = holder_of(wanted, context);
  for (int most = 100; holder != nullptr && most > 0; --most) {
    const Object* next = new_name_of(holder->id, context);
    if (next == nullptr) break;
    condition += " AND " + constraint_exists(table, next->id.name);
    holder = holder_of(next->id, context);
  }
  const auto takes_old_name = [&](const Object* object) { return object->kind->is_constraint && object->id.name == live.name; };
  if (std::ranges::none_of(context.wanted.children(table), takes_old_name)) condition += " AND NOT " + constraint_exists(table, live.name);
  return "(" + condition + ")";
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& wanted = *context.wanted.find(change.claimed.element);
  const Object& live = *context.live.find(change.claimed.live_element);
  const ElementId table = table_of(live.id);
  const std::string rename = "ALTER TABLE " + sql::relation(table) + " RENAME CONSTRAINT ";
  const std::string from = sql::identifier(live.id.name), to = sql::identifier(wanted.id.name);
  Step step = brief(Phase::contract, Part::retire, table, LockMode::access_exclusive, "rename-constraint " + qualified_name(wanted.id), "rename constraint " + live.id.name + " of " + table.name + " to " + wanted.id.name);
  step.sql = {rename + from + " TO " + to};
  step.undo = undo_by({rename + to + " TO " + from});
  if (!change.absorbed.empty()) {
    step.sql.push_back(comment_or_none(wanted));
    step.undo.sql.push_back(comment_or_none(live));
  }
  if (live.kind->relation_name != nullptr) step.locks.push_back({{"index", live.id.schema, live.id.parent, live.id.name}, LockMode::share_update_exclusive, Work::instant});
  step.done = {has_its_name(wanted.id, live.id, context), "the constraint " + live.id.name + " of " + qualified_name(table) + " still has its old name"};
  step.needs = name_is_free(wanted.id, context);
  step.brings = {{live.id, Side::live, Milestone::retired}, {wanted.id, Side::wanted, Milestone::live}};
  step.hurts = {.n_writes = true};
  step.promises = {{qualified_name(wanted.id) + ".name", "use the name " + wanted.id.name + ", or go on using " + live.id.name + " after it (ON CONFLICT ON CONSTRAINT, SET CONSTRAINTS, names in errors)", wanted.at}};
  step.touches = {live.id, wanted.id};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO reviews (id, score, code) VALUES ($1, $1 % 100, 'c' || $1) ON CONFLICT (code) DO NOTHING",
    "UPDATE reviews SET score = $1 % 100 WHERE id = $1 % 30",
    "SELECT id, score, code FROM reviews WHERE id = $1 % 30",
};

constexpr Example examples[] = {{
    .name = "of-every-kind",
    .shows = "a check, a unique constraint and a foreign key get new names, the check also a comment; it takes the name that the foreign key, which is NOT VALID and stays so, gives up",
    .before_sql = "CREATE TABLE reviews (id bigint PRIMARY KEY, score integer, code text, answers bigint, CONSTRAINT \"c; --\" CHECK (score >= 0),\n"
                  "  CONSTRAINT reviews_code_key UNIQUE (code));\nALTER TABLE reviews ADD CONSTRAINT reviews_answers_fkey FOREIGN KEY (answers) REFERENCES reviews NOT VALID;\n"
                  "CREATE INDEX ON reviews (answers);\nINSERT INTO reviews SELECT i, i, 'code ' || i, nullif(i, 3) FROM generate_series(1, 30) AS i;",
    .desired_toml = "[table.reviews]\nprimary_key = \"(id)\"\n[table.reviews.column]\nid = \"bigint\"\nscore = \"integer\"\ncode = \"text\"\nanswers = \"bigint\"\n"
                    "[table.reviews.index]\nreviews_answers_idx = \"(answers)\"\n"
                    "[table.reviews.check]\nreviews_answers_fkey = { is = \"score >= 0\", renamed_from = \"c; --\", comment = \"it's new\" }\n"
                    "[table.reviews.unique]\none_code = { is = \"(code)\", renamed_from = \"reviews_code_key\" }\n"
                    "[table.reviews.foreign_key]\nanswers_fk = { is = \"(answers) references reviews(id) not valid\", renamed_from = \"reviews_answers_fkey\" }\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, score, code FROM reviews ORDER BY id",
}};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER TABLE: RENAME CONSTRAINT renames the index of a unique constraint too",
    "PostgreSQL manual, INSERT: ON CONFLICT ON CONSTRAINT; SET CONSTRAINTS",
};

}  // namespace

extern constinit const ChangeKind rename_constraint = {
    .name = "rename-constraint",
    .summary = "renames a constraint once no version runs that uses its old name",
    .why = "`RENAME CONSTRAINT` takes `ACCESS EXCLUSIVE` for an instant and changes nothing but a name. Who uses the name, though, in `ON CONFLICT ON CONSTRAINT`, `SET CONSTRAINTS` or by comparing it with "
           "an error, fails with the other one. A constraint has one name, so the change waits for contract; N+1 names columns instead (`ON CONFLICT (email)`), or asks which name it is.",
    .when_not = "Two constraints that swap their names are refused: give one of them another name first. Without `renamed_from`, the old constraint is dropped and the new one is added.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
