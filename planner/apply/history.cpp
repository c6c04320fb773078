// The rows, the DDL and the rules of Flyway's history table.
#include "apply/history.hpp"

#include "apply/flyway_lock.hpp"
#include "apply/flyway_version.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phasegate {
namespace {

// Bytes of `text` that Java counts as at most `units` UTF-16 code units.
std::size_t bytes_of_units(std::string_view text, std::size_t units) {
  std::size_t at = 0, counted = 0;
  while (at < text.size()) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    counted += length == 4 ? 2 : 1;
    if (counted > units) break;
    at += length;
  }
  return std::min(at, text.size());
}

// Source: Flyway, AbbreviationUtils.java.
std::string abbreviated_description(const std::string& text) {
  if (bytes_of_units(text, 200) == text.size()) return text;
  return text.substr(0, bytes_of_units(text, 197)) + "...";
}

std::string abbreviated_script(const std::string& text) {
  if (bytes_of_units(text, 1000) == text.size()) return text;
  const std::size_t start = bytes_of_units(text, 3);
  return "..." + text.substr(start, bytes_of_units(text, 1000) - start);
}

bool is_undo(const HistoryRow& row) { return row.type == "DELETE" || row.type.starts_with("UNDO_"); }

bool is_of_version(const HistoryRow& row, const ManifestFile& file) {
  return row.version && compare_flyway_versions(*row.version, file.version) == 0;
}

std::string difference(const HistoryRow& row, const ManifestFile& file) {
  if (row.type != "SQL")
    return fmt::format("version {} is recorded as {} ({})", *row.version, row.type, row.script);
  if (row.checksum && *row.checksum != file.checksum)
    return fmt::format("version {} is recorded with checksum {}, the file has {} ({})", *row.version,
                       *row.checksum, file.checksum, row.script);
  const std::string description = abbreviated_description(file.description);
  if (row.description != description)
    return fmt::format("version {} is recorded as \"{}\", the file says \"{}\"", *row.version,
                       row.description, description);
  return {};
}

}  // namespace

History::History(Database& session, std::string schema, std::string table)
    : session_(session),
      schema_(std::move(schema)),
      table_(std::move(table)),
      name_(flyway_table_name(schema_, table_)) {}

bool History::exists() const {
  return session_
             .query(
                 "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                 "c.relnamespace"
                 " WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'r'",
                 {schema_, table_})
             .rows() > 0;
}

void History::create_if_missing() {
  if (exists()) return;
  if (session_.query("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", {schema_}).rows() == 0)
    throw Error(ExitCode::refused, "the schema of the history table does not exist: " + schema_,
                fmt::format("create it with CREATE SCHEMA, or name another one in phasegate.toml"));
  const auto quoted = [](const std::string& name) {
    const std::string pair = flyway_table_name("", name);
    return pair.substr(3);  // behind the empty schema and the dot
  };
  session_.query(
      fmt::format("CREATE TABLE {0} (\n"
                  "    \"installed_rank\" INT NOT NULL,\n"
                  "    \"version\" VARCHAR(50),\n"
                  "    \"description\" VARCHAR(200) NOT NULL,\n"
                  "    \"type\" VARCHAR(20) NOT NULL,\n"
                  "    \"script\" VARCHAR(1000) NOT NULL,\n"
                  "    \"checksum\" INTEGER,\n"
                  "    \"installed_by\" VARCHAR(100) NOT NULL,\n"
                  "    \"installed_on\" TIMESTAMP NOT NULL DEFAULT now(),\n"
                  "    \"execution_time\" INTEGER NOT NULL,\n"
                  "    \"success\" BOOLEAN NOT NULL\n"
                  ");\n"
                  "ALTER TABLE {0} ADD CONSTRAINT {1} PRIMARY KEY (\"installed_rank\");\n"
                  "CREATE INDEX {2} ON {0} (\"success\")",
                  name_, quoted(table_ + "_pk"), quoted(table_ + "_s_idx")));
}

std::vector<HistoryRow> History::rows() const {
  std::vector<HistoryRow> result;
  if (!exists()) return result;
  const Result found =
      session_.query("SELECT installed_rank, version, description, type, script, checksum, success FROM " +
                     name_ + " ORDER BY installed_rank");
  for (std::size_t i = 0; i < found.rows(); ++i) {
    HistoryRow row;
    row.installed_rank = static_cast<std::int32_t>(found.number(i, "installed_rank"));
    if (found.at(i, *found.column("version"))) row.version = found.text(i, "version");
    row.description = found.text(i, "description");
    row.type = found.text(i, "type");
    row.script = found.text(i, "script");
    if (found.at(i, *found.column("checksum")))
      row.checksum = static_cast<std::int32_t>(found.number(i, "checksum"));
    row.success = found.is_true(i, "success");
    result.push_back(std::move(row));
  }
  return result;
}

void History::insert(const ManifestFile& file, const std::string& type, std::optional<std::int32_t> checksum,
                     std::chrono::milliseconds execution_time, bool success) {
  session_.query(
      fmt::format("INSERT INTO {0} (installed_rank, version, description, type, script, checksum, "
                  "installed_by, execution_time,"
                  " success) VALUES ((SELECT coalesce(max(installed_rank), 0) + 1 FROM {0}), $1, $2, $3, $4, "
                  "$5::integer,"
                  " current_user, $6::integer, $7::boolean)",
                  name_),
      {flyway_version_text(file.version), abbreviated_description(file.description), type,
       abbreviated_script(file.path), checksum ? std::optional(std::to_string(*checksum)) : std::nullopt,
       std::to_string(execution_time.count()), std::string(success ? "true" : "false")});
}

void History::record(const ManifestFile& file, std::chrono::milliseconds execution_time, bool success) {
  insert(file, "SQL", file.checksum, execution_time, success);
}

void History::record_undo(const ManifestFile& file) {
  const auto all = rows();
  const FileState now = state(file, all);
  if (now.standing != Standing::applied)
    throw Bug("undo recorded for a file that is not applied: " + file.path);
  const auto row = std::ranges::find(all, now.rank, &HistoryRow::installed_rank);
  insert(file, "DELETE", row->checksum, std::chrono::milliseconds(0), true);
}

void History::remove_failed(const ManifestFile& file) {
  for (const HistoryRow& row : rows())
    if (is_of_version(row, file) && !row.success)
      session_.query("DELETE FROM " + name_ + " WHERE installed_rank = $1::integer AND NOT success",
                     {std::to_string(row.installed_rank)});
}

FileState History::state(const ManifestFile& file) const { return state(file, rows()); }

FileState History::state(const ManifestFile& file, const std::vector<HistoryRow>& rows) {
  // The last row of the version decides; one that takes it back makes it as if it had never run.
  const HistoryRow* last = nullptr;
  for (const HistoryRow& row : rows)
    if (is_of_version(row, file)) last = &row;
  if (last == nullptr || is_undo(*last)) return {};
  const std::string differs = difference(*last, file);
  if (!differs.empty()) return {Standing::different, last->installed_rank, differs};
  return {last->success ? Standing::applied : Standing::failed, last->installed_rank, {}};
}

}  // namespace phasegate
