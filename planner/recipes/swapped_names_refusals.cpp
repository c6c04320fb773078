// What stands in the way of columns that change names among each other, and what follows from it by itself.
#include "recipes/steps.hpp"
#include "recipes/swapped_names.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <array>

namespace phasegate::recipes {
namespace {

std::string old_name(const Move& move) { return move.live.name; }
std::string new_name(const Move& move) { return move.name; }

// What the wanted side calls the live object: the columns themselves and what they were renamed from, everything else by its name.
const Object* wanted_form(const Object& live, const Context& context) {
  const auto objects = context.wanted.children(table_of(live.id), live.id.kind);
  const auto found = std::ranges::find_if(objects, [&](const Object* wanted) { return context.live_name(wanted->id) == live.id; });
  return found == objects.end() ? nullptr : *found;
}

// The names are exact parts on both sides.
std::vector<std::string> owner(const Object& sequence) { return sql::names_in(sequence.text("owned_by")); }

std::vector<std::string> renamed_owner(const Object& sequence, const std::vector<Move>& moves) {
  std::vector<std::string> names = owner(sequence);
  if (names.size() == 3)
    for (const Move& move : moves)
      if (names == std::vector{move.live.schema, move.live.parent, move.live.name}) {
        names[2] = move.name;
        break;
      }
  return names;
}

// True when renaming the columns, and nothing else, makes the one out of the other.
bool follows(const Object& live, const Object& wanted, const std::vector<Move>& moves, const Context& context) {
  if (live.id.kind == "sequence") return renamed_owner(live, moves) == owner(wanted);
  return becomes_by_renaming(live, wanted, moves, context);
}

class Refusals {
 public:
  Refusals(const std::vector<Difference>& members, const Context& context) : members_(members), moves_(moves_of(members)), table_(table_of(members.front().live_element)), context_(context) {}

  std::vector<Finding> run() {
    for (const Difference& member : members_) {
      const Object& wanted = *context_.wanted.find(member.element);
      for (Finding& finding : renamed_table(member.element, member.live_element, "swap-column-names", wanted.spot("renamed_from"))) findings_.push_back(std::move(finding));
      for (Finding& finding : used_at_deploy(wanted, "swap-column-names", "another meaning of the name " + qualified_name(member.element),
                                             "the first rollout gives the columns names that no other column has, the second, when only that version runs, the wanted ones"))
        findings_.push_back(std::move(finding));
      for (const std::string_view key : {"backfill", "reverse", "moved_from", "clean_up"})
        if (wanted.has(key)) add("says " + std::string(key) + ", but each column keeps its values", "remove it: only the names change", wanted.spot(key));
    }
    for (const Difference& other : context_.differences) refuse_change(other);
    for (const Object* live : context_.live.objects())
      if (hangs_on_names(*live, moves_)) refuse_staying(*live);
    refuse_serial_names();
    return std::move(findings_);
  }

 private:
  void add(const std::string& message, std::string help, const SourceSpot& at) {
    findings_.push_back({Severity::error, "swap-column-names", qualified_name(members_.front().element) + " takes a name that another column has today, and " + message, std::move(help), at});
  }

  bool is_member(const ElementId& element) const {
    return std::ranges::any_of(members_, [&](const Difference& member) { return member.element == element || member.live_element == element; });
  }

  // Until contract the names mean the old columns, behind it the new ones: a step that spells them would have to know when it runs.
  void refuse_change(const Difference& other) {
    if (settled(other) || is_member_itself(other)) return;
    const Object *live = context_.live.find(other.live_element), *wanted = context_.wanted.find(other.element);
    const bool mentions = (live != nullptr && hangs_on_names(*live, moves_)) || (wanted != nullptr && mentions_moved(*wanted, moves_, new_name)) || (wanted != nullptr && mentions_moved(*wanted, moves_, old_name));
    const bool of_member = other.element.kind == "column" && (is_member(other.element) || is_member(other.live_element));
    if (of_member || (mentions && !(other.what == What::field && is_settled_apart(other.field->key))) || is_risky_neighbour(other, wanted))
      add("at the same time " + to_string(other), "make this change in a rollout before this one, by the names of today, or behind it, by the new ones", other.at.is_known() ? other.at : members_.front().at);
  }

  bool settled(const Difference& other) const { return is_settled_by_names(members_, other, context_); }
  bool is_member_itself(const Difference& other) const { return other.what == What::renamed && is_member(other.element); }

  // Another column of the table whose recipe writes expressions, or takes along what hangs on several columns.
  bool is_risky_neighbour(const Difference& other, const Object* wanted) const {
    if (other.element.kind != "column" || table_of(other.element) != table_) return false;
    switch (other.what) {
      case What::field: return other.field->key == "type" || other.field->key == "collation" || other.field->key == "generated";
      case What::missing: return std::ranges::any_of(std::to_array<std::string_view>({"backfill", "reverse", "moved_from", "generated"}), [&](std::string_view key) { return wanted->has(key); });
      default: return true;
    }
  }

  // What hangs on the columns goes on with them; the desired schema must say it by the new names.
  void refuse_staying(const Object& live) {
    const Object* wanted = live.id.parent.empty() ? context_.wanted.find(live.id) : wanted_form(live, context_);
    if (wanted == nullptr || follows(live, *wanted, moves_, context_)) return;
    const bool is_told = std::ranges::any_of(context_.differences, [&](const Difference& other) { return other.live_element == live.id && !settled(other) && !is_member_itself(other); });
    if (!is_told) add(to_string(live.id) + " follows its columns, so by the new names it is not what the desired schema says", "say it by the names that the columns have afterwards, in the order in which it has them now", wanted->at);
  }

  // A sequence of `serial` is known by its name.
  void refuse_serial_names() {
    for (const auto& [from, to] : serial_names(members_, context_)) {
      const bool leaves = std::ranges::any_of(serial_names(members_, context_), [&](const auto& other) { return other.first == to; });
      const bool is_taken = std::ranges::any_of(context_.live.objects(), [&](const Object* object) { return object->kind->relation_name != nullptr && object->id.schema == table_.schema && object->kind->relation_name(*object) == to; });
      if (is_taken && !leaves) add("the sequence " + from + " of its serial cannot be called " + to + ", which is there already", "free that name in a rollout before this one", members_.front().at);
    }
  }

  const std::vector<Difference>& members_;
  const std::vector<Move> moves_;
  const ElementId table_;
  const Context& context_;
  std::vector<Finding> findings_;
};

}  // namespace

bool hangs_on_names(const Object& live, const std::vector<Move>& moves) {
  return live.id.kind == "sequence" ? renamed_owner(live, moves) != owner(live) : mentions_moved(live, moves, old_name);
}

bool is_settled_by_names(const std::vector<Difference>& members, const Difference& other, const Context& context) {
  if (other.what != What::field || is_settled_apart(other.field->key) || (other.element.kind == "sequence" && other.field->key != "owned_by")) return false;
  const std::vector<Move> moves = moves_of(members);
  const Object &live = *context.live.find(other.live_element), &wanted = *context.wanted.find(other.element);
  return hangs_on_names(live, moves) && follows(live, wanted, moves, context);
}

std::vector<Finding> refuse_swapped_names(const std::vector<Difference>& members, const Context& context) { return Refusals(members, context).run(); }

std::vector<std::pair<std::string, std::string>> serial_names(const std::vector<Difference>& members, const Context& context) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const Difference& member : members)
    if (context.live.find(member.live_element)->is("serial"))
      names.emplace_back(member.live_element.parent + "_" + member.live_element.name + "_seq", member.element.parent + "_" + member.element.name + "_seq");
  return names;
}

}  // namespace phasegate::recipes
