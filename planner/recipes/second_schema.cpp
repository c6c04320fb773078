// Everything is asked of the catalog by the schema's name, whatever its tables are: a table that somebody makes meanwhile is seen, too.
#include "recipes/second_schema.hpp"

#include "objects/shared/clauses.hpp"
#include "recipes/proven_not_null.hpp"
#include "sql/identifier.hpp"

#include <cctype>

namespace phasegate::recipes {
namespace {

std::string array(const std::vector<std::string>& names) {
  std::vector<std::string> literals;
  for (const std::string& name : names) literals.push_back(sql::literal(name));
  return "ARRAY[" + objects::joined(literals, ", ") + "]::pg_catalog.text[]";
}

// Relations of one kind and of these names: all of them are there.
std::string all_lie_in(const std::string& schema, const std::vector<std::string>& names, std::string_view kind) {
  return "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = " + sql::literal(schema) +
         " AND c.relkind = " + sql::literal(kind) + " AND c.relname::pg_catalog.text = ANY (" + array(names) + ")) = " + std::to_string(names.size());
}

// A regular expression that finds exactly the text. Bytes beyond ASCII are letters to it.
std::string pattern_of(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x80 && std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') pattern += '\\';
    pattern += c;
  }
  return pattern;
}

// The search_paths that are stored, and that of a role of this name that has none stored: who has it, its text, and its schemas in their order.
std::string paths(const std::string& user_name) {
  const std::string of_settings = "FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)\n"
                                  "                       WHERE pg_catalog.starts_with(c.setting, 'search_path=') AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()))";
  const std::string stored = "SELECT " + of_settings;
  const std::string role = "SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.rolname = " + sql::literal(user_name);
  return "(SELECT w.who, w.path,\n"
         "             ARRAY(SELECT CASE COALESCE(m.part[1], m.part[2]) WHEN '$user' THEN w.role_name ELSE COALESCE(pg_catalog.replace(m.part[1], '\"\"', '\"'), pg_catalog.lower(m.part[2])) END\n"
         "                     FROM pg_catalog.regexp_matches(w.path, '\"((?:[^\"]|\"\")*)\"|([^\",[:space:]]+)', 'g') WITH ORDINALITY AS m(part, place) ORDER BY m.place) AS schemas\n"
         "        FROM (SELECT CASE s.setrole WHEN 0 THEN 'every role' ELSE 'role ' || s.setrole::pg_catalog.regrole::pg_catalog.text END AS who, pg_catalog.substr(c.setting, 13) AS path,\n"
         "                     CASE s.setrole WHEN 0 THEN (" + role + ") ELSE (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.oid = s.setrole) END AS role_name\n"
         "                " + of_settings + "\n"
         "              UNION ALL\n"
         "              SELECT 'function ' || f.oid::pg_catalog.regprocedure::pg_catalog.text, pg_catalog.substr(c.setting, 13), NULL\n"
         "                FROM pg_catalog.pg_proc AS f CROSS JOIN LATERAL pg_catalog.unnest(f.proconfig) AS c(setting) WHERE pg_catalog.starts_with(c.setting, 'search_path=')\n"
         "              UNION ALL\n"
         "              SELECT 'a session of ' || CURRENT_USER, g.reset_val, NULL FROM pg_catalog.pg_settings AS g\n"  // that of postgresql.conf, where none is stored
         "               WHERE g.name = 'search_path' AND NOT EXISTS (" + stored + " AND s.setrole IN (0, (SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolname = CURRENT_USER)))\n"
         "              UNION ALL\n"
         "              SELECT 'role ' || pg_catalog.quote_ident(o.rolname) || ', by its name,', '\"$user\", public', o.rolname\n"
         "                FROM (" + role + " AND NOT EXISTS (" + stored + " AND s.setrole IN (0, r.oid))) AS o) AS w)";
}

std::string counting(const Obstacle& obstacle) { return "SELECT pg_catalog.count(*)\n  FROM (" + obstacle.rows + ") AS o"; }

}  // namespace

std::vector<std::string> create_second_schema(const std::string& schema, const std::string& other) {
  const std::string from = sql::literal(schema), name = sql::identifier(other);
  // The rights of the owner, too: who may make views in the one may in the other.
  const std::string body =
      "DECLARE\n  line text;\nBEGIN\n  FOR line IN\n"
      "    SELECT pg_catalog.format('ALTER SCHEMA %I OWNER TO %s', o.nspname, n.nspowner::pg_catalog.regrole)\n"
      "      FROM pg_catalog.pg_namespace AS n, pg_catalog.pg_namespace AS o\n"
      "     WHERE n.nspname = " + from + " AND o.nspname = " + sql::literal(other) + " AND o.nspowner <> n.nspowner\n"
      "  LOOP\n    EXECUTE line;\n  END LOOP;\n  FOR line IN\n"
      "    SELECT pg_catalog.format('GRANT %s ON SCHEMA %I TO %s%s', e.privilege_type, " + sql::literal(other) + ", CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END,\n"
      "                             CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)\n"
      "      FROM pg_catalog.pg_namespace AS n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS e\n"
      "     WHERE n.nspname = " + from + " AND e.grantee <> n.nspowner\n"
      "  LOOP\n    EXECUTE line;\n  END LOOP;\nEND\n";
  return {"CREATE SCHEMA " + name, "DO " + sql::dollar_quoted("\n" + body, "rights")};
}

std::string tables_lie_in(const std::string& schema, const std::vector<std::string>& tables) { return all_lie_in(schema, tables, "r"); }
std::string views_lie_in(const std::string& schema, const std::vector<std::string>& tables) { return all_lie_in(schema, tables, "v"); }

// A view brings its row type, the array of that, and its rule, which depend on the view.
std::string only_views_lie_in(const std::string& schema, const std::vector<std::string>& tables) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_namespace AS n ON n.oid = d.refobjid LEFT JOIN pg_catalog.pg_class AS c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid "
         "WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.classid <> 'pg_catalog.pg_default_acl'::pg_catalog.regclass AND n.nspname = " + sql::literal(schema) +
         " AND (c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (" + array(tables) + ")) IS NOT TRUE)";
}

// By the views and by their row types, each looked up by its index: a schema may have a thousand.
std::string views_unmentioned(const std::string& schema) {
  const std::string of_schema = "FROM pg_catalog.pg_class AS v JOIN pg_catalog.pg_namespace AS n ON n.oid = v.relnamespace JOIN pg_catalog.pg_type AS y ON y.oid = v.reltype WHERE v.relkind = 'v' AND n.nspname = " + sql::literal(schema);
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid "
         "WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid IN (SELECT v.oid " + of_schema + ") AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid "
         "AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass)) "
         "AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (SELECT y.oid " + of_schema + " UNION ALL SELECT y.typarray " + of_schema + ") "
         "AND d.deptype = 'n' AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass))";
}

std::string schema_unpublished(const std::string& schema) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = " + sql::literal(schema) + ")";
}

// Types and collations have one name at a time, as what the plan says N+1 must not name; indexes, sequences with an owner and statistics belong to their table;
// nobody calls the function of a trigger by its name.
Obstacle things_without_second_name(const SchemaNames& names) {
  const auto is = [](std::string_view catalog) { return "d.classid = 'pg_catalog." + std::string(catalog) + "'::pg_catalog.regclass"; };
  return {"SELECT o.type || ' ' || o.identity FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_namespace AS n ON n.oid = d.refobjid\n"
          "  LEFT JOIN pg_catalog.pg_class AS c ON " + is("pg_class") + " AND c.oid = d.objid\n"
          "  LEFT JOIN pg_catalog.pg_proc AS f ON " + is("pg_proc") + " AND f.oid = d.objid\n"
          "  LEFT JOIN pg_catalog.pg_type AS y ON " + is("pg_type") + " AND y.oid = d.objid\n"
          " CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS o\n"
          " WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND n.nspname = " + sql::literal(names.from) + "\n"
          "   AND CASE WHEN c.oid IS NOT NULL THEN NOT (c.relkind IN ('i', 'c') OR c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (" + array(names.tables) + ")\n"
          "                OR c.relkind = 'S' AND EXISTS (SELECT FROM pg_catalog.pg_depend AS w WHERE w.classid = d.classid AND w.objid = c.oid AND w.refobjsubid > 0 AND w.deptype IN ('a', 'i')))\n"
          "            WHEN f.oid IS NOT NULL THEN f.prorettype NOT IN ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)\n"
          "            WHEN y.oid IS NOT NULL THEN y.typtype NOT IN ('e', 'd', 'c', 'r', 'm')\n"
          "            ELSE d.classid NOT IN ('pg_catalog.pg_collation'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, 'pg_catalog.pg_default_acl'::pg_catalog.regclass) END\n"
          " ORDER BY 1",
          "things in schema " + sql::identifier(names.from) + " cannot have a second name while two versions run, nor can a view stand for them",
          "move them to another schema first (ALTER … SET SCHEMA …), give a sequence to the column that draws from it (ALTER SEQUENCE … OWNED BY …), or drop them; and take renamed_from out until then"};
}

Obstacle subscribed_tables(const SchemaNames& names) {
  return {"SELECT pg_catalog.quote_ident(c.relname) FROM pg_catalog.pg_subscription_rel AS s JOIN pg_catalog.pg_class AS c ON c.oid = s.srrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace\n"
          " WHERE n.nspname = " + sql::literal(names.from) + "\n ORDER BY 1",
          "tables of schema " + sql::identifier(names.from) + " are written by a subscription, which finds them by the names of the publisher",
          "rename the schema by hand on both sides while the subscription rests, or end the subscription first"};
}

// A name without quotes is found in any case, as the server takes it. What is put together by the function itself cannot be seen.
Obstacle texts_with_old_name(const SchemaNames& names) {
  const std::string name = sql::identifier(names.from);
  const bool is_bare = name == names.from;
  const std::string before = "(^|[^[:alnum:]_$\".])";
  std::string doubled;
  for (const char c : names.from) doubled += c == '"' ? std::string("\"\"") : std::string(1, c);
  const std::string in_quotes = "f.prosrc ~ " + sql::literal("\"" + pattern_of(doubled) + "\"\\s*\\.");
  return {"SELECT 'function ' || f.oid::pg_catalog.regprocedure::pg_catalog.text FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace\n"
          "  JOIN pg_catalog.pg_language AS l ON l.oid = f.prolang\n"
          " WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'phasegate')\n"
          "   AND (" + (is_bare ? "f.prosrc ~* " + sql::literal(before + pattern_of(names.from) + "\\s*\\.") + " OR " : "") + in_quotes + ")\n"
          " ORDER BY 1",
          "functions name schema " + name + " in their text, which the server does not change",
          "name no schema in them, and let them find their tables by SET search_path = " + name + ", " + sql::identifier(names.to) + ", which serves before and after"};
}

Obstacle paths_to_old_name(const SchemaNames& names) {
  return {"SELECT p.who || ' finds it by search_path ' || p.path\n        FROM " + paths(names.from) + " AS p\n"
          "       WHERE " + sql::literal(names.from) + " = ANY (p.schemas) AND (" + sql::literal(names.to) + " = ANY (p.schemas)) IS NOT TRUE\n       ORDER BY 1",
          "settings name schema " + sql::identifier(names.from) + " and not what it will be called",
          "set them to a search_path with both names, the old one first: ALTER ROLE … SET search_path = " + sql::identifier(names.from) + ", " + sql::identifier(names.to) +
              ", …; it serves before and after"};
}

Obstacle paths_through_new_name(const SchemaNames& names) {
  return {"SELECT p.who || ' has search_path ' || p.path\n        FROM " + paths(names.to) + " AS p\n"
          "       WHERE EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace\n"
          "                      WHERE c.relname::pg_catalog.text = ANY (" + array(names.tables) + ")\n"
          "                        AND pg_catalog.array_position(p.schemas, n.nspname::pg_catalog.text) > pg_catalog.array_position(p.schemas, " + sql::literal(names.to) + "))\n       ORDER BY 1",
          "settings would let the running version find the views of schema " + sql::identifier(names.to) + " in place of what it finds now",
          "put " + sql::identifier(names.to) + " last in these search_paths, or choose another name"};
}

std::string stop_at(const Obstacle& obstacle) { return stop_unless_none(counting(obstacle), obstacle.what, obstacle.help); }

Preflight counted(const Obstacle& obstacle, const SourceSpot& at) {
  return {counting(obstacle), obstacle.rows + " LIMIT 5", obstacle.what, obstacle.help, at, false};
}

}  // namespace phasegate::recipes
