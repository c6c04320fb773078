// Change kind: add attributes at the end of a composite type.
//
// ALTER TYPE … ADD ATTRIBUTE locks the type alone, and tables that store it read NULL for the attribute without a rewrite. But whoever builds a value
// by its attributes (ROW(1, 'x')::t, '(1,x)') fails from then on. So it opens validate, where N is gone.
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) {
  if (!difference.is_field("composite type", "attributes")) return false;
  const auto* live = std::get_if<TextMap>(&difference.live);
  const auto* wanted = std::get_if<TextMap>(&difference.wanted);
  return live != nullptr && wanted != nullptr && live->size() < wanted->size() && std::equal(live->begin(), live->end(), wanted->begin());
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& wanted = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = used_at_deploy(wanted, "add-attribute", "the new attribute of " + to_string(wanted.id), "the first version builds values by the old attributes; the second, deployed after validate, by all of them");
  if (wanted["collations"] != live["collations"])
    result.findings.push_back({Severity::error, "add-attribute", to_string(wanted.id) + " gets collations together with new attributes", "write new attributes without a collation of their own", wanted.spot("collations")});
  if (refuses(result.findings)) return result;
  const TextMap attributes = wanted.map("attributes");
  for (std::size_t i = live.map("attributes").size(); i < attributes.size(); ++i) {
    const auto& [name, type] = attributes[i];
    const std::string alter = "ALTER TYPE " + sql::relation(live.id);
    Step step;
    step.id = "add-attribute " + qualified_name(wanted.id) + ": " + name;
    step.title = "add attribute " + name + " to " + to_string(wanted.id);
    step.phase = Phase::validate;
    step.part = Part::open;
    step.sql = {alter + " ADD ATTRIBUTE " + sql::identifier(name) + " " + type};
    step.locks = {{live.id, LockMode::access_exclusive, Work::instant}};
    step.done = {"EXISTS (SELECT FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'c' AND n.nspname = " +
                     sql::literal(live.id.schema) + " AND c.relname IN (" + sql::literal(live.id.name) + ", " + sql::literal(wanted.id.name) + ") AND a.attname = " + sql::literal(name) + " AND NOT a.attisdropped)",
                 to_string(wanted.id) + " does not have the attribute " + name};
    step.undo = undo_by({alter + " DROP ATTRIBUTE " + sql::identifier(name)});
    for (const Holder& holder : holders_of(live.id, context)) {
      if (holder.nested) result.findings.push_back({Severity::error, "add-attribute", to_string(wanted.id) + " gets an attribute, but " + to_string(holder.column) + " holds it inside another type, so undo could not tell what it would lose",
                                                     "make a type of another name, and give the column that type", wanted.spot("attributes")});
      step.undo.losses.push_back("SELECT count(*) FROM " + sql::relation(table_of(holder.column)) + " AS t WHERE (t." + sql::identifier(holder.column.name) + ")." + sql::identifier(name) + " IS NOT NULL");
    }
    step.hurts = {.n_reads = true, .n_writes = true, .next_writes = true};
    step.promises = {{qualified_name(wanted.id) + "." + name, "name the attribute " + name + " of " + qualified_name(wanted.id) + ", nor build values of the type by position: from then on they have one attribute more", wanted.spot("attributes")}};
    step.touches = {wanted.id};
    step.notes = {"tables that store the type are neither locked nor rewritten; rows read NULL for the attribute"};
    result.steps.push_back(std::move(step));
  }
  return result;
}

constexpr std::string_view n_statements[] = {
    "INSERT INTO users (id, home) VALUES ($1, ROW('n ' || $1, 'x')::place)",
    "SELECT id, (home).street, (home).\"the zip\" FROM users WHERE id = $1 % 5",
};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id, home.street) VALUES ($1, 'm ' || $1)",
    "SELECT id, (home).street, (home).\"the zip\" FROM users WHERE id = $1 % 5",
};

constexpr Example examples[] = {{
    .name = "stored-by-a-table",
    .shows = "an attribute at the end of a type that a column has: rows read NULL for it",
    .before_sql = "CREATE TYPE place AS (street text, \"the zip\" varchar(10));\nCREATE TABLE users (id bigint PRIMARY KEY, home place);\n"
                  "INSERT INTO users SELECT i, CASE WHEN i % 2 = 0 THEN ROW('it''s ' || i, NULL)::place END FROM generate_series(1, 5) AS i;",
    .desired_toml = "[composite.place]\nattributes = { street = \"text\", \"the zip\" = \"varchar(10)\", \"it's new\" = \"integer\" }\n"
                    "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nhome = \"place\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id, (home).street, (home).\"the zip\" FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER TYPE: ADD ATTRIBUTE"};

}  // namespace

extern constinit const ChangeKind add_attribute = {
    .name = "add-attribute",
    .summary = "adds attributes at the end of a composite type once no version runs that builds values without them",
    .why = "`ADD ATTRIBUTE` locks the type alone; a table that stores it is neither locked nor rewritten and reads NULL. But every statement of N that builds a value by position fails from then on, so it comes first in "
           "validate. N+1 writes attributes by name (`home.street = …`), which works before and after.",
    .when_not = "`uses_at = \"deploy\"` is refused, and so is an attribute at another place than the end, or with a collation of its own, where something uses the type. Undo is refused while a row has a value in the attribute.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
