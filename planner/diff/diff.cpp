// Pairs wanted with live objects, by name and by rename hints, and compares them field by field.
#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <set>
#include <unordered_set>

namespace phasegate {
namespace {

bool equal(const Field& field, const Value& live, const Value& wanted) {
  if (live == wanted) return true;
  if (field.compare != Compare::unordered) return false;
  const auto* a = std::get_if<std::vector<std::string>>(&live);
  const auto* b = std::get_if<std::vector<std::string>>(&wanted);
  if (a == nullptr || b == nullptr) return false;
  return std::multiset(a->begin(), a->end()) == std::multiset(b->begin(), b->end());
}

class Comparison {
 public:
  Comparison(const Catalog& live, const Catalog& wanted) : live_(live), wanted_(wanted) {}

  DiffResult run() {
    for (const Object* wanted : wanted_.objects()) match(*wanted);
    for (const Object* live : live_.objects())
      if (!matched_.contains(live)) extra(*live);
    suggest_renames();
    std::ranges::stable_sort(result_.differences, {}, [](const Difference& d) { return std::tuple(d.element, d.field == nullptr ? "" : d.field->key); });
    return std::move(result_);
  }

 private:
  void complain(std::string message, std::string help, const SourceSpot& at) {
    result_.findings.push_back({Severity::error, "rename-hint", std::move(message), std::move(help), at});
  }

  void match(const Object& wanted) {
    if (parent_is_missing(wanted)) {
      missing(wanted);
      return;
    }
    const ElementId hinted = wanted_.hinted_live_id(wanted.id);
    const bool has_own_hint = hinted.name != wanted.id.name;
    const Object* same_name = live_.find({hinted.kind, hinted.schema, hinted.parent, wanted.id.name});
    const Object* live = has_own_hint ? live_.find(hinted) : same_name;
    if (live == nullptr && same_name == nullptr && (hinted.parent != wanted.id.parent || hinted.schema != wanted.id.schema)) live = live_.find(wanted.id);
    if (has_own_hint && same_name != nullptr && (live == nullptr || is_left_behind(*live, *same_name))) live = same_name;  // renamed already: no difference
    else if (has_own_hint && !check_hint(wanted, hinted, live, same_name)) return;
    if (live == nullptr) {
      missing(wanted);
      return;
    }
    if (!matched_.insert(live).second) {
      complain(to_string(live->id) + " is claimed twice: once for " + to_string(wanted.id), "correct the renamed_from hints", wanted.spot("renamed_from"));
      return;
    }
    if (live->id.name != wanted.id.name)
      result_.differences.push_back({What::renamed, wanted.id, live->id, nullptr, {}, {}, wanted.at});
    compare(*live, wanted);
  }

  // A hint whose source is missing, or whose both names are taken, is an error; the source must be leaving the schema.
  bool check_hint(const Object& wanted, const ElementId& hinted, const Object* live, const Object* same_name) {
    const SourceSpot at = wanted.spot("renamed_from");
    if (live == nullptr) {
      complain(to_string(wanted.id) + " is said to be renamed from `" + hinted.name + "`, which the live schema does not have",
               wanted.kind->in_schema ? "correct or remove renamed_from" : "correct or remove renamed_from; or add it to schemas in phasegate.toml, where that lists some", at);
      return false;
    }
    if (same_name != nullptr && !is_renamed_away(same_name->id) && !is_left_behind(*same_name, *live)) {
      complain(to_string(wanted.id) + " is said to be renamed from `" + hinted.name + "`, but the live schema has both", "remove renamed_from, or say what `" + wanted.id.name + "` becomes", at);
      return false;
    }
    ElementId old_name = wanted.id;
    old_name.name = hinted.name;
    if (const Object* other = wanted_.find(old_name); other != nullptr && wanted_.hinted_live_id(old_name) == old_name) {
      complain(to_string(wanted.id) + " is said to be renamed from `" + hinted.name + "`, which stays in the desired schema at " + to_string(other->at),
               "remove one of the two", at);
      return false;
    }
    return true;
  }

  // Of two schemas, the one in which nothing lies while the other is full: an open rollout keeps its name for views.
  bool is_left_behind(const Object& one, const Object& other) const {
    const auto is_empty = [&](const Object& object) {
      return std::ranges::none_of(live_.objects(), [&](const Object* inside) { return inside->id.schema == object.id.name; });
    };
    return one.id.kind == "schema" && is_empty(one) && !is_empty(other);
  }

  // True when some wanted object takes this live one over under another name (two names swapped).
  bool is_renamed_away(const ElementId& live_id) const {
    return std::ranges::any_of(wanted_.objects(), [&](const Object* object) {
      return object->id.kind == live_id.kind && object->id.name != live_id.name && wanted_.hinted_live_id(object->id) == live_id;
    });
  }

  // A table that is not there yet comes with its children; hints inside it have nothing to point at.
  bool parent_is_missing(const Object& wanted) {
    if (wanted.id.parent.empty()) return false;
    if (parent_.schema != wanted.id.schema || parent_.name != wanted.id.parent) {  // objects of one table follow each other
      parent_ = {"table", wanted.id.schema, "", wanted.id.parent};
      parent_is_missing_ = live_.find(wanted_.hinted_live_id(parent_)) == nullptr && live_.find(parent_) == nullptr;
    }
    return parent_is_missing_;
  }

  void missing(const Object& wanted) {
    if (parent_is_missing(wanted) && !wanted.kind->own_difference_when_parent_missing) return;
    result_.differences.push_back({What::missing, wanted.id, wanted.id, nullptr, {}, {}, wanted.at});
  }

  void extra(const Object& live) {
    if (!live.id.parent.empty()) {
      const ElementId table{"table", live.id.schema, "", live.id.parent};
      if (!matched_.contains(live_.find(table)) && !live.kind->own_difference_when_parent_missing) return;
    }
    result_.differences.push_back({What::extra, live.id, live.id, nullptr, {}, {}, {}});
  }

  static bool same_form(const Object& live, const Object& wanted) {
    for (std::size_t i = 0; i < wanted.values.size(); ++i) {
      const Field& field = wanted.kind->fields[i];
      if (field.compare != Compare::hint && field.key != "comment" && !equal(field, live.values[i], wanted.values[i])) return false;
    }
    return true;
  }

  // A constraint that goes and one like it that comes: nothing is guessed, but it is said.
  void suggest_renames() {
    for (const Difference& missing : result_.differences) {
      if (missing.what != What::missing) continue;
      const Object& wanted = *wanted_.find(missing.element);
      if (!wanted.kind->is_constraint || std::ranges::find(wanted.kind->fields, "renamed_from", &Field::key) == wanted.kind->fields.end()) continue;
      for (const Difference& gone : result_.differences)
        if (gone.what == What::extra && gone.element.kind == wanted.id.kind && gone.element.schema == wanted.id.schema && gone.element.parent == wanted.id.parent && same_form(*live_.find(gone.element), wanted))
          result_.findings.push_back({Severity::note, "looks-like-a-rename", to_string(gone.element) + " goes, and " + to_string(wanted.id) + " of the same form comes",
                                      "if it only gets another name, say renamed_from = \"" + gone.element.name + "\"", wanted.at});
    }
  }

  void compare(const Object& live, const Object& wanted) {
    for (std::size_t i = 0; i < wanted.values.size(); ++i) {
      const Field& field = wanted.kind->fields[i];
      if (field.compare == Compare::hint || (field.compare == Compare::if_stated && std::holds_alternative<std::monostate>(wanted.values[i])) || equal(field, live.values[i], wanted.values[i])) continue;
      result_.differences.push_back({What::field, wanted.id, live.id, &field, live.values[i], wanted.values[i], wanted.spot(field.key)});
    }
  }

  const Catalog& live_;
  const Catalog& wanted_;
  std::unordered_set<const Object*> matched_;  // live ones
  ElementId parent_;  // the table that parent_is_missing_ is about
  bool parent_is_missing_ = false;
  DiffResult result_;
};

std::string value_text(const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return "none";
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  std::string list;
  if (const auto* items = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& item : *items) list += (list.empty() ? "" : ", ") + item;
  if (const auto* map = std::get_if<TextMap>(&value))
    for (const auto& [name, text] : *map) list += (list.empty() ? "" : ", ") + name + " = " + text;
  return "[" + list + "]";
}

}  // namespace

DiffResult diff(const Catalog& live, const Catalog& wanted) { return Comparison(live, wanted).run(); }

std::string to_string(const Difference& difference) {
  const std::string element = to_string(difference.element);
  switch (difference.what) {
    case What::missing: return element + " is missing in the live schema";
    case What::extra: return element + " is in the live schema but not in the desired one";
    case What::renamed: return element + " is " + qualified_name(difference.live_element) + " in the live schema";
    case What::field: break;
  }
  return element + ": " + std::string(difference.field->key) + " is " + value_text(difference.live) + ", wanted " + value_text(difference.wanted);
}

}  // namespace phasegate
