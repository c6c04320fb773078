// Change kind: change a type in a way that PostgreSQL cannot: another base of a domain, another order of attributes, anything of a range.
//
// Only a type that nothing uses can be dropped and made again; where a column has it, a new type beside it and a change of the column's type is
// the way. Casts in statements are unknown to PostgreSQL, so it comes in contract, in one transaction.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

// An attribute at the end can be added in place.
bool only_adds_attributes(const Difference& difference) {
  const auto* live = std::get_if<TextMap>(&difference.live);
  const auto* wanted = std::get_if<TextMap>(&difference.wanted);
  return live != nullptr && wanted != nullptr && live->size() < wanted->size() && std::equal(live->begin(), live->end(), wanted->begin());
}

bool is_fixed(const Difference& difference) {
  if (difference.what != What::field || difference.field->key == "comment") return false;
  if (difference.element.kind == "range type") return true;
  if (difference.element.kind == "domain") return difference.field->key == "type" || difference.field->key == "collation";
  return difference.element.kind == "composite type" && !only_adds_attributes(difference);
}

// Of several such fields of one type, the first one claims, and takes the others along.
bool claims(const Difference& difference, const Context& context) {
  if (!is_fixed(difference)) return false;
  return std::ranges::none_of(context.differences, [&](const Difference& other) { return is_fixed(other) && other.element == difference.element && other.field < difference.field; });
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) { return other.what == What::field && other.element == claimed.element && other.field->key != "comment"; }

std::vector<std::string> made(const Object& type) {
  std::vector<std::string> statements{type.kind->create(type, {})};
  if (type.kind->complete != nullptr)
    for (std::string& statement : type.kind->complete(type)) statements.push_back(std::move(statement));
  if (type.has("comment")) statements.push_back(comment_on(type));
  return statements;
}

// The owner stays; rights that others were given would be lost, and refuse.
std::string keep_owner(const ElementId& from, const ElementId& to) {
  return "DO $owner$ BEGIN EXECUTE (SELECT pg_catalog.format('ALTER TYPE %s OWNER TO %I', " + sql::literal(sql::relation(to)) + ", r.rolname) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_roles AS r ON r.oid = t.typowner "
         "WHERE t.oid = " + sql::literal(sql::relation(from)) + "::pg_catalog.regtype); END $owner$";
}

std::vector<std::string> exchange(const Object& before, const Object& after) {
  Object old = before;
  old.id.name = sql::bounded_name("zz_phasegate_old_" + before.id.name, "");
  std::vector<std::string> statements{"ALTER TYPE " + sql::relation(before.id) + " RENAME TO " + sql::identifier(old.id.name)};
  for (std::string& statement : made(after)) statements.push_back(std::move(statement));
  statements.push_back(keep_owner(old.id, after.id));
  statements.push_back(before.kind->drop(old));
  return statements;
}

// SQL that is true when the type, a domain or a composite, stands in its wanted form; empty for what cannot be told.
std::string has_form(const Object& live, const Object& wanted) {
  const std::string type = "pg_catalog.to_regtype(" + sql::literal(sql::relation(live.id)) + ")";
  if (live.id.kind == "domain" && live["type"] != wanted["type"])
    return "COALESCE((SELECT pg_catalog.format_type(t.typbasetype, t.typtypmod) = " + sql::literal(wanted.text("type")) + " FROM pg_catalog.pg_type AS t WHERE t.oid = " + type + "), false)";
  if (live.id.kind != "composite type" || live["attributes"] == wanted["attributes"]) return {};
  std::string list;
  for (const auto& [name, text] : wanted.map("attributes")) list += (list.empty() ? "" : ", ") + sql::literal(sql::identifier(name) + " " + text);
  return "COALESCE((SELECT pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_attribute AS a "
         "ON a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped WHERE t.oid = " + type + "), '{}') = ARRAY[" + list + "]::pg_catalog.text[]";
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  Object wanted = *context.wanted.find(change.claimed.element);
  const std::string what = to_string(wanted.id) + ": " + std::string(change.claimed.field->key) + " differs, which PostgreSQL cannot change in place";
  const std::string help = "make a type of another name in the desired schema, and give the columns that type; drop this one when nothing has it";
  Recipe result;
  for (const Dependency& dependency : context.live.dependencies)
    if (dependency.on == live.id) result.findings.push_back({Severity::error, "replace-type", what + ", but " + dependency.identity + " uses it", help, change.claimed.at});
  for (const LeftAlone& thing : context.live.left_alone)
    if (thing.type == "grants" && thing.identity == sql::qualified(live.id.schema, live.id.name))
      result.findings.push_back({Severity::error, "replace-type", what + ", but rights on it have been given to others than its owner, and would be lost", help, change.claimed.at});
  if (!refuses(result.findings) && has_form(live, wanted).empty())
    result.findings.push_back({Severity::error, "replace-type", what, "leave it out of the desired schema, which drops it in a rollout of its own, and add it in its new form after that; or give the new form another name", change.claimed.at});
  for (Finding& finding : used_at_deploy(wanted, "replace-type", "the new form of " + to_string(wanted.id), "give the new form another name")) result.findings.push_back(std::move(finding));
  if (refuses(result.findings)) return result;
  wanted.id = live.id;  // under a new name only later
  Step step;
  step.id = "replace-type " + qualified_name(live.id);
  step.title = "drop " + to_string(live.id) + ", which nothing uses, and create it in its new form";
  step.phase = Phase::contract;
  step.part = Part::swap;
  step.transaction = Transaction::own;
  step.sql = exchange(live, wanted);
  if (live.kind->relation_name != nullptr) step.locks = {{live.id, LockMode::access_exclusive, Work::instant}};  // a composite is a relation too
  step.before = {type_unused(live.id), "something uses " + to_string(live.id) + " by now"};
  step.done = {has_form(live, wanted), to_string(live.id) + " still has its old form"};
  step.undo = undo_by(exchange(wanted, live));
  step.hurts = {.n_reads = true, .n_writes = true, .next_reads = true, .next_writes = true};
  step.promises = {{qualified_name(live.id) + ".replaced", "name the type " + qualified_name(live.id) + " in a cast", change.claimed.at}};
  step.touches = {live.id};
  step.notes = {"a session that has prepared a statement with a cast to the type gets \"cache lookup failed for type\" from here on: it has to connect again"};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};
constexpr std::string_view next_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "unused-domain-and-composite",
    .shows = "a domain over another type with its other changes, and a composite with its attributes in another order: nothing has either",
    .before_sql = "CREATE DOMAIN \"a code\" AS integer NOT NULL CHECK (VALUE > 0);\nCOMMENT ON DOMAIN \"a code\" IS 'it''s a code';\nCREATE TYPE place AS (street text, \"the zip\" integer);\n"
                  "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
    .desired_toml = "[domain.\"a code\"]\nis = \"bigint default 7\"\ncheck = { \"a code_check\" = \"VALUE > 0\", \"it's small\" = \"VALUE < 100\" }\ncomment = \"it's a code\"\n"
                    "[composite.place]\nattributes = { \"the zip\" = \"varchar(10)\", street = \"text\" }\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER DOMAIN: nothing changes its base type", "PostgreSQL manual, ALTER TYPE"};

}  // namespace

extern constinit const ChangeKind replace_type = {
    .name = "replace-type",
    .summary = "drops a type that nothing uses and creates it again in another form: base of a domain, attributes of a composite",
    .why = "PostgreSQL changes neither the base type of a domain nor the order or number of attributes under a column. While nothing uses the type, it is dropped and created again in one transaction that asks once more that nothing "
           "uses it. Casts in statements and function bodies are unknown to PostgreSQL, so it comes in contract, where N will not return, and N+1 does not name the type before.",
    .when_not = "A type that a column, another type, a function or a view uses is refused: make a type of another name, and give the columns that type. So is a change of collations alone, and any change of a range type.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
