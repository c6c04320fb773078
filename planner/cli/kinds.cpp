// phasegate kinds: the change kinds, or the page of one; docs/changes/ is printed by this command.
#include "cli/commands.hpp"
#include "support/suggest.hpp"

#include <phasegate/pipeline.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace phasegate::cli {
namespace {

std::string page(const ChangeKind& kind) {
  std::string text = fmt::format("# {}\n\nThis kind {}.\n\n## Why it goes in these steps\n\n{}\n\n## When it refuses\n\n{}\n", kind.name, kind.summary, kind.why, kind.when_not);
  for (const Example& example : kind.examples) {
    text += fmt::format("\n## Example: {}\n\nShows {}.\n\nBefore:\n\n```sql\n{}\n```\n\nDesired:\n\n```toml\n{}```\n", example.name, example.shows, example.before_sql, example.desired_toml);
    if (!example.settings_toml.empty()) text += fmt::format("\nphasegate.toml:\n\n```toml\n{}```\n", example.settings_toml);
    text += fmt::format("\nThe files: `tests/golden/{}/{}/`.\n", kind.name, example.name);
  }
  text += "\n## Sources\n\n";
  for (const std::string_view source : kind.sources) text += fmt::format("- {}\n", source);
  return text;
}

}  // namespace

ExitCode kinds(const CommonOptions& common, const std::string& name) {
  std::vector<std::string> names;
  for (const ChangeKind* kind : all_changes()) {
    names.emplace_back(kind->name);
    if (kind->name == name) {
      std::cout << page(*kind);
      return ExitCode::done;
    }
  }
  if (!name.empty()) {
    const std::string near = nearest(name, names);
    throw Error(ExitCode::usage, "there is no change kind `" + name + "`", near.empty() ? "phasegate kinds lists them" : "did you mean `" + near + "`?");
  }
  std::size_t width = 0;
  for (const std::string& one : names) width = std::max(width, one.size());
  nlohmann::ordered_json json = {{"version", 1}, {"kinds", nlohmann::ordered_json::array()}};
  for (const ChangeKind* kind : all_changes()) {
    json["kinds"].push_back({{"name", kind->name}, {"summary", kind->summary}});
    if (common.format != "json") std::cout << fmt::format("{:<{}} {}\n", kind->name, width, kind->summary);
  }
  if (common.format == "json") std::cout << json.dump(2) << "\n";
  return ExitCode::done;
}

}  // namespace phasegate::cli
