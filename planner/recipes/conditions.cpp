// SQL over the system catalogs, by literal names.
#include "recipes/conditions.hpp"

#include "sql/identifier.hpp"

namespace phasegate::recipes {
namespace {

std::string regclass(std::string_view schema, std::string_view name) {
  return "pg_catalog.to_regclass(" + sql::literal(sql::qualified(schema, name)) + ")";
}

std::string table_oid(const ElementId& child) { return regclass(child.schema, child.parent); }

std::string attribute(const ElementId& column, const std::string& further) {
  return "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = " + table_oid(column) + " AND a.attname = " + sql::literal(column.name) +
         " AND NOT a.attisdropped" + further + ")";
}

std::string constraint(const ElementId& table, std::string_view name, const std::string& further) {
  return "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = " + regclass(table.schema, table.name) + " AND c.conname = " + sql::literal(name) + further + ")";
}

}  // namespace

std::string schema_exists(std::string_view schema) {
  return "EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = " + sql::literal(schema) + ")";
}

std::string relation_exists(std::string_view schema, std::string_view name) { return regclass(schema, name) + " IS NOT NULL"; }

std::string table_exists(const ElementId& table) { return relation_exists(table.schema, table.name); }

std::string column_exists(const ElementId& column) { return attribute(column, ""); }

std::string column_is_not_null(const ElementId& column) {
  return attribute(column, " AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)");
}

std::string column_has_default(const ElementId& column) { return attribute(column, " AND a.atthasdef"); }

std::string column_default_is_not(const ElementId& column, const std::string& live_text) {
  return "COALESCE(phasegate.default_text(" + sql::literal(sql::qualified(column.schema, column.parent)) + ", " + sql::literal(column.name) + ") <> " + sql::literal(live_text) + ", false)";
}

std::string index_is_valid(const ElementId& index) {
  return "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = " + regclass(index.schema, index.name) + " AND i.indrelid = " + table_oid(index) +
         " AND i.indisvalid AND i.indisready AND i.indislive)";
}

std::string index_exists(const ElementId& index) { return relation_exists(index.schema, index.name); }

std::string constraint_exists(const ElementId& table, std::string_view name) { return constraint(table, name, ""); }

std::string constraint_is_valid(const ElementId& table, std::string_view name) { return constraint(table, name, " AND c.convalidated"); }

std::string check_text_is_not(const ElementId& table, std::string_view name, const std::string& live_text) {
  return "COALESCE(phasegate.check_text(" + sql::literal(sql::relation(table)) + ", " + sql::literal(name) + ") <> " + sql::literal(live_text) + ", false)";
}

std::string trigger_is_enabled(const ElementId& table, std::string_view name) {
  return "EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = " + regclass(table.schema, table.name) + " AND g.tgname = " + sql::literal(name) +
         " AND g.tgenabled IN ('O', 'A'))";
}

std::string is_view(const ElementId& relation) {
  return "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = " + regclass(relation.schema, relation.name) + " AND c.relkind = 'v')";
}

std::string unpublished(const ElementId& table) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = " + sql::literal(table.schema) + " AND p.tablename = " + sql::literal(table.name) + ")";
}

std::string type_exists(std::string_view schema, std::string_view name) {
  return "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = " + sql::literal(schema) +
         " AND t.typname = " + sql::literal(name) + ")";
}

std::string collation_exists(const ElementId& collation) {
  return "pg_catalog.to_regcollation(" + sql::literal(sql::qualified(collation.schema, collation.name)) + ") IS NOT NULL";
}

std::string backfill_is_done(std::string_view rollout, std::string_view step) {
  return "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = " + sql::literal(rollout) +
         " AND p.step = " + sql::literal(step) + "), false)";
}

std::string unmentioned(const ElementId& column) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass "
         "AND a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::qualified(column.schema, column.parent)) + ") AND a.attname = " + sql::literal(column.name) +
         " AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, "
         "'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))";
}

std::string table_unmentioned(const ElementId& table) {
  const std::string oid = regclass(table.schema, table.name);
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid "
         "WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = " + oid + " AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid "
         "AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, "
         "'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) "
         "AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_type AS y ON y.oid = c.reltype JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass "
         "AND d.refobjid IN (y.oid, y.typarray) WHERE c.oid = " + oid + " AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass) AND d.deptype = 'n') "
         "AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = " + oid + " AND f.conrelid <> f.confrelid)";
}

std::string index_identifies_rows(const ElementId& index) {
  return "EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = " + regclass(index.schema, index.name) + " AND i.indisreplident AND c.relreplident = 'i')";
}

std::string table_is_clustered_on(const ElementId& index) {
  return "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = " + regclass(index.schema, index.name) + " AND i.indisclustered)";
}

std::string no_foreign_key_uses(const ElementId& index) {
  return "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = " + regclass(index.schema, index.name) + ")";
}

std::string negated(const std::string& condition) { return "NOT " + condition; }

}  // namespace phasegate::recipes
