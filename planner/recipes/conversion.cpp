// A table of the casts that the server makes on assignment.
#include "recipes/conversion.hpp"

#include "sql/identifier.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace phasegate::recipes {
namespace {

// `numeric(10,2)` → numeric, `timestamp(3) without time zone` → timestamp without time zone.
std::string plain(std::string_view type) {
  const std::size_t open = type.find('('), close = type.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::string(type);
  return std::string(type.substr(0, open)) + std::string(type.substr(close + 1));
}

constexpr std::array<std::string_view, 6> numbers = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
constexpr std::array<std::string_view, 4> texts = {"text", "character varying", "character", "bpchar"};

using Pair = std::pair<std::string_view, std::string_view>;
// Without those that depend on settings of the session, as the time zone: application and backfill would compute different values.
constexpr std::array<Pair, 15> others = {{
    {"date", "timestamp without time zone"}, {"timestamp without time zone", "date"}, {"timestamp without time zone", "time without time zone"}, {"time with time zone", "time without time zone"},
    {"time without time zone", "interval"}, {"interval", "time without time zone"}, {"json", "jsonb"}, {"jsonb", "json"}, {"cidr", "inet"}, {"inet", "cidr"}, {"bit", "bit varying"}, {"bit varying", "bit"},
    {"macaddr", "macaddr8"}, {"macaddr8", "macaddr"}, {"integer", "oid"},
}};

// Their text depends on settings of the session.
constexpr std::array<std::string_view, 10> moody = {"date", "timestamp without time zone", "timestamp with time zone", "time with time zone", "time without time zone", "interval",
                                                    "real", "double precision", "money", "bytea"};

template <class Item, std::size_t count>
bool holds(const std::array<Item, count>& list, const Item& item) {
  return std::ranges::find(list, item) != list.end();
}

// Every value of the first is one of the second.
constexpr std::array<Pair, 12> wider = {{
    {"smallint", "integer"}, {"smallint", "bigint"}, {"integer", "bigint"}, {"smallint", "numeric"}, {"integer", "numeric"}, {"bigint", "numeric"}, {"smallint", "double precision"},
    {"integer", "double precision"}, {"real", "double precision"}, {"character varying", "text"}, {"uuid", "text"}, {"boolean", "text"},
}};

std::string hint(const Object& wanted, const Object& live) {
  for (const auto& [name, text] : wanted.map("reverse"))
    if (name == live.id.name || name == wanted.id.name) return text;
  return {};
}

}  // namespace

bool assigns(std::string_view from, std::string_view to) {
  if (from.ends_with("[]") && to.ends_with("[]")) return assigns(from.substr(0, from.size() - 2), to.substr(0, to.size() - 2));
  const std::string source = plain(from), target = plain(to);
  if (source == target || (holds<std::string_view>(numbers, source) && holds<std::string_view>(numbers, target))) return true;
  if (holds<std::string_view>(texts, target)) return !holds<std::string_view>(moody, source);
  return holds(others, Pair{source, target});
}

bool keeps_every_value(std::string_view from, std::string_view to) {
  if (from == to) return true;
  if (plain(to) != to) return false;
  return plain(from) == to || holds(wider, Pair{plain(from), to});
}

Conversion conversion_of(const Object& live, const Object& wanted) {
  const std::string from = live.text("type"), to = wanted.text("type");
  Conversion result{sql::identifier(live.id.name), sql::identifier(wanted.id.name), false, false, {}};
  const std::string up = wanted.text("backfill"), down = hint(wanted, live);
  const auto refuse = [&](std::string message, std::string help, std::string_view key) {
    result.findings.push_back({Severity::error, "no-cast", std::move(message), std::move(help), wanted.spot(key)});
  };
  if (!up.empty()) result.up = up;
  else if (!assigns(from, to))
    refuse("a value of type " + from + " is not assigned to a column of type " + to + " by itself", "say how " + wanted.id.name + " gets its value from old rows: backfill = \"<expression in the columns of the running version>\"", "type");
  if (!down.empty()) result.down = down;
  else if (!assigns(to, from))
    refuse("a value of type " + to + " is not assigned to a column of type " + from + " by itself, and the running version still reads " + live.id.name,
           "say how it gets its value from rows that the next version writes: reverse." + live.id.name + " = \"<expression in the columns of the next version>\"", "type");
  result.by_hint = !up.empty() || !down.empty();
  result.may_lose = !result.by_hint && !keeps_every_value(from, to);
  return result;
}

}  // namespace phasegate::recipes
