// Matches a tree of the user with a tree of the server. Private to sql/.
#pragma once

#include "sql/canonical.hpp"
#include "sql/tree.hpp"

#include <string>
#include <string_view>

namespace phasegate::sql {

/// True when the name is that of a function of pg_catalog.
bool is_server_function(std::string_view name);

/// Which types the server may have given to a constant that the user wrote without a cast, by where the
/// constant stands.
struct Expected {
  bool anything = false;  ///< the whole expression is the constant, and the type of its place is not known
  bool text = false;      ///< what the server takes when nothing else tells
  std::string type = {};  ///< the type of what stands beside it; "" unknown
  bool common = false;    ///< one type is chosen for several values (COALESCE, CASE, ARRAY, IN): integers are
                          ///< widened to bigint
  bool refed =
      false;  ///< 'x'::varchar within ::text: an IN list of varchar that was fed to the server once more
};

/// Matches two normalised trees. Asymmetric: only the wanted side may leave casts away.
class Matcher {
 public:
  Matcher(const Names& names, bool in_subselect) : names_(names), in_subselect_(in_subselect) {}

  [[nodiscard]] bool same(const Node* wanted, const Node* live, const Expected& expected) const;
  [[nodiscard]] bool same(const Node& wanted, const Node& live, const Expected& expected) const;

 private:
  [[nodiscard]] bool same_constant(const Node& wanted, const Node& live, const Expected& expected) const;
  [[nodiscard]] bool same_cast(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_array_cast(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_under_cast(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_operation(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_operator(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_binary(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_any(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_call(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_function(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_argument(const Node& wanted, const Node& live, std::string_view function,
                                   std::size_t position) const;
  [[nodiscard]] bool same_elements(const Node& wanted, const Node& live, std::string_view list) const;
  [[nodiscard]] bool same_case(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_relation(const Node& wanted, const Node& live) const;
  [[nodiscard]] bool same_relation_text(std::string_view wanted, std::string_view live) const;
  [[nodiscard]] bool same_fields(const Node& wanted, const Node& live, std::string_view but_for = {},
                                 std::string_view nor = {}, std::string_view nor_this = {}) const;
  [[nodiscard]] std::string type(const Node* live) const;

  const Names& names_;
  bool in_subselect_;
};

}  // namespace phasegate::sql
