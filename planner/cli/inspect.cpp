// phasegate inspect: the live schema as desired TOML on stdout, or as a folder of files.
#include "catalog/database.hpp"
#include "cli/commands.hpp"

#include <phasegate/pipeline.hpp>

#include <fstream>
#include <iostream>

namespace phasegate::cli {

void write_new_files(const std::filesystem::path& folder, const std::vector<RenderedFile>& files) {
  for (const RenderedFile& file : files)
    if (std::filesystem::exists(folder / file.path))
      throw Error(ExitCode::refused, (folder / file.path).string() + " is there already", "give a folder that is empty, or change the files in it with phasegate init --update");
  std::filesystem::create_directories(folder);
  for (const RenderedFile& file : files) {
    std::ofstream out(folder / file.path, std::ios::binary);
    out << file.content;
    if (!out.flush()) throw Error(ExitCode::refused, "cannot write " + (folder / file.path).string(), "check the disk and the rights of the folder");
  }
}

ExitCode inspect(const CommonOptions& common, const InspectOptions& options) {
  if (options.split.empty() != options.out.empty()) throw Error(ExitCode::usage, "--split and --out go together", "phasegate inspect --split table --out schema");
  const Settings settings = find_settings(common);
  Database database = connect(common.database_url);
  const Catalog live = introspect(database, settings);
  if (options.split.empty()) {
    std::cout << print_desired(live);
    return ExitCode::done;
  }
  const std::vector<RenderedFile> files = print_desired(live, options.split == "schema" ? Split::schema : Split::table);
  write_new_files(options.out, files);
  for (const RenderedFile& file : files) std::cout << (std::filesystem::path(options.out) / file.path).string() << "\n";
  return ExitCode::done;
}

}  // namespace phasegate::cli
