// The list of type changes that PostgreSQL makes in the catalog alone, and what indexes make of it.
#include "recipes/type_change.hpp"

#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace phasegate::recipes {
namespace {

// `numeric(10,2)` → numeric, {10, 2}; `timestamp(3) without time zone` → timestamp without time zone, {3}.
struct Spelled {
  std::string name;
  std::vector<int> modifiers;
};

std::optional<Spelled> spelled(std::string_view type) {
  const std::size_t open = type.find('(');
  if (open == std::string_view::npos) return Spelled{std::string(type), {}};
  const std::size_t close = type.find(')', open);
  if (close == std::string_view::npos) return std::nullopt;
  Spelled result{std::string(type.substr(0, open)) + std::string(type.substr(close + 1)), {}};
  const char* const end = type.data() + close;
  for (const char* at = type.data() + open + 1; at < end;) {
    int value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc{} || (next != end && *next != ',')) return std::nullopt;
    result.modifiers.push_back(value);
    at = next == end ? end : next + 1;
  }
  return result;
}

// No modifier, or one that is not smaller.
bool grows(const Spelled& from, const Spelled& to) {
  if (to.modifiers.empty()) return true;
  return from.modifiers.size() == 1 && to.modifiers.size() == 1 && from.modifiers[0] <= to.modifiers[0];
}

// A time without a precision keeps six digits of a second.
bool time_grows(const Spelled& from, const Spelled& to) {
  const int before = from.modifiers.empty() ? 6 : from.modifiers[0], after = to.modifiers.empty() ? 6 : to.modifiers[0];
  return from.modifiers.size() <= 1 && to.modifiers.size() <= 1 && before <= after;
}

bool numeric_grows(const Spelled& from, const Spelled& to) {
  if (to.modifiers.empty()) return true;
  return from.modifiers.size() == 2 && to.modifiers.size() == 2 && from.modifiers[1] == to.modifiers[1] && from.modifiers[0] <= to.modifiers[0];
}

constexpr std::array<std::string_view, 5> times = {"interval", "time with time zone", "time without time zone", "timestamp with time zone", "timestamp without time zone"};

bool is_text(std::string_view name) { return name == "text" || name == "character varying"; }

bool same_kind_grows(const Spelled& from, const Spelled& to) {
  if (from.name == "character varying" || from.name == "bit varying") return grows(from, to);
  if (from.name == "numeric") return numeric_grows(from, to);
  return std::ranges::find(times, from.name) != times.end() && time_grows(from, to);
}

// The type of extension citext, whatever schema it lies in. A domain of that name is another thing.
bool is_citext(std::string_view name, const Catalog& live) {
  if (name != "citext" && !name.ends_with(".citext")) return false;
  return live.find({"extension", "", "", "citext"}) != nullptr ||
         std::ranges::any_of(live.left_alone, [](const LeftAlone& thing) { return thing.type == "extension" && thing.identity == "citext"; });
}

// The bytes in an index are the same, and so is their order: the index stays as it is.
bool keeps_indexes(const Spelled& from, const Spelled& to) {
  if (from.name == to.name) return same_kind_grows(from, to);
  if (is_text(from.name) && is_text(to.name)) return to.modifiers.empty();
  if (from.name == "character" && to.name == "bpchar") return true;
  return from.name == "cidr" && to.name == "inet";
}

bool keeps_table(const Spelled& from, const Spelled& to, const Catalog& live) {
  if (keeps_indexes(from, to)) return true;
  const bool to_text = is_text(to.name) && to.modifiers.empty();
  if (is_citext(from.name, live) && to_text) return true;
  if (is_text(from.name) && is_citext(to.name, live)) return true;
  return from.name == "xml" && to_text;
}

// A plain index over plain columns is taken over; one with an expression or a predicate is built again, whatever it computes.
// Source: CheckIndexCompatible in indexcmds.c
bool is_taken_over(const Object& object) {
  if (object.id.kind == "primary key" || object.id.kind == "unique constraint") return true;
  if (object.id.kind != "index" || object.has("where")) return false;
  const auto plain = [](const std::string& element) { return element.find('(') == std::string::npos; };
  return std::ranges::all_of(object.list("elements"), plain);
}

bool has_index(const Object& object) { return object.kind->relation_name != nullptr; }

bool names(const std::vector<std::string>& columns, const std::string& column) { return std::ranges::find(columns, column) != columns.end(); }

bool mentions(const Object& object, const std::string& column) { return object.kind->columns != nullptr && names(object.kind->columns(object), column); }

}  // namespace

bool type_changes_in_place(std::string_view live_type, std::string_view wanted_type, const Catalog& live) {
  const auto from = spelled(live_type), to = spelled(wanted_type);
  return from && to && keeps_table(*from, *to, live);
}

std::vector<const Object*> foreign_keys_of(const ElementId& column, const Catalog& live) {
  std::vector<const Object*> keys;
  for (const Object* object : live.objects()) {
    if (object->id.kind != "foreign key") continue;
    const bool from = object->id.schema == column.schema && object->id.parent == column.parent && names(object->list("columns"), column.name);
    const bool to = object->text("referenced_schema") == column.schema && object->text("referenced_table") == column.parent && names(object->list("referenced_columns"), column.name);
    if (from || to) keys.push_back(object);
  }
  return keys;
}

bool changes_in_place(const Object& live_column, const Object& wanted_column, const Context& context) {
  const auto from = spelled(live_column.text("type")), to = spelled(wanted_column.text("type"));
  if (!from || !to) return false;
  const bool same_type = live_column.text("type") == wanted_column.text("type");
  if (!same_type && !keeps_table(*from, *to, context.live)) return false;
  const bool keeps = (same_type || keeps_indexes(*from, *to)) && live_column.text("collation") == wanted_column.text("collation");
  for (const Object* object : context.live.children(table_of(live_column.id)))
    if (has_index(*object) && mentions(*object, live_column.id.name) && !(keeps && is_taken_over(*object))) return false;
  return keeps || foreign_keys_of(live_column.id, context.live).empty();
}

}  // namespace phasegate::recipes
