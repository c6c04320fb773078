// Fills ctemplate templates. Markers are checked first: ctemplate itself prints nothing for a marker that it does not know.
#include "render/templates.hpp"

#include "support/embedded.hpp"

#include <phasegate/error.hpp>

#include <ctemplate/template.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace phasegate::render {
namespace {

std::string content_of(const std::string& name, const std::string& folder) {
  if (folder.empty()) return std::string(embedded_file("templates/" + name));
  std::ifstream in(folder + "/" + name, std::ios::binary);
  if (!in) throw Error(ExitCode::refused, "cannot read the template " + folder + "/" + name, "copy the built-in one there: phasegate.toml asks for a folder of templates");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::set<std::string> known_markers(std::string_view built_in) {
  std::set<std::string> markers;
  const std::string text(built_in);
  const std::regex marker(R"(\{\{[#/]?([A-Z_]+)\}\})");
  for (auto at = std::sregex_iterator(text.begin(), text.end(), marker); at != std::sregex_iterator(); ++at) markers.insert((*at)[1]);
  return markers;
}

// The template of a user has exactly the markers of the built-in one; a misspelt or missing one would leave the guard out.
void check_markers(const std::string& name, const std::string& folder, const std::string& content) {
  const auto wanted = known_markers(embedded_file("templates/" + name)), found = known_markers(content);
  for (const std::string& marker : wanted)
    if (!found.contains(marker)) throw Error(ExitCode::refused, "the template " + folder + "/" + name + " lacks the marker {{" + marker + "}}", "add it, as in the built-in template");
  for (const std::string& marker : found)
    if (!wanted.contains(marker)) throw Error(ExitCode::refused, "the template " + folder + "/" + name + " has the unknown marker {{" + marker + "}}", "remove it");
}

void fill_dictionary(ctemplate::TemplateDictionary& dictionary, const Fields& fields) {
  for (const auto& [key, value] : fields.values) dictionary.SetValue(key, value);
  for (const auto& [key, entries] : fields.sections)
    for (const Fields& entry : entries) fill_dictionary(*dictionary.AddSectionDictionary(key), entry);
}

}  // namespace

std::string fill(const std::string& name, const std::string& folder, const Fields& fields) {
  const std::string content = content_of(name, folder);
  if (!folder.empty()) check_markers(name, folder, content);
  const std::unique_ptr<ctemplate::Template> shape(ctemplate::Template::StringToTemplate(content, ctemplate::STRIP_BLANK_LINES));
  if (shape == nullptr || shape->state() != ctemplate::TS_READY)
    throw Error(ExitCode::refused, "the template " + (folder.empty() ? name : folder + "/" + name) + " does not parse", "close every section that it opens");
  ctemplate::TemplateDictionary dictionary("file");
  fill_dictionary(dictionary, fields);
  std::string text;
  if (!shape->Expand(&text, &dictionary)) throw Bug("template " + name + " did not expand");
  return text;
}

std::vector<Fields> lines(const std::string& text) {
  std::vector<Fields> result;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    result.push_back({{{"LINE", line}}, {}});
  }
  return result;
}

}  // namespace phasegate::render
