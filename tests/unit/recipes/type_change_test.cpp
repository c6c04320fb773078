// The list of type changes in the catalog alone, against what the server does with table and index.
#include "recipes/type_change.hpp"

#include "support/catch.hpp"
#include "support/server.hpp"

#include <phasegate/object_kind.hpp>

using namespace phasegate;

namespace {

struct Pair {
  const char *from, *to;
  bool in_place;          ///< as the list says
  bool keeps_index = true;  ///< a plain index over the column too
};

// Types as the server prints them.
constexpr Pair pairs[] = {
    {"character varying(10)", "character varying(20)", true}, {"character varying(20)", "character varying(10)", false}, {"character varying(10)", "character varying", true},
    {"character varying(10)", "text", true}, {"text", "character varying", true}, {"text", "character varying(10)", false}, {"character(3)", "bpchar", true}, {"character(3)", "character(5)", false},
    {"character(3)", "text", false}, {"numeric(10,2)", "numeric(12,2)", true}, {"numeric(10,2)", "numeric(12,3)", false}, {"numeric(10,2)", "numeric(8,2)", false}, {"numeric(10,2)", "numeric", true},
    {"numeric", "numeric(10,2)", false}, {"bit varying(3)", "bit varying(5)", true}, {"bit varying(3)", "bit varying", true}, {"bit varying", "bit varying(5)", false},
    {"timestamp(3) without time zone", "timestamp(6) without time zone", true}, {"timestamp(3) without time zone", "timestamp without time zone", true},
    {"timestamp(6) without time zone", "timestamp(3) without time zone", false}, {"timestamp(3) with time zone", "timestamp with time zone", true}, {"time(3) with time zone", "time with time zone", true},
    {"interval(3)", "interval(5)", true}, {"cidr", "inet", true}, {"inet", "cidr", false}, {"xml", "text", true, false}, {"integer", "bigint", false}, {"json", "jsonb", false}, {"real", "double precision", false},
    {"character varying(10)[]", "character varying(20)[]", false}, {"timestamp with time zone", "timestamp without time zone", false},
};

}  // namespace

TEST_CASE("type change: the server rewrites no table and builds no index where the list says so", "[db][recipes]") {
  test::TestDatabase database;
  auto session = database.connect();
  session.query("SET timezone = 'Europe/Berlin'");
  const Catalog nothing;
  for (const Pair& pair : pairs) {
    INFO(pair.from << " to " << pair.to);
    CHECK(recipes::type_changes_in_place(pair.from, pair.to, nothing) == pair.in_place);
    session.query(std::string("CREATE TABLE t (c ") + pair.from + "); INSERT INTO t VALUES (NULL)");
    if (pair.keeps_index && pair.in_place) session.query("CREATE INDEX t_c ON t (c)");
    const std::string files = "SELECT pg_relation_filenode('t')::text || coalesce(' ' || pg_relation_filenode(to_regclass('t_c')), '')";
    const std::string before = session.value(files);
    session.query(std::string("ALTER TABLE t ALTER c TYPE ") + pair.to);
    CHECK((session.value(files) == before) == pair.in_place);
    session.query("DROP TABLE t");
  }
}
