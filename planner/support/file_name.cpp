// Each path of a user's file is kept once for the whole run; every place in it holds a pointer. Kept values are never changed, so nobody can tell this
// from keeping them in each place.
#include <phasegate/source_spot.hpp>

#include <mutex>
#include <set>
#include <string>

namespace phasegate {

FileName::FileName(const std::string& path) {
  static std::mutex mutex;
  static std::set<std::string> paths;  // their places in memory stay
  if (path.empty()) return;
  const std::scoped_lock lock(mutex);
  path_ = &*paths.insert(path).first;
}

const std::string& FileName::text() const {
  static const std::string none;
  return path_ == nullptr ? none : *path_;
}

}  // namespace phasegate
