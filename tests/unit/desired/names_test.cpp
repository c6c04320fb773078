// Names as keys of TOML, and suggestions for mistyped ones.
#include "desired/names.hpp"
#include "support/catch.hpp"
#include "support/suggest.hpp"

namespace phasegate {

TEST_CASE("names: a key and its parts are the inverse of each other") {
  const auto name = GENERATE(as<std::string>{}, "users", "Upper", "with space", "dot.ted", "qu\"ote", "\"", ".", "ünï", "a'b");
  const auto schema = GENERATE(as<std::string>{}, "", "shop", "App.One", "we\"ird");
  const desired::QualifiedName split = desired::split_name(desired::name_key(schema, name, ""));
  CHECK(split.error.empty());
  CHECK(split.schema == schema);
  CHECK(split.name == name);
}

TEST_CASE("names: what is no name says so") {
  for (const char* key : {"\"open", "a.b.c", "\"a\"b", "a\"b"}) {
    INFO(key);
    CHECK_FALSE(desired::split_name(key).error.empty());
  }
}

TEST_CASE("suggest: the nearest word, or none when nothing is near") {
  const std::vector<std::string> words = {"comment", "column", "check", "primary_key"};
  CHECK(nearest("commment", words) == "comment");
  CHECK(nearest("colunm", words) == "column");
  CHECK(nearest("primarykey", words) == "primary_key");
  CHECK(nearest("zzzzzz", words).empty());
  CHECK(nearest("", words).empty());
}

}  // namespace phasegate
