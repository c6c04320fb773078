// The name of one thing in a database: a table, a column, an index, and also an application or a name itself.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace phasegate {

/// Identifies one thing. Ordered, so that everything printed comes in a stable order. Names are exact, never quoted.
struct ElementId {
  std::string_view kind;  ///< ObjectKind::name, or "application", or "relation name" / "column name" for a name as such;
                          ///< always points at a constant
  std::string schema;     ///< empty for what lives outside schemas
  std::string parent;     ///< the table that it belongs to; empty for what stands on its own in a schema
  std::string name;

  auto operator<=>(const ElementId&) const = default;
  bool operator==(const ElementId&) const = default;
};

/// The element as a person writes it: `public.users.email`, parts quoted as in SQL where they need it.
std::string qualified_name(const ElementId& element);

/// Kind and name: `column public.users.email`.
std::string to_string(const ElementId& element);

}  // namespace phasegate
