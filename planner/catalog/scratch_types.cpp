// One type may stand on another, so those that fail are tried again as long as any succeeds.
#include "catalog/scratch_types.hpp"

#include "sql/identifier.hpp"

#include <phasegate/error.hpp>

#include <vector>

namespace phasegate {
namespace {

// What lies in a schema and is neither a type nor a relation: a collation.
bool is_only_a_name(const ObjectKind& kind) { return kind.in_schema && kind.parent.empty() && !kind.is_type && kind.relation_name == nullptr; }

}  // namespace

bool attempt(const std::string& statement, Database& database) {
  database.query("SAVEPOINT attempt");
  try {
    database.query(statement);
    database.query("RELEASE SAVEPOINT attempt");
    return true;
  } catch (const DatabaseError&) {
    database.query("ROLLBACK TO SAVEPOINT attempt");
    return false;
  }
}

void make_types(const Catalog& live, Database& scratch) {
  std::vector<std::string> waiting;
  for (const Object* object : live.objects()) {
    if (object->id.kind == "schema") attempt("CREATE SCHEMA IF NOT EXISTS " + sql::identifier(object->id.name), scratch);
    else if (object->kind->is_type || object->kind->only_when_stated || is_only_a_name(*object->kind)) waiting.push_back(object->kind->create(*object, {}));
  }
  for (std::size_t before = waiting.size() + 1; waiting.size() < before;) {
    before = waiting.size();
    std::erase_if(waiting, [&](const std::string& statement) { return attempt(statement, scratch); });
  }
}

}  // namespace phasegate
