// Change kind: write, change or remove the comment of anything that has one. No application reads it, so it lies in expand.
#include "recipes/conditions.hpp"
#include "recipes/index_parts.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

// What gets a new name or is built again in the same rollout gets its comment there.
bool claims(const Difference& difference, const Context& context) {
  if (difference.what != What::field || difference.field->key != "comment" || difference.element != difference.live_element) return false;
  const Object* live = context.live.find(difference.live_element);
  if (live == nullptr || live->id.kind != "index") return true;
  return !live->is("invalid") && !is_built_again(*live, *context.wanted.find(difference.element));
}

std::string text_of(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string() : *text;
}

// The server itself has given public a comment, and pg_dump takes none at all for a change of it.
std::string no_comment(const Object& object) { return object.id == ElementId{"schema", "", "", "public"} ? sql::literal("standard public schema") : "NULL"; }

Recipe recipe(const Change& change, const Context& context) {
  const Object& object = *context.wanted.find(change.claimed.element);
  const std::string live = text_of(change.claimed.live), wanted = text_of(change.claimed.wanted);
  const auto statement = [&](const std::string& text) { return "COMMENT ON " + object.kind->comment(object).target + " IS " + (text.empty() ? no_comment(object) : sql::literal(text)); };
  Step step;
  step.id = "comment " + to_string(object.id);
  step.title = std::string(wanted.empty() ? "remove the comment of " : "comment on ") + to_string(object.id);
  step.phase = Phase::expand;
  step.sql = {statement(wanted)};
  const CommentPlace place = object.kind->comment(object);
  if (!place.locked.kind.empty()) step.locks = {{place.locked, place.locks_for_reading ? LockMode::access_share : LockMode::share_update_exclusive, Work::instant}};
  step.done = {"(" + place.current + ") IS NOT DISTINCT FROM " + (wanted.empty() ? no_comment(object) : sql::literal(wanted)), "the comment of " + to_string(object.id) + " is not as wanted"};
  step.undo = undo_by({statement(live)});
  step.touches = {object.id};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {
    "INSERT INTO users (id, email) VALUES ($1, 'n' || $1)",
    "SELECT id, email FROM users WHERE id = $1 % 5",
};

constexpr Example examples[] = {{
    .name = "everywhere",
    .shows = "comments on a schema, a type, a sequence, a table, a column, an index and constraints: new, changed and removed, with quotes in them",
    .before_sql = "CREATE TYPE mood AS ENUM ('sad', 'ok');\nCREATE SEQUENCE numbers;\nCOMMENT ON SEQUENCE numbers IS 'goes away';\n"
                  "CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, mood mood, CONSTRAINT users_check CHECK (id <> 0));\n"
                  "CREATE INDEX users_mood_idx ON users (mood);\nCOMMENT ON COLUMN users.email IS 'old';\nCOMMENT ON COLUMN users.mood IS 'stays';\n"
                  "COMMENT ON CONSTRAINT users_check ON users IS 'old';\nINSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 5) AS i;",
    .desired_toml = "[schemas.public]\ncomment = \"All of it\"\n[enum]\nmood = { values = [\"sad\", \"ok\"], comment = \"How they are\" }\n[sequence]\nnumbers = \"as bigint\"\n"
                    "[table.users]\ncomment = \"People; it's \\\"them\\\" -- all $$\\nof them\"\nprimary_key = { is = \"(id)\", comment = \"the key\" }\n"
                    "[table.users.column]\nid = \"bigint\"\nemail = { is = \"text\", comment = \"new \\\\ 'text'\" }\nmood = { is = \"mood\", comment = \"stays\" }\n"
                    "[table.users.unique]\nusers_email_key = { is = \"(email)\", comment = \"one each\" }\n"
                    "[table.users.check]\nusers_check = { is = \"id <> 0\", comment = \"new\" }\n"
                    "[table.users.index]\nusers_mood_idx = { is = \"(mood)\", comment = \"for the report\" }\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id, email, mood FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, COMMENT"};

}  // namespace

extern constinit const ChangeKind comment = {
    .name = "comment",
    .summary = "writes, changes or removes the comment of a schema, type, sequence, table, column, index or constraint",
    .why = "A comment changes nothing for any version, so it lies in expand. `COMMENT ON` takes `SHARE UPDATE EXCLUSIVE` on a table, sequence or index, which stops "
           "neither reads nor writes but waits for a `VACUUM`, and less on everything else.",
    .when_not = "Never. A comment on what the same rollout renames or creates comes with that.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
