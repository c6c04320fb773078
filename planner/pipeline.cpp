// The stages as a straight list: desired and live schema in, a plan out.
#include "catalog/database.hpp"
#include "desired/managed.hpp"
#include "gate/carried_out.hpp"
#include "gate/fingerprint.hpp"
#include "gate/open_rollouts.hpp"
#include "normalise/references.hpp"
#include "recipes/held_names.hpp"
#include "recipes/moved_columns.hpp"
#include "support/log.hpp"
#include "support/suggest.hpp"
#include "support/version.hpp"
#include "render/gate_spec.hpp"
#include "sql/identifier.hpp"
#include "sql/schema_names.hpp"

#include <phasegate/pipeline.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <future>
#include <map>
#include <set>

namespace phasegate {
namespace {

// `stamp on app.users`, `app.active_users` or `app` itself, where the rollout gives schema app a second name: it touches the schema, and views in it.
bool lies_in_touched_schema(const LeftAlone& thing, const OpenRollout& rollout) {
  const std::size_t on = thing.identity.rfind(" on ");
  const std::string place = on == std::string::npos ? thing.identity : thing.identity.substr(on + 4);
  return std::ranges::any_of(rollout.touches, [&](const std::string& touched) {
    constexpr std::string_view word = "schema ";
    if (!touched.starts_with(word)) return false;
    const std::string inside = touched.substr(word.size()) + ".", view = "view " + inside;
    const auto first = rollout.touches.lower_bound(view);
    return (place + ".").starts_with(inside) && first != rollout.touches.end() && first->starts_with(view);
  });
}

// `public.users.nick`: what [left_alone] calls the grants on a table or column.
std::string grants_identity(const ElementId& id) { return id.kind == "column" ? sql::qualified(id.schema, id.parent) + "." + sql::identifier(id.name) : sql::qualified(id.schema, id.name); }

// The live name of each table and column that gets another one, by the wanted name, and the other way round: rights go from name to name with it.
std::map<std::string, std::string> other_names(const Catalog& live, const Catalog& wanted) {
  std::map<std::string, std::string> names;
  for (const Object* object : wanted.objects()) {
    if (object->id.kind != "table" && object->id.kind != "column") continue;
    ElementId from = object->id.kind == "column" ? recipes::moved_from(*object) : ElementId{};
    if (from.kind.empty()) from = wanted.hinted_live_id(object->id);
    // A name that is used again has rights of its own.
    if (from == object->id || wanted.find(from) != nullptr || (live.find(from) != nullptr && live.find(object->id) != nullptr)) continue;
    names.emplace(grants_identity(object->id), grants_identity(from));
    names.emplace(grants_identity(from), grants_identity(object->id));
  }
  return names;
}

// Rights on a column of a modelled table that the desired schema does not have go with the column.
bool goes_with_its_column(const LeftAlone& thing, const Catalog& live, const Catalog& wanted) {
  if (thing.type != "grants" || thing.identity.find('(') != std::string::npos) return false;
  const std::vector<std::string> names = sql::names_in(thing.identity);
  if (names.size() != 3) return false;
  const ElementId table{"table", names[0], "", names[1]};
  return (wanted.find(table) != nullptr || live.find(table) != nullptr) && wanted.find({"column", names[0], names[1], names[2]}) == nullptr;
}

// Rights on a table or column that the rollout makes or changes, or on a view or column of one.
bool grants_on_touched(const LeftAlone& thing, const OpenRollout& rollout) {
  if (thing.type != "grants") return false;
  return std::ranges::any_of(std::array{"table ", "view ", "column "}, [&](const char* kind) {
    return rollout.touches.contains(kind + thing.identity) || (kind != std::string_view("column ") && rollout.touches.contains(kind + thing.identity.substr(0, thing.identity.rfind('.'))));
  });
}

// Objects that phasegate does not model must be as the desired schema says, where it says so. What an open rollout has made, or changes
// along with a table (a view over one that it renames), is on its way.
void compare_left_alone(const Catalog& live, const Catalog& wanted, const std::vector<OpenRollout>& open, std::vector<Finding>& findings) {
  if (!wanted.states_left_alone) return;
  const auto is_on_its_way = [&](const LeftAlone& thing) {
    return std::ranges::any_of(open, [&](const OpenRollout& rollout) { return rollout.touches.contains(thing.type + " " + thing.identity) || lies_in_touched_schema(thing, rollout) || grants_on_touched(thing, rollout); });
  };
  const std::map<std::string, std::string> names = other_names(live, wanted);
  const auto find = [&](const std::vector<LeftAlone>& list, const LeftAlone& thing, const std::map<std::string, std::string>& schemas) {
    if (const auto name = names.find(thing.identity); thing.type == "grants" && name != names.end()) {
      const auto is = [&](const std::string& identity) { return std::ranges::find_if(list, [&](const LeftAlone& other) { return other.type == "grants" && other.identity == identity; }); };
      const auto same = is(thing.identity);
      return same != list.end() ? same : is(name->second);
    }
    return std::ranges::find_if(list, [&](const LeftAlone& other) {
      if (other.type != thing.type || other.identity == thing.identity || schemas.empty()) return other.type == thing.type && other.identity == thing.identity;
      return other.identity == sql::with_renamed_schemas(thing.identity, schemas) || (thing.type == "grants" && other.identity + "." == sql::with_renamed_schemas(thing.identity + ".", schemas));
    });
  };
  std::map<std::string, std::string> there, back;  // a schema that is renamed: what lies in it may be stated under either name
  for (const Object* object : wanted.objects())
    if (object->id.kind == "schema" && object->has("renamed_from")) {
      there.emplace(object->id.name, object->text("renamed_from"));
      back.emplace(object->text("renamed_from"), object->id.name);
    }
  const auto complain = [&](std::string message, const SourceSpot& at) {
    findings.push_back({Severity::error, "left-alone", std::move(message), "phasegate does not change objects of this kind: change it by hand, and take the section over from phasegate inspect", at});
  };
  for (const LeftAlone& thing : wanted.left_alone) {
    if (is_on_its_way(thing) || (!names.contains(thing.identity) && goes_with_its_column(thing, live, wanted))) continue;
    const auto other = find(live.left_alone, thing, there);
    if (other == live.left_alone.end()) complain(thing.type + " " + thing.identity + " is missing in the live schema", thing.at);
    else if (other->digest != thing.digest) complain(thing.type + " " + thing.identity + " differs from the live schema", thing.at);
  }
  for (const LeftAlone& thing : live.left_alone)
    if (!is_on_its_way(thing) && (names.contains(thing.identity) || !goes_with_its_column(thing, live, wanted)) && find(wanted.left_alone, thing, back) == wanted.left_alone.end()) complain(thing.type + " " + thing.identity + " is in the live schema, but [left_alone] does not name it", {});
}

// What only counts where it is stated, extensions, is left as it is by a desired schema that has no section for it.
void leave_unstated(Catalog& live, const Catalog& wanted) {
  for (const Object* object : live.objects())
    if (object->kind->only_when_stated && !wanted.sections.contains(object->kind->toml_key)) live.remove(ElementId(object->id));
}

// One application that nobody described: from its marker or floor, and the next major version adopts.
void assume_application(Settings& settings, Database& database) {
  if (!settings.applications.empty()) return;
  Application app;
  app.name = "app";
  app.from = "1.0.0";
  app.assumed = true;
  if (!database.value("SELECT pg_catalog.to_regclass('phasegate.application')").empty()) {
    const Result rows = database.query("SELECT name, scheme, phasegate.effective_version(name) AS version, floor FROM phasegate.application ORDER BY name");
    if (rows.rows() == 1 && rows.text(0, "scheme") == "semver") {
      app.name = rows.text(0, "name");
      for (const char* column : {"version", "floor"})
        if (const std::string version = rows.text(0, column); !version.empty() && compare_versions(version, app.from, app.scheme) > 0) app.from = version;
    }
  }
  app.adopts = next_major(app.from, app.scheme);
  app.retires = app.adopts;
  settings.applications.push_back(std::move(app));
}

// Named after its first change; a name that a finished rollout has gets a number.
std::string rollout_name(const std::vector<Change>& changes, const std::set<std::string>& finished) {
  const Change& first = changes.front();
  std::string text;
  const std::string source = std::string(first.kind->name) + "_" + (first.claimed.element.parent.empty() ? "" : first.claimed.element.parent + "_") + first.claimed.element.name;
  for (const char c : source)
    text += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : '_';
  const std::string name = text.substr(0, 32) + (changes.size() > 1 ? "_etc" : "");
  for (int i = 1;; ++i)
    if (const std::string numbered = i == 1 ? name : name + "_" + std::to_string(i); !finished.contains(numbered)) return numbered;
}

// What was recorded for a finished rollout must not count for another, so a name serves once.
void name_rollout(Settings& settings, const std::vector<Change>& changes, Database& database, std::vector<Finding>& findings) {
  if (changes.empty()) return;
  const std::set<std::string> finished = finished_rollouts(database);
  if (settings.rollout.name.empty()) settings.rollout.name = rollout_name(changes, finished);
  else if (finished.contains(settings.rollout.name))
    findings.push_back({Severity::error, "rollout-name", "the rollout " + settings.rollout.name + " is finished already", "give this one another name: [rollout] name in phasegate.toml", {}});
}

// Over everything that decides what runs and when; sizes do not count.
std::string plan_id(const Plan& plan) {
  std::string text = plan.rollout + "\n" + plan.settings.environment + "\n" + plan.fingerprint + "\n";
  for (const Application& app : plan.settings.applications) text += app.name + " " + app.from + " " + app.adopts + " " + app.retires + "\n";
  for (const Step& step : plan.steps) {
    text += step.id + "\n" + std::string(to_string(step.phase)) + std::string(to_string(step.part)) + std::to_string(static_cast<int>(step.undo.how)) + "\n";
    for (const std::string& sql : step.sql) text += sql + "\n";
  }
  return fmt::format("{:08x}", crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
}

// A name that is no table here: most likely a misspelt one, whose steps would get the limits of all the others.
void warn_of_unknown_tables(const Settings& settings, const Catalog& live, const Catalog& wanted, std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const Catalog* side : {&live, &wanted})
    for (const Object* object : side->objects())
      if (object->id.kind == "table") names.push_back(object->id.schema + "." + object->id.name);
  for (const TableWait& own : settings.table_timeouts) {
    if (std::ranges::find(names, own.table) != names.end()) continue;
    const std::string near = nearest(own.table, names);
    findings.push_back({Severity::warning, "settings", "[timeouts.table.\"" + own.table + "\"]: there is no such table, live or desired, so these limits hold for none",
                        near.empty() ? "name it with its schema, without quotes of SQL: \"public.orders\"" : "did you mean \"" + near + "\"?", own.at});
  }
}

// What is wrong by itself is no difference: it takes the live values over, or is left out where there are none.
void set_aside(const std::set<ElementId>& broken, Catalog& wanted, const Catalog& live) {
  for (const ElementId& id : broken) {
    Object* object = wanted.find(id);
    if (object == nullptr) continue;
    const Object* other = live.find(wanted.hinted_live_id(id));
    if (other == nullptr) other = live.find(id);
    if (other == nullptr) {
      for (const Object* child : wanted.children(id)) wanted.remove(ElementId(child->id));
      wanted.remove(id);
      continue;
    }
    for (std::size_t i = 0; i < object->values.size(); ++i) {
      const Field& field = object->kind->fields[i];
      if (field.compare != Compare::hint) object->values[i] = other->values[i];
      else if (field.key != "renamed_from") object->values[i] = {};
    }
  }
}

// In the order of the files; what is in no file comes last.
void sort_by_place(std::vector<Finding>& findings) {
  std::ranges::stable_sort(findings, {}, [](const Finding& f) { return std::tuple(!f.at.is_known(), f.at.file, f.at.line, f.at.column); });
}

// After other mistakes, only findings about what the user wrote are sure to be no consequences of them.
// `held`: the changes that do not rename are in its names.
std::vector<Recipe> write_recipes(const std::vector<Change>& changes, const std::optional<recipes::HeldNames>& held, const Context& context, std::vector<Finding>& findings) {
  const bool refused = refuses(findings);
  std::vector<Recipe> recipes;
  for (const Change& change : changes) {
    recipes.push_back(held && !change.kind->holds_name ? recipes::recipe_under_both_names(change, *held, context) : change.kind->recipe(change, context));
    for (const Finding& finding : recipes.back().findings)
      if (!refused || finding.at.is_known()) findings.push_back(finding);
  }
  return recipes;
}

// What changes besides the name of a table is claimed as if the name stayed: see recipes/held_names.hpp.
std::optional<recipes::HeldNames> hold_names(ClaimResult& claimed, const Context& context) {
  std::optional<recipes::HeldNames> held = recipes::hold_names(claimed.changes, context);
  if (!held) return held;
  std::erase_if(claimed.changes, [](const Change& change) { return !change.kind->holds_name; });
  ClaimResult others = claim({context.live, held->wanted, context.settings, held->differences}, all_changes());
  std::ranges::move(others.changes, std::back_inserter(claimed.changes));
  claimed.findings = std::move(others.findings);
  return held;
}

// The live tables that steps lock, and the elements that they change.
void collect_elements(Plan& plan, const Catalog& live) {
  std::set<ElementId> tables, touches;
  for (const Step& step : plan.steps) {
    touches.insert(step.touches.begin(), step.touches.end());
    for (const LockClaim& lock : step.locks) {
      const ElementId table = lock.relation.kind == "table" ? lock.relation : ElementId{"table", lock.relation.schema, "", lock.relation.parent};
      if (live.find(table) != nullptr) tables.insert(table);
    }
  }
  plan.tables.assign(tables.begin(), tables.end());
  plan.touches.assign(touches.begin(), touches.end());
}

}  // namespace

PlanResult make_plan(Database& database, const std::filesystem::path& desired_path, Settings settings, Database* scratch) {
  PlanResult result;
  std::future<std::pair<Desired, std::string>> reading = std::async(std::launch::async, [&] {
    const StageClock clock("desired");
    Desired desired = read_desired(desired_path);
    std::string text = digest_text(desired.catalog);
    return std::pair(std::move(desired), std::move(text));
  });
  StageClock clock("catalog");
  Catalog live = introspect(database, settings);
  clock.next("waiting for desired");
  auto [desired, text] = reading.get();
  clock.next("digest");
  result.findings = std::move(desired.findings);
  if (!desired.is_complete) return result;

  // From here on, all that the user wrote is there; what is wrong by itself is no longer looked at.
  Catalog wanted = std::move(desired.catalog);
  leave_unstated(live, wanted);
  const std::string digest = desired_digest(text, database);
  clock.next("normalise");
  restrict_to_managed(wanted, settings, result.findings);
  leave_followed_hints(wanted, database, result.findings);
  std::ranges::move(take_over_required(desired.required, wanted, live, settings, database, scratch), std::back_inserter(result.findings));
  std::ranges::move(check_outer_references(wanted, desired.required, live, database, desired.broken), std::back_inserter(result.findings));
  warn_of_unknown_tables(settings, live, wanted, result.findings);
  normalise(wanted, live, database, scratch);
  std::ranges::move(check_types(wanted, live, database, desired.broken), std::back_inserter(result.findings));
  set_aside(desired.broken, wanted, live);
  const std::vector<OpenRollout> open = open_rollouts(database);
  std::ranges::move(foreign_changes(database), std::back_inserter(result.findings));
  compare_left_alone(live, wanted, open, result.findings);
  if (!refuses(result.findings) && (result.open = rollout_of(open, digest))) return result;

  // From here on, equal things have equal texts.
  clock.next("diff");
  DiffResult differences = diff(live, wanted);
  result.differences = std::move(differences.differences);
  read_sizes(live, result.differences, database);
  refuse_open_tables(open, result.differences, result.findings);
  std::ranges::move(differences.findings, std::back_inserter(result.findings));
  assume_application(settings, database);
  const Context context{live, wanted, settings, result.differences};
  ClaimResult claimed = claim(context, all_changes());
  const std::optional<recipes::HeldNames> held = hold_names(claimed, context);
  std::ranges::move(claimed.findings, std::back_inserter(result.findings));

  clock.next("recipes");

  // From here on, every difference belongs to exactly one change, or has been told.
  name_rollout(settings, claimed.changes, database, result.findings);
  std::vector<Recipe> recipes = write_recipes(claimed.changes, held, context, result.findings);
  sort_by_place(result.findings);
  if (refuses(result.findings)) return result;
  clock.next("graph");
  if (held) recipes::rename_last(recipes, *held);
  OrderResult ordered = order(recipes, held ? Context{live, held->wanted, settings, held->differences} : context);
  std::ranges::move(ordered.findings, std::back_inserter(result.findings));
  if (refuses(result.findings)) return result;

  // From here on, steps stand in the order in which they run.
  clock.next("phases");
  Plan& plan = result.plan;
  plan.rollout = settings.rollout.name;
  plan.files = cut(ordered.graph, plan.rollout);
  plan.settings = std::move(settings);
  plan.server_version_num = live.server_version_num;
  plan.desired_digest = digest;
  for (Change& change : claimed.changes) plan.changes.push_back(held && !change.kind->holds_name ? in_own_names(std::move(change), *held, context) : std::move(change));
  plan.steps = std::move(ordered.graph.steps);
  plan.edges = std::move(ordered.graph.edges);
  plan.asks_reprepare = std::ranges::any_of(plan.steps, &Step::changes_result_type);
  collect_elements(plan, live);
  Fingerprint found = fingerprint_with_lines(database, render::fingerprint_tables(plan), render::fingerprint_touches(plan));
  plan.fingerprint = std::move(found.digest);
  plan.fingerprint_lines = std::move(found.lines);
  plan.id = plan_id(plan);
  clock.next("asking");
  std::ranges::move(ask_server(wanted, live, result.differences, plan, database, scratch), std::back_inserter(result.findings));
  sort_by_place(result.findings);
  plan.findings = result.findings;
  return result;
}

}  // namespace phasegate
