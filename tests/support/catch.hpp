// Catch2 2 (Debian 12) and 3 (Debian 13) under one include.
#pragma once

#ifdef PHASEGATE_CATCH2_V3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace phasegate::test {

/// Matches texts that hold `part`; the matcher's name differs between the two.
inline auto Contains(const std::string& part) {
#ifdef PHASEGATE_CATCH2_V3
  return Catch::Matchers::ContainsSubstring(part);
#else
  return Catch::Matchers::Contains(part);
#endif
}

}  // namespace phasegate::test
