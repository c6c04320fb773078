// A private PostgreSQL server, made from the binaries of this machine and thrown away: where the live server may not be asked to print SQL.
#pragma once

#include <filesystem>
#include <string>

#include <sys/types.h>

namespace phasegate {

/// Runs from construction to destruction, in a folder of its own, on a socket there; dies with this process. As root, it runs as user
/// postgres, because initdb refuses root.
class ScratchServer {
 public:
  /// `major`: the server version that is wanted; without its binaries the newest ones are taken.
  /// Throws: Error(unreachable) when there are none, or they do not start within 20 s.
  explicit ScratchServer(int major);
  ScratchServer(const ScratchServer&) = delete;
  ScratchServer& operator=(const ScratchServer&) = delete;
  ~ScratchServer();

  [[nodiscard]] std::string url() const;

 private:
  std::filesystem::path folder_;
  pid_t server_ = -1;
};

}  // namespace phasegate
