// status: what may run of each application, and why.
#include "cli/cli.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

namespace phasegate {
namespace {

using test::Cli;
using test::Run;

Run require(int exit_code, const Run& run) {
  INFO(run.out);
  REQUIRE(run.exit_code == exit_code);
  return run;
}

}  // namespace

TEST_CASE("status: finished, starting and live versions of each application, in text and JSON", "[db]") {
  const Cli cli;
  require(0, cli("mark --app shop --finished 1.4.0"));
  require(0, cli("mark --app reports --finished 7 --new --scheme integer"));
  require(0, cli("mark --app old --starting 1.0.0 --finished 1.0.0 --new"));
  require(0, cli("mark --app old --retire"));
  auto session = cli.database().connect();
  session.query(R"(SELECT phasegate.heartbeat('shop', 'pod-1', '1.4.0'), phasegate.heartbeat('shop', 'pod "2"', '1.4.0'), phasegate.heartbeat('shop', 'gone', '1.4.0'))");
  require(0, cli("mark --app shop --starting 2.0.0"));
  session.query("SELECT phasegate.heartbeat('shop', 'pod-3', '2.0.0')");
  session.query("UPDATE phasegate.instance SET last_seen = last_seen - interval '30 s' WHERE version = '1.4.0'; UPDATE phasegate.instance SET ttl = '1 s' WHERE instance = 'gone'; "
                "UPDATE phasegate.application SET floor = '1.2.0' WHERE name = 'shop'");

  const std::string text = require(0, cli("status")).out;
  INFO(text);
  CHECK(text.find("application shop: version 1.4.0, floor 1.2.0\n  finished: 1.4.0, since ") != std::string::npos);
  CHECK(text.find("  starting: 2.0.0, since ") != std::string::npos);
  CHECK(text.find(", and not finished\n  live: 1.4.0 on 2 instances (pod \"2\", pod-1), last heartbeat 3") != std::string::npos);
  CHECK(text.find("  live: 2.0.0 on 1 instance (pod-3), last heartbeat ") != std::string::npos);
  CHECK(text.find("application reports: version 7, floor none\n  finished: 7, since ") != std::string::npos);
  CHECK(text.find("application old: version none, floor none, retired\n") != std::string::npos);

  auto applications = [&] { return nlohmann::json::parse(require(0, cli("status --format json")).out)["applications"]; };
  const auto shop = applications()[2];
  CHECK(shop["name"] == "shop");
  CHECK(shop["version"] == "1.4.0");
  CHECK(shop["finished"] == "1.4.0");
  REQUIRE(shop["starting"].size() == 1);
  CHECK(shop["starting"][0]["version"] == "2.0.0");
  REQUIRE(shop["live"].size() == 3);
  CHECK(shop["live"][2]["instance"] == "pod-3");
  CHECK(shop["live"][0]["seconds_since_heartbeat"].get<int>() >= 30);

  // Finished: nothing is starting any more. A rollback begins to start, and counts at once.
  require(0, cli("mark --app shop --finished 2.0.0"));
  CHECK(applications()[2]["starting"].empty());
  require(0, cli("mark --app shop --starting 1.4.0"));
  CHECK(applications()[2]["starting"][0]["version"] == "1.4.0");
  CHECK(applications()[2]["version"] == "1.4.0");
  CHECK(applications()[2]["finished"] == "2.0.0");
}

}  // namespace phasegate
