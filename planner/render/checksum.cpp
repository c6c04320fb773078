// Flyway's checksum of a migration file, so that either tool accepts what the other has recorded.
#include <phasegate/manifest.hpp>

#include <zlib.h>

namespace phasegate {

std::int32_t flyway_checksum(std::string_view content) {
  // Java's BufferedReader ends a line at \n, \r\n and \r, and at nothing else. Flyway feeds the lines without
  // their ends, so the checksum is that of the text without any \r and \n. The byte order mark goes when the
  // first line begins with it.
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (content.starts_with(byte_order_mark)) content.remove_prefix(byte_order_mark.size());
  uLong crc = crc32_z(0, nullptr, 0);
  while (!content.empty()) {
    const std::size_t end = content.find_first_of("\r\n");
    const std::string_view line = content.substr(0, end);
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(line.data()), line.size());
    content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
  }
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(crc));
}

}  // namespace phasegate
