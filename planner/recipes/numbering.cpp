// The SQL of serial, identity and sequences, and who takes which sequence along.
#include "recipes/numbering.hpp"

#include "recipes/sequence_options.hpp"
#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"
#include "sql/sequence_values.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

bool has_difference(const ElementId& column, std::string_view key, const Context& context) {
  return std::ranges::any_of(context.differences, [&](const Difference& d) { return d.is_field("column", key) && d.element == column; });
}

bool is_extra(const ElementId& element, const Context& context) {
  return std::ranges::any_of(context.differences, [&](const Difference& d) { return d.what == What::extra && d.element == element; });
}

std::string alter_table(const ElementId& column) { return "ALTER TABLE " + sql::qualified(column.schema, column.parent); }
std::string alter_column(const ElementId& column) { return alter_table(column) + " ALTER COLUMN " + sql::identifier(column.name); }

std::string block(const std::string& declarations, const std::string& body) {
  return "DO " + sql::dollar_quoted("\n" + (declarations.empty() ? "" : "DECLARE\n" + declarations) + "BEGIN\n" + body + "END\n", "numbers");
}

std::vector<std::string> set_default(const Object& column, const Source& source) {
  if (source.kind == Source::Kind::expression) return {alter_column(column.id) + " SET DEFAULT " + source.expression};
  if (source.kind == Source::Kind::serial) return {alter_column(column.id) + " SET DEFAULT pg_catalog.nextval(" + regclass(*source.sequence) + ")"};
  return {};
}

// The sequence of the new source as an SQL expression of type regclass; empty: it has none of its own.
std::string new_sequence(const ElementId& column, const Source& to) {
  if (to.kind == Source::Kind::identity) return identity_sequence(column);
  return to.sequence ? regclass(*to.sequence) : "";
}

// Who was given rights on the one sequence has them on the other.
std::string copy_rights(const std::string& target, const std::string& old) {
  return block("  old_sequence constant pg_catalog.regclass := " + old + ";\n  new_sequence constant pg_catalog.regclass := " + target + ";\n  given record;\n",
               "  FOR given IN\n    SELECT a.grantee, a.privilege_type, a.is_grantable FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a WHERE c.oid = old_sequence AND a.grantee <> c.relowner\n"
               "  LOOP\n    EXECUTE 'GRANT ' || given.privilege_type || ' ON SEQUENCE ' || new_sequence || ' TO ' || CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(given.grantee)) END"
               " || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;\n  END LOOP;\n");
}

std::string go_on_after_highest(const Object& column, const std::string& target) {
  const std::string name = sql::identifier(column.id.name), table = sql::qualified(column.id.schema, column.id.parent);
  return block("  new_sequence constant pg_catalog.regclass := " + target + ";\n"
               "  rises constant boolean := (SELECT q.seqincrement > 0 FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = new_sequence);\n"
               "  first_number constant bigint := (SELECT q.seqstart FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = new_sequence);\n"
               "  last_number constant bigint := CASE WHEN rises THEN (SELECT pg_catalog.max(" + name + ") FROM " + table + ") ELSE (SELECT pg_catalog.min(" + name + ") FROM " + table + ") END;\n",
               "  IF (rises AND last_number >= first_number) OR (NOT rises AND last_number <= first_number) THEN\n    PERFORM pg_catalog.setval(new_sequence, last_number);\n  END IF;\n");
}

}  // namespace

std::string regclass(const ElementId& sequence) { return sql::literal(sql::relation(sequence)) + "::pg_catalog.regclass"; }

ElementId set_aside_sequence(const ElementId& column, const Source& from) {
  return {"sequence", from.sequence ? from.sequence->schema : column.schema, "", sql::joined_name("zz_phasegate_", {column.parent, column.name}, "_seq")};
}

void look_up_sequence(Source& source, const ElementId& column, const Catalog& catalog) {
  const Object* sequence = source.sequence ? catalog.find(*source.sequence) : nullptr;
  if (sequence == nullptr) return;
  source.owned = owner_of(*sequence) == column;
  source.falls = values_of(*sequence).increment < 0;
}

std::vector<Finding> refuse_turned_numbers(const Object& column, const Source& from, const Source& to, std::string_view code) {
  const auto has_sequence = [](const Source& source) { return source.sequence || source.kind == Source::Kind::identity; };
  if (!has_sequence(from) || !has_sequence(to) || from.falls == to.falls) return {};
  return {{Severity::error, std::string(code), to_string(column.id) + " is numbered " + (from.falls ? "downwards" : "upwards") + " today and would be numbered " + (to.falls ? "downwards" : "upwards") + ", back into the numbers that are in use",
           "keep the sign of the increment in this rollout; to turn it round, choose a start behind all numbers by hand: ALTER SEQUENCE … INCREMENT … RESTART", column.at}};
}

std::vector<Preflight> numbers_that_do_not_fit(const Object& column, const Source& from, const Source& to) {
  if (to.kind != Source::Kind::identity || to.options.empty()) return {};
  const sql::SequenceValues values = sql::complete(sql::parse_sequence(to.options), column.text("type"));
  const std::string bounds = std::to_string(values.minimum) + " AND " + std::to_string(values.maximum), name = sql::identifier(column.id.name);
  const std::string last = from.sequence ? "SELECT count(*) FROM " + sql::relation(*from.sequence) + " AS s WHERE s.is_called AND NOT s.last_value BETWEEN " + bounds
                                         : "SELECT count(*) FROM (SELECT " + std::string(to.falls ? "min(" : "max(") + name + ") AS n FROM " + sql::relation(table_of(column.id)) + ") AS m WHERE m.n " + (to.falls ? "< " + std::to_string(values.minimum) : "> " + std::to_string(values.maximum));
  return {{last, "", "last number of " + qualified_name(column.id) + " does not lie between " + std::to_string(values.minimum) + " and " + std::to_string(values.maximum) + ", where its identity is to go on", "give the identity bounds that hold the numbers in use",
           column.spot("identity_options")}};
}

std::vector<Preflight> draws_besides(const Object& column, const Source& from) {
  if (!from.sequence) return {};
  // Defaults of modelled columns are looked at by other_drawers.
  const std::string there = "FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_attrdef AS f ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = d.objid LEFT JOIN pg_catalog.pg_class AS c ON c.oid = f.adrelid "
                            "WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass(" + sql::literal(sql::relation(*from.sequence)) +
                            ") AND d.deptype = 'n' AND (c.oid IS NULL OR c.relkind <> 'r' OR c.relispartition)";
  return {{"SELECT count(*) " + there, "SELECT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) " + there + " LIMIT 5",
           "other objects draw from or read " + qualified_name(*from.sequence) + ", which another sequence takes the place of", "let them draw from another sequence first, by hand: phasegate leaves them alone", column.at}};
}

std::string add_identity(const Object& column, const Source& to) {
  return alter_column(column.id) + " ADD GENERATED " + (to.identity == "always" ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY" + (to.options.empty() ? "" : " (" + to.options + ")");
}

std::string go_on_after_last_drawn(const std::string& target, const std::string& old) {
  return block("  old_sequence constant pg_catalog.regclass := " + old + ";\n  settings pg_catalog.pg_sequence;\n  last_number bigint;\n  was_drawn boolean;\n",
               "  SELECT q.* INTO settings FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = old_sequence;\n"
               "  EXECUTE 'ALTER SEQUENCE ' || old_sequence || ' CACHE ' || settings.seqcache;\n"
               "  EXECUTE 'SELECT s.last_value, s.is_called FROM ' || old_sequence || ' AS s' INTO last_number, was_drawn;\n"
               "  IF was_drawn OR last_number <> settings.seqstart THEN\n    PERFORM pg_catalog.setval(" + target + ", last_number, was_drawn);\n  END IF;\n");
}

std::string identity_sequence(const ElementId& column) {
  return "(SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid "
         "WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = "
         "pg_catalog.to_regclass(" + sql::literal(sql::qualified(column.schema, column.parent)) + ") AND a.attname = " + sql::literal(column.name) + ")";
}

std::optional<ElementId> drawn_sequence(std::string_view text, std::string_view schema) {
  constexpr std::string_view names[] = {"pg_catalog.nextval(", "nextval("};
  for (const std::string_view name : names)
    if (text.size() > name.size() && std::ranges::equal(text.substr(0, name.size()), name, {}, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; })) {
      std::string_view rest = text.substr(name.size());
      while (rest.starts_with('(')) rest.remove_prefix(1);
      if (!rest.starts_with('\'')) return std::nullopt;
      std::string inside;
      std::size_t at = 1;
      for (; at < rest.size(); ++at) {
        if (rest[at] != '\'') inside += rest[at];
        else if (at + 1 < rest.size() && rest[at + 1] == '\'') inside += rest[at++];
        else break;
      }
      // Only casts and parentheses may follow: `'s'::regclass)`, `'s'::text)::regclass)`.
      std::string after(rest.substr(std::min(at + 1, rest.size())));
      for (const std::string_view word : {"::pg_catalog.regclass", "::regclass", "::pg_catalog.text", "::text"})
        for (std::size_t found; (found = after.find(word)) != std::string::npos;) after.erase(found, word.size());
      if (after.empty() || after.find_first_not_of(") ") != std::string::npos) return std::nullopt;
      const std::vector<std::string> parts = sql::name_parts(inside);
      if (parts.empty() || parts.size() > 2) return std::nullopt;
      return ElementId{"sequence", parts.size() == 2 ? parts[0] : std::string(schema), "", parts.back()};
    }
  return std::nullopt;
}

ElementId serial_sequence(const ElementId& column) { return {"sequence", column.schema, "", column.parent + "_" + column.name + "_seq"}; }

std::optional<ElementId> owner_of(const Object& sequence) {
  const std::vector<std::string> names = sql::name_parts(sequence.text("owned_by"));
  if (names.size() != 3) return std::nullopt;
  return ElementId{"column", names[0], names[1], names[2]};
}

std::vector<Finding> unknown_owner(const Object& sequence, const Context& context) {
  const auto column = owner_of(sequence);
  if (!column || context.wanted.find(*column) != nullptr) return {};
  const std::string table = qualified_name(table_of(*column));
  const auto is_there = [&](const Catalog& side) {
    return std::ranges::any_of(side.left_alone, [&](const LeftAlone& thing) { return (thing.type == "table" || thing.type == "foreign table") && thing.identity == table; });
  };
  if (is_there(context.live)) return {};
  std::string message = to_string(sequence.id) + " is owned by " + sequence.text("owned_by");
  if (is_there(context.wanted))
    return {{Severity::error, "unknown-owner", message + ", a column of a table that phasegate leaves alone and that is not in the live schema", "create " + table + " by hand first, or leave owned_by out", sequence.spot("owned_by")}};
  return {{Severity::error, "unknown-owner", message + ", which is no column of the desired schema", "name the column as schema.table.column", sequence.spot("owned_by")}};
}

const Object* serial_column_of(const ElementId& sequence, const Catalog& catalog) {
  for (const Object* object : catalog.objects())
    if (object->id.kind == "column" && object->is("serial") && serial_sequence(object->id) == sequence) return object;
  return nullptr;
}

bool changes_its_source(const ElementId& column, const Context& context) {
  return has_difference(column, "identity", context) || has_difference(column, "serial", context) || has_difference(column, "generated", context);
}

std::vector<const Object*> columns_that_draw(const ElementId& sequence, const Catalog& catalog) {
  std::vector<const Object*> columns;
  for (const Object* object : catalog.objects())
    if (object->id.kind == "column" && object->has("default") && drawn_sequence(object->text("default"), object->id.schema) == sequence) columns.push_back(object);
  return columns;
}

Fact default_gone(const ElementId& live_column) { return {{"default", live_column.schema, live_column.parent, live_column.name}, Side::live, Milestone::gone}; }

std::vector<Fact> default_given_up(const Object& live_column) {
  if (live_column.text("default").find("nextval(") == std::string::npos) return {};
  return {default_gone(live_column.id)};
}

OtherDrawers other_drawers(const Object& column, const ElementId& sequence, std::string_view code, const Context& context) {
  OtherDrawers result;
  const std::string name = sql::literal(sql::relation(sequence)) + "::regclass";  // as the server prints it
  const ElementId own = context.live_name(column.id);
  for (const Object* other : context.live.objects()) {
    if (other->id.kind != "column" || other->id == own || other->text("default").find(name) == std::string::npos) continue;
    const bool changes = std::ranges::any_of(context.differences, [&](const Difference& d) { return d.is_field("column", "default") && d.live_element == other->id && !changes_its_source(d.element, context); });
    if (changes) result.needs.push_back(default_gone(other->id));
    else
      result.findings.push_back({Severity::error, std::string(code), to_string(column.id) + " loses the sequence " + qualified_name(sequence) + ", but the default of " + to_string(other->id) + " draws from it, too",
                                 "give that column another default, in this rollout or one before", column.at});
  }
  return result;
}

std::optional<ElementId> replaced_sequence(const ElementId& column, const Context& context) {
  const Object* wanted = context.wanted.find(column);
  const Object* live = context.live.find(context.live_name(column));
  if (wanted == nullptr || live == nullptr || !changes_its_source(column, context) || (!wanted->has("identity") && !wanted->is("serial")) || !live->has("default")) return std::nullopt;
  const auto sequence = drawn_sequence(live->text("default"), live->id.schema);
  if (!sequence || !is_extra(*sequence, context) || columns_that_draw(*sequence, context.live).size() != 1) return std::nullopt;
  return sequence;
}

bool goes_with_its_column(const ElementId& sequence, const Context& context) {
  const Object* object = context.live.find(sequence);
  if (object == nullptr) return false;
  if (const auto owner = owner_of(*object); owner && (is_extra(*owner, context) || is_extra(table_of(*owner), context))) return true;
  return std::ranges::any_of(context.differences, [&](const Difference& d) { return d.what == What::field && d.element.kind == "column" && replaced_sequence(d.element, context) == sequence; });
}

bool is_numbered(const Object& column) {
  if (column.is("serial") || column.has("identity")) return true;
  return column.has("default") && !column.has("backfill") && drawn_sequence(column.text("default"), column.id.schema).has_value();
}

Source source_of(const Object& column, std::optional<ElementId> sequence) {
  Source source;
  if (column.has("identity")) {
    source.kind = Source::Kind::identity;
    source.identity = column.text("identity");
    source.options = column.text("identity_options");
    source.falls = sql::complete(sql::parse_sequence(source.options), column.text("type")).increment < 0;
  } else if (column.is("serial")) {
    source.kind = Source::Kind::serial;
    source.sequence = serial_sequence(column.id);
    source.owned = true;
  } else if (column.has("default")) {
    source.kind = Source::Kind::expression;
    source.expression = column.text("default");
    source.sequence = std::move(sequence);
  }
  return source;
}

std::vector<std::string> link_to_column(const ElementId& sequence, const ElementId& column) {
  const std::string name = sql::relation(sequence), table = sql::qualified(column.schema, column.parent);
  return {"CALL phasegate.same_owner(" + sql::literal(name) + ", " + sql::literal(table) + ")", "ALTER SEQUENCE " + name + " OWNED BY " + table + "." + sql::identifier(column.name)};
}

std::vector<std::string> create_owned_sequence(const ElementId& sequence, const ElementId& column, const std::string& type, const std::string& options) {
  const std::string name = sql::relation(sequence), table = sql::qualified(column.schema, column.parent);
  // A default is computed with the rights of whoever inserts; an identity needs none.
  const std::string body =
      "  FOR grantee IN\n    SELECT DISTINCT a.grantee FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a\n"
      "     WHERE c.oid = " + sql::literal(table) + "::pg_catalog.regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner\n"
      "    UNION\n    SELECT a.grantee FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS t ON t.attrelid = c.oid CROSS JOIN LATERAL pg_catalog.aclexplode(t.attacl) AS a\n"
      "     WHERE c.oid = " + sql::literal(table) + "::pg_catalog.regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner\n"
      "  LOOP\n    EXECUTE " + sql::literal("GRANT USAGE ON SEQUENCE " + name + " TO ") +
      " || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END;\n  END LOOP;\n";
  std::vector<std::string> statements = {"CREATE SEQUENCE " + name + " AS " + type + (options.empty() ? "" : " " + options), block("  grantee oid;\n", body)};
  for (std::string& statement : link_to_column(sequence, column)) statements.push_back(std::move(statement));
  return statements;
}

std::vector<std::string> move_numbers(const Object& column, const Source& from, const Source& to) {
  using Kind = Source::Kind;
  std::vector<std::string> sql;
  const ElementId aside = set_aside_sequence(column.id, from);
  const auto add = [&](const std::vector<std::string>& more) { sql.insert(sql.end(), more.begin(), more.end()); };
  std::string old;
  if (from.kind == Kind::identity) {
    // Its name may be the one that the new sequence gets.
    sql.push_back(block("", "  EXECUTE 'ALTER SEQUENCE ' || " + identity_sequence(column.id) + " || " + sql::literal(" RENAME TO " + sql::identifier(aside.name)) + ";\n"));
    old = identity_sequence(column.id);
  } else if (from.sequence) {
    sql.push_back("ALTER SEQUENCE " + sql::relation(*from.sequence) + " RENAME TO " + sql::identifier(aside.name));
    if (from.owned) sql.push_back("ALTER SEQUENCE " + sql::relation(aside) + " OWNED BY NONE");  // pg_get_serial_sequence() would find it
    old = regclass(aside);
  }
  if (from.kind == Kind::serial || from.kind == Kind::expression) sql.push_back(alter_column(column.id) + " DROP DEFAULT");
  if (to.kind == Kind::serial) add(create_owned_sequence(*to.sequence, column.id, column.text("type"), ""));
  if (to.kind == Kind::identity) sql.push_back(add_identity(column, to));
  if (const std::string target = new_sequence(column.id, to); !target.empty() && old.empty()) sql.push_back(go_on_after_highest(column, target));
  else if (!target.empty()) add({go_on_after_last_drawn(target, old), copy_rights(target, old)});
  if (from.kind == Kind::identity) sql.push_back(alter_column(column.id) + " DROP IDENTITY");
  add(set_default(column, to));
  return sql;
}

std::vector<std::string> move_numbers_back(const Object& column, const Source& from, const Source& to) {
  using Kind = Source::Kind;
  std::vector<std::string> sql;
  std::string target = new_sequence(column.id, to);
  // The identity gets its name back.
  const ElementId aside = set_aside_sequence(column.id, from);
  const bool makes_way = from.kind == Kind::identity && to.kind == Kind::serial;
  if (makes_way) {
    sql.push_back("ALTER SEQUENCE " + sql::relation(*to.sequence) + " RENAME TO " + sql::identifier(aside.name));
    target = regclass(aside);
  }
  if (from.sequence && !target.empty()) sql.push_back(go_on_after_last_drawn(regclass(set_aside_sequence(column.id, from)), target));
  if (to.kind == Kind::serial || to.kind == Kind::expression) sql.push_back(alter_column(column.id) + " DROP DEFAULT");
  if (from.kind == Kind::identity) {
    sql.push_back(add_identity(column, from));
    sql.push_back(target.empty() ? go_on_after_highest(column, identity_sequence(column.id)) : go_on_after_last_drawn(identity_sequence(column.id), target));
    if (!target.empty()) sql.push_back(copy_rights(identity_sequence(column.id), target));
  }
  if (to.kind == Kind::identity) sql.push_back(alter_column(column.id) + " DROP IDENTITY");
  if (to.kind == Kind::serial) sql.push_back("DROP SEQUENCE " + sql::relation(makes_way ? aside : *to.sequence));
  if (from.sequence) sql.push_back("ALTER SEQUENCE " + sql::relation(aside) + " RENAME TO " + sql::identifier(from.sequence->name));
  if (from.owned) sql.push_back("ALTER SEQUENCE " + sql::relation(*from.sequence) + " OWNED BY " + sql::qualified(column.id.schema, column.id.parent) + "." + sql::identifier(column.id.name));
  const std::vector<std::string> defaults = set_default(column, from);
  sql.insert(sql.end(), defaults.begin(), defaults.end());
  return sql;
}

std::vector<Step> drop_set_aside(const Object& column, const Source& from, const std::string& id) {
  if (!from.sequence) return {};
  const ElementId aside = set_aside_sequence(column.id, from);
  Step step;
  step.id = id + ": drop";
  step.title = "drop sequence " + qualified_name(*from.sequence) + ", set aside";
  step.phase = Phase::contract;
  step.part = Part::drop;
  step.sql = {"DROP SEQUENCE " + sql::relation(aside)};
  step.locks = {{aside, LockMode::access_exclusive, Work::instant}};
  step.done = {"NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relkind = 'S' AND c.oid = pg_catalog.to_regclass(" + sql::literal(sql::relation(aside)) + "))", "the sequence " + qualified_name(aside) + ", set aside, is still there"};
  step.undo = cannot_undo("the sequence is gone, with the rights on it; its numbers go on in the one that took its place");
  step.brings = {{*from.sequence, Side::live, Milestone::gone}};
  step.touches = {*from.sequence, aside};
  return {step};
}

bool highest_is_indexed(const ElementId& column, const Context& context) {
  for (const Object* child : context.live.children(table_of(column))) {
    if (child->id.kind == "primary key" || child->id.kind == "unique constraint") {
      const auto columns = child->list("columns");
      if (!columns.empty() && columns.front() == column.name) return true;
    }
    if (child->id.kind != "index") continue;
    const sql::IndexDefinition index = sql::parse_index(child->kind->print_short(*child));
    if (index.error.message.empty() && index.method == "btree" && index.where.empty() && !index.columns.empty() && index.columns.front() == column.name) return true;
  }
  return false;
}

std::string column_identity_is(const ElementId& column, std::string_view words) {
  return "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass(" + sql::literal(sql::qualified(column.schema, column.parent)) + ") AND a.attname = " +
         sql::literal(column.name) + " AND NOT a.attisdropped AND a.attidentity = '" + (words == "always" ? "a" : words == "by default" ? "d" : "") + "')";
}

std::string sequence_is_owned(const ElementId& sequence, const ElementId& column) {
  return "EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid "
         "WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass(" + sql::literal(sql::relation(sequence)) +
         ") AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass(" + sql::literal(sql::qualified(column.schema, column.parent)) +
         ") AND a.attname = " + sql::literal(column.name) + ")";
}

}  // namespace phasegate::recipes
