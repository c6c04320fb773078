// Indexes and constraints on columns that others take the place of: they are built on the new columns beside the old ones, and take the
// names of the old ones in the moment in which the columns change places.
#pragma once

#include <phasegate/change_kind.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace phasegate::recipes {

/// A column that another one takes the place of.
struct Move {
  ElementId live;      ///< the old column, as it is live
  std::string beside;  ///< name of the new one while both are there
  std::string name;    ///< name of the new one afterwards, as it is wanted
};

/// An index or constraint that must end on the new columns.
struct Carried {
  const Object* live = nullptr;    ///< as it stands on the old columns; null: it comes with the change
  const Object* wanted = nullptr;  ///< as it must end
  Object helper;                   ///< on the new columns, under a helper name, until they change places
  bool on_moved_key = false;       ///< a foreign key to a primary key that moves: the old one cannot outlive the old key
};

/// Everything that one change carries over.
struct Carriage {
  std::string name;          ///< of the change; ids of steps begin with it
  std::vector<Move> moves;
  std::vector<Carried> objects;
  Part part = Part::retire;  ///< of contract, in which the columns change places
  std::string over;          ///< SQL: true once they have
  bool renames = false;      ///< the new columns have names of their own: applications see them from expand on
};

/// The carriage of these columns: what hangs on them in the live schema and is wanted on the new ones. `with_missing`: also what is wanted
/// there and not live yet.
Carriage carriage_of(std::string name, std::vector<Move> moves, bool with_missing, const Context& context);

/// True when an index or constraint of the live schema mentions both columns: they change places in one moment.
bool share_an_object(const ElementId& column, const ElementId& other, const Context& context);

/// True when the object mentions one of the moved columns, of its own table or of the one that it refers to, by the name that `name_of` gives.
bool mentions_moved(const Object& object, const std::vector<Move>& moves, const std::function<std::string(const Move&)>& name_of);

/// True when the live object with its columns under their last names is certainly the wanted one, but for what `is_settled_apart`.
bool becomes_by_renaming(const Object& live, const Object& wanted, const std::vector<Move>& moves, const Context& context);

/// Fields that are no matter of the columns: whether a constraint was proven, and what is said of it.
bool is_settled_apart(std::string_view key);

/// True when the difference is one of a carried object, which the carriage settles.
bool settles(const Carriage& carriage, const Difference& difference);

/// What hangs on the old columns and can be neither carried nor left.
std::vector<Finding> refusals(const Carriage& carriage, const Context& context);

/// True when a primary key is among what is carried: undo of the exchange then builds on what `keep_way_back` has made.
bool has_moved_key(const Carriage& carriage);

/// The name that a new object bears beside the old one.
std::string helper_name(std::string_view name);

}  // namespace phasegate::recipes
