// Schemas say the same short texts over and over ("bigint not null"); each is parsed once. Private to sql/.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace phasegate::sql {

/// `read(text)`, remembered per thread. `read` is a pure function.
template <auto read>
auto remembered(std::string_view text) {
  using Value = decltype(read(text));
  static constexpr std::size_t most = 50'000;  // texts; more are no repetitions
  thread_local std::unordered_map<std::string, Value> known;
  const std::string key(text);
  if (const auto found = known.find(key); found != known.end()) return found->second;
  if (known.size() >= most) known.clear();
  return known.emplace(key, read(text)).first->second;
}

}  // namespace phasegate::sql
