// What a numbered column looks like between the change of its numbers and that of its type, and what cannot be so.
#include "recipes/numbering_with_type.hpp"

#include "recipes/numbering.hpp"
#include "recipes/swapped_columns.hpp"
#include "sql/definitions.hpp"
#include "sql/sequence_values.hpp"

#include <algorithm>
#include <array>

namespace phasegate::recipes {
namespace {

constexpr std::array<std::string_view, 3> sources = {"identity", "identity_options", "serial"};

bool is_whole_number(const Object& column) {
  const std::string type = column.text("type");
  return type == "smallint" || type == "integer" || type == "bigint";
}

const Difference* type_change(const ElementId& column, const Context& context) {
  const auto found = std::ranges::find_if(context.differences, [&](const Difference& d) { return d.is_field("column", "type") && d.element == column; });
  return found == context.differences.end() ? nullptr : &*found;
}

// The identity goes, and nothing of the server takes its place.
bool goes_behind(const Object& wanted, const Object& live) { return live.has("identity") && !wanted.has("identity") && !wanted.is("serial") && !wanted.has("default"); }

// The options of the identity, as a sequence of the live type can have them, and as they stay when it gets the wanted one: PostgreSQL takes a bound that
// is the last number of a type for one that nobody has said. Source: init_params in sequence.c
bool fits(const Object& wanted, const std::string& type) {
  const sql::SequenceDefinition definition = sql::parse_sequence(wanted.text("identity_options"));
  const sql::SequenceValues values = sql::complete(definition, type), last = sql::complete(definition, wanted.text("type"));
  const long long lowest = sql::default_minimum(type, -1), highest = sql::default_maximum(type, 1);
  const bool can_be = values.minimum >= lowest && values.maximum <= highest && values.start >= values.minimum && values.start <= values.maximum;
  return can_be && (last.minimum != lowest || last.minimum == sql::default_minimum(wanted.text("type"), -1)) && (last.maximum != highest || last.maximum == sql::default_maximum(wanted.text("type"), 1));
}

}  // namespace

bool changes_its_numbers(const ElementId& column, const Context& context) {
  return std::ranges::any_of(context.differences, [&](const Difference& d) {
    return d.element == column && std::ranges::any_of(sources, [&](std::string_view key) { return d.is_field("column", key); });
  });
}

Fact numbered(const ElementId& column) { return {{"default", column.schema, column.parent, column.name}, Side::wanted, Milestone::live}; }

std::vector<Fact> numbers_first(const ElementId& column, const Context& context) {
  const Object *wanted = context.wanted.find(column), *live = context.live.find(context.live_name(column));
  if (!changes_its_numbers(column, context) || wanted == nullptr || live == nullptr || goes_behind(*wanted, *live)) return {};
  return {numbered(column)};
}

Object numbered_with_live_type(const Object& wanted, const Context& context) {
  Object column = wanted;
  if (const Object* live = context.live.find(context.live_name(wanted.id))) column["type"] = (*live)["type"];
  return column;
}

Object with_numbers_at_change(Object column, const Context& context) {
  const Object *wanted = context.wanted.find(column.id), *live = context.live.find(column.id);
  if (!changes_its_numbers(column.id, context)) return column;
  const bool behind = goes_behind(*wanted, *live);
  const Object& from = behind ? *live : *wanted;
  for (const std::string_view key : sources) column[key] = from[key];
  if (behind) column["identity"] = std::string("by default");  // expand has loosened it
  column["default"] = (*wanted)["default"];
  return column;
}

std::vector<Finding> refuse_numbers_with_type(const ElementId& column, std::string_view code, const Context& context) {
  const Difference* type = type_change(column, context);
  if (type == nullptr) return {};
  const Object &wanted = *context.wanted.find(column), &live = *context.live.find(type->live_element);
  std::vector<Finding> findings;
  const auto refuse = [&](const std::string& message, std::string help) {
    findings.push_back({Severity::error, std::string(code), to_string(wanted.id) + " " + message, std::move(help), wanted.spot("type")});
  };
  constexpr std::string_view type_first = "change the type in this rollout, and the source of the numbers in the next";
  const bool makes_numbers = wanted.has("identity") || wanted.is("serial");
  if (!is_whole_number(live) && makes_numbers) refuse("gets numbers of its own, which its type " + live.text("type") + " cannot have, together with another type", std::string(type_first));
  else if (wanted.has("identity") && !fits(wanted, live.text("type"))) refuse("gets options of its identity that do not suit its type " + live.text("type") + ", together with another type", std::string(type_first));
  else if (wanted.has("identity") && !live.has("identity") && !live.is("not_null") && swaps_columns(*type, context))
    refuse("may be NULL today, and becomes an identity of another type", "make it not null in this rollout, and change the rest in the next");
  if (!makes_numbers && wanted.has("default") && !drawn_sequence(wanted.text("default"), wanted.id.schema))
    refuse("gets another type, and in place of its numbers a default that would have to suit both types", "change the source of the values in this rollout, and the type in the next");
  if (goes_behind(wanted, live) && (!is_whole_number(wanted) || !wanted.is("not_null")))
    refuse("gets another type while it still has its identity, which only a whole number that is not null can have", "drop the identity in this rollout, and change the type in the next");
  return findings;
}

}  // namespace phasegate::recipes
