// Functions whose text names what a plan takes away: the same answer from this query and from phasegate.mentions in the database.
#pragma once

#include "catalog/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace phasegate {

/// One function or procedure, and what its text names.
struct Mention {
  std::string function;  ///< "function public.points(integer)", as the approval names it
  std::string names;     ///< "column public.users.points (goes), table public.logins (is renamed)"
};

/// Reads only; schema phasegate need not be installed. `going` is a JSON list as planner/gate/mentions.sql explains it.
/// To be called in a transaction: settings are changed until its end.
std::vector<Mention> mentions(Database& database, const std::string& going);

/// The query behind it: one SELECT with $1 of type jsonb.
std::string_view mentions_query();

}  // namespace phasegate
