// CREATE VIEW, and the rights of the table copied as they are when the file runs.
#include "recipes/second_name.hpp"

#include "sql/identifier.hpp"

namespace phasegate::recipes {
namespace {

constexpr int security_invoker_since = 150000;

// The rights that mean something on a view. An owner's own rights need no GRANT.
std::string copy_rights(const ElementId& table, const ElementId& view) {
  const std::string from = sql::literal(sql::relation(table)), to = sql::literal(sql::relation(view));
  const std::string body =
      "DECLARE\n  line text;\nBEGIN\n  FOR line IN\n"
      "    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', " + to + ", c.relowner::pg_catalog.regrole)\n"
      "      FROM pg_catalog.pg_class AS c, pg_catalog.pg_class AS v\n"
      "     WHERE c.oid = pg_catalog.to_regclass(" + from + ") AND v.oid = pg_catalog.to_regclass(" + to + ") AND v.relowner <> c.relowner\n"
      "  LOOP\n    EXECUTE line;\n  END LOOP;\n  FOR line IN\n"
      "    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, " + to + ",\n"
      "                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)\n"
      "      FROM pg_catalog.pg_class AS c\n"
      "     CROSS JOIN LATERAL (SELECT NULL::text AS name, c.relacl AS acl\n"
      "                         UNION ALL SELECT a.attname::text, a.attacl FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS x\n"
      "     CROSS JOIN LATERAL pg_catalog.aclexplode(x.acl) AS e\n"
      "     WHERE c.oid = pg_catalog.to_regclass(" + from + ") AND e.grantee <> c.relowner AND e.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')\n"
      "  LOOP\n    EXECUTE line;\n  END LOOP;\nEND\n";
  return "DO " + sql::dollar_quoted("\n" + body, "rights");
}

}  // namespace

std::vector<std::string> second_name(const ElementId& table, const ElementId& view, const std::vector<const Object*>& columns, int server_version_num) {
  std::string list;
  for (const Object* column : columns) list += (list.empty() ? "" : ", ") + sql::identifier(column->id.name);
  const std::string_view options = server_version_num >= security_invoker_since ? " WITH (security_invoker = true)" : "";
  std::vector<std::string> statements{"CREATE VIEW " + sql::relation(view) + std::string(options) + " AS SELECT " + list + " FROM " + sql::relation(table)};
  // An INSERT that leaves a column out falls back to the default of the table, but UPDATE … SET c = DEFAULT would write NULL.
  for (const Object* column : columns)
    if (column->has("default"))
      statements.push_back("ALTER VIEW " + sql::relation(view) + " ALTER COLUMN " + sql::identifier(column->id.name) + " SET DEFAULT " + column->text("default"));
  statements.push_back(copy_rights(table, view));
  return statements;
}

}  // namespace phasegate::recipes
