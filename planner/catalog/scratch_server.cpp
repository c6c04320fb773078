// Starts and stops the private server. No shell: the paths are the machine's own, and the process is ended by its pid.
#include "catalog/scratch_server.hpp"

#include "catalog/database.hpp"

#include <phasegate/error.hpp>

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

namespace phasegate {
namespace {

Error unusable(const std::string& why) { return Error(ExitCode::unreachable, "no scratch server: " + why, "install PostgreSQL's server package, or give --scratch-url"); }

// Debian keeps each major version in a folder of its own; elsewhere PGBIN says where they are.
std::filesystem::path binaries(int major) {
  if (const char* given = std::getenv("PGBIN")) return given;
  std::vector<int> found;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", none))
    if (std::filesystem::exists(entry.path() / "bin/initdb")) found.push_back(std::atoi(entry.path().filename().c_str()));
  if (found.empty()) throw unusable("there is no initdb below /usr/lib/postgresql");
  const int chosen = std::ranges::find(found, major) != found.end() ? major : std::ranges::max(found);
  return "/usr/lib/postgresql/" + std::to_string(chosen) + "/bin";
}

const passwd* server_user() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");
  if (user == nullptr) throw unusable("initdb refuses root, and there is no user postgres");
  return user;
}

pid_t start(const std::vector<std::string>& command, const passwd* user) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  if (user != nullptr && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(127);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);  // behind setuid, which takes it back
  const int nowhere = open("/dev/null", O_RDWR);
  for (const int stream : {0, 1, 2}) dup2(nowhere, stream);
  execv(arguments.front(), arguments.data());
  _exit(127);
}

bool succeeds(pid_t child) {
  int status = 0;
  return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

ScratchServer::ScratchServer(int major) {
  const std::filesystem::path bin = binaries(major);
  const passwd* user = server_user();
  std::string pattern = (std::filesystem::temp_directory_path() / "phasegate-scratch.XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw unusable("cannot make a folder in " + std::filesystem::temp_directory_path().string());
  folder_ = pattern;
  if (user != nullptr && chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) throw unusable("cannot give " + folder_.string() + " to user postgres");
  const std::string data = (folder_ / "data").string();
  try {
    if (!succeeds(start({bin / "initdb", "-D", data, "-U", "phasegate", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"}, user))) throw unusable((bin / "initdb").string() + " fails");
    server_ = start({bin / "postgres", "-D", data, "-k", folder_.string(), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "unix_socket_permissions=0700", "-c", "autovacuum=off"}, user);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    for (bool is_up = false; !is_up;) {
      try {
        connect(url());
        is_up = true;
      } catch (const Error&) {
        if (std::chrono::steady_clock::now() > deadline || waitpid(server_, nullptr, WNOHANG) != 0) throw unusable((bin / "postgres").string() + " does not start");
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    }
  } catch (...) {
    if (server_ > 0) kill(server_, SIGQUIT);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    throw;
  }
}

ScratchServer::~ScratchServer() {
  kill(server_, SIGQUIT);
  waitpid(server_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string ScratchServer::url() const { return "postgresql:///postgres?user=phasegate&host=" + folder_.string(); }

}  // namespace phasegate
