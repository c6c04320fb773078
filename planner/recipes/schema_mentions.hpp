// Which objects have to do with a schema: those that lie in it, refer to what does, or name it in a piece of SQL.
#pragma once

#include <phasegate/change_kind.hpp>

#include <string>
#include <vector>

namespace phasegate::recipes {

/// The texts of the object that are pieces of SQL or names; no comments, and no lists of values, columns or options.
std::vector<std::string> texts_with_names(const Object& object);

/// The object is the schema, lies in it, refers to something there, or names something there in one of its texts.
bool has_to_do_with_schema(const Object& object, const std::string& schema);

}  // namespace phasegate::recipes
