// Cuts a script into statements by its tokens: semicolons within parentheses and SQL function bodies do not
// end a statement.
#include "sql/parse.hpp"
#include "sql/tree.hpp"

#include <phasegate/error.hpp>

#include <fmt/format.h>

namespace phasegate::sql {
namespace {

// Where the cutter stands inside one statement.
class Statement {
 public:
  // Takes the next token; true when it is the semicolon that ends the statement.
  bool take(const Token& token) {
    if (token.kind == "ASCII_40") ++parentheses_;
    if (token.kind == "ASCII_41" && parentheses_ > 0) --parentheses_;
    follow_body(token);
    const bool ends = token.kind == "ASCII_59" && parentheses_ == 0 && body_ == 0;
    previous_ = token.kind;
    if (!ends) {
      if (first_ < 0) first_ = token.begin;
      last_ = token.end;
    }
    return ends;
  }

  [[nodiscard]] bool empty() const { return first_ < 0; }
  [[nodiscard]] StatementText text(std::string_view sql) const {
    return {.text = std::string(sql.substr(first_, last_ - first_)), .offset = first_};
  }

 private:
  // BEGIN ATOMIC … END of a function's body holds statements; a CASE within has an END of its own.
  void follow_body(const Token& token) {
    if (token.kind == "CREATE" && empty()) creates_ = true;
    if (creates_ && (token.kind == "FUNCTION" || token.kind == "PROCEDURE")) has_body_ = true;
    if (!has_body_) return;
    if (token.kind == "ATOMIC" && previous_ == "BEGIN_P" && body_ == 0)
      body_ = 1;
    else if (token.kind == "CASE" && body_ > 0)
      ++body_;
    else if (token.kind == "END_P" && body_ > 0)
      --body_;
  }

  int first_ = -1;
  int last_ = -1;
  int parentheses_ = 0;
  int body_ = 0;
  bool creates_ = false;
  bool has_body_ = false;
  std::string_view previous_;
};

}  // namespace

std::vector<StatementText> split_statements_with_offsets(std::string_view sql) {
  const auto tokens = scan(sql);
  if (tokens.error)
    throw Error(
        ExitCode::refused,
        fmt::format("SQL text cannot be read at byte {}: {}", tokens.error.offset, tokens.error.message),
        "close the string, the quoted name or the comment");
  std::vector<StatementText> statements;
  Statement statement;
  for (const auto& token : tokens.list) {
    if (token.is_comment() || !statement.take(token)) continue;
    if (!statement.empty()) statements.push_back(statement.text(sql));
    statement = Statement();
  }
  if (!statement.empty()) statements.push_back(statement.text(sql));
  return statements;
}

std::vector<std::string> split_statements(std::string_view sql) {
  std::vector<std::string> texts;
  for (auto& statement : split_statements_with_offsets(sql)) texts.push_back(std::move(statement.text));
  return texts;
}

}  // namespace phasegate::sql
