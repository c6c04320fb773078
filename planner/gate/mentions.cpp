// Asks for names in functions' texts when the plan is made.
#include "gate/mentions.hpp"

#include "support/embedded.hpp"

namespace phasegate {

std::string_view mentions_query() { return embedded_file("planner/gate/mentions.sql"); }

std::vector<Mention> mentions(Database& database, const std::string& going) {
  database.query("SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL jit = off; SET LOCAL quote_all_identifiers = off; SET LOCAL standard_conforming_strings = on");
  const Result rows = database.query(mentions_query(), {going});
  std::vector<Mention> list;
  for (std::size_t i = 0; i < rows.rows(); ++i) list.push_back({rows.text(i, "function"), rows.text(i, "names")});
  return list;
}

}  // namespace phasegate
