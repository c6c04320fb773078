// Asks the server about every expression and definition that a plan brings, by making it on temporary objects in a transaction that is rolled back:
// what it refuses there would fail in its phase. See docs/decisions/0036.
#include "catalog/database.hpp"
#include "catalog/scratch_types.hpp"
#include "preflight/brought_names.hpp"
#include "preflight/questions.hpp"
#include "preflight/try_out.hpp"
#include "sql/identifier.hpp"
#include "sql/schema_names.hpp"
#include "support/suggest.hpp"

#include <phasegate/error.hpp>
#include <phasegate/pipeline.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace phasegate {
namespace {

constexpr std::string_view undefined_column = "42703", undefined_table = "42P01", undefined_schema = "3F000", undefined_function = "42883", undefined_object = "42704",
                           invalid_definition = "42P17";

// The classes of errors that say nothing about the expression: rights, limits of time and room, cancelled, raised by somebody's trigger.
bool says_nothing(const TrialRefusal& refusal) {
  static constexpr std::string_view codes[] = {"42501", "25006", "55P03"}, classes[] = {"08", "40", "53", "57", "58", "P0", "XX"};
  return refusal.of_setup || std::ranges::find(codes, refusal.sqlstate) != std::ranges::end(codes) || std::ranges::any_of(classes, [&](std::string_view one) { return refusal.sqlstate.starts_with(one); });
}

bool is_undefined(const std::string& sqlstate) {
  return sqlstate == undefined_table || sqlstate == undefined_schema || sqlstate == undefined_function || sqlstate == undefined_object || sqlstate == undefined_column;
}

std::string replaced(std::string text, std::string_view from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

std::set<std::string> names_of(const Asked& asked) {
  std::set<std::string> names;
  for (const std::string& statement : asked.sql) names.merge(sql::all_names(statement));
  return names;
}

class Asking {
 public:
  Asking(const Catalog& wanted, const Catalog& live, const Plan& plan, std::vector<AskedTogether> groups, const std::vector<Difference>& differences, Database& database, Database* scratch)
      : live_(live), plan_(plan), groups_(std::move(groups)), brought_(wanted, live, differences), database_(scratch != nullptr ? *scratch : database), on_scratch_(scratch != nullptr) {}

  std::vector<Finding> run() {
    ask_when_to_go_on();
    if (groups_.empty()) return {};
    database_.query("BEGIN; SET LOCAL statement_timeout = '10s'; SET LOCAL lock_timeout = '500ms'; SET LOCAL client_min_messages = error");
    try {
      ask();
    } catch (const Error&) {
      database_.query("ROLLBACK");
      throw;
    }
    database_.query("ROLLBACK");
    if (!not_asked_.empty()) findings_.push_back(not_asked());
    return std::move(findings_);
  }

 private:
  using Place = std::pair<std::size_t, std::size_t>;  // group and trial
  using Refusals = std::map<Place, TrialRefusal>;
  enum class Path { session, schema };

  const Asked& at(const Place& place) const { return groups_[place.first].trials[place.second]; }

  // What a backfill waits for stands in phasegate.toml; it may be about anything, so it belongs to no object.
  void ask_when_to_go_on() {
    const BackfillSettings& backfill = plan_.settings.backfill;
    const bool fills = std::ranges::any_of(plan_.steps, [](const Step& step) { return step.phase == Phase::backfill || step.part == Part::catch_up; });
    if (backfill.go_on_when.empty() || !fills) return;
    groups_.push_back({{}, {}, {{{}, "go_on_when of [backfill]", backfill.go_on_when_at, {}, {"PREPARE phasegate_question AS SELECT (" + backfill.go_on_when + "\n) IS TRUE", "DEALLOCATE phasegate_question"}}}});
  }

  void ask() {
    if (!can_be_asked()) return;
    if (on_scratch_) make_types(live_, database_);
    brought_.make_new(database_);
    std::vector<Place> all;
    for (std::size_t group = 0; group < groups_.size(); ++group)
      for (std::size_t trial = 0; trial < groups_[group].trials.size(); ++trial)
        if (!is_part_of_next({group, trial})) all.emplace_back(group, trial);
    Refusals first = ask_each(all, Path::session);
    std::vector<Place> parts;
    for (const auto& [place, refusal] : first)
      for (Place part = place; part.second > 0 && is_part_of_next({part.first, part.second - 1}); parts.push_back(part)) --part.second;
    first.merge(ask_each(parts, Path::session));
    std::vector<Place> again;
    for (const auto& [place, refusal] : first)
      if (!says_nothing(refusal)) again.push_back(place);
    const Refusals second = ask_each(again, Path::schema);
    const Refusals third = ask_about_changed_types(all, second);
    for (const auto& [place, refusal] : first) {
      const auto found = second.find(place);
      if (says_nothing(refusal)) leave_out(place, refusal.message);
      else if (found == second.end()) tell_of_path(place, refusal);
      else judge(place, found->second, third);
    }
    // With its types as the plan leaves them, a value or an attribute may be gone that the live ones still have.
    for (const auto& [place, refusal] : third)
      if (!first.contains(place) && (refusal.sqlstate.starts_with("22") || refusal.sqlstate == undefined_column)) tell(place, refusal);
  }

  // The next trial says all of this and goes on: where the server takes that one, it takes this.
  bool is_part_of_next(const Place& place) const {
    const auto& trials = groups_[place.first].trials;
    return place.second + 1 < trials.size() && trials[place.second + 1].element == trials[place.second].element && script(trials[place.second + 1]).starts_with(script(trials[place.second]));
  }

  static std::string script(const Asked& asked) {
    std::string text;
    for (const std::string& statement : asked.sql) text += (text.empty() ? "" : ";\n") + statement;
    return text;
  }

  // One question first: where no temporary table can be made, none of the others needs to be asked.
  bool can_be_asked() {
    const auto answer = try_out({{{}, {{"CREATE TEMPORARY TABLE phasegate_question ()"}}}}, database_).front().front();
    if (!answer) return true;
    for (std::size_t group = 0; group < groups_.size(); ++group)
      for (std::size_t trial = 0; trial < groups_[group].trials.size(); ++trial) leave_out({group, trial}, answer->message);
    return false;
  }

  // One column that cannot be made must not stand in the way of what names others.
  Refusals ask_each(const std::vector<Place>& places, Path path) {
    Refusals refusals = ask(places, path, false);
    std::vector<Place> alone;
    for (const auto& [place, refusal] : refusals)
      if (refusal.of_setup) alone.push_back(place);
    std::erase_if(refusals, [](const auto& one) { return one.second.of_setup; });
    refusals.merge(ask(alone, path, true));
    return refusals;
  }

  Refusals ask(const std::vector<Place>& places, Path path, bool alone) {
    std::vector<TrialGroup> trials;
    std::vector<std::vector<Place>> asked;
    for (const Place& place : places) {
      if (alone || asked.empty() || asked.back().front().first != place.first) {
        asked.emplace_back();
        trials.emplace_back();
        if (path == Path::schema && !at(place).element.schema.empty())
          trials.back().setup.push_back("SET LOCAL search_path = pg_temp, " + sql::identifier(brought_.live_schema(at(place).element.schema)) + ", public");
        for (const std::string& statement : alone ? at(place).setup : groups_[place.first].setup) trials.back().setup.push_back(brought_.in_place(statement));
      }
      asked.back().push_back(place);
      trials.back().trials.emplace_back();
      for (const std::string& statement : at(place).sql) trials.back().trials.back().push_back(brought_.in_place(statement, groups_[place.first].table));
    }
    const auto answers = try_out(trials, database_);
    Refusals refusals;
    for (std::size_t group = 0; group < asked.size(); ++group)
      for (std::size_t trial = 0; trial < asked[group].size(); ++trial)
        if (answers[group][trial]) refusals.emplace(asked[group][trial], *answers[group][trial]);
    return refusals;
  }

  // Those that the live types refuse, and those that name a type that will be another one.
  Refusals ask_about_changed_types(const std::vector<Place>& all, const Refusals& refused) {
    if (!brought_.changes_any()) return refused;
    std::vector<Place> places;
    for (const Place& place : all) {
      std::set<std::string> names = names_of(at(place));
      for (const std::string& statement : groups_[place.first].setup) names.merge(sql::all_names(statement));
      if (refused.contains(place) || brought_.names_changed(names)) places.push_back(place);
    }
    brought_.make_changed(database_);
    return ask_each(places, Path::schema);
  }

  void judge(const Place& place, const TrialRefusal& refusal, const Refusals& with_changed_types) {
    const auto other = with_changed_types.find(place);
    if (other == with_changed_types.end()) return;  // a type comes to know it by the plan
    if (other->second.sqlstate != refusal.sqlstate) return leave_out(place, "it is about a type that the plan changes");
    const Asked& asked = at(place);
    if (is_undefined(refusal.sqlstate)) {
      std::set<std::string> names = names_of(asked);
      if (!groups_[place.first].table.name.empty()) names.erase(groups_[place.first].table.name);
      if (brought_.names_unmade(names)) return leave_out(place, "it names what this plan makes");
      if (!brought_.extensions().empty()) return leave_out(place, "it may be about what comes with " + brought_.extensions());
      const bool is_known = !names_unknown_function(refusal);
      if (on_scratch_ && is_known) return leave_out(place, refusal.message);
      if (names_row(place) && is_known) return leave_out(place, "it is about a whole row");
    }
    tell(place, refusal);
  }

  // The row of a temporary table is of another type.
  bool names_row(const Place& place) const {
    const std::string& table = groups_[place.first].table.name;
    return !table.empty() && std::ranges::any_of(at(place).sql, [&](const std::string& statement) { return sql::mentions_row(statement, table); });
  }

  void leave_out(const Place& place, const std::string& why) { not_asked_[first_line(why)].push_back(&at(place)); }

  static std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

  std::string own_names(const Asked& asked, const std::string& message) const {
    const std::string name = asked.element.name.empty() ? asked.element.parent : asked.element.name;
    return replaced(replaced(message, "phasegate_question", name), "pg_temp.", "");
  }

  void tell(const Place& place, const TrialRefusal& refusal) {
    const Asked& asked = at(place);
    const std::string message = own_names(asked, refusal.message), first = first_line(message);
    if (!told_.insert({asked.element, first}).second) return;
    findings_.push_back({Severity::error, "server-refuses", asked.what + ": " + first, help(refusal.sqlstate, message), asked.at});
  }

  void tell_of_path(const Place& place, const TrialRefusal& refusal) {
    const Asked& asked = at(place);
    findings_.push_back({Severity::error, "search-path", asked.what + ": " + first_line(own_names(asked, refusal.message)) + " where search_path does not name " + asked.element.schema,
                         "write the schema before the name: files are run with the search_path of whoever runs them", asked.at});
  }

  std::string help(const std::string& sqlstate, const std::string& message) {
    if (sqlstate == undefined_function && !function_in(message).empty()) {
      const std::string near = nearest_function(message);
      return (near.empty() ? "" : "did you mean `" + near + "`? ") + "correct the name or the types of its arguments, or create the function first: phasegate leaves functions alone";
    }
    if (sqlstate == undefined_function) return "correct the operator, or cast its sides to types that it knows";
    if (sqlstate == invalid_definition && (message.find("IMMUTABLE") != std::string::npos || message.find("immutable") != std::string::npos)) return "use only functions that are immutable: their value depends on nothing but their arguments";
    if (sqlstate == undefined_schema) return "correct the name: what stands in a schema must be there already, unless the desired schema has it";
    const std::size_t hint = message.find("\n  help: ");
    if (hint != std::string::npos) return first_line(message.substr(hint + 9));
    return is_undefined(sqlstate) ? "correct the name, or add what it names to the desired schema" : "correct it: the server would refuse it in its phase";
  }

  // "function app.lowr(text) does not exist": "lowr"; "" for any other message.
  static std::string function_in(const std::string& message) { return message.starts_with("function ") ? sql::name_parts(message.substr(9, message.find('(') - 9)).back() : std::string(); }

  const std::vector<std::string>& functions() {
    if (!functions_.empty()) return functions_;
    const Result rows = database_.query("SELECT DISTINCT proname::pg_catalog.text FROM pg_catalog.pg_proc");
    for (std::size_t row = 0; row < rows.rows(); ++row) functions_.emplace_back(*rows.at(row, 0));
    // A scratch database has its own, and not those of users.
    for (const std::string& name : live_.known_names) functions_.push_back(name.substr(name.find('.') + 1));
    std::ranges::sort(functions_);
    return functions_;
  }

  // Nothing of that name is there, whatever its arguments.
  bool names_unknown_function(const TrialRefusal& refusal) {
    const std::string name = refusal.sqlstate == undefined_function ? function_in(refusal.message) : std::string();
    return !name.empty() && !std::ranges::binary_search(functions(), name);
  }

  std::string nearest_function(const std::string& message) {
    const std::string name = function_in(message), near = nearest(name, functions());
    return near == name ? std::string() : near;
  }

  Finding not_asked() const {
    std::string message = "not asked of the server";
    const Asked* first = nullptr;
    for (const auto& [why, list] : not_asked_) {
      message += (first == nullptr ? ", " : "; ") + why + ": ";
      for (std::size_t i = 0; i < list.size() && i < 5; ++i) message += (i == 0 ? "" : ", ") + list[i]->what;
      if (list.size() > 5) message += " and " + std::to_string(list.size() - 5) + " more";
      if (first == nullptr) first = list.front();
    }
    return {Severity::warning, "not-asked", message, on_scratch_ ? "see for yourself that the server takes them: a file that it refuses stops in its phase" : "try the rollout on a copy first, or, where no temporary table can be made, plan with --scratch embedded", first->at};
  }

  const Catalog& live_;
  const Plan& plan_;
  std::vector<AskedTogether> groups_;
  BroughtNames brought_;
  Database& database_;  // the one that is asked
  bool on_scratch_;
  std::vector<Finding> findings_;
  std::set<std::pair<ElementId, std::string>> told_;
  std::map<std::string, std::vector<const Asked*>> not_asked_;  // by the reason
  std::vector<std::string> functions_;
};

}  // namespace

std::vector<Finding> ask_server(const Catalog& wanted, const Catalog& live, const std::vector<Difference>& differences, const Plan& plan, Database& database, Database* scratch) {
  return Asking(wanted, live, plan, questions(wanted, live, differences, scratch != nullptr), differences, database, scratch).run();
}

}  // namespace phasegate
