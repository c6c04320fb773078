// Puts rendered files into the migrations folder: numbers that are free, files of an unapplied plan replaced, nothing else touched.
#pragma once

#include <phasegate/plan.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace phasegate::render {

/// One version per planned file: sequential, the next number that neither the folder nor `applied` (versions in the history) has; or a
/// timestamp with a part of its own per file. Versions of files that the folder's plan.json lists and that are not applied are free again.
std::vector<std::string> free_versions(const Plan& plan, const std::filesystem::path& folder, const std::vector<std::string>& applied, std::chrono::system_clock::time_point now);

/// Writes the files, after removing those that the folder's plan.json lists of an unapplied rollout.
/// Throws: Error(refused) when the folder cannot be written, or holds a rollout that has begun (`applied` names one of its files).
void write_folder(const std::filesystem::path& folder, const std::vector<RenderedFile>& files, const std::vector<std::string>& applied);

}  // namespace phasegate::render
