// Managed schemas.
#include "desired/managed.hpp"

#include <phasegate/object_kind.hpp>

#include <algorithm>

namespace phasegate {

void restrict_to_managed(Catalog& wanted, const Settings& settings, std::vector<Finding>& findings) {
  if (settings.schemas.empty()) return;
  for (const Object* object : wanted.objects()) {
    if (!object->kind->in_schema && object->id.kind != "schema") continue;
    const std::string schema = object->id.kind == "schema" ? object->id.name : object->id.schema;
    if (std::ranges::find(settings.schemas, schema) != settings.schemas.end()) continue;
    if (object->id.kind == "schema" && schema == "public") {
      wanted.remove(object->id);
      continue;
    }
    findings.push_back({Severity::error, "not-managed", to_string(object->id) + " lies in schema " + schema + ", which phasegate.toml does not manage", "add it to schemas in phasegate.toml", object->at});
  }
}

}  // namespace phasegate
