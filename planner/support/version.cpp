// Parses and compares versions. Numbers stay digit strings: leading zeros aside, the longer is the greater.
#include "support/version.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace phasegate {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_identifier_character(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; }
bool is_number(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }
bool has_leading_zero(std::string_view number) { return number.size() > 1 && number.front() == '0'; }

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t dot = text.find('.', begin);
    parts.push_back(text.substr(begin, dot - begin));
    if (dot == std::string_view::npos) return parts;
    begin = dot + 1;
  }
}

// "2.4.0-rc.1+build" cut at the first '+', then the rest at the first '-'.
struct SemVer {
  std::string_view core, prerelease, build;
  bool has_prerelease = false, has_build = false;
};

SemVer cut(std::string_view text) {
  SemVer result;
  const std::size_t plus = text.find('+');
  result.has_build = plus != std::string_view::npos;
  if (result.has_build) result.build = text.substr(plus + 1);
  result.core = text.substr(0, plus);
  const std::size_t minus = result.core.find('-');
  result.has_prerelease = minus != std::string_view::npos;
  if (result.has_prerelease) result.prerelease = result.core.substr(minus + 1);
  result.core = result.core.substr(0, minus);
  return result;
}

bool are_identifiers(std::string_view text) {
  return std::ranges::all_of(parts_of(text), [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, is_identifier_character);
  });
}

bool is_semver(std::string_view text) {
  const SemVer version = cut(text);
  const auto core = parts_of(version.core);
  const auto is_clean_number = [](std::string_view part) { return is_number(part) && !has_leading_zero(part); };
  if (core.size() != 3 || !std::ranges::all_of(core, is_clean_number)) return false;
  if (version.has_build && !are_identifiers(version.build)) return false;
  if (!version.has_prerelease) return true;
  return are_identifiers(version.prerelease) && std::ranges::none_of(parts_of(version.prerelease), [](std::string_view part) {
    return is_number(part) && has_leading_zero(part);
  });
}

int sign(int value) { return (value > 0) - (value < 0); }

int compare_numbers(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return sign(a.compare(b));
}

// Source: SemVer 2.0.0, point 11.4.
int compare_prereleases(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return static_cast<int>(a.empty()) - static_cast<int>(b.empty());
  const auto x = parts_of(a), y = parts_of(b);
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    const bool x_number = is_number(x[i]), y_number = is_number(y[i]);
    const int order = x_number && y_number   ? compare_numbers(x[i], y[i])
                      : x_number != y_number ? (x_number ? -1 : 1)
                                             : sign(x[i].compare(y[i]));
    if (order != 0) return order;
  }
  return x.size() == y.size() ? 0 : x.size() < y.size() ? -1 : 1;
}

int compare_parts(std::string_view a, std::string_view b) {
  const auto x = parts_of(a), y = parts_of(b);
  for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i)
    if (const int order = compare_numbers(i < x.size() ? x[i] : "0", i < y.size() ? y[i] : "0"); order != 0) return order;
  return 0;
}

void must_be_version(std::string_view version, VersionScheme scheme) {
  if (const auto wrong = version_error(version, scheme)) throw Error(ExitCode::usage, *wrong, "write the version as its scheme asks");
}

std::string plus_one(std::string_view number) {
  std::string digits(number);
  for (std::size_t i = digits.size(); i-- > 0;) {
    if (digits[i] != '9') return ++digits[i], digits;
    digits[i] = '0';
  }
  return "1" + digits;
}

}  // namespace

std::optional<std::string> version_error(std::string_view version, VersionScheme scheme) {
  if (version.empty()) return "the version is missing";
  switch (scheme) {
    case VersionScheme::semver:
      if (is_semver(version)) return std::nullopt;
      return fmt::format("version \"{}\" is not SemVer 2.0.0 (like 2.4.0 or 2.4.0-rc.1, without a leading v)", version);
    case VersionScheme::integer:
      if (is_number(version)) return std::nullopt;
      return fmt::format("version \"{}\" is not an integer (like 42)", version);
    case VersionScheme::calendar:
      if (std::ranges::all_of(parts_of(version), is_number)) return std::nullopt;
      return fmt::format("version \"{}\" is not a calendar version (numbers and dots, like 2026.11.2)", version);
  }
  throw Bug("a version scheme without a rule");
}

int compare_versions(std::string_view a, std::string_view b, VersionScheme scheme) {
  must_be_version(a, scheme);
  must_be_version(b, scheme);
  if (scheme != VersionScheme::semver) return compare_parts(a, b);
  const SemVer x = cut(a), y = cut(b);
  const int order = compare_parts(x.core, y.core);
  return order != 0 ? order : compare_prereleases(x.prerelease, y.prerelease);
}

std::string next_major(std::string_view version, VersionScheme scheme) {
  must_be_version(version, scheme);
  const std::string major = plus_one(parts_of(cut(version).core).front());
  return scheme == VersionScheme::semver ? major + ".0.0" : major;
}

}  // namespace phasegate
