// Change kind: give an index another definition under the same name, without a moment in which neither serves.
//
// The old index gets a helper name (ALTER INDEX RENAME: SHARE UPDATE EXCLUSIVE on the index, nobody waits), the new one is built
// concurrently under the wanted name, and the old one is dropped concurrently when the running version will not return. So both are there
// in between, and both reject what they reject. What a unique index rejects, it reports with its name, and applications read that: the name
// of a unique one stays as long as N runs.
#include "recipes/conditions.hpp"
#include "recipes/harmless_index.hpp"
#include "recipes/index_parts.hpp"
#include "recipes/steps.hpp"
#include "recipes/unique_index.hpp"
#include "sql/identifier.hpp"

#include <phasegate/change_kind.hpp>

namespace phasegate::changes {
namespace {

using namespace recipes;

bool claims(const Difference& difference, const Context& context) {
  if (difference.element.kind != "index" || (difference.what != What::renamed && difference.what != What::field)) return false;
  if (difference.what == What::field && !is_definition(difference.field->key)) return false;
  return is_built_again(*context.live.find(difference.live_element), *context.wanted.find(difference.element));
}

// The build settles every field, and the new index gets its comment at once.
bool absorbs(const Difference& claimed, const Difference& other, const Context&) {
  return other.what == What::field && other.element == claimed.element && (is_definition(other.field->key) || other.field->key == "comment");
}

struct Replacement {
  const Object& live;
  const Object& wanted;
  const Context& context;
  std::string name;       // of the change
  bool same_name;
  ElementId aside;        // the old index until it is dropped
  std::string late;       // why N could not bear it; "" when it can
  bool in_contract;       // all of it stands right before the drop
  Phase phase;
  Part part;
};

Replacement replacement(const Change& change, const Context& context) {
  const Object& live = *context.live.find(change.claimed.live_element);
  const Object& wanted = *context.wanted.find(change.claimed.element);
  Replacement result{live, wanted, context, "replace-index " + qualified_name(wanted.id), live.id.name == wanted.id.name, live.id, could_reject(wanted, context), false, Phase::expand, Part::main};
  if (result.same_name) result.aside.name = retired_name(live.id.name);
  if (result.late.empty() && live.is("unique") && result.same_name) result.late = "until then the running version finds the name " + live.id.name + " in the errors of duplicates";
  // As long as both reject the same, the older one does and gives its name: the shorter the better.
  result.in_contract = has_same_key(live, wanted) && result.same_name;
  if (result.in_contract) std::tie(result.phase, result.part) = std::pair(Phase::contract, Part::drop);
  else if (!result.late.empty()) std::tie(result.phase, result.part) = std::pair(Phase::validate, Part::enforce);
  return result;
}

std::string old_is_there(const Replacement& r) { return index_exists(r.aside); }

Step set_aside(const Replacement& r) {
  Step step;
  step.id = r.name + ": set aside";
  step.title = "set the index " + r.live.id.name + " aside, which goes on serving as " + r.aside.name;
  step.phase = r.phase;
  step.part = r.part;
  step.sql = {"ALTER INDEX " + sql::qualified(r.live.id.schema, r.live.id.name) + " RENAME TO " + sql::identifier(r.aside.name)};
  step.locks = {{r.live.id, LockMode::share_update_exclusive, Work::instant}};
  step.done = {negated(index_is_still(r.live)), "the old index " + r.live.id.name + " still bears its name"};
  step.undo = undo_by({"ALTER INDEX IF EXISTS " + sql::qualified(r.aside.schema, r.aside.name) + " RENAME TO " + sql::identifier(r.live.id.name)});
  step.brings = {{r.live.id, Side::live, Milestone::set_aside}};
  step.touches = {r.live.id, r.aside};
  return step;
}

Step build(const Replacement& r) {
  Step step = build_index(r.wanted, r.phase, r.part, r.context);
  if (r.same_name) {
    step.before = {"(" + step.before.sql + ") AND " + negated(index_is_still(r.live)), step.before.otherwise};
    step.done.sql = "(" + step.done.sql + ") AND " + negated(index_is_still(r.live));
    // Taken back only while the old one waits beside it: run once more, this must not meet the old one under its own name.
    const std::string body = "BEGIN\n  IF " + old_is_there(r) + " THEN\n    " + step.undo.sql.front() + ";\n  END IF;\nEND\n";
    step.undo = undo_by({"DO " + sql::dollar_quoted("\n" + body, "undo")});
  }
  if (r.late.empty()) {
    step.notes.push_back("built before the deploy: it can fail no write of the running version");
  } else {
    step.notes.push_back("built after the running version is gone: " + r.late);
    step.hurts = {.n_writes = true};
  }
  if (r.live.is("unique") && r.wanted.is("unique")) step.notes.push_back("while it is built, two INSERT … ON CONFLICT of the same new key at the same moment may end with a unique violation, as under REINDEX CONCURRENTLY");
  if (r.wanted.is("unique") && !has_same_key(r.live, r.wanted))
    step.promises = {{qualified_name(r.wanted.id) + ".unique", "use the key of " + r.wanted.id.name + " on " + qualified_name(table_of(r.wanted.id)) + " in ON CONFLICT, or rely on it being unique", r.wanted.at}};
  return step;
}

// What the old index was to its table, the new one is as soon as it is there.
std::optional<Step> take_over_identity(const Replacement& r) {
  const Object& table = *r.context.live.find(table_of(r.live.id));
  const Object& wanted_table = *r.context.wanted.find(table_of(r.wanted.id));
  if (!r.same_name || table.text("replica_identity") != r.live.id.name || wanted_table.text("replica_identity") != r.wanted.id.name) return std::nullopt;
  const std::string alter = "ALTER TABLE " + sql::relation(table.id) + " REPLICA IDENTITY USING INDEX ";
  Step step = brief(r.phase, r.part, table.id, LockMode::access_exclusive, r.name + ": replica identity", "make the new " + r.wanted.id.name + " the replica identity of " + table.id.name);
  step.sql = {alter + sql::identifier(r.wanted.id.name)};
  step.done = {index_identifies_rows(r.wanted.id), "the index " + r.wanted.id.name + " is not the replica identity of " + qualified_name(table.id)};
  step.undo = undo_by({alter + sql::identifier(r.aside.name)});
  step.touches = {r.wanted.id};
  return step;
}

std::optional<Step> take_over_cluster(const Replacement& r) {
  const Object& table = *r.context.live.find(table_of(r.live.id));
  const Object& wanted_table = *r.context.wanted.find(table_of(r.wanted.id));
  if (!r.same_name || table.text("cluster_on") != r.live.id.name || wanted_table.text("cluster_on") != r.wanted.id.name) return std::nullopt;
  const std::string alter = "ALTER TABLE " + sql::relation(table.id) + " CLUSTER ON ";
  Step step = brief(r.phase, r.part, table.id, LockMode::share_update_exclusive, r.name + ": cluster", "order " + table.id.name + " by the new " + r.wanted.id.name + " whenever it is clustered");
  step.sql = {alter + sql::identifier(r.wanted.id.name)};
  step.done = {table_is_clustered_on(r.wanted.id), "the table " + qualified_name(table.id) + " is not clustered on " + r.wanted.id.name};
  step.undo = undo_by({alter + sql::identifier(r.aside.name)});
  step.touches = {r.wanted.id};
  return step;
}

Step drop(const Replacement& r) {
  Object old = r.live;
  old.id = r.aside;
  Step step = drop_index(old, Phase::contract, Part::drop);
  step.id = r.name + ": drop the old one";
  step.title = "drop the old index " + r.aside.name + " of " + r.aside.parent + " concurrently";
  step.before = {no_foreign_key_uses(r.aside) + " AND " + negated(index_identifies_rows(r.aside)), "a foreign key or the replica identity of its table relies on the old index " + r.aside.name};
  step.brings = {{r.live.id, Side::live, Milestone::gone}};
  step.undo = cannot_undo("an index is built again outside a transaction, while the applications write: " + build_index(r.live, r.phase, r.part, r.context).sql.front());
  step.hurts = {.n_reads = true, .n_writes = r.live.is("unique")};
  step.notes = {"waits for every transaction that may still read the index"};
  step.touches = {r.aside, r.live.id};
  if (r.live.is("unique") && !has_same_key(r.live, r.wanted))
    step.promises = {{qualified_name(r.wanted.id) + ".replaced", "write duplicates that the old " + r.live.id.name + " of " + qualified_name(table_of(r.live.id)) + " rejects", r.wanted.at}};
  else if (r.live.is("unique") && !r.same_name)
    step.promises = {{qualified_name(r.wanted.id) + ".replaced", "expect the name " + r.wanted.id.name + " in the errors of duplicates", r.wanted.at}};
  return step;
}

std::vector<Finding> refusals(const Replacement& r) {
  std::vector<Finding> findings = renamed_table(r.wanted.id, r.live.id, "replace-index", r.wanted.at);
  for (Finding& finding : refuse_foreign_keys(r.live, "replace-index", r.wanted.at, r.context)) findings.push_back(std::move(finding));
  const Object* table = r.context.wanted.find(table_of(r.wanted.id));
  if (table != nullptr && table->text("replica_identity") == r.wanted.id.name && !may_identify_rows(r.wanted, r.context))
    findings.push_back({Severity::error, "replace-index", to_string(r.wanted.id) + " is the replica identity of its table, which takes a unique index over columns that are not null, without predicate", "write it so, or change replica_identity of " + qualified_name(table->id), r.wanted.at});
  if (table != nullptr && table->text("cluster_on") == r.wanted.id.name && !may_order_rows(r.wanted))
    findings.push_back({Severity::error, "replace-index", to_string(r.wanted.id) + " is the one that CLUSTER goes by, which takes a btree or gist index without predicate", "write it so, or change cluster_on of " + qualified_name(table->id), r.wanted.at});
  if (!r.late.empty() && !has_same_key(r.live, r.wanted))
    for (Finding& finding : used_at_deploy(r.wanted, "replace-index", "the new definition of the index " + r.wanted.id.name + " (" + r.late + ")",
                                           r.wanted.is("unique") ? "the first version does without ON CONFLICT and writes no duplicates; the second, deployed after validate, relies on the index" : "the first version bears that its queries have no such index"))
      findings.push_back(std::move(finding));
  return findings;
}

Recipe recipe(const Change& change, const Context& context) {
  const Replacement r = replacement(change, context);
  Recipe result;
  result.findings = refusals(r);
  if (refuses(result.findings)) return result;
  if (r.wanted.is("unique") && !has_same_key(r.live, r.wanted)) {
    for (Step& step : prove_unique(r.wanted, r.wanted.id.name, r.name, r.wanted, context)) result.steps.push_back(std::move(step));
  }
  if (r.same_name) result.steps.push_back(set_aside(r));
  result.steps.push_back(build(r));
  if (auto step = settings_of_index(r.wanted, "replace-index", r.phase, r.part)) result.steps.push_back(std::move(*step));
  if (auto step = take_over_identity(r)) result.steps.push_back(std::move(*step));
  if (auto step = take_over_cluster(r)) result.steps.push_back(std::move(*step));
  result.steps.push_back(drop(r));
  return result;
}

constexpr std::string_view plain_n[] = {
    "INSERT INTO users (id, email, country) VALUES ($1, 'n' || $1, 'de')",
    "UPDATE users SET country = 'fr' WHERE id = $1 % 50",
    "SELECT id, email, country FROM users WHERE country = 'de' LIMIT 5",
};
constexpr std::string_view unique_n[] = {
    "INSERT INTO users (id, email, country) VALUES ($1, 'n' || $1, 'de')",
    "INSERT INTO users (id, email) VALUES ($1 % 50 + 1, 'n') ON CONFLICT (id) DO UPDATE SET country = 'fr'",
    "INSERT INTO users (id, email) VALUES (-$1, 'n 1') ON CONFLICT (email) DO NOTHING",
    "SELECT id, email, country FROM users WHERE email = 'u' || $1 % 50",
};
constexpr std::string_view unique_next[] = {
    "INSERT INTO users (id, email, country) VALUES ($1, 'm' || $1, 'de')",
    "INSERT INTO users (id, email) VALUES ($1 % 50 + 1, 'm') ON CONFLICT (id) DO UPDATE SET country = 'it'",
    "SELECT id, email, country FROM users WHERE lower(email) = 'u' || $1 % 50",
};

constexpr Example examples[] = {
    {
        .name = "harmless",
        .shows = "a plain index gets another order and stays the one that CLUSTER goes by; a hash index becomes a partial btree one of another name; both are built while N runs",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email text, country varchar(2));\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), nullif('de', CASE WHEN i % 5 = 0 THEN 'de' END) FROM generate_series(1, 50) AS i;\n"
                      "CREATE INDEX \"we\"\"ird; --\" ON users (country);\nCOMMENT ON INDEX \"we\"\"ird; --\" IS 'for the report';\nALTER TABLE users CLUSTER ON \"we\"\"ird; --\";\n"
                      "CREATE INDEX old_idx ON users USING hash (id);\nCOMMENT ON INDEX old_idx IS 'goes';",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\ncluster_on = \"we\\\"ird; --\"\n[table.users.column]\nid = \"bigint\"\nemail = \"text\"\ncountry = \"varchar(2)\"\n"
                        "[table.users.index]\n\"we\\\"ird; --\" = { is = \"(country desc, id)\", comment = \"for another report\" }\nnew_idx = { is = \"(id desc) where id <> 7\", renamed_from = \"old_idx\" }\n",
        .n_statements = plain_n,
        .next_statements = plain_n,
        .n_reads = "SELECT id, email, country FROM users ORDER BY id",
    },
    {
        .name = "unique",
        .shows = "one unique index gets another key when N is gone; one stores a further column, by the same key, and stays the replica identity",
        .before_sql = "CREATE TABLE users (id bigint NOT NULL, email text, country varchar(2));\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), 'de' FROM generate_series(1, 50) AS i;\n"
                      "CREATE UNIQUE INDEX users_email_key ON users (email);\nCREATE UNIQUE INDEX users_id_key ON users (id);\nALTER TABLE users REPLICA IDENTITY USING INDEX users_id_key;\n"
                      "CREATE PUBLICATION changes FOR TABLE users;",
        .desired_toml = "[table.users]\nreplica_identity = \"users_id_key\"\n[table.users.column]\nid = \"bigint not null\"\nemail = \"text\"\ncountry = \"varchar(2)\"\n"
                        "[table.users.index]\nusers_email_key = { is = \"unique (lower(email))\", statistics = [\"1=300\"] }\nusers_id_key = \"unique (id) include (country)\"\n",
        .n_statements = unique_n,
        .next_statements = unique_next,
        .n_reads = "SELECT id, email, country FROM users ORDER BY id",
    },
    {
        .name = "no-longer-unique",
        .shows = "a unique index becomes a plain one: N's ON CONFLICT keeps it as long as N runs, and N+1 writes no duplicates until it is gone",
        .before_sql = "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(60), country varchar(2));\n"
                      "INSERT INTO users SELECT i, nullif('u' || i, 'u7'), 'de' FROM generate_series(1, 50) AS i;\nCREATE UNIQUE INDEX users_email_idx ON users (email);",
        .desired_toml = "[table.users]\nprimary_key = \"(id)\"\n[table.users.column]\nid = \"bigint\"\nemail = \"varchar(60)\"\ncountry = \"varchar(2)\"\n[table.users.index]\nusers_email_idx = \"(email)\"\n",
        .n_statements = unique_n,
        .next_statements = unique_next,
        .n_reads = "SELECT id, email, country FROM users ORDER BY id",
    },
};

constexpr std::string_view sources[] = {
    "PostgreSQL manual, ALTER INDEX: RENAME takes SHARE UPDATE EXCLUSIVE (PostgreSQL 12 and later)",
    "PostgreSQL manual, INSERT, ON CONFLICT: every unique index that fits the columns is an arbiter; its name plays no part",
    "tests/contract: ALTER TABLE … CLUSTER ON takes SHARE UPDATE EXCLUSIVE, REPLICA IDENTITY ACCESS EXCLUSIVE",
};

}  // namespace

extern constinit const ChangeKind replace_index = {
    .name = "replace-index",
    .summary = "gives an index another definition: the new one is built concurrently while the old one serves, which is dropped in contract",
    .why = "There is no `ALTER INDEX` for columns, method, predicate or uniqueness, and dropping first leaves a time without index. So the old index is renamed out of the way "
           "(`ALTER INDEX … RENAME`: `SHARE UPDATE EXCLUSIVE` on the index, nobody notices), the new one is built under its name with `CREATE INDEX CONCURRENTLY`, and the old one is "
           "dropped concurrently behind the soak gate. The build lies in expand when it can fail no write of N, else in validate; an index that was unique keeps its name as "
           "long as N runs, because applications find it in the errors of duplicates.\n\n"
           "Until contract both indexes stand: N+1 must not write duplicates that the old one rejects, and use the new key in `ON CONFLICT` only after validate. Where both reject "
           "the same (a unique index with further stored columns, or in another order), rename, build and drop follow each other in contract, behind the soak. Order by `CLUSTER`, replica identity, comment and "
           "statistics targets go over to the new index.",
    .when_not = "`uses_at = \"deploy\"` on an index that cannot come before the deploy is refused, and so is the replacement of a unique index that a foreign key relies on, or of a replica identity by an "
                "index that cannot be one. Where only a parameter differs that `ALTER INDEX` can set, nothing is built.",
    .claims = claims,
    .absorbs = absorbs,
    .recipe = recipe,
    .examples = examples,
    .sources = sources,
};

}  // namespace phasegate::changes
