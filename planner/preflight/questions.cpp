// Goes by the differences, so that nothing is asked about what stands as it is.
#include "preflight/questions.hpp"

#include "sql/identifier.hpp"
#include "sql/schema_names.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>

namespace phasegate {
namespace {

constexpr std::string_view live_copy = "pg_temp.phasegate_live";

ElementId table_of(const Object& object) { return object.kind->parent.empty() ? (object.id.kind == "table" ? object.id : ElementId{}) : ElementId{"table", object.id.schema, "", object.id.parent}; }

// What is asked about an object.
struct Scope {
  bool all = false;    // all that it says about itself
  bool hints = false;  // how values come and go
  std::set<std::string, std::less<>> keys;
};

class Questions {
 public:
  Questions(const Catalog& wanted, const Catalog& live, bool on_scratch) : wanted_(wanted), live_(live), on_scratch_(on_scratch) {}

  std::vector<AskedTogether> run(const std::vector<Difference>& differences) {
    for (const Difference& difference : differences) look_at(difference);
    std::map<ElementId, AskedTogether> groups;
    std::vector<AskedTogether> result;
    for (const auto& [object, scope] : scopes_) {
      const ElementId table = table_of(*object);
      AskedTogether alone{table, {}, {}};
      AskedTogether& group = table.kind.empty() ? alone : groups.try_emplace(table, std::move(alone)).first->second;
      add(*object, scope, group);
      if (table.kind.empty() && !group.trials.empty()) result.push_back(std::move(group));
    }
    for (auto& [table, group] : groups) {
      if (group.trials.empty()) continue;
      group.setup = copies(group.table, group.trials);
      for (Asked& asked : group.trials) asked.setup = group.trials.size() == 1 ? group.setup : copies(group.table, {&asked, 1});
      result.push_back(std::move(group));
    }
    return result;
  }

 private:
  struct ById {
    bool operator()(const Object* a, const Object* b) const { return a->id < b->id; }
  };

  void look_at(const Difference& difference) {
    const Object* object = wanted_.find(difference.element);
    if (object == nullptr) {
      // What goes may have to say what becomes of it in its table.
      if (const Object* table = wanted_.find({"table", difference.element.schema, "", difference.element.parent})) scopes_[table].hints = true;
      return;
    }
    Scope& scope = scopes_[object];
    if (difference.what == What::missing) {
      scope.all = scope.hints = true;
      if (object->id.kind == "table")
        for (const Object* child : wanted_.children(object->id)) scopes_[child].all = true;
    } else if (difference.what == What::renamed) {
      scope.hints = true;
    } else if (difference.what == What::field) {
      scope.keys.insert(std::string(difference.field->key));
      if (difference.field->key == "not_null") scope.hints = true;
      if (difference.field->compare == Compare::type_name) {
        scope.all = scope.hints = true;
        mentioning(*object);
      }
    }
  }

  // What mentions a column of another type now must do with that one.
  void mentioning(const Object& column) {
    if (column.kind->parent.empty()) return;
    for (const Object* other : wanted_.children(table_of(column))) {
      if (other->kind->columns == nullptr || other->kind->trials == nullptr) continue;
      const std::vector<std::string> names = other->kind->columns(*other);
      if (std::ranges::find(names, column.id.name) != names.end()) scopes_[other].all = true;
    }
  }

  [[nodiscard]] ElementId live_id(const ElementId& table) const {
    const ElementId hinted = wanted_.hinted_live_id(table);
    return live_.find(hinted) != nullptr ? hinted : table;
  }

  void add(const Object& wanted, const Scope& scope, AskedTogether& group) const {
    if (wanted.kind->trials == nullptr) return;
    const Object object = wanted.as_written();
    const ElementId live_table = group.table.kind.empty() ? ElementId{} : live_id(group.table);
    const bool has_live = live_.find(live_table) != nullptr;
    const TrialPlace place{group.table.kind.empty() ? "" : "pg_temp." + sql::identifier(group.table.name), !has_live ? "" : on_scratch_ ? std::string(live_copy) : sql::relation(live_table), live_table, live_};
    for (FieldTrial& trial : object.kind->trials(object, place)) {
      const Field& field = *std::ranges::find(object.kind->fields, trial.key, &Field::key);
      const bool is_wanted = field.compare == Compare::hint ? scope.hints : scope.all || scope.keys.contains(trial.key);
      if (is_wanted) group.trials.push_back({wanted.id, std::string(trial.key) + " of " + to_string(wanted.id), wanted.spot(trial.key), {}, std::move(trial.sql)});
    }
  }

  // Only the columns that are named: a table may have 1,600 of them.
  std::vector<std::string> copies(const ElementId& table, std::span<const Asked> trials) const {
    std::set<std::string> names;
    std::string text;
    bool has_row = false;
    for (const Asked& asked : trials)
      for (const std::string& statement : asked.sql) {
        names.merge(sql::all_names(statement));
        has_row = has_row || sql::mentions_row(statement, table.name);
        text += statement + "\n";
      }
    const std::string copy = "pg_temp." + sql::identifier(table.name);
    std::vector<std::string> setup;
    if (text.find(copy) != std::string::npos) setup.push_back(copy_of(wanted_, table, copy, names, has_row));
    if (text.find(live_copy) != std::string::npos) setup.push_back(copy_of(live_, live_id(table), std::string(live_copy), names, has_row));
    return setup;
  }

  static std::string copy_of(const Catalog& catalog, const ElementId& table, const std::string& name, const std::set<std::string>& names, bool all) {
    std::string columns;
    for (const Object* column : catalog.children(table, "column"))
      if (all || names.contains(column->id.name))
        columns += (columns.empty() ? "" : ", ") + sql::identifier(column->id.name) + " " + column->text("type") + (column->has("collation") ? " COLLATE " + column->text("collation") : "");
    return "CREATE TABLE " + name + " (" + columns + ")";
  }

  const Catalog& wanted_;
  const Catalog& live_;
  bool on_scratch_;
  std::map<const Object*, Scope, ById> scopes_;
};

}  // namespace

std::vector<AskedTogether> questions(const Catalog& wanted, const Catalog& live, const std::vector<Difference>& differences, bool on_scratch) {
  return Questions(wanted, live, on_scratch).run(differences);
}

}  // namespace phasegate
