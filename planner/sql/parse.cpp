// Checks of the user's SQL, and its column and function names; columns are changed at their place in the
// text.
#include "sql/parse.hpp"

#include "sql/identifier.hpp"
#include "sql/memo.hpp"
#include "sql/tree.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phasegate::sql {
namespace {

std::optional<SyntaxError> complaint(Parsed parsed) {
  if (!parsed.error) return std::nullopt;
  return std::move(parsed.error);
}

NodePtr expression_or_throw(std::string_view text) {
  auto parsed = parse_expression(text);
  if (parsed.error)
    throw Error(ExitCode::refused,
                fmt::format("expression {} cannot be read: {}", text, parsed.error.message),
                "correct the expression");
  return std::move(parsed.root);
}

bool holds_subselect(const Node& root) {
  bool found = false;
  walk(root, [&](const Node& node) { found = found || node.is("SubLink") || node.is("SelectStmt"); });
  return found;
}

NodePtr plain_expression_or_throw(std::string_view text) {
  auto root = expression_or_throw(text);
  if (holds_subselect(*root))
    throw Error(ExitCode::refused, fmt::format("expression {} holds a sub-select", text),
                "put the sub-select into a function and call that");
  return root;
}

// One column name as it stands in the text.
struct Reference {
  std::vector<std::string> parts;  ///< exact names
  std::vector<Token> tokens;       ///< of the parts, without the dots
};

// Names of columns as the tree has them, each with its tokens. `t.*` and a row's fields after parentheses are
// none.
std::vector<Reference> references(const Node& root, std::string_view text) {
  const auto tokens = scan(text);
  std::vector<Reference> result;
  walk(root, [&](const Node& node) {
    if (!node.is("ColumnRef")) return;
    Reference reference{.parts = node.strings("fields"), .tokens = {}};
    if (reference.parts.size() != node.list("fields").size()) return;
    auto token = std::ranges::find(tokens.list, node.location, &Token::begin);
    while (token != tokens.list.end() && reference.tokens.size() < reference.parts.size()) {
      if (!token->is_comment() && text.substr(token->begin, token->end - token->begin) != ".")
        reference.tokens.push_back(*token);
      ++token;
    }
    if (token != tokens.list.end() && token->kind == "UESCAPE")
      throw Error(ExitCode::refused, fmt::format("expression {} names a column with UESCAPE", text),
                  "write the name plainly in double quotes");
    if (reference.tokens.size() != reference.parts.size())
      throw Bug(fmt::format("column {} is not at its place in {}", reference.parts.back(), text));
    result.push_back(std::move(reference));
  });
  std::ranges::sort(result, {}, [](const Reference& reference) { return reference.tokens.front().begin; });
  return result;
}

// A replacement of bytes [begin, end) of a text.
struct Edit {
  int begin;
  int end;
  std::string text;
};

std::string edited(std::string_view text, const std::vector<Edit>& edits) {
  std::string result;
  int done = 0;
  for (const auto& edit : edits) {
    result += text.substr(done, edit.begin - done);
    result += edit.text;
    done = edit.end;
  }
  return result + std::string(text.substr(done));
}

// Functions of the server and of its contributed modules that give another value at each call.
// Source: pg_proc.provolatile = 'v'; parse_test.cpp compares with the server.
// clang-format off
constexpr std::array<std::string_view, 56> volatile_functions = {
    "clock_timestamp", "currval", "gen_random_bytes", "gen_random_uuid", "gen_salt", "lastval", "nextval",
    "pg_advisory_lock", "pg_advisory_lock_shared", "pg_advisory_unlock", "pg_advisory_unlock_all",
    "pg_advisory_unlock_shared", "pg_advisory_xact_lock", "pg_advisory_xact_lock_shared", "pg_blocking_pids",
    "pg_cancel_backend", "pg_current_wal_flush_lsn", "pg_current_wal_insert_lsn", "pg_current_wal_lsn",
    "pg_database_size", "pg_indexes_size", "pg_is_in_recovery", "pg_logical_emit_message", "pg_nextoid",
    "pg_notify", "pg_read_binary_file", "pg_read_file", "pg_relation_size", "pg_sleep", "pg_sleep_for",
    "pg_sleep_until", "pg_stat_file", "pg_table_size", "pg_tablespace_size", "pg_terminate_backend",
    "pg_total_relation_size", "pg_try_advisory_lock", "pg_try_advisory_lock_shared",
    "pg_try_advisory_xact_lock", "pg_try_advisory_xact_lock_shared", "pg_xact_commit_timestamp",
    "pg_xact_status", "random", "random_normal", "set_config", "setseed", "setval", "timeofday",
    "txid_status", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "uuid_generate_v6",
    "uuid_generate_v7", "uuidv4", "uuidv7"};
// clang-format on
static_assert(std::ranges::is_sorted(volatile_functions));

bool is_constant_node(const Node& node) {
  if (node.is("A_Const")) return true;
  if (node.is("TypeCast")) return is_constant_node(*node.child("arg"));
  if (node.is("A_ArrayExpr"))
    return std::ranges::all_of(node.list("elements"),
                               [](const NodePtr& element) { return is_constant_node(*element); });
  return false;
}

}  // namespace

std::optional<SyntaxError> check_statement(std::string_view sql) { return complaint(parse_tree(sql)); }
std::optional<SyntaxError> check_expression(std::string_view sql) { return complaint(parse_expression(sql)); }
std::optional<SyntaxError> check_type(std::string_view sql) { return complaint(parse_type(sql)); }

static std::vector<std::string> read_references(std::string_view expression) {
  const auto root = expression_or_throw(expression);
  std::vector<std::string> names;
  for (const auto& reference : references(*root, expression))
    if (std::ranges::find(names, reference.parts.back()) == names.end())
      names.push_back(reference.parts.back());
  return names;
}

std::vector<std::string> column_references(std::string_view expression) { return remembered<read_references>(expression); }

std::string with_renamed_columns(std::string_view expression,
                                 const std::map<std::string, std::string>& names) {
  const auto root = plain_expression_or_throw(expression);
  std::vector<Edit> edits;
  for (const auto& reference : references(*root, expression)) {
    const auto found = names.find(reference.parts.back());
    if (found == names.end()) continue;
    const auto& token = reference.tokens.back();
    edits.push_back({token.begin, token.end, identifier(found->second)});
  }
  return edited(expression, edits);
}

std::string with_renamed_types(std::string_view expression, const std::map<std::vector<std::string>, std::string>& names) {
  const auto root = expression_or_throw(expression);
  const Tokens tokens = scan(expression);
  std::vector<Edit> edits;
  walk(*root, [&](const Node& node) {
    if (!node.is("TypeName")) return;
    const auto parts = node.strings("names");
    const auto found = names.find(parts);
    if (found == names.end()) return;
    const auto first = std::ranges::find(tokens.list, node.location, &Token::begin);
    const auto last = static_cast<std::size_t>(first - tokens.list.begin()) + 2 * parts.size() - 2;  // a dot between two parts
    if (first != tokens.list.end() && last < tokens.list.size()) edits.push_back({first->begin, tokens.list[last].end, found->second});
  });
  std::ranges::sort(edits, {}, &Edit::begin);
  return edited(expression, edits);
}

std::string with_qualified_columns(std::string_view expression, std::string_view qualifier,
                                   std::string_view table) {
  const auto root = plain_expression_or_throw(expression);
  std::vector<Edit> edits;
  for (const auto& reference : references(*root, expression)) {
    const auto count = reference.parts.size();
    const int begin = reference.tokens.front().begin;
    if (count == 1)
      edits.push_back({begin, begin, std::string(qualifier) + "."});
    else if (!table.empty() && count <= 3 && reference.parts[count - 2] == table)
      edits.push_back({begin, reference.tokens.back().begin, std::string(qualifier) + "."});
  }
  return edited(expression, edits);
}

std::vector<std::string> function_names(std::string_view expression) {
  const auto root = expression_or_throw(expression);
  std::vector<std::pair<int, std::string>> calls;
  walk(*root, [&](const Node& node) {
    if (!node.is("FuncCall")) return;
    std::string name;
    for (const auto& part : node.strings("funcname")) name += (name.empty() ? "" : ".") + identifier(part);
    calls.emplace_back(node.location, name);
  });
  std::ranges::stable_sort(calls, {}, &std::pair<int, std::string>::first);
  std::vector<std::string> names;
  for (auto& [location, name] : calls)
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  return names;
}

bool calls_volatile(std::string_view expression) {
  const auto root = expression_or_throw(expression);
  bool found = false;
  walk(*root, [&](const Node& node) {
    if (!node.is("FuncCall")) return;
    const auto parts = node.strings("funcname");
    found = found || (!parts.empty() &&
                      std::ranges::binary_search(volatile_functions, std::string_view(parts.back())));
  });
  return found;
}

bool is_constant(std::string_view expression) {
  const auto parsed = parse_expression(expression);
  return !parsed.error && is_constant_node(*parsed.root);
}

bool has_subselect(std::string_view expression) { return holds_subselect(*expression_or_throw(expression)); }

}  // namespace phasegate::sql
