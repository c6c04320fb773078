// The trigger functions of a column that moves. Each writes the other side only where it differs, so the two end each other.
#include "recipes/moved_columns.hpp"

#include "recipes/steps.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

std::string new_table(const MovedColumn& move) { return sql::relation(table_of(move.column.id)); }
std::string old_table(const MovedColumn& move) { return sql::relation(table_of(move.old.id)); }
std::string value(const MovedColumn& move) { return sql::identifier(move.column.id.name); }

std::string joined(const MovedColumn& move, const std::string& before, bool of_new, const std::string& separator) {
  std::string text;
  for (const auto& [new_key, old_key] : move.keys) text += (text.empty() ? "" : separator) + before + sql::identifier(of_new ? new_key : old_key);
  return text;
}

// `p.user_id = NEW.id AND …`
std::string same_key(const MovedColumn& move, const std::string& new_row, const std::string& old_row) {
  std::string text;
  for (const auto& [new_key, old_key] : move.keys) text += (text.empty() ? "" : " AND ") + new_row + sql::identifier(new_key) + " = " + old_row + sql::identifier(old_key);
  return text;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::ranges::sort(names);
  return names;
}

// Applications may write the one table without rights on the other.
std::string function(const std::string& name, const std::string& body) {
  return "CREATE OR REPLACE FUNCTION phasegate." + sql::identifier(name) + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS " + sql::dollar_quoted("\n" + body, "move");
}

}  // namespace

ElementId moved_from(const Object& wanted_column) {
  if (!wanted_column.has("moved_from")) return {};
  std::vector<std::string> names = sql::names_in(wanted_column.text("moved_from"));
  if (names.size() == 2) names.insert(names.begin(), wanted_column.id.schema);
  return names.size() == 3 ? ElementId{"column", names[0], names[1], names[2]} : ElementId{};
}

const Object* moved_to(const ElementId& live_column, const Context& context) {
  for (const Object* object : context.wanted.objects())
    if (object->id.kind == "column" && moved_from(*object) == live_column && context.live.find(object->id) == nullptr) return object;
  return nullptr;
}

std::vector<std::string> keys_of(const MovedColumn& move, bool of_new) {
  std::vector<std::string> names;
  for (const auto& [new_key, old_key] : move.keys) names.push_back(of_new ? new_key : old_key);
  return sorted(std::move(names));
}

bool is_unique(const std::vector<std::string>& columns, const ElementId& table, const Catalog& catalog) {
  return std::ranges::any_of(catalog.children(table), [&](const Object* object) {
    if (object->id.kind == "primary key" || object->id.kind == "unique constraint") return !object->is("deferrable") && sorted(object->list("columns")) == columns;
    if (object->id.kind != "index" || !object->is("unique") || object->has("where")) return false;
    return sorted(sql::parse_index(object->kind->print_short(*object)).columns) == columns;
  });
}

MoveNames move_names(const MovedColumn& move) {
  const std::vector<std::string> parts{move.old.id.schema, move.old.id.parent, move.old.id.name};
  return {sql::joined_name("zz_phasegate_move_", parts), sql::joined_name("sync_move_", parts, "_forth"), sql::joined_name("sync_move_", parts, "_back")};
}

std::string next_tries_again(const MovedColumn& move) {
  return "the next version may get 40001 when it writes " + qualified_name(move.column.id) + " while a transaction of the running version writes that row of " + qualified_name(table_of(move.old.id)) + ": it tries again";
}

std::string lock_partner(const MovedColumn& move, const std::string& condition) {
  const std::string table = qualified_name(table_of(move.old.id));
  return "  waits_since := pg_catalog.clock_timestamp();\n  LOOP\n    BEGIN\n"
         "      PERFORM pg_catalog.set_config('lock_timeout', CASE WHEN own_limit BETWEEN 1 AND 99 THEN own_limit ELSE 100 END::text, true);\n"
         "      PERFORM FROM " + old_table(move) + " AS u WHERE " + condition + " FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row\n"
         "      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);\n      EXIT;\n"
         "    EXCEPTION WHEN lock_not_available THEN\n"
         "      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN\n"
         "        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = " + sql::literal("the row of " + table + " that belongs to this one is being written, and its writer may wait for this transaction") +
         ", HINT = 'Try the transaction again.';\n"
         "      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN\n        RAISE;\n      END IF;\n    END;\n  END LOOP;\n";
}

std::vector<std::string> move_functions(const MovedColumn& move, const std::string& old_name) {
  const MoveNames names = move_names(move);
  const std::string name = value(move), old = sql::identifier(old_name);
  const std::string held = "EXISTS (SELECT FROM " + new_table(move) + " AS p WHERE " + same_key(move, "p.", "NEW.") + " AND p." + name + " IS NOT NULL)";
  // A row of the old side that says nothing new only fills what is empty; a row that the new table rejects stays unfilled and is counted.
  const std::string forth =
      "BEGIN\n  IF TG_OP = 'INSERT' AND NEW." + old + " IS NULL THEN\n    RETURN NULL;\n  END IF;\n"
      "  IF TG_OP = 'UPDATE' AND NEW." + old + " IS NOT DISTINCT FROM OLD." + old + " AND (NEW." + old + " IS NULL OR " + held + ") THEN\n    RETURN NULL;\n  END IF;\n"
      "  IF NEW." + old + " IS NULL THEN\n    UPDATE " + new_table(move) + " AS p SET " + name + " = NULL WHERE " + same_key(move, "p.", "NEW.") + " AND p." + name + " IS NOT NULL;\n    RETURN NULL;\n  END IF;\n"
      "  BEGIN\n    INSERT INTO " + new_table(move) + " AS p (" + joined(move, "", true, ", ") + ", " + name + ") VALUES (" + joined(move, "NEW.", false, ", ") + ", NEW." + old + ")\n"
      "      ON CONFLICT (" + joined(move, "", true, ", ") + ") DO UPDATE SET " + name + " = excluded." + name + " WHERE p." + name + " IS DISTINCT FROM excluded." + name + ";\n"
      "  EXCEPTION WHEN integrity_constraint_violation THEN\n    RETURN NULL;\n  END;\n  RETURN NULL;\nEND\n";
  const std::string key_moves = "ROW(" + joined(move, "NEW.", true, ", ") + ") IS DISTINCT FROM ROW(" + joined(move, "OLD.", true, ", ") + ")";
  const std::string partner_before = same_key(move, "OLD.", "u."), partner = same_key(move, "NEW.", "u.");
  const std::string back = std::string(partner_lock) + "BEGIN\n  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND " + key_moves + ") THEN\n" + lock_partner(move, partner_before) + "    UPDATE " + old_table(move) + " AS u SET " + old + " = NULL WHERE " + partner_before +
                           " AND u." + old + " IS NOT NULL;\n  END IF;\n  IF TG_OP = 'DELETE' THEN\n    RETURN NULL;\n  END IF;\n  IF TG_OP = 'INSERT' OR " + key_moves + " OR NEW." + name + " IS DISTINCT FROM OLD." + name + " THEN\n" + lock_partner(move, partner) + "    UPDATE " +
                           old_table(move) + " AS u SET " + old + " = NEW." + name + " WHERE " + partner + " AND u." + old + " IS DISTINCT FROM NEW." + name + ";\n  END IF;\n  RETURN NULL;\nEND\n";
  return {function(names.forth, forth), function(names.back, back)};
}

std::vector<std::string> move_triggers(const MovedColumn& move) {
  const MoveNames names = move_names(move);
  return {"CREATE TRIGGER " + sql::identifier(names.trigger) + " AFTER INSERT OR UPDATE ON " + old_table(move) + " FOR EACH ROW EXECUTE FUNCTION phasegate." + sql::identifier(names.forth) + "()",
          "CREATE TRIGGER " + sql::identifier(names.trigger) + " AFTER INSERT OR UPDATE OR DELETE ON " + new_table(move) + " FOR EACH ROW EXECUTE FUNCTION phasegate." + sql::identifier(names.back) + "()"};
}

std::vector<std::string> drop_move(const MovedColumn& move) {
  const MoveNames names = move_names(move);
  std::vector<std::string> statements;
  for (const std::string& table : {old_table(move), new_table(move)}) statements.push_back("DROP TRIGGER IF EXISTS " + sql::identifier(names.trigger) + " ON " + table);
  for (const std::string& name : {names.forth, names.back}) statements.push_back("DROP FUNCTION IF EXISTS phasegate." + sql::identifier(name) + "()");
  return statements;
}

std::string unmoved_rows(const MovedColumn& move) {
  const std::string row = sql::identifier(move.old.id.parent) + ".";
  return row + sql::identifier(move.old.id.name) + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + new_table(move) + " AS phasegate_p WHERE " + same_key(move, "phasegate_p.", row) + " AND phasegate_p." + value(move) + " IS NOT NULL)";
}

std::string mere_copies(const MovedColumn& move, const Context& context) {
  std::string condition = same_key(move, "p.", "u.") + " AND p." + value(move) + " IS NOT DISTINCT FROM u." + sql::identifier(move.old.id.name);
  for (const Object* other : context.wanted.children(table_of(move.column.id), "column")) {
    const bool is_key = std::ranges::any_of(move.keys, [&](const auto& key) { return key.first == other->id.name; });
    const bool numbered = other->has("identity") || other->is("serial") || other->has("generated");
    if (is_key || numbered || other->id == move.column.id || other->has("moved_from")) continue;
    if (other->has("default") && !sql::is_constant(other->text("default"))) continue;
    condition += " AND p." + sql::identifier(other->id.name) + (other->has("default") ? " IS NOT DISTINCT FROM " + other->text("default") : " IS NULL");
  }
  return "FROM " + new_table(move) + " AS p USING " + old_table(move) + " AS u WHERE " + condition;
}

}  // namespace phasegate::recipes
