// Builds the functions and the trigger of a group of synced columns.
#include "recipes/sync_functions.hpp"

#include "recipes/steps.hpp"
#include "recipes/value_tests.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <map>

namespace phasegate::recipes {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : std::string(separator)) + part;
  return text;
}

std::vector<std::string> new_types(const SyncedColumns& group) {
  std::vector<std::string> types;
  for (const NewColumn& column : group.news) types.push_back(column.column.text("type"));
  return types;
}

std::vector<std::string> new_columns(const SyncedColumns& group, const std::string& row) {
  std::vector<std::string> names;
  for (const NewColumn& column : group.news) names.push_back(row + sql::identifier(column.column.id.name));
  return names;
}

std::vector<std::string> old_columns(const SyncedColumns& group, const std::string& row) {
  std::vector<std::string> names;
  for (const OldColumn& column : group.olds) names.push_back(row + sql::identifier(column.column.id.name));
  return names;
}

std::vector<std::string> variables(const SyncedColumns& group) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < group.news.size(); ++i) names.push_back("phasegate_up_" + std::to_string(i + 1));
  return names;
}

// Expressions of the user resolve as they would for the user: the table's schema, then public.
std::string search_path(const SyncedColumns& group) {
  std::string path = sql::identifier(group.table.schema);
  if (group.table.schema != "public") path += ", public";
  return "SET search_path = " + path + ", pg_temp";
}

std::string function(const SyncedColumns& group, const std::string& body) {
  return "CREATE OR REPLACE FUNCTION phasegate." + sql::identifier(sync_names(group).function) + "() RETURNS trigger LANGUAGE plpgsql " + search_path(group) + " AS " +
         sql::dollar_quoted("\n" + body, "sync");
}

// By this line a done condition tells the strict form from the others.
constexpr const char* strict_mark = "-- From here on, what the new type cannot take fails the write.";

bool changes_type(const SyncedColumns& group) {
  return group.news.size() == 1 && group.olds.size() == 1 && group.news.front().column.text("type") != group.olds.front().column.text("type") && group.mirrors;
}

std::string all_null(const std::vector<std::string>& values, const std::vector<std::string>& types) {
  std::vector<std::string> tests;
  for (std::size_t i = 0; i < values.size(); ++i) tests.push_back(is_null(values[i], types[i]));
  return joined(tests, " AND ");
}

std::vector<std::string> read_columns(const SyncedColumns& group, const std::string& row) {
  std::vector<std::string> names;
  for (const auto& [name, type] : group.reads) names.push_back(row + sql::identifier(name));
  return names;
}

// The arguments of up() that cannot bear the name of their column: plpgsql has a variable FOUND, and up() one of its own.
std::map<std::string, std::string> renamed_arguments(const SyncedColumns& group) {
  std::map<std::string, std::string> names;
  for (const auto& [name, type] : group.reads)
    if (name == "found" || name == "failed") names.emplace(name, "phasegate_" + name);
  return names;
}

}  // namespace

SyncNames sync_names(const SyncedColumns& group) {
  std::vector<std::string> parts{group.table.schema, group.table.name};
  for (const NewColumn& column : group.news) parts.push_back(group.helpers.empty() ? column.column.id.name : group.helpers);
  return {sql::joined_name("zz_phasegate_sync_", parts), sql::joined_name("sync_", parts), sql::joined_name("up_", parts)};
}

std::string sync_function(const SyncedColumns& group) {
  const auto news = new_columns(group, "NEW."), olds = old_columns(group, "NEW."), ups = variables(group), types = new_types(group);
  std::string body = "DECLARE\n";
  for (std::size_t i = 0; i < ups.size(); ++i) body += "  " + ups[i] + " " + types[i] + ";\n";
  body += "  new_side_written boolean := true;\n  old_side_written boolean := true;\nBEGIN\n  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.\n  BEGIN\n";
  for (std::size_t i = 0; i < ups.size(); ++i) body += "    " + ups[i] + " := " + sql::with_qualified_columns(group.news[i].up, "NEW", group.table.name) + ";\n";
  body += "  EXCEPTION WHEN OTHERS THEN\n";
  for (const std::string& up : ups) body += "    " + up + " := NULL;\n";
  body += "  END;\n  IF TG_OP = 'INSERT' THEN\n    new_side_written := NOT (" + all_null(news, types) + ");\n  ELSE\n    new_side_written := " + changed(news, new_columns(group, "OLD.")) + ";\n    old_side_written := " +
          (olds.empty() || group.reads.empty() ? std::string("") : changed(read_columns(group, "NEW."), read_columns(group, "OLD.")) + " OR ") + "(" + all_null(news, types) + ");\n  END IF;\n";
  if (!olds.empty()) {
    body += "  IF new_side_written AND " + changed(news, ups) + " THEN\n";
    for (std::size_t i = 0; i < olds.size(); ++i) body += "    " + olds[i] + " := " + sql::with_qualified_columns(group.olds[i].down, "NEW", group.table.name) + ";\n";
    body += "  ELSIF old_side_written AND NOT new_side_written THEN\n";
  } else {
    body += "  IF old_side_written AND NOT new_side_written THEN\n";
  }
  for (std::size_t i = 0; i < ups.size(); ++i) body += "    " + news[i] + " := " + ups[i] + ";\n";
  return function(group, body + "  END IF;\n  RETURN NEW;\nEND\n");
}

std::string retired_function(const SyncedColumns& group) {
  const auto news = new_columns(group, "NEW.");
  const std::string written = "TG_OP = 'INSERT' OR " + changed(news, new_columns(group, "OLD."));
  std::string body = "BEGIN\n  IF " + written + " THEN\n", assignments, nulls;
  for (const OldColumn& old : group.olds) {
    const std::string target = "NEW." + sql::identifier(retired_name(old.column.id.name));
    assignments += target + " := " + sql::with_qualified_columns(old.down, "NEW", group.table.name) + ";\n";
    nulls += "      " + target + " := NULL;\n";
  }
  if (changes_type(group)) body += "    -- A value that the old type cannot take never fails the write.\n    BEGIN\n      " + assignments + "    EXCEPTION WHEN OTHERS THEN\n" + nulls + "    END;\n";
  else
    for (const OldColumn& old : group.olds) body += "    NEW." + sql::identifier(retired_name(old.column.id.name)) + " := " + sql::with_qualified_columns(old.down, "NEW", group.table.name) + ";\n";
  return function(group, body + "  END IF;\n  RETURN NEW;\nEND\n");
}

std::string back_from(const SyncedColumns& group) { return sql::with_renamed_columns(group.olds.front().down, {{group.olds.front().column.id.name, group.news.front().column.id.name}}); }

std::string following_function(const SyncedColumns& group, bool strict) {
  const NewColumn& column = group.news.front();
  const OldColumn& old = group.olds.front();
  const std::string target = "NEW." + sql::identifier(column.column.id.name), source = "NEW." + sql::identifier(old.column.id.name);
  const std::string compute = target + " := " + sql::with_qualified_columns(column.up, "NEW", group.table.name) + ";\n";
  if (!strict)
    return function(group, "BEGIN\n  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.\n  BEGIN\n    " + compute + "  EXCEPTION WHEN OTHERS THEN\n    " + target +
                               " := NULL;\n  END;\n  RETURN NEW;\nEND\n");
  std::string body = std::string("BEGIN\n  ") + strict_mark + "\n  " + compute;
  if (group.keeps_all) {
    const std::string type = old.column.text("type");
    body += "  IF " + differ({"CAST(" + sql::with_qualified_columns(back_from(group), "NEW", group.table.name) + " AS " + type + ")"}, {source}, {type}) + " THEN\n    RAISE EXCEPTION USING ERRCODE = 'data_exception', MESSAGE = " +
            sql::literal("a value of " + qualified_name(old.column.id) + " cannot be kept in type " + column.column.text("type")) + ";\n  END IF;\n";
  }
  return function(group, body + "  RETURN NEW;\nEND\n");
}

std::string is_strict(const SyncedColumns& group) {
  return "EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = " + sql::literal(sync_names(group).function) +
         " AND pg_catalog.strpos(p.prosrc, " + sql::literal(strict_mark) + ") > 0)";
}

std::string up_function(const SyncedColumns& group) {
  std::string arguments, assignments, nulls;
  const auto names = renamed_arguments(group);
  for (const auto& [name, type] : group.reads) arguments += (arguments.empty() ? "" : ", ") + (names.contains(name) ? names.at(name) : sql::identifier(name)) + " " + type;
  const auto ups = variables(group);
  for (std::size_t i = 0; i < ups.size(); ++i) {
    arguments += (arguments.empty() ? "OUT " : ", OUT ") + ups[i] + " " + group.news[i].column.text("type");
    assignments += "    " + ups[i] + " := " + sql::with_qualified_columns(sql::with_renamed_columns(group.news[i].up, names), sql::identifier(sync_names(group).up), group.table.name) + ";\n";
    nulls += "    " + ups[i] + " := NULL;\n";
  }
  return "CREATE OR REPLACE FUNCTION phasegate." + sql::identifier(sync_names(group).up) + "(" + arguments + ", OUT failed boolean) LANGUAGE plpgsql " + search_path(group) + " AS " +
         sql::dollar_quoted("\nBEGIN\n  failed := false;\n  BEGIN\n" + assignments + "  EXCEPTION WHEN OTHERS THEN\n" + nulls + "    failed := true;\n  END;\nEND\n", "up");
}

std::string drop_up_function(const SyncedColumns& group) {
  std::vector<std::string> types;
  for (const auto& [name, type] : group.reads) types.push_back(type);
  return "DROP FUNCTION IF EXISTS phasegate." + sql::identifier(sync_names(group).up) + "(" + joined(types, ", ") + ")";
}

std::string create_trigger(const SyncedColumns& group) {
  const SyncNames names = sync_names(group);
  return "CREATE TRIGGER " + sql::identifier(names.trigger) + " BEFORE INSERT OR UPDATE ON " + sql::relation(group.table) + " FOR EACH ROW EXECUTE FUNCTION phasegate." +
         sql::identifier(names.function) + "()";
}

void want_last(const SyncedColumns& group, Step& step) {
  // BEFORE triggers for each row fire in the order of their names, as bytes. tgtype: 1 row, 2 before, 4 insert, 16 update (pg_trigger.h).
  const std::string others = "FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass(" + sql::literal(sql::relation(group.table)) + ") AND NOT g.tgisinternal AND g.tgname > " + sql::literal(sync_names(group).trigger) +
                             "::pg_catalog.name AND g.tgname NOT LIKE 'zz\\_phasegate\\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0";
  const std::string what = "triggers of " + qualified_name(group.table) + " fire after " + sync_names(group).trigger + " by their names, and may change what it has carried over";
  step.before = {"((" + step.done.sql + ") OR NOT EXISTS (SELECT " + others + "))", what + ": give them names that sort before it"};
  step.preflight.push_back({"SELECT count(*) " + others, "SELECT g.tgname::text " + others + " ORDER BY 1 LIMIT 5", what, "ALTER TRIGGER … ON " + sql::relation(group.table) + " RENAME TO a name that sorts before zz_phasegate", group.news.front().column.at});
}

std::string pending_rows(const SyncedColumns& group) {
  std::vector<std::string> arguments, values{"u.failed"};
  for (const auto& [name, type] : group.reads) arguments.push_back(sql::identifier(group.table.name) + "." + sql::identifier(name));
  for (std::size_t i = 0; i < group.news.size(); ++i) values.push_back(is_not_null("u." + variables(group)[i], group.news[i].column.text("type")));
  return all_null(new_columns(group, ""), new_types(group)) + " AND (SELECT " + joined(values, " OR ") + " FROM phasegate." + sql::identifier(sync_names(group).up) + "(" + joined(arguments, ", ") + ") AS u)";
}

std::string assignments(const SyncedColumns& group) {
  std::vector<std::string> list;
  for (const NewColumn& column : group.news) list.push_back(sql::identifier(column.column.id.name) + " = " + column.up);
  return joined(list, ", ");
}

}  // namespace phasegate::recipes
