// Puts together the statements of trials.
#include "objects/shared/trials.hpp"

#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::objects {

Object as_trial(const Object& object) {
  Object copy = object;
  copy.id.schema = "pg_temp";
  copy.id.name = "phasegate_question";
  return copy;
}

std::string table_of_one(const std::string& column_type) { return "CREATE TEMPORARY TABLE phasegate_question (phasegate_question " + column_type + ")"; }

std::string only_read(const std::string& statement) { return "PREPARE phasegate_question AS " + statement; }

FieldTrial method_trial(const std::string& method) {
  // The server takes rtree for gist. Source: DefineIndex.
  return {"method", {"DO " + sql::dollar_quoted("BEGIN\n  IF NOT EXISTS (SELECT FROM pg_catalog.pg_am AS m WHERE m.amtype = 'i' AND m.amname = " + sql::literal(method == "rtree" ? "gist" : method) +
                                                   ") THEN\n    RAISE EXCEPTION USING ERRCODE = 'undefined_object', MESSAGE = " + sql::literal("access method \"" + method + "\" does not exist") + ";\n  END IF;\nEND", "trial")}};
}

std::vector<FieldTrial> one_by_one(const Object& object, std::initializer_list<std::string_view> keys, std::string (*statement)(const Object& object, const TrialPlace& place), const TrialPlace& place) {
  std::vector<FieldTrial> trials;
  Object copy = object;
  for (const std::string_view key : keys) copy[key] = Value();
  for (const std::string_view key : keys) {
    if (key != *keys.begin() && !object.has(key)) continue;
    copy[key] = object[key];
    trials.push_back({key, {statement(copy, place)}});
  }
  return trials;
}

}  // namespace phasegate::objects
