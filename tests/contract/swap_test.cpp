// After the swap of a change of type, a value that only the new type takes is written without an error, and undo is refused with its count.
#include "contract/trial.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace phasegate;
using namespace phasegate::test;

TEST_CASE("a swap is taken back unless a value of the new type alone would be lost", "[db][contract][check6]") {
  const std::vector<Case> cases = all_cases();
  const auto example = std::ranges::find(cases, "change-type/serial-key", [](const Case& one) { return one.name(); });
  REQUIRE(example != cases.end());
  Trial trial(*example);
  trial.start();
  const auto drop = std::ranges::find_if(trial.manifest.files, [](const ManifestFile& file) { return file.part == Part::drop; });
  REQUIRE(drop != trial.manifest.files.end());
  trial.walk(static_cast<std::size_t>(drop - trial.manifest.files.begin()));
  trial.watcher.query("INSERT INTO orders (id, amount, previous) VALUES (3000000000, 1, NULL), (3000000001, 1, 3000000000)");
  CHECK(trial.watcher.value("SELECT count(*) FROM orders WHERE zz_phasegate_id IS NULL") == "2");
  std::string why;
  CHECK(trial.undo(Phase::contract, why) != ExitCode::done);
  CHECK(why.find("2") != std::string::npos);

  trial.watcher.query("DELETE FROM orders WHERE id > 2147483647");
  trial.watcher.query("INSERT INTO orders (customer, amount) VALUES (1, 1)");
  why.clear();
  const ExitCode code = trial.undo(Phase::contract, why);
  INFO(why);
  CHECK(code == ExitCode::done);
  CHECK(trial.watcher.value("SELECT pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'id'") == "integer");
  // The sequence goes on where it stood, and every constraint is proven again.
  CHECK(trial.watcher.value("INSERT INTO orders (customer, amount) VALUES (1, 1) RETURNING id = (SELECT max(id) + 1 FROM orders)") == "t");
  CHECK(trial.watcher.value("SELECT count(*) FROM pg_catalog.pg_constraint WHERE conrelid = 'orders'::regclass AND NOT convalidated") == "0");
}
