// Who uses a type, an extension or a schema, and what of that goes away in this plan.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// A column of a live table with values of a type.
struct Holder {
  ElementId column;
  bool nested = false;  ///< inside an array, a composite or a range
  bool by_domain = false;  ///< through a domain over the type
};
/// The live columns with values of the live type, by itself or inside another one, in the order of their names.
std::vector<Holder> holders_of(const ElementId& live_type, const Context& context);
/// A live column whose type is the row type of the table, by itself or inside an array, a domain, a composite or a range: PostgreSQL then refuses
/// whatever gives the table's rows new values (ADD COLUMN with a default, another type of a column, writing it anew), also where there are no rows.
/// Null: none in the tables that are modelled.
const Object* column_of_row_type(const ElementId& live_table, const Context& context);
/// Their tables, each once.
std::vector<ElementId> tables_of(const std::vector<Holder>& holders);

/// What uses the live element and is not known to stop doing so in this plan.
std::vector<const Dependency*> staying_users(const ElementId& live_element, const Context& context);
/// A refusal for each of these: "`what`, but <user> uses it".
std::vector<Finding> refuse_users(const std::vector<const Dependency*>& users, std::string_view kind, const std::string& what, const std::string& help, const SourceSpot& at);
/// True when something uses it at all.
bool is_used(const ElementId& live_element, const Context& context);

/// SQL that is true when nothing uses the type (arrays of it included) in the database.
std::string type_unused(const ElementId& type);

}  // namespace phasegate::recipes
