// Source: ATExecAddColumn: a domain with constraints forces a rewrite up to PostgreSQL 18, whether a row could break them or not.
#include "recipes/domain_columns.hpp"

#include "recipes/small_table.hpp"
#include "recipes/steps.hpp"
#include "recipes/uses.hpp"
#include "sql/identifier.hpp"
#include "sql/parse.hpp"

#include <algorithm>
#include <set>

namespace phasegate::recipes {
namespace {

struct Rules {
  const Object* with_rule = nullptr;      // the domain, or one below it, that has a check or takes no NULL
  const Object* takes_no_null = nullptr;
  std::string value;                      // what rows get: the column's default, or else the domain's; "" for none
};

const Object* domain_of(const std::string& type, const Catalog& wanted) {
  const auto names = sql::name_parts(type);
  return names.size() == 2 ? wanted.find({"domain", names.front(), "", names.back()}) : nullptr;
}

Rules rules_of(const Object& bare, const Context& context) {
  Rules rules;
  rules.value = bare.text("default");
  std::set<ElementId> seen;
  for (const Object* domain = domain_of(bare.text("type"), context.wanted); domain != nullptr && seen.insert(domain->id).second; domain = domain_of(domain->text("type"), context.wanted)) {
    if (rules.value.empty()) rules.value = domain->text("default");
    if (rules.with_rule == nullptr && (domain->has("check") || domain->is("not_null"))) rules.with_rule = domain;
    if (rules.takes_no_null == nullptr && domain->is("not_null")) rules.takes_no_null = domain;
  }
  return rules;
}

// A default of the column itself is the matter of the kind that adds it.
bool rewrites(const Rules& rules, const Object& bare) {
  return rules.with_rule != nullptr || (!bare.has("default") && !rules.value.empty() && (sql::calls_volatile(rules.value) || !sql::function_names(rules.value).empty()));
}

}  // namespace

std::vector<Finding> refuse_domain(const Object& bare, const Object& wanted, std::string_view code, const Context& context) {
  const Rules rules = rules_of(bare, context);
  std::vector<Finding> findings;
  const auto refuse = [&](const std::string& message, const std::string& help) { findings.push_back({Severity::error, std::string(code), to_string(wanted.id) + " " + message, help, wanted.spot("type")}); };
  if (rules.takes_no_null != nullptr && rules.value.empty())
    refuse("has the type " + to_string(rules.takes_no_null->id) + ", which takes no NULL, and rows get their value only later", "give it the type below the domain and not null, or a default that is a constant");
  const ElementId table = table_of(wanted.id);
  if (!rules.value.empty() || rules.with_rule != nullptr)
    if (const Object* user = column_of_row_type(context.live_name(table), context)) {
      const bool by_domain = !bare.has("default");
      refuse("comes with " + (by_domain ? "rules or a default of its domain" : std::string("a default")) + ", which PostgreSQL refuses because " + to_string(user->id) + " has rows of " + qualified_name(table) + " as its type",
             by_domain ? "give it the type below the domain, without a default, and the rules in a rollout after this one; or give " + to_string(user->id) + " another type first"
                       : "say backfill = \"<expression>\" as well: then the column comes without its default and NOT NULL, rows get their value in batches, and both follow in validate; or give " + to_string(user->id) + " another type first");
    }
  if (rewrites(rules, bare) && !is_small(table, context))
    refuse("has the type " + bare.text("type") + ", and " + (rules.with_rule != nullptr ? "PostgreSQL writes the whole table anew to hold every row against the rules of " + to_string(rules.with_rule->id)
                                                                                       : "its default gives each row a value of its own: the whole table is written anew") +
               " while everybody waits (" + size_text(context.size(table)) + ")",
           "give it the type below the domain, with the same rules as checks and a backfill; up to the " + small_text(context) + " of [tables] small it is done at once");
  return findings;
}

void say_rewrite(Step& step, const Object& bare, const Context& context) {
  if (!rewrites(rules_of(bare, context), bare)) return;
  const ElementId table = table_of(bare.id);
  for (LockClaim& lock : step.locks)
    if (lock.relation == table) lock.work = Work::rewrites;
  step.transaction = Transaction::own;
  const Check small = still_small(table, "plan again", context);
  step.before = step.before.sql.empty() ? small : Check{"(" + step.before.sql + ") AND " + small.sql, step.before.otherwise + "; or: " + small.otherwise};
  step.notes.push_back("writes " + size_text(context.size(table)) + " anew while everybody waits: the type is a domain with rules or a default of its own");
}

}  // namespace phasegate::recipes
