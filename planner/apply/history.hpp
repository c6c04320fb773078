// Flyway's history table, read and written exactly as Flyway does, so that either tool goes on where the
// other stopped.
#pragma once

#include "catalog/database.hpp"

#include <phasegate/manifest.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phasegate {

/// One row of the history table.
struct HistoryRow {
  std::int32_t installed_rank = 0;
  std::optional<std::string>
      version;  ///< nullopt: a repeatable migration, or Flyway's note that it made the schema
  std::string description;
  std::string type;  ///< "SQL", "DELETE", "BASELINE" …
  std::string script;
  std::optional<std::int32_t> checksum;  ///< nullopt: not known; agrees with every content
  bool success = true;
};

/// Where one V-file stands.
enum class Standing {
  not_applied,
  applied,
  failed,    ///< Flyway recorded that it failed
  different  ///< its version is recorded, but with other content, of another kind or under another name
};

struct FileState {
  Standing standing = Standing::not_applied;
  std::int32_t rank = 0;  ///< of the row that says so; 0 when not applied
  std::string why;        ///< for `different`: what differs, for people
};

/// The history table of one database. Reads and writes take part in whatever transaction the session is in.
class History {
 public:
  History(Database& session, std::string schema, std::string table);

  [[nodiscard]] bool exists() const;
  /// Creates the table as Flyway does, with its primary key and index, when it is missing. Call it under
  /// Flyway's lock. Throws: Error(refused) when the schema is missing.
  void create_if_missing();
  /// All rows by rank; none when the table is missing.
  [[nodiscard]] std::vector<HistoryRow> rows() const;
  /// Writes the row of a file that has run. `script` is the path relative to the migrations folder; Flyway,
  /// pointed at one phase's folder, would write it without that folder, but it never compares `script`.
  void record(const ManifestFile& file, std::chrono::milliseconds execution_time, bool success = true);
  /// Writes that an applied file was taken back: a row of type DELETE, which makes the file pending again for
  /// Flyway of every edition (UNDO_SQL stops the open source one). Throws: Bug when the file is not applied.
  void record_undo(const ManifestFile& file);
  /// Removes the row of a failed run, as `flyway repair` does.
  void remove_failed(const ManifestFile& file);
  /// Where the file stands.
  [[nodiscard]] FileState state(const ManifestFile& file) const;
  /// The same from rows read before.
  static FileState state(const ManifestFile& file, const std::vector<HistoryRow>& rows);

 private:
  void insert(const ManifestFile& file, const std::string& type, std::optional<std::int32_t> checksum,
              std::chrono::milliseconds execution_time, bool success);

  Database& session_;
  std::string schema_, table_;
  std::string name_;  ///< both, quoted
};

}  // namespace phasegate
