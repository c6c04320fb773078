// [replica.NAME] of phasegate.toml.
#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/error.hpp>
#include <phasegate/pipeline.hpp>

namespace phasegate {

TEST_CASE("settings: standbys have a name, and may be read from") {
  const test::TemporaryFolder folder;
  const Settings settings = read_settings(folder.write("phasegate.toml", "[replica.reports]\nurl = \"service=reports\"\n[replica.\"of the \\\"night\\\"\"]\nreads = false\n"));
  REQUIRE(settings.replicas.size() == 2);
  CHECK(settings.replicas[0].name == "reports");
  CHECK(settings.replicas[0].url == "service=reports");
  CHECK(settings.replicas[0].reads);
  CHECK(settings.replicas[1].name == "of the \"night\"");
  CHECK(settings.replicas[1].url.empty());
  CHECK_FALSE(settings.replicas[1].reads);
}

TEST_CASE("settings: what is wrong about a standby is told with its place") {
  const test::TemporaryFolder folder;
  const auto message = [&](const std::string& text) -> std::string {
    try {
      read_settings(folder.write("phasegate.toml", text));
      return {};
    } catch (const Error& error) {
      return error.what();
    }
  };
  CHECK(message("[replica.reports]\nurls = \"x\"\n").find("phasegate.toml:2:1: error: unknown key `urls`") != std::string::npos);
  CHECK(message("[replica.reports]\nreads = \"no\"\n").find("`reads` is true or false") != std::string::npos);
  CHECK(message("replica = \"reports\"\n").find("`replica` holds one table for each standby") != std::string::npos);
}

}  // namespace phasegate
