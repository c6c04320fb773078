// The fingerprint of what a plan relies on: the same text from this query and from phasegate.fingerprint in the database.
#pragma once

#include "catalog/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace phasegate {

/// md5 (hex) over the tables and what depends on them, without the touched elements. Reads only; schema phasegate need
/// not be installed. `tables` are qualified names ("public.users"), `touches` are kind and qualified name
/// ("column public.users.email", "constraint public.users.users_org_fk", "index public.users_email_idx"); a name may be
/// quoted as quote_ident does or only where it must be. A table that is not there counts as missing.
/// The session's settings are changed for the query and put back, so it must not be in a failed transaction.
std::string fingerprint(Database& database, const std::vector<std::string>& tables, const std::vector<std::string>& touches);

/// The same with the lines that it is taken over, each a JSON array as text.
struct Fingerprint {
  std::string digest;
  std::vector<std::string> lines;
};
Fingerprint fingerprint_with_lines(Database& database, const std::vector<std::string>& tables, const std::vector<std::string>& touches);

/// One thing that is other than in such lines.
struct Drift {
  std::string element;        ///< "column public.users.email", "index public.users_email_idx"
  std::string what;           ///< "appeared", "is gone" or "changed"
  std::string before, after;  ///< definitions for people; empty where there is none
};
/// What has changed since the lines were taken, by element. Throws: DatabaseError.
std::vector<Drift> drift(Database& database, const std::vector<std::string>& tables, const std::vector<std::string>& touches, const std::vector<std::string>& lines);

/// Lines as one JSON array.
std::string as_json_array(const std::vector<std::string>& lines);

/// The query behind it: one SELECT of lines with $1 and $2 of type text[].
std::string_view fingerprint_query();
/// The query behind drift: $3 is the lines as one JSON array.
std::string drift_query();

/// The settings that the printed text depends on, as SET clauses of CREATE FUNCTION, one a line.
std::string fingerprint_settings_clauses();

}  // namespace phasegate
