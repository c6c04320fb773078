// Change kind: give an index another name.
//
// ALTER INDEX RENAME takes SHARE UPDATE EXCLUSIVE on the index, and queries never name an index. But a unique one gives its name to the
// errors of duplicates, and applications read it there: such a one is renamed when the running version is gone.
#include "recipes/conditions.hpp"
#include "recipes/index_parts.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (!difference.is(What::renamed, "index") || difference.element.name == difference.live_element.name) return false;
  const Object& live = *context.live.find(difference.live_element);
  return !live.is("invalid") && !is_built_again(live, *context.wanted.find(difference.element));
}

bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return other.what == What::field && other.element == claimed.element && other.field->key == "comment";
}

std::string rename(const ElementId& from, const ElementId& to) { return "ALTER INDEX " + sql::qualified(from.schema, from.name) + " RENAME TO " + sql::identifier(to.name); }

std::string comment_statement(const Object& index, const std::string& text) { return "COMMENT ON " + index.kind->comment(index).target + " IS " + (text.empty() ? "NULL" : sql::literal(text)); }

Recipe recipe(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& wanted = *context.wanted.find(change.claimed.element);
  Recipe result;
  result.findings = renamed_table(wanted.id, live.id, "rename-index", wanted.at);
  if (refuses(result.findings)) return result;
  const bool unique = live.is("unique");
  Step step;
  step.id = "rename-index " + qualified_name(wanted.id);
  step.title = "rename index " + live.id.name + " to " + wanted.id.name;
  step.phase = unique ? Phase::validate : Phase::expand;
  step.part = unique ? Part::open : Part::main;
  step.sql = {rename(live.id, wanted.id)};
  step.locks = {{live.id, LockMode::share_update_exclusive, Work::instant}};
  step.done = {index_exists(wanted.id), "index " + wanted.id.name + " is missing"};
  step.undo = undo_by({rename(wanted.id, live.id)});
  step.brings = {{live.id, Side::live, Milestone::retired}, {wanted.id, Side::wanted, Milestone::exists}};
  step.touches = {live.id, wanted.id};
  if (change.field("index", "comment") != nullptr) {
    step.sql.push_back(comment_statement(wanted, wanted.text("comment")));
    step.undo.sql.insert(step.undo.sql.begin(), comment_statement(wanted, live.text("comment")));
  }
  if (unique) {
    step.hurts = {.n_writes = true};
    step.notes = {"the errors of duplicates name the index, so it keeps its name as long as the running version may read it there"};
    step.promises = {{qualified_name(wanted.id) + ".name", "expect the name " + wanted.id.name + " in the errors of duplicates", wanted.spot("renamed_from")}};
  }
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "INSERT INTO users (id, email) VALUES (-$1, 'n 1') ON CONFLICT (email) DO NOTHING",
    "SELECT id, email FROM users WHERE email = 'u' || $1 % 5",
};

constexpr Example examples[] = {{
    .name = "plain-and-unique",
    .shows = "two indexes get other names, one of them unique and with another comment",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nINSERT INTO users SELECT i, nullif('u' || i, 'u3') FROM generate_series(1, 5) AS i;\n"
                  "CREATE INDEX users_idx ON users (email DESC);\nCREATE UNIQUE INDEX users_key ON users (email);\nCOMMENT ON INDEX users_key IS 'old';",
    .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\n[table.users.index]\n"
                    "\"Users; \\\"email\\\" --\" = { is = \"(email desc)\", renamed_from = \"users_idx\" }\n"
                    "users_email_key = { is = \"unique (email)\", renamed_from = \"users_key\", comment = \"new\" }\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, email FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, ALTER INDEX: RENAME takes SHARE UPDATE EXCLUSIVE (PostgreSQL 12 and later)"};

}  // namespace

extern constinit const ChangeKind rename_index = {
    .name = "rename-index",
    .summary = "renames an index: at once, or, when it is unique, as soon as N is gone",
    .why = "`renamed_from` says which index it is; without it the old one would be dropped and another one built. `ALTER INDEX … RENAME` takes `SHARE UPDATE EXCLUSIVE` on the index for "
           "an instant. No query names an index, so a plain one is renamed in expand. A unique one gives its name to the errors of duplicates, which applications tell apart by it: it is renamed in "
           "validate, and N+1 finds the new name from then on.",
    .when_not = "Two indexes that exchange their names are refused. With another definition beside the new name it is a replacement: the new one is built, and the old one dropped.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
