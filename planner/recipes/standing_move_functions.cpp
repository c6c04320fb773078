// Writes the trigger functions of a column that moves into a table that is there already.
//
// Which version a statement is of, nothing tells. So a row that comes, or gets another key, with no value of its own takes that of its partner; a
// value that a statement changes goes to the partner; and what says nothing new changes nothing. A writer of the old side always locks the partner's
// row, and a row of the new table that comes locks its partner's against change, so that neither can miss what the other has not committed yet. The
// writer of the new side never waits for one that waits for it, and is asked to try again: the running version never pays for it.
#include "recipes/standing_move_functions.hpp"

#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"

namespace phasegate::recipes {
namespace {

std::string mark_of(MoveStage stage) {
  switch (stage) {
    case MoveStage::shared: return "both versions write";
    case MoveStage::handed_over: return "only the next version writes";
    case MoveStage::retired: break;
  }
  return "the old column is retired";
}

// Applications may write the one table without rights on the other.
std::string function(const std::string& name, MoveStage stage, const std::string& body) {
  return "CREATE OR REPLACE FUNCTION phasegate." + sql::identifier(name) + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS " +
         sql::dollar_quoted("\n-- " + mark_of(stage) + "\n" + body, "move");
}

std::string key_moves(const MovedColumn& move, bool of_new) {
  std::vector<std::string> now, before;
  for (const auto& [new_key, old_key] : move.keys) {
    now.push_back("NEW." + sql::identifier(of_new ? new_key : old_key));
    before.push_back("OLD." + sql::identifier(of_new ? new_key : old_key));
  }
  return changed(now, before);
}

}  // namespace

StandingNames standing_names(const MovedColumn& move) {
  const std::vector<std::string> parts{move.old.id.schema, move.old.id.parent, move.old.id.name};
  const auto of = [&](const std::string& start, const std::string& end) { return sql::joined_name(start, parts, end); };
  return {of("zz_phasegate_before_", ""), of("zz_phasegate_move_", ""), of("sync_move_", "_take"), of("sync_move_", "_forth"), of("sync_move_", "_fill"), of("sync_move_", "_back")};
}

std::string belong_together(const MovedColumn& move, const std::string& new_row, const std::string& old_row) {
  std::string text;
  for (const auto& [new_key, old_key] : move.keys) text += (text.empty() ? "" : " AND ") + new_row + "." + sql::identifier(new_key) + " = " + old_row + "." + sql::identifier(old_key);
  return text;
}

std::vector<std::string> standing_functions(const MovedColumn& move, MoveStage stage) {
  const StandingNames names = standing_names(move);
  const bool retired = stage == MoveStage::retired, shared = stage == MoveStage::shared;
  const std::string news = sql::relation(table_of(move.column.id)) + " AS p", olds = sql::relation(table_of(move.old.id)) + " AS u";
  const std::string value = sql::identifier(move.column.id.name), old = sql::identifier(retired ? retired_id(move.old.id).name : move.old.id.name);
  const std::string partner_of_old = belong_together(move, "p", "NEW"), partner_of_new = belong_together(move, "NEW", "u"), partner_before = belong_together(move, "OLD", "u");
  const std::string old_key_moves = key_moves(move, false), new_key_moves = key_moves(move, true);
  const std::string old_changed = changed({"NEW." + old}, {"OLD." + old}), new_changed = changed({"NEW." + value}, {"OLD." + value});

  // The lock holds off writers of the partner that do not see this row yet.
  const std::string take = "BEGIN\n  IF NEW." + old + " IS NULL AND (TG_OP = 'INSERT' OR (" + old_key_moves + " AND NOT (" + old_changed + "))) THEN\n    SELECT p." + value + " INTO NEW." + old + " FROM " + news + " WHERE " + partner_of_old +
                           " FOR SHARE;\n  END IF;\n  RETURN NEW;\nEND\n";

  // The partner is locked even where it seems to be equal: a batch may be about to write what was there before.
  const std::string forth = retired ? "BEGIN\n  RETURN NULL;\nEND\n"
                                    : "BEGIN\n  IF TG_OP = 'INSERT' THEN\n    IF NEW." + old + " IS NULL THEN\n      RETURN NULL;\n    END IF;\n  ELSIF NOT (" + old_changed + ") AND NOT (NEW." + old + " IS NOT NULL AND " + old_key_moves +
                                          ") THEN\n    RETURN NULL;\n  END IF;\n  PERFORM FROM " + news + " WHERE " + partner_of_old + " FOR NO KEY UPDATE;\n  BEGIN\n    UPDATE " + news + " SET " + value + " = NEW." + old + " WHERE " +
                                          partner_of_old + " AND " + changed({"p." + value}, {"NEW." + old}) +
                                          ";\n  EXCEPTION WHEN integrity_constraint_violation OR data_exception OR program_limit_exceeded OR raise_exception THEN\n    NULL;  -- the new table does not take it: the pair stays apart, and is counted\n  END;\n  RETURN NULL;\nEND\n";

  // A row of that key that is there already is the one that an upsert will write.
  const std::string from_partner = "SELECT u." + old + " INTO ", where_partner = " FROM " + olds + " WHERE " + partner_of_new;
  const std::string taken = "    " + from_partner + "taken" + where_partner;  // where there is none, the value stays
  const std::string on_key = shared ? "  ELSIF " + new_key_moves + " THEN\n" + taken + " FOR SHARE;\n    IF FOUND THEN\n      NEW." + value + " := taken;\n    END IF;\n" : "";
  const std::string in_batch = shared ? " OR pg_catalog.current_setting('phasegate.backfill', true) = 'on'" : "";
  std::string same_key;
  for (const auto& [new_key, old_key] : move.keys) same_key += (same_key.empty() ? "" : " AND ") + ("p." + sql::identifier(new_key)) + " = NEW." + sql::identifier(new_key);
  const std::string fill = retired ? "BEGIN\n  RETURN NEW;\nEND\n"
                                        : "DECLARE\n  taken " + sql::relation(table_of(move.old.id)) + "." + old + "%TYPE;\nBEGIN\n  IF TG_OP = 'INSERT' THEN\n    IF EXISTS (SELECT FROM " + news + " WHERE " + same_key + ") THEN\n      IF NEW." + value +
                                         " IS NULL THEN\n        " + from_partner + "NEW." + value + where_partner + ";\n      END IF;\n    ELSE\n  " + taken + " FOR SHARE;\n      NEW." + value + " := COALESCE(NEW." + value +
                                         ", taken);\n    END IF;\n  ELSIF " + new_changed + " THEN\n    RETURN NEW;\n" + on_key + "  ELSIF NEW." + value + " IS NULL" + in_batch + " THEN\n" + taken + ";\n    IF FOUND THEN\n      NEW." + value +
                                         " := taken;\n    END IF;\n  END IF;\n  RETURN NEW;\nEND\n";

  const std::string clear = lock_partner(move, partner_before) + "    UPDATE " + olds + " SET " + old + " = NULL WHERE " + partner_before + " AND u." + old + " IS NOT NULL";
  const std::string write = "UPDATE " + olds + " SET " + old + " = NEW." + value + " WHERE " + partner_of_new + " AND " + changed({"u." + old}, {"NEW." + value});
  std::string back = std::string(partner_lock) + "BEGIN\n";
  if (shared) {
    back += "  IF TG_OP = 'DELETE' THEN\n    RETURN NULL;  -- by the running version, it says nothing of the value\n  ELSIF TG_OP = 'INSERT' THEN\n    IF NEW." + value + " IS NULL THEN\n      RETURN NULL;\n    END IF;\n  ELSIF NOT (" + new_changed +
            ") THEN\n    RETURN NULL;\n  END IF;\n";
  } else {
    back += "  IF TG_OP = 'DELETE' THEN\n    " + clear + ";\n    RETURN NULL;\n  ELSIF TG_OP = 'UPDATE' THEN\n    IF " + new_key_moves + " THEN\n      " + clear + ";\n    ELSIF NOT (" + new_changed + ") THEN\n      RETURN NULL;\n    END IF;\n" +
            (retired ? "" : "  ELSIF NEW." + value + " IS NULL THEN\n    RETURN NULL;\n") + "  END IF;\n";
  }
  back += lock_partner(move, partner_of_new) + "  " + write + ";\n  RETURN NULL;\nEND\n";
  return {function(names.take, stage, take), function(names.forth, stage, forth), function(names.fill, stage, fill), function(names.back, stage, back)};
}

std::vector<std::string> standing_triggers(const MovedColumn& move) {
  const StandingNames names = standing_names(move);
  const std::string news = sql::relation(table_of(move.column.id)), olds = sql::relation(table_of(move.old.id));
  const auto trigger = [](const std::string& name, const std::string& events, const std::string& table, const std::string& function) {
    return "CREATE TRIGGER " + sql::identifier(name) + " " + events + " ON " + table + " FOR EACH ROW EXECUTE FUNCTION phasegate." + sql::identifier(function) + "()";
  };
  return {trigger(names.before, "BEFORE INSERT OR UPDATE", olds, names.take), trigger(names.after, "AFTER INSERT OR UPDATE", olds, names.forth),
          trigger(names.before, "BEFORE INSERT OR UPDATE", news, names.fill), trigger(names.after, "AFTER INSERT OR UPDATE OR DELETE", news, names.back)};
}

std::vector<std::string> drop_standing_move(const MovedColumn& move) {
  const StandingNames names = standing_names(move);
  std::vector<std::string> statements;
  for (const ElementId& table : {table_of(move.old.id), table_of(move.column.id)})
    for (const std::string& trigger : {names.before, names.after}) statements.push_back("DROP TRIGGER IF EXISTS " + sql::identifier(trigger) + " ON " + sql::relation(table));
  for (const std::string& name : {names.take, names.forth, names.fill, names.back}) statements.push_back("DROP FUNCTION IF EXISTS phasegate." + sql::identifier(name) + "()");
  return statements;
}

std::string standing_functions_are(const MovedColumn& move, MoveStage stage) {
  std::string marks;
  for (const MoveStage each : {MoveStage::shared, MoveStage::handed_over, MoveStage::retired})
    if (each >= stage) marks += (marks.empty() ? "" : ", ") + sql::literal("\n-- " + mark_of(each) + "\n");
  return "EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = " +
         sql::literal(standing_names(move).back) + " AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY[" + marks + "]) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))";
}

}  // namespace phasegate::recipes
