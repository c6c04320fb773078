// Reads the short form of a sequence: its options.
#include "sql/definition_text.hpp"
#include "sql/definitions.hpp"
#include "sql/identifier.hpp"
#include "sql/types.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

namespace phasegate::sql {
namespace {

std::optional<long long> number_of(const Node& option) {
  const Node* value = option.child("arg");
  if (value == nullptr) return std::nullopt;
  if (value->is("Integer")) return value->number("ival");
  const auto digits = value->text("fval");
  long long number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

SyntaxError read_number(const Node& option, std::optional<long long>& to) {
  to = number_of(option);
  if (to) return {};
  return {.message = fmt::format("{} is no whole number of 64 bits", option.text("defname")),
          .offset = option.location};
}

std::string owner(const Node& option) {
  std::string text;
  const Node* list = option.child("arg");
  if (list == nullptr) return text;
  const auto parts = list->strings("items");
  if (parts.size() == 1 && parts[0] == "none") return "none";
  for (const auto& part : parts) text += (text.empty() ? "" : ".") + identifier(part);
  return text;
}

SyntaxError read_option(const Node& option, SequenceDefinition& result) {
  const auto name = option.text("defname");
  const bool given = option.child("arg") != nullptr;
  if (name == "start") return read_number(option, result.start);
  if (name == "increment") return read_number(option, result.increment);
  if (name == "cache") return read_number(option, result.cache);
  if (name == "minvalue" && given) return read_number(option, result.minimum);
  if (name == "maxvalue" && given) return read_number(option, result.maximum);
  if (name == "minvalue")
    result.no_minimum = true;
  else if (name == "maxvalue")
    result.no_maximum = true;
  else if (name == "as")
    result.type = type_text(*option.child("arg"), Names{});
  else if (name == "cycle")
    result.cycle = option.child("arg")->flag("boolval");
  else if (name == "owned_by")
    result.owned_by = owner(option);
  else
    return {.message = fmt::format("{} has no place in the definition of a sequence", name),
            .offset = option.location};
  return {};
}

}  // namespace

SequenceDefinition parse_sequence(std::string_view given) {
  SequenceDefinition result;
  const auto parsed = parse_framed("CREATE SEQUENCE s ", given, "");
  result.error = parsed.error;
  if (result.error) return result;
  std::set<std::string, std::less<>> seen;
  for (const auto& option : parsed.root->list("options")) {
    if (!seen.emplace(option->text("defname")).second)
      result.error = {.message = fmt::format("{} is given twice", option->text("defname")),
                      .offset = option->location};
    else
      result.error = read_option(*option, result);
    if (result.error) return result;
  }
  return result;
}

}  // namespace phasegate::sql
