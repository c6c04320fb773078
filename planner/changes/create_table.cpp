// Change kind: create a table with its columns, keys, checks, indexes and comments. Nobody uses it yet, so nothing is phased: all of
// it lies in expand. Foreign keys are changes of their own, because tables may refer to each other in a circle.
#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/index_parts.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>
#include <iterator>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::missing, "table"); }

// CREATE TABLE takes NOT VALID and makes the check valid: the table is empty. Source: PostgreSQL manual, CREATE TABLE; transformCheckConstraints.
bool is_unproven_check(const Object& object) { return object.id.kind == "check constraint" && object.is("not_valid"); }

// What stands in statements of its own behind CREATE TABLE: checks that are to be NOT VALID, indexes, comments, and settings that it has no clause for.
std::vector<std::string> further_statements(const Object& table, std::span<const Object* const> children) {
  std::vector<std::string> statements;
  const std::string alter = "ALTER TABLE " + sql::relation(table.id);
  for (const Object* child : children) {
    if (is_unproven_check(*child)) statements.push_back(child->kind->create(*child, {}));
    if (child->id.kind == "index") {
      statements.push_back(child->kind->create(*child, {}));
      for (std::string& statement : index_settings(*child)) statements.push_back(std::move(statement));
    }
    if (child->id.kind == "column")
      for (const std::string& command : objects::column_settings(*child)) statements.push_back(alter + " " + command);
  }
  if (table.has("cluster_on")) statements.push_back(alter + " CLUSTER ON " + sql::identifier(table.text("cluster_on")));
  if (const std::string security = table.text("row_level_security"); security == "on" || security == "forced") statements.push_back(alter + " ENABLE ROW LEVEL SECURITY");
  if (table.text("row_level_security").ends_with("forced")) statements.push_back(alter + " FORCE ROW LEVEL SECURITY");
  const std::string identity = table.text("replica_identity");
  if (identity == "full" || identity == "nothing") statements.push_back(alter + " REPLICA IDENTITY " + identity);
  else if (!identity.empty()) statements.push_back(alter + " REPLICA IDENTITY USING INDEX " + sql::identifier(identity));
  return statements;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& table = *context.wanted.find(change.claimed.element);
  const auto children = context.wanted.children(table.id);
  Step step;
  step.id = "create-table " + qualified_name(table.id);
  step.title = "create table " + qualified_name(table.id);
  std::vector<const Object*> within;
  std::ranges::copy_if(children, std::back_inserter(within), [](const Object* child) { return !is_unproven_check(*child); });
  step.sql = {table.kind->create(table, within)};
  for (const std::string& statement : further_statements(table, children)) step.sql.push_back(statement);
  const auto comment = [&](const Object& object) {
    if (object.has("comment")) step.sql.push_back(comment_on(object));
  };
  comment(table);
  step.brings = {{table.id, Side::wanted, Milestone::exists}};
  step.touches = {table.id};
  for (const Object* child : children) {
    if (child->kind->own_difference_when_parent_missing) continue;
    if (child->id.kind != "index") comment(*child);
    step.brings.push_back({child->id, Side::wanted, Milestone::exists});
    step.touches.push_back(child->id);
  }
  step.done = {table_exists(table.id), "table " + qualified_name(table.id) + " is missing"};
  step.undo = undo_by({table.kind->drop(table)});
  step.undo.losses = {"SELECT count(*) FROM " + sql::relation(table.id)};
  step.notes = {"a new table: no version of any application uses it yet"};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view n_statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};
constexpr std::string_view next_statements[] = {
    "INSERT INTO users (id) VALUES ($1)",
    "INSERT INTO orders (user_id, state) VALUES ($1, 'new')",
    "SELECT id, user_id, state FROM orders WHERE user_id = $1",
};

constexpr Example examples[] = {{
    .name = "with-everything",
    .shows = "a new table with key, checks, of which one stays NOT VALID, unique constraint, partial index and comments lies wholly in expand",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 10);",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n"
                    "[table.orders]\ncomment = \"What users have bought\"\nprimary_key = \"(id)\"\n"
                    "[table.orders.column]\nid = \"bigint generated by default as identity\"\nuser_id = \"bigint not null\"\n"
                    "state = { is = \"text not null default 'new'\", comment = \"new, paid or sent\" }\nnote = \"text\"\n"
                    "[table.orders.check]\norders_state_check = \"state in ('new', 'paid', 'sent')\"\norders_note_check = { is = \"note <> ''\", not_valid = true, comment = \"is not proven\" }\n"
                    "[table.orders.index]\norders_new_idx = \"(user_id, lower(state) desc) where state = 'new'\"\n"
                    "[table.orders.unique]\norders_note_key = \"(user_id, note)\"\n",
    .n_statements = n_statements,
    .next_statements = next_statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE TABLE"};

}  // namespace

extern constinit const ChangeKind create_table = {
    .name = "create-table",
    .summary = "creates a table with its columns, keys, checks, indexes and comments",
    .why = "No version of any application uses a table that does not exist, so its parts need no phases: they are one transaction in expand. Its foreign "
           "keys are changes of their own, since tables may refer to each other in a circle.",
    .when_not = "Undo is refused while the table has rows.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
