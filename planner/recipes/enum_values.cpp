// Compares lists of values, and adds what is new.
#include "recipes/enum_values.hpp"

#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

bool has(const std::vector<std::string>& list, const std::string& value) { return std::ranges::find(list, value) != list.end(); }

// `AFTER 'sad'`, `BEFORE 'ok'`, or nothing at the end. `there`: the values so far.
std::string place(const std::vector<std::string>& wanted, const std::string& value, const std::vector<std::string>& there) {
  const auto at = static_cast<std::size_t>(std::ranges::find(wanted, value) - wanted.begin());
  if (at > 0) return wanted[at - 1] == there.back() ? "" : " AFTER " + sql::literal(wanted[at - 1]);
  return there.empty() ? "" : " BEFORE " + sql::literal(there.front());
}

// Columns with values of the type, as they are and as they are wanted, so that those of new tables count as well.
std::vector<Holder> all_holders(const Object& live, const Context& context) {
  std::vector<Holder> holders = holders_of(live.id, context);
  const std::string name = sql::qualified(live.id.schema, live.id.name);
  for (const Object* object : context.wanted.objects()) {
    if (object->kind->type_names == nullptr || object->kind->is_type || context.live.find(object->id) != nullptr) continue;
    for (const std::string& type : object->kind->type_names(*object))
      if (type == name || type == name + "[]") holders.push_back({object->id, type != name, false});
  }
  return holders;
}

}  // namespace

EnumChange enum_change(const Object& live, const Object& wanted) {
  EnumChange change;
  std::vector<std::string> values = live.list("values");
  const std::vector<std::string> target = wanted.list("values");
  for (const auto& [to, from] : wanted.map("renamed_values"))
    if (has(values, from) && !has(values, to)) {
      std::ranges::replace(values, from, to);
      change.renamed.emplace_back(from, to);
    }
  for (const std::string& value : target)
    if (!has(values, value)) change.added.push_back(value);
  for (const std::string& value : values)
    if (!has(target, value)) change.removed.push_back(value);
  std::erase_if(values, [&](const std::string& value) { return !has(target, value); });
  std::vector<std::string> staying = target;
  std::erase_if(staying, [&](const std::string& value) { return !has(values, value); });
  change.reordered = staying != values;
  return change;
}

std::string has_value(const Object& live, const Object& wanted, const std::string& value) {
  return "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = " +
         sql::literal(live.id.schema) + " AND t.typname IN (" + sql::literal(live.id.name) + ", " + sql::literal(wanted.id.name) + ") AND e.enumlabel = " + sql::literal(value) + ")";
}

std::vector<std::string> rows_with(const std::vector<std::string>& values, const Object& live, const Context& context) {
  std::vector<std::string> queries;
  for (const Holder& holder : all_holders(live, context)) {
    const std::string text = sql::identifier(holder.column.name) + "::pg_catalog.text";
    std::string condition;
    // Inside something else the value is looked for in its text, which may count too much, never too little.
    for (const std::string& value : values)
      condition += (condition.empty() ? "" : " OR ") + (holder.nested ? "pg_catalog.strpos(" + text + ", " + sql::literal(value) + ") > 0" : text + " = " + sql::literal(value));
    queries.push_back("SELECT count(*) FROM " + sql::relation(table_of(holder.column)) + " WHERE " + condition);
  }
  return queries;
}

std::vector<Step> add_values(const EnumChange& change, const Object& live, const Object& wanted, const Context& context) {
  if (change.added.empty()) return {};
  const bool used = is_used(live.id, context);
  const std::string name = sql::relation(live.id);
  std::vector<std::string> there = live.list("values"), target = wanted.list("values");
  // Values that are renamed later, in contract, still bear their old names.
  for (const auto& [from, to] : change.renamed) std::ranges::replace(target, to, from);
  Step step;
  step.id = "add-enum-value " + qualified_name(wanted.id);
  step.phase = used ? Phase::validate : Phase::expand;
  step.part = used ? Part::open : Part::main;
  step.transaction = Transaction::own;  // a value cannot be used in the transaction that adds it
  std::string list;
  for (const std::string& value : change.added) {
    const std::string text = sql::literal(value), at = place(target, value, there);
    step.sql.push_back("ALTER TYPE " + name + " ADD VALUE " + text + at);
    if (at.empty()) there.push_back(value);
    else there.insert(std::ranges::find(there, target.front() == value ? there.front() : *(std::ranges::find(target, value) - 1)) + (target.front() == value ? 0 : 1), value);
    step.done.sql += (step.done.sql.empty() ? "" : " AND ") + has_value(live, wanted, value);
    step.brings.push_back({{"enum value", wanted.id.schema, wanted.id.name, value}, Side::wanted, Milestone::exists});
    if (used) step.promises.push_back({qualified_name(wanted.id) + "." + value, "write " + text + " into a column of type " + qualified_name(wanted.id) + ", or name it in a statement", wanted.spot("values")});
    list += (list.empty() ? "" : ", ") + text;
  }
  step.title = "add " + list + " to " + to_string(wanted.id);
  step.done.otherwise = to_string(wanted.id) + " does not have all of " + list;
  step.undo = nothing_to_undo("PostgreSQL cannot take a value away; unused it does no harm");
  step.undo.losses = rows_with(change.added, live, context);
  step.undo.leaves = list + " in " + to_string(wanted.id);
  step.hurts = {.n_reads = used};
  step.touches = {wanted.id};
  step.notes = {"there is no way back from a new value: undo leaves it, and is refused while a row has it"};
  return {step};
}

}  // namespace phasegate::recipes
