// Change kind: install an extension. Its objects are new names, so it lies in expand, before everything that may use them.
#include "recipes/steps.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context&) { return difference.is(What::missing, "extension"); }

std::string installed(const ElementId& extension) { return "EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = " + sql::literal(extension.name) + ")"; }

Recipe recipe(const Change& change, const Context& context) {
  const Object& extension = *context.wanted.find(change.claimed.element);
  Step step;
  step.id = "create-extension " + qualified_name(extension.id);
  step.title = "install " + to_string(extension.id);
  step.sql = {extension.kind->create(extension, {})};
  if (extension.has("comment")) step.sql.push_back(comment_on(extension));
  step.before = {"EXISTS (SELECT FROM pg_catalog.pg_available_extensions AS a WHERE a.name = " + sql::literal(extension.id.name) + ")",
                 to_string(extension.id) + " is not available on this server: install its package first"};
  step.done = {installed(extension.id), to_string(extension.id) + " is not installed"};
  step.brings = {{extension.id, Side::wanted, Milestone::exists}};
  step.undo = undo_by({extension.kind->drop(extension)});
  step.touches = {extension.id};
  const std::string name = sql::literal(extension.id.name);
  step.preflight.push_back({.count = "SELECT count(DISTINCT v.name) FROM pg_catalog.pg_available_extension_versions AS v WHERE v.name = " + name +
                                     " AND v.superuser AND NOT v.trusted AND NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user)",
                            .sample = "",
                            .what = "extension that only a superuser may install: " + extension.id.name,
                            .help = "run the file that installs it as a superuser, or let one install it before expand: the file then finds it done",
                            .at = extension.at,
                            .by_hand = true});
  step.notes = {"needs a superuser, or CREATE on the database where the extension is trusted; a function of the extension must not have the name of one that an application calls"};
  Recipe result;
  result.steps.push_back(std::move(step));
  return result;
}

constexpr std::string_view statements[] = {"INSERT INTO users (id) VALUES ($1)", "SELECT id FROM users WHERE id = $1 % 5"};

constexpr Example examples[] = {{
    .name = "of-a-version",
    .shows = "an extension of a stated version with a comment of its own, in the usual schema",
    .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY);\nINSERT INTO users SELECT generate_series(1, 5);",
    .desired_toml = "[extension]\nhstore = { version = \"1.4\", comment = \"it's for tags\" }\n[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\n",
    .n_statements = statements,
    .next_statements = statements,
    .n_reads = "SELECT id FROM users ORDER BY id",
}};

constexpr std::string_view sources[] = {"PostgreSQL manual, CREATE EXTENSION", "PostgreSQL manual, 38.17: Packaging Related Objects into an Extension"};

}  // namespace

extern constinit const ChangeKind create_extension = {
    .name = "create-extension",
    .summary = "installs an extension",
    .why = "N uses nothing of it, so it lies in expand, before the tables, columns and types that may use its types and functions, which nobody can know before it is there. It takes no lock on any table.",
    .when_not = "The file stops where the server does not have the extension. Undo fails while something uses it. Without a section [extension] in the desired schema, extensions are not managed.",
    .claims = claims,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
