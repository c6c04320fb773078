// The limit is one of time: the index of a small table is built in less than a second or two, and everybody waits for as long.
#include "recipes/exclusion.hpp"

#include "recipes/conditions.hpp"
#include "recipes/small_table.hpp"
#include "recipes/steps.hpp"
#include "recipes/unique_index.hpp"
#include "sql/identifier.hpp"

namespace phasegate::recipes {
namespace {

// Each row is held against each other one, where no equality sorts them first: of 512 kB that are some ten thousand. Bytes, not the estimate of rows: what a
// plan does must not depend on when the table was last analysed.
constexpr std::int64_t most_bytes_to_pair = 512 * 1024;

// Both sides of the pairs: the key of every row that the predicate takes, with its place. Empty: not every element is understood.
std::string keyed_rows(const Object& exclusion) {
  std::string keys;
  int number = 0;
  for (const std::string& element : exclusion.list("elements")) {
    const std::string key = key_expression(element);
    if (key.empty()) return {};
    keys += ", (" + key + ") AS k" + std::to_string(++number);
  }
  return "(SELECT ctid AS place" + keys + " FROM " + sql::relation(table_of(exclusion.id)) + (exclusion.has("where") ? " WHERE (" + exclusion.text("where") + ")" : "") + ")";
}

bool pairs_by_equality(const Object& exclusion) {
  for (const std::string& word : exclusion.list("operators"))
    if (word == "=") return true;
  return false;
}

constexpr std::string_view way_out = "keep the rule in a trigger, or move the rows to a new table that has the constraint from the start";

std::vector<Step> prove_no_conflict(const Object& exclusion, const std::string& why, const Context& context) {
  const ElementId table = table_of(exclusion.id);
  const std::int64_t bytes = context.size(table).heap_bytes;
  const std::string side = keyed_rows(exclusion);
  if (side.empty() || (!pairs_by_equality(exclusion) && (bytes < 0 || bytes > most_bytes_to_pair))) return {};
  std::string condition;
  int number = 0;
  for (const std::string& word : exclusion.list("operators")) {
    const std::string k = "k" + std::to_string(++number);
    condition += " AND a." + k + " " + word + " b." + k;
  }
  return {proof(table, why + ": proof", "prove that no two rows of " + table.name + " conflict by " + exclusion.id.name,
                {"SELECT count(*) FROM " + side + " AS a JOIN " + side + " AS b ON a.place < b.place" + condition, "pairs of rows of " + qualified_name(table) + " conflict by " + exclusion.id.name,
                 "remove or change one of each, and run this file again", "SELECT 'rows ' || a.place::text || ' and ' || b.place::text FROM " + side + " AS a JOIN " + side + " AS b ON a.place < b.place" + condition + " LIMIT 5",
                 &exclusion},
                context)};
}

}  // namespace

std::vector<Finding> too_large(const Object& exclusion, std::string_view kind, const Context& context) {
  const ElementId table = table_of(exclusion.id);
  if (is_small(table, context)) return {};
  return {{Severity::error, std::string(kind), to_string(exclusion.id) + " would stop all reads and writes of " + qualified_name(table) + " while its index is built (" + size_text(context.size(table)) + "); PostgreSQL has no way to build it beside them",
           std::string(way_out) + "; up to the " + small_text(context) + " of [tables] small it is built at once", exclusion.at}};
}

std::vector<Step> build_exclusion(const Object& exclusion, const std::string& name, const std::string& why, const Context& context) {
  const ElementId table = table_of(exclusion.id);
  Object named = exclusion;
  named.id.name = name;
  std::vector<Step> steps = prove_no_conflict(exclusion, why, context);
  Step step = brief(Phase::validate, Part::enforce, table, LockMode::access_exclusive, why + ": add", "add the exclusion constraint " + name + " of " + table.name);
  step.transaction = Transaction::own;
  step.sql = {exclusion.kind->create(named, {})};
  if (exclusion.has("comment")) step.sql.push_back("COMMENT ON " + exclusion.kind->comment(named).target + " IS " + sql::literal(exclusion.text("comment")));
  step.locks.front().work = Work::builds;
  step.before = still_small(table, std::string(way_out), context);
  step.done = {constraint_exists(table, name), "the exclusion constraint " + name + " of " + qualified_name(table) + " is missing"};
  step.brings = {{exclusion.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({"ALTER TABLE " + sql::relation(table) + " DROP CONSTRAINT IF EXISTS " + sql::identifier(name)});
  step.hurts = {.n_writes = true};
  step.touches = {exclusion.id, named.id};
  step.notes = {"everybody waits while the index is built: " + size_text(context.size(table))};
  steps.push_back(std::move(step));
  return steps;
}

}  // namespace phasegate::recipes
