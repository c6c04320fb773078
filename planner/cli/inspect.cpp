// phasegate inspect: the live schema as desired TOML on stdout.
#include "catalog/database.hpp"
#include "cli/commands.hpp"

#include <phasegate/pipeline.hpp>

#include <iostream>

namespace phasegate::cli {

ExitCode inspect(const CommonOptions& common) {
  const Settings settings = find_settings(common);
  Database database = connect(common.database_url);
  std::cout << print_desired(introspect(database, settings));
  return ExitCode::done;
}

}  // namespace phasegate::cli
