// What a plan has to ask the server: the trials of everything that is new or changed.
#pragma once

#include <phasegate/catalog.hpp>
#include <phasegate/difference.hpp>

#include <string>
#include <vector>

namespace phasegate {

/// One trial, and where to tell what the server says.
struct Asked {
  ElementId element;             ///< wanted
  std::string what;              ///< "default of column public.users.age"
  SourceSpot at;
  std::vector<std::string> setup;  ///< makes the temporary tables that it names, with the columns that it names
  std::vector<std::string> sql;
};

/// Trials on one table, or of things that have none.
struct AskedTogether {
  ElementId table;                 ///< wanted; kind empty: none
  std::vector<std::string> setup;  ///< the same for all of them at once
  std::vector<Asked> trials;
};

/// In the order of the elements. `on_scratch`: the live tables are not there, so copies of their columns take their place.
std::vector<AskedTogether> questions(const Catalog& wanted, const Catalog& live, const std::vector<Difference>& differences, bool on_scratch);

}  // namespace phasegate
