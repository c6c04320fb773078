// The marker of a rollback against contract's DROP, with sessions that really race. Whoever commits first wins, and the other is
// refused: never both, never neither.
#include "scenario.hpp"
#include "support/catch.hpp"

#include <future>
#include <random>

using namespace phasegate;
using phasegate::test::GateDatabase;

namespace {

struct Race {
  GateDatabase database;
  Database runner = database.connect(), pipeline = database.connect(), watcher = database.connect();
  std::mt19937 random{20'261'120};  // the delays are the same in each run; who wins is not
  int dropped = 0, came_back = 0;

  Race() { watcher.query("INSERT INTO phasegate.application (name) VALUES ('app')"); }

  void start_over() {
    watcher.query("ALTER TABLE public.users ADD COLUMN IF NOT EXISTS nick text");
    watcher.query("UPDATE phasegate.application SET floor = NULL");
    watcher.query("DELETE FROM phasegate.instance");
    database.mark("finished", "2.0.0");
  }

  std::chrono::microseconds delay() { return std::chrono::microseconds(std::uniform_int_distribution<int>(0, 6000)(random)); }

  // One round: contract in one session, `coming_back` in the other, each after a delay of its own.
  void round(const std::string& coming_back) {
    start_over();
    test::Json contract = test::spec("contract");
    contract["raises_floor"] = "retires";
    // Some of them take their time between the gate and the commit.
    const std::string dawdle = std::uniform_int_distribution<int>(0, 1)(random) == 0 ? "" : "; PERFORM pg_sleep(0.003)";
    const std::string file = test::guarded(contract, "ALTER TABLE public.users DROP COLUMN nick" + dawdle);
    const auto before_drop = delay(), before_return = delay();
    auto drop = std::async(std::launch::async, [&] {
      std::this_thread::sleep_for(before_drop);
      return test::sqlstate_of(runner, file);
    });
    auto back = std::async(std::launch::async, [&] {
      std::this_thread::sleep_for(before_return);
      return test::sqlstate_of(pipeline, coming_back);
    });
    const std::string of_drop = drop.get(), of_return = back.get();
    INFO("drop: '" << of_drop << "', coming back: '" << of_return << "'");
    CHECK((of_drop == "" || of_drop == "PG003"));
    CHECK((of_return == "" || of_return == "PG003"));
    CHECK((of_drop == "") != (of_return == ""));
    CHECK(database.has_column("nick") == (of_drop != ""));
    CHECK(database.effective() == (of_return == "" ? "1.0.0" : "2.0.0"));
    (of_drop == "" ? dropped : came_back)++;
  }
};

}  // namespace

TEST_CASE("race: the marker of a rollback and the drop never both win", "[db][gate]") {
  Race race;
  for (int i = 0; i < 400 && (i < 40 || race.dropped < 5 || race.came_back < 5); ++i) race.round("SELECT phasegate.mark('app', 'starting', '1.0.0')");
  INFO(race.dropped << " drops, " << race.came_back << " markers first");
  CHECK(race.dropped >= 5);
  CHECK(race.came_back >= 5);
}

TEST_CASE("race: the heartbeat of an old instance and the drop never both win", "[db][gate]") {
  Race race;
  for (int i = 0; i < 400 && (i < 25 || race.dropped < 5 || race.came_back < 5); ++i) race.round("SELECT phasegate.heartbeat('app', 'pod', '1.0.0')");
  INFO(race.dropped << " drops, " << race.came_back << " heartbeats first");
  CHECK(race.dropped >= 5);
  CHECK(race.came_back >= 5);
}

TEST_CASE("race: many pipelines and one runner leave one story", "[db][gate]") {
  Race race;
  race.start_over();
  // Deploys of several versions at once: whatever order they commit in, the lowest that starts is what counts, and contract waits for it.
  std::vector<std::future<std::string>> pipelines;
  for (const std::string version : {"2.1.0", "1.0.0", "2.2.0", "1.5.0", "2.3.0"})
    pipelines.push_back(std::async(std::launch::async, [&race, version] {
      auto session = race.database.connect();
      return test::sqlstate_of(session, "SELECT phasegate.mark('app', 'starting', '" + version + "')");
    }));
  for (auto& pipeline : pipelines) CHECK(pipeline.get() == "");
  CHECK(race.database.effective() == "1.0.0");
  test::Json contract = test::spec("contract");
  contract["raises_floor"] = "retires";
  CHECK(test::sqlstate_of(race.runner, test::guarded(contract, "ALTER TABLE public.users DROP COLUMN nick")) == "PG003");
}
