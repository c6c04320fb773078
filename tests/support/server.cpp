// Starts and stops the private server of a test program.
#include "support/server.hpp"

#include <phasegate/error.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

namespace phasegate::test {
namespace {

std::filesystem::path make_folder(const std::string& where = "/tmp") {
  std::string pattern = where + "/phasegate-test.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) throw Bug("mkdtemp failed");
  return pattern;
}

// A database is some hundred files, and the tests make thousands of databases: in memory where there is room for them.
std::string folder_of_servers() {
  std::error_code none;
  const std::filesystem::space_info memory = std::filesystem::space("/dev/shm", none);
  constexpr std::uintmax_t enough = std::uintmax_t{6} << 30;
  return !none && memory.available >= enough ? "/dev/shm" : "/tmp";
}

// As root, commands of the server run as user postgres.
std::string as_server_user(const std::string& command) {
  return getuid() == 0 ? "su postgres -s /bin/sh -c '" + command + "'" : command;
}

void must_run(const std::string& command) {
  const Run result = run(command);
  if (result.exit_code != 0) throw Bug(command + "\n" + result.out);
}

std::string bin_folder() {
  const char* given = std::getenv("PGBIN");
  if (given != nullptr) return given;
  const Run found = run("ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1");
  return found.out.substr(0, found.out.find('\n'));
}

}  // namespace

std::filesystem::path make_server_folder() {
  std::filesystem::path folder = make_folder(folder_of_servers());
  if (getuid() == 0) must_run("chown postgres " + folder.string());
  return folder;
}

void run_server_program(const std::string& command) { must_run(as_server_user(bin_folder() + "/" + command)); }

void start_server(const std::filesystem::path& folder) {
  run_server_program("pg_ctl -D " + (folder / "data").string() + " -l " + (folder / "log").string() + " -w -t 60 start");
}

void stop_server(const std::filesystem::path& folder, const std::string& mode) noexcept {
  try {
    run(as_server_user(bin_folder() + "/pg_ctl -D " + (folder / "data").string() + " -m " + mode + " -w stop"));
  } catch (const std::exception&) {
    // It stops with this program.
  }
}

void stop_server_with_program(const std::filesystem::path& folder) {
  std::ofstream(folder / "watch.sh") << "while kill -0 " << getpid() << " 2>/dev/null; do sleep 1; done\n[ -d " << folder.string() << " ] || exit 0\n"
                                     << as_server_user(bin_folder() + "/pg_ctl -D " + (folder / "data").string() + " -m immediate -w stop") << "\nrm -rf "
                                     << folder.string() << "\n";
  must_run("setsid sh " + folder.string() + "/watch.sh >/dev/null 2>&1 </dev/null &");
}

Server::Server() : folder_(make_server_folder()) {
  const std::string data = (folder_ / "data").string();
  run_server_program("initdb -D " + data + " -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync");
  must_run("cat >> " + data + "/postgresql.conf <<'EOF'\nlisten_addresses=''\nunix_socket_directories='" + folder_.string() +
           "'\nfsync=off\nsynchronous_commit=off\nfull_page_writes=off\nmax_connections=100\nwal_level=logical\n"
           "max_prepared_transactions=4\nautovacuum_naptime=600\nlog_min_messages=fatal\nmax_locks_per_transaction=256\nEOF\n");
  start_server(folder_);
  must_run("chmod 755 " + folder_.string());
  stop_server_with_program(folder_);
}

Server::~Server() {
  stop_server(folder_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Server::crash_and_restart() {
  stop_server(folder_);
  start_server(folder_);
}

std::string Server::url(const std::string& database, const std::string& user) const {
  return "postgresql:///" + database + "?host=" + folder_.string() + "&user=" + user;
}

Server& server() {
  static Server instance;
  return instance;
}

TestDatabase::TestDatabase(const std::string& setup_sql, std::string user, const std::string& owner) : user_(std::move(user)) {
  static std::atomic<int> counter{0};
  name_ = "test_" + std::to_string(getpid()) + "_" + std::to_string(++counter);
  phasegate::connect(server().url()).query("CREATE DATABASE " + name_ + " OWNER " + owner);
  if (!setup_sql.empty()) connect().query(setup_sql);
}

TestDatabase::~TestDatabase() {
  if (std::getenv("KEEP_TEST_DB") != nullptr) {
    std::fprintf(stderr, "kept: %s\n", url().c_str());
    return;
  }
  try {
    phasegate::connect(server().url()).query("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cannot drop %s: %s\n", name_.c_str(), error.what());
  }
}

TemporaryFolder::TemporaryFolder() : path_(make_folder()) {}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name, const std::string& content) const {
  const auto path = path_ / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

Run run(const std::string& command) {
  Run result;
  FILE* pipe = popen(("( " + command + "\n) 2>&1 </dev/null").c_str(), "r");
  if (pipe == nullptr) throw Bug("popen failed");
  char buffer[4096];
  for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) result.out.append(buffer, got);
  const int status = pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

Run phasegate(const std::string& arguments) { return run(std::string(PHASEGATE_BINARY) + " " + arguments); }

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Bug("cannot read " + path.string());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace phasegate::test
