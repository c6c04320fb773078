// The words of the public headers as text, and the small members of their plain types.
#include <phasegate/catalog.hpp>
#include <phasegate/change_kind.hpp>
#include <phasegate/error.hpp>
#include <phasegate/pipeline.hpp>

#include <algorithm>

namespace phasegate {
namespace {

bool needs_quotes(std::string_view part) {
  if (part.empty()) return true;
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !std::ranges::all_of(part, plain) || (part.front() >= '0' && part.front() <= '9');
}

std::string quoted_if_needed(std::string_view part) {
  if (!needs_quotes(part)) return std::string(part);
  std::string result = "\"";
  for (const char c : part) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + '"';
}

std::size_t field_index(const Object& object, std::string_view key) {
  const auto& fields = object.kind->fields;
  const auto found = std::ranges::find(fields, key, &Field::key);
  if (found == fields.end()) throw Bug("object kind " + std::string(object.kind->name) + " has no field " + std::string(key));
  return static_cast<std::size_t>(found - fields.begin());
}

}  // namespace

std::string to_string(const SourceSpot& spot) {
  if (!spot.is_known()) return "live schema";
  std::string text = spot.file.text();
  if (spot.line > 0) text += ":" + std::to_string(spot.line);
  if (spot.line > 0 && spot.column > 0) text += ":" + std::to_string(spot.column);
  return text;
}

std::string qualified_name(const ElementId& element) {
  std::string text;
  for (const std::string* part : {&element.schema, &element.parent, &element.name})
    if (!part->empty()) text += (text.empty() ? "" : ".") + quoted_if_needed(*part);
  return text;
}

std::string to_string(const ElementId& element) { return std::string(element.kind) + " " + qualified_name(element); }

bool refuses(const std::vector<Finding>& findings) {
  return std::ranges::any_of(findings, [](const Finding& finding) { return finding.severity == Severity::error; });
}

std::string to_string(const Finding& finding) {
  static constexpr std::string_view words[] = {"error", "warning", "note"};
  std::string text = finding.at.is_known() ? to_string(finding.at) + ": " : "";
  text += std::string(words[static_cast<int>(finding.severity)]) + ": " + finding.message + " [" + finding.code + "]";
  if (!finding.help.empty()) text += "\n  help: " + finding.help;
  return text;
}

Object make_object(const ObjectKind& kind, ElementId id) {
  Object object;
  object.id = std::move(id);
  object.kind = &kind;
  object.values.resize(kind.fields.size());
  return object;
}

const Value& Object::operator[](std::string_view key) const { return values.at(field_index(*this, key)); }
Value& Object::operator[](std::string_view key) { return values.at(field_index(*this, key)); }

Object Object::as_written() const {
  Object object = *this;
  if (!written.empty()) object.values = written;
  return object;
}

SourceSpot Object::spot(std::string_view key) const {
  const std::size_t index = field_index(*this, key);
  const auto found = std::ranges::find(spots, index, &std::pair<std::size_t, SourceSpot>::first);
  return found == spots.end() || !found->second.is_known() ? at : found->second;
}

void Object::set_spot(std::size_t field, const SourceSpot& place) {
  const auto found = std::ranges::find(spots, field, &std::pair<std::size_t, SourceSpot>::first);
  if (found == spots.end()) spots.emplace_back(field, place);
  else found->second = place;
}

bool Object::has(std::string_view key) const { return !std::holds_alternative<std::monostate>((*this)[key]); }

bool Object::is(std::string_view key) const {
  const bool* value = std::get_if<bool>(&(*this)[key]);
  return value != nullptr && *value;
}

std::string Object::text(std::string_view key) const {
  const auto* value = std::get_if<std::string>(&(*this)[key]);
  return value == nullptr ? std::string() : *value;
}

std::vector<std::string> Object::list(std::string_view key) const {
  const auto* value = std::get_if<std::vector<std::string>>(&(*this)[key]);
  return value == nullptr ? std::vector<std::string>() : *value;
}

TextMap Object::map(std::string_view key) const {
  const auto* value = std::get_if<TextMap>(&(*this)[key]);
  return value == nullptr ? TextMap() : *value;
}

void Catalog::add(Object object) { objects_.add(std::move(object)); }
void Catalog::remove(const ElementId& id) { objects_.remove(id); }

ElementId Catalog::hinted_live_id(const ElementId& wanted_id) const {
  const auto hint = [&](const ElementId& id) -> std::string {
    const Object* object = find(id);
    if (object == nullptr || std::ranges::find(object->kind->fields, "renamed_from", &Field::key) == object->kind->fields.end()) return {};
    return object->text("renamed_from");
  };
  ElementId live = wanted_id;
  if (!wanted_id.schema.empty())
    if (const std::string schema = hint({"schema", "", "", wanted_id.schema}); !schema.empty()) live.schema = schema;
  if (!wanted_id.parent.empty())
    if (const std::string table = hint({"table", wanted_id.schema, "", wanted_id.parent}); !table.empty()) live.parent = table;
  if (const std::string name = hint(wanted_id); !name.empty()) live.name = name;
  return live;
}

const Object* Catalog::find(const ElementId& id) const { return objects_.find(id); }
Object* Catalog::find(const ElementId& id) { return objects_.find(id); }

std::vector<const Object*> Catalog::objects() const {
  std::vector<const Object*> result;
  result.reserve(objects_.size());
  for (const auto& object : objects_.in_order()) result.push_back(object.get());
  return result;
}

std::vector<Object*> Catalog::objects() {
  std::vector<Object*> result;
  result.reserve(objects_.size());
  for (const auto& object : objects_.in_order()) result.push_back(object.get());
  return result;
}

std::vector<const Object*> Catalog::children(const ElementId& table, std::string_view kind) const {
  std::vector<const Object*> result;
  const auto all = objects_.in_order();
  const auto take_kind = [&](std::string_view kind_name) {
    const ElementId first{kind_name, table.schema, table.name, ""};
    for (auto at = std::ranges::lower_bound(all, first, {}, [](const auto& object) -> const ElementId& { return object->id; });
         at != all.end() && (*at)->id.kind == kind_name && (*at)->id.schema == table.schema && (*at)->id.parent == table.name; ++at)
      result.push_back(at->get());
  };
  for (const ObjectKind* object_kind : all_objects())
    if (object_kind->parent == table.kind && (kind.empty() || kind == object_kind->name)) take_kind(object_kind->name);
  std::ranges::stable_sort(result, {}, &Object::position);
  return result;
}

const ObjectKind& object_kind(std::string_view name) {
  const auto kinds = all_objects();
  const auto found = std::ranges::find(kinds, name, [](const ObjectKind* kind) { return kind->name; });
  if (found == kinds.end()) throw Bug("no object kind " + std::string(name));
  return **found;
}

std::string_view to_string(Phase phase) {
  static constexpr std::string_view words[] = {"expand", "backfill", "validate", "contract"};
  return words[static_cast<int>(phase)];
}

std::string_view to_string(Part part) {
  static constexpr std::string_view words[] = {"main", "open", "catch-up", "enforce", "swap", "retire", "drop"};
  return words[static_cast<int>(part)];
}

std::string_view to_string(LockMode mode) {
  static constexpr std::string_view words[] = {"ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE",
                                               "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"};
  return words[static_cast<int>(mode)];
}

std::string_view who_waits(LockMode mode) {
  if (mode == LockMode::access_exclusive) return "all wait";
  if (mode >= LockMode::share) return "writes wait";
  return "nobody waits";
}

std::string_view to_string(Work work) {
  static constexpr std::string_view words[] = {"instant", "scans", "rewrites", "builds", "batches"};
  return words[static_cast<int>(work)];
}

std::string_view to_string(Transaction transaction) {
  static constexpr std::string_view words[] = {"shared", "own", "none"};
  return words[static_cast<int>(transaction)];
}

std::string_view to_string(Side side) {
  static constexpr std::string_view words[] = {"live", "wanted", "temporary"};
  return words[static_cast<int>(side)];
}

std::string_view to_string(Milestone milestone) {
  static constexpr std::string_view words[] = {"exists", "written", "synced", "filled", "enforced for new rows", "validated", "live",
                                               "set aside", "restored", "unwritten", "unread", "retired", "gone", "adopted"};
  return words[static_cast<int>(milestone)];
}

std::string to_string(const Fact& fact) {
  return to_string(fact.element) + " (" + std::string(to_string(fact.side)) + ") " + std::string(to_string(fact.milestone));
}

std::string_view to_string(VersionScheme scheme) {
  static constexpr std::string_view words[] = {"semver", "integer", "calendar"};
  return words[static_cast<int>(scheme)];
}

const Difference* Change::field(std::string_view element_kind, std::string_view key) const {
  if (claimed.is_field(element_kind, key)) return &claimed;
  const auto found = std::ranges::find_if(absorbed, [&](const Difference& other) { return other.is_field(element_kind, key); });
  return found == absorbed.end() ? nullptr : &*found;
}

ElementId Context::live_name(const ElementId& wanted_id) const {
  ElementId result = wanted_id;
  for (const Difference& difference : differences) {
    if (difference.what != What::renamed) continue;
    if (difference.element == wanted_id) return difference.live_element;
    if (difference.element.kind == "schema" && difference.element.name == wanted_id.schema) result.schema = difference.live_element.name;
    if (difference.element.kind == "table" && difference.element.schema == wanted_id.schema &&
        difference.element.name == wanted_id.parent)
      result.parent = difference.live_element.name;
  }
  return result;
}

TableSize Context::size(const ElementId& table) const {
  const auto found = live.sizes.find(table);
  return found == live.sizes.end() ? TableSize{} : found->second;
}

}  // namespace phasegate
