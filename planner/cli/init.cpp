// phasegate init: a project from a live database; with --update, a desired schema that is there brought up to the live one.
#include "catalog/database.hpp"
#include "cli/commands.hpp"
#include "desired/managed.hpp"

#include <phasegate/pipeline.hpp>

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace phasegate::cli {
namespace {

std::string settings_text(Database& database) {
  std::string name = database.value("SELECT pg_catalog.current_database()");
  for (char& c : name)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '_';
  return "# The project: what phasegate manages, and who uses it. Every key is explained in docs/reference.md of phasegate.\n"
         "name = \"" + name + "\"\n"
         "environment = \"default\"\n"
         "desired = \"schema\"          # the desired schema: a file, or a folder of files\n"
         "migrations = \"migrations\"   # where the V-files go\n"
         "\n"
         "# One section for each application that uses this database: the version that runs, and the first one made for the desired schema.\n"
         "# Without any, one application `app` is assumed, from what its marker says to the next major version.\n"
         "# [app.orders-api]\n"
         "# from = \"1.4.0\"\n"
         "# adopts = \"1.5.0\"\n";
}

ExitCode make(const std::filesystem::path& folder, Database& database) {
  const std::vector<RenderedFile> settings = {{"phasegate.toml", settings_text(database)}};
  if (std::filesystem::exists(folder / "phasegate.toml") || std::filesystem::exists(folder / "schema"))
    throw Error(ExitCode::refused, fmt::format("{} holds a phasegate.toml or a folder schema already", folder.string()), "phasegate init --update brings the desired schema up to the live one");
  const std::vector<RenderedFile> schema = print_desired(introspect(database, {}), Split::table);
  write_new_files(folder / "schema", schema);
  write_new_files(folder, settings);
  std::cout << fmt::format("{}\n{} files in {}\nnext: edit the desired schema, then phasegate plan\n", (folder / "phasegate.toml").string(), schema.size(), (folder / "schema").string());
  return ExitCode::done;
}

ExitCode update(const Settings& settings, Database& database) {
  const std::filesystem::path path = desired_path({}, settings);
  Desired desired = read_desired(path);
  std::vector<Finding> findings = std::move(desired.findings);
  const auto refused = [&] {
    for (const Finding& finding : findings) std::cerr << to_string(finding) << "\n";
    return refuses(findings);
  };
  if (refused()) return ExitCode::refused;
  restrict_to_managed(desired.catalog, settings, findings);  // what is not managed is not read, and would look as if it were gone
  if (refused()) return ExitCode::refused;
  const Catalog live = introspect(database, settings);
  normalise(desired.catalog, live, database);
  DiffResult differences = diff(live, desired.catalog);
  const std::vector<RenderedFile> files = update_desired(path, live, desired.catalog, differences.differences, findings);
  if (refused()) return ExitCode::refused;
  for (const RenderedFile& file : files) {
    std::ofstream out(file.path, std::ios::binary);
    out << file.content;
    if (!out.flush()) throw Error(ExitCode::refused, "cannot write " + file.path, "check the disk and the rights of the file");
    std::cout << file.path << "\n";
  }
  if (files.empty()) std::cout << "no changes: the desired schema says what is live\n";
  return ExitCode::done;
}

}  // namespace

ExitCode init(const CommonOptions& common, const InitOptions& options) {
  CommonOptions here = common;
  if (options.update && here.config.empty() && options.directory != ".") here.config = (std::filesystem::path(options.directory) / "phasegate.toml").string();
  Database database = connect(common.database_url);
  return options.update ? update(find_settings(here), database) : make(options.directory, database);
}

}  // namespace phasegate::cli
