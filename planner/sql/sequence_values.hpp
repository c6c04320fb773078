// What a sequence does once every default is filled in.
#pragma once

#include "sql/definitions.hpp"

#include <string>
#include <string_view>

namespace phasegate::sql {

/// All settings of a sequence. Source: PostgreSQL manual, CREATE SEQUENCE, the defaults of each.
struct SequenceValues {
  std::string type = "bigint";
  long long start = 1;
  long long increment = 1;
  long long minimum = 1;
  long long maximum = 0;
  long long cache = 1;
  bool cycle = false;

  bool operator==(const SequenceValues&) const = default;
};

/// Smallest and largest value where none is given, by type and direction.
long long default_minimum(std::string_view type, long long increment);
long long default_maximum(std::string_view type, long long increment);

/// The definition with its defaults; `type` where it names none.
SequenceValues complete(const SequenceDefinition& definition, std::string_view type = "bigint");

/// `start with 5 increment by 2 minvalue 1 maxvalue 9 cache 3 cycle`, what is a default left out, in the order in which inspect prints it.
std::string options_text(const SequenceValues& values);

}  // namespace phasegate::sql
