// Change kind: comments on what phasegate leaves alone: views, functions, triggers, policies, the index of a key. No application reads them, so they
// lie in expand, behind the key or type that they belong to.
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.element.kind == "comment"; }

// What COMMENT ON calls a type of pg_identify_object. Source: PostgreSQL manual, COMMENT.
constexpr std::array<std::string_view, 24> same_word = {
    "aggregate", "cast", "conversion", "event trigger", "foreign table", "function", "index", "materialized view", "operator", "operator class", "operator family", "policy",
    "procedure", "publication", "rule", "sequence", "table", "text search configuration", "text search dictionary", "text search parser", "text search template", "trigger", "type", "view"};

// Where the name of the relation begins in `trigger on schema.table`; 0: it is the whole.
std::size_t after_on(const std::string& identity) {
  bool in_quotes = false;
  std::size_t found = 0;
  for (std::size_t i = 0; i < identity.size(); ++i) {
    if (identity[i] == '"') in_quotes = !in_quotes;
    else if (!in_quotes && identity.compare(i, 4, " on ") == 0) found = i + 4;
  }
  return found;
}

// Nothing when COMMENT ON does not know the type.
std::string target(const std::string& type, std::string identity) {
  if (type.ends_with(" column")) return "COLUMN " + identity;
  if (type == "table constraint") return "CONSTRAINT " + identity;
  if (type == "domain constraint") return "CONSTRAINT " + identity.insert(after_on(identity), "DOMAIN ");
  if (type == "statistics object") return "STATISTICS " + identity;
  if (std::ranges::find(same_word, type) == same_word.end()) return {};
  std::string word = type;
  std::ranges::transform(word, word.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  if (type == "aggregate" && identity.ends_with("()")) identity.insert(identity.size() - 1, "*");
  return word + " " + identity;
}

// The relation that COMMENT ON locks. Source: get_object_address: what stands on a relation opens that with ACCESS SHARE.
void lock(const std::string& type, const std::string& identity, Step& step) {
  const bool on_relation = type == "table constraint" || type == "trigger" || type == "policy" || type == "rule";
  const bool is_column = type.ends_with(" column");
  if (!on_relation && !is_column && type != "view" && type != "materialized view" && type != "foreign table" && type != "table" && type != "index" && type != "sequence") return;
  const auto names = sql::names_in(on_relation ? identity.substr(after_on(identity)) : identity);
  if (names.size() < 2) return;
  const std::string_view kind = type == "index" ? "index" : type == "sequence" ? "sequence" : "table";
  step.locks = {{{kind, names[0], "", names[1]}, on_relation ? LockMode::access_share : LockMode::share_update_exclusive, Work::instant}};
}

// What is modelled and brings it, when that is new: the key of an index, the domain of a check, the type of an attribute.
std::vector<Fact> needs(const std::string& type, const std::string& identity, const Context& context) {
  const auto names = sql::names_in(type == "domain constraint" ? identity.substr(std::min(identity.size(), after_on(identity))) : identity);
  if (names.size() < 2) return {};
  std::vector<Fact> result;
  for (const Object* object : context.wanted.objects()) {
    const bool is_it = object->id.schema == names[0] && (object->kind->relation_name != nullptr ? object->kind->relation_name(*object) == names[1] : object->kind->is_type && object->id.name == names[1]);
    if (is_it) result.push_back({object->id, Side::wanted, Milestone::exists});
  }
  return result;
}

std::map<std::string, std::string> texts_of(const Catalog& catalog, const ElementId& id) {
  const Object* comments = catalog.find(id);
  if (comments == nullptr) return {};
  const TextMap on = comments->map("on");
  return {on.begin(), on.end()};
}

Recipe recipe(const Change& change, const Context& context) {
  const ElementId& id = change.claimed.element;
  const std::string type = id.name;
  const auto live = texts_of(context.live, id), wanted = texts_of(context.wanted, id);
  std::map<std::string, std::pair<std::string, std::string>> both;
  for (const auto& [identity, text] : live) both[identity].first = text;
  for (const auto& [identity, text] : wanted) both[identity].second = text;
  Recipe result;
  if (target(type, "x").empty()) {
    result.findings = {{Severity::error, "comment-other", "nothing is known that is called " + type, "take the section [comment] over from phasegate inspect", change.claimed.at}};
    return result;
  }
  for (const auto& [identity, texts] : both) {
    if (texts.first == texts.second) continue;
    const auto statement = [&](const std::string& text) { return "COMMENT ON " + target(type, identity) + " IS " + (text.empty() ? "NULL" : sql::literal(text)); };
    const std::string current = "(SELECT d.description FROM pg_catalog.pg_description AS d CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o WHERE d.objoid >= 16384 AND o.type = " +
                                sql::literal(type) + " AND o.identity = " + sql::literal(identity) + ")";
    Step step;
    step.id = "comment-other " + type + " " + identity;
    step.title = (texts.second.empty() ? "remove the comment of " : "comment on ") + type + " " + identity;
    step.sql = {statement(texts.second)};
    lock(type, identity, step);
    step.needs = needs(type, identity, context);
    step.done = {current + " IS NOT DISTINCT FROM " + (texts.second.empty() ? "NULL" : sql::literal(texts.second)), "the comment of " + type + " " + identity + " is not as wanted"};
    step.undo = undo_by({statement(texts.first)});
    step.touches = {id};
    result.steps.push_back(std::move(step));
  }
  return result;
}

constexpr std::string_view statements[] = {"INSERT INTO users (id, email) VALUES ($1, 'n' || $1)", "SELECT id, email FROM active WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "of-what-is-left-alone",
    .shows = "comments on a view, its columns, a function, a trigger, the index of a key and a check of a domain: new, changed and removed, with hostile names",
    .before_sql = "CREATE DOMAIN score AS integer CONSTRAINT \"is on it\" CHECK (VALUE > 0);\nCREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE VIEW active AS SELECT id, email FROM users;\n"
                  "CREATE FUNCTION \"we\"\"ird; --\"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';\nCREATE TRIGGER \"a on b\" AFTER UPDATE ON users EXECUTE FUNCTION \"we\"\"ird; --\"();\n"
                  "COMMENT ON VIEW active IS 'old';\nCOMMENT ON COLUMN active.email IS 'goes away';\nCOMMENT ON COLUMN active.id IS 'stays';\nINSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 5) AS i;",
    .desired_toml = "[comment]\nview.on = { \"public.active\" = \"it's $$new\" }\n\"view column\".on = { \"public.active.id\" = \"stays\" }\nfunction.on = { 'public.\"we\"\"ird; --\"()' = \"for a trigger\" }\n"
                    "trigger.on = { '\"a on b\" on public.users' = \"says nothing\" }\nindex.on = { \"public.users_pkey\" = \"of the key\" }\n\"domain constraint\".on = { '\"is on it\" on public.score' = \"more\" }\n"
                    "[domain]\nscore = { is = \"integer\", check = { \"is on it\" = \"VALUE > 0\" } }\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, COMMENT", "PostgreSQL manual, pg_identify_object"};

}  // namespace

extern constinit const ChangeKind comment_other = {
    .name = "comment-other",
    .summary = "writes, changes or removes comments on what phasegate leaves alone: views, functions, triggers, policies, the index of a key",
    .why = "A comment changes nothing for any version, so it lies in expand. `COMMENT ON` takes `SHARE UPDATE EXCLUSIVE` on a view, its columns or an index, and `ACCESS SHARE` on the table of a "
           "trigger, policy, rule or constraint.",
    .when_not = "Without a section `[comment]` in the desired schema these comments are not managed. The object itself must be there: phasegate does not create it.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
