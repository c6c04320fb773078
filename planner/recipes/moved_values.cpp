// Moves by DO blocks: the name of a sequence is known to the server only.
#include "recipes/moved_values.hpp"

#include "recipes/numbering.hpp"
#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

std::string alter(const Heir& heir, const std::string& column) { return "ALTER TABLE " + sql::relation(heir.table) + " ALTER COLUMN " + sql::identifier(column); }

// Sequences that the column owns (serial, or OWNED BY) change their owner; a serial's one also its type and name.
std::string move_sequences(const Heir& heir) {
  const std::string table = sql::literal(sql::relation(heir.table)) + "::pg_catalog.regclass";
  std::string body = "DECLARE\n  owned regclass;\nBEGIN\n  FOR owned IN\n    SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d\n      JOIN pg_catalog.pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'\n"
                     "     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = " + table +
                     "\n       AND d.refobjsubid = (SELECT a.attnum FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = " + table + " AND a.attname = " + sql::literal(heir.from) + ")\n  LOOP\n"
                     "    EXECUTE pg_catalog.format('ALTER SEQUENCE %s OWNED BY %s', owned, " + sql::literal(sql::relation(heir.table) + "." + sql::identifier(heir.to)) + ");\n";
  if (heir.after->is("serial")) {
    const std::string name = heir.table.name + "_" + heir.name + "_seq", type = heir.after->text("type");
    // The column may own others, one among them that has been set aside.
    const std::string known = serial_sequence(heir.before->id).name, rename = known == name ? "" : "      EXECUTE pg_catalog.format('ALTER SEQUENCE %s RENAME TO %I', owned, " + sql::literal(name) + ");\n";
    body += "    IF (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = owned) = " + sql::literal(known) + " THEN\n      EXECUTE pg_catalog.format('ALTER SEQUENCE %s AS " + type + "', owned);\n" + rename +
            "      EXECUTE pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT pg_catalog.nextval(%L::pg_catalog.regclass)', " + sql::literal(sql::relation(heir.table)) + ", " + sql::literal(heir.to) +
            ", owned);\n    END IF;\n";
  }
  return "DO " + sql::dollar_quoted("\n" + body + "  END LOOP;\nEND\n", "values");
}

// The sequence of an identity column belongs to it for good, so the heir gets a new one of the same name that goes on where it stood.
std::string move_identity(const Heir& heir) {
  const std::string table = sql::relation(heir.table), from = alter(heir, heir.from), to = alter(heir, heir.to);
  const std::string kind = heir.after->text("identity") == "always" ? "ALWAYS" : "BY DEFAULT";
  const std::string options = heir.after->has("identity_options") ? " " + heir.after->text("identity_options") : "";
  const std::string body = "DECLARE\n  sequence regclass := " + identity_sequence({"column", heir.table.schema, heir.table.name, heir.from}) + ";\n  name text;\n  last bigint;\n  called boolean;\nBEGIN\n"
                           "  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) INTO name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = sequence;\n"
                           "  EXECUTE pg_catalog.format('SELECT s.last_value, s.is_called FROM %s AS s', name) INTO last, called;\n  " + from + " DROP IDENTITY;\n"
                           "  EXECUTE " + sql::literal(to + " ADD GENERATED " + kind + " AS IDENTITY (SEQUENCE NAME ") + " || name || " + sql::literal(options + ")") + ";\n"
                           "  PERFORM pg_catalog.setval(name::regclass, last, called);\nEND\n";
  return "DO " + sql::dollar_quoted("\n" + body, "values");
}

}  // namespace

bool owns_sequence(const Object& column, const Context& context) {
  if (column.is("serial")) return true;
  const std::string name = qualified_name(column.id);
  const auto owns = [&](const Object* object) { return object->id.kind == "sequence" && object->text("owned_by") == name; };
  return std::ranges::any_of(context.live.objects(), owns) || std::ranges::any_of(context.wanted.objects(), owns);
}

bool makes_values(const Object& column) { return column.has("identity") || column.is("serial"); }

std::vector<std::string> move_values(const Heir& heir) {
  std::vector<std::string> statements;
  if (heir.before->has("identity")) statements.push_back(move_identity(heir));
  if (heir.owns) statements.push_back(move_sequences(heir));
  if (heir.before->has("identity")) return statements;
  if (heir.after->has("default")) statements.push_back(alter(heir, heir.to) + " SET DEFAULT " + heir.after->as_written().text("default"));
  if (heir.before->has("default") || heir.before->is("serial")) statements.push_back(alter(heir, heir.from) + " DROP DEFAULT");
  return statements;
}

}  // namespace phasegate::recipes
