// Asks the fingerprint under fixed settings: definitions are printed according to search_path, DateStyle and others.
#include "gate/fingerprint.hpp"

#include "support/embedded.hpp"

#include <phasegate/error.hpp>

#include <array>
#include <utility>

namespace phasegate {
namespace {

struct Setting {
  std::string_view name;
  std::string_view value;
};

// search_path decides what is qualified; the others how constants inside expressions are printed.
constexpr std::array<Setting, 9> settings = {{
    {"search_path", "pg_catalog, pg_temp"},
    {"standard_conforming_strings", "on"},
    {"quote_all_identifiers", "off"},
    {"DateStyle", "ISO, YMD"},
    {"IntervalStyle", "postgres"},
    {"TimeZone", "UTC"},
    {"extra_float_digits", "1"},
    {"bytea_output", "hex"},
    {"xmlbinary", "base64"},
}};

// Holds the settings for its lifetime.
class FixedSettings {
 public:
  explicit FixedSettings(Database& database) : database_(database) {
    for (const auto& [name, value] : settings) {
      before_.push_back(database_.value("SELECT pg_catalog.current_setting($1)", {std::string(name)}));
      set(name, std::string(value));
    }
  }
  ~FixedSettings() {
    try {
      for (std::size_t i = 0; i < before_.size(); ++i) set(settings[i].name, before_[i]);
    } catch (const Error&) {
      // The transaction has failed or the session is gone: the server takes the settings back with it.
    }
  }
  FixedSettings(const FixedSettings&) = delete;
  FixedSettings& operator=(const FixedSettings&) = delete;

 private:
  void set(std::string_view name, const std::string& value) {
    database_.query("SELECT pg_catalog.set_config($1, $2, false)", {std::string(name), value});
  }

  Database& database_;
  std::vector<std::string> before_;
};

std::string array_literal(const std::vector<std::string>& values) {
  std::string text = "{";
  for (const std::string& value : values) {
    text += text.size() > 1 ? ",\"" : "\"";
    for (const char c : value) text += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    text += '"';
  }
  return text + '}';
}

}  // namespace

std::string_view fingerprint_query() { return embedded_file("planner/gate/fingerprint.sql"); }

std::string fingerprint_settings_clauses() {
  std::string text;
  for (const auto& [name, value] : settings) {
    // A list of names stays unquoted: quoted it would be one name.
    const bool is_list = name == "search_path" || name == "DateStyle";
    text += (text.empty() ? "SET " : "\nSET ") + std::string(name) + " = " + (is_list ? std::string(value) : "'" + std::string(value) + "'");
  }
  return text;
}

std::string drift_query() {
  std::string text(embedded_file("planner/gate/drift.sql"));
  constexpr std::string_view marker = "@fingerprint_query@";
  return text.replace(text.find(marker), marker.size(), fingerprint_query());
}

std::string fingerprint(Database& database, const std::vector<std::string>& tables, const std::vector<std::string>& touches) {
  return fingerprint_with_lines(database, tables, touches).digest;
}

Fingerprint fingerprint_with_lines(Database& database, const std::vector<std::string>& tables, const std::vector<std::string>& touches) {
  const FixedSettings fixed(database);
  // The digest inside of the subselect, so that it is computed once and not for each line.
  const Result rows = database.query("WITH line AS (SELECT f.shown::text AS text FROM (\n" + std::string(fingerprint_query()) +
                                         ") f) SELECT l.text, (SELECT md5(coalesce(string_agg(a.text, E'\\n' ORDER BY a.text COLLATE \"C\"), '')) FROM line a) AS digest "
                                         "FROM (SELECT 1) AS always LEFT JOIN line l ON true ORDER BY l.text COLLATE \"C\"",
                                     {array_literal(tables), array_literal(touches)});
  Fingerprint found{rows.text(0, "digest"), {}};
  for (std::size_t i = 0; i < rows.rows(); ++i)
    if (std::string line = rows.text(i, "text"); !line.empty()) found.lines.push_back(std::move(line));
  return found;
}

std::string as_json_array(const std::vector<std::string>& lines) {
  std::string text = "[";
  for (const std::string& line : lines) text += (text.size() > 1 ? ",\n" : "") + line;
  return text + "]";
}

std::vector<Drift> drift(Database& database, const std::vector<std::string>& tables, const std::vector<std::string>& touches, const std::vector<std::string>& lines) {
  const FixedSettings fixed(database);
  const Result rows = database.query(drift_query(), {array_literal(tables), array_literal(touches), as_json_array(lines)});
  std::vector<Drift> found;
  for (std::size_t i = 0; i < rows.rows(); ++i) found.push_back({rows.text(i, "element"), rows.text(i, "what"), rows.text(i, "before"), rows.text(i, "after")});
  return found;
}

}  // namespace phasegate
