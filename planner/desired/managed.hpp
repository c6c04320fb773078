// Which schemas are managed.
#pragma once

#include <phasegate/catalog.hpp>
#include <phasegate/finding.hpp>
#include <phasegate/settings.hpp>

#include <vector>

namespace phasegate {

/// What lies in a schema that phasegate.toml does not manage must not be asked for: one finding each. public is wanted unless it is not managed.
void restrict_to_managed(Catalog& wanted, const Settings& settings, std::vector<Finding>& findings);

}  // namespace phasegate
