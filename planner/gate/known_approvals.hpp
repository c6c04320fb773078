// Is there anything that an approval would open? A word that no plan and no catalog knows is a slip of the pen.
#pragma once

#include "catalog/database.hpp"

#include <phasegate/finding.hpp>
#include <phasegate/manifest.hpp>
#include <phasegate/settings.hpp>

#include <optional>
#include <string>
#include <vector>

namespace phasegate {

/// Warnings: of a plan that neither `manifest` nor the database knows (one that is on its way to this database may be approved before), and of a
/// word that no gate of the plan asks for; where the plan is not at hand, that names nothing in the live schema.
std::vector<Finding> doubts_about_approval(Database& database, const std::string& plan_id, const std::string& what, const std::optional<Manifest>& manifest, const Settings& settings);

}  // namespace phasegate
