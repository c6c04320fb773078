// Reads the short forms of keys, foreign keys and checks.
#include "sql/definition_text.hpp"
#include "sql/memo.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <optional>

namespace phasegate::sql {
namespace {

std::string action(std::string_view letter) {
  if (letter == "r") return "restrict";
  if (letter == "c") return "cascade";
  if (letter == "n") return "set null";
  if (letter == "d") return "set default";
  return "no action";
}

// Takes one flag off the end [0, end) of the tokens: NO INHERIT or NOT VALID, each once.
bool take_flag(const DefinitionText& text, std::size_t& end, CheckDefinition& result) {
  if (end < 2) return false;
  const auto first = text.kind(end - 2);
  const auto second = text.kind(end - 1);
  bool* flag = first == "NO" && second == "INHERIT"  ? &result.no_inherit
               : first == "NOT" && second == "VALID" ? &result.not_valid
                                                     : nullptr;
  if (flag == nullptr || *flag) return false;
  *flag = true;
  end -= 2;
  return true;
}

// Reads bare names, as the server would leave them: lower case, no keyword but an unreserved one, whole within 63 bytes.
class BareText {
 public:
  explicit BareText(std::string_view text) : rest_(text) {}

  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool take_name(std::string& name) {
    const auto end = std::ranges::find_if_not(rest_, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    name.assign(rest_.begin(), end);
    rest_.remove_prefix(name.size());
    return !name.empty() && name.size() <= longest_name_bytes && identifier(name) == name;
  }
  bool take_list(std::vector<std::string>& names) {
    if (!take("(")) return false;
    do {
      if (!take_name(names.emplace_back())) return false;
    } while (take(", "));
    return take(")");
  }
  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// `(a, b) references s.t(c, d)`, as `inspect` prints most foreign keys: a large schema has thousands, no two alike, and the parser takes
// its time. Nothing for any other text, right or wrong: that is the parser's.
std::optional<ForeignKeyDefinition> plain_foreign_key(std::string_view given) {
  ForeignKeyDefinition result;
  BareText text(given);
  if (!text.take_list(result.columns) || !text.take(" references ") || !text.take_name(result.referenced_table)) return std::nullopt;
  if (text.take(".")) {
    result.referenced_schema = std::move(result.referenced_table);
    if (!text.take_name(result.referenced_table)) return std::nullopt;
  }
  if (!text.take_list(result.referenced_columns) || !text.is_at_end() || result.columns.size() != result.referenced_columns.size()) return std::nullopt;
  return result;
}

}  // namespace

static KeyDefinition read_key(std::string_view given, bool primary) {
  KeyDefinition result;
  const DefinitionText text(given);
  result.error = text.error();
  const auto start = text.kind(0) == "NULLS_P" ? text.find("ASCII_40") : 0;
  if (!result.error && text.kind(start) != "ASCII_40")
    result.error = {.message = "a key begins with its columns in parentheses", .offset = text.offset(0)};
  if (result.error) return result;
  // The grammar has NULLS NOT DISTINCT before the columns, an index has it after them: both are taken.
  const auto nulls = text.find("NULLS_P");
  const bool after = nulls > start && text.kind(nulls + 1) == "NOT" && text.kind(nulls + 2) == "DISTINCT";
  const bool after_distinct = nulls > start && text.kind(nulls + 1) == "DISTINCT";
  const auto words = after ? nulls + 3 : after_distinct ? nulls + 2 : nulls;
  const auto parsed = parse_constraint(primary ? "PRIMARY KEY" : "UNIQUE",
                                       text.without(nulls > start ? nulls : words, words));
  result.error = parsed.error;
  if (result.error) return result;
  const Node& key = *parsed.root;
  result.columns = key.strings("keys");
  result.include = key.strings("including");
  result.nulls_not_distinct = after || key.flag("nulls_not_distinct");
  result.deferrable = key.flag("deferrable");
  result.initially_deferred = key.flag("initdeferred");
  result.options = options_of(key);
  result.tablespace = key.text("indexspace");
  if (primary && result.nulls_not_distinct)
    result.error = {.message = "the columns of a primary key are never null", .offset = text.offset(nulls)};
  return result;
}

static KeyDefinition read_primary_key(std::string_view text) { return read_key(text, /*primary=*/true); }
static KeyDefinition read_unique_key(std::string_view text) { return read_key(text, /*primary=*/false); }

KeyDefinition parse_key(std::string_view text, bool primary) {
  return primary ? remembered<read_primary_key>(text) : remembered<read_unique_key>(text);
}

ForeignKeyDefinition parse_foreign_key(std::string_view given) {
  if (auto plain = plain_foreign_key(given)) return *std::move(plain);
  ForeignKeyDefinition result;
  const DefinitionText text(given);
  result.error = text.error();
  if (!result.error && text.kind(0) != "ASCII_40")
    result.error = {.message = "a foreign key begins with its columns in parentheses",
                    .offset = text.offset(0)};
  if (result.error) return result;
  const auto parsed = parse_constraint("FOREIGN KEY", given);
  result.error = parsed.error;
  if (result.error) return result;
  const Node& key = *parsed.root;
  const Node& table = *key.child("pktable");
  if (table.has("catalogname")) {
    result.error = {.message = "a foreign key cannot refer to another database", .offset = table.location};
    return result;
  }
  result.columns = key.strings("fk_attrs");
  result.referenced_schema = table.text("schemaname");
  result.referenced_table = table.text("relname");
  result.referenced_columns = key.strings("pk_attrs");
  result.match = key.text("fk_matchtype") == "f" ? "full" : "simple";
  result.on_update = action(key.text("fk_upd_action"));
  result.on_delete = action(key.text("fk_del_action"));
  result.on_delete_columns = key.strings("fk_del_set_cols");
  result.deferrable = key.flag("deferrable");
  result.initially_deferred = key.flag("initdeferred");
  result.not_valid = key.flag("skip_validation");
  if (!result.referenced_columns.empty() && result.referenced_columns.size() != result.columns.size())
    result.error = {.message = "the foreign key has a different number of columns on either side",
                    .offset = table.location};
  return result;
}

static CheckDefinition read_check(std::string_view given) {
  CheckDefinition result;
  const DefinitionText all(given);
  result.error = all.error();
  if (result.error) return result;
  const bool has_keyword = all.kind(0) == "CHECK";
  const std::string rest = has_keyword ? all.without(0, 1) : std::string(given);
  const DefinitionText text(rest);
  if (has_keyword && text.kind(0) != "ASCII_40") {
    result.error = {.message = "CHECK is followed by the expression in parentheses",
                    .offset = text.offset(0)};
    return result;
  }
  // As few flags as make it an expression: `enabled AND NOT valid` ends in a column.
  auto end = text.tokens().size();
  auto failure = parse_expression(rest).error;
  while (failure) {
    if (!take_flag(text, end, result)) break;
    failure = parse_expression(text.without(end, text.tokens().size())).error;
  }
  if (failure) {
    result.error = std::move(failure);
    return result;
  }
  result.expression = without_outer_parentheses(text.cut(0, end));
  return result;
}

CheckDefinition parse_check(std::string_view text) { return remembered<read_check>(text); }

}  // namespace phasegate::sql
