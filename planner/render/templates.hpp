// The shape of output files, from templates/: built in, or a folder of the user. The only user of ctemplate.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace phasegate::render {

/// Values of one section: its markers, and sections inside it, each shown once per entry.
struct Fields {
  std::map<std::string, std::string> values;
  std::map<std::string, std::vector<Fields>> sections;
};

/// Fills the template `name` ("transactional.sql.tpl"). `folder` empty: the built-in one.
/// Throws: Error(refused) when the user's template is missing, does not parse, or has markers that nothing fills.
std::string fill(const std::string& name, const std::string& folder, const Fields& fields);

/// The lines of a text, as one section entry {LINE} each, so that a line feed in a value never ends a comment.
std::vector<Fields> lines(const std::string& text);

}  // namespace phasegate::render
