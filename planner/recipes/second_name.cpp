// CREATE VIEW, and the rights of the table copied as they are when the file runs.
#include "recipes/second_name.hpp"

#include "sql/identifier.hpp"

namespace phasegate::recipes {
namespace {

constexpr int security_invoker_since = 150000;

}  // namespace

// The rights that mean something on a view. An owner's own rights need no GRANT.
std::string copy_rights(const std::vector<std::pair<ElementId, ElementId>>& views) {
  std::string pairs;
  for (const auto& [table, view] : views) pairs += (pairs.empty() ? "" : ",\n                  ") + ("(" + sql::literal(sql::relation(table)) + ", " + sql::literal(sql::relation(view)) + ")");
  const std::string from = "      FROM (VALUES " + pairs + ") AS p(of_table, of_view)\n      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)\n";
  const std::string body =
      "DECLARE\n  line text;\nBEGIN\n  FOR line IN\n"
      "    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)\n" + from +
      "      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner\n"
      "  LOOP\n    EXECUTE line;\n  END LOOP;\n  FOR line IN\n"
      "    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,\n"
      "                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)\n" + from +
      "     CROSS JOIN LATERAL (SELECT NULL::text AS name, c.relacl AS acl\n"
      "                         UNION ALL SELECT a.attname::text, a.attacl FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS x\n"
      "     CROSS JOIN LATERAL pg_catalog.aclexplode(x.acl) AS e\n"
      "     WHERE e.grantee <> c.relowner AND e.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')\n"
      "  LOOP\n    EXECUTE line;\n  END LOOP;\nEND\n";
  return "DO " + sql::dollar_quoted("\n" + body, "rights");
}

std::vector<std::string> view_over(const ElementId& table, const ElementId& view, const std::vector<const Object*>& columns, int server_version_num) {
  std::string list;
  for (const Object* column : columns) list += (list.empty() ? "" : ", ") + sql::identifier(column->id.name);
  const std::string_view options = server_version_num >= security_invoker_since ? " WITH (security_invoker = true)" : "";
  std::vector<std::string> statements{"CREATE VIEW " + sql::relation(view) + std::string(options) + " AS SELECT " + list + " FROM " + sql::relation(table)};
  // An INSERT that leaves a column out falls back to the default of the table, but UPDATE … SET c = DEFAULT would write NULL.
  for (const Object* column : columns)
    if (column->has("default"))
      statements.push_back("ALTER VIEW " + sql::relation(view) + " ALTER COLUMN " + sql::identifier(column->id.name) + " SET DEFAULT " + column->text("default"));
  return statements;
}

std::vector<std::string> second_name(const ElementId& table, const ElementId& view, const std::vector<const Object*>& columns, int server_version_num) {
  std::vector<std::string> statements = view_over(table, view, columns, server_version_num);
  statements.push_back(copy_rights({{table, view}}));
  return statements;
}

std::vector<Preflight> rights_on_some_columns(const std::vector<ElementId>& tables, int server_version_num, const SourceSpot& at) {
  std::vector<Preflight> asked;
  if (server_version_num < 150000) return asked;
  for (const ElementId& table : tables) {
    const std::string columns = "pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped";
    const std::string narrow = "FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL (SELECT e.grantee, count(DISTINCT a.attnum) AS number FROM pg_catalog.pg_attribute AS a CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) AS e\n"
                               "  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND e.privilege_type = 'SELECT' GROUP BY e.grantee) AS g\n"
                               "WHERE c.oid = pg_catalog.to_regclass(" + sql::literal(sql::relation(table)) + ") AND g.number < (SELECT count(*) FROM " + columns + ")\n"
                               "  AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(c.relacl) AS t WHERE t.privilege_type = 'SELECT' AND t.grantee IN (0, g.grantee))";
    asked.push_back({"SELECT count(*) " + narrow, "SELECT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END " + narrow + " ORDER BY 1 LIMIT 5",
                     "roles may read some columns of " + sql::relation(table) + " and not all: a view asks them for all, and they could read nothing by its name",
                     "grant them SELECT on the table, or rename it while no version of theirs runs", at});
  }
  return asked;
}

}  // namespace phasegate::recipes
