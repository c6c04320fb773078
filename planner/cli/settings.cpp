// Finds phasegate.toml and the migrations folder for every command.
#include "cli/commands.hpp"

#include <phasegate/pipeline.hpp>

namespace phasegate::cli {

Settings find_settings(const CommonOptions& common) {
  if (!common.config.empty()) return read_settings(common.config);
  for (std::filesystem::path folder = std::filesystem::current_path();; folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / "phasegate.toml")) return read_settings(folder / "phasegate.toml");
    if (folder == folder.parent_path()) return {};
  }
}

std::filesystem::path desired_path(const PlanOptions& options, const Settings& settings) {
  if (!options.desired.empty()) return options.desired;
  if (settings.directory.empty())
    throw Error(ExitCode::usage, "no desired schema is given, and no phasegate.toml names one", "add --desired FILE; phasegate inspect --database-url URL > schema.toml makes a first one");
  return std::filesystem::proximate(std::filesystem::path(settings.directory) / settings.desired);
}

std::filesystem::path migrations_folder(const std::string& option, const Settings& settings) {
  if (!option.empty()) return option;
  if (settings.directory.empty()) throw Error(ExitCode::usage, "no migrations folder is given, and no phasegate.toml names one", "add --dir FOLDER, or write a phasegate.toml");
  return std::filesystem::proximate(std::filesystem::path(settings.directory) / settings.migrations);
}

}  // namespace phasegate::cli
