// What is printed for typing comes through a shell as it was meant, from the program and from the database.
#include "support/catch.hpp"
#include "support/shell_word.hpp"

#include "gate/install.hpp"
#include "support/server.hpp"

using namespace phasegate;

TEST_CASE("shell_word: a shell gives back the word, and the function in the database says the same", "[db][support]") {
  test::TestDatabase database;
  auto session = database.connect();
  ensure_installed(session);
  for (const char* word : {"orders-api", "2.4.0", "it's live", "we\"ird; --", "$HOME `id` \\", "*", "", "é"}) {
    INFO(word);
    const std::string printed = shell_word(word);
    CHECK(test::run("printf %s " + printed).out == word);
    CHECK(session.value("SELECT phasegate.shell_word($1)", {word}) == printed);
  }
  CHECK(shell_word("orders-api") == "orders-api");
}
