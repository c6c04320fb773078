// Reads the short form of a column: type, collation, not null, default, identity, generated.
#include "sql/canonical.hpp"
#include "sql/definition_text.hpp"
#include "sql/memo.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phasegate::sql {
namespace {

// STORAGE within a column definition is grammar of PostgreSQL 16 on; it is taken out of the text and read
// here, for all versions.
std::string take_storage(const DefinitionText& text, std::string& storage, std::string_view original) {
  const auto word = text.find("STORAGE", 1);
  if (word >= text.tokens().size() || text.kind(word - 1) == "ASCII_46") return std::string(original);
  storage = text.cut(word + 1, word + 2);
  std::ranges::transform(storage, storage.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text.without(word, word + 2);
}

bool is_storage(std::string_view word) {
  static constexpr std::array<std::string_view, 5> words = {"default", "extended", "external", "main",
                                                            "plain"};
  return std::ranges::find(words, word) != words.end();
}

// What stands in a section of the table, by the grammar's word for the constraint.
std::string_view other_place(std::string_view constraint) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> places = {{
      {"CONSTR_PRIMARY", "a primary key is written in the table: primary_key = \"(column)\""},
      {"CONSTR_UNIQUE", "a unique constraint is written in the table's section: [table.<name>.unique]"},
      {"CONSTR_FOREIGN", "a foreign key is written in the table's section: [table.<name>.foreign_key]"},
      {"CONSTR_CHECK", "a check is written in the table's section: [table.<name>.check]"},
  }};
  for (const auto& [word, message] : places)
    if (constraint == word) return message;
  return {};
}

class ColumnReader {
 public:
  ColumnReader(const DefinitionText& text, const Node& column, ColumnDefinition& result)
      : text_(text), column_(column), result_(result) {}

  void read() {
    read_type();
    read_collation();
    collect_starts();
    for (const auto& constraint : column_.list("constraints"))
      if (!result_.error) read_constraint(*constraint);
    if (!result_.error) check_combinations();
  }

 private:
  void complain(std::string message, int offset) {
    result_.error = {.message = std::move(message), .offset = offset};
  }

  void read_type() {
    const Node& type = *column_.child("type_name");
    if (type.flag("setof")) return complain("a column cannot be a SETOF", type.location);
    if (type.flag("pct_type"))
      return complain("%TYPE has no place here: write the type itself", type.location);
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> serials = {
        {{"smallserial", "smallserial"},
         {"serial2", "smallserial"},
         {"serial", "serial"},
         {"serial4", "serial"},
         {"bigserial", "bigserial"},
         {"serial8", "bigserial"}}};
    const auto parts = type.strings("names");
    for (const auto& [name, word] : serials) {
      if (parts.size() != 1 || parts[0] != name) continue;
      if (type.has("array_bounds")) return complain("there is no array of a serial type", type.location);
      result_.serial = true;
      result_.type = word;
      return;
    }
    result_.type = type_text(type, Names{});
  }

  void read_collation() {
    const Node* clause = column_.child("coll_clause");
    if (clause == nullptr) return;
    for (const auto& part : clause->strings("collname"))
      result_.collation += (result_.collation.empty() ? "" : ".") + identifier(part);
  }

  // Each clause of the column begins at a place that the tree knows; a text goes up to the next.
  void collect_starts() {
    if (const Node* clause = column_.child("coll_clause")) starts_.push_back(text_.at(clause->location));
    for (const auto& constraint : column_.list("constraints"))
      starts_.push_back(text_.at(constraint->location));
    starts_.push_back(text_.tokens().size());
    std::ranges::sort(starts_);
  }

  [[nodiscard]] std::size_t end_of(std::size_t start) const {
    return *std::ranges::upper_bound(starts_, start);
  }

  void read_constraint(const Node& constraint) {
    const auto kind = constraint.text("contype");
    const auto start = text_.at(constraint.location);
    if (const auto place = other_place(kind); !place.empty())
      return complain(std::string(place), constraint.location);
    if (constraint.has("conname"))
      return complain("this has no name of its own: leave CONSTRAINT and the name away", constraint.location);
    if (kind == "CONSTR_NOTNULL")
      result_.not_null = true;
    else if (kind == "CONSTR_NULL")
      result_.null_written = true;
    else if (kind == "CONSTR_DEFAULT")
      read_default(start);
    else if (kind == "CONSTR_IDENTITY")
      read_identity(constraint, start);
    else if (kind == "CONSTR_GENERATED")
      read_generated(constraint, start);
    else
      complain("this has no place in a column", constraint.location);
  }

  void read_default(std::size_t start) {
    if (!result_.default_expression.empty())
      return complain("the column has two defaults", text_.offset(start));
    result_.default_expression = text_.cut(start + 1, end_of(start));
  }

  void read_identity(const Node& constraint, std::size_t start) {
    if (!result_.identity.empty()) return complain("the column has two identities", text_.offset(start));
    result_.identity = constraint.text("generated_when") == "a" ? "always" : "by default";
    const auto word = text_.find("IDENTITY_P", start);
    if (text_.kind(word + 1) == "ASCII_40")
      result_.identity_options = text_.cut(word + 2, text_.closing(word + 1));
  }

  void read_generated(const Node& constraint, std::size_t start) {
    if (!result_.generated_expression.empty())
      return complain("the column is generated twice", text_.offset(start));
    if (constraint.text("generated_when") != "a")
      return complain("a generated column is GENERATED ALWAYS", text_.offset(start));
    if (constraint.text("generated_kind") == "v")
      return complain("a virtual generated column is not supported: write STORED", text_.offset(start));
    const auto open = text_.find("ASCII_40", start);
    result_.generated_expression = text_.cut(open + 1, text_.closing(open));
  }

  void check_combinations() {
    const bool has_default = !result_.default_expression.empty();
    const bool has_identity = !result_.identity.empty();
    const bool is_generated = !result_.generated_expression.empty();
    const bool nullable = result_.null_written;
    if (has_default && has_identity)
      complain("a column has a default or an identity, not both", -1);
    else if (has_default && is_generated)
      complain("a column has a default or is generated, not both", -1);
    else if (has_identity && is_generated)
      complain("a column has an identity or is generated, not both", -1);
    else if (result_.serial && (has_default || has_identity || is_generated))
      complain("a serial column has its default already", -1);
    else if (nullable && (result_.not_null || has_identity || result_.serial))
      complain("the column is NULL and NOT NULL at once", -1);
  }

  const DefinitionText& text_;
  const Node& column_;
  ColumnDefinition& result_;
  std::vector<std::size_t> starts_;
};

ColumnDefinition read_column(std::string_view given) {
  ColumnDefinition result;
  const DefinitionText text(given);
  result.error = text.error();
  if (!result.error && text.tokens().empty())
    result.error = {.message = "the column has no type", .offset = 0};
  if (result.error) return result;
  const auto rest = take_storage(text, result.storage, given);
  if (!result.storage.empty() && !is_storage(result.storage)) {
    result.error = {.message = "storage is plain, external, extended, main or default",
                    .offset = text.offset(text.find("STORAGE", 1) + 1)};
    return result;
  }
  const auto parsed = parse_framed("CREATE TABLE t (c ", rest, "\n)");
  result.error = parsed.error;
  if (result.error) return result;
  static constexpr std::array<std::string_view, 3> allowed = {"relation", "table_elts", "oncommit"};
  const auto& elements = parsed.root->list("table_elts");
  if (!parsed.root->is("CreateStmt") || !has_only(*parsed.root, allowed) ||
      parsed.root->text("oncommit") != "ONCOMMIT_NOOP" || elements.size() != 1 ||
      !elements.front()->is("ColumnDef")) {
    result.error = {.message = "this is more than one column", .offset = -1};
    return result;
  }
  if (elements.front()->has("fdwoptions")) {
    result.error = {.message = "OPTIONS has no place in a column", .offset = -1};
    return result;
  }
  const DefinitionText clauses = result.storage.empty() ? text : DefinitionText(rest);
  result.compression = elements.front()->text("compression");
  ColumnReader(clauses, *elements.front(), result).read();
  return result;
}

}  // namespace

ColumnDefinition parse_column(std::string_view text) { return remembered<read_column>(text); }

}  // namespace phasegate::sql
