// Finds what hangs on moved columns, and says how it is described on the new ones.
#include "recipes/carried_objects.hpp"

#include "objects/shared/clauses.hpp"
#include "recipes/constraints.hpp"
#include "recipes/steps.hpp"
#include "sql/canonical.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace phasegate::recipes {
namespace {

using NameMap = std::map<std::string, std::string>;

// In this order they are built: a foreign key stands on a unique index.
constexpr std::array<std::string_view, 5> carried_kinds = {"primary key", "unique constraint", "index", "check constraint", "foreign key"};


// The byte behind the parenthesis that closes the one at `open`.
std::size_t behind_closing(const std::string& text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\'' || text[i] == '"') {
      const char quote = text[i];
      for (++i; i < text.size() && text[i] != quote; ++i) {}
    } else if (text[i] == '(') {
      ++depth;
    } else if (text[i] == ')' && --depth == 0) {
      return i + 1;
    }
  }
  return text.size();
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '.' || static_cast<unsigned char>(c) >= 0x80; }

// `lower(nick) desc nulls last`: the expression is renamed, what stands behind it stays.
std::string renamed_element(const std::string& element, const NameMap& names) {
  std::size_t end = 0;
  while (end < element.size() && (is_word(element[end]) || element[end] == '"')) {
    if (element[end] == '"') end = element.find('"', end + 1) == std::string::npos ? element.size() - 1 : element.find('"', end + 1);
    ++end;
  }
  if (end < element.size() && element[end] == '(') end = behind_closing(element, end);
  return sql::with_renamed_columns(element.substr(0, end), names) + element.substr(end);
}

void rename_list(Object& object, std::string_view key, const NameMap& names) {
  if (!object.has(key)) return;
  std::vector<std::string> list = object.list(key);
  for (std::string& name : list)
    if (const auto found = names.find(name); found != names.end()) name = found->second;
  object[key] = list;
}

// The object with other columns: `own` of its table, `referenced` of the one that a foreign key refers to.
Object renamed(Object object, const NameMap& own, const NameMap& referenced) {
  for (const Field& field : object.kind->fields) {
    if (field.key == "columns" || field.key == "include" || field.key == "on_delete_columns") rename_list(object, field.key, own);
    else if (field.key == "referenced_columns") rename_list(object, field.key, referenced);
    else if (field.compare == Compare::index_elements && object.has(field.key)) {
      std::vector<std::string> elements = object.list(field.key);
      for (std::string& element : elements) element = renamed_element(element, own);
      object[field.key] = elements;
    } else if (field.compare == Compare::expression && object.has(field.key)) {
      object[field.key] = sql::with_renamed_columns(object.text(field.key), own);
    }
  }
  return object;
}

template <class From, class To>
NameMap names_of(const std::vector<Move>& moves, const ElementId& table, From from, To to) {
  NameMap names;
  for (const Move& move : moves)
    if (table_of(move.live) == table) names[from(move)] = to(move);
  return names;
}

bool means_the_same(const Field& field, const Object& expected, const Object& wanted, const sql::Names& names) {
  const Value &a = expected[field.key], &b = wanted[field.key];
  if (a == b) return true;
  if (a.index() != b.index()) return false;
  if (field.compare == Compare::expression) return sql::same_expression(std::get<std::string>(b), std::get<std::string>(a), names);
  const auto *live = std::get_if<std::vector<std::string>>(&a), *want = std::get_if<std::vector<std::string>>(&b);
  if (live == nullptr) return false;
  if (field.compare == Compare::unordered) return std::multiset<std::string>(live->begin(), live->end()) == std::multiset<std::string>(want->begin(), want->end());
  if (field.compare != Compare::index_elements) return false;
  return std::ranges::equal(*want, *live, [&](const std::string& x, const std::string& y) { return sql::same_index_element(x, y, names); });
}

std::string old_name(const Move& move) { return move.live.name; }
std::string beside(const Move& move) { return move.beside; }
std::string last_name(const Move& move) { return move.name; }

template <class From, class To>
Object with_columns(const Object& object, const std::vector<Move>& moves, From from, To to) {
  const ElementId other = object.id.kind == "foreign key" ? referenced_table(object) : ElementId{};
  return renamed(object, names_of(moves, table_of(object.id), from, to), names_of(moves, other, from, to));
}

class Finder {
 public:
  Finder(const std::vector<Move>& moves, const Context& context) : moves_(moves), context_(context) {}

  std::vector<Carried> find(bool with_missing) {
    std::vector<Carried> result;
    for (const std::string_view kind : carried_kinds)
      for (const Object* wanted : context_.wanted.objects()) {
        if (wanted->id.kind != kind) continue;
        const Object* live = context_.live.find(context_.live_name(wanted->id));
        if (live == nullptr && with_missing && mentions_moved(*wanted, moves_, last_name)) result.push_back(helper_of(nullptr, *wanted));
        if (live != nullptr && mentions_moved(*live, moves_, old_name) && becomes_by_renaming(*live, *wanted, moves_, context_)) result.push_back(helper_of(live, *wanted));
      }
    mark_moved_keys(result);
    return result;
  }

 private:
  Carried helper_of(const Object* live, const Object& wanted) const {
    // What the server printed names everything with its schema, whatever the search_path of a file.
    Carried carried{live, &wanted, live != nullptr ? with_columns(*live, moves_, old_name, beside) : with_columns(wanted, moves_, last_name, beside), false};
    carried.helper.id.name = helper_name(wanted.id.kind == "primary key" ? objects::constraint_name(wanted) : wanted.id.name);
    for (const std::string_view key : {"not_valid", "invalid", "triggers_disabled"})
      if (std::ranges::any_of(wanted.kind->fields, [&](const Field& field) { return field.key == key; })) carried.helper[key] = wanted[key];
    return carried;
  }

  void mark_moved_keys(std::vector<Carried>& objects) const {
    for (Carried& key : objects) {
      if (key.wanted->id.kind != "foreign key" || key.live == nullptr) continue;
      for (const Carried& other : objects) {
        if (other.wanted->id.kind != "primary key" || other.live == nullptr || table_of(other.live->id) != referenced_table(*key.live)) continue;
        const auto mine = key.live->list("referenced_columns"), its = other.live->list("columns");
        key.on_moved_key = std::set<std::string>(mine.begin(), mine.end()) == std::set<std::string>(its.begin(), its.end());
      }
    }
  }

  const std::vector<Move>& moves_;
  const Context& context_;
};

}  // namespace

bool mentions_moved(const Object& object, const std::vector<Move>& moves, const std::function<std::string(const Move&)>& name_of) {
  const std::vector<std::string> columns = object.kind->columns == nullptr ? std::vector<std::string>{} : object.kind->columns(object);
  const std::vector<ElementId> others = object.kind->refers_to == nullptr ? std::vector<ElementId>{} : object.kind->refers_to(object);
  return std::ranges::any_of(moves, [&](const Move& move) {
    ElementId id = move.live;
    id.name = name_of(move);
    const bool own = !object.id.parent.empty() && table_of(object.id) == table_of(id) && std::ranges::find(columns, id.name) != columns.end();
    return own || std::ranges::find(others, id) != others.end();
  });
}

bool is_settled_apart(std::string_view key) { return key == "comment" || key == "not_valid" || key == "invalid" || key == "triggers_disabled"; }

bool becomes_by_renaming(const Object& live, const Object& wanted, const std::vector<Move>& moves, const Context& context) {
  if (live.id.parent != wanted.id.parent) return false;
  try {
    const Object expected = with_columns(live, moves, old_name, last_name);
    sql::Names names{context.live.known_names, {live.id.schema, "public"}, {}, live.id.schema, live.id.parent, {}};
    for (const Object* column : context.wanted.children(table_of(wanted.id), "column")) names.column_types[column->id.name] = column->text("type");
    return std::ranges::all_of(wanted.kind->fields, [&](const Field& field) { return field.compare == Compare::hint || is_settled_apart(field.key) || means_the_same(field, expected, wanted, names); });
  } catch (const Error&) {
    return false;  // a text that cannot be rewritten (it holds a sub-select) is left to be told
  }
}

std::string helper_name(std::string_view name) { return sql::bounded_name("zz_phasegate_next_" + std::string(name), ""); }

Carriage carriage_of(std::string name, std::vector<Move> moves, bool with_missing, const Context& context) {
  Carriage carriage;
  carriage.name = std::move(name);
  carriage.objects = Finder(moves, context).find(with_missing);
  carriage.moves = std::move(moves);
  return carriage;
}

bool share_an_object(const ElementId& column, const ElementId& other, const Context& context) {
  const std::vector<Move> first{{column, {}, {}}}, second{{other, {}, {}}};
  return std::ranges::any_of(context.live.objects(), [&](const Object* object) {
    return std::ranges::find(carried_kinds, object->id.kind) != carried_kinds.end() && mentions_moved(*object, first, old_name) && mentions_moved(*object, second, old_name);
  });
}

bool settles(const Carriage& carriage, const Difference& difference) {
  return std::ranges::any_of(carriage.objects, [&](const Carried& carried) {
    return carried.wanted->id == difference.element && (carried.live == nullptr ? difference.what == What::missing : difference.what != What::missing);
  });
}

bool has_moved_key(const Carriage& carriage) {
  return std::ranges::any_of(carriage.objects, [](const Carried& carried) { return carried.wanted->id.kind == "primary key"; });
}

std::vector<Finding> refusals(const Carriage& carriage, const Context& context) {
  std::vector<Finding> findings;
  const auto refuse = [&](std::string message, std::string help, const SourceSpot& at) { findings.push_back({Severity::error, "moved-column", std::move(message), std::move(help), at}); };
  const auto spot = [&](const Move& move) {
    const Object* column = context.wanted.find({"column", move.live.schema, move.live.parent, move.name});
    return column == nullptr ? SourceSpot{} : column->at;
  };
  for (const Object* object : context.live.objects()) {
    if (!mentions_moved(*object, carriage.moves, old_name)) continue;
    const bool carried = std::ranges::any_of(carriage.objects, [&](const Carried& other) { return other.live == object; });
    const bool kept = std::ranges::any_of(context.wanted.objects(), [&](const Object* wanted) { return context.live_name(wanted->id) == object->id; });
    const bool known = std::ranges::find(carried_kinds, object->id.kind) != carried_kinds.end();
    if (carried || !kept || (known && carriage.renames)) continue;
    if (known) refuse(to_string(object->id) + " changes together with the type of a column that it mentions", "change it in a rollout of its own, before or after this one", spot(carriage.moves.front()));
    else refuse(to_string(object->id) + " mentions a column that another one takes the place of, and cannot be built beside it", "drop it in a rollout before this one, and create it again in the next", spot(carriage.moves.front()));
  }
  // Of tables that are not modelled, which nothing moves to another key.
  for (const Carried& carried : carriage.objects)
    for (const Dependency& dependency : context.live.dependencies)
      if (carried.live != nullptr && dependency.on == carried.live->id && dependency.dependent.kind == "foreign key" && context.live.find(dependency.dependent) == nullptr)
        refuse(dependency.identity + " relies on " + to_string(carried.live->id) + ", which is built again, and lies on a table that phasegate leaves alone", "drop that foreign key before, and add it again behind", spot(carriage.moves.front()));
  for (const Move& move : carriage.moves) {
    const Object* table = context.live.find(table_of(move.live));
    if (context.wanted.find(table_of(move.live)) == nullptr) refuse("the table of " + to_string(move.live) + " gets another name in the same plan", "rename the table in a rollout of its own", spot(move));
    for (const Carried& carried : carriage.objects)
      if (table != nullptr && carried.live != nullptr && table_of(carried.live->id) == table->id && !carried.live->id.name.empty() && table->text("replica_identity") == carried.live->id.name)
        refuse(to_string(carried.live->id) + " is the replica identity of " + qualified_name(table->id) + " and would be built again", "set the replica identity to the primary key or to full in a rollout before this one", spot(move));
  }
  return findings;
}

}  // namespace phasegate::recipes
