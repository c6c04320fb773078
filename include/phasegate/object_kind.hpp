// The form that every file in planner/objects fills in: what a kind of database object is made of.
#pragma once

#include <phasegate/element.hpp>
#include <phasegate/finding.hpp>
#include <phasegate/source_spot.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace phasegate {

/// Names with an SQL text each, in the order of the file: `reverse.first_name = "…"`.
using TextMap = std::vector<std::pair<std::string, std::string>>;

/// The value of one field. monostate: absent.
using Value = std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<std::string>, TextMap>;

/// How a field is written in TOML and read from the query.
enum class ValueType {
  boolean,
  integer,
  text,       ///< a word or a text that is compared as it is
  sql,        ///< a piece of SQL: an expression, a type, a query
  name_list,  ///< a TOML array of strings; in the query a text[]
  text_map    ///< a TOML table of strings; in the query a text[] of names and texts in turn
};

/// How two values of a field are compared once both are there.
enum class Compare {
  exact,          ///< as text or number
  type_name,      ///< as the name of a type: `int` is `integer`
  expression,     ///< as an expression in the columns of the object's table
  index_elements, ///< each as an element of an index, in order
  unordered,      ///< as a set
  if_stated,      ///< exactly, and only where the desired schema states it; `inspect` does not print it
  hint            ///< phasegate's own key: never in the catalog, never printed, never compared
};

/// One field of an object kind: key in TOML = column of the query.
struct Field {
  std::string_view key;
  ValueType type;
  Compare compare;
  std::string_view absent;  ///< what a missing value means, as text ("" = nothing, "false", "btree"); printed by nobody
  std::string_view doc;     ///< one line for the reference
  std::string_view words = {};  ///< the only values that it may have, separated by `|`; empty: any
};

struct ObjectKind;

/// One thing of a schema, wanted or live.
struct Object {
  ElementId id;
  const ObjectKind* kind = nullptr;
  std::vector<Value> values;      ///< one per field of the kind, in its order
  std::vector<Value> written;     ///< as the desired schema says it, where an equal live text has taken its place in `values`; empty: nowhere
  std::vector<std::pair<std::size_t, SourceSpot>> spots;  ///< by field: where its value was written, for those that were
  SourceSpot at;                  ///< where the object was written; unknown for live objects
  int position = 0;               ///< order of appearance in its file or its table, 1-based; 0 when it has none

  /// The value of the field `key`. Throws: Bug when the kind has no such field.
  [[nodiscard]] const Value& operator[](std::string_view key) const;
  Value& operator[](std::string_view key);
  /// The spot of the field `key`, or that of the object when the field was not written.
  [[nodiscard]] SourceSpot spot(std::string_view key) const;
  /// Notes where the value of the field number `field` was written; a second place takes that of the first.
  void set_spot(std::size_t field, const SourceSpot& place);

  /// The object as the desired schema says it. Texts that mean the same on a column of one type may differ on one of another.
  [[nodiscard]] Object as_written() const;

  [[nodiscard]] bool has(std::string_view key) const;         ///< true when the value is there
  [[nodiscard]] bool is(std::string_view key) const;          ///< true when the value is there and is `true`
  [[nodiscard]] std::string text(std::string_view key) const; ///< the text, or "" when absent
  [[nodiscard]] std::vector<std::string> list(std::string_view key) const;
  [[nodiscard]] TextMap map(std::string_view key) const;
};

/// The result of reading the short SQL form of an object.
struct ShortForm {
  std::string error;       ///< what is wrong; empty: fine
  int error_offset = -1;   ///< 0-based position in the text; -1 unknown
};

/// How to let the server print the SQL in an object: `setup` builds it on a temporary copy of its table, `read` returns one text.
struct Question {
  std::string setup;  ///< empty: the object holds nothing that the server would print differently
  std::string read;
};

/// Statements of which the server refuses one where it does not know what one field of an object names, or does not take it there. They are
/// run in a transaction that is rolled back, and evaluate nothing for any row.
struct FieldTrial {
  std::string_view key;          ///< the field; points at a constant
  std::vector<std::string> sql;  ///< one statement each; what they make is called phasegate_question
};

/// Where an object is tried out. Relations are SQL text.
struct TrialPlace {
  std::string table;         ///< an empty temporary table with the columns that the object mentions, of their wanted types; "" for what has no table
  std::string live_table;    ///< the table as the running version has it, which is only looked at; "" when there is none
  ElementId live_table_id;   ///< its name in `live`
  const class Catalog& live;
};

/// What COMMENT ON does to an object of the kind.
struct CommentPlace {
  std::string target;   ///< after COMMENT ON: `COLUMN public.users.email`
  std::string current;  ///< SQL expression of type text: the comment as it stands, NULL when there is none or the object is missing
  ElementId locked;     ///< the relation that COMMENT ON locks; kind empty: none. Source: pg_locks, contract check 4
  bool locks_for_reading = false;  ///< ACCESS SHARE on that relation; else SHARE UPDATE EXCLUSIVE
};

/// How a kind of object is read, printed, created and dropped. Constant data and pure functions.
struct ObjectKind {
  std::string_view name;      ///< "foreign key": the field's standard term, as messages print it
  std::string_view toml_key;  ///< section below the parent or at top level: "foreign_key"
  std::string_view parent = {};         ///< name of the parent's kind ("table"); empty: stands in a schema
  bool one_per_parent = false;          ///< `primary_key = "(id)"` is a key of the parent, not a section of names
  bool in_schema = true;                ///< false: its name alone names it in the whole database (a schema, an extension)
  bool is_type = false;                 ///< columns may have it as their type
  bool brings_names = false;            ///< creating it brings types and functions that nobody can know before: an extension
  bool only_when_stated = false;        ///< live ones are managed only where a file of the desired schema has a section of the kind
  bool is_constraint = false;           ///< has a row of its own in pg_constraint, and its name in the namespace of its table's constraints
  bool own_difference_when_parent_missing = false;  ///< foreign keys: a new table does not take them along (cycles)
  std::string_view value_type = {};     ///< field with the type that the object's expressions yield (the default of a column); empty: none
  std::span<const Field> fields = {};
  std::string_view array_form = {};     ///< field that a bare TOML array fills: `mood = ["sad", "ok"]`
  /// Reads the short SQL form into the object's fields; null: there is none, fields only.
  ShortForm (*read_short)(std::string_view sql, Object& object) = nullptr;
  /// The short form of the object, as `inspect` prints it. Null: fields only.
  std::string (*print_short)(const Object& object) = nullptr;
  /// Keys that `print_short` does not cover are printed beside it; these are the ones it does cover.
  std::span<const std::string_view> short_fields = {};
  /// Brings a freshly read object, live or wanted, into one form once its whole catalog is there: what is implied by others (a key's
  /// columns are not null) is filled in, what is a default is left out. Null: nothing to do.
  void (*finish)(Object& object, const class Catalog& catalog) = nullptr;
  /// What is wrong with a wanted object that only its kind can see. Null: nothing to look for.
  std::vector<Finding> (*check)(const Object& object, const class Catalog& wanted) = nullptr;
  /// How to ask the server whether two texts mean the same, on a table of the given (quoted) name with the live columns. Null: never.
  Question (*ask)(const Object& object, std::string_view temporary_table) = nullptr;
  /// How the server finds out whether it takes the object. Trials whose field has not changed are left out. Null: nothing to find out.
  std::vector<FieldTrial> (*trials)(const Object& object, const TrialPlace& place) = nullptr;
  /// The statement that creates the object. A table is created with its columns, `children` holding what is below it. Empty text: no single
  /// statement can.
  std::string (*create)(const Object& object, std::span<const Object* const> children) = nullptr;
  /// Statements after `create`, for what that cannot say (a check of a domain that is not valid). Null: none.
  std::vector<std::string> (*complete)(const Object& object) = nullptr;
  std::string (*drop)(const Object& object) = nullptr;
  /// How it is commented on. Null: comments are not possible.
  CommentPlace (*comment)(const Object& object) = nullptr;
  /// Columns of its own table that the object mentions. Null: none.
  std::vector<std::string> (*columns)(const Object& object) = nullptr;
  /// Other objects that must exist for it. Null: none.
  std::vector<ElementId> (*refers_to)(const Object& object) = nullptr;
  /// Pairs of columns whose values it compares by an index: its own, and that of the other table. Null: none.
  std::vector<std::pair<ElementId, ElementId>> (*compares)(const Object& object) = nullptr;
  /// Names of types that it mentions, as the server prints them: `app.mood[]`. Null: none.
  std::vector<std::string> (*type_names)(const Object& object) = nullptr;
  /// The name under which it lies in its schema's namespace of relations; empty text: in none. Null: none.
  std::string (*relation_name)(const Object& object) = nullptr;
};

/// An object of the kind with every value absent.
Object make_object(const ObjectKind& kind, ElementId id);

}  // namespace phasegate
