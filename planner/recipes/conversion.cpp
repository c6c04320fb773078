// Hints first, then the casts that are known.
#include "recipes/conversion.hpp"

#include "recipes/cast.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace phasegate::recipes {
namespace {

// `numeric(10,2)` → numeric.
std::string plain(std::string_view type) {
  const std::size_t open = type.find('('), close = type.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::string(type);
  return std::string(type.substr(0, open)) + std::string(type.substr(close + 1));
}

// Every value of the first is one of the second.
using Pair = std::pair<std::string_view, std::string_view>;
constexpr std::array<Pair, 12> wider = {{
    {"smallint", "integer"}, {"smallint", "bigint"}, {"integer", "bigint"}, {"smallint", "numeric"}, {"integer", "numeric"}, {"bigint", "numeric"}, {"smallint", "double precision"},
    {"integer", "double precision"}, {"real", "double precision"}, {"character varying", "text"}, {"uuid", "text"}, {"boolean", "text"},
}};

std::string reverse_hint(const Object& wanted, const Object& live) {
  for (const auto& [name, text] : wanted.map("reverse"))
    if (name == live.id.name || name == wanted.id.name) return text;
  return {};
}

}  // namespace

bool keeps_every_value(std::string_view from, std::string_view to) {
  if (from == to) return true;
  if (plain(to) != to) return false;
  return plain(from) == to || std::ranges::find(wider, Pair{plain(from), to}) != wider.end();
}

Conversion conversion_of(const Object& live, const Object& wanted, const Context& context) {
  const std::string column = sql::identifier(live.id.name), up = wanted.text("backfill"), down = reverse_hint(wanted, live);
  Conversion result{column, sql::identifier(wanted.id.name), !up.empty() || !down.empty(), false, {}, {}};
  if (live.text("type") != wanted.text("type")) {
    // What a hint says need not be known as a cast.
    Object same_name = wanted;
    same_name.id.name = live.id.name;
    same_name["backfill"] = up.empty() ? Value() : Value(column);
    same_name["reverse"] = down.empty() ? Value() : Value(TextMap{{live.id.name, column}});
    const CastResult known = cast_between(live, same_name, context);
    result.findings = known.findings;
    if (!known.cast.using_forward.empty()) result.up = known.cast.using_forward;
    if (!known.cast.using_back.empty()) result.down = sql::with_renamed_columns(known.cast.using_back, {{live.id.name, wanted.id.name}});
    result.keeps = known.cast.keeps;
  }
  if (!up.empty()) result.up = up;
  if (!down.empty()) result.down = down;
  result.may_lose = !result.by_hint && !keeps_every_value(live.text("type"), wanted.text("type"));
  return result;
}

Preflight counted(const Conversion& conversion, const Object& live, const Object& wanted, const Context& context) {
  const ElementId table = table_of(live.id);
  const std::string lost = "NOT (" + conversion.keeps + ")";
  return {"SELECT count(*) FROM " + sql::relation(table) + " WHERE " + lost, sample_rows(table, lost, context), "rows of " + qualified_name(table) + " have a value in " + live.id.name + " that type " + wanted.text("type") + " cannot keep",
          "change these values, or say with backfill and reverse what becomes of them", wanted.spot("type"), false};
}

}  // namespace phasegate::recipes
