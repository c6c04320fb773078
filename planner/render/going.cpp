// Goes by the facts of the steps, so that no change is special.
#include "render/going.hpp"

#include "sql/identifier.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace phasegate::render {
namespace {

using Json = nlohmann::ordered_json;

bool takes_away(const Fact& fact) {
  return fact.side == Side::live && (fact.milestone == Milestone::retired || fact.milestone == Milestone::gone) && (fact.element.kind == "column" || fact.element.kind == "table");
}

template <typename Visit>
void each_difference(const Plan& plan, const Visit& visit) {
  for (const Change& change : plan.changes) {
    visit(change.claimed);
    for (const Difference& difference : change.absorbed) visit(difference);
  }
}

// What the plan says of an element that is taken away.
struct Going {
  std::size_t last = 0;  // file that takes it away for good
  bool is_renamed = false;
  bool is_replaced = false;  // something of the same name comes in its place
};

std::map<ElementId, Going> all_going(const Plan& plan) {
  std::map<ElementId, Going> list;
  for (std::size_t i = 0; i < plan.files.size(); ++i)
    for (const std::size_t s : plan.files[i].steps)
      for (const Fact& fact : plan.steps[s].brings)
        if (takes_away(fact) && plan.files[i].phase == Phase::contract) list.try_emplace(fact.element, Going{.last = i}).first->second.last = i;
  each_difference(plan, [&](const Difference& difference) {
    if (const auto live = list.find(difference.live_element); live != list.end() && difference.element != difference.live_element) live->second.is_renamed = true;
    if (const auto wanted = list.find(difference.element); wanted != list.end() && difference.what != What::extra) wanted->second.is_replaced = true;
  });
  return list;
}

// The table under all its names: a rename of its own may be on its way.
Json tables_of(const ElementId& element, const Plan& plan) {
  const ElementId table = element.kind == "table" ? element : ElementId{"table", element.schema, "", element.parent};
  Json names = Json::array({sql::relation(table)});
  if (element.kind == "column")
    each_difference(plan, [&](const Difference& difference) {
      if (difference.live_element == table && difference.element != table && difference.what == What::renamed) names.push_back(sql::relation(difference.element));
    });
  return names;
}

}  // namespace

std::string going(const Plan& plan, std::size_t index) {
  Json list = Json::array();
  for (const auto& [element, how] : all_going(plan)) {
    if (how.is_replaced || index > how.last) continue;
    Json item = {{"what", to_string(element) + (how.is_renamed ? " (is renamed)" : " (goes)")}, {"tables", tables_of(element, plan)}};
    if (element.kind == "column") item["column"] = element.name;
    list.push_back(std::move(item));
  }
  return list.dump();
}

}  // namespace phasegate::render
