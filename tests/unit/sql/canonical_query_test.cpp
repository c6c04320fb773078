// Queries of views as typed and as pg_get_viewdef prints them.
#include "sql/canonical.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

using namespace phasegate;

namespace {

// clang-format off
const std::vector<std::string> queries = {
    "SELECT id, email FROM users", "SELECT id, email FROM users WHERE id > 0", "SELECT u.id, u.email AS mail FROM users u", "SELECT id FROM users WHERE deleted_at IS NULL ORDER BY id",
    "SELECT id FROM users WHERE deleted_at IS NULL ORDER BY id DESC", "SELECT lower(email) FROM users", "SELECT upper(email) FROM users", "SELECT count(*) FROM users", "SELECT count(id) FROM users",
    "SELECT count(DISTINCT id) FROM users", "SELECT u.id, o.name FROM users u JOIN orgs o ON u.org_id = o.id", "SELECT u.id, o.name FROM users u LEFT JOIN orgs o ON u.org_id = o.id",
    "SELECT id FROM users UNION ALL SELECT id FROM orgs", "SELECT id FROM users UNION SELECT id FROM orgs", "SELECT DISTINCT email FROM users", "SELECT email FROM users", "SELECT id FROM users LIMIT 10",
    "SELECT id FROM users LIMIT 5", "SELECT org_id, count(*) AS n FROM users GROUP BY org_id", "SELECT id FROM orgs", "SELECT email, id FROM users", "SELECT id AS email, email AS id FROM users",
    "SELECT id FROM users WHERE id IN (SELECT id FROM orgs)", "SELECT id FROM users WHERE email = 'a'", "SELECT id FROM users WHERE email = 'b'"};
// clang-format on

std::string viewdef(Database& session, const std::string& query) {
  session.query("BEGIN");
  session.query("SET LOCAL search_path = app, public");
  session.query("CREATE VIEW printed AS " + query);
  session.query("SET LOCAL search_path = ''");
  auto text = session.value("SELECT pg_catalog.pg_get_viewdef('app.printed'::regclass)");
  session.query("ROLLBACK");
  return text;
}

}  // namespace

TEST_CASE("same_query: views are recognised, and not taken for each other", "[db][sql]") {
  test::TestDatabase database(
      "CREATE SCHEMA app; CREATE TABLE app.orgs (id int, name text);"
      "CREATE TABLE app.users (id int, email text, org_id int, deleted_at timestamptz)");
  auto session = database.connect();
  sql::Names names;
  names.search_path = {"app", "public"};
  std::vector<std::string> live;
  for (const auto& query : queries) live.push_back(viewdef(session, query));
  std::size_t recognised = 0;
  for (std::size_t i = 0; i < queries.size(); ++i)
    for (std::size_t k = 0; k < queries.size(); ++k) {
      INFO(queries[i] << "   |   " << live[k]);
      const bool same = sql::same_query(queries[i], live[k], names);
      if (i != k) CHECK_FALSE(same);
      recognised += i == k && same ? 1 : 0;
    }
  CHECK(recognised >= 20);
  CHECK_FALSE(sql::same_query("SELECT id FROM users", "SELECT users.id FROM other.users;", names));
  CHECK_FALSE(sql::same_query("SELECT id FROM users", "DELETE FROM app.users", names));
}
