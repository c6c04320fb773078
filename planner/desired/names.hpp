// Names as keys of TOML, and whether everything that an object names is there.
#pragma once

#include <phasegate/catalog.hpp>
#include <phasegate/finding.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate::desired {

/// `dlr.receipts` → {dlr, receipts}; a part that holds a dot or a quote is double-quoted as in SQL.
struct QualifiedName {
  std::string schema;  ///< empty: none was given
  std::string name;
  std::string error;   ///< what is wrong; empty: fine
};
QualifiedName split_name(std::string_view key);

/// The key of a name: the inverse of split_name.
std::string name_key(std::string_view schema, std::string_view name, std::string_view default_schema);

/// Adds a finding for every column that an object mentions and that is not there (of whole tables the server is asked later), for every name that two relations of one
/// schema share, and for what the object's own kind finds wrong with it; such an object goes into `broken`. Of objects that are
/// broken already nothing more is told. `required`: what others own and these may refer to.
void check_references(const Catalog& wanted, const Catalog& required, std::vector<Finding>& findings, std::set<ElementId>& broken);

}  // namespace phasegate::desired
