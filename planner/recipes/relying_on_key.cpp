// A foreign key stands on one index, and nothing moves it to another: it is dropped, and made again NOT VALID in the same transaction, so
// that no orphan slips in, and validated afterwards.
#include "recipes/relying_on_key.hpp"

#include "objects/shared/clauses.hpp"
#include "recipes/conditions.hpp"
#include "recipes/constraints.hpp"
#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

std::string alter(const ElementId& table) { return "ALTER TABLE " + sql::relation(table); }

bool stays_as_it_is(const Object& foreign_key, const Context& context) {
  return std::ranges::none_of(context.differences, [&](const Difference& d) {
    return d.live_element == foreign_key.id && (d.what != What::field || d.field->key != "comment");
  });
}

Finding refusal(const Object& key, std::string_view kind, std::string message, std::string help, const Context& context) {
  const Object* table = context.wanted.find(table_of(key.id));
  return {Severity::error, std::string(kind), to_string(key.id) + " cannot go: " + std::move(message), std::move(help), table == nullptr ? SourceSpot{} : table->at};
}

// Another key that the foreign key can stand on once this one is gone; the wanted form of this one counts.
void find_new_place(const Object& foreign_key, const Object& key, const Context& context, std::string_view kind, Reliance& result) {
  const auto columns = foreign_key.list("referenced_columns");
  const std::vector<const Object*> places = keys_over(context.wanted, referenced_table(foreign_key), columns);
  if (places.empty()) {
    result.findings.push_back(refusal(key, kind, "the foreign key " + qualified_name(foreign_key.id) + " refers to it, and the desired schema has no other unique key over its columns",
                                      "drop or change that foreign key as well, or keep a unique constraint over these columns", context));
    return;
  }
  if (foreign_key.is("triggers_disabled")) {
    result.findings.push_back(refusal(key, kind, "the foreign key " + qualified_name(foreign_key.id) + " refers to it with its triggers disabled, which cannot be made again as it is", "enable its triggers, or drop it, first", context));
    return;
  }
  result.moved.push_back(context.wanted.find(foreign_key.id));  // equal, with the comment that it is to have
  if (std::ranges::any_of(places, [&](const Object* place) { return place->id == key.id; })) return;
  const auto live = keys_over(context.live, referenced_table(foreign_key), columns);
  const bool stands = std::ranges::any_of(live, [&](const Object* place) { return place->id != key.id && context.wanted.find(place->id) != nullptr; });
  if (!stands) result.needs.push_back({places.front()->id, Side::wanted, Milestone::exists});
}

}  // namespace

std::vector<const Object*> keys_over(const Catalog& catalog, const ElementId& table, std::vector<std::string> columns) {
  std::ranges::sort(columns);
  std::vector<const Object*> keys;
  for (const Object* object : catalog.children(table)) {
    std::vector<std::string> own;
    if (object->id.kind == "primary key" || object->id.kind == "unique constraint") own = object->is("deferrable") ? std::vector<std::string>{} : object->list("columns");
    else if (object->id.kind == "index" && object->is("unique") && !object->has("where") && !object->is("invalid")) own = sql::parse_index(object->kind->print_short(*object)).columns;
    std::ranges::sort(own);
    if (!own.empty() && own == columns) keys.push_back(object);
  }
  return keys;
}

Reliance reliance_on(const Object& live_key, const Context& context, std::string_view kind) {
  Reliance result;
  for (const Dependency& dependency : context.live.dependencies) {
    if (dependency.on != live_key.id) continue;
    const Object* foreign_key = context.live.find(dependency.dependent);
    if (foreign_key == nullptr)
      result.findings.push_back(refusal(live_key, kind, dependency.identity + " relies on it", "change or drop that first; it is of a kind that phasegate leaves alone", context));
    else if (stays_as_it_is(*foreign_key, context))
      find_new_place(*foreign_key, live_key, context, kind, result);
    else
      result.needs.push_back({foreign_key->id, Side::live, Milestone::gone});
  }
  return result;
}

void move_foreign_keys(const Reliance& reliance, Step& step) {
  std::vector<std::string> before, after;
  for (const Object* key : reliance.moved) {
    Object unproven = *key;
    unproven["not_valid"] = true;
    before.push_back(key->kind->drop(*key));
    after.push_back(key->kind->create(unproven, {}));
    if (key->has("comment")) after.push_back(comment_on(*key));
    if (table_of(key->id) != referenced_table(*key)) step.locks.push_back({table_of(key->id), LockMode::access_exclusive, Work::instant});
    step.touches.push_back(key->id);
    step.notes.push_back("the foreign key " + qualified_name(key->id) + " is made again on the index that stays, in the same transaction");
  }
  step.sql.insert(step.sql.begin(), before.begin(), before.end());
  step.sql.insert(step.sql.end(), after.begin(), after.end());
  step.needs.insert(step.needs.end(), reliance.needs.begin(), reliance.needs.end());
}

std::vector<Step> validate_moved(const Reliance& reliance, const Step& after, const Context& context) {
  std::vector<Step> steps;
  for (const Object* key : reliance.moved) {
    if (key->is("not_valid")) continue;
    const ElementId child = table_of(key->id), parent = referenced_table(*key);
    Step step;
    step.id = after.id + ": validate " + qualified_name(key->id);
    step.title = "validate the foreign key " + key->id.name + " of " + key->id.parent + " again";
    step.phase = after.phase;
    step.part = after.part;
    step.transaction = Transaction::none;
    step.sql = {alter(child) + " VALIDATE CONSTRAINT " + sql::identifier(key->id.name)};
    step.locks = {{child, LockMode::share_update_exclusive, Work::scans}};
    if (child != parent) step.locks.push_back({parent, LockMode::row_share, Work::scans});
    step.takes_long = true;
    step.done = {constraint_is_valid(child, key->id.name), "the foreign key " + key->id.name + " of " + qualified_name(child) + " is not valid"};
    step.undo = cannot_undo("the key that it stood on is gone");
    step.touches = {key->id};
    step.notes = {"scans " + size_text(context.size(child))};
    steps.push_back(std::move(step));
  }
  return steps;
}

std::string known_without(const ElementId& table, const std::string& index) {
  const std::string relation = "pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ")";
  return "(NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = " + sql::literal(table.schema) + " AND p.tablename = " + sql::literal(table.name) +
         ") OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = " + relation + " AND (c.relreplident IN ('f', 'n') OR c.relreplident = 'i' AND EXISTS (SELECT FROM pg_catalog.pg_index AS i "
         "WHERE i.indrelid = c.oid AND i.indisreplident AND i.indexrelid IS DISTINCT FROM pg_catalog.to_regclass(" + sql::literal(sql::qualified(table.schema, index)) + ")))))";
}

}  // namespace phasegate::recipes
