// Numbers and writes the files of a plan.
#include "render/write_folder.hpp"

#include <phasegate/error.hpp>
#include <phasegate/manifest.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

namespace phasegate::render {
namespace {

bool holds_plan(const std::filesystem::path& folder) { return std::filesystem::exists(folder / "plan.json"); }

bool is_applied(const ManifestFile& file, const std::vector<std::string>& applied) { return std::ranges::find(applied, file.version) != applied.end(); }

// Files of the plan that lies in the folder, as long as nothing of it was applied.
std::set<std::string> replaceable(const std::filesystem::path& folder, const std::vector<std::string>& applied) {
  std::set<std::string> paths;
  if (!holds_plan(folder)) return paths;
  const Manifest manifest = read_manifest(folder);
  if (std::ranges::any_of(manifest.files, [&](const ManifestFile& file) { return file.form != FileForm::ungated && is_applied(file, applied); })) return paths;
  for (const ManifestFile& file : manifest.files) {
    if (is_applied(file, applied)) continue;
    paths.insert(file.path);
    if (!file.undo_path.empty()) paths.insert(file.undo_path);
  }
  return paths;
}

// The first part of a version as a number; 0 for what is none of ours.
unsigned long long leading_number(const std::string& version) {
  const std::string digits = version.substr(0, version.find_first_not_of("0123456789"));
  return digits.empty() || digits.size() > 18 ? 0 : std::stoull(digits);
}

unsigned long long highest_number(const std::filesystem::path& folder, const std::vector<std::string>& applied) {
  unsigned long long highest = 0;
  for (const std::string& version : applied) highest = std::max(highest, leading_number(version));
  if (!std::filesystem::exists(folder)) return highest;
  const std::set<std::string> ours = replaceable(folder, applied);
  const std::regex name(R"(V(\d[\d._]*)__.*\.sql)");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::smatch match;
    const std::string file = entry.path().filename().string();
    if (!std::regex_match(file, match, name) || ours.contains(entry.path().lexically_relative(folder).generic_string())) continue;
    highest = std::max(highest, leading_number(match[1]));
  }
  return highest;
}

}  // namespace

std::vector<std::string> free_versions(const Plan& plan, const std::filesystem::path& folder, const std::vector<std::string>& applied, std::chrono::system_clock::time_point now) {
  std::vector<std::string> versions;
  if (plan.settings.naming.scheme == Naming::Scheme::timestamp) {
    const std::string base = fmt::format("{:%Y%m%d%H%M%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
    for (std::size_t i = 0; i < plan.files.size(); ++i) versions.push_back(base + fmt::format("_{:02}", i + 1));
    return versions;
  }
  unsigned long long number = highest_number(folder, applied);
  for (std::size_t i = 0; i < plan.files.size(); ++i) versions.push_back(fmt::format("{:0{}}", ++number, plan.settings.naming.width));
  return versions;
}

void write_folder(const std::filesystem::path& folder, const std::vector<RenderedFile>& files, const std::vector<std::string>& applied) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(ExitCode::refused, "cannot make the folder " + folder.string() + ": " + error.message());
  for (const std::string& path : replaceable(folder, applied)) {
    std::filesystem::remove(folder / path, error);
    std::filesystem::remove(folder / (path + ".conf"), error);
  }
  for (const RenderedFile& file : files) {
    const std::filesystem::path path = folder / file.path;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << file.content;
    if (!out.flush()) throw Error(ExitCode::refused, "cannot write " + path.string(), "check the rights of the folder");
  }
}

}  // namespace phasegate::render
