// Puts the install script together from its embedded files and their few markers.
#include "gate/install.hpp"

#include "gate/fingerprint.hpp"
#include "gate/mentions.hpp"
#include "support/embedded.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

namespace phasegate {
namespace {

constexpr std::string_view install_folder = "planner/gate/install/";

void replace_all(std::string& text, std::string_view marker, std::string_view replacement) {
  std::size_t at = text.find(marker);
  if (at == std::string::npos) throw Bug("the install script has no marker " + std::string(marker));
  for (; at != std::string::npos; at = text.find(marker, at + replacement.size())) text.replace(at, marker.size(), replacement);
}

// FNV-1a, 64 bits: enough to tell one script of ours from another.
std::string digest(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return fmt::format("{:016x}", hash);
}

// Everything but the digest of the script itself.
std::string script_without_digest() {
  std::string text;
  for (const EmbeddedFile& file : embedded_files())
    if (file.path.starts_with(install_folder)) text += file.content;
  replace_all(text, "@fingerprint_settings@", fingerprint_settings_clauses());
  replace_all(text, "@drift_query@", drift_query());
  replace_all(text, "@fingerprint_query@", fingerprint_query());
  replace_all(text, "@mentions_query@", mentions_query());
  replace_all(text, "@schema_version@", std::to_string(gate_schema_version));
  return text;
}

}  // namespace

std::string install_sql() {
  std::string text = script_without_digest();
  const std::string script = digest(text);
  replace_all(text, "@script@", script);
  return text;
}

bool is_installed(Database& database) {
  return database.value("SELECT pg_catalog.to_regclass('phasegate.installation') IS NOT NULL") == "t";
}

void ensure_installed(Database& database) {
  if (is_installed(database)) {
    const Result found = database.query("SELECT schema_version, script FROM phasegate.installation");
    const bool same = found.rows() == 1 && (found.number(0, "schema_version") > gate_schema_version ||
                                            found.text(0, "script") == digest(script_without_digest()));
    if (same) return;
    // Who may only mark installs nothing; the functions of one schema version keep their arguments.
    const bool is_owner = database.value("SELECT pg_catalog.pg_has_role(n.nspowner, 'USAGE') FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'phasegate'") == "t";
    if (!is_owner && found.rows() == 1 && found.number(0, "schema_version") == gate_schema_version) return;
  }
  database.query(install_sql());
}

}  // namespace phasegate
