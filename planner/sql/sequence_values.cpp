// Fills in the defaults of a sequence, and leaves them out again.
#include "sql/sequence_values.hpp"

#include <limits>

namespace phasegate::sql {

long long default_minimum(std::string_view type, long long increment) {
  if (increment > 0) return 1;
  if (type == "smallint") return std::numeric_limits<short>::min();
  if (type == "integer") return std::numeric_limits<int>::min();
  return std::numeric_limits<long long>::min();
}

long long default_maximum(std::string_view type, long long increment) {
  if (increment < 0) return -1;
  if (type == "smallint") return std::numeric_limits<short>::max();
  if (type == "integer") return std::numeric_limits<int>::max();
  return std::numeric_limits<long long>::max();
}

SequenceValues complete(const SequenceDefinition& definition, std::string_view type) {
  SequenceValues values;
  values.type = definition.type ? *definition.type : std::string(type);
  values.increment = definition.increment.value_or(1);
  values.minimum = definition.minimum.value_or(default_minimum(values.type, values.increment));
  values.maximum = definition.maximum.value_or(default_maximum(values.type, values.increment));
  values.start = definition.start.value_or(values.increment > 0 ? values.minimum : values.maximum);
  values.cache = definition.cache.value_or(1);
  values.cycle = definition.cycle.value_or(false);
  return values;
}

std::string options_text(const SequenceValues& values) {
  std::string text;
  const auto add = [&](const std::string& words) { text += (text.empty() ? "" : " ") + words; };
  if (values.start != (values.increment > 0 ? values.minimum : values.maximum)) add("start with " + std::to_string(values.start));
  if (values.increment != 1) add("increment by " + std::to_string(values.increment));
  if (values.minimum != default_minimum(values.type, values.increment)) add("minvalue " + std::to_string(values.minimum));
  if (values.maximum != default_maximum(values.type, values.increment)) add("maxvalue " + std::to_string(values.maximum));
  if (values.cache != 1) add("cache " + std::to_string(values.cache));
  if (values.cycle) add("cycle");
  return text;
}

}  // namespace phasegate::sql
