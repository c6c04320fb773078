// Primary keys and unique constraints: their index is built concurrently first, and a constraint takes it over in an instant.
//
// One that takes the place of another under the same name has its index built under a name of phasegate's own, so that the old one rejects
// duplicates until the new one does; the exchange is one statement. Foreign keys that rely on the old index are made again on the new one.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string_view>

namespace phasegate::recipes {

/// True for a further field of the same key that a change of `claimed` settles; not its comment.
bool is_field_of_same_key(const Difference& claimed, const Difference& other);

/// True for a live index that has the name of the missing key: one that a failed build has left, or one that the key takes over as it is.
bool is_index_for_key(const Difference& missing_key, const Difference& other, const Context& context);
/// True for a wanted index that has the name of the key that goes.
bool is_index_after_key(const Difference& extra_key, const Difference& other, const Context& context);

/// The steps for a key that is missing, extra, or differs. `kind` is the name of the change kind.
Recipe add_key(const Change& change, const Context& context, std::string_view kind);
Recipe drop_key(const Change& change, const Context& context, std::string_view kind);
Recipe change_key(const Change& change, const Context& context, std::string_view kind);

}  // namespace phasegate::recipes
