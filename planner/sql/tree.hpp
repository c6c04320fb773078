// The parse tree of a statement as plain nodes, and its tokens: what the rest of this folder knows of
// libpg_query. Private to sql/.
//
// libpg_query's protobuf tree is copied by its descriptors, so no structure of one of its versions is named
// here. Fields that hold their default (0, "", false, nothing) are absent, as in protobuf. Its JSON is never
// used: it loses integers of zero and below.
#pragma once

#include "sql/syntax_error.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phasegate::sql {

struct Node;
using NodePtr = std::unique_ptr<Node>;

/// One field of a node. Which member is used follows from the node's type.
struct NodeField {
  std::string_view name;  ///< as in pg_query.proto: "lexpr"; a constant
  long long number = 0;   ///< integers and booleans
  std::string text;       ///< strings, and the words of enumerations: "AEXPR_OP"
  std::vector<NodePtr>
      nodes;  ///< one for a single node, any number for a list (a null node stands for an empty entry)
};

/// One node of a parse tree.
struct Node {
  std::string_view type;  ///< "A_Expr", "ColumnRef"; a constant
  int location = -1;      ///< byte in the parsed text; -1 unknown
  std::vector<NodeField> fields;

  [[nodiscard]] bool is(std::string_view wanted) const { return type == wanted; }
  [[nodiscard]] const NodeField* find(std::string_view name) const;
  NodeField* find(std::string_view name);
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  [[nodiscard]] const Node* child(std::string_view name) const;  ///< null when absent
  [[nodiscard]] std::string_view text(std::string_view name) const;
  [[nodiscard]] long long number(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const { return number(name) != 0; }
  [[nodiscard]] const std::vector<NodePtr>& list(std::string_view name) const;  ///< empty when absent
  [[nodiscard]] std::vector<std::string> strings(
      std::string_view name) const;  ///< the String nodes of a list

  void set(std::string_view name, NodePtr node);
  void set(std::string_view name, std::vector<NodePtr> nodes);
  void set(std::string_view name, std::string text);
  void remove(std::string_view name);
};

NodePtr make_node(std::string_view type, int location = -1);
/// A String node, as names consist of.
NodePtr make_string(std::string text);

/// A tree, or why there is none. Offsets are bytes of the parsed text.
struct Parsed {
  SyntaxError error;
  NodePtr root;
};
/// The text as statements: `root` is a "ParseResult", its list "stmts" holds RawStmt nodes.
Parsed parse_tree(std::string_view sql);

/// The text between `prefix` and `suffix` parsed as one statement: `root` is that statement, locations and
/// the offset of an error are counted in the given text. More than one statement, or a semicolon after it, is
/// an error.
Parsed parse_framed(std::string_view prefix, std::string_view sql, std::string_view suffix);

/// The text as one scalar expression; `root` is then the expression itself, its locations counted in the
/// given text.
Parsed parse_expression(std::string_view sql);
/// The text as the name of a type; `root` is then a TypeName node, its locations counted in the given text.
Parsed parse_type(std::string_view sql);

/// Calls `visit` with the node and everything below it, in the order of the tree.
template <class Visit>
void walk(const Node& node, const Visit& visit) {
  visit(node);
  for (const auto& field : node.fields)
    for (const auto& child : field.nodes)
      if (child) walk(*child, visit);
}

/// One token of a text; comments are tokens too.
struct Token {
  int begin = 0;          ///< byte of its first character
  int end = 0;            ///< byte after its last
  std::string_view kind;  ///< libpg_query's word: "IDENT", "SQL_COMMENT", "ASCII_40", "BEGIN_P"; a constant
  bool keyword = false;

  [[nodiscard]] bool is_comment() const { return kind == "SQL_COMMENT" || kind == "C_COMMENT"; }
};

struct Tokens {
  SyntaxError error;
  std::vector<Token> list;
};
Tokens scan(std::string_view sql);

/// The text from the first to the last token that lies within [begin, end), comments at either side left out;
/// "" for none.
std::string text_between(std::string_view sql, const std::vector<Token>& tokens, int begin, int end);

}  // namespace phasegate::sql
