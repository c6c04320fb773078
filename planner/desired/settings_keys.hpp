// Every key of phasegate.toml: what the reader takes, and what the reference prints.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate::desired {

struct SettingKey {
  std::string_view section;  ///< "" for keys of the top level; "app.<name>" for each application
  std::string_view key;
  std::string_view form;     ///< "string", "duration" …
  std::string_view absent;   ///< what it is when it is not written
  std::string_view doc;
};

std::span<const SettingKey> setting_keys();
/// The keys of one section, in the order of the reference.
std::vector<std::string> keys_of(std::string_view section);

}  // namespace phasegate::desired
