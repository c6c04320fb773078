// NULL tests and comparisons.
#include "recipes/value_tests.hpp"

#include "sql/identifier.hpp"

#include <algorithm>

namespace phasegate::recipes {
namespace {

// Types of PostgreSQL itself that are not composite and have equality. What is not here is tested in the way that holds for every type.
bool is_plain(std::string_view type) {
  constexpr std::string_view plain[] = {"bigint", "integer", "smallint", "text", "character varying", "character", "\"char\"", "name", "numeric", "real", "double precision", "boolean", "date", "time", "timestamp",
                                        "interval", "uuid", "bytea", "jsonb", "inet", "cidr", "macaddr", "macaddr8", "money", "bit", "bit varying", "tsvector", "tsquery", "oid", "pg_lsn",
                                        "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange"};
  for (const std::string_view known : plain) {
    if (!type.starts_with(known)) continue;
    const std::string_view rest = type.substr(known.size());
    if (rest.empty() || rest.front() == '(' || rest.front() == '[' || rest.starts_with(" with")) return true;
  }
  return false;
}

// These have no equality, but a text that says all.
bool compares_as_text(std::string_view type) {
  constexpr std::string_view odd[] = {"json", "xml", "point", "polygon", "line", "lseg", "path", "box", "circle", "txid_snapshot"};
  return std::ranges::any_of(odd, [&](std::string_view name) { return type == name || type.starts_with(std::string(name) + "["); });
}

bool is_never_composite(std::string_view type) { return is_plain(type) || compares_as_text(type) || type.ends_with(']'); }

std::string listed(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

}  // namespace

std::string is_null(const std::string& value, std::string_view type) { return value + (is_never_composite(type) ? " IS NULL" : " IS NOT DISTINCT FROM NULL"); }
std::string is_not_null(const std::string& value, std::string_view type) { return value + (is_never_composite(type) ? " IS NOT NULL" : " IS DISTINCT FROM NULL"); }

std::string differ(const std::vector<std::string>& left, const std::vector<std::string>& right, const std::vector<std::string>& types) {
  std::string tests;
  for (std::size_t i = 0; i < left.size(); ++i) {
    tests += tests.empty() ? "(" : " OR ";
    if (is_plain(types[i])) tests += left[i] + " IS DISTINCT FROM " + right[i];
    else if (compares_as_text(types[i])) tests += "(" + left[i] + ")::text IS DISTINCT FROM (" + right[i] + ")::text";
    else tests += changed({left[i]}, {right[i]});
  }
  return tests + ")";
}

std::string changed(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  // With the casts the parser does not take it for a comparison column by column.
  return "ROW(" + listed(left) + ")::record OPERATOR(pg_catalog.*<>) ROW(" + listed(right) + ")::record";
}

bool compares_plainly(std::string_view type, const Context& context) {
  while (type.ends_with("[]")) type.remove_suffix(2);
  if (is_plain(type) || type == "citext") return true;
  for (const Object* object : context.live.objects())
    if (object->kind->is_type && (type == sql::relation(object->id) || type == sql::identifier(object->id.name)))
      return object->id.kind == "enum type" || object->id.kind == "range type" || (object->id.kind == "domain" && compares_plainly(object->text("type"), context));
  return false;
}

bool may_have_fields(std::string_view type, const Context& context) { return !is_never_composite(type) && !compares_plainly(type, context); }

}  // namespace phasegate::recipes
