// Compares indexes field by field.
#include "recipes/index_parts.hpp"

#include "recipes/steps.hpp"
#include "recipes/unique_index.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace phasegate::recipes {
namespace {

constexpr std::array<std::string_view, 7> built_fields = {"method", "unique", "elements", "include", "nulls_not_distinct", "tablespace", "where"};

// Parameters that ALTER INDEX sets; every other one holds for what a build has written (pages_per_range, columns of a bloom filter).
constexpr std::array<std::string_view, 6> in_place = {"fillfactor", "deduplicate_items", "fastupdate", "gin_pending_list_limit", "autosummarize", "buffering"};

bool are_in_place(const std::vector<std::string>& options) {
  return std::ranges::all_of(options, [](const std::string& option) { return std::ranges::find(in_place, parameter_name(option)) != in_place.end(); });
}

// The exact names of the columns, when the index is over nothing else and has no predicate.
std::vector<std::string> plain_columns(const Object& index) {
  const sql::IndexDefinition definition = sql::parse_index(index.kind->print_short(index));
  if (!definition.where.empty() || std::ranges::find(definition.columns, "") != definition.columns.end()) return {};
  return definition.columns;
}

}  // namespace

bool is_definition(std::string_view field) {
  return field == "options" || field == "statistics" || field == "invalid" || std::ranges::find(built_fields, field) != built_fields.end();
}

bool is_built_again(const Object& live, const Object& wanted) {
  if (live.is("invalid")) return false;
  if (std::ranges::any_of(built_fields, [&](std::string_view field) { return live[field] != wanted[field]; })) return true;
  const ParameterChange change = parameter_change(live.list("options"), wanted.list("options"));
  return !are_in_place(change.set) || !are_in_place(change.reset);
}

bool has_same_key(const Object& live, const Object& wanted) {
  if (!live.is("unique") || !wanted.is("unique")) return false;
  const auto keys = [](const Object& index) {
    std::multiset<std::string> set;
    for (const std::string& element : index.list("elements")) set.insert(key_expression(element));
    return set;
  };
  // An element with an operator class or a collation of its own may take other values for equal.
  const std::multiset<std::string> old_keys = keys(live), new_keys = keys(wanted);
  const bool same = !old_keys.contains("") && old_keys == new_keys;
  return (same || live["elements"] == wanted["elements"]) && live["where"] == wanted["where"] && live["nulls_not_distinct"] == wanted["nulls_not_distinct"];
}

bool may_identify_rows(const Object& index, const Context& context) {
  const std::vector<std::string> columns = plain_columns(index);
  return index.is("unique") && !columns.empty() && std::ranges::all_of(columns, [&](const std::string& name) {
    const Object* column = context.wanted.find({"column", index.id.schema, index.id.parent, name});
    return column != nullptr && column->is("not_null");
  });
}

bool may_order_rows(const Object& index) { return !index.has("where") && (!index.has("method") || index.text("method") == "gist"); }

const Object* index_named(const Catalog& catalog, const ElementId& table, const std::string& name) {
  for (const Object* child : catalog.children(table))
    if (child->kind->relation_name != nullptr && child->kind->relation_name(*child) == name) return child;
  return nullptr;
}

std::string index_is_still(const Object& live) {
  const auto flag = [&](std::string_view field) { return live.is(field) ? "true" : "false"; };
  const auto text = [&](std::string_view field) { return live.has(field) ? sql::literal(live.text(field)) : std::string("NULL"); };
  return "phasegate.index_is(" + sql::literal(sql::qualified(live.id.schema, live.id.name)) + ", " + sql::literal(live.has("method") ? live.text("method") : "btree") + ", " + flag("unique") + ", " +
         text_array(live.list("elements")) + ", " + text_array(live.list("include")) + ", " + flag("nulls_not_distinct") + ", " + text_array(live.list("options")) + ", " + text("tablespace") + ", " + text("where") + ")";
}

std::vector<std::string> index_settings(const Object& index) {
  std::vector<std::string> statements;
  for (const std::string& target : index.list("statistics")) {
    const std::size_t at = target.find('=');
    statements.push_back("ALTER INDEX " + sql::qualified(index.id.schema, index.id.name) + " ALTER COLUMN " + target.substr(0, at) + " SET STATISTICS " + target.substr(at + 1));
  }
  if (index.has("comment")) statements.push_back(comment_on(index));
  return statements;
}

std::optional<Step> settings_of_index(const Object& index, std::string_view change, Phase phase, Part part) {
  Step step;
  step.sql = index_settings(index);
  if (step.sql.empty()) return std::nullopt;
  const bool only_comment = !index.has("statistics");
  step.id = std::string(change) + " " + qualified_name(index.id) + ": " + (only_comment ? "comment" : "settings");
  step.title = (only_comment ? "comment on index " : "set statistics targets of index ") + index.id.name;
  step.phase = phase;
  step.part = part;
  step.locks = {{index.id, LockMode::share_update_exclusive, Work::instant}};
  const std::string comment = "(" + index.kind->comment(index).current + ") IS NOT DISTINCT FROM " + sql::literal(index.text("comment"));
  const std::string targets = "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::qualified(index.id.schema, index.id.name)) +
                              ") AND a.attnum || '=' || a.attstattarget = ANY (" + text_array(index.list("statistics")) + ")) = " + std::to_string(index.list("statistics").size());
  step.done = {only_comment ? comment : index.has("comment") ? comment + " AND " + targets : targets, "the " + std::string(only_comment ? "comment" : "settings") + " of index " + index.id.name + (only_comment ? " is missing" : " are missing")};
  step.undo = nothing_to_undo(only_comment ? "it goes with the index" : "they go with the index");
  step.touches = {index.id};
  return step;
}

std::vector<Finding> refuse_foreign_keys(const Object& live_index, std::string_view code, const SourceSpot& at, const Context& context) {
  std::vector<Finding> findings;
  const std::vector<std::string> columns = plain_columns(live_index);
  if (!live_index.is("unique") || columns.empty()) return findings;
  const std::set<std::string> key(columns.begin(), columns.end());
  const auto serves = [&](const std::vector<std::string>& names) { return std::set<std::string>(names.begin(), names.end()) == key; };
  for (const Object* other : context.live.children(table_of(live_index.id)))
    if (other->kind->is_constraint && (other->id.kind == "primary key" || other->id.kind == "unique constraint") && serves(other->list("columns"))) return findings;
  for (const Object* object : context.live.objects())
    if (object->id.kind == "foreign key" && object->text("referenced_schema") == live_index.id.schema && object->text("referenced_table") == live_index.id.parent && serves(object->list("referenced_columns")) &&
        context.wanted.find(object->id) != nullptr)
      findings.push_back({Severity::error, std::string(code), to_string(live_index.id) + " goes, but the " + to_string(object->id) + " relies on it", "give " + qualified_name(table_of(live_index.id)) + " a unique constraint over these columns, and move the foreign key to it, in a rollout before this one", at});
  return findings;
}

}  // namespace phasegate::recipes
