// What the readers of short forms share: tokens of the form, texts cut from it, options and complaints.
// Private to sql/.
#pragma once

#include "sql/tree.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phasegate::sql {

using Options = std::vector<std::pair<std::string, std::string>>;

/// A short form with its tokens (comments left out), to cut texts "as typed" from.
class DefinitionText {
 public:
  explicit DefinitionText(std::string_view text);

  [[nodiscard]] const SyntaxError& error() const { return error_; }
  [[nodiscard]] const std::vector<Token>& tokens() const { return tokens_; }
  [[nodiscard]] std::string_view kind(std::size_t token) const;  ///< "" behind the end
  /// The first token of this kind outside parentheses, from token `from` on; tokens().size() for none.
  [[nodiscard]] std::size_t find(std::string_view kind, std::size_t from = 0) const;
  /// The token that closes the parenthesis opened by token `open`.
  [[nodiscard]] std::size_t closing(std::size_t open) const;
  /// The token that begins at this byte; tokens().size() for none.
  [[nodiscard]] std::size_t at(int offset) const;
  /// The text from token `first` up to, not including, token `end`.
  [[nodiscard]] std::string cut(std::size_t first, std::size_t end) const;
  /// The token ranges between the commas inside the parenthesis opened by token `open`.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> parts(std::size_t open) const;
  /// The text with these tokens blanked, so that places stay the same.
  [[nodiscard]] std::string without(std::size_t first, std::size_t end) const;
  /// Byte where the token begins; the length of the text behind the end.
  [[nodiscard]] int offset(std::size_t token) const;

 private:
  std::string text_;
  std::vector<Token> tokens_;
  SyntaxError error_;
};

/// The text without parentheses around the whole of it, as often as there are such: `((a > 0))` → `a > 0`;
/// `(1, 2)` stays.
std::string without_outer_parentheses(const std::string& text);

/// Storage parameters of a node's list `options`, sorted by name.
Options options_of(const Node& node);

/// A value of an option as text: `70`, `off`, `true`.
std::string option_value(const Node* value);

/// True when the node has no fields but these.
bool has_only(const Node& node, std::span<const std::string_view> allowed);

/// The Constraint node of `ALTER TABLE t ADD <keyword> <text>`, or a complaint.
Parsed parse_constraint(std::string_view keyword, std::string_view text);

}  // namespace phasegate::sql
