// Common to both moves are the two sides, their rights and what depends on the old column; keys and columns differ, because one of them makes rows.
#include "recipes/refused_moves.hpp"

#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"

#include <algorithm>
#include <initializer_list>

namespace phasegate::recipes {
namespace {

ElementId source(const MovedColumn& move) { return table_of(move.old.id); }
ElementId target(const MovedColumn& move) { return table_of(move.column.id); }

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::ranges::sort(names);
  return names;
}

class Refusals {
 public:
  Refusals(const MovedColumn& move, const Context& context) : move_(move), context_(context), there_(qualified_name(target(move))), from_(qualified_name(source(move))) {}

  std::vector<Finding> run(bool into_standing) {
    if (into_standing) check_sides();
    if (context_.wanted.find(source(move_)) == nullptr) add(from_ + " itself goes away or gets another name", "keep the table as it is in this rollout");
    if (move_.keys.empty()) add("moved_by does not say which rows of both tables belong together", "say so: moved_by.<key of " + there_ + "> = \"<key of " + from_ + ">\"");
    else if (into_standing) check_pairs();
    else check_new_keys();
    if (into_standing) check_standing_columns();
    else check_new_columns();
    check_row_security();
    for (const Dependency& dependency : context_.live.dependencies)
      if (dependency.on == move_.old.id) add(dependency.identity + " depends on " + to_string(move_.old.id) + ", which goes away", "change or drop that first; it is of a kind that phasegate leaves alone");
    return std::move(findings_);
  }

 private:
  void add(const std::string& message, std::string help) {
    findings_.push_back({Severity::error, "move-column", to_string(move_.column.id) + " is to come from " + qualified_name(move_.old.id) + ", but " + message, std::move(help), move_.column.spot("moved_from")});
  }

  bool is_key(const std::string& name) const {
    return std::ranges::any_of(move_.keys, [&](const auto& key) { return key.first == name; });
  }

  void check_row_security() {
    for (const ElementId& table : {source(move_), target(move_)})
      for (const Catalog* side : {&context_.live, &context_.wanted})
        if (const Object* object = side->find(table); object != nullptr && object->has("row_level_security")) {
          add(qualified_name(table) + " has row level security, and the triggers write past it", "move the column by hand");
          break;
        }
  }

  // Of either column, the first of these that it has.
  void check_without(std::initializer_list<std::string_view> keys, const std::string& why, const std::string& help) {
    for (const Object* side : {&move_.column, &move_.old})
      for (const std::string_view key : keys)
        if (side->has(key)) {
          add(std::string(key) + " of " + to_string(side->id) + " would " + why, help);
          break;
        }
  }

  void check_new_keys() {
    if (!is_unique(keys_of(move_, true), target(move_), context_.wanted)) add("the key of moved_by is not unique in " + there_, "make it the primary key of the new table");
    if (!is_unique(keys_of(move_, false), source(move_), context_.live)) add("the key of moved_by is not unique in " + from_, "name its primary key");
    const Object* key = key_with_cascade(move_, context_);
    if (key == nullptr) {
      add("no foreign key of " + there_ + " on the columns of moved_by refers to " + from_ + " with on delete cascade, and without it, rows that the running version deletes would come back",
          "add it: (…) references " + from_ + " on delete cascade");
      return;
    }
    for (const auto& [new_key, old_key] : move_.keys)
      if (const Object* column = context_.live.find({"column", move_.old.id.schema, move_.old.id.parent, old_key});
          column != nullptr && !column->has("identity") && !column->is("serial") && !column->has("default") && key->text("on_update") != "cascade")
        add("the running version may change " + qualified_name(column->id) + ", which a row of " + there_ + " would then forbid", "say on update cascade in " + to_string(key->id));
  }

  void check_new_columns() {
    if (move_.column.text("type") != move_.old.text("type")) add("the one is " + move_.column.text("type") + " and the other " + move_.old.text("type"), "change the type in a rollout before this one, or behind it");
    else if (!compares_plainly(move_.old.text("type"), context_)) add("values of type " + move_.old.text("type") + " have no equality, or fields that may be NULL one by one", "change the type to one with an equality operator first");
    check_without({"not_null", "default", "serial", "identity", "generated"}, "give or ask for values that nobody has written", "let it be NULL without a default while it moves, and say the rest in a later rollout");
    for (const Object* other : context_.wanted.children(target(move_), "column"))
      if (other->is("not_null") && !other->has("default") && !other->is("serial") && !other->has("identity") && !other->has("generated") && !is_key(other->id.name))
        add(to_string(other->id) + " is not null and has no default, so no row can be made there for what the running version writes", "give it a default, or let it be NULL");
  }

  // Both tables are there, so either may change in other ways.
  void check_sides() {
    for (const auto& [wanted, live] : {std::pair(move_.column.id, context_.live_name(move_.column.id)), std::pair(move_.old.id, move_.old.id)})
      for (Finding& finding : renamed_table(wanted, live, "move-column", move_.column.spot("moved_from"))) findings_.push_back(std::move(finding));
    if (target(move_) == source(move_)) add("both are of one table", "say renamed_from");
    if (std::ranges::none_of(context_.differences, [&](const Difference& other) { return other.is(What::extra, "column") && other.element == move_.old.id; }))
      add("that column stays in the desired schema, by this name or another one", "remove it there, or moved_from here");
    if (const Object* first = moved_to(move_.old.id, context_); first != nullptr && first->id != move_.column.id) add(to_string(first->id) + " is to come from there, too", "say moved_from once");
  }

  // A pair must be one row on either side, now and in the end.
  void check_pairs() {
    for (const Catalog* side : {&context_.live, &context_.wanted}) {
      if (!is_unique(keys_of(move_, true), target(move_), *side)) add("the key of moved_by is not unique in " + there_, "name its primary key, or make the key unique in a rollout before this one");
      else if (!is_unique(keys_of(move_, false), source(move_), *side)) add("the key of moved_by is not unique in " + from_, "name its primary key, or make the key unique in a rollout before this one");
      else continue;
      return;
    }
    for (const auto& [new_key, old_key] : move_.keys) {
      const Object *a = context_.live.find({"column", target(move_).schema, target(move_).name, new_key}), *b = context_.live.find({"column", source(move_).schema, source(move_).name, old_key});
      if (a == nullptr || b == nullptr || a->text("type") != b->text("type") || a->text("collation") != b->text("collation") || a->text("type").find('.') != std::string::npos)
        add(new_key + " of " + there_ + " and " + old_key + " of " + from_ + " are not of one type that PostgreSQL brings along, with one collation, so it is not certain what makes them equal", "move by a key of one such type");
      if (old_key == move_.old.id.name) add("it is itself part of the key", "move by another key");
    }
  }

  void check_standing_columns() {
    if (move_.column.text("type") != move_.old.text("type") || move_.column.text("collation") != move_.old.text("collation"))
      add("the one is " + move_.column.text("type") + " and the other " + move_.old.text("type") + ", or their collations differ", "change the type in a rollout before this one, or behind it");
    if (may_have_fields(move_.old.text("type"), context_)) add("values of type " + move_.old.text("type") + " have fields that may be NULL one by one, so it is not certain which rows hold one", "move the column by hand");
    if (move_.old.is("not_null")) add("that is not null, and the next version does not write it", "let it be NULL in a rollout before this one");
    check_without({"default", "serial", "identity", "generated"}, "give values that nobody has written", "let it have none while it moves, and say it in a later rollout");
    for (const std::string_view key : {"backfill", "reverse", "renamed_from"})
      if (move_.column.has(key)) add(to_string(move_.column.id) + " says " + std::string(key) + " too", "remove it: a column moves with the values that it has");
    if (move_.column.is("not_null"))
      for (Finding& finding : used_at_deploy(move_.column, "move-column", "not null of " + qualified_name(move_.column.id), "the first version writes the column always and reads it as one that may be NULL, the second relies on it"))
        findings_.push_back(std::move(finding));
  }

  const MovedColumn& move_;
  const Context& context_;
  const std::string there_, from_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> refuse_move(const MovedColumn& move, bool into_standing, const Context& context) { return Refusals(move, context).run(into_standing); }

const Object* key_with_cascade(const MovedColumn& move, const Context& context) {
  for (const Object* key : context.wanted.children(target(move), "foreign key"))
    if (key->text("referenced_schema") == move.old.id.schema && key->text("referenced_table") == move.old.id.parent && sorted(key->list("columns")) == keys_of(move, true) &&
        sorted(key->list("referenced_columns")) == keys_of(move, false) && key->text("on_delete") == "cascade" && !key->is("not_valid"))
      return key;
  return nullptr;
}

}  // namespace phasegate::recipes
