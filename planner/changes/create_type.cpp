// Change kind: create a type: enum, domain, composite or range. Nothing has it yet, so it lies in expand, before what uses it.
#include "recipes/conditions.hpp"
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

constexpr int first_with_multiranges = 140000;

bool claims(const Difference& difference, const Context& context) {
  if (difference.what != What::missing) return false;
  const Object* type = context.wanted.find(difference.element);
  return type != nullptr && type->kind->is_type;
}

Recipe recipe(const Change& change, const Context& context) {
  const Object& type = *context.wanted.find(change.claimed.element);
  Recipe result;
  if (type.id.kind == "range type" && type.has("multirange") && context.live.server_version_num < first_with_multiranges) {
    result.findings = {{Severity::error, "server-version", to_string(type.id) + " names its multirange type, which PostgreSQL has from version 14 on", "leave multirange out, or upgrade the server first", type.spot("multirange")}};
    return result;
  }
  Step step;
  step.id = "create-type " + qualified_name(type.id);
  step.title = "create " + to_string(type.id);
  step.sql = {type.kind->create(type, {})};
  if (step.sql.front().empty()) {
    result.findings = {{Severity::error, "create-type", to_string(type.id) + " has a canonical function, which takes the type itself, so no single statement creates it",
                        "create it by hand: CREATE TYPE as a shell, the function, then CREATE TYPE … AS RANGE", type.at}};
    return result;
  }
  if (type.kind->complete != nullptr)
    for (std::string& statement : type.kind->complete(type)) step.sql.push_back(std::move(statement));
  if (type.has("comment")) step.sql.push_back(comment_on(type));
  step.done = {type_exists(type.id.schema, type.id.name), to_string(type.id) + " is missing"};
  step.brings = {{type.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({type.kind->drop(type)});
  step.touches = {type.id};
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};
constexpr std::string_view before = "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);";

constexpr Example examples[] = {
    {
        .name = "awkward-values",
        .shows = "an enum whose values hold quotes, blanks and upper case",
        .before_sql = before,
        .desired_toml = "[enum]\nmood = { values = [\"sad\", \"it's OK\", \"Very \\\"happy\\\"\", \"a,b\", \"\"], comment = \"How they are\" }\n"
                        "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
        .n_statements = statements,
        .next_statements = statements,
        .n_reads = "SELECT id FROM users ORDER BY id",
    },
    {
        .name = "standing-on-each-other",
        .shows = "a domain over an enum, a composite with both, a range with a multirange of another name: each after what it stands on",
        .before_sql = before,
        .desired_toml = "[composite.\"a place\"]\nattributes = { \"the street\" = \"text\", mood = \"mood\", zip = \"zip[]\" }\ncollations = { \"the street\" = '\"C\"' }\ncomment = \"where; it's \\\"there\\\"\"\n"
                        "[range]\nzips = { subtype = \"numeric\", multirange = \"many zips\" }\n"
                        "[domain]\nzip = { is = \"varchar(10) collate \\\"C\\\" not null default '00000'\", check = { \"it's long\" = \"length(VALUE) > 4\", new = \"VALUE <> 'x'\" }, not_valid = [\"new\"] }\n"
                        "feeling = \"mood\"\n[enum]\nmood = [\"sad\", \"ok\"]\n"
                        "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
        .n_statements = statements,
        .next_statements = statements,
        .n_reads = "SELECT id FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE TYPE", "PostgreSQL manual, CREATE DOMAIN"};

}  // namespace

extern constinit const ChangeKind create_type = {
    .name = "create-type",
    .summary = "creates an enum, domain, composite or range type",
    .why = "No column has the type yet, so no version sees it: it lies in expand, before the columns and types that use it, and takes no lock on any table.",
    .when_not = "Undo fails while a column has the type. A range with a canonical function is refused: that function takes the type itself.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
