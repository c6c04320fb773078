// The real Flyway and phasegate on one rollout, taking turns and both at once. Flyway is looked for in PHASEGATE_FLYWAY_FOLDER, in
// build/flyway (.ci/install-deps --flyway puts it there), and on the PATH; without it these tests say so and pass.
#include "rollout_run.hpp"
#include "support/catch.hpp"

#include <phasegate/error.hpp>

#include <nlohmann/json.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <list>
#include <thread>

using namespace phasegate;
using namespace phasegate::test;

namespace {

std::string find_flyway() {
  const char* given = std::getenv("PHASEGATE_FLYWAY_FOLDER");
  const std::string folder = given != nullptr ? given : std::string(PHASEGATE_SOURCE_DIR) + "/build/flyway";
  const Run found = run("ls -d " + folder + "/flyway-*/flyway " + folder + "/flyway 2>/dev/null | while read -r f; do [ -f \"$f\" ] && echo \"$f\"; done | head -n 1; command -v flyway");
  return found.out.substr(0, found.out.find('\n'));
}

// Says once why nothing is tested.
bool is_missing(const std::string& flyway) {
  if (!flyway.empty()) return false;
  std::puts("flyway_test: skipped, there is no Flyway here: .ci/install-deps --flyway fetches it");
  return true;
}

// The private server listens on a socket in the file system only, and Java's driver knows TCP only.
class Bridge {
 public:
  Bridge() : listening_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (listening_ < 0 || bind(listening_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listening_, 16) != 0 ||
        getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw Bug("no local port");
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~Bridge() {
    ends_ = true;
    accepting_.join();
    for (std::thread& pump : pumps_) pump.join();
    close(listening_);
  }
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  static bool is_ready(int file) {
    pollfd one{file, POLLIN, 0};
    return poll(&one, 1, 50) > 0;
  }

  void accept_all() {
    while (!ends_)
      if (is_ready(listening_))
        if (const int client = accept(listening_, nullptr, nullptr); client >= 0) pumps_.emplace_back([this, client] { pump(client); });
  }

  static bool copy(int from, int to) {
    std::array<char, 16384> buffer;
    const ssize_t got = read(from, buffer.data(), buffer.size());
    for (ssize_t sent = 0; sent < got;) {
      const ssize_t now = send(to, buffer.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
      if (now <= 0) return false;
      sent += now;
    }
    return got > 0;
  }

  void pump(int client) {
    const int server_side = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (server().folder() / ".s.PGSQL.5432").string();
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (connect(server_side, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
      std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server_side, POLLIN, 0}};
      while (!ends_) {
        if (poll(both.data(), both.size(), 50) <= 0) continue;
        if (both[0].revents != 0 && !copy(client, server_side)) break;
        if (both[1].revents != 0 && !copy(server_side, client)) break;
      }
    }
    close(server_side);
    close(client);
  }

  int listening_;
  int port_ = 0;
  std::atomic<bool> ends_{false};
  std::thread accepting_;
  std::list<std::thread> pumps_;
};

struct Flyway {
  std::string program;
  const Project& project;
  Bridge& bridge;

  // As the documents say: all phases, out of order, session locks.
  [[nodiscard]] Run operator()(const std::string& arguments) const {
    std::string locations;
    for (const char* phase : {"expand", "backfill", "validate", "contract"})
      locations += (locations.empty() ? "filesystem:" : ",filesystem:") + (project.path() / "migrations" / phase).string();
    return run("cd " + project.path().string() + " && FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK=false " + program + " -url=jdbc:postgresql://127.0.0.1:" + std::to_string(bridge.port()) + "/" +
               project.database().name() + " -user=postgres -password=none -locations=" + locations + " -outOfOrder=true -skipCheckForUpdate -color=never " + arguments);
  }
};

std::string history(const Project& project) {
  return project.database().value("SELECT string_agg(concat_ws(' ', version, type, success), ', ' ORDER BY string_to_array(version, '.')::int[]) FROM public.flyway_schema_history");
}

// Every file of the plan, once.
void check_complete(const Project& project) {
  const auto plan = nlohmann::json::parse(read_file(project.path() / "migrations" / "plan.json"));
  CHECK(project.database().value("SELECT count(*) FROM public.flyway_schema_history WHERE success AND type = 'SQL'") == std::to_string(plan["files"].size()));
  CHECK(project.database().value("SELECT count(DISTINCT version) FROM public.flyway_schema_history WHERE type = 'SQL'") == std::to_string(plan["files"].size()));
  CHECK(project.database().value("SELECT state FROM phasegate.rollout") == "finished");
}

void check_agreement(const Project& project, const Flyway& flyway) {
  const Run validated = flyway("validate");
  INFO(validated.out);
  CHECK(validated.exit_code == 0);
  const Run info = flyway("info -outputType=json");
  INFO(info.out);
  const auto json = nlohmann::json::parse(info.out.substr(info.out.find('{')), nullptr, false);
  REQUIRE(json.is_object());
  for (const auto& migration : json["migrations"]) {
    INFO(migration.dump());
    const std::string state = migration["state"];
    CHECK((state == "Success" || state == "Out of Order" || state == "Baseline"));
  }
  check_complete(project);
}

}  // namespace

TEST_CASE("flyway: it applies files up to a shut gate, and phasegate the rest", "[db][e2e][flyway]") {
  const std::string program = find_flyway();
  if (is_missing(program)) return;
  const Project project("01-display-name");
  Bridge bridge;
  const Flyway flyway{program, project, bridge};
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  const Run stopped = flyway("migrate -baselineOnMigrate=true -baselineVersion=0");
  INFO(stopped.out);
  CHECK(stopped.exit_code != 0);
  CHECK(stopped.out.find("the gate before validate of rollout display_name is shut; nothing was done") != std::string::npos);
  CHECK(stopped.out.find("effective version 1.4.0 is below 2.0.0") != std::string::npos);
  CHECK(project.database().value("SELECT count(*) FROM people WHERE display_name IS DISTINCT FROM concat_ws(' ', first_name, last_name)") == "0");
  CHECK(project("status").out.find("backfill") != std::string::npos);
  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // the soak of the example
  project.expect(0, "apply --all");
  check_agreement(project, flyway);
}

TEST_CASE("flyway: it goes on where phasegate stopped, and both at once do each file once", "[db][e2e][flyway]") {
  const std::string program = find_flyway();
  if (is_missing(program)) return;
  const Project project("01-display-name");
  Bridge bridge;
  const Flyway flyway{program, project, bridge};
  project.expect(0, "plan");
  project.expect(0, "mark --app directory --finished 1.4.0");
  project.expect(0, "apply --phase expand");
  // A row that somebody holds keeps phasegate in the backfill, and with it Flyway outside.
  auto holder = project.database().connect();
  holder.query("BEGIN; SELECT FROM people WHERE id = 250 FOR UPDATE");
  auto ours = std::async(std::launch::async, [&] { return project("apply --all"); });
  auto watcher = project.database().connect();
  for (int i = 0; i < 1000 && watcher.value("SELECT count(*) >= 504 FROM people WHERE display_name IS NOT NULL") != "t"; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const std::string before = history(project);
  auto theirs = std::async(std::launch::async, [&] { return flyway("migrate -lockRetryCount=60"); });
  for (int i = 0; i < 4000 && watcher.value("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_try_advisory_lock%' AND application_name <> 'phasegate' AND pid <> pg_backend_pid())") != "t"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  CHECK(history(project) == before);
  holder.query("ROLLBACK");
  const Run of_ours = ours.get(), of_theirs = theirs.get();
  INFO(of_ours.out << "\n--- Flyway\n" << of_theirs.out);
  CHECK(of_ours.exit_code == 3);  // up to validate, whose gate is shut
  CHECK(of_theirs.exit_code != 0);
  CHECK(of_theirs.out.find("is shut; nothing was done") != std::string::npos);
  CHECK(project.database().value("SELECT count(*) = count(DISTINCT version) FROM public.flyway_schema_history") == "t");
  project.expect(0, "gate --phase deploy");

  project.expect(0, "mark --app directory --starting 2.0.0 --finished 2.0.0");
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  const Run rest = flyway("migrate");
  INFO(rest.out);
  CHECK(rest.exit_code == 0);
  CHECK(project.expect(0, "apply --all").find("applied already") != std::string::npos);
  check_agreement(project, flyway);
}
