// What a scratch database is given of the live schema, so that it can be asked about expressions.
#pragma once

#include "catalog/database.hpp"

#include <phasegate/catalog.hpp>

#include <string>

namespace phasegate {

/// Runs a statement that may fail, within the open transaction. True when it did not.
bool attempt(const std::string& statement, Database& database);

/// Makes the schemas, types, collations and extensions of the live schema in the open transaction; those that cannot be made are left out.
void make_types(const Catalog& live, Database& scratch);

}  // namespace phasegate
