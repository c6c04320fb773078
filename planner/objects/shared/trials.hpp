// What the trials of several object kinds are made of: see FieldTrial in object_kind.hpp.
#pragma once

#include <phasegate/object_kind.hpp>

#include <string>
#include <string_view>

namespace phasegate::objects {

/// The relation or type that a trial makes.
inline constexpr std::string_view trial_name = "pg_temp.phasegate_question";

/// The object under that name, to be created on its own.
Object as_trial(const Object& object);

/// A table with nothing but the column phasegate_question, of that type.
std::string table_of_one(const std::string& column_type);

/// The server reads the statement, and does not run it. It outlives the transaction, so DEALLOCATE phasegate_question comes next; one that is refused has
/// never been there.
std::string only_read(const std::string& statement);

/// For an index: raises unless there is such an access method.
FieldTrial method_trial(const std::string& method);

/// A trial for each field that is there, of the object without those that come after it in this list; the first one is always tried. `statement` prints the object.
std::vector<FieldTrial> one_by_one(const Object& object, std::initializer_list<std::string_view> keys, std::string (*statement)(const Object& object, const TrialPlace& place), const TrialPlace& place);

}  // namespace phasegate::objects
