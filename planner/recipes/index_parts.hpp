// What an index is made of: what must be built again for a change of it, what is set in place, and what stands beside CREATE INDEX.
#pragma once

#include "recipes/storage_parameters.hpp"

#include <phasegate/change_kind.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate::recipes {

/// True when only another index can be what `wanted` says; false for one that is INVALID anyhow.
bool is_built_again(const Object& live, const Object& wanted);

/// True for a field of an index that a build settles: everything but comment and hints.
bool is_definition(std::string_view field);

/// True when both reject the same duplicates.
bool has_same_key(const Object& live, const Object& wanted);

/// True when the index may be the replica identity of its table, as far as its own definition goes.
bool may_identify_rows(const Object& index, const Context& context);

/// True when CLUSTER may go by the index.
bool may_order_rows(const Object& index);

/// The index, or the constraint whose index it is, of that name on the table; null: none is modelled.
const Object* index_named(const Catalog& catalog, const ElementId& table, const std::string& name);

/// A condition: the index of that name is the one that was read from the live schema, on any table. False when it is missing.
std::string index_is_still(const Object& live);

/// Statements for what CREATE INDEX cannot say: statistics targets and the comment.
std::vector<std::string> index_settings(const Object& index);

/// A step with these statements; nothing when there are none.
std::optional<Step> settings_of_index(const Object& index, std::string_view change, Phase phase, Part part);

/// A refusal for each foreign key of both schemas that only this live unique index can serve.
std::vector<Finding> refuse_foreign_keys(const Object& live_index, std::string_view code, const SourceSpot& at, const Context& context);

}  // namespace phasegate::recipes
