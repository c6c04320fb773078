// phasegate assert-compatible: may this version of an application run on this database? For an init container, or the first line of
// a start script.
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "gate/mark.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace phasegate::cli {

ExitCode assert_compatible(const CommonOptions& common, const AssertOptions& options) {
  Database database = connect(common.database_url);
  database.query("SET lock_timeout = '5s'; SET statement_timeout = '30s'");
  phasegate::assert_compatible(database, options.application, options.version);
  if (common.format == "json") std::cout << nlohmann::ordered_json{{"version", 1}, {"application", options.application}, {"application_version", options.version}, {"compatible", true}}.dump(2) << "\n";
  else std::cout << fmt::format("{} {} may run on this database\n", options.application, options.version);
  return ExitCode::done;
}

}  // namespace phasegate::cli
