// What `plan` prints: findings, or the phases with each step, its lock, who waits, and its undo.
#pragma once

#include <phasegate/pipeline.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace phasegate::cli {

/// For people, at most about 110 columns wide. `files` empty: nothing was written (--check).
std::string plan_as_text(const PlanResult& result, const std::vector<RenderedFile>& files, const std::filesystem::path& folder);
/// {"version": 1, "findings": […], "differences": […], "steps": […], "files": […]}
std::string plan_as_json(const PlanResult& result, const std::vector<RenderedFile>& files, const std::filesystem::path& folder);

}  // namespace phasegate::cli
