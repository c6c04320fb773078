// pg_basebackup writes the standby's connection settings; only its socket is set here.
#include "support/replica.hpp"

#include <phasegate/error.hpp>

#include <cstdio>
#include <fstream>
#include <thread>

namespace phasegate::test {

Replica::Replica(Server& primary, std::string name) : primary_(primary), name_(std::move(name)), folder_(make_server_folder()) {
  const std::string data = (folder_ / "data").string();
  // Quoted twice at most: the command may run inside sh -c '…'.
  run_server_program("pg_basebackup -D " + data + " -R -X stream -c fast --no-sync -C -S " + name_ + " -d \"host=" + primary_.folder().string() +
                     " user=postgres application_name=" + name_ + "\"");
  std::ofstream(folder_ / "data" / "postgresql.auto.conf", std::ios::app)
      << "unix_socket_directories='" << folder_.string() << "'\nhot_standby=on\nwal_receiver_status_interval=1s\n";
  start_server(folder_);
  std::filesystem::permissions(folder_, std::filesystem::perms(0755));
  stop_server_with_program(folder_);
}

Replica::~Replica() {
  stop_server(folder_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  try {
    Database session = phasegate::connect(primary_.url());
    // The primary may need a moment to see that its receiver is gone.
    for (int i = 0; i < 100 && session.value("SELECT bool_or(active) FROM pg_replication_slots WHERE slot_name = $1", {name_}) == "t"; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    session.query("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1", {name_});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cannot drop the slot of replica %s: %s\n", name_.c_str(), error.what());
  }
}

std::string Replica::url(const std::string& database, const std::string& user) const {
  return "postgresql:///" + database + "?host=" + folder_.string() + "&user=" + user;
}

void Replica::pause_replay() const {
  Database session = connect();
  session.query("SELECT pg_wal_replay_pause()");
  for (int i = 0; i < 500 && session.value("SELECT pg_get_wal_replay_pause_state()") != "paused"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

void Replica::resume_replay() const { connect().query("SELECT pg_wal_replay_resume()"); }

void Replica::catch_up(std::chrono::seconds limit) const {
  Database primary = phasegate::connect(primary_.url());
  // A commit that waits for the next background flush would not be sent before it.
  const std::string wanted = primary.value("SELECT pg_switch_wal()");
  Database session = connect();
  const auto end = std::chrono::steady_clock::now() + limit;
  while (session.value("SELECT COALESCE(pg_last_wal_replay_lsn() >= $1::pg_lsn, false)", {wanted}) != "t") {
    if (std::chrono::steady_clock::now() > end) throw Bug("replica " + name_ + " has not replayed " + wanted);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void Replica::promote() const { run_server_program("pg_ctl -D " + (folder_ / "data").string() + " -w promote"); }

}  // namespace phasegate::test
