// Looks up embedded files by path.
#include "support/embedded.hpp"

#include <phasegate/error.hpp>

#include <algorithm>
#include <string>

namespace phasegate {

std::string_view embedded_file(std::string_view path) {
  const auto files = embedded_files();
  const auto found = std::ranges::find(files, path, &EmbeddedFile::path);
  if (found == files.end()) throw Bug("no embedded file " + std::string(path));
  return found->content;
}

}  // namespace phasegate
