// Names and values as SQL text: quoting by the server's own rule, and names of our own within 63 bytes.
#pragma once

#include <phasegate/element.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate::sql {

/// The longest name that the server keeps, in bytes. Source: NAMEDATALEN 64, PostgreSQL manual, "Identifiers
/// and Key Words".
inline constexpr std::size_t longest_name_bytes = 63;

/// The name as it stands in SQL: bare when it is lower case and no keyword but an unreserved one, else in
/// double quotes. Source: quote_ident; identifier_test.cpp compares with the server.
std::string identifier(std::string_view name);

/// `schema.name`, each part quoted where it needs it; an empty schema is left out.
std::string qualified(std::string_view schema, std::string_view name);

/// The exact names of a dotted one: `public."a.b".c` → public, a.b, c. Bare names are taken as they stand.
std::vector<std::string> name_parts(std::string_view dotted);

/// `schema.name` of a relation, or of whatever stands in a schema.
std::string relation(const ElementId& element);

/// The names in `public."T".c`, as the server prints them.
std::vector<std::string> names_in(std::string_view qualified);

/// The text as an SQL string under standard_conforming_strings: only the single quote is doubled, never E''.
/// Throws: Error(refused) for a text with a NUL byte, which no server takes.
std::string literal(std::string_view text);

/// The same, or NULL for nullopt.
std::string literal_or_null(const std::optional<std::string>& text);

/// The text between dollar quotes: `$tag$text$tag$`, or with a number after the tag when the text holds that.
/// `tag` is a plain word; it may be empty.
std::string dollar_quoted(std::string_view text, std::string_view tag);

/// `base` + `suffix` within 63 bytes. A name that must be cut keeps the start of the base (whole UTF-8
/// sequences), then
/// `_` and eight hex digits of a hash of the whole base, then the suffix; so two long bases do not become one
/// name. Throws: Bug when the suffix leaves no room (more than 50 bytes).
std::string bounded_name(std::string_view base, std::string_view suffix);

/// A name made of several: `prefix` and the parts with underscores between them, then the suffix, as bounded_name has it. Different parts give different names: where
/// a part holds an underscore itself, so that `a`, `b_c` and `a_b`, `c` would read alike, eight hex digits of a hash of the parts follow.
std::string joined_name(std::string_view prefix, const std::vector<std::string>& parts, std::string_view suffix = {});

}  // namespace phasegate::sql
